// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// A statement that GRDB prepared, run without GRDB's layers: bind, step, reset.
final class SQLiteStatement: DriverStatement {
    let parameterCount: Int
    private let statement: GRDB.Statement
    private let connection: SQLiteConnection
    private let handle: OpaquePointer

    init(_ statement: GRDB.Statement, connection: SQLiteConnection, file: String) throws {
        self.statement = statement
        self.connection = connection
        self.handle = statement.sqliteStatement
        let count = sqlite3_bind_parameter_count(handle)
        parameterCount = Int(count)
        // `$2` before `$1` would bind silently to the wrong place in SQLite, so it is refused here.
        for index in 0..<count {
            let name = sqlite3_bind_parameter_name(handle, index + 1).map { String(cString: $0) }
            guard name == "$\(index + 1)" else {
                throw StoreError.misuse("parameters must appear as $1, $2 …", place: file)
            }
        }
    }

    func run(_ values: [SQLValue]) throws -> Int {
        try bind(values)
        defer { sqlite3_reset(handle) }
        let database = sqlite3_db_handle(handle)
        let before = sqlite3_total_changes(database)
        var code = sqlite3_step(handle)
        while code == SQLITE_ROW { code = sqlite3_step(handle) }
        guard code == SQLITE_DONE else { throw connection.failure(code) }
        // After a statement that changes nothing, `changes` still tells of the one before.
        return sqlite3_total_changes(database) == before ? 0 : Int(sqlite3_changes(database))
    }

    func query(_ values: [SQLValue], firstOnly: Bool, _ body: (SQLRow) throws -> Void) throws {
        try bind(values)
        defer { sqlite3_reset(handle) }
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: try body(SQLRow(sqlite: handle))
            case SQLITE_DONE: return
            case let code: throw connection.failure(code)
            }
            if firstOnly { return }
        }
    }

    private func bind(_ values: [SQLValue]) throws {
        var index: Int32 = 0
        for value in values {
            index += 1
            let code =
                switch value {
                case .null: sqlite3_bind_null(handle, index)
                case .integer(let number): sqlite3_bind_int64(handle, index, number)
                case .text(let text): sqlite3_bind_text(handle, index, text, -1, Self.copied)
                case .blob(let bytes) where bytes.isEmpty: sqlite3_bind_zeroblob(handle, index, 0)
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
