// SPDX-License-Identifier: Apache-2.0

/// The escapes of JSON strings.
enum JSONEscapes {
    /// The bytes that a string with escapes stands for, as UTF-8. Lone surrogates become U+FFFD, unknown escapes their letter.
    static func resolve(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.endIndex else {
                text.append(bytes[index])
                index += 1
                continue
            }
            let letter = bytes[index + 1]
            index += 2
            switch letter {
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "u"):
                guard let unit = unit(bytes, at: index) else {
                    text.append(letter)
                    continue
                }
                index += 4
                var scalar = Unicode.Scalar(unit)
                if unit & 0xFC00 == 0xD800, bytes.has("\\u", at: index),
                    let second = self.unit(bytes, at: index + 2), second & 0xFC00 == 0xDC00
                {
                    scalar = Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + (second & 0x3FF))
                    index += 6
                }
                TextEncoding.append(scalar ?? "\u{FFFD}", to: &text)
            default: text.append(letter)
            }
        }
        return text
    }

    /// Whether a string with escapes stands for a word of ASCII. Nothing is copied: a hostile text has very many names, and
    /// each is compared several times.
    static func resolves(_ bytes: ArraySlice<UInt8>, to word: StaticString) -> Bool {
        var index = bytes.startIndex
        return word.withUTF8Buffer { wanted in
            for character in wanted {
                guard index < bytes.endIndex else { return false }
                if bytes[index] != UInt8(ascii: "\\") {
                    guard bytes[index] == character else { return false }
                    index += 1
                } else {
                    guard bytes.has("\\u", at: index), let unit = unit(bytes, at: index + 2), unit == character else {
                        return false
                    }
                    index += 6
                }
            }
            return index == bytes.endIndex
        }
    }

    private static func unit(_ bytes: ArraySlice<UInt8>, at index: Int) -> UInt32? {
        guard index + 4 <= bytes.endIndex else { return nil }
        var unit: UInt32 = 0
        for byte in bytes[index..<index + 4] {
            guard let value = byte.hexadecimalValue else { return nil }
            unit = unit << 4 | value
        }
        return unit
    }
}
