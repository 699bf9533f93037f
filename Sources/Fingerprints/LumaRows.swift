// SPDX-License-Identifier: Apache-2.0

/// How eight-bit colours become the float luma that PDQ hashes. Peers differ in rounding, so the rule has a name.
enum LumaRule {
    /// pip `pdqhash`, so also `threatexchange` and HMA: products and sum in double precision, rounded once to float.
    case doublePrecision
    /// Meta's C++ tool: float coefficients, float sum.
    case singlePrecision
}

/// Reads rows of luma out of interleaved pixels.
struct LumaRows {
    let raster: Raster
    let rule: LumaRule
    /// First byte of the buffer that the raster describes.
    private let pixels: UnsafePointer<UInt8>

    /// - Precondition: the buffer holds every byte that the raster describes. This is the only bounds check between a
    ///   hostile picture's dimensions and the pointer arithmetic below.
    init(_ buffer: UnsafeBufferPointer<UInt8>, raster: Raster, rule: LumaRule) {
        precondition(raster.byteCount <= buffer.count, "the buffer is smaller than its raster")
        guard let pixels = buffer.baseAddress else { preconditionFailure("a raster is never empty") }
        self.pixels = pixels
        self.raster = raster
        self.rule = rule
    }

    /// Writes the luma of row `row`, `raster.width` floats in 0…255.
    func read(row: Int, into luma: UnsafeMutablePointer<Float>) {
        let start = pixels + (raster.offset + row * raster.bytesPerRow)
        let width = raster.width
        guard raster.channels > 1 else {
            // 0.299 + 0.587 + 0.114 of one value is that value again under both rules; a test tries all 256.
            for x in 0..<width {
                luma[x] = Float(start[x])
            }
            return
        }
        let channels = raster.channels
        switch rule {
        case .doublePrecision:
            // The products come from a table: the same doubles, without converting and multiplying three times a pixel.
            Self.products.withUnsafeBufferPointer { products in
                for x in 0..<width {
                    let pixel = start + x &* channels
                    let redAndGreen = products[Int(pixel[0])] + products[256 &+ Int(pixel[1])]
                    luma[x] = Float(redAndGreen + products[512 &+ Int(pixel[2])])
                }
            }
        case .singlePrecision:
            for x in 0..<width {
                luma[x] = single(start + x &* channels)
            }
        }
    }

    /// Writes the luma of chosen columns of one row: the nearest-neighbour reduction of Meta's C++ tool.
    func read(row: Int, columns: [Int], into luma: UnsafeMutablePointer<Float>) {
        let start = pixels + (raster.offset + row * raster.bytesPerRow)
        for (x, column) in columns.enumerated() {
            let pixel = start + column * raster.channels
            luma[x] = raster.channels == 1 ? Float(pixel[0]) : single(pixel)
        }
    }

    /// 0.299, 0.587 and 0.114 times each byte.
    private static let products: [Double] = [0.299, 0.587, 0.114].flatMap { weight in
        (0..<256).map { Double($0) * weight }
    }

    private func single(_ pixel: UnsafePointer<UInt8>) -> Float {
        (0.299 as Float) * Float(pixel[0]) + (0.587 as Float) * Float(pixel[1]) + (0.114 as Float) * Float(pixel[2])
    }
}
