// SPDX-License-Identifier: Apache-2.0

/// A PNG file, as far as its structure goes.
enum PNGBuilder {
    static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

    static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        big32(data.count) + text(type) + data + big32(Int(crc(text(type) + data)))
    }

    static func file(_ chunks: [UInt8]..., trailer: [UInt8] = []) -> [UInt8] {
        signature + chunk("IHDR", big32(1) + big32(1) + [8, 0, 0, 0, 0]) + chunks.flatMap { $0 }
            + chunk("IDAT", noise(40)) + chunk("IEND", []) + trailer
    }

    static func text(_ keyword: String, _ value: [UInt8]) -> [UInt8] {
        chunk("tEXt", [UInt8](keyword.utf8) + [0] + value)
    }

    static func compressed(_ keyword: String, _ value: [UInt8]) -> [UInt8] {
        chunk("zTXt", [UInt8](keyword.utf8) + [0, 0] + ZlibBuilder.stored(value))
    }

    static func international(_ keyword: String, _ value: [UInt8], compressed: Bool = false) -> [UInt8] {
        chunk(
            "iTXt",
            [UInt8](keyword.utf8) + [0, compressed ? 1 : 0, 0] + [UInt8]("en".utf8) + [0, 0]
                + (compressed ? ZlibBuilder.stored(value) : value))
    }

    /// Bit by bit, to be other than the one that is tested.
    static func crc(_ bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = .max
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xedb8_8320 : value >> 1 }
        }
        return ~value
    }

    private static func text(_ text: String) -> [UInt8] { [UInt8](text.utf8) }
}
