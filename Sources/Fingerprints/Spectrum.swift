// SPDX-License-Identifier: Apache-2.0

/// The 16 × 16 lowest DCT frequencies of a 64 × 64 picture, without the constant one: what PDQ turns into bits.
struct Spectrum {
    /// Row-major 16 × 16, a row a lane group.
    private var rows: InlineArray<16, Lanes>

    /// B = D · A · Dᵗ with sums in index order, as the reference's `dct64To16`.
    init(of means: [Float]) {
        precondition(means.count == 64 * 64, "the transform takes 64 × 64 values")
        rows = InlineArray(repeating: Lanes(repeating: 0))
        // Pointers, because 82,000 products are not worth a bounds check each; all indices are constants or below 64.
        means.withUnsafeBytes { means in
            CosineMatrix.values.withUnsafeBufferPointer { factors in
                CosineMatrix.transposed.withUnsafeBytes { transposed in
                    for row in 0..<16 {
                        rows[row] = Self.row(row, means, factors, transposed)
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func row(
        _ row: Int, _ means: UnsafeRawBufferPointer, _ factors: UnsafeBufferPointer<Float>,
        _ transposed: UnsafeRawBufferPointer
    ) -> Lanes {
        var sum = Lanes(repeating: 0)
        var column = 0
        for block in 0..<2 {
            var left = Lanes(repeating: 0)
            var right = Lanes(repeating: 0)
            var place = block &* 128
            for k in 0..<64 {
                let factor = Lanes(repeating: factors[row &* 64 &+ k])
                left += factor * means.loadUnaligned(fromByteOffset: place, as: Lanes.self)
                right += factor * means.loadUnaligned(fromByteOffset: place &+ 64, as: Lanes.self)
                place &+= 256
            }
            for half in [left, right] {
                for lane in 0..<16 {
                    sum +=
                        Lanes(repeating: half[lane])
                        * transposed.loadUnaligned(fromByteOffset: column &* 64, as: Lanes.self)
                    column &+= 1
                }
            }
        }
        return sum
    }

    /// The hashes of all eight orientations, in the order of `Orientation.allCases`.
    ///
    /// One bit a coefficient: above the lower median of all 256, after flipping the signs that the orientation flips.
    /// Turning or mirroring a picture only changes signs of its cosine terms and exchanges rows with columns. The four sign
    /// patterns give four medians; each transposed orientation shares its bits with an untransposed one.
    var hashes: [PDQHash] {
        let plain = bits(.original)
        let upsideDown = bits(.flipX)
        let mirrored = bits(.flipY)
        let turned = bits(.rotate180)
        return Orientation.allCases.map { orientation in
            switch orientation {
            case .original: plain
            case .flipX: upsideDown
            case .flipY: mirrored
            case .rotate180: turned
            case .flipPlus1: plain.transposed
            case .rotate270: upsideDown.transposed
            case .rotate90: mirrored.transposed
            case .flipMinus1: turned.transposed
            }
        }
    }

    /// The hash of one sign pattern, without exchanging rows and columns.
    private func bits(_ orientation: Orientation) -> PDQHash {
        var signed = rows
        for row in 0..<16 {
            signed[row] = signed[row] * Self.signs(orientation, row: row)
        }
        let median = Self.lowerMedian(signed)
        var words: InlineArray<4, UInt64> = InlineArray(repeating: 0)
        for row in 0..<16 {
            let values = signed[row]
            var bits: UInt64 = 0
            for lane in 0..<16 where values[lane] > median {
                bits |= 1 << UInt64(lane)
            }
            words[row / 4] |= bits << UInt64(row % 4 * 16)
        }
        return PDQHash(words: (words[0], words[1], words[2], words[3]))
    }

    /// +1 or −1 a place: multiplying by it flips nothing but the sign.
    @inline(__always)
    private static func signs(_ orientation: Orientation, row: Int) -> Lanes {
        let even = orientation.negates(row: row, column: 0) ? -1 as Float : 1
        let odd = orientation.negates(row: row, column: 1) ? -1 as Float : 1
        return Lanes(even, odd, even, odd, even, odd, even, odd, even, odd, even, odd, even, odd, even, odd)
    }

    /// The 128th smallest of 256 values: what Torben's method in the reference finds.
    ///
    /// Bisects the 32-bit patterns instead of moving values: the counts of a step have no branch that could be predicted
    /// wrongly, and 16 values are compared at once.
    private static func lowerMedian(_ rows: InlineArray<16, Lanes>) -> Float {
        // The order of these integers is the order of the floats. Both zeros become one, as comparing floats has it.
        var keys: InlineArray<16, SIMD16<Int32>> = InlineArray(repeating: SIMD16(repeating: 0))
        for row in 0..<16 {
            let pattern = unsafeBitCast(rows[row] + 0, to: SIMD16<Int32>.self)
            keys[row] = pattern ^ ((pattern &>> 31) & SIMD16(repeating: Int32.max))
        }
        // The least key with at least 128 values not above it.
        var low = Int32.min
        var high = Int32.max
        while low < high {
            let middle = Int32(truncatingIfNeeded: (Int64(low) + Int64(high)) >> 1)
            let threshold = SIMD16<Int32>(repeating: middle)
            var counts = SIMD16<Int32>(repeating: 0)
            for row in 0..<16 {
                counts &-= SIMD16<Int32>(repeating: 0).replacing(with: -1, where: keys[row] .<= threshold)
            }
            if counts.wrappedSum() >= 128 { high = middle } else { low = middle + 1 }
        }
        return Float(bitPattern: UInt32(bitPattern: high ^ ((high >> 31) & Int32.max)))
    }
}

extension PDQHash {
    /// Rows and columns exchanged.
    var transposed: PDQHash {
        func turned(_ word: UInt64, _ column: Int) -> UInt64 {
            // Bits 0, 16, 32 and 48 of the shifted word are one column of four rows.
            let picked = word >> UInt64(column) & 0x0001_0001_0001_0001
            return (picked | picked >> 15 | picked >> 30 | picked >> 45) & 15
        }
        var words: InlineArray<4, UInt64> = InlineArray(repeating: 0)
        for column in 0..<16 {
            let row =
                turned(self.words.0, column) | turned(self.words.1, column) << 4 | turned(self.words.2, column) << 8
                | turned(self.words.3, column) << 12
            words[column / 4] |= row << UInt64(column % 4 * 16)
        }
        return PDQHash(words: (words[0], words[1], words[2], words[3]))
    }
}
