// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// A prepared statement, for work that repeats: bind, run, bind again.
///
/// Parameters are written `$1`, `$2` … and numbered by first appearance, which both engines understand.
public final class SQLStatement {
    private let statement: GRDB.Statement
    private let connection: SQLConnection
    private let handle: OpaquePointer

    init(_ statement: GRDB.Statement, connection: SQLConnection) throws {
        self.statement = statement
        self.connection = connection
        self.handle = statement.sqliteStatement
        let count = sqlite3_bind_parameter_count(handle)
        // `$2` before `$1` would bind silently to the wrong place in SQLite, so it is refused here.
        for index in 0..<count {
            let name = sqlite3_bind_parameter_name(handle, index + 1).map { String(cString: $0) }
            guard name == "$\(index + 1)" else {
                throw StoreError.sqlite(SQLITE_MISUSE, "parameters must appear as $1, $2 …", file: connection.file)
            }
        }
    }

    /// Runs the statement once, to its end.
    ///
    /// - Parameter values: one value for each parameter.
    /// - Returns: the number of rows inserted, changed or removed.
    /// - Throws: ``StoreError``.
    @discardableResult
    public func run(_ values: [SQLValue] = []) throws -> Int {
        try bind(values)
        defer { sqlite3_reset(handle) }
        var code = sqlite3_step(handle)
        while code == SQLITE_ROW { code = sqlite3_step(handle) }
        guard code == SQLITE_DONE else { throw connection.failure(code) }
        return Int(sqlite3_changes(sqlite3_db_handle(handle)))
    }

    /// Runs the statement and hands out its rows one by one; memory does not grow with their number.
    ///
    /// - Parameters:
    ///   - values: one value for each parameter.
    ///   - body: reads a row; throwing ends the run.
    /// - Throws: ``StoreError``, or what `body` throws.
    public func forEachRow(_ values: [SQLValue] = [], _ body: (SQLRow) throws -> Void) throws {
        try bind(values)
        defer { sqlite3_reset(handle) }
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: try body(SQLRow(statement: handle))
            case SQLITE_DONE: return
            case let code: throw connection.failure(code)
            }
        }
    }

    /// Runs the statement and reads its first row.
    ///
    /// - Parameters:
    ///   - values: one value for each parameter.
    ///   - body: reads the row.
    /// - Returns: what `body` returned, or nil when there was no row.
    /// - Throws: ``StoreError``, or what `body` throws.
    public func firstRow<Result>(_ values: [SQLValue] = [], _ body: (SQLRow) throws -> Result) throws -> Result? {
        try bind(values)
        defer { sqlite3_reset(handle) }
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return try body(SQLRow(statement: handle))
        case SQLITE_DONE: return nil
        case let code: throw connection.failure(code)
        }
    }

    private func bind(_ values: [SQLValue]) throws {
        guard values.count == Int(sqlite3_bind_parameter_count(handle)) else {
            throw StoreError.sqlite(SQLITE_MISUSE, "wrong number of parameters", file: connection.file)
        }
        var index: Int32 = 0
        for value in values {
            index += 1
            let code =
                switch value {
                case .null: sqlite3_bind_null(handle, index)
                case .integer(let number): sqlite3_bind_int64(handle, index, number)
                case .text(let text): sqlite3_bind_text(handle, index, text, -1, Self.copied)
                case .blob(let bytes):
                    bytes.withUnsafeBytes {
                        sqlite3_bind_blob(handle, index, $0.baseAddress, Int32($0.count), Self.copied)
                    }
                }
            guard code == SQLITE_OK else { throw connection.failure(code) }
        }
    }

    /// Tells SQLite to take a copy, because Swift's bytes may move after the call. The C macro is a cast that
    /// Swift cannot import.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
