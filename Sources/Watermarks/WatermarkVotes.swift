// SPDX-License-Identifier: Apache-2.0

/// What the blocks of a picture vote for each bit of an open watermark that may be in it: one vote per block of 8 × 8 pixels
/// and plane, row by row.
///
/// The decoder makes the votes, so that no pixels leave it. A vote says whether the largest of a block's 15 Haar
/// coefficients lies in the upper half of a step of 36.
///
/// Source: invisible-watermark 0.2.0 (MIT), class `EmbedMaxDct`, known as `dwtDct`.
public struct WatermarkVotes: Sendable, Hashable {
    /// Which of the three bytes of a pixel the embedding program took for blue. Those that go by OpenCV's habit expect blue
    /// first; some hand their pictures over the other way round.
    public enum Order: String, Sendable, Hashable, CaseIterable {
        case bgr, rgb
    }

    /// In which arithmetic the plane U was made.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Of bytes, in fixed point, around 128.
        case fixedPoint = "fixed-point"
        /// Of floating-point numbers, around 0.5. Votes of 8-bit pictures are exact: they are worked out in integers.
        case float
    }

    /// One way of reading the picture.
    public struct Plane: Sendable, Hashable {
        /// The order of the channels.
        public var order: Order
        /// The arithmetic.
        public var mode: Mode

        /// All planes in the order in which their votes are stored.
        public static let all = Order.allCases.flatMap { order in
            Mode.allCases.map { Plane(order: order, mode: $0) }
        }
    }

    /// Votes of each plane.
    public let count: Int
    /// The votes of all planes, one plane after the other; vote n of a plane is bit n mod 64 of its word ⌊n / 64⌋.
    let words: [UInt64]

    /// Takes over votes that were made elsewhere.
    ///
    /// - Parameters:
    ///   - count: votes of each plane, at least 1.
    ///   - words: four planes of ⌈`count` / 64⌉ words, in the order of ``Plane/all``, the first vote in the lowest bit.
    /// - Returns: `nil` when there are more or fewer words, or bits behind the last vote.
    public init?(count: Int, words: [UInt64]) {
        guard count > 0, words.count == Self.wordCount(count) * Plane.all.count else { return nil }
        let rest = count % 64
        if rest != 0 {
            for plane in 1...Plane.all.count where words[plane * Self.wordCount(count) - 1] >> UInt64(rest) != 0 {
                return nil
            }
        }
        self.count = count
        self.words = words
    }

    /// Words of one plane.
    ///
    /// - Parameter count: votes of the plane.
    public static func wordCount(_ count: Int) -> Int { count / 64 + (count % 64 == 0 ? 0 : 1) }

    /// One vote.
    ///
    /// - Parameters:
    ///   - plane: index into ``Plane/all``.
    ///   - block: of the picture, row by row, below ``count``.
    public subscript(plane: Int, block: Int) -> Bool {
        precondition(block >= 0 && block < count)
        return words[plane * Self.wordCount(count) + block / 64] >> UInt64(block % 64) & 1 == 1
    }

    /// The votes of one plane, as words.
    func words(of plane: Int) -> ArraySlice<UInt64> {
        let length = Self.wordCount(count)
        return words[(plane * length)..<((plane + 1) * length)]
    }
}
