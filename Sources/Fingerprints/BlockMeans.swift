// SPDX-License-Identifier: Apache-2.0

/// Reduces pixels of any channels to grey by the means of square blocks, to the bit as the confined decoder does it: luma in
/// thousandths, 299 R + 587 G + 114 B, and means rounded to the nearest, a half up.
enum BlockMeans {
    /// Row-major means, rounded to bytes; blocks of the last column and row are the mean of what they hold.
    ///
    /// - Precondition: the buffer holds every byte that the raster describes: the pointers below are not checked again.
    static func reduced(_ buffer: UnsafeBufferPointer<UInt8>, raster: Raster, block: Int) -> [UInt8] {
        precondition(raster.byteCount <= buffer.count, "the buffer is smaller than its raster")
        guard let pixels = buffer.baseAddress else { return [] }
        let columns = (raster.width + block - 1) / block
        let rows = (raster.height + block - 1) / block
        if raster.channels == 1, block < 64 { return grey(pixels, raster: raster, block: block) }
        var sums = [UInt64](repeating: 0, count: columns)
        return [UInt8](unsafeUninitializedCapacity: columns * rows) { target, count in
            for row in 0..<rows {
                let (top, bottom) = (row * block, min((row + 1) * block, raster.height))
                sums.withUnsafeMutableBufferPointer { sums in
                    sums.update(repeating: 0)
                    for y in top..<bottom {
                        add(pixels + (raster.offset + y * raster.bytesPerRow), raster: raster, block: block, to: sums)
                    }
                    for column in 0..<columns {
                        let across = min((column + 1) * block, raster.width) - column * block
                        // Unchecked: a checked product needs 128 bits, which a browser has no function for.
                        let weight = UInt64(across * (bottom - top)) &* 1000
                        target[row * columns + column] = UInt8((sums[column] + weight / 2) / weight)
                    }
                }
            }
            count = columns * rows
        }
    }

    /// The same for grey pixels and blocks of less than 64 × 64: rows are added 16 columns at a time.
    private static func grey(_ pixels: UnsafePointer<UInt8>, raster: Raster, block: Int) -> [UInt8] {
        let columns = (raster.width + block - 1) / block
        let rows = (raster.height + block - 1) / block
        // Whole groups of 16 and a spare block: columns behind the last pixel stay zero.
        let groups = raster.width / 16
        var sums = [UInt16](repeating: 0, count: raster.width + 16 + block)
        return [UInt8](unsafeUninitializedCapacity: columns * rows) { target, count in
            for row in 0..<rows {
                let (top, bottom) = (row &* block, min((row &+ 1) &* block, raster.height))
                let start = pixels + (raster.offset + top * raster.bytesPerRow)
                sums.withUnsafeMutableBytes { sums in
                    for group in 0..<groups {
                        var sum = SIMD16<UInt16>(repeating: 0)
                        var pixel = UnsafeRawPointer(start + group &* 16)
                        for _ in top..<bottom {
                            sum &+= SIMD16(truncatingIfNeeded: pixel.loadUnaligned(as: SIMD16<UInt8>.self))
                            pixel += raster.bytesPerRow
                        }
                        sums.storeBytes(of: sum, toByteOffset: group &* 32, as: SIMD16<UInt16>.self)
                    }
                }
                for x in (groups &* 16)..<raster.width {
                    sums[x] = 0
                    for y in 0..<(bottom &- top) { sums[x] &+= UInt16(start[y &* raster.bytesPerRow &+ x]) }
                }
                sums.withUnsafeBufferPointer { sums in
                    divide(sums, by: block, rows: bottom &- top, width: raster.width, into: target, at: row &* columns)
                }
            }
            count = columns * rows
        }
    }

    /// Turns the sums of one row of blocks into means.
    @inline(__always)
    private static func divide(
        _ sums: UnsafeBufferPointer<UInt16>, by block: Int, rows: Int, width: Int,
        into target: UnsafeMutableBufferPointer<UInt8>, at start: Int
    ) {
        let whole = width / block
        // ⌊n · (⌊2³² / w⌋ + 1) / 2³²⌋ is ⌊n / w⌋ for the n and w at hand: n ≤ 256 · w and w < 4,096.
        let weight = UInt64(block &* rows)
        let reciprocal = (1 << 32) / weight + 1
        for column in 0..<whole {
            var sum: UInt64 = weight / 2
            for x in 0..<block { sum &+= UInt64(sums[column &* block &+ x]) }
            target[start &+ column] = UInt8(truncatingIfNeeded: (sum &* reciprocal) >> 32)
        }
        if whole &* block < width {
            let weight = UInt64((width - whole * block) * rows)
            var sum: UInt64 = weight / 2
            for x in (whole &* block)..<width { sum += UInt64(sums[x]) }
            target[start &+ whole] = UInt8(sum / weight)
        }
    }

    /// Adds the luma of one row, in thousandths, block by block. The 32-bit sum has room for 16,843 pixels.
    private static func add(
        _ start: UnsafePointer<UInt8>, raster: Raster, block: Int, to sums: UnsafeMutableBufferPointer<UInt64>
    ) {
        var x = 0
        for column in 0..<sums.count {
            let end = min(x &+ block, raster.width)
            var sum: UInt32 = 0
            if raster.channels == 1 {
                while x < end {
                    sum &+= UInt32(start[x]) &* 1000
                    x &+= 1
                }
            } else {
                while x < end {
                    let pixel = start + x &* raster.channels
                    sum &+= 299 &* UInt32(pixel[0]) &+ 587 &* UInt32(pixel[1]) &+ 114 &* UInt32(pixel[2])
                    x &+= 1
                }
            }
            sums[column] &+= UInt64(sum)
        }
    }
}
