// SPDX-License-Identifier: Apache-2.0

public import Store

extension BankRepository {
    /// Reads one entry, with its fingerprints and its provenance.
    ///
    /// - Parameters:
    ///   - key: its id or its row.
    ///   - name: the bank, as the database calls it. A row of another bank is unknown here.
    ///   - transaction: the transaction to read in; nil makes it one of its own.
    /// - Throws: ``BankError`` with `unknownBank`, `unknownEntry`, key or seal errors, or `StoreError`.
    public func stored(
        _ key: EntryKey, of name: String, within transaction: SQLConnection? = nil
    ) throws -> StoredEntry {
        try reading(transaction) { connection in
            try stored(key, in: try Self.bank(name, connection), connection)
        }
    }

    func stored(_ key: EntryKey, in bank: Bank, _ connection: SQLConnection) throws -> StoredEntry {
        let columns = try columns(bank, connection)
        let (column, value): (String, SQLValue) =
            switch key {
            case .id(let id): ("external_id", .text(id))
            case .row(let row): ("id", .integer(row))
            }
        let found = try connection.firstRow(
            "SELECT \(EntryColumns.list) FROM bank_entry WHERE bank_id = $1 AND \(column) = $2",
            [.integer(bank.id), value]
        ) { try columns.stored($0) }
        guard let found else { throw Self.unknownEntry(bank) }
        return found
    }

    /// Changes what can be changed of an entry: everything but its id, its fingerprints and where it comes from.
    ///
    /// - Parameters:
    ///   - key: its id or its row.
    ///   - name: the bank, as the database calls it.
    ///   - transaction: the transaction to join; nil makes it one of its own.
    ///   - change: changes the entry it is given; throwing undoes everything.
    /// - Returns: the entry as it is now.
    /// - Throws: ``BankError`` with `unknownBank`, `unknownEntry` or `entryInvalid`, key or seal errors, what `change`
    ///   throws, or `StoreError`.
    @discardableResult
    public func updateEntry(
        _ key: EntryKey, of name: String, within transaction: SQLConnection? = nil,
        _ change: (inout BankEntry) throws -> Void
    ) throws -> StoredEntry {
        try writing(transaction) { connection in
            let bank = try Self.bank(name, connection, isChanging: true)
            let before = try stored(key, in: bank, connection)
            var entry = before.entry
            try change(&entry)
            guard entry.id == before.entry.id, entry.fingerprints == before.entry.fingerprints,
                entry.fingerprints.views == before.entry.fingerprints.views
            else {
                throw BankError(
                    .entryInvalid, "id and fingerprints of an entry cannot be changed",
                    remedy: "Remove the entry and add another one.")
            }
            guard entry != before.entry else { return before }
            try check(entry, in: bank)
            var sealed: [UInt8]?
            if bank.restricted {
                let content = SealedContent(entry.fingerprints, note: entry.note, metadata: entry.metadata)
                sealed = try keyring.seal(connection).seal(content, bank: bank.id, row: before.row)
            }
            try connection.execute(
                """
                UPDATE bank_entry SET state = $1, confirmed = $2, expires_at = $3, disabled_until = $4, category = $5,
                    source = $6, note = $7, metadata = $8, sealed = $9, changed_at = $10
                WHERE id = $11
                """,
                [
                    .integer(entry.state.number), .integer(entry.confirmed ? 1 : 0),
                    .optional(entry.expires.map(Self.seconds)), .optional(entry.disabledUntil.map(Self.seconds)),
                    .optional(entry.category), .optional(entry.source),
                    bank.restricted ? .null : .optional(entry.note),
                    bank.restricted ? .null : .optional(entry.metadata?.stored), .optional(sealed), .integer(now),
                    .integer(before.row),
                ])
            if entry.state != before.entry.state {
                let kinds = Int64(entry.fingerprints.kinds.rawValue)
                try Self.tally(bank.id, before.entry.state.number, kinds, by: -1, connection)
                try Self.tally(bank.id, entry.state.number, kinds, by: 1, connection)
            }
            try touch(bank.id, .rows(before.row...before.row), connection)
            return try stored(.row(before.row), in: bank, connection)
        }
    }

    /// Removes an entry for good: its bytes are overwritten in the file. To keep the history, set its state instead.
    ///
    /// - Parameters:
    ///   - key: its id or its row.
    ///   - name: the bank, as the database calls it.
    ///   - transaction: the transaction to join; nil makes it one of its own.
    /// - Returns: what was removed.
    /// - Throws: ``BankError`` with `unknownBank`, `unknownEntry`, key or seal errors, or `StoreError`.
    @discardableResult
    public func removeEntry(
        _ key: EntryKey, of name: String, within transaction: SQLConnection? = nil
    ) throws -> StoredEntry {
        let removed = try writing(transaction) { connection in
            let bank = try Self.bank(name, connection, isChanging: true)
            let removed = try stored(key, in: bank, connection)
            try connection.execute("DELETE FROM bank_entry WHERE id = $1", [.integer(removed.row)])
            try Self.tally(
                bank.id, removed.entry.state.number, Int64(removed.entry.fingerprints.kinds.rawValue), by: -1,
                connection)
            try touch(bank.id, .rows(removed.row...removed.row), connection)
            return removed
        }
        if transaction == nil { store.compactLog() }
        return removed
    }

    /// The bank that a row is in.
    ///
    /// - Parameters:
    ///   - row: the entry's row.
    ///   - transaction: the transaction to read in; nil makes it one of its own.
    /// - Returns: nil when no entry has that row.
    /// - Throws: `StoreError`.
    public func bank(ofRow row: Int64, within transaction: SQLConnection? = nil) throws -> Bank? {
        try reading(transaction) { connection in
            try connection.firstRow(
                "SELECT \(Bank.columns) FROM bank WHERE id = (SELECT bank_id FROM bank_entry WHERE id = $1)",
                [.integer(row)]
            ) { try Bank($0) }
        }
    }
}
