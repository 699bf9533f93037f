// SPDX-License-Identifier: Apache-2.0

import CLibPQ

/// One row of a result in PostgreSQL's binary formats: whole numbers big endian, text and bytes as they are.
struct PostgresRow {
    /// Owned by whoever runs the query; freed after the row was read.
    let result: OpaquePointer
    let row: Int32

    func isNull(_ column: Int) -> Bool {
        PQgetisnull(result, row, Int32(column)) == 1
    }

    /// Lends the bytes of a column as they came. They lie in the result, so the pointer must not leave this call.
    func withBytes<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let start = PQgetvalue(result, row, Int32(column))
        let count = Int(PQgetlength(result, row, Int32(column)))
        return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }

    func integer(_ column: Int) -> Int64 {
        guard !isNull(column) else { return 0 }
        return withBytes(column) { bytes in
            switch PostgresType(rawValue: PQftype(result, Int32(column))) {
            case .numeric: return PostgresNumeric.whole(bytes)
            case .text, .varchar, .bpchar, .name, .bytea, .unknown:
                return Int64(String(decoding: bytes, as: UTF8.self)) ?? 0
            default:
                // 1, 2, 4 or 8 bytes with the sign in the first.
                guard let first = bytes.first else { return 0 }
                let isBool = bytes.count == 1
                return bytes.reduce(isBool ? 0 : Int64(Int8(bitPattern: first) >> 7)) { $0 << 8 | Int64($1) }
            }
        }
    }

    func text(_ column: Int) -> String {
        guard !isNull(column) else { return "" }
        switch PostgresType(rawValue: PQftype(result, Int32(column))) {
        case .bool, .int2, .int4, .int8, .numeric, .oid: return String(integer(column))
        default: return withBytes(column) { String(decoding: $0, as: UTF8.self) }
        }
    }
}

/// The types that a result may have, by the numbers of PostgreSQL's catalogue (`pg_type.dat`).
enum PostgresType: UInt32 {
    case bool = 16
    case bytea = 17
    case name = 19
    case int8 = 20
    case int2 = 21
    case int4 = 23
    case text = 25
    case oid = 26
    case unknown = 705
    case bpchar = 1042
    case varchar = 1043
    case numeric = 1700
    case void = 2278
}

/// PostgreSQL's binary form of `numeric`, in which it answers a sum of 64-bit numbers.
///
/// Source: `numeric_send` in PostgreSQL's numeric.c: count of digits, weight, sign, scale, then digits of base 10,000.
enum PostgresNumeric {
    /// The whole part; what does not fit is cut to the nearest 64-bit number.
    static func whole(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        guard bytes.count >= 8 else { return 0 }
        func word(_ index: Int) -> Int {
            Int(bytes[2 * index]) << 8 | Int(bytes[2 * index + 1])
        }
        let (digits, weight, sign) = (word(0), Int(Int16(truncatingIfNeeded: word(1))), word(2))
        let negative = sign == 0x4000
        guard sign == 0 || negative, bytes.count >= 8 + 2 * digits, weight >= 0 else { return 0 }
        var value: Int64 = 0
        for position in 0...weight {
            let digit = position < digits ? word(4 + position) : 0
            let (product, over) = value.multipliedReportingOverflow(by: 10_000)
            let (sum, overAgain) =
                negative
                ? product.subtractingReportingOverflow(Int64(digit)) : product.addingReportingOverflow(Int64(digit))
            if over || overAgain { return negative ? .min : .max }
            value = sum
        }
        return value
    }
}
