// SPDX-License-Identifier: Apache-2.0

/// The 16 × 16 lowest DCT frequencies of a 64 × 64 picture, without the constant one: what PDQ turns into bits.
struct Spectrum {
    /// Row-major 16 × 16.
    let coefficients: [Float]

    /// B = D · A · Dᵗ with sums in index order, as the reference's `dct64To16`.
    init(of means: [Float]) {
        precondition(means.count == 64 * 64, "the transform takes 64 × 64 values")
        var half = [Float](repeating: 0, count: 16 * 64)
        for row in 0..<16 {
            for block in 0..<4 {
                var sum = Lanes(repeating: 0)
                for k in 0..<64 {
                    sum += Lanes(repeating: CosineMatrix.values[row * 64 + k]) * Self.lanes(means, k * 64 + block * 16)
                }
                Self.store(sum, &half, row * 64 + block * 16)
            }
        }
        var result = [Float](repeating: 0, count: 256)
        for row in 0..<16 {
            var sum = Lanes(repeating: 0)
            for k in 0..<64 {
                sum += Lanes(repeating: half[row * 64 + k]) * Self.lanes(CosineMatrix.transposed, k * 16)
            }
            Self.store(sum, &result, row * 16)
        }
        coefficients = result
    }

    /// One bit a coefficient: above the lower median of all 256, after flipping the signs that the orientation flips.
    ///
    /// Turning or mirroring a picture only changes signs of its cosine terms and exchanges rows with columns. The four sign
    /// patterns give four medians; each transposed orientation shares its bits with an untransposed one.
    func hash(_ orientation: Orientation) -> PDQHash {
        let values = coefficients.indices.map { index in
            orientation.negates(row: index / 16, column: index % 16) ? -coefficients[index] : coefficients[index]
        }
        let median = Self.lowerMedian(values)
        var words: [UInt64] = [0, 0, 0, 0]
        for index in values.indices where values[index] > median {
            let bit = orientation.isTransposed ? (index % 16) * 16 + index / 16 : index
            words[bit / 64] |= 1 << UInt64(bit % 64)
        }
        return PDQHash(words: (words[0], words[1], words[2], words[3]))
    }

    /// The 128th smallest of 256 values: what Torben's method in the reference finds. Hoare's selection.
    private static func lowerMedian(_ values: [Float]) -> Float {
        var values = values
        let wanted = (values.count - 1) / 2
        var low = 0
        var high = values.count - 1
        while low < high {
            let pivot = values[(low + high) / 2]
            var left = low
            var right = high
            while left <= right {
                while values[left] < pivot { left += 1 }
                while values[right] > pivot { right -= 1 }
                if left <= right {
                    values.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if wanted <= right { high = right } else if wanted >= left { low = left } else { break }
        }
        return values[wanted]
    }

    @inline(__always)
    private static func lanes(_ values: [Float], _ start: Int) -> Lanes {
        values.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start * 4, as: Lanes.self) }
    }

    @inline(__always)
    private static func store(_ lanes: Lanes, _ values: inout [Float], _ start: Int) {
        values.withUnsafeMutableBytes { $0.storeBytes(of: lanes, toByteOffset: start * 4, as: Lanes.self) }
    }
}
