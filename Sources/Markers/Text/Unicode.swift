// SPDX-License-Identifier: Apache-2.0

/// Texts of other encodings as UTF-8.
enum TextEncoding {
    /// UTF-16 in either order of bytes; lone surrogates become U+FFFD, an odd byte at the end is left out.
    static func utf8(fromUTF16 bytes: ArraySlice<UInt8>, bigEndian: Bool) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 2)
        var index = bytes.startIndex
        let end = bytes.endIndex - bytes.count % 2
        while index < end {
            let unit = unit(bytes, index, bigEndian)
            index += 2
            if unit < 0x80 {
                text.append(UInt8(unit))
                continue
            }
            var scalar = Unicode.Scalar(unit)
            if unit & 0xFC00 == 0xD800, index < end {
                let second = self.unit(bytes, index, bigEndian)
                if second & 0xFC00 == 0xDC00 {
                    scalar = Unicode.Scalar(0x10000 + (unit & 0x3FF) << 10 + (second & 0x3FF))
                    index += 2
                }
            }
            append(scalar ?? "\u{FFFD}", to: &text)
        }
        return text
    }

    /// Appends a character.
    static func append(_ scalar: Unicode.Scalar, to text: inout [UInt8]) {
        let value = scalar.value
        if value < 0x80 {
            text.append(UInt8(value))
        } else if value < 0x800 {
            text.append(UInt8(0xC0 | value >> 6))
            text.append(UInt8(0x80 | value & 0x3F))
        } else {
            if value < 0x10000 {
                text.append(UInt8(0xE0 | value >> 12))
            } else {
                text.append(UInt8(0xF0 | value >> 18))
                text.append(UInt8(0x80 | value >> 12 & 0x3F))
            }
            text.append(UInt8(0x80 | value >> 6 & 0x3F))
            text.append(UInt8(0x80 | value & 0x3F))
        }
    }

    private static func unit(_ bytes: ArraySlice<UInt8>, _ index: Int, _ bigEndian: Bool) -> UInt32 {
        let (first, second) = (UInt32(bytes[index]), UInt32(bytes[index + 1]))
        return bigEndian ? first << 8 | second : second << 8 | first
    }

    /// What a field that should be ASCII holds: UTF-8 if it is that, else every byte a character of Latin-1.
    static func utf8(fromLoose bytes: some Collection<UInt8>) -> [UInt8] {
        if isUTF8(bytes) { return Array(bytes) }
        var text = [UInt8](repeating: 0, count: bytes.reduce(0) { $0 + ($1 < 0x80 ? 1 : 2) })
        var index = 0
        for byte in bytes {
            if byte < 0x80 {
                text[index] = byte
                index += 1
            } else {
                text[index] = 0xC0 | byte >> 6
                text[index + 1] = 0x80 | byte & 0x3F
                index += 2
            }
        }
        return text
    }

    /// The bytes are well-formed UTF-8.
    static func isUTF8(_ bytes: some Collection<UInt8>) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }
}
