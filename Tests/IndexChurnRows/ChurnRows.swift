// SPDX-License-Identifier: Apache-2.0

import Fingerprints
package import HashIndex

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
        func word(_ place: UInt64) -> UInt64 {
            var mixed = number &* 4 &+ place &+ 0x9e37_79b9_7f4a_7c15
            mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
            return mixed ^ mixed >> 31
        }
        return HashIndex.Row(id: Int64(number), code: PDQHash(words: (word(0), word(1), word(2), word(3))))
    }
}
