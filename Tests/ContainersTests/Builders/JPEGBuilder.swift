// SPDX-License-Identifier: Apache-2.0

/// A JPEG file, as far as its structure goes.
struct JPEGBuilder {
    static let start: [UInt8] = [0xff, 0xd8]
    static let jfif = segment(0xe0, text("JFIF\0") + [1, 2, 0, 0, 1, 0, 1, 0, 0])
    static let tables = segment(0xdb, [0] + zeros(64)) + segment(0xc0, [8, 0, 8, 0, 8, 1, 1, 0x11, 0])
    static let scan = segment(0xda, [1, 1, 0, 0, 63, 0])
    static let end: [UInt8] = [0xff, 0xd9]
    static let imageData = noise(300, seed: 3) + [0xff, 0, 0xff, 0xd0] + noise(200, seed: 4) + [0xff, 0xd1, 1, 2]

    static func segment(_ marker: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [0xff, marker] + big16(payload.count + 2) + payload
    }

    /// SOI, JFIF, the segments, tables, one scan, EOI.
    static func file(_ segments: [UInt8]..., data: [UInt8] = imageData, trailer: [UInt8] = []) -> [UInt8] {
        start + jfif + segments.flatMap { $0 } + tables + scan + data + end + trailer
    }

    /// APP11 segments of one JPEG XT box.
    static func packets(_ box: [UInt8], instance: Int = 1, bytesEach: Int = 65000) -> [[UInt8]] {
        var packets: [[UInt8]] = []
        var rest = box[...]
        var number = 1
        repeat {
            let piece = rest.prefix(bytesEach)
            rest = rest.dropFirst(bytesEach)
            let repeated = number == 1 ? [] : [UInt8](box[..<8])
            packets.append(segment(0xeb, text("JP") + big16(instance) + big32(number) + repeated + piece))
            number += 1
        } while !rest.isEmpty
        return packets
    }

    static func exif(_ tiff: [UInt8]) -> [UInt8] { segment(0xe1, text("Exif\0\0") + tiff) }

    static func xmp(_ packet: String) -> [UInt8] {
        segment(0xe1, text("http://ns.adobe.com/xap/1.0/\0" + packet))
    }

    static func extendedXMP(_ digest: String, full: Int, offset: Int, _ piece: [UInt8]) -> [UInt8] {
        segment(
            0xe1, text("http://ns.adobe.com/xmp/extension/\0" + digest) + big32(full) + big32(offset) + piece)
    }

    static func photoshop(_ resources: [UInt8]) -> [UInt8] { segment(0xed, text("Photoshop 3.0\0") + resources) }

    static func resource(_ kind: Int, _ data: [UInt8], name: String = "") -> [UInt8] {
        let pascal = [UInt8(name.utf8.count)] + text(name)
        return text("8BIM") + big16(kind) + pascal + (pascal.count % 2 == 1 ? [0] : []) + big32(data.count) + data
            + (data.count % 2 == 1 ? [0] : [])
    }

    /// IIM record 2.
    static func iim(_ dataset: UInt8, _ value: String) -> [UInt8] {
        [0x1c, 2, dataset] + big16(value.utf8.count) + text(value)
    }

    /// Samsung's trailer with one entry.
    static func samsung(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let entry = [0, 0, 0xa1, 0x0a] + little32(name.utf8.count) + text(name) + data
        let directory =
            text("SEFH") + little32(107) + little32(1) + [0, 0, 0xa1, 0x0a] + little32(entry.count)
            + little32(entry.count)
        return entry + directory + little32(directory.count) + text("SEFT")
    }
}
