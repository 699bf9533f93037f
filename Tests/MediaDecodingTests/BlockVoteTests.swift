// SPDX-License-Identifier: Apache-2.0

import CPictureReduction
import TestSupport
import Testing
import Watermarks

/// The votes in C against their definition.
@Suite("The votes of blocks")
struct BlockVoteTests {
    static func votes(
        _ pixels: [UInt8], _ width: Int, _ height: Int, _ channels: Int, kernel: reduction_kernel, rows: Int? = nil
    ) throws -> [[Bool]] {
        let voter = try #require(block_voter_create(UInt32(width), UInt32(height), UInt32(channels), kernel))
        defer { block_voter_destroy(voter) }
        for row in 0..<(rows ?? height) {
            // In memory of its own, so that a sanitizer sees a step beyond it.
            block_voter_row(voter, Array(pixels[(row * width * channels)..<((row + 1) * width * channels)]))
        }
        let planes = try #require(block_voter_finish(voter))
        let count = (width / 8) * (height / 8)
        let length = WatermarkVotes.wordCount(count)
        try #require(block_vote_words(UInt32(width), UInt32(height)) == length)
        return (0..<4).map { plane in
            let words = UnsafeBufferPointer(start: planes + plane * length, count: length)
            if count % 64 != 0 { #expect(words[length - 1] >> UInt64(count % 64) == 0) }
            return VoteDefinition.unpacked(words, count: count)
        }
    }

    static let sizes: [(Int, Int)] =
        [
            (8, 8), (7, 9), (9, 7), (15, 17), (16, 16), (17, 8), (24, 33), (31, 40), (64, 512), (512, 64), (1003, 21),
            (5, 900),
        ]
        + {
            var random = SplitMix(state: 12)
            return (0..<20).map { _ in (8 + Int(random.next() % 250), 8 + Int(random.next() % 120)) }
        }()

    @Test("are those of the definition in every size, with every kernel, and whatever the fourth byte is")
    func definition() throws {
        for (number, (width, height)) in Self.sizes.enumerated() {
            let channels = 3 + number % 2
            var pixels = ReductionTests.pixels(width, height, channels, seed: number)
            // Few levels: many coefficients are equally far from zero.
            if number % 5 == 3 { pixels = pixels.map { $0 / 64 * 37 } }
            let expected = VoteDefinition.votes(pixels, width, height, channels)
            for kernel in ReductionTests.kernels {
                let found = try Self.votes(pixels, width, height, channels, kernel: kernel)
                try #require(found == expected, "\(width) × \(height), \(channels) channels, \(kernel)")
            }
        }
    }

    /// Blocks of one colour, whose votes hang on nothing else.
    @Test("round like the definition for every colour")
    func colours() throws {
        let colours = Array(stride(from: 0, to: 1 << 24, by: Repository.runsLongTests ? 1 : 509))
        for first in stride(from: 0, to: colours.count, by: 2048) {
            let some = colours[first..<min(first + 2048, colours.count)].map { colour in
                [UInt8(colour >> 16), UInt8(colour >> 8 & 255), UInt8(colour & 255)]
            }
            let expected = VoteDefinition.votes(ofBlocks: some)
            let row = some.flatMap { pixel in (0..<8).flatMap { _ in pixel } }
            let pixels = [[UInt8]](repeating: row, count: 8).flatMap { $0 }
            for kernel in ReductionTests.kernels {
                let found = try Self.votes(pixels, some.count * 8, 8, 3, kernel: kernel)
                try #require(found == expected, "from colour \(first), \(kernel)")
            }
        }
    }

    @Test("take rows that do not come for black, and no row twice")
    func missing() throws {
        let (width, height) = (40, 50)
        let pixels = ReductionTests.pixels(width, height, 3, seed: 4)
        for rows in [0, 1, 8, 13, 16, 49, 50] {
            let black = [UInt8](repeating: 0, count: (height - rows) * width * 3)
            let expected = VoteDefinition.votes(Array(pixels.prefix(rows * width * 3)) + black, width, height)
            let found = try Self.votes(pixels, width, height, 3, kernel: REDUCTION_BEST, rows: rows)
            #expect(found == expected, "\(rows) rows")
        }
        let more = try Self.votes(pixels + pixels, width, height, 3, kernel: REDUCTION_BEST, rows: height * 2)
        #expect(more == VoteDefinition.votes(pixels, width, height))
    }
}
