// SPDX-License-Identifier: Apache-2.0

import Fingerprints
package import HashIndex
import TestSupport

/// The rows of each round of `index-churn`, the same in every process.
package enum ChurnRows {
    package static let each: UInt64 = 1_000

    /// Rows that round `round` adds; round 0 is the first build.
    package static func added(in round: UInt64) -> [HashIndex.Row] {
        (0..<each).map { row(round * each + $0) }
    }

    /// Rows that round `round` withdraws: every tenth of the round before.
    package static func withdrawn(in round: UInt64) -> [HashIndex.Row] {
        guard round > 0 else { return [] }
        return stride(from: 0, to: each, by: 10).map { row((round - 1) * each + $0) }
    }

    private static func row(_ number: UInt64) -> HashIndex.Row {
        var random = SplitMix(state: number &* 4)
        let code = PDQHash(words: (random.next(), random.next(), random.next(), random.next()))
        return HashIndex.Row(id: Int64(number), code: code)
    }
}
