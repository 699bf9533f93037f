// SPDX-License-Identifier: Apache-2.0

internal import CDecoderWire

/// What is read of a picture's first frame besides what it is hashed from. None of it changes exact hashes.
public struct PictureReading: OptionSet, Sendable, Hashable {
    /// The bits of the wire.
    public let rawValue: UInt32

    /// Makes a set of the bits of the wire.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// The votes of its blocks for an open watermark. There are none of grey pictures, and of those with fewer than 65,536
    /// pixels. A JPEG that is hashed fast is decoded as a whole for this, and its grey picture made of all its pixels.
    public static let watermarkVotes = PictureReading(rawValue: DECODER_READ_VOTES.rawValue)

    /// Text hidden in the lowest bits of its channels, if it starts with a known word: in red, green and blue of every
    /// format, in alpha of PNG and WebP. Frames of an animated PNG or WebP are read for colours only.
    public static let stealthBits = PictureReading(rawValue: DECODER_READ_STEALTH.rawValue)
}
