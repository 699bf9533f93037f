// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Watermarks

/// Scores as the reference defines them, vote by vote.
enum Definition {
    static func score(_ votes: [Bool], _ word: [Bool]) -> (agreement: Double, z: Double, errors: Int) {
        let count = Double(votes.count)
        let expected = votes.indices.map { word[$0 % word.count] }
        let agreement = Double(zip(votes, expected).count { $0 == $1 }) / count
        let share = Double(votes.count { $0 }) / count
        let expectedShare = Double(expected.count { $0 }) / count
        let chance = share * expectedShare + (1 - share) * (1 - expectedShare)
        let z = (agreement - chance) / (max(chance * (1 - chance), 1e-9) / count).squareRoot()
        let errors = word.indices.count { bit in
            let own = stride(from: bit, to: votes.count, by: word.count).map { votes[$0] }
            return (Double(own.count { $0 }) / Double(own.count) * 255 > 127) != word[bit]
        }
        return (agreement, z, errors)
    }

    /// Packs the same votes for every plane, or those of one plane and none in the others.
    static func votes(_ votes: [Bool], in plane: Int? = nil) -> WatermarkVotes? {
        var words = [UInt64](repeating: 0, count: WatermarkVotes.wordCount(votes.count))
        for (index, vote) in votes.enumerated() where vote { words[index / 64] |= 1 << UInt64(index % 64) }
        let silent = [UInt64](repeating: 0, count: words.count)
        return WatermarkVotes(
            count: votes.count, words: (0..<4).flatMap { plane == nil || plane == $0 ? words : silent })
    }
}

extension SplitMix {
    /// True in so many of 1,000 cases.
    mutating func happens(_ perMille: UInt64) -> Bool { next() % 1000 < perMille }

    /// Votes for a word of which so many of 1,000 are left to chance.
    mutating func votes(for word: [Bool], count: Int, lost: UInt64) -> [Bool] {
        (0..<count).map { happens(lost) ? happens(500) : word[$0 % word.count] }
    }
}
