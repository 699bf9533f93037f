// SPDX-License-Identifier: Apache-2.0

public import Store

/// The tables of this room: what the compatible surface keeps that no other room has a place for.
public enum MatcherSchema {
    /// The schema to open a `Store` with.
    public static let schema = RoomSchema(room: "matcher", migrations: [first])

    /// - `matcher_exchange.name` is the name of the exchange's bank in the database, with the tenant before it.
    /// - `matcher_signal_type.ratio` is a share in millionths.
    private static let first = Migration(version: 1, summary: "exchanges and shares of signal types") { _ in
        [
            """
            CREATE TABLE matcher_exchange (
                name TEXT NOT NULL PRIMARY KEY, api TEXT NOT NULL, enabled SMALLINT NOT NULL,
                fetched_at BIGINT, succeeded SMALLINT, items BIGINT NOT NULL)
            """,
            "CREATE TABLE matcher_signal_type (name TEXT NOT NULL PRIMARY KEY, ratio BIGINT NOT NULL)",
        ]
    }
}
