// SPDX-License-Identifier: Apache-2.0

internal import Crypto

/// The form of an API key: `tut_<id>_<secret>_<checksum>`.
///
/// The id has 16 characters (80 bits), the secret 52 (256 bits), both base 32; the checksum is CRC-32 of what stands before
/// it, eight hexadecimal digits. So a slip of the pen is told from a wrong key without looking anything up, and whoever
/// looks for leaked secrets in code can recognise these for certain.
public struct KeySecret: Sendable {
    /// What every key begins with.
    public static let prefix = "tut_"
    private static let idLength = 16
    private static let secretLength = 52
    static let length = 4 + idLength + 1 + secretLength + 1 + 8

    /// The id of the key, which is no secret.
    public let id: String
    /// SHA-256 of the whole key.
    let hash: [UInt8]

    /// Reads a key.
    ///
    /// - Returns: `nil` for anything that no key looks like, a wrong checksum included.
    public init?(_ text: String) {
        var text = text
        let read: (String, [UInt8])? = text.withUTF8 { bytes in
            guard bytes.count == Self.length, bytes[..<4].elementsEqual(Self.prefix.utf8) else { return nil }
            let id = bytes[4..<(4 + Self.idLength)]
            let secret = bytes[(5 + Self.idLength)..<(5 + Self.idLength + Self.secretLength)]
            let underscore = UInt8(ascii: "_")
            guard bytes[id.endIndex] == underscore, bytes[secret.endIndex] == underscore,
                id.allSatisfy(Base32.isDigit), secret.allSatisfy(Base32.isDigit),
                Self.checksum(bytes[..<secret.endIndex]) == Self.number(bytes[(secret.endIndex + 1)...])
            else { return nil }
            return (String(decoding: id, as: UTF8.self), Array(SHA256.hash(data: bytes)))
        }
        guard let read else { return nil }
        (id, hash) = read
    }

    /// Makes a key.
    ///
    /// - Parameters:
    ///   - id: 16 characters of base 32.
    ///   - random: gives 32 bytes.
    /// - Returns: the key as its owner gets it, once.
    static func make(id: String, _ random: RandomBytes) -> String {
        let text = "\(prefix)\(id)_\(Base32.text(random.bytes(32)))"
        let digits = String(checksum(text.utf8), radix: 16)
        return text + "_" + String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }

    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> UInt32? {
        var number: UInt32 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | UInt32(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): number = number << 4 | UInt32(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return number
    }

    /// CRC-32 of ISO 3309, as in zip files.
    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        ~bytes.reduce(~0 as UInt32) { crc, byte in crc >> 8 ^ table[Int((crc ^ UInt32(byte)) & 0xFF)] }
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1 }
    }
}
