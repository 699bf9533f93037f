// SPDX-License-Identifier: Apache-2.0

/// Reduces pixels of any channels to grey by the means of square blocks.
enum BlockMeans {
    /// Row-major means, rounded to bytes; blocks of the last column and row are the mean of what they hold.
    ///
    /// - Precondition: the buffer holds every byte that the raster describes: the pointers below are not checked again.
    static func reduced(_ buffer: UnsafeBufferPointer<UInt8>, raster: Raster, block: Int) -> [UInt8] {
        precondition(raster.byteCount <= buffer.count, "the buffer is smaller than its raster")
        guard let pixels = buffer.baseAddress else { return [] }
        let columns = (raster.width + block - 1) / block
        let rows = (raster.height + block - 1) / block
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
                        let weight = UInt64(across * (bottom - top)) * 256
                        target[row * columns + column] = UInt8((sums[column] + weight / 2) / weight)
                    }
                }
            }
            count = columns * rows
        }
    }

    /// Adds the luma of one row, in 256ths, block by block. The 32-bit sum has room for 65,793 pixels.
    private static func add(
        _ start: UnsafePointer<UInt8>, raster: Raster, block: Int, to sums: UnsafeMutableBufferPointer<UInt64>
    ) {
        var x = 0
        for column in 0..<sums.count {
            let end = min(x &+ block, raster.width)
            var sum: UInt32 = 0
            if raster.channels == 1 {
                while x < end {
                    sum &+= UInt32(start[x]) &<< 8
                    x &+= 1
                }
            } else {
                // The usual weights in 256ths; they add up to 256, so greys stay what they are.
                while x < end {
                    let pixel = start + x &* raster.channels
                    sum &+= 77 &* UInt32(pixel[0]) &+ 150 &* UInt32(pixel[1]) &+ 29 &* UInt32(pixel[2])
                    x &+= 1
                }
            }
            sums[column] &+= UInt64(sum)
        }
    }
}
