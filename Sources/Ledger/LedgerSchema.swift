// SPDX-License-Identifier: Apache-2.0

public import Store

/// The tables of this room.
public enum LedgerSchema {
    /// The schema to open a `Store` with.
    public static let schema = RoomSchema(room: "ledger", migrations: [first, second])

    private static let first = Migration(version: 1, summary: "audit events and their counter") { dialect in
        [
            "CREATE TABLE audit_sequence (id \(dialect.key), value BIGINT NOT NULL)",
            "INSERT INTO audit_sequence (id, value) VALUES (1, 0)",
            """
            CREATE TABLE audit_event (
                number \(dialect.key), at BIGINT NOT NULL, actor TEXT NOT NULL, tenant TEXT, action TEXT NOT NULL,
                object TEXT NOT NULL, request TEXT, detail TEXT NOT NULL)
            """,
            "CREATE INDEX audit_event_object ON audit_event (object, number)",
        ]
    }

    private static let second = Migration(version: 2, summary: "events by actor, action and tenant") { _ in
        [
            "CREATE INDEX audit_event_actor ON audit_event (actor, number)",
            "CREATE INDEX audit_event_action ON audit_event (action, number)",
            "CREATE INDEX audit_event_tenant ON audit_event (tenant, number)",
        ]
    }
}
