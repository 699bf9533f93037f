// SPDX-License-Identifier: Apache-2.0

/// A prepared statement, for work that repeats: bind, run, bind again.
///
/// Parameters are written `$1`, `$2` … and numbered by first appearance, which both engines understand. Where nothing
/// tells what a parameter is, write so: `CAST($1 AS BIGINT)`.
public final class SQLStatement {
    /// The largest text or blob that can be stored, in bytes.
    public static let largestValue = 256 << 20

    private let statement: any DriverStatement
    private let connection: SQLConnection

    init(_ statement: any DriverStatement, connection: SQLConnection) {
        self.statement = statement
        self.connection = connection
    }

    /// Runs the statement once, to its end.
    ///
    /// - Parameter values: one value for each parameter.
    /// - Returns: the number of rows inserted, changed or removed.
    /// - Throws: ``StoreError``.
    @discardableResult
    public func run(_ values: [SQLValue] = []) throws -> Int {
        try check(values)
        return try connection.using { try statement.run(values) }
    }

    /// Runs the statement and hands out its rows one by one; memory does not grow with their number.
    ///
    /// - Parameters:
    ///   - values: one value for each parameter.
    ///   - body: reads a row; throwing ends the run. It must not use the connection.
    /// - Throws: ``StoreError``, or what `body` throws.
    public func forEachRow(_ values: [SQLValue] = [], _ body: (SQLRow) throws -> Void) throws {
        try check(values)
        try connection.query(statement, values, firstOnly: false, body)
    }

    /// Runs the statement and reads its first row. When there can be many, write `LIMIT 1`: PostgreSQL sends them all.
    ///
    /// - Parameters:
    ///   - values: one value for each parameter.
    ///   - body: reads the row. It must not use the connection.
    /// - Returns: what `body` returned, or nil when there was no row.
    /// - Throws: ``StoreError``, or what `body` throws.
    public func firstRow<Result>(_ values: [SQLValue] = [], _ body: (SQLRow) throws -> Result) throws -> Result? {
        try check(values)
        var result: Result?
        try connection.query(statement, values, firstOnly: true) { result = try body($0) }
        return result
    }

    /// What one engine would cut off or the other refuse is refused on both.
    private func check(_ values: [SQLValue]) throws {
        guard values.count == statement.parameterCount else {
            throw StoreError.misuse(
                "\(values.count) values for \(statement.parameterCount) parameters", place: connection.place)
        }
        for value in values {
            switch value {
            case .null, .integer: continue
            case .text(let text):
                var text = text
                guard text.withUTF8({ $0.count <= Self.largestValue && !$0.contains(0) }) else {
                    throw StoreError.unstorable(text: text, place: connection.place)
                }
            case .blob(let bytes):
                guard bytes.count <= Self.largestValue else {
                    throw StoreError.unstorable(bytes: bytes.count, place: connection.place)
                }
            }
        }
    }
}
