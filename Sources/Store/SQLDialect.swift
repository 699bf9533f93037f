// SPDX-License-Identifier: Apache-2.0

/// The few words in which the engines differ; everything else is written in their common subset.
public enum SQLDialect: Sendable {
    /// SQLite 3.35 or newer.
    case sqlite

    /// The column type for bytes.
    public var bytes: String {
        switch self {
        case .sqlite: "BLOB"
        }
    }

    /// The column type for a 64-bit primary key that the program chooses itself.
    ///
    /// SQLite aliases the row id only to a column spelled exactly `INTEGER PRIMARY KEY`.
    public var key: String {
        switch self {
        case .sqlite: "INTEGER PRIMARY KEY"
        }
    }
}
