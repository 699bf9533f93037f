// SPDX-License-Identifier: Apache-2.0

/// Text of metadata brought to UTF-8.
enum MetadataText {
    /// Bytes that are UTF-8 stay; any others are read as Latin-1. Programs write UTF-8 also where Latin-1 is asked for.
    static func utf8(_ bytes: [UInt8]) -> [UInt8] {
        if (try? UTF8Span(validating: bytes.span)) != nil { return bytes }
        var converted: [UInt8] = []
        converted.reserveCapacity(bytes.count + bytes.count / 4)
        for byte in bytes {
            if byte < 0x80 {
                converted.append(byte)
            } else {
                converted.append(0xc0 | byte >> 6)
                converted.append(0x80 | byte & 0x3f)
            }
        }
        return converted
    }

    /// UTF-16 without a mark, the most significant byte first.
    static func utf8(fromUTF16 bytes: some Collection<UInt8>) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var iterator = bytes.makeIterator()
        while let high = iterator.next(), let low = iterator.next() { units.append(UInt16(high) << 8 | UInt16(low)) }
        return [UInt8](String(decoding: units, as: UTF16.self).utf8)
    }

    /// Text of few bytes as a name; what is not UTF-8 is replaced.
    static func name(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: utf8([UInt8](bytes)), as: UTF8.self)
    }

    /// A code of four bytes as a name, as `©nam`.
    static func name(_ code: FourCC) -> String {
        name([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: code.rawValue >> UInt32($0)) })
    }

    /// Bytes up to the first zero.
    static func untilZero(_ bytes: [UInt8]) -> [UInt8] {
        guard let zero = bytes.firstIndex(of: 0) else { return bytes }
        return [UInt8](bytes[..<zero])
    }
}
