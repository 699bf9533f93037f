// SPDX-License-Identifier: Apache-2.0

extension Store {
    /// The tables of the store itself: how far each room's schema is, and the sequences of SQLite.
    private static func ownTables(_ dialect: SQLDialect) -> [String] {
        let versions = """
            CREATE TABLE IF NOT EXISTS schema_version (room TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL)
            """
        let sequences = """
            CREATE TABLE IF NOT EXISTS store_sequence (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)
            """
        return dialect == .sqlite ? [versions, sequences] : [versions]
    }

    /// Any number will do as long as every version of this program takes the same ("Tutela" in ASCII).
    private static let migrationLock: Int64 = 0x54_7574_656C_61

    /// The recorded schema version of each room.
    ///
    /// - Returns: version by room name; a room never set up is absent.
    /// - Throws: ``StoreError``.
    public func schemaVersions() throws -> [String: Int] {
        try read { try Self.versions($0) }
    }

    func migrate() throws {
        // The common case takes no write lock, so that a scan can start while an import is running.
        let recorded = try schemaVersions()
        try refuseNewer(recorded)
        guard schemas.contains(where: { recorded[$0.room] != $0.version }) else { return }
        try write(attempts: 1, isMigration: true) { connection in
            if dialect == .postgres {
                // Two programs that start together must not both create the tables. SQLite has one writer anyway.
                try connection.forEachRow("SELECT pg_advisory_xact_lock($1)", [.integer(Self.migrationLock)]) { _ in }
            }
            for statement in Self.ownTables(dialect) { try connection.execute(statement) }
            // Read again under the lock: another process may have migrated meanwhile.
            let recorded = try Self.versions(connection)
            try refuseNewer(recorded)
            for schema in schemas where recorded[schema.room] != schema.version {
                for migration in schema.migrations where migration.version > recorded[schema.room] ?? 0 {
                    for statement in migration.statements(dialect) {
                        try connection.execute(statement)
                    }
                }
                try connection.execute(
                    """
                    INSERT INTO schema_version (room, version) VALUES ($1, $2)
                    ON CONFLICT (room) DO UPDATE SET version = excluded.version
                    """,
                    [.text(schema.room), .integer(Int64(schema.version))]
                )
            }
        }
    }

    private func refuseNewer(_ recorded: [String: Int]) throws {
        for schema in schemas {
            guard let version = recorded[schema.room], version > schema.version else { continue }
            throw StoreError(
                code: .newerSchema,
                message: "\(place): written by a newer tutela (\(schema.room) has schema \(version), "
                    + "this program knows up to \(schema.version))",
                remedy: "Run the newer program, or restore the backup made before the upgrade. Nothing was changed."
            )
        }
    }

    static func versions(_ connection: SQLConnection) throws -> [String: Int] {
        let look =
            switch connection.dialect {
            case .sqlite: "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'"
            case .postgres: "SELECT 1 WHERE to_regclass('schema_version') IS NOT NULL"
            }
        guard try connection.firstRow(look, [], { _ in true }) == true else { return [:] }
        var versions: [String: Int] = [:]
        try connection.forEachRow("SELECT room, version FROM schema_version") {
            versions[$0.text(0)] = Int($0.integer(1))
        }
        return versions
    }
}
