// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// The database inside one transaction. Valid only inside the closure it is handed to.
public final class SQLConnection {
    private let database: Database
    let file: String

    init(_ database: Database, file: String) {
        self.database = database
        self.file = file
    }

    /// Prepares a statement for repeated use.
    ///
    /// - Parameter sql: one statement with parameters `$1`, `$2` …
    /// - Throws: ``StoreError``.
    public func prepare(_ sql: String) throws -> SQLStatement {
        try StoreError.translating(file: file) {
            try SQLStatement(database.makeStatement(sql: sql), connection: self)
        }
    }

    /// Runs a statement once.
    ///
    /// - Parameters:
    ///   - sql: one statement with parameters `$1`, `$2` …
    ///   - values: one value for each parameter.
    /// - Returns: the number of rows inserted, changed or removed.
    /// - Throws: ``StoreError``.
    @discardableResult
    public func execute(_ sql: String, _ values: [SQLValue] = []) throws -> Int {
        try prepare(sql).run(values)
    }

    /// Runs a query and hands out its rows one by one.
    ///
    /// - Parameters:
    ///   - sql: one statement with parameters `$1`, `$2` …
    ///   - values: one value for each parameter.
    ///   - body: reads a row; throwing ends the query.
    /// - Throws: ``StoreError``, or what `body` throws.
    public func forEachRow(_ sql: String, _ values: [SQLValue] = [], _ body: (SQLRow) throws -> Void) throws {
        try prepare(sql).forEachRow(values, body)
    }

    /// Runs a query and reads its first row.
    ///
    /// - Parameters:
    ///   - sql: one statement with parameters `$1`, `$2` …
    ///   - values: one value for each parameter.
    ///   - body: reads the row.
    /// - Returns: what `body` returned, or nil when there was no row.
    /// - Throws: ``StoreError``, or what `body` throws.
    public func firstRow<Result>(
        _ sql: String, _ values: [SQLValue] = [], _ body: (SQLRow) throws -> Result
    ) throws -> Result? {
        try prepare(sql).firstRow(values, body)
    }

    func failure(_ code: Int32) -> StoreError {
        let text = database.lastErrorMessage ?? ""
        let extended = database.sqliteConnection.map { sqlite3_extended_errcode($0) } ?? code
        return .sqlite(extended & 0xFF == code & 0xFF ? extended : code, text, file: file)
    }
}
