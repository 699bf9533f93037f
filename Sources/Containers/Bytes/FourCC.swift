// SPDX-License-Identifier: Apache-2.0

/// A code of four bytes that names a chunk or box.
public struct FourCC: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The four bytes, the first the most significant.
    public let rawValue: UInt32

    /// From four bytes of a file, the first the most significant.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// From a literal of four ASCII characters, as `"moov"`. Written so that the compiler makes it a constant: codes are
    /// compared a million times.
    @inlinable
    @inline(__always)
    public init(stringLiteral text: StaticString) {
        var value: UInt32 = 0
        // Reads inside the literal: four bytes at most, and no more than it has.
        for index in 0..<min(4, text.utf8CodeUnitCount) { value = value << 8 | UInt32(text.utf8Start[index]) }
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
