// SPDX-License-Identifier: Apache-2.0

/// A 256-bit PDQ hash.
///
/// Bit *k* = 16·*row* + *column* says whether DCT coefficient (*row*, *column*) is above the median. The text form is
/// 64 lower-case hex digits, bit 255 first, as every PDQ implementation prints it.
public struct PDQHash: Hashable, Sendable {
    /// Bits 0…63 in the first word, 192…255 in the last.
    public var words: (UInt64, UInt64, UInt64, UInt64)

    /// All bits clear: what PDQ answers for pictures with a side below 5 pixels.
    public static let zero = PDQHash(words: (0, 0, 0, 0))

    /// Makes a hash of four words, bits 0…63 in the first.
    public init(words: (UInt64, UInt64, UInt64, UInt64)) {
        self.words = words
    }

    /// Reads exactly 64 hex digits of either case; anything else is `nil`.
    public init?(hex: some StringProtocol) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        var high: UInt8?
        for character in hex.utf8 {
            guard let digit = Self.hexValue(character), bytes.count < 32 else { return nil }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        guard high == nil else { return nil }
        self.init(bytes: bytes)
    }

    /// Reads 32 bytes in the order of the hex digits; any other count is `nil`.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var position = 0
        for byte in bytes {
            switch position / 8 {
            case 0: words.3 = words.3 << 8 | UInt64(byte)
            case 1: words.2 = words.2 << 8 | UInt64(byte)
            case 2: words.1 = words.1 << 8 | UInt64(byte)
            default: words.0 = words.0 << 8 | UInt64(byte)
            }
            position += 1
        }
        self.words = words
    }

    /// 32 bytes in the order of the hex digits.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for word in [words.3, words.2, words.1, words.0] {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return bytes
    }

    /// 64 lower-case hex digits.
    public var hex: String {
        Hexadecimal.encode(bytes)
    }

    /// Number of bits that differ, 0…256.
    @inlinable
    public func distance(to other: PDQHash) -> Int {
        (words.0 ^ other.words.0).nonzeroBitCount + (words.1 ^ other.words.1).nonzeroBitCount
            + (words.2 ^ other.words.2).nonzeroBitCount + (words.3 ^ other.words.3).nonzeroBitCount
    }

    /// Whether all 256 bits are equal.
    public static func == (left: PDQHash, right: PDQHash) -> Bool {
        left.words == right.words
    }

    /// Feeds all 256 bits to a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }

    private static func hexValue(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
