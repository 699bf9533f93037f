// SPDX-License-Identifier: Apache-2.0

/// A small grey rendering of a picture: what finders look at and views are hashed from.
///
/// Pixel (*x*, *y*) is the mean luma of one block of the full picture. All blocks have one size; those of the last column
/// and row may reach over the edge. Windows are given in coordinates of the *full* picture, so the same window can be
/// hashed from any reduction.
public struct GreyPicture: Sendable {
    /// Pixels in a row of the reduced picture, at least 1.
    public let width: Int
    /// Rows of the reduced picture, at least 1.
    public let height: Int
    /// Luma 0…255, row-major, `width × height` bytes.
    public let pixels: [UInt8]
    /// Pixels in a row of the full picture.
    public let fullWidth: Int
    /// Rows of the full picture.
    public let fullHeight: Int
    /// Width of a block in pixels of the full picture.
    let blockWidth: Double
    /// Height of a block in pixels of the full picture.
    let blockHeight: Double

    /// The whole picture as a window.
    public var wholeWindow: GreyWindow {
        GreyWindow(left: 0, top: 0, right: Double(fullWidth), bottom: Double(fullHeight))
    }

    /// Copies an already reduced picture.
    ///
    /// - Parameters:
    ///   - buffer: the bytes.
    ///   - raster: where the grey pixels lie in the buffer; one channel.
    ///   - fullWidth: pixels in a row of the picture before it was reduced.
    ///   - fullHeight: its rows.
    ///   - block: side in pixels of the blocks that became one pixel each.
    /// - Precondition: the raster has one channel, lies inside the buffer, and has ⌈full side / block⌉ pixels a side.
    public init(copying buffer: Span<UInt8>, raster: Raster, fullWidth: Int, fullHeight: Int, block: Int) {
        precondition(raster.channels == 1, "a grey picture has one channel")
        precondition(raster.byteCount <= buffer.count, "the buffer is smaller than its raster")
        precondition(
            block > 0 && raster.width == (fullWidth + block - 1) / block
                && raster.height == (fullHeight + block - 1) / block, "blocks do not make this picture of that one")
        var pixels: [UInt8] = []
        pixels.reserveCapacity(raster.width * raster.height)
        buffer.withUnsafeBufferPointer { buffer in
            for row in 0..<raster.height {
                let start = raster.offset + row * raster.bytesPerRow
                pixels.append(contentsOf: buffer[start..<(start + raster.width)])
            }
        }
        self.init(
            pixels: pixels, width: raster.width, height: raster.height, fullWidth: fullWidth, fullHeight: fullHeight,
            block: (Double(block), Double(block)))
    }

    /// Reduces a picture by whole blocks of *k* × *k* pixels, *k* as large as leaves the shorter side at least
    /// `shorterSide`; smaller pictures are taken as they are, and very long ones come down to 4,096 pixels. The confined
    /// decoder reduces by the same rule, so what a browser makes of a picture equals what a scan makes of it.
    ///
    /// - Parameters:
    ///   - pixels: eight bits a channel, as `raster` describes them.
    ///   - raster: where the pixels lie; alpha is ignored.
    ///   - shorterSide: least shorter side of the result in pixels. The default keeps 99 % of hashes within 4 bits of
    ///     the exact ones.
    /// - Precondition: `pixels` holds every byte that `raster` describes, and `shorterSide` is positive.
    public init(of pixels: Span<UInt8>, raster: Raster, shorterSide: Int = 320) {
        precondition(raster.byteCount <= pixels.count, "the buffer is smaller than its raster")
        precondition(shorterSide > 0, "a side is positive")
        let block = max(
            1, min(raster.width, raster.height) / shorterSide,
            (max(raster.width, raster.height) + Self.longestSide - 1) / Self.longestSide)
        let reduced = pixels.withUnsafeBufferPointer { BlockMeans.reduced($0, raster: raster, block: block) }
        self.init(
            pixels: reduced, width: (raster.width + block - 1) / block, height: (raster.height + block - 1) / block,
            fullWidth: raster.width, fullHeight: raster.height, block: (Double(block), Double(block)))
    }

    /// A longer side than this tells finders and hashes nothing more.
    private static let longestSide = 4_096

    init(pixels: [UInt8], width: Int, height: Int, fullWidth: Int, fullHeight: Int, block: (Double, Double)) {
        self.pixels = pixels
        self.width = width
        self.height = height
        self.fullWidth = fullWidth
        self.fullHeight = fullHeight
        (blockWidth, blockHeight) = block
    }

    /// The same picture in larger blocks: each *k* × *k* of its pixels become one.
    func reduced(by block: Int) -> GreyPicture {
        guard block > 1 else { return self }
        let raster = Raster(width: width, height: height, channels: 1)
        let reduced = pixels.withUnsafeBufferPointer { BlockMeans.reduced($0, raster: raster, block: block) }
        return GreyPicture(
            pixels: reduced, width: (width + block - 1) / block, height: (height + block - 1) / block,
            fullWidth: fullWidth, fullHeight: fullHeight,
            block: (blockWidth * Double(block), blockHeight * Double(block)))
    }
}

/// A half-open rectangle of a picture, in pixels of its full size, fractions allowed.
public struct GreyWindow: Hashable, Sendable {
    /// Distance of the left side from the picture's left edge.
    public var left: Double
    /// Distance of the upper side from the picture's upper edge.
    public var top: Double
    /// Distance of the right side from the picture's left edge.
    public var right: Double
    /// Distance of the lower side from the picture's upper edge.
    public var bottom: Double

    /// Makes a window of two corners; whatever lies outside the picture is cut off when it is used.
    public init(left: Double, top: Double, right: Double, bottom: Double) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    /// Right minus left.
    public var width: Double { right - left }
    /// Bottom minus top.
    public var height: Double { bottom - top }
}
