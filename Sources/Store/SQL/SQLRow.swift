// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite

/// The current row of a running statement. Valid only inside the closure it is handed to; columns count from 0.
public struct SQLRow {
    private let source: Source

    private enum Source {
        case sqlite(OpaquePointer)
        case postgres(PostgresRow)
    }

    init(sqlite statement: OpaquePointer) {
        source = .sqlite(statement)
    }

    init(postgres row: PostgresRow) {
        source = .postgres(row)
    }

    /// A whole number; 0 when the column is null.
    public func integer(_ column: Int) -> Int64 {
        switch source {
        case .sqlite(let statement): sqlite3_column_int64(statement, Int32(column))
        case .postgres(let row): row.integer(column)
        }
    }

    /// A whole number, or nil.
    public func optionalInteger(_ column: Int) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    /// Text; empty when the column is null.
    public func text(_ column: Int) -> String {
        switch source {
        case .sqlite(let statement):
            guard let start = sqlite3_column_text(statement, Int32(column)) else { return "" }
            // SQLite owns these bytes until the next step; they are copied here.
            let count = Int(sqlite3_column_bytes(statement, Int32(column)))
            return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
        case .postgres(let row): return row.text(column)
        }
    }

    /// Text, or nil.
    public func optionalText(_ column: Int) -> String? {
        isNull(column) ? nil : text(column)
    }

    /// A copy of the bytes; empty when the column is null.
    public func blob(_ column: Int) -> [UInt8] {
        withBlob(column) { Array($0) }
    }

    /// A copy of the bytes, or nil.
    public func optionalBlob(_ column: Int) -> [UInt8]? {
        isNull(column) ? nil : blob(column)
    }

    /// Whether the column is null.
    public func isNull(_ column: Int) -> Bool {
        switch source {
        case .sqlite(let statement): sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL
        case .postgres(let row): row.isNull(column)
        }
    }

    /// Lends the bytes without copying them: an index of millions of rows is built through this.
    ///
    /// - Parameters:
    ///   - column: the column, from 0.
    ///   - body: reads the bytes; they are gone when it returns.
    public func withBlob<Result>(_ column: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        switch source {
        case .sqlite(let statement):
            // SQLite owns these bytes until the next step, so the pointer must not leave this call.
            let start = sqlite3_column_blob(statement, Int32(column))
            let count = Int(sqlite3_column_bytes(statement, Int32(column)))
            return try body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
        case .postgres(let row):
            return try row.withBytes(column, body)
        }
    }
}
