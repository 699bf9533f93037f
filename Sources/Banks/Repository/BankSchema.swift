// SPDX-License-Identifier: Apache-2.0

public import Store

/// The tables of this room.
public enum BankSchema {
    /// The schema to open a `Store` with.
    public static let schema = RoomSchema(room: "banks", migrations: [first, second, third])

    /// The sequence of row numbers of entries.
    static let rowSequence = "bank_entry_row"

    /// - `bank_entry.md5`, `sha1`, `sha256` hold the digest, or in a restricted bank a keyed tag of it.
    /// - `set_key` identifies the whole set of values: equal sets collide, which is how duplicates are found.
    /// - `state` is 0 active, 1 quarantined, 2 disabled, 3 withdrawn; `kinds` is a bit set (1 PDQ, 2 MD5, 4 SHA-1, 8
    ///   SHA-256). Times are seconds since 1970.
    /// - `bank_tally` counts entries so that listing banks never scans them; it changes in the same transaction.
    /// - `bank_sequence` hands out row numbers once: an index that still holds an old row must find nothing, not
    ///   somebody else's entry.
    private static let first = Migration(version: 1, summary: "banks, entries, counts and the key's proof") { dialect in
        [
            """
            CREATE TABLE bank (
                id \(dialect.key), name \(dialect.text) NOT NULL UNIQUE, purpose TEXT NOT NULL, tier TEXT NOT NULL,
                contributors INTEGER NOT NULL, category TEXT, source TEXT, radius INTEGER,
                restricted SMALLINT NOT NULL, state TEXT NOT NULL, next_entry BIGINT NOT NULL,
                created_at BIGINT NOT NULL, changed_at BIGINT NOT NULL)
            """,
            """
            CREATE TABLE bank_entry (
                id \(dialect.key), bank_id BIGINT NOT NULL REFERENCES bank (id), external_id \(dialect.text) NOT NULL,
                kinds SMALLINT NOT NULL, state SMALLINT NOT NULL, confirmed SMALLINT NOT NULL, expires_at BIGINT,
                pdq \(dialect.bytes), md5 \(dialect.bytes), sha1 \(dialect.bytes), sha256 \(dialect.bytes),
                sealed \(dialect.bytes), set_key \(dialect.bytes) NOT NULL,
                category TEXT, source TEXT, note TEXT,
                UNIQUE (bank_id, external_id), UNIQUE (bank_id, set_key))
            """,
            // Entries of a bank in the order they were added: exporting millions must not sort them in memory.
            "CREATE INDEX bank_entry_order ON bank_entry (bank_id, id)",
            "CREATE INDEX bank_entry_md5 ON bank_entry (md5) WHERE md5 IS NOT NULL",
            "CREATE INDEX bank_entry_sha1 ON bank_entry (sha1) WHERE sha1 IS NOT NULL",
            "CREATE INDEX bank_entry_sha256 ON bank_entry (sha256) WHERE sha256 IS NOT NULL",
            "CREATE INDEX bank_entry_expiry ON bank_entry (bank_id, expires_at) WHERE expires_at IS NOT NULL",
            """
            CREATE TABLE bank_tally (
                bank_id BIGINT NOT NULL REFERENCES bank (id), state SMALLINT NOT NULL, kinds SMALLINT NOT NULL,
                entries BIGINT NOT NULL, PRIMARY KEY (bank_id, state, kinds))
            """,
            "CREATE TABLE bank_sequence (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)",
            "INSERT INTO bank_sequence (name, value) VALUES ('bank', 0), ('entry', 0), ('change', 0)",
            "CREATE TABLE bank_key (id \(dialect.key), proof \(dialect.bytes) NOT NULL)",
        ]
    }

    /// - `bank_entry.views`: see `KnownView.stored`. In a restricted bank they are inside the seal.
    /// - `change-nonce`: drawn at random with every change, see `BankChange`.
    private static let second = Migration(version: 2, summary: "views of pictures, nonce of the change") { dialect in
        [
            "ALTER TABLE bank_entry ADD COLUMN views \(dialect.bytes)",
            "INSERT INTO bank_sequence (name, value) VALUES ('change-nonce', 0)",
        ]
    }

    /// - `bank.enabled_ratio`: millionths; null is all of them.
    /// - `bank_entry.metadata`: see `EntryMetadata.stored`. In a restricted bank it is inside the seal.
    /// - `bank_entry_row` hands out row numbers, in blocks where many transactions write at once. The row `entry` of
    ///   `bank_sequence`, which did so before, is not used any more.
    /// - `bank_change`: where something changed, see `BankChangeLog`.
    private static let third = Migration(
        version: 3, summary: "change log, provenance and metadata of entries, enabled ratio of banks"
    ) { dialect in
        [
            "ALTER TABLE bank ADD COLUMN enabled_ratio BIGINT",
            "ALTER TABLE bank_entry ADD COLUMN disabled_until BIGINT",
            "ALTER TABLE bank_entry ADD COLUMN metadata \(dialect.bytes)",
            "ALTER TABLE bank_entry ADD COLUMN added_at BIGINT",
            "ALTER TABLE bank_entry ADD COLUMN added_by TEXT",
            "ALTER TABLE bank_entry ADD COLUMN changed_at BIGINT",
            """
            CREATE TABLE bank_change (
                number \(dialect.key), nonce BIGINT NOT NULL, bank_id BIGINT NOT NULL, first_row BIGINT NOT NULL,
                last_row BIGINT NOT NULL)
            """,
            // The change that is the last one now, so that who has read up to it can go on from there.
            """
            INSERT INTO bank_change (number, nonce, bank_id, first_row, last_row)
            SELECT change.value, nonce.value, 0, 0, 0 FROM bank_sequence change, bank_sequence nonce
            WHERE change.name = 'change' AND nonce.name = 'change-nonce' AND change.value > 0
            """,
        ]
            + dialect.createSequence(
                rowSequence, startingAt: "SELECT value + 1 FROM bank_sequence WHERE name = 'entry'")
    }
}
