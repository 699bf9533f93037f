// SPDX-License-Identifier: Apache-2.0

internal import CDecoderWire
public import Fingerprints

/// One frame of a decoded picture: how large it is, and where in the shared area lies what was made of it.
public struct DecodedFrame: Sendable, Hashable {
    /// Width in pixels, before anything was reduced.
    public let width: Int
    /// Height in pixels, before anything was reduced.
    public let height: Int
    /// Side in pixels of the square blocks whose average luma is one grey pixel. Blocks of the last column and row may
    /// reach over the edge and are the average of what is there.
    public let block: Int
    /// The grey picture, ⌈``width`` / ``block``⌉ × ⌈``height`` / ``block``⌉ bytes of luma. With ``DecodedHashing/pixels``,
    /// all pixels, grey or RGB.
    public let raster: Raster
    /// First byte of the means in the area, if the decoder made some.
    let meansOffset: Int?

    /// The 64 × 64 means that PDQ transforms, row-major, 0…255, or `nil` when there are none: with
    /// ``DecodedHashing/fast(shorterSide:)`` where grey is enough, and always below `PDQ.minimumSide`.
    ///
    /// - Parameter area: the span that came with the picture.
    public func means(in area: Span<UInt8>) -> [Float]? {
        guard let meansOffset else { return nil }
        return area.withUnsafeBytes { bytes in
            (0..<Self.meansCount).map { index in
                bytes.loadUnaligned(fromByteOffset: meansOffset + index * MemoryLayout<Float>.size, as: Float.self)
            }
        }
    }

    /// The grey picture, copied, to find views in and to hash them from.
    ///
    /// - Parameter area: the span that came with the picture.
    /// - Precondition: the picture was not decoded with ``DecodedHashing/pixels``.
    public func grey(in area: Span<UInt8>) -> GreyPicture {
        GreyPicture(copying: area, raster: raster, fullWidth: width, fullHeight: height, block: block)
    }

    static let meansCount = 64 * 64
}

/// What is made of each frame while it is decoded.
public enum DecodedHashing: Sendable, Hashable {
    /// The means of all pixels, bit-exact with pip `pdqhash`, and a grey picture with a shorter side of 320 to 639 pixels.
    case exact
    /// The means of at most 512 × 512 nearest pixels, bit-exact with Meta's C++ tool, and the same grey picture.
    case nearest512
    /// Only a grey picture, in the cheapest way: its shorter side has at least so many pixels, if the picture has.
    /// Four-colour JPEGs have no luma to take and give what ``exact`` gives.
    case fast(shorterSide: Int)
    /// All pixels of small pictures: for tests and for ``DecoderSelfTest``.
    case pixels

    /// Shorter side of grey pictures in pixels: 99 of 100 photographs hash from them within 4 bits of the exact hash.
    public static let greySide = 320

    /// - Parameters:
    ///   - format: what the first bytes look like, if they look like a picture.
    ///   - reading: what is read of the first frame besides.
    func wire(expecting format: PictureFormat?, reading: PictureReading) -> decoder_wish {
        let (hashing, side) =
            switch self {
            case .exact: (DECODER_HASH_EXACT, Self.greySide)
            case .nearest512: (DECODER_HASH_NEAREST_512, Self.greySide)
            case .fast(let shorterSide): (DECODER_HASH_FAST, shorterSide)
            case .pixels: (DECODER_ALL_PIXELS, Self.greySide)
            }
        return decoder_wish(
            expected_format: format?.wire ?? 0, hashing: hashing.rawValue,
            shorter_side: UInt32(clamping: max(1, side)), reading: reading.rawValue)
    }

    /// Whether a frame of this size must come with means (`true`), without (`false`), or as the decoder likes (`nil`).
    func demandsMeans(width: UInt32, height: UInt32) -> Bool? {
        guard min(width, height) >= UInt32(DECODER_MIN_HASHED_SIDE) else { return false }
        return switch self {
        case .exact, .nearest512: true
        case .fast: nil
        case .pixels: false
        }
    }
}
