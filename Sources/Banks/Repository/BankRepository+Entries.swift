// SPDX-License-Identifier: Apache-2.0

public import Store

extension BankRepository {
    /// Reads entries page by page, in the order in which they were added. They carry fingerprints: show them only to
    /// roles that need them.
    ///
    /// - Parameters:
    ///   - name: the bank.
    ///   - after: the id of the last entry of the page before; nil starts at the first.
    ///   - limit: how many at most.
    /// - Throws: ``BankError`` with `unknownBank`, `unknownEntry`, key or seal errors, or `StoreError`.
    public func entries(of name: String, after: String? = nil, limit: Int = 100) throws -> [BankEntry] {
        try store.read { connection in
            let bank = try Self.bank(name, connection)
            let columns = try columns(bank, connection)
            let start = try after.map { try Self.row(of: $0, in: bank, connection) } ?? 0
            var entries: [BankEntry] = []
            try connection.forEachRow(
                "SELECT \(EntryColumns.list) FROM bank_entry WHERE bank_id = $1 AND id > $2 ORDER BY id LIMIT $3",
                [.integer(bank.id), .integer(start), .integer(Int64(limit))]
            ) { entries.append(try columns.entry($0)) }
            return entries
        }
    }

    /// Reads one entry, with its fingerprints.
    ///
    /// - Throws: ``BankError`` with `unknownBank`, `unknownEntry`, key or seal errors, or `StoreError`.
    public func entry(_ id: String, of name: String) throws -> BankEntry {
        try stored(.id(id), of: name).entry
    }

    /// Changes whether an entry takes part in matching.
    ///
    /// - Parameters:
    ///   - state: the new state.
    ///   - id: the operator's id of the entry.
    ///   - name: the bank.
    ///   - transaction: the transaction to join; nil makes it one of its own.
    /// - Throws: ``BankError`` with `unknownBank` or `unknownEntry`, or `StoreError`.
    public func set(
        _ state: ListingState, entry id: String, of name: String, within transaction: SQLConnection? = nil
    ) throws {
        try writing(transaction) { connection in
            let bank = try Self.bank(name, connection, isChanging: true)
            let row = try Self.row(of: id, in: bank, connection)
            let before = try connection.firstRow("SELECT state, kinds FROM bank_entry WHERE id = $1", [.integer(row)]) {
                ($0.integer(0), $0.integer(1))
            }
            guard let before else { throw Self.unknownEntry(bank) }
            try connection.execute(
                "UPDATE bank_entry SET state = $1, changed_at = $2 WHERE id = $3",
                [.integer(state.number), .integer(now), .integer(row)])
            try Self.tally(bank.id, before.0, before.1, by: -1, connection)
            try Self.tally(bank.id, state.number, before.1, by: 1, connection)
            try touch(bank.id, .rows(row...row), connection)
        }
    }

    /// Records that a person confirmed an entry, or takes that back.
    ///
    /// - Parameters:
    ///   - confirmed: whether a person did.
    ///   - id: the operator's id of the entry.
    ///   - name: the bank.
    ///   - transaction: the transaction to join; nil makes it one of its own.
    /// - Throws: ``BankError`` with `unknownBank` or `unknownEntry`, or `StoreError`.
    public func setConfirmed(
        _ confirmed: Bool, entry id: String, of name: String, within transaction: SQLConnection? = nil
    ) throws {
        try writing(transaction) { connection in
            let bank = try Self.bank(name, connection, isChanging: true)
            let row = try Self.row(of: id, in: bank, connection)
            try connection.execute(
                "UPDATE bank_entry SET confirmed = $1, changed_at = $2 WHERE id = $3",
                [.integer(confirmed ? 1 : 0), .integer(now), .integer(row)])
            try touch(bank.id, .rows(row...row), connection)
        }
    }

    static func row(of id: String, in bank: Bank, _ connection: SQLConnection) throws -> Int64 {
        let row = try connection.firstRow(
            "SELECT id FROM bank_entry WHERE bank_id = $1 AND external_id = $2", [.integer(bank.id), .text(id)]
        ) { $0.integer(0) }
        guard let row else { throw unknownEntry(bank) }
        return row
    }

    static func unknownEntry(_ bank: Bank) -> BankError {
        BankError(
            .unknownEntry, "bank \"\(bank.name)\" has no entry of that id",
            remedy: "See its entries: tutela bank show \(bank.name)"
        )
    }

    static func tally(
        _ bank: Int64, _ state: Int64, _ kinds: Int64, by change: Int64, _ connection: SQLConnection
    ) throws {
        try connection.execute(
            """
            INSERT INTO bank_tally (bank_id, state, kinds, entries) VALUES ($1, $2, $3, $4)
            ON CONFLICT (bank_id, state, kinds) DO UPDATE SET entries = bank_tally.entries + excluded.entries
            """,
            [.integer(bank), .integer(state), .integer(kinds), .integer(change)]
        )
    }
}
