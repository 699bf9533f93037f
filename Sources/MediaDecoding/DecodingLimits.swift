// SPDX-License-Identifier: Apache-2.0

internal import CDecoderWire

/// Every limit that one picture meets on its way through the confined decoder: the one table (OWASP ASVS 5.1.1).
///
/// Reasons and measurements stand in `docs/limits.md`.
public struct DecodingLimits: Sendable, Hashable {
    /// Pixels, summed over all frames of an animation and all pages of a TIFF.
    public var maxPixels: UInt64 = 100_000_000
    /// Longest width or height in pixels.
    public var maxSide: UInt32 = 16_384
    /// Frames or pages, at most 512.
    public var maxFrames: UInt32 = 512
    /// Scans of a progressive JPEG: 490 scans make 369 KB cost 1.6 seconds.
    public var maxJPEGScans: UInt32 = 100
    /// Damaged places in a JPEG before it counts as undecodable.
    public var maxJPEGWarnings: UInt32 = 1000
    /// Memory that decoding may take besides the input and the pixels, in bytes.
    public var maxMemory: UInt64 = 512 << 20
    /// Wall time of the first try.
    public var fastLane: Duration = .seconds(2)
    /// Wall time of the second and last try, one picture at a time on the whole machine.
    public var slowLane: Duration = .seconds(10)

    /// The defaults of DESIGN §7.
    public static let standard = DecodingLimits()

    /// Makes the defaults, to be changed one by one.
    public init() {}

    func wire(wall: Duration) -> decoder_limits {
        let milliseconds = UInt32(clamping: wall.components.seconds * 1000) &+ wall.milliseconds
        return decoder_limits(
            max_pixels: maxPixels, max_memory: maxMemory, max_side: maxSide,
            max_frames: min(maxFrames, UInt32(DECODER_MAX_FRAMES)), max_jpeg_scans: maxJPEGScans,
            max_jpeg_warnings: maxJPEGWarnings,
            wall_milliseconds: milliseconds, cpu_seconds: milliseconds / 1000 + 2)
    }
}

extension Duration {
    /// The part below one second, in milliseconds.
    fileprivate var milliseconds: UInt32 {
        UInt32(clamping: components.attoseconds / 1_000_000_000_000_000)
    }
}
