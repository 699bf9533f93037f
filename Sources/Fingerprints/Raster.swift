// SPDX-License-Identifier: Apache-2.0

/// Where pixels lie in a buffer: eight bits a channel, channels interleaved, rows from the top.
public struct Raster: Hashable, Sendable {
    /// Width in pixels, at least 1.
    public let width: Int
    /// Height in pixels, at least 1.
    public let height: Int
    /// 1 for grey, 3 for RGB, 4 for RGBA (whose alpha is ignored: PDQ hashes the stored colours).
    public let channels: Int
    /// Distance in bytes between the starts of two rows.
    public let bytesPerRow: Int
    /// Index of the first byte of the first pixel.
    public let offset: Int

    /// Describes rows without padding.
    ///
    /// - Parameters:
    ///   - width: pixels in a row.
    ///   - height: rows.
    ///   - channels: 1, 3 or 4 bytes a pixel.
    ///   - offset: index of the first pixel's first byte.
    /// - Precondition: sides are positive, and `channels` is 1, 3 or 4.
    public init(width: Int, height: Int, channels: Int, offset: Int = 0) {
        self.init(width: width, height: height, channels: channels, bytesPerRow: width * channels, offset: offset)
    }

    init(width: Int, height: Int, channels: Int, bytesPerRow: Int, offset: Int) {
        precondition(width > 0 && height > 0, "a raster has positive sides")
        precondition(offset >= 0, "a raster starts inside its buffer")
        precondition(channels == 1 || channels == 3 || channels == 4, "a raster has 1, 3 or 4 channels")
        self.width = width
        self.height = height
        self.channels = channels
        self.bytesPerRow = bytesPerRow
        self.offset = offset
    }

    /// The same pixels, seen through a window.
    ///
    /// - Precondition: the window lies inside the raster and is not empty.
    public func cropped(to window: Window) -> Raster {
        precondition(window.left >= 0 && window.top >= 0 && window.left < window.right && window.top < window.bottom)
        precondition(window.right <= width && window.bottom <= height, "a window lies inside its raster")
        return Raster(
            width: window.right - window.left, height: window.bottom - window.top, channels: channels,
            bytesPerRow: bytesPerRow, offset: offset + window.top * bytesPerRow + window.left * channels)
    }

    /// Bytes that a buffer needs for this raster.
    var byteCount: Int {
        offset + (height - 1) * bytesPerRow + width * channels
    }

    /// A half-open rectangle in pixels.
    public struct Window: Hashable, Sendable {
        /// The first column inside, from 0.
        public var left: Int
        /// The first row inside, from 0 at the top.
        public var top: Int
        /// The first column to the right of the window.
        public var right: Int
        /// The first row below the window.
        public var bottom: Int

        /// Makes a window of two corners; whether it fits a raster is found out when it is used.
        public init(left: Int, top: Int, right: Int, bottom: Int) {
            self.left = left
            self.top = top
            self.right = right
            self.bottom = bottom
        }
    }
}
