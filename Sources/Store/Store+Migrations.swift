// SPDX-License-Identifier: Apache-2.0

extension Store {
    /// The table that records how far each room's schema is.
    private static let versionTable = """
        CREATE TABLE IF NOT EXISTS schema_version (room TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL)
        """

    /// The recorded schema version of each room.
    ///
    /// - Returns: version by room name; a room never set up is absent.
    /// - Throws: ``StoreError``.
    public func schemaVersions() throws -> [String: Int] {
        try read { connection in
            let exists = try connection.firstRow(
                "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'"
            ) { _ in true }
            guard exists == true else { return [:] }
            return try Self.versions(connection)
        }
    }

    func migrate() throws {
        // The common case takes no write lock, so that a scan can start while an import is running.
        let recorded = try schemaVersions()
        try refuseNewer(recorded)
        guard schemas.contains(where: { recorded[$0.room] != $0.version }) else { return }
        try write { connection in
            try connection.execute(Self.versionTable)
            // Read again under the lock: another process may have migrated meanwhile.
            let recorded = try Self.versions(connection)
            try refuseNewer(recorded)
            for schema in schemas {
                for migration in schema.migrations where migration.version > recorded[schema.room] ?? 0 {
                    for statement in migration.statements(.sqlite) {
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
                message: "\(file): written by a newer tutela (\(schema.room) has schema \(version), "
                    + "this program knows up to \(schema.version))",
                remedy: "Run the newer program, or restore the backup made before the upgrade. Nothing was changed."
            )
        }
    }

    private static func versions(_ connection: SQLConnection) throws -> [String: Int] {
        var versions: [String: Int] = [:]
        try connection.forEachRow("SELECT room, version FROM schema_version") {
            versions[$0.text(0)] = Int($0.integer(1))
        }
        return versions
    }
}
