// SPDX-License-Identifier: Apache-2.0

/// The database inside one transaction. Valid only inside the closure it is handed to, and only on that thread.
///
/// After an error of the database the transaction can only end: further statements throw that error again, and what was
/// written is not kept, even when the closure returns. (PostgreSQL works like that; SQLite is held to the same rule.)
public final class SQLConnection {
    /// What the engine's own words are.
    public let dialect: SQLDialect
    /// The printable name of the database.
    let place: String
    private let driver: any DriverConnection
    private var state = State.ready
    /// What to tell the others after the commit, each topic once.
    private(set) var announced: [String] = []

    private enum State {
        case ready
        /// A row is being read by a closure.
        case streaming
        case failed(any Error)
        case ended
    }

    init(_ driver: any DriverConnection, dialect: SQLDialect, place: String) {
        self.driver = driver
        self.dialect = dialect
        self.place = place
    }

    /// Prepares a statement for repeated use.
    ///
    /// - Parameter sql: one statement with parameters `$1`, `$2` …
    /// - Throws: ``StoreError``.
    public func prepare(_ sql: String) throws -> SQLStatement {
        try SQLStatement(using { try driver.prepare(sql) }, connection: self)
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
    ///   - body: reads a row; throwing ends the query. It must not use the connection.
    /// - Throws: ``StoreError``, or what `body` throws.
    public func forEachRow(_ sql: String, _ values: [SQLValue] = [], _ body: (SQLRow) throws -> Void) throws {
        try prepare(sql).forEachRow(values, body)
    }

    /// Runs a query and reads its first row.
    ///
    /// - Parameters:
    ///   - sql: one statement with parameters `$1`, `$2` …
    ///   - values: one value for each parameter.
    ///   - body: reads the row. It must not use the connection.
    /// - Returns: what `body` returned, or nil when there was no row.
    /// - Throws: ``StoreError``, or what `body` throws.
    public func firstRow<Result>(
        _ sql: String, _ values: [SQLValue] = [], _ body: (SQLRow) throws -> Result
    ) throws -> Result? {
        try prepare(sql).firstRow(values, body)
    }

    /// Reserves numbers that are never handed out twice, whatever other transactions do and however this one ends.
    ///
    /// Numbers of a transaction that fails are lost, and numbers of concurrent transactions interleave: a later commit
    /// can hold smaller numbers. On SQLite, where writers take turns, there are no gaps.
    ///
    /// - Parameters:
    ///   - count: how many, 1 to ``SequenceBlocks/size``.
    ///   - sequence: a sequence that a migration made with ``SQLDialect/createSequence(_:startingAt:)``.
    /// - Returns: the first number; the others follow it.
    /// - Throws: ``StoreError``.
    public func reserve(_ count: Int, of sequence: String) throws -> Int64 {
        guard (1...SequenceBlocks.size).contains(count) else {
            throw StoreError.misuse("\(count) numbers cannot be reserved at once", place: place)
        }
        return try using { try driver.reserve(count, of: sequence) }
    }

    /// Tells every subscriber of ``Store/announcements()``, in every process, after this transaction is committed.
    ///
    /// An announcement is a hint to look, never the news itself.
    ///
    /// - Parameter topic: what changed, for example `banks`; at most 63 bytes, no values.
    public func announce(_ topic: String) {
        precondition(topic.utf8.count <= 63 && !topic.isEmpty, "a topic has 1 to 63 bytes")
        if !announced.contains(topic) { announced.append(topic) }
    }

    /// Makes every later use throw.
    func end() {
        state = .ended
    }

    /// Throws what made the transaction impossible to commit.
    func rethrowFailure() throws {
        if case .failed(let error) = state { throw error }
    }

    /// Runs a step of the driver; after an error nothing else may be run.
    func using<Result>(_ step: () throws -> Result) throws -> Result {
        try check()
        do {
            return try step()
        } catch {
            state = .failed(error)
            throw error
        }
    }

    /// Runs a query of the driver while nothing else may run on the connection. An error of `body` leaves the
    /// transaction usable.
    func query(
        _ statement: any DriverStatement, _ values: [SQLValue], firstOnly: Bool, _ body: (SQLRow) throws -> Void
    ) throws {
        try check()
        state = .streaming
        var refusal: (any Error)?
        do {
            try statement.query(values, firstOnly: firstOnly) { row in
                do {
                    try body(row)
                } catch {
                    refusal = error
                    throw error
                }
            }
            state = .ready
        } catch {
            // The driver may have found that the transaction cannot go on although it was the body that threw.
            state = refusal == nil || driver.isBroken ? .failed(error) : .ready
            throw refusal ?? error
        }
    }

    private func check() throws {
        switch state {
        case .ready: return
        case .failed(let error): throw error
        case .streaming:
            throw StoreError.misuse("the connection was used while one of its rows was being read", place: place)
        case .ended:
            throw StoreError.misuse("the connection was used after its transaction had ended", place: place)
        }
    }
}
