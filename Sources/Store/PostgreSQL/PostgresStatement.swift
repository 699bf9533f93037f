// SPDX-License-Identifier: Apache-2.0

import CLibPQ

/// A statement on one connection, run with values in PostgreSQL's binary formats.
final class PostgresStatement: DriverStatement {
    private let link: PostgresLink
    private let sql: String
    /// Nil for a statement that is not worth preparing.
    private let plan: PostgresPlan?

    init(_ sql: String, on link: PostgresLink) throws {
        self.link = link
        self.sql = sql
        plan = PostgresText.isQuery(sql) ? try link.plan(sql) : nil
    }

    var parameterCount: Int { plan?.parameters.count ?? 0 }

    func run(_ values: [SQLValue]) throws -> Int {
        var changed = 0
        try send(values) { result in
            let tag = String(cString: PQcmdStatus(result))
            if tag.hasPrefix("INSERT") || tag.hasPrefix("UPDATE") || tag.hasPrefix("DELETE") {
                changed = Int(String(cString: PQcmdTuples(result))) ?? 0
            }
        }
        return changed
    }

    func query(_ values: [SQLValue], firstOnly: Bool, _ body: (SQLRow) throws -> Void) throws {
        var isFirst = true
        try send(values) { result in
            for row in 0..<PQntuples(result) where isFirst || !firstOnly {
                isFirst = false
                try body(SQLRow(postgres: PostgresRow(result: result, row: row)))
            }
        }
    }

    /// Sends the statement; rows come back one by one, so that memory does not grow with their number.
    private func send(_ values: [SQLValue], _ body: (OpaquePointer) throws -> Void) throws {
        guard let plan else {
            return try link.command(
                silence: link.patience, { PQsendQueryParams($0, sql, 0, nil, nil, nil, nil, 1) }, body)
        }
        let parameters = try PostgresParameters(values, types: plan.parameters, place: link.place)
        try link.command(
            silence: link.patience,
            { handle in
                parameters.lend { starts, lengths, formats in
                    guard
                        PQsendQueryPrepared(
                            handle, plan.name, Int32(values.count), starts, lengths, formats, 1) == 1
                    else { return 0 }
                    return PQsetSingleRowMode(handle)
                }
            }, body)
    }
}

/// Values as libpq takes them.
struct PostgresParameters {
    /// All values behind each other.
    private var bytes: [UInt8] = []
    /// Where each begins in `bytes`; nil is null.
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    /// 0 is text that ends with a zero, 1 is binary.
    private var formats: [Int32] = []

    init(_ values: [SQLValue], types: [UInt32], place: String) throws {
        for (value, number) in zip(values, types) {
            let type = PostgresType(rawValue: number)
            guard value != .null else {
                offsets.append(nil)
                lengths.append(0)
                formats.append(1)
                continue
            }
            offsets.append(bytes.count)
            let start = bytes.count
            var isText = false
            switch (value, type) {
            case (.integer(let number), .int8):
                append(number)
            case (.integer(let number), .int4):
                guard let fitting = Int32(exactly: number) else { throw Self.misfit(place) }
                append(fitting)
            case (.integer(let number), .int2):
                guard let fitting = Int16(exactly: number) else { throw Self.misfit(place) }
                append(fitting)
            case (.integer(let number), let type) where type != .bytea:
                isText = true
                bytes += String(number).utf8
            case (.text(let text), .text), (.text(let text), .varchar), (.text(let text), .bpchar):
                bytes += text.utf8
            case (.text(let text), let type) where type != .bytea:
                isText = true
                bytes += text.utf8
            case (.blob(let blob), .bytea):
                bytes += blob
            default:
                throw StoreError.misuse("a value of the wrong kind was given for a parameter", place: place)
            }
            lengths.append(Int32(bytes.count - start))
            formats.append(isText ? 0 : 1)
            if isText { bytes.append(0) }
        }
    }

    private static func misfit(_ place: String) -> StoreError {
        .postgres(PostgresFailure(state: "22003"), place: place)
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
    }

    /// Lends the values to libpq, which copies them before it returns.
    func lend(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) -> Int32
    ) -> Int32 {
        // An empty value still needs an address: no address means null.
        let padded = bytes + [0]
        return padded.withUnsafeBytes { buffer in
            let start = buffer.bindMemory(to: CChar.self).baseAddress
            let starts = offsets.map { offset in offset.flatMap { start?.advanced(by: $0) } }
            return body(starts, lengths, formats)
        }
    }
}
