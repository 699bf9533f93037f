// SPDX-License-Identifier: Apache-2.0

/// EXIF's `UserComment`: eight bytes that name a character code, then the text.
///
/// Source: Exif 2.32, 4.6.5 "UserComment". Files do not keep to it: A1111's web UI and everything that writes with `piexif`
/// stores `UNICODE` as UTF-16 with the high byte first even where the EXIF block itself is little-endian, others store
/// little-endian or even UTF-8 under that name, and some leave the code out.
enum UserComment {
    /// The text as UTF-8.
    ///
    /// - Parameter bytes: the field's value as stored.
    static func text(of bytes: [UInt8]) -> [UInt8] {
        if bytes.starts(with: "ASCII\0\0\0") {
            return TextEncoding.utf8(fromLoose: beforeNull(bytes.dropFirst(8)))
        }
        if bytes.starts(with: "UNICODE\0") {
            return unicode(bytes.dropFirst(8))
        }
        if bytes.starts(with: "JIS\0\0\0\0\0") {
            return outsideOfKanji(bytes.dropFirst(8))
        }
        if bytes.count >= 8, bytes[..<8].allSatisfy({ $0 == 0 }) {
            return TextEncoding.utf8(fromLoose: beforeNull(bytes.dropFirst(8)))
        }
        return TextEncoding.utf8(fromLoose: beforeNull(bytes[...]))
    }

    private static func beforeNull(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        bytes.prefix { $0 != 0 }
    }

    /// Which of the three encodings that occur is the plausible one: the one under which more characters are ASCII.
    private static func unicode(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        if bytes.starts(with: [0xFE, 0xFF]) {
            return TextEncoding.utf8(fromUTF16: bytes.dropFirst(2), bigEndian: true)
        }
        if bytes.starts(with: [0xFF, 0xFE]) {
            return TextEncoding.utf8(fromUTF16: bytes.dropFirst(2), bigEndian: false)
        }
        var bigEndian = 0
        var littleEndian = 0
        var index = bytes.startIndex
        let end = bytes.startIndex + min(bytes.count, 4_096)
        while index + 1 < end {
            let (first, second) = (bytes[index], bytes[index + 1])
            if first == 0, second != 0, second < 0x80 { bigEndian += 1 }
            if second == 0, first != 0, first < 0x80 { littleEndian += 1 }
            index += 2
        }
        if bigEndian == 0, littleEndian == 0 {
            let text = bytes.trimmed
            if TextEncoding.isUTF8(text) { return Array(text) }
        }
        return TextEncoding.utf8(fromUTF16: bytes, bigEndian: bigEndian >= littleEndian)
    }

    /// The ASCII parts of ISO-2022-JP. No marker is written in Kanji under this code.
    private static func outsideOfKanji(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var isASCII = true
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == 0x1B, index + 2 < bytes.endIndex {
                isASCII = bytes[index + 1] == 0x28 && (bytes[index + 2] == 0x42 || bytes[index + 2] == 0x4A)
                index += 3
                continue
            }
            if isASCII, bytes[index] < 0x80 { text.append(bytes[index]) }
            index += 1
        }
        return text
    }
}
