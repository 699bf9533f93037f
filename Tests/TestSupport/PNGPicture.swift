// SPDX-License-Identifier: Apache-2.0

extension Pictures {
    /// A PNG file of grey pixels, not compressed, with text chunks before the picture.
    ///
    /// - Parameters:
    ///   - grey: row by row.
    ///   - width: pixels of a row.
    ///   - texts: keyword and text of each `tEXt` chunk.
    package static func png(_ grey: [UInt8], width: Int, texts: [(keyword: String, text: String)] = []) -> [UInt8] {
        let height = grey.count / width
        var rows: [UInt8] = []
        for row in 0..<height {
            rows.append(0)
            rows += grey[row * width..<(row + 1) * width]
        }
        var file: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
        file += chunk("IHDR", bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, 0, 0, 0, 0])
        for (keyword, text) in texts { file += chunk("tEXt", Array(keyword.utf8) + [0] + Array(text.utf8)) }
        return file + chunk("IDAT", stored(rows)) + chunk("IEND", [])
    }

    /// A patterned PNG.
    package static func png(
        seed: Int, width: Int = 200, height: Int = 150, texts: [(keyword: String, text: String)] = []
    ) -> [UInt8] {
        png(pattern(width, height, seed: seed), width: width, texts: texts)
    }

    private static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        let body = Array(type.utf8) + data
        return bigEndian(UInt32(data.count)) + body + bigEndian(checksum(body))
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * UInt32($0))) }
    }

    /// CRC-32 as PNG has it.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0xedb8_8320 : rest >> 1 }
        }
    }

    /// A zlib stream of stored blocks.
    private static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var stream: [UInt8] = [0x78, 0x01]
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        var start = 0
        repeat {
            let end = min(start + 65_535, bytes.count)
            let length = UInt16(end - start)
            stream += [end == bytes.count ? 1 : 0]
            for word in [length, ~length] { stream += [UInt8(word & 0xff), UInt8(word >> 8)] }
            stream += bytes[start..<end]
            start = end
        } while start < bytes.count
        return stream + bigEndian(high << 16 | low)
    }
}
