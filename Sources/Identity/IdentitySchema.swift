// SPDX-License-Identifier: Apache-2.0

public import Store

/// The tables of this room.
public enum IdentitySchema {
    /// The schema to open a `Store` with; the audit events of `LedgerSchema` belong to it.
    public static let schema = RoomSchema(room: "identity", migrations: [first])

    /// What is announced after each change of people, keys or tenants.
    public static let topic = "identity"

    /// - `identity_change.value` counts the changes. Every change begins by raising it, so changes take turns and rules
    ///   such as "the last administrator stays" hold under any concurrency. `identity_key.change` is its value at the last
    ///   change of that key, so that a cache reads only what is new.
    /// - `login` is the name a person signs in with: `NAME`, or `TENANT/NAME`.
    /// - `password` is a hash with its parameters, `$scrypt$…`; null: this person signs in elsewhere only.
    /// - `hash` is SHA-256 of a random secret of 256 bits, which needs no slow hash (ASVS 5.0, 6.5.2).
    /// - `identity_attempt` counts failed sign-ins by a hash of what was tried and from where; it holds no name.
    /// - Times are seconds since 1970.
    private static let first = Migration(version: 1, summary: "tenants, people, keys, sessions") { dialect in
        [
            "CREATE TABLE identity_change (id \(dialect.key), value BIGINT NOT NULL)",
            "INSERT INTO identity_change (id, value) VALUES (1, 0)",
            """
            CREATE TABLE identity_tenant (
                name TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, created_at BIGINT NOT NULL)
            """,
            """
            CREATE TABLE identity_user (
                id TEXT NOT NULL PRIMARY KEY, login TEXT NOT NULL UNIQUE, name TEXT NOT NULL,
                tenant TEXT REFERENCES identity_tenant (name), roles TEXT NOT NULL, password TEXT,
                must_change SMALLINT NOT NULL, disabled SMALLINT NOT NULL, issuer TEXT, failures BIGINT NOT NULL,
                created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL, password_at BIGINT, signed_in_at BIGINT)
            """,
            """
            CREATE TABLE identity_subject (
                issuer TEXT NOT NULL, subject TEXT NOT NULL, user_id TEXT NOT NULL REFERENCES identity_user (id),
                created_at BIGINT NOT NULL, PRIMARY KEY (issuer, subject))
            """,
            "CREATE INDEX identity_subject_user ON identity_subject (user_id)",
            """
            CREATE TABLE identity_key (
                id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, tenant TEXT REFERENCES identity_tenant (name),
                roles TEXT NOT NULL, scope TEXT, networks TEXT NOT NULL, hash \(dialect.bytes) NOT NULL,
                old_hash \(dialect.bytes), old_until BIGINT, created_at BIGINT NOT NULL, created_by TEXT NOT NULL,
                expires_at BIGINT NOT NULL, lifetime BIGINT NOT NULL, rotated_at BIGINT, revoked_at BIGINT,
                used_at BIGINT, change BIGINT NOT NULL)
            """,
            "CREATE INDEX identity_key_change ON identity_key (change)",
            """
            CREATE TABLE identity_session (
                hash \(dialect.bytes) NOT NULL PRIMARY KEY, id TEXT NOT NULL UNIQUE,
                user_id TEXT NOT NULL REFERENCES identity_user (id), created_at BIGINT NOT NULL,
                seen_at BIGINT NOT NULL, stepped_up_at BIGINT, method TEXT NOT NULL)
            """,
            "CREATE INDEX identity_session_user ON identity_session (user_id)",
            "CREATE INDEX identity_session_seen ON identity_session (seen_at)",
            """
            CREATE TABLE identity_attempt (
                subject \(dialect.bytes) NOT NULL PRIMARY KEY, failures BIGINT NOT NULL, last_at BIGINT NOT NULL,
                retry_at BIGINT NOT NULL)
            """,
            "CREATE INDEX identity_attempt_last ON identity_attempt (last_at)",
        ]
    }

    /// Begins a change: takes the turn, and tells the others afterwards.
    ///
    /// - Returns: the number of the change.
    static func beginChange(_ connection: SQLConnection) throws -> Int64 {
        try connection.execute("UPDATE identity_change SET value = value + 1 WHERE id = 1")
        connection.announce(topic)
        return try lastChange(connection)
    }

    static func lastChange(_ connection: SQLConnection) throws -> Int64 {
        try connection.firstRow("SELECT value FROM identity_change WHERE id = 1") { $0.integer(0) } ?? 0
    }
}
