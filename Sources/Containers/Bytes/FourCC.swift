// SPDX-License-Identifier: Apache-2.0

/// A code of four bytes that names a chunk or box.
public struct FourCC: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The four bytes, the first the most significant.
    public let rawValue: UInt32

    /// From four bytes of a file, the first the most significant.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// From a literal of four characters below U+0100, as `"moov"`.
    public init(stringLiteral text: StaticString) {
        var value: UInt32 = 0
        for scalar in text.description.unicodeScalars.prefix(4) { value = value << 8 | (scalar.value & 0xff) }
        rawValue = value
    }

    /// The code for a person: printable ASCII as it is, everything else as `\xNN`.
    public var description: String {
        var text = ""
        for shift: UInt32 in [24, 16, 8, 0] {
            let byte = UInt8(truncatingIfNeeded: rawValue >> shift)
            if byte >= 0x20, byte < 0x7f, byte != 0x5c {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16)
                text += "\\x" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return text
    }
}
