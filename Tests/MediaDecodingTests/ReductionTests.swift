// SPDX-License-Identifier: Apache-2.0

import CPictureReduction
import Fingerprints
import TestSupport
import Testing

/// The reducer in C against the Swift downsampler, which is tested against pip `pdqhash`, and against plain definitions.
@Suite("The reducer")
struct ReductionTests {
    static let kernels = [REDUCTION_PORTABLE, REDUCTION_AVX2, REDUCTION_AVX512].filter(reduction_kernel_runs_here)

    /// Sides at which something changes: below a lane, 64 × 64 as it is, one row for several cells, windows of 1 and more,
    /// the grid of 512.
    static let sizes: [(Int, Int)] =
        [
            (5, 5), (5, 700), (700, 5), (16, 16), (63, 64), (64, 64), (64, 65), (65, 64), (31, 132), (127, 129),
            (128, 128), (129, 257), (511, 513), (512, 512), (513, 511), (640, 480), (1000, 37), (17, 4096), (2049, 200),
            (16_384, 9), (9, 16_384),
        ]
        + {
            var random = SplitMix(state: 7)
            return (0..<12).map { _ in (5 + Int(random.next() % 396), 5 + Int(random.next() % 396)) }
        }()

    /// Noise, hard edges, soft slopes: sums of floats round differently in each. Pieces of these are the pictures.
    private static let textures: [[UInt8]] = {
        var random = SplitMix(state: 1)
        let count = 2_000_000
        var noise: [UInt8] = []
        noise.reserveCapacity(count)
        while noise.count < count {
            withUnsafeBytes(of: random.next()) { noise.append(contentsOf: $0) }
        }
        let bar = [UInt8](repeating: 0, count: 37) + [UInt8](repeating: 255, count: 29)
        let slope = (0...255).flatMap { [UInt8](repeating: UInt8($0), count: 5) }
        func repeated(_ piece: [UInt8]) -> [UInt8] {
            [[UInt8]](repeating: piece, count: count / piece.count + 1).flatMap { $0 }
        }
        return [noise, repeated(bar), repeated(slope)]
    }()

    static func pixels(_ width: Int, _ height: Int, _ channels: Int, seed: Int) -> [UInt8] {
        Array(textures[seed % 3][(seed * 131)...].prefix(width * height * channels))
    }

    static func reduce(
        _ pixels: [UInt8], _ width: Int, _ height: Int, _ channels: Int, means kind: reduction_means, block: Int,
        kernel: reduction_kernel, rows: Int? = nil
    ) throws -> (means: [Float], grey: [UInt8]) {
        var means = [Float](repeating: -1, count: 64 * 64)
        let columns = (width + block - 1) / block
        var grey = [UInt8](repeating: 0xee, count: columns * ((height + block - 1) / block))
        let made: Bool = means.withUnsafeMutableBufferPointer { means in
            grey.withUnsafeMutableBufferPointer { grey in
                var plan = reduction_plan(
                    width: UInt32(width), height: UInt32(height), channels: UInt32(channels), means: kind,
                    block: UInt32(block), means_target: means.baseAddress, grey_target: grey.baseAddress)
                guard let reducer = picture_reducer_create(&plan, kernel) else { return false }
                for row in 0..<(rows ?? height) {
                    // In memory of its own, so that a sanitizer sees a step beyond it.
                    picture_reducer_row(
                        reducer, Array(pixels[(row * width * channels)..<((row + 1) * width * channels)]))
                }
                picture_reducer_finish(reducer)
                picture_reducer_destroy(reducer)
                return true
            }
        }
        try #require(made)
        return (means, grey)
    }

    @Test("hashes every size like the Swift downsampler, to the same bits with every kernel", arguments: kernels)
    func means(kernel: reduction_kernel) throws {
        for (number, (width, height)) in Self.sizes.enumerated() {
            let channels = [1, 3, 4][number % 3]
            let pixels = Self.pixels(width, height, channels, seed: number / 3)
            let raster = Raster(width: width, height: height, channels: channels)
            for (kind, variant) in [
                (REDUCTION_MEANS_OF_ALL, PDQ.Variant.full), (REDUCTION_MEANS_OF_NEAREST_512, .nearest512),
            ] {
                func means(_ kernel: reduction_kernel) throws -> [Float] {
                    try Self.reduce(pixels, width, height, channels, means: kind, block: 1, kernel: kernel).means
                }
                let found = try means(kernel)
                #expect(
                    PDQ.fingerprint(means: found)
                        == PDQ.fingerprint(of: pixels.span, raster: raster, variant: variant),
                    "\(width) × \(height) × \(channels), \(variant)")
                #expect(found == (try means(REDUCTION_PORTABLE)), "\(width) × \(height) × \(channels), \(variant)")
            }
        }
    }

    @Test("averages whole blocks, those at the edges over what is there", arguments: kernels)
    func grey(kernel: reduction_kernel) throws {
        for (number, (width, height)) in Self.sizes.enumerated() where width * height < 40_000 {
            let channels = [1, 3, 4][number % 3]
            let block = [1, 2, 3, 4, 7, 20, 128][number % 7]
            let pixels = Self.pixels(width, height, channels, seed: number)
            let (_, grey) = try Self.reduce(
                pixels, width, height, channels, means: REDUCTION_NO_MEANS, block: block, kernel: kernel)
            #expect(grey == Self.averages(pixels, width, height, channels, block), "\(width) × \(height) by \(block)")
        }
    }

    @Test("makes the same grey picture as the Swift of the browser, to the bit")
    func greyOfTheBrowser() throws {
        for (number, (width, height)) in [(660, 700), (641, 650), (5000, 330), (60, 9000), (90, 70)].enumerated() {
            let channels = [3, 4, 1][number % 3]
            let pixels = Self.pixels(width, height, channels, seed: number)
            let block = Int(reduction_block(UInt32(width), UInt32(height), 320, 4096))
            let (_, grey) = try Self.reduce(
                pixels, width, height, channels, means: REDUCTION_NO_MEANS, block: block, kernel: REDUCTION_BEST)
            let own = GreyPicture(of: pixels.span, raster: Raster(width: width, height: height, channels: channels))
            #expect(own.pixels == grey, "\(width) × \(height) × \(channels) by \(block)")
        }
    }

    /// The definition: luma in thousandths, its mean over the block, rounded, a half up.
    private static func averages(
        _ pixels: [UInt8], _ width: Int, _ height: Int, _ channels: Int, _ block: Int
    ) -> [UInt8] {
        stride(from: 0, to: height, by: block).flatMap { top in
            stride(from: 0, to: width, by: block).map { left in
                let (bottom, right) = (min(top + block, height), min(left + block, width))
                var sum = 0
                for y in top..<bottom {
                    for x in left..<right {
                        let pixel = (y * width + x) * channels
                        sum +=
                            channels == 1
                            ? 1000 * Int(pixels[pixel])
                            : 299 * Int(pixels[pixel]) + 587 * Int(pixels[pixel + 1]) + 114 * Int(pixels[pixel + 2])
                    }
                }
                let count = 1000 * (bottom - top) * (right - left)
                return UInt8((2 * sum + count) / (2 * count))
            }
        }
    }

    @Test("takes rows that do not come for black", arguments: kernels)
    func missingRows(kernel: reduction_kernel) throws {
        let (width, height, rows) = (300, 200, 77)
        let some = Self.pixels(width, height, 3, seed: 3)
        let black = Array(some.prefix(rows * width * 3)) + [UInt8](repeating: 0, count: (height - rows) * width * 3)
        for kind in [REDUCTION_MEANS_OF_ALL, REDUCTION_MEANS_OF_NEAREST_512] {
            let cut = try Self.reduce(some, width, height, 3, means: kind, block: 3, kernel: kernel, rows: rows)
            let whole = try Self.reduce(black, width, height, 3, means: kind, block: 3, kernel: kernel)
            #expect(cut == whole)
        }
    }

    /// Pictures of 64 × 64 are taken as they are, so their means are the luma of their pixels.
    @Test("has the luma of the reference for every colour there is", arguments: kernels)
    func luma(kernel: reduction_kernel) throws {
        let step = Repository.runsLongTests ? 1 : 64
        for first in stride(from: 0, to: 1 << 24, by: 4096 * step) {
            var pixels: [UInt8] = []
            pixels.reserveCapacity(4096 * 3)
            // A stride that is odd and not small: all colours in the end, and many of each kind before.
            for number in 0..<4096 {
                let colour = (first + number) &* 10_368_889 & 0xff_ffff
                pixels += [UInt8(colour >> 16), UInt8(colour >> 8 & 255), UInt8(colour & 255)]
            }
            let (means, _) = try Self.reduce(
                pixels, 64, 64, 3, means: REDUCTION_MEANS_OF_ALL, block: 64, kernel: kernel)
            let expected = (0..<4096).map { index in
                let (red, green, blue) = (pixels[index * 3], pixels[index * 3 + 1], pixels[index * 3 + 2])
                return Float(Double(red) * 0.299 + Double(green) * 0.587 + Double(blue) * 0.114)
            }
            try #require(means == expected, "from colour \(first)")
        }
    }

    /// The arithmetic that kernels with fused multiplication use instead of a division, for every divisor that occurs.
    @Test("may multiply by a reciprocal and correct the remainder where the reference divides")
    func quotients() {
        let step = Repository.runsLongTests ? 1 : 16_411
        for divisor in 1...1024 {
            let (divisor, reciprocal) = (Float(divisor), 1 / Float(divisor))
            for mantissa in stride(from: UInt32(0), to: 1 << 23, by: step) {
                let dividend = Float(bitPattern: 0x3f80_0000 | mantissa)
                let guess = dividend * reciprocal
                let remainder = dividend.addingProduct(-guess, divisor)
                let quotient = guess.addingProduct(remainder, reciprocal)
                if quotient != dividend / divisor { Issue.record("\(dividend) / \(divisor)") }
            }
        }
    }

    @Test("reduces to the side that was asked for, and long strips further")
    func blocks() {
        for (width, height, block) in [
            (100, 100, 1), (639, 900, 1), (640, 640, 2), (4000, 3000, 9), (16_384, 16_384, 51), (16_384, 500, 4),
            (500, 16_384, 4), (4096, 10, 1), (4097, 10, 2), (65_535, 65_535, 128),
        ] {
            #expect(reduction_block(UInt32(width), UInt32(height), 320, 4096) == UInt32(block), "\(width) × \(height)")
        }
    }
}
