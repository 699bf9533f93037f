// SPDX-License-Identifier: Apache-2.0

/// What `tutela doctor` wants to know about the database.
public struct StoreCheckup: Sendable {
    /// What only one of the engines has.
    public enum Engine: Sendable {
        /// SQLite: the version of the library, and what protects the file.
        ///
        /// - journalMode: `wal` is right.
        /// - folderMode: permission bits of the home folder; 0o700 is right.
        /// - fileMode: permission bits of the file; 0o600 is right.
        case sqlite(journalMode: String, folderMode: Int, fileMode: Int)
        /// PostgreSQL: what stands between the server and this program.
        case postgres(PostgresCheckup)
    }

    /// The engine's own part.
    public var engine: Engine
    /// The printable name of the database.
    public var place: String
    /// The version of SQLite or of the PostgreSQL server.
    public var version: String
    /// Size of the database in bytes, the log of SQLite not counted.
    public var bytes: Int64
    /// Schema version by room.
    public var schemaVersions: [String: Int]
    /// What the integrity check found, at most 20 lines; empty is right. PostgreSQL checks itself: always empty.
    public var damage: [String]
}

/// What stands between a PostgreSQL server and this program.
public struct PostgresCheckup: Sendable {
    /// TLS version and cipher, for example `TLSv1.3, TLS_AES_256_GCM_SHA384`; nil when the connection is not encrypted.
    public var encryption: String?
    /// Whether the server's certificate and name are checked (`sslmode=verify-full`).
    public var isServerVerified: Bool
    /// Whether the server is on this machine, where encryption changes little.
    public var isLocal: Bool
    /// The median time of three empty questions, in seconds.
    public var latency: Double
    /// Connections that the server has open for all its clients.
    public var connectionsInUse: Int
    /// Connections that the server allows.
    public var mostConnections: Int
    /// Whether the server only repeats another one and takes no changes.
    public var isReadOnly: Bool
    /// Whether a confirmed change survives a crash of the server (`fsync` and `synchronous_commit`).
    public var isDurable: Bool
}

extension Store {
    /// Looks the database over; on SQLite the time it takes grows with its size (about one second per GB).
    ///
    /// - Returns: the findings. Damage inside the file is a finding, not an error.
    /// - Throws: ``StoreError`` when the database cannot be read at all.
    public func checkup() throws -> StoreCheckup {
        try engine.checkup()
    }
}
