// SPDX-License-Identifier: Apache-2.0

import Store

extension BankRepository {
    /// Makes an empty bank.
    ///
    /// - Parameters:
    ///   - name: letters, digits, `.`, `-`, `_`; unique, also when case is ignored.
    ///   - purpose: what a match means.
    ///   - restricted: whether its values are sealed at rest. This cannot be changed later.
    ///   - settings: what can be changed later.
    /// - Returns: the bank.
    /// - Throws: ``BankError`` with `nameInvalid`, `nameTaken` or `settingInvalid`, key errors for a restricted bank,
    ///   or `StoreError`.
    @discardableResult
    public func create(
        _ name: String, purpose: BankPurpose = .known, restricted: Bool = false,
        settings: BankSettings = BankSettings()
    ) throws -> Bank {
        try BankName.check(name)
        try Self.check(settings)
        return try store.write { connection in
            let taken = try Self.allBanks(connection).first { $0.name.lowercased() == name.lowercased() }
            if let taken {
                throw BankError(
                    .nameTaken, "there is a bank \"\(taken.name)\" already",
                    remedy: "Choose another name, or add to it: tutela bank import FILE --bank \(taken.name)"
                )
            }
            if restricted { _ = try keyring.sealCreatingKey(connection) }
            let id = try Self.sequence("bank", connection) + 1
            try Self.setSequence("bank", to: id, connection)
            try connection.execute(
                """
                INSERT INTO bank (id, name, purpose, tier, contributors, category, source, radius, restricted, state,
                    next_entry, created_at, changed_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12)
                """,
                [
                    .integer(id), .text(name), .text(purpose.rawValue), .text(settings.tier.rawValue),
                    .integer(Int64(settings.contributors)), .optional(settings.category), .optional(settings.source),
                    .optional(settings.radius.map(Int64.init)), .integer(restricted ? 1 : 0),
                    .text(settings.state.rawValue), .integer(now), .integer(now),
                ]
            )
            try touch(id, connection)
            return try Self.bank(name, connection)
        }
    }

    /// All banks with their counts, by name.
    ///
    /// - Throws: `StoreError`.
    public func list() throws -> [BankSummary] {
        try store.read { connection in
            try Self.allBanks(connection).map { try summary($0, connection) }
        }
    }

    /// One bank with its counts.
    ///
    /// - Throws: ``BankError/Code/unknownBank`` or `StoreError`.
    public func show(_ name: String) throws -> BankSummary {
        try store.read { try summary(Self.bank(name, $0), $0) }
    }

    /// Changes the settings of a bank.
    ///
    /// - Parameters:
    ///   - name: the bank.
    ///   - change: changes the settings it is given.
    /// - Returns: the bank as it is now.
    /// - Throws: ``BankError`` with `unknownBank` or `settingInvalid`, or `StoreError`.
    @discardableResult
    public func update(_ name: String, _ change: (inout BankSettings) -> Void) throws -> Bank {
        try store.write { connection in
            let bank = try Self.bank(name, connection)
            var settings = bank.settings
            change(&settings)
            try Self.check(settings)
            try connection.execute(
                """
                UPDATE bank SET tier = $1, contributors = $2, category = $3, source = $4, radius = $5, state = $6
                WHERE id = $7
                """,
                [
                    .text(settings.tier.rawValue), .integer(Int64(settings.contributors)),
                    .optional(settings.category), .optional(settings.source),
                    .optional(settings.radius.map(Int64.init)), .text(settings.state.rawValue), .integer(bank.id),
                ]
            )
            try touch(bank.id, connection)
            return try Self.bank(name, connection)
        }
    }

    /// Removes a bank and all its entries; their bytes are overwritten in the file.
    ///
    /// - Returns: how many entries were removed.
    /// - Throws: ``BankError/Code/unknownBank`` or `StoreError`.
    @discardableResult
    public func remove(_ name: String) throws -> Int {
        let removed = try store.write { connection in
            let bank = try Self.bank(name, connection)
            let removed = try connection.execute("DELETE FROM bank_entry WHERE bank_id = $1", [.integer(bank.id)])
            try connection.execute("DELETE FROM bank_tally WHERE bank_id = $1", [.integer(bank.id)])
            try touch(bank.id, connection)
            try connection.execute("DELETE FROM bank WHERE id = $1", [.integer(bank.id)])
            return removed
        }
        store.compactLog()
        return removed
    }

    private func summary(_ bank: Bank, _ connection: SQLConnection) throws -> BankSummary {
        var counts: [EntryCount] = []
        try connection.forEachRow(
            "SELECT state, kinds, entries FROM bank_tally WHERE bank_id = $1 AND entries > 0 ORDER BY state, kinds",
            [.integer(bank.id)]
        ) { row in
            guard let state = ListingState(number: row.integer(0)) else { throw Bank.damaged(row: bank.id) }
            counts.append(
                EntryCount(
                    state: state, kinds: FingerprintKinds(rawValue: Int(row.integer(1))), entries: Int(row.integer(2))))
        }
        let expired = try connection.firstRow(
            "SELECT COUNT(*) FROM bank_entry WHERE bank_id = $1 AND expires_at IS NOT NULL AND expires_at <= $2",
            [.integer(bank.id), .integer(now)]
        ) { Int($0.integer(0)) }
        return BankSummary(bank: bank, counts: counts, expired: expired ?? 0)
    }

    private static func check(_ settings: BankSettings) throws {
        if let radius = settings.radius, !Bank.radii.contains(radius) {
            throw BankError(
                .settingInvalid, "a radius of \(radius) bits is outside 0 to 64",
                remedy: "31 is the usual radius; above it, unrelated pictures begin to match."
            )
        }
        guard settings.contributors >= 0 else {
            throw BankError(.settingInvalid, "contributors cannot be negative", remedy: "Write 0 or more.")
        }
        for (what, text, limit) in [
            ("category", settings.category, ImportLimits.categoryBytes),
            ("source", settings.source, ImportLimits.sourceBytes),
        ] {
            guard let text else { continue }
            do throws(FieldProblem) {
                try FieldParser.check(text, limit: limit, singleLine: true)
            } catch {
                throw BankError(.settingInvalid, "\(what): \(error.reason)", remedy: error.remedy)
            }
        }
    }
}
