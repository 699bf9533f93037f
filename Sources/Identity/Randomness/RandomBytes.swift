// SPDX-License-Identifier: Apache-2.0

internal import Crypto

/// Bytes that nobody foresees, and names made of them.
public struct RandomBytes: Sendable {
    private let source: @Sendable (Int) -> [UInt8]

    /// - Parameter source: gives a number of bytes; anything but a cryptographic generator is for tests only.
    public init(_ source: @escaping @Sendable (Int) -> [UInt8]) {
        self.source = source
    }

    /// The generator of the machine.
    public static let system = RandomBytes { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in generator.next() }
    }

    func bytes(_ count: Int) -> [UInt8] { source(count) }

    /// An id of 80 bits: a letter for the kind and 16 characters.
    func id(_ kind: Character) -> String { "\(kind)" + Base32.text(bytes(10)) }
}

/// RFC 4648 base 32 in lower case without padding: survives being read aloud, and a double click selects it whole.
enum Base32 {
    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(buffer >> UInt32(bits) & 31)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(5 - bits) & 31)]) }
        return String(decoding: text, as: UTF8.self)
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "2")...UInt8(ascii: "7")).contains(byte)
    }
}

/// Whether two secrets are equal, in a time that does not tell where they differ.
enum ConstantTime {
    static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
