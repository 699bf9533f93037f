// SPDX-License-Identifier: Apache-2.0

/// What `tutela doctor` wants to know about the database.
public struct StoreCheckup: Sendable {
    /// The version of the SQLite library in use.
    public var sqliteVersion: String
    /// The journal mode; `wal` is right.
    public var journalMode: String
    /// Size of the database in bytes, log not counted.
    public var bytes: Int64
    /// Permission bits of the home folder; 0o700 is right.
    public var folderMode: Int
    /// Permission bits of the file; 0o600 is right.
    public var fileMode: Int
    /// Schema version by room.
    public var schemaVersions: [String: Int]
    /// What the integrity check found, at most 20 lines; empty is right.
    public var damage: [String]
}

extension Store {
    /// Looks the database over; the time it takes grows with its size (about one second per GB).
    ///
    /// - Returns: the findings. Damage inside the file is a finding, not an error.
    /// - Throws: ``StoreError`` when the database cannot be read at all.
    public func checkup() throws -> StoreCheckup {
        let versions = try schemaVersions()
        return try read { connection in
            func text(_ sql: String) throws -> String {
                try connection.firstRow(sql) { $0.text(0) } ?? ""
            }
            func number(_ sql: String) throws -> Int64 {
                try connection.firstRow(sql) { $0.integer(0) } ?? 0
            }
            return StoreCheckup(
                sqliteVersion: try text("SELECT sqlite_version()"),
                journalMode: try text("PRAGMA journal_mode"),
                bytes: try number("PRAGMA page_count") * number("PRAGMA page_size"),
                folderMode: DatabaseFile.mode(DatabaseFile.folder(of: file)),
                fileMode: DatabaseFile.mode(file),
                schemaVersions: versions,
                damage: try Self.damage(connection)
            )
        }
    }

    private static func damage(_ connection: SQLConnection) throws -> [String] {
        var lines: [String] = []
        do {
            try connection.forEachRow("PRAGMA quick_check(20)") { row in
                // One row can hold several lines.
                lines += row.text(0).split(separator: "\n").map(String.init)
            }
        } catch let error as StoreError where error.code == .corrupt {
            // Bad enough to stop the check itself.
            lines.append(error.message)
        }
        return lines == ["ok"] ? [] : Array(lines.prefix(20))
    }
}
