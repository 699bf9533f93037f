// SPDX-License-Identifier: Apache-2.0

import Containers
import ContentCredentials
import Crypto

/// A small file of a format, made here, as a list of the parts that the general box hash names.
struct MadeFile {
    struct Part {
        var name: String
        var bytes: [UInt8]
    }

    enum Format: String, CaseIterable, Sendable {
        case jpeg, png, webp, gif
    }

    var format: Format
    var parts: [Part]

    var bytes: [UInt8] { parts.flatMap(\.bytes) }

    /// Where a part lies.
    func range(_ index: Int) -> Range<Int> {
        let start = parts[..<index].reduce(0) { $0 + $1.bytes.count }
        return start..<start + parts[index].bytes.count
    }

    var storeIndex: Int? { parts.firstIndex { $0.name == "C2PA" } }

    init(_ format: Format) {
        self.format = format
        switch format {
        case .jpeg: parts = Self.jpegParts()
        case .png: parts = Self.pngParts()
        case .webp: parts = Self.webpParts()
        case .gif: parts = Self.gifParts()
        }
    }

    /// A manifest store as far as containers look at it.
    static func store(bytes length: Int = 200) -> [UInt8] {
        let type: [UInt8] = [0x63, 0x32, 0x70, 0x61, 0, 0x11, 0, 0x10, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
        let description = box("jumd", type + [3] + Array("c2pa\0".utf8))
        let filler = (0..<max(0, length - 8 - description.count - 8)).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        return box("jumb", description + box("free", filler))
    }

    static func box(_ type: String, _ payload: [UInt8]) -> [UInt8] {
        big32(payload.count + 8) + Array(type.utf8) + payload
    }

    static func big32(_ number: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt32(number).bigEndian) { Array($0) }
    }

    static func little32(_ number: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt32(number).littleEndian) { Array($0) }
    }

    static func segment(_ marker: UInt8, _ payload: [UInt8]) -> [UInt8] {
        let length = payload.count + 2
        return [0xff, marker, UInt8(length >> 8), UInt8(length & 255)] + payload
    }

    /// APP11 segments of at most `limit` bytes of the store each.
    static func storeSegments(_ store: [UInt8], limit: Int = 90) -> [UInt8] {
        var segments: [UInt8] = []
        var offset = 0
        var number = 1
        while offset < store.count {
            let piece = store[offset..<min(store.count, offset + limit)]
            let repeated = number == 1 ? [] : Array(store[..<8])
            segments += segment(0xeb, Array("JP".utf8) + [0, 1] + big32(number) + repeated + piece)
            offset += piece.count
            number += 1
        }
        return segments
    }

    private static func jpegParts() -> [Part] {
        [
            Part(name: "SOI", bytes: [0xff, 0xd8]),
            Part(name: "APP0", bytes: segment(0xe0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0])),
            Part(name: "APP1", bytes: segment(0xe1, Array("Exif\0\0MM\0*".utf8) + [0, 0, 0, 8, 0, 0, 0, 0, 0, 0])),
            Part(name: "C2PA", bytes: storeSegments(store())),
            Part(name: "COM", bytes: segment(0xfe, Array("a comment".utf8))),
            Part(name: "DQT", bytes: segment(0xdb, [0] + [UInt8](repeating: 3, count: 64))),
            Part(name: "SOF0", bytes: segment(0xc0, [8, 0, 16, 0, 16, 1, 1, 0x11, 0])),
            Part(name: "DHT", bytes: segment(0xc4, [UInt8](repeating: 1, count: 20))),
            Part(
                name: "SOS",
                bytes: segment(0xda, [1, 1, 0, 0, 63, 0]) + [1, 2, 3, 0xff, 0, 9, 0xff, 0xd0, 4, 5, 0xff, 0xd1, 6]),
            Part(name: "EOI", bytes: [0xff, 0xd9]),
        ]
    }

    static func chunk(_ type: String, _ data: [UInt8]) -> Part {
        Part(name: type == "caBX" ? "C2PA" : type, bytes: big32(data.count) + Array(type.utf8) + data + [1, 2, 3, 4])
    }

    private static func pngParts() -> [Part] {
        [
            Part(name: "PNGh", bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
            chunk("IHDR", [0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]), chunk("caBX", store()),
            chunk("tEXt", Array("Comment\0here".utf8)), chunk("IDAT", [1, 2, 3, 4, 5]), chunk("IDAT", [6, 7]),
            chunk("IEND", []),
        ]
    }

    static func riffChunk(_ type: String, _ data: [UInt8]) -> Part {
        Part(name: type, bytes: Array(type.utf8) + little32(data.count) + data + (data.count & 1 == 1 ? [0] : []))
    }

    private static func webpParts() -> [Part] {
        let chunks = [
            riffChunk("VP8X", [0x0c, 0, 0, 0, 0, 0, 0, 0, 0, 0]), riffChunk("VP8 ", [1, 2, 3, 4, 5, 6, 7]),
            riffChunk("EXIF", Array("MM\0*".utf8) + [0, 0, 0, 8, 0, 0, 0, 0, 0, 0]), riffChunk("C2PA", store()),
        ]
        let length = chunks.reduce(4) { $0 + $1.bytes.count }
        return [Part(name: "WEBP", bytes: Array("RIFF".utf8) + little32(length) + Array("WEBP".utf8))] + chunks
    }

    private static func gifParts() -> [Part] {
        var extensionBytes: [UInt8] = [0x21, 0xff, 11] + Array("C2PA_GIF".utf8) + [1, 0, 0]
        var rest = store(bytes: 400)[...]
        while !rest.isEmpty {
            let piece = rest.prefix(255)
            extensionBytes += [UInt8(piece.count)] + piece
            rest = rest.dropFirst(255)
        }
        return [
            Part(name: "GIF89a", bytes: Array("GIF89a".utf8)),
            Part(name: "LSD", bytes: [1, 0, 1, 0, 0x80, 0, 0] + [0, 0, 0, 255, 255, 255]),
            Part(name: "C2PA", bytes: extensionBytes + [0]),
            Part(name: "21F9", bytes: [0x21, 0xf9, 4, 0, 0, 0, 0, 0]),
            Part(name: "2C", bytes: [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x80] + [9, 9, 9, 8, 8, 8]),
            Part(name: "TBID", bytes: [2, 2, 0x44, 1, 0]),
            Part(name: "21FE", bytes: [0x21, 0xfe, 3, 65, 66, 67, 0]),
            Part(name: "3B", bytes: [0x3b]),
        ]
    }
}

/// CBOR of assertions, and their check.
enum MadeAssertion {
    static func map(_ fields: [(String, CBORValue)]) -> CBORValue {
        .map(fields.map { CBOREntry(key: .text($0.0), value: $0.1) })
    }

    static func number(_ number: Int) -> CBORValue {
        number < 0 ? .negative(UInt64(-1 - number)) : .unsigned(UInt64(number))
    }

    static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

    /// Checks an assertion against a file in memory that says itself where its store lies.
    static func check(
        _ kind: HardBinding.Kind, _ content: CBORValue, _ bytes: [UInt8], context: BindingContext? = nil
    ) throws -> [ValidationStatus] {
        let source = MemoryBytes(bytes)
        return try HardBinding.check(
            kind, content, context ?? BindingContext(claimAlgorithm: "sha256"), in: try ContainerReader.read(source),
            source: source)
    }
}

extension [ValidationStatus] {
    /// The codes without the name of their kind of binding: `match`, `mismatch`, …
    var outcomes: [String] { map { $0.code.split(separator: ".").last.map(String.init) ?? "" } }
}
