// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// GRDB's connection inside one transaction.
final class SQLiteConnection: DriverConnection {
    private let database: Database
    private let file: String

    init(_ database: Database, file: String) {
        self.database = database
        self.file = file
    }

    /// What ends a transaction of SQLite always comes from a statement, which throws.
    var isBroken: Bool { false }

    func prepare(_ sql: String) throws -> any DriverStatement {
        try StoreError.translating(file: file) {
            try SQLiteStatement(database.makeStatement(sql: sql), connection: self, file: file)
        }
    }

    /// Writers take turns, so that a counter in a table will do.
    func reserve(_ count: Int, of sequence: String) throws -> Int64 {
        var first: Int64?
        try prepare("UPDATE store_sequence SET value = value + $1 WHERE name = $2 RETURNING value - $3")
            .query([.integer(Int64(count)), .text(sequence), .integer(Int64(count))], firstOnly: false) {
                first = $0.integer(0)
            }
        guard let first else { throw StoreError.misuse("there is no sequence \(sequence)", place: file) }
        return first
    }

    func failure(_ code: Int32) -> any Error {
        let text = database.lastErrorMessage ?? ""
        let extended = database.sqliteConnection.map { sqlite3_extended_errcode($0) } ?? code
        return StoreError.failure(extended & 0xFF == code & 0xFF ? extended : code, text, file: file)
    }
}
