// SPDX-License-Identifier: Apache-2.0

/// PDQ's downsampling of one direction as a matrix: 64 weighted sums of the pixels of a reduced picture.
///
/// Two box means and a sample at each of 64 centres are one linear map. It is built for the *original* length, where the
/// box is one 128th and the centres are whole pixels, and then folded onto the reduced grid: each weight goes to the block
/// that its pixel fell into. Hashing the reduced picture as if it were an original instead would use another box and other
/// centres, and differ by dozens of bits.
struct TentOperator: Sendable {
    static let outputs = 64

    /// First reduced pixel of each output.
    private(set) var first: [Int]
    /// Weights of an output, `taps` for each, padded with zeros.
    private(set) var weights: [Float]
    /// The same in 256ths, rounded so that those of an output add up to 256: a pixel times them, summed, fits 16 bits.
    private(set) var wholeWeights: [UInt16]
    /// Room for the weights of an output: a multiple of 4 unless the picture is shorter.
    let taps: Int
    /// How many of them an output really has.
    private(set) var counts: [Int]
    /// Reduced pixels that any output reads.
    let range: Range<Int>

    /// - Parameters:
    ///   - start: where the window begins, in pixels of the full picture.
    ///   - length: its length in pixels of the full picture.
    ///   - block: size of a block in pixels of the full picture.
    ///   - reduced: how many blocks the whole picture has.
    init(start: Double, length: Double, block: Double, reduced: Int) {
        // A window with fractions is treated as a picture of the next whole number of pixels, stretched over it.
        let pixels = max(1, Int(length.rounded()))
        let step = length / Double(pixels)
        let box = BoxWindow(length: pixels)
        let low = min(max(0, Int(start / block)), reduced - 1)
        let high = min(max(low + 1, Int(((start + length) / block).rounded(.up))), reduced)

        // The widest output spans two boxes. One more tap holds what straddles a block, one what fractions shift.
        let span = Int(Double(2 * box.width) * step / block) + 3
        let taps = min(high - low, (span + 3) / 4 * 4)
        var tent = Tent(box: box)
        first = [Int](repeating: 0, count: Self.outputs)
        counts = first
        weights = [Float](repeating: 0, count: Self.outputs * taps)
        wholeWeights = [UInt16](repeating: 0, count: Self.outputs * taps)
        self.taps = taps
        range = low..<high
        let perBlock = block / step
        let offset = start / step + 0.5
        for output in 0..<Self.outputs {
            let centre = Int((Double(output) + 0.5) * Double(pixels) / Double(Self.outputs))
            tent.move(to: centre)
            let leftmost = min(max(low, Int((Double(tent.pixels.lowerBound) + offset) / perBlock)), high - taps)
            first[output] = leftmost
            var given: Float = 0
            var givenWhole: UInt16 = 0
            for tap in 0..<taps {
                // Pixel x lies in block ⌊(start + (x + ½) · step) / block⌋, so this is the first pixel of the next block.
                let end = (Double(leftmost + tap + 1) * perBlock - offset).rounded(.up)
                let isLast = tap == taps - 1 || end >= Double(tent.pixels.upperBound)
                let reached = isLast ? 1 : tent.weight(before: Int(end))
                let reachedWhole = UInt16(reached * 256 + 0.5)
                weights[output * taps + tap] = reached - given
                // The running sum is rounded, not the weights, so that errors do not add up.
                wholeWeights[output * taps + tap] = reachedWhole - givenWhole
                (given, givenWhole) = (reached, reachedWhole)
                counts[output] = tap + 1
                if isLast { break }
            }
        }
    }
}

/// The weights with which pixels around a centre enter a value of PDQ's downsampling.
///
/// The value at the centre is the mean of first means, each the mean of a box of pixels; boxes are cut at the edges and
/// divided by what is left of them.
private struct Tent {
    let box: BoxWindow
    /// The pixels that have a weight.
    private(set) var pixels = 0..<0
    /// Sum of the weights of the first *n* pixels; the last is 1.
    private var sums: [Float]
    /// Whether no box is cut: then the weights are the same around every centre.
    private var isWhole = false

    init(box: BoxWindow) {
        self.box = box
        sums = [Float](repeating: 0, count: 2 * box.width + 2)
    }

    /// Sum of the weights of all pixels before this one, 0…1, never falling.
    func weight(before pixel: Int) -> Float {
        pixel <= pixels.lowerBound ? 0 : min(1, sums[min(pixel, pixels.upperBound) - pixels.lowerBound])
    }

    mutating func move(to centre: Int) {
        let means = box.span(at: centre)
        pixels = box.span(at: means.lowerBound).lowerBound..<box.span(at: means.upperBound - 1).upperBound
        let willBeWhole = pixels.count == 2 * box.width - 1
        if willBeWhole && isWhole { return }
        isWhole = willBeWhole
        for index in 0...pixels.count { sums[index] = 0 }
        let share = 1 / Float(means.count)
        for mean in means {
            let span = box.span(at: mean)
            let weight = share / Float(span.count)
            sums[span.lowerBound - pixels.lowerBound] += weight
            sums[span.upperBound - pixels.lowerBound] -= weight
        }
        // Steps become weights, weights become sums.
        var weight: Float = 0
        var sum: Float = 0
        for index in 0..<pixels.count {
            weight = max(0, weight + sums[index])
            sums[index] = sum
            sum += weight
        }
        sums[pixels.count] = sum
    }
}

extension BoxWindow {
    /// The values whose mean is written at `index`.
    func span(at index: Int) -> Range<Int> {
        max(0, index - (width - 1 - lead))..<min(length, index + lead + 1)
    }
}
