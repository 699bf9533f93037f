// SPDX-License-Identifier: Apache-2.0

/// How well the votes of one plane agree with one known word.
///
/// Rule for a hit: z ≥ 8; and at most 8 % of the word's bits wrong, or at least 62 % of the blocks agreeing; and the bits
/// themselves, each taken once, correlating with the word by 0.8 or more. The third part is for pictures that repeat, such as
/// colour bars and tiles: their blocks vote in unison, so counting blocks overstates what is known. Marks weakened by JPEG
/// and noise that pass the first two parts were measured at 0.81 and more; patterns that repeat after 2 to 68 blocks and are
/// not made for it stay below 0.75.
public struct WatermarkScore: Sendable, Hashable {
    /// Whose word it is.
    public let scheme: WatermarkScheme
    /// The plane that voted.
    public let plane: WatermarkVotes.Plane
    /// Share of the blocks that agree with the word, 0…1.
    public let agreement: Double
    /// Standard deviations above the agreement of as many blocks with the same share of ones that know nothing of the word.
    public let z: Double

    /// Scores of all planes and words. Words of which the picture does not hold three repetitions are left out.
    ///
    /// - Parameter votes: of one picture.
    public static func all(of votes: WatermarkVotes) -> [WatermarkScore] {
        words.flatMap { word in
            votes.count < 3 * word.bits.count
                ? []
                : WatermarkVotes.Plane.all.indices.map { WatermarkScore(votes, plane: $0, word: word) }
        }
    }

    /// The watermark that the votes show, the clearest if there are several.
    ///
    /// - Parameter votes: of one picture.
    public static func finding(in votes: WatermarkVotes) -> WatermarkFinding? {
        var best: WatermarkFinding?
        for word in words where votes.count >= 3 * word.bits.count {
            for plane in WatermarkVotes.Plane.all.indices {
                let score = WatermarkScore(votes, plane: plane, word: word)
                guard score.z >= zOfHit, score.z > best?.z ?? 0 else { continue }
                let tally = BitTally(votes, plane: plane, word: word.bits)
                guard
                    tally.errors * 100 <= word.bits.count * 8 || score.agreement >= 0.62,
                    tally.correlation >= correlationOfHit
                else { continue }
                best = WatermarkFinding(
                    scheme: word.scheme, z: score.z, agreement: score.agreement, errors: tally.errors,
                    bits: word.bits.count, order: score.plane.order, mode: score.plane.mode)
            }
        }
        return best
    }

    /// Clean photographs have less than 5.
    static let zOfHit = 8.0
    static let correlationOfHit = 0.8

    private static let words = WatermarkScheme.allCases.map(RepeatedWord.init)

    /// 64 blocks at a time: a vote that differs from the word is a bit that differs.
    private init(_ votes: WatermarkVotes, plane: Int, word: RepeatedWord) {
        let words = votes.words(of: plane)
        var place = 0
        var ones = 0
        var expectedOnes = 0
        var different = 0
        var left = votes.count
        for vote in words {
            let mask: UInt64 = left >= 64 ? .max : (1 << UInt64(left)) - 1
            let expected = word.words[place] & mask
            ones += vote.nonzeroBitCount
            expectedOnes += expected.nonzeroBitCount
            different += (vote ^ expected).nonzeroBitCount
            place = place + 1 == word.words.count ? 0 : place + 1
            left -= 64
        }
        let count = Double(votes.count)
        let (share, expectedShare) = (Double(ones) / count, Double(expectedOnes) / count)
        let chance = share * expectedShare + (1 - share) * (1 - expectedShare)
        scheme = word.scheme
        self.plane = WatermarkVotes.Plane.all[plane]
        agreement = Double(votes.count - different) / count
        z = (agreement - chance) / (max(chance * (1 - chance), 1e-9) / count).squareRoot()
    }
}

/// A word, repeated until it ends with a word of 64 bits.
struct RepeatedWord: Sendable {
    let scheme: WatermarkScheme
    let bits: [Bool]
    let words: [UInt64]

    init(_ scheme: WatermarkScheme) {
        self.scheme = scheme
        let bits = scheme.payload
        self.bits = bits
        var length = 1
        while length * 64 % bits.count != 0 { length += 1 }
        words = (0..<length).map { word in
            (0..<64).reduce(UInt64(0)) { sum, bit in
                bits[(word * 64 + bit) % bits.count] ? sum | 1 << UInt64(bit) : sum
            }
        }
    }
}

/// The votes for each bit of a word, counted one by one: only for those few planes that may be hits.
struct BitTally {
    /// Bits that the majority has wrong. As in the reference, a share of ones above 127 / 255 is a one.
    let errors: Int
    /// Pearson's correlation of each bit's share of ones with the word, −1…1; 0 when all shares are the same.
    let correlation: Double

    init(_ votes: WatermarkVotes, plane: Int, word: [Bool]) {
        var ones = [Int](repeating: 0, count: word.count)
        var first = 0
        for vote in votes.words(of: plane) {
            var left = vote
            while left != 0 {
                ones[(first + left.trailingZeroBitCount) % word.count] += 1
                left &= left - 1
            }
            first += 64
        }
        let (rounds, rest) = votes.count.quotientAndRemainder(dividingBy: word.count)
        let shares = ones.enumerated().map { Double($1) / Double(rounds + ($0 < rest ? 1 : 0)) }
        errors = zip(shares, word).count { share, bit in (share * 255 > 127) != bit }

        let count = Double(word.count)
        let mean = shares.reduce(0, +) / count
        let expectedMean = Double(word.count { $0 }) / count
        var (together, spread, expectedSpread) = (0.0, 0.0, 0.0)
        for (share, bit) in zip(shares, word) {
            let (deviation, expected) = (share - mean, (bit ? 1 : 0) - expectedMean)
            together += deviation * expected
            spread += deviation * deviation
            expectedSpread += expected * expected
        }
        correlation = spread > 0 ? together / (spread * expectedSpread).squareRoot() : 0
    }
}
