// SPDX-License-Identifier: Apache-2.0

/// The checksum of gzip and of PNG chunks.
///
/// Source: ISO 3309 as PNG (third edition), annex D, describes it; four bytes a step after Kounavis and Berry (2005).
enum CRC32 {
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 4 * 256)
        for byte in 0..<256 {
            var value = UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? 0xedb8_8320 ^ value >> 1 : value >> 1 }
            tables[byte] = value
        }
        for byte in 0..<256 {
            for step in 1..<4 {
                let before = tables[(step - 1) * 256 + byte]
                tables[step * 256 + byte] = before >> 8 ^ tables[Int(before & 0xff)]
            }
        }
        return tables
    }()

    /// The checksum of bytes, going on from that of the bytes before them.
    static func checksum(_ bytes: borrowing Span<UInt8>, from start: UInt32 = 0) -> UInt32 {
        let tables = Self.tables
        var value = ~start
        var index = 0
        let wide = bytes.count & ~3
        while index < wide {
            value ^=
                UInt32(bytes[index]) | UInt32(bytes[index + 1]) << 8 | UInt32(bytes[index + 2]) << 16
                | UInt32(bytes[index + 3]) << 24
            value =
                tables[768 + Int(value & 0xff)] ^ tables[512 + Int(value >> 8 & 0xff)]
                ^ tables[256 + Int(value >> 16 & 0xff)] ^ tables[Int(value >> 24)]
            index += 4
        }
        while index < bytes.count {
            value = tables[Int((value ^ UInt32(bytes[index])) & 0xff)] ^ value >> 8
            index += 1
        }
        return ~value
    }
}

/// The checksum of zlib.
///
/// Source: RFC 1950, section 8.2.
enum Adler32 {
    static func checksum(_ bytes: borrowing Span<UInt8>) -> UInt32 {
        var low: UInt32 = 1
        var high: UInt32 = 0
        var index = 0
        while index < bytes.count {
            // The longest run after which 32 bits still hold the sums.
            let end = min(index + 5552, bytes.count)
            while index < end {
                low &+= UInt32(bytes[index])
                high &+= low
                index += 1
            }
            low %= 65521
            high %= 65521
        }
        return high << 16 | low
    }
}
