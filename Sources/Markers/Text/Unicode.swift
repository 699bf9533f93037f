// SPDX-License-Identifier: Apache-2.0

/// Texts of other encodings as UTF-8.
enum TextEncoding {
    /// UTF-16 in either order of bytes; lone surrogates become U+FFFD.
    static func utf8(fromUTF16 bytes: some Collection<UInt8>, bigEndian: Bool) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var iterator = bytes.makeIterator()
        while let first = iterator.next(), let second = iterator.next() {
            let unit =
                bigEndian ? UInt16(first) << 8 | UInt16(second) : UInt16(second) << 8 | UInt16(first)
            units.append(unit)
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// What a field that should be ASCII holds: UTF-8 if it is that, else every byte a character of Latin-1.
    static func utf8(fromLoose bytes: some Collection<UInt8>) -> [UInt8] {
        if bytes.allSatisfy({ $0 < 0x80 }) || isUTF8(bytes) { return Array(bytes) }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 4)
        for byte in bytes {
            if byte < 0x80 {
                text.append(byte)
            } else {
                text.append(0xC0 | byte >> 6)
                text.append(0x80 | byte & 0x3F)
            }
        }
        return text
    }

    /// The bytes are well-formed UTF-8.
    static func isUTF8(_ bytes: some Collection<UInt8>) -> Bool {
        var decoder = Unicode.UTF8()
        var iterator = bytes.makeIterator()
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue: continue
            case .emptyInput: return true
            case .error: return false
            }
        }
    }
}
