// SPDX-License-Identifier: Apache-2.0

/// Small files of every container, made of nothing but their structure and one piece of metadata.
enum Files {
    static func big(_ value: Int, _ width: Int) -> [UInt8] {
        (0..<width).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    static func little(_ value: Int, _ width: Int) -> [UInt8] {
        big(value, width).reversed()
    }

    static func ascii(_ text: String) -> [UInt8] {
        Array(text.utf8)
    }

    // JPEG.

    static func jpeg(_ segments: [(UInt8, [UInt8])], trailer: [UInt8] = []) -> [UInt8] {
        let all = segments.flatMap { marker, payload -> [UInt8] in
            [0xFF, marker] + big(payload.count + 2, 2) + payload
        }
        return [0xFF, 0xD8] + all + [0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9] + trailer
    }

    static func jpegXMP(_ packet: String) -> [UInt8] {
        jpeg([(0xE1, ascii("http://ns.adobe.com/xap/1.0/\0" + packet))])
    }

    static func jpegEXIF(_ tiff: [UInt8]) -> [UInt8] {
        jpeg([(0xE1, ascii("Exif\0\0") + tiff)])
    }

    static func jpegIIM(_ dataSets: [UInt8]) -> [UInt8] {
        let resource = ascii("8BIM") + [0x04, 0x04, 0, 0] + big(dataSets.count, 4) + dataSets
        return jpeg([(0xED, ascii("Photoshop 3.0\0") + resource + (dataSets.count % 2 == 0 ? [] : [0]))])
    }

    // TIFF and EXIF.

    /// A directory with text fields, and one for EXIF with a comment.
    static func tiff(fields: [(UInt16, [UInt8])], userComment: [UInt8]? = nil, littleEndian: Bool = true) -> [UInt8] {
        func number(_ value: Int, _ width: Int) -> [UInt8] { littleEndian ? little(value, width) : big(value, width) }
        var bytes = ascii(littleEndian ? "II" : "MM") + number(42, 2) + number(8, 4)
        func directory(_ entries: [(UInt16, Int, [UInt8])], at offset: Int) -> [UInt8] {
            var table = number(entries.count, 2)
            var values: [UInt8] = []
            let start = offset + 2 + entries.count * 12 + 4
            for (tag, type, value) in entries {
                table += number(Int(tag), 2) + number(type, 2) + number(type == 4 ? 1 : value.count, 4)
                if value.count <= 4 {
                    table += value + [UInt8](repeating: 0, count: 4 - value.count)
                } else {
                    table += number(start + values.count, 4)
                    values += value + (value.count % 2 == 0 ? [] : [0])
                }
            }
            return table + number(0, 4) + values
        }
        var entries: [(UInt16, Int, [UInt8])] = fields.map { ($0.0, 2, $0.1 + [0]) }
        guard let userComment else { return bytes + directory(entries, at: 8) }
        entries.append((0x8769, 4, number(0, 4)))
        let length = directory(entries, at: 8).count
        entries[entries.count - 1].2 = number(8 + length, 4)
        bytes += directory(entries, at: 8)
        return bytes + directory([(0x9286, 7, userComment)], at: bytes.count)
    }

    // PNG.

    static func png(_ chunks: [(String, [UInt8])]) -> [UInt8] {
        let header: (String, [UInt8]) = ("IHDR", big(1, 4) + big(1, 4) + [8, 0, 0, 0, 0])
        let all = [header] + chunks + [("IDAT", [0x78, 0x9C, 0x63, 0, 0, 0, 2, 0, 1]), ("IEND", [])]
        let chunks = all.flatMap { type, data in big(data.count, 4) + ascii(type) + data + crc(ascii(type) + data) }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunks
    }

    private static func crc(_ bytes: [UInt8]) -> [UInt8] {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? 0xEDB8_8320 ^ crc >> 1 : crc >> 1 }
        }
        return big(Int(crc ^ 0xFFFF_FFFF), 4)
    }

    // RIFF.

    static func riff(_ form: String, _ chunks: [(String, [UInt8])]) -> [UInt8] {
        let body = ascii(form) + chunks.flatMap { chunk($0.0, $0.1) }
        return ascii("RIFF") + little(body.count, 4) + body
    }

    static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        ascii(type) + little(data.count, 4) + data + (data.count % 2 == 0 ? [] : [0])
    }

    static func webp(_ chunks: [(String, [UInt8])]) -> [UInt8] {
        riff("WEBP", [("VP8X", [0x0C, 0, 0, 0, 0, 0, 0, 0, 0, 0]), ("VP8L", [0x2F, 0, 0, 0, 0, 0])] + chunks)
    }

    static func avi(info: [(String, String)]) -> [UInt8] {
        let list = ascii("INFO") + info.flatMap { chunk($0.0, ascii($0.1) + [0]) }
        return riff("AVI ", [("LIST", list), ("LIST", ascii("movi"))])
    }

    // GIF.

    static func gif(comment: String) -> [UInt8] {
        let bytes = ascii(comment)
        let blocks = stride(from: 0, to: bytes.count, by: 255).flatMap { start -> [UInt8] in
            let block = bytes[start..<min(start + 255, bytes.count)]
            return [UInt8(block.count)] + block
        }
        return ascii("GIF89a") + [1, 0, 1, 0, 0, 0, 0, 0x21, 0xFE] + blocks + [0, 0x3B]
    }

    // ISO base media.

    static func box(_ type: [UInt8], _ payload: [UInt8]) -> [UInt8] {
        big(payload.count + 8, 4) + type + payload
    }

    static func box(_ type: String, _ payload: [UInt8]) -> [UInt8] {
        box(ascii(type), payload)
    }

    /// Tags under their own names (`keys`), as with ffmpeg's `use_metadata_tags`.
    static func mp4(keys: [(String, String)]) -> [UInt8] {
        let names = keys.flatMap { box("mdta", ascii($0.0)) }
        let items = keys.enumerated().flatMap { number, key in
            box(big(number + 1, 4), box("data", big(1, 4) + big(0, 4) + ascii(key.1)))
        }
        let handler = box("hdlr", big(0, 8) + ascii("mdta") + big(0, 13))
        let meta = box(
            "meta", big(0, 4) + handler + box("keys", big(0, 4) + big(keys.count, 4) + names) + box("ilst", items))
        return box("ftyp", ascii("isom") + big(0, 4)) + box("moov", box("udta", meta))
    }

    /// QuickTime's texts, whose types begin with ©.
    static func mov(userData: [([UInt8], String)]) -> [UInt8] {
        let texts = userData.flatMap { type, text in box(type, big(text.utf8.count, 2) + big(0, 2) + ascii(text)) }
        return box("ftyp", ascii("qt  ") + big(0, 4)) + box("moov", box("udta", texts))
    }

    /// A text as it is in a box of its own.
    static func mov(_ type: String, _ text: String) -> [UInt8] {
        box("ftyp", ascii("qt  ") + big(0, 4)) + box("moov", box("udta", box(type, ascii(text))))
    }

    static func mp4(xmp: String) -> [UInt8] {
        let uuid: [UInt8] = [
            0xBE, 0x7A, 0xCF, 0xCB, 0x97, 0xA9, 0x42, 0xE8, 0x9C, 0x71, 0x99, 0x94, 0x91, 0xE3, 0xAF, 0xAC,
        ]
        return box("ftyp", ascii("isom") + big(0, 4)) + box("uuid", uuid + ascii(xmp))
    }

    // Matroska.

    static func matroska(tags: [(String, String)]) -> [UInt8] {
        func element(_ id: [UInt8], _ data: [UInt8]) -> [UInt8] { id + [0x08] + big(data.count, 4) + data }
        let all = tags.flatMap { name, value in
            element([0x67, 0xC8], element([0x45, 0xA3], ascii(name)) + element([0x44, 0x87], ascii(value)))
        }
        let header = element([0x1A, 0x45, 0xDF, 0xA3], element([0x42, 0x82], ascii("matroska")))
        return header
            + element([0x18, 0x53, 0x80, 0x67], element([0x12, 0x54, 0xC3, 0x67], element([0x73, 0x73], all)))
    }

    // FLV.

    static func flv(metadata: [(String, String)]) -> [UInt8] {
        let members = metadata.flatMap { name, value -> [UInt8] in
            big(name.utf8.count, 2) + ascii(name) + [12] + big(value.utf8.count, 4) + ascii(value)
        }
        let script = [2] + big(10, 2) + ascii("onMetaData") + [8] + big(metadata.count, 4) + members + [0, 0, 9]
        let tag = [18] + big(script.count, 3) + big(0, 7) + script
        return ascii("FLV") + [1, 5] + big(9, 4) + big(0, 4) + tag + big(tag.count, 4)
    }
}
