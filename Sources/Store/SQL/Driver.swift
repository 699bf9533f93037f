// SPDX-License-Identifier: Apache-2.0

/// What the store asks of a database engine.
protocol StoreEngine: Sendable {
    var dialect: SQLDialect { get }
    /// The printable name of the database; never a password.
    var place: String { get }
    /// Who is told of changes.
    var announcer: Announcer { get }

    /// Runs `body` in one transaction that sees one state of the database.
    ///
    /// - Parameter interruption: how somebody else can end it, if anybody can.
    func read<Result>(_ interruption: Interruption?, _ body: (SQLConnection) throws -> Result) throws -> Result
    /// Runs `body` in one transaction and commits it.
    ///
    /// - Parameters:
    ///   - isMigration: whether it may take as long as it takes.
    ///   - interruption: how somebody else can end it, if anybody can.
    func write<Result>(
        isMigration: Bool, _ interruption: Interruption?, _ body: (SQLConnection) throws -> Result
    ) throws -> Result
    /// Gives disk space back that a large change took, as far as that costs little.
    func compactLog()
    func close() throws
    /// Looks the database over.
    func checkup() throws -> StoreCheckup
}

/// One connection of an engine, inside one transaction.
protocol DriverConnection: AnyObject {
    /// Whether the transaction cannot go on.
    var isBroken: Bool { get }

    func prepare(_ sql: String) throws -> any DriverStatement
    /// The first of `count` numbers that nobody else gets.
    func reserve(_ count: Int, of sequence: String) throws -> Int64
}

/// A statement of an engine.
protocol DriverStatement: AnyObject {
    var parameterCount: Int { get }

    /// Runs to the end; returns the number of rows inserted, changed or removed.
    func run(_ values: [SQLValue]) throws -> Int
    /// Hands out rows until `body` throws.
    func query(_ values: [SQLValue], firstOnly: Bool, _ body: (SQLRow) throws -> Void) throws
}
