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
    let first: [Int]
    /// Weights of an output, `taps` for each, padded with zeros.
    let weights: [Float]
    /// How many pixels an output reads: a multiple of 4 unless the picture is shorter.
    let taps: Int
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
        var first: [Int] = []
        first.reserveCapacity(Self.outputs)
        var weights = [Float](repeating: 0, count: Self.outputs * taps)
        var steps = [Float](repeating: 0, count: 2 * box.width + 2)
        for output in 0..<Self.outputs {
            let centre = Int((Double(output) + 0.5) * Double(pixels) / Double(Self.outputs))
            let kernel = Self.kernel(of: box, at: centre, into: &steps)
            let leftmost = min(max(low, Int((start + (Double(kernel.lowerBound) + 0.5) * step) / block)), high - taps)
            first.append(leftmost)
            var weight: Float = 0
            for (number, pixel) in kernel.enumerated() {
                weight += steps[number]
                let place = Int((start + (Double(pixel) + 0.5) * step) / block)
                weights[output * taps + min(max(0, place - leftmost), taps - 1)] += weight
            }
        }
        self.first = first
        self.weights = weights
        self.taps = taps
        range = low..<high
    }

    /// The pixels that one output averages; `steps` receives by how much the weight changes at each of them.
    ///
    /// The value at the centre is the mean of first means, each the mean of a box of pixels; boxes are cut at the edges and
    /// divided by what is left of them.
    private static func kernel(of box: BoxWindow, at centre: Int, into steps: inout [Float]) -> Range<Int> {
        let means = box.span(at: centre)
        let pixels = box.span(at: means.lowerBound).lowerBound..<box.span(at: means.upperBound - 1).upperBound
        for index in 0...pixels.count { steps[index] = 0 }
        let share = 1 / Float(means.count)
        for mean in means {
            let span = box.span(at: mean)
            let weight = share / Float(span.count)
            steps[span.lowerBound - pixels.lowerBound] += weight
            steps[span.upperBound - pixels.lowerBound] -= weight
        }
        return pixels
    }
}

extension BoxWindow {
    /// The values whose mean is written at `index`.
    func span(at index: Int) -> Range<Int> {
        max(0, index - (width - 1 - lead))..<min(length, index + lead + 1)
    }
}
