// SPDX-License-Identifier: Apache-2.0

/// The few words in which the engines differ; everything else is written in their common subset.
public enum SQLDialect: String, Sendable, CaseIterable {
    /// SQLite 3.35 or newer.
    case sqlite
    /// PostgreSQL 13 or newer.
    case postgres

    /// The column type for bytes.
    public var bytes: String {
        switch self {
        case .sqlite: "BLOB"
        case .postgres: "BYTEA"
        }
    }

    /// The column type for text that is sorted or compared with `<`: by bytes, on every machine alike.
    ///
    /// PostgreSQL would otherwise sort by the language that the database was made with.
    public var text: String {
        switch self {
        case .sqlite: "TEXT"
        case .postgres: "TEXT COLLATE \"C\""
        }
    }

    /// The column type for a 64-bit primary key that the program chooses itself.
    ///
    /// SQLite aliases the row id only to a column spelled exactly `INTEGER PRIMARY KEY`.
    public var key: String {
        switch self {
        case .sqlite: "INTEGER PRIMARY KEY"
        case .postgres: "BIGINT PRIMARY KEY"
        }
    }

    /// What ends a `SELECT` whose rows the transaction is going to change, the space before it included.
    ///
    /// On PostgreSQL other writers of these rows wait until this transaction has ended. SQLite has one writer at a
    /// time, so it needs no word.
    public var forUpdate: String {
        switch self {
        case .sqlite: ""
        case .postgres: " FOR UPDATE"
        }
    }

    /// The statements that make a sequence for ``SQLConnection/reserve(_:of:)``. Part of a migration.
    ///
    /// - Parameters:
    ///   - name: lower-case letters and underscores; unique in the database.
    ///   - first: a query of one number, the first to be handed out; for a table that has rows already.
    public func createSequence(_ name: String, startingAt first: String = "SELECT 1") -> [String] {
        switch self {
        case .sqlite:
            ["INSERT INTO store_sequence (name, value) VALUES ('\(name)', (\(first)))"]
        case .postgres:
            // One number of the sequence stands for a block, so that two transactions never wait for each other.
            [
                "CREATE SEQUENCE \(name) AS BIGINT INCREMENT BY \(SequenceBlocks.size)",
                "SELECT setval('\(name)', (\(first)), false)",
            ]
        }
    }
}
