// SPDX-License-Identifier: Apache-2.0

/// MP4, MOV and HEIC files, as far as their structure goes.
enum BMFFBuilder {
    static let c2pa: [UInt8] = [
        0xd8, 0xfe, 0xc3, 0xd6, 0x1b, 0x0e, 0x48, 0x3c, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7e, 0xc4, 0x81,
    ]
    static let xmp: [UInt8] = [
        0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac,
    ]

    static func latin(_ code: String) -> [UInt8] { code.unicodeScalars.map { UInt8($0.value & 0xff) } }

    static func box(_ type: String, _ parts: [UInt8]...) -> [UInt8] {
        let payload = parts.flatMap { $0 }
        return big32(8 + payload.count) + latin(type) + payload
    }

    static func largeBox(_ type: String, _ payload: [UInt8]) -> [UInt8] {
        big32(1) + latin(type) + big64(16 + payload.count) + payload
    }

    static func full(_ type: String, version: UInt8 = 0, _ parts: [UInt8]...) -> [UInt8] {
        box(type, [version, 0, 0, 0], parts.flatMap { $0 })
    }

    static func fileType(_ brand: String = "isom") -> [UInt8] { box("ftyp", text(brand), zeros(4), text("mp41")) }

    static func storeBox(
        _ store: [UInt8], purpose: String = "manifest", merkle: Int? = 0, padding: [UInt8] = []
    ) -> [UInt8] {
        box("uuid", c2pa, zeros(4), text(purpose), [0], merkle.map(big64) ?? [], store, padding)
    }

    static func handler(_ type: String) -> [UInt8] { full("hdlr", zeros(4), text(type), zeros(13)) }

    static func data(_ value: [UInt8], type: Int = 1) -> [UInt8] { box("data", big32(type), zeros(4), value) }

    /// `keys` and `ilst`, as FFmpeg writes tags.
    static func keyedMeta(_ tags: [(String, [UInt8])]) -> [UInt8] {
        let keys = tags.map { box("mdta", text($0.0)) }.flatMap { $0 }
        let items = tags.enumerated().flatMap { index, tag in
            let item = data(tag.1)
            return big32(8 + item.count) + big32(index + 1) + item
        }
        return full("meta", handler("mdta"), full("keys", big32(tags.count), keys), box("ilst", items))
    }

    /// A picture with an EXIF item in the file and an XMP item in `idat`.
    static func picture(exif: [UInt8], xmp: String, itemVersion: UInt8 = 2) -> [UInt8] {
        let exifItem = big32(0) + exif
        let packet = text(xmp)
        func meta(_ offset: Int) -> [UInt8] {
            func item(_ id: Int, _ type: String, _ rest: [UInt8]) -> [UInt8] {
                full(
                    "infe", version: itemVersion, itemVersion == 2 ? big16(id) : big32(id), zeros(2), text(type), rest)
            }
            let information = full(
                "iinf", big16(3), item(1, "av01", [0]), item(2, "Exif", [0]),
                item(3, "mime", text("x\0application/rdf+xml\0")))
            let locations = full(
                "iloc", version: 1, [0x44, 0x00], big16(2), big16(2), big16(0), big16(0), big16(2), big32(offset),
                big32(10), big32(offset + 10), big32(exifItem.count - 10), big16(3), big16(1), big16(0), big16(1),
                big32(0), big32(packet.count))
            return full("meta", handler("pict"), information, locations, box("idat", packet))
        }
        let head = fileType("avif") + meta(0)
        return fileType("avif") + meta(head.count + 8) + box("mdat", exifItem + noise(30))
    }
}
