// SPDX-License-Identifier: Apache-2.0

/// Text that a generator hid in the lowest bits of a picture's channels.
///
/// Column by column from the left, each from the top, the most significant bit of a byte first: a word of 15 letters, the
/// length in bits (32 bits, big-endian), the bytes. NovelAI puts its settings there; plug-ins for other programs do it
/// alike. It is unsigned text like any other: whoever can save a PNG can write it.
///
/// What may follow, NovelAI's length and parity for its error correction, corrects the colours of the picture so that its
/// signature can be checked; the text does without, and it is not read.
///
/// Source: NovelAI, "novelai-image-metadata" (MIT), and the `stealth_pnginfo` plug-ins.
public struct StealthBits: Sendable, Hashable {
    /// The word at the start.
    public enum Scheme: String, Sendable, Hashable, CaseIterable {
        /// In the alpha channel, UTF-8.
        case pngInfo = "stealth_pnginfo"
        /// In the alpha channel, gzip of UTF-8.
        case pngCompressed = "stealth_pngcomp"
        /// In red, green and blue, UTF-8.
        case rgbInfo = "stealth_rgbinfo"
        /// In red, green and blue, gzip of UTF-8.
        case rgbCompressed = "stealth_rgbcomp"
    }

    /// Most bytes of a payload.
    public static let payloadLimit = 1 << 20

    /// The word at the start.
    public let scheme: Scheme
    /// The length in bits that is written behind the word, whether there are as many or not.
    public let declaredBits: UInt32
    /// The bytes behind the length. Empty when the picture has fewer than declared, when some of its rows are missing, or
    /// when more than ``payloadLimit`` are declared.
    public let payload: [UInt8]

    /// Takes over what was read elsewhere.
    ///
    /// - Parameters:
    ///   - scheme: the word at the start.
    ///   - declaredBits: the length behind it, in bits.
    ///   - payload: the bytes, or none.
    /// - Returns: `nil` when the payload has another length than declared, or one over the limit.
    public init?(scheme: Scheme, declaredBits: UInt32, payload: [UInt8]) {
        guard payload.isEmpty || (payload.count == Int(declaredBits / 8) && payload.count <= Self.payloadLimit) else {
            return nil
        }
        self.scheme = scheme
        self.declaredBits = declaredBits
        self.payload = payload
    }

    /// The payload is a gzip member.
    public var isCompressed: Bool { scheme == .pngCompressed || scheme == .rgbCompressed }

    /// The word is there and a length, but not the bytes that they announce.
    public var isIncomplete: Bool { payload.isEmpty }
}
