// SPDX-License-Identifier: Apache-2.0

import Fingerprints

/// Hex digits to bytes and back. Its complaints name lengths and places, never the digits.
enum HexField {
    enum Outcome {
        case value([UInt8])
        case wrongLength(digits: Int)
        case notHex(position: Int)
    }

    /// The value of each ASCII digit, 255 for everything else.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in "0123456789abcdef".utf8.enumerated() { values[Int(digit)] = UInt8(value) }
        for (value, digit) in "ABCDEF".utf8.enumerated() { values[Int(digit)] = UInt8(value + 10) }
        return values
    }()
    private static let digits = Array("0123456789abcdef".utf8)

    static func isDigit(_ byte: UInt8) -> Bool { values[Int(byte)] != 255 }

    /// Reads exactly `byteCount` bytes written as hex digits.
    static func parse(_ text: ArraySlice<UInt8>, byteCount: Int) -> Outcome {
        guard text.count == 2 * byteCount else {
            if let wrong = text.firstIndex(where: { !isDigit($0) }) {
                return .notHex(position: wrong - text.startIndex + 1)
            }
            return .wrongLength(digits: text.count)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        var index = text.startIndex
        while index < text.endIndex {
            let high = values[Int(text[index])]
            let low = values[Int(text[index + 1])]
            guard high != 255, low != 255 else {
                return .notHex(position: index - text.startIndex + (high == 255 ? 1 : 2))
            }
            bytes.append(high << 4 | low)
            index += 2
        }
        return .value(bytes)
    }

    static func parse(_ text: some Collection<UInt8>, byteCount: Int) -> Outcome {
        parse(ArraySlice(text), byteCount: byteCount)
    }

    /// The PDQ hash in the first 64 digits, when they end there.
    static func pdq(_ text: ArraySlice<UInt8>) -> PDQHash? {
        guard
            text.count == 64
                || text.count > 64 && (text[text.startIndex + 64] == 32 || text[text.startIndex + 64] == 9),
            // Bit 255 is written first.
            let fourth = word(text, 0), let third = word(text, 16), let second = word(text, 32),
            let first = word(text, 48)
        else { return nil }
        return PDQHash(words: (first, second, third, fourth))
    }

    /// Sixteen digits from an offset.
    private static func word(_ text: ArraySlice<UInt8>, _ offset: Int) -> UInt64? {
        var bits: UInt64 = 0
        for index in (text.startIndex + offset)..<(text.startIndex + offset + 16) {
            let value = values[Int(text[index])]
            guard value != 255 else { return nil }
            bits = bits << 4 | UInt64(value)
        }
        return bits
    }

    /// Lower-case digits.
    static func text(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    static func append(_ bytes: [UInt8], to text: inout [UInt8]) {
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
    }
}
