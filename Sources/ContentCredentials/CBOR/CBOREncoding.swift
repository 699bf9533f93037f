// SPDX-License-Identifier: Apache-2.0

extension CBORValue {
    /// The value in the shortest definite encoding, maps in the order of their entries.
    ///
    /// Source: RFC 8949, section 4.1. Floating-point numbers are always written with double precision.
    public var encoded: [UInt8] {
        var bytes: [UInt8] = []
        encode(to: &bytes)
        return bytes
    }

    private func encode(to bytes: inout [UInt8]) {
        switch self {
        case .unsigned(let value): Self.encodeHead(major: 0, value, to: &bytes)
        case .negative(let value): Self.encodeHead(major: 1, value, to: &bytes)
        case .bytes(let value):
            Self.encodeHead(major: 2, UInt64(value.count), to: &bytes)
            bytes += value
        case .text(let value):
            Self.encodeHead(major: 3, UInt64(value.utf8.count), to: &bytes)
            bytes += value.utf8
        case .array(let elements):
            Self.encodeHead(major: 4, UInt64(elements.count), to: &bytes)
            for element in elements { element.encode(to: &bytes) }
        case .map(let entries):
            Self.encodeHead(major: 5, UInt64(entries.count), to: &bytes)
            for entry in entries {
                entry.key.encode(to: &bytes)
                entry.value.encode(to: &bytes)
            }
        case .tagged(let tag, let value):
            Self.encodeHead(major: 6, tag, to: &bytes)
            value.encode(to: &bytes)
        case .boolean(let value): bytes.append(value ? 0xF5 : 0xF4)
        case .null: bytes.append(0xF6)
        case .undefined: bytes.append(0xF7)
        case .simple(let value): Self.encodeHead(major: 7, UInt64(value), to: &bytes)
        case .floating(let value):
            bytes.append(0xFB)
            Self.append(value.bitPattern, length: 8, to: &bytes)
        }
    }

    /// Appends the initial byte and argument of a value.
    ///
    /// - Parameters:
    ///   - major: major type, 0…7.
    ///   - argument: value, length or tag.
    ///   - bytes: what is appended to.
    static func encodeHead(major: UInt8, _ argument: UInt64, to bytes: inout [UInt8]) {
        let initial = major << 5
        switch argument {
        case 0..<24: bytes.append(initial | UInt8(argument))
        case 24...0xFF:
            bytes.append(initial | 24)
            append(argument, length: 1, to: &bytes)
        case 0x100...0xFFFF:
            bytes.append(initial | 25)
            append(argument, length: 2, to: &bytes)
        case 0x1_0000...0xFFFF_FFFF:
            bytes.append(initial | 26)
            append(argument, length: 4, to: &bytes)
        default:
            bytes.append(initial | 27)
            append(argument, length: 8, to: &bytes)
        }
    }

    private static func append(_ value: UInt64, length: Int, to bytes: inout [UInt8]) {
        for shift in stride(from: (length - 1) * 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
        }
    }
}
