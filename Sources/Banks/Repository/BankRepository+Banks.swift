// SPDX-License-Identifier: Apache-2.0

public import Store

extension BankRepository {
    /// Makes an empty bank.
    ///
    /// - Parameters:
    ///   - name: letters, digits, `.`, `-`, `_`; unique, also when case is ignored.
    ///   - scope: whose bank it is. A tenant's bank cannot have the name of a bank of the house, nor the other way round.
    ///   - purpose: what a match means.
    ///   - restricted: whether its values are sealed at rest. This cannot be changed later.
    ///   - settings: what can be changed later.
    ///   - transaction: the transaction to join; nil makes it one of its own.
    /// - Returns: the bank.
    /// - Throws: ``BankError`` with `nameInvalid`, `nameTaken` or `settingInvalid`, key errors for a restricted bank,
    ///   or `StoreError`.
    @discardableResult
    public func create(
        _ name: String, in scope: BankScope = .house, purpose: BankPurpose = .known, restricted: Bool = false,
        settings: BankSettings = BankSettings(), within transaction: SQLConnection? = nil
    ) throws -> Bank {
        let qualified = try Self.checked(name, in: scope)
        try Self.check(settings)
        return try writing(transaction) { connection in
            // The update first: who makes or renames another bank waits here, so that the name is still free below.
            try connection.execute("UPDATE bank_sequence SET value = value + 1 WHERE name = 'bank'")
            let id = try Self.sequence("bank", connection)
            if let taken = BankName.rival(of: qualified, among: try Self.allBanks(connection)) {
                throw Self.taken(taken, in: scope)
            }
            if restricted { _ = try keyring.sealCreatingKey(connection) }
            try connection.execute(
                """
                INSERT INTO bank (id, name, purpose, tier, contributors, category, source, radius, restricted, state,
                    next_entry, created_at, changed_at, enabled_ratio)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $13)
                """,
                [
                    .integer(id), .text(qualified), .text(purpose.rawValue), .text(settings.tier.rawValue),
                    .integer(Int64(settings.contributors)), .optional(settings.category), .optional(settings.source),
                    .optional(settings.radius.map(Int64.init)), .integer(restricted ? 1 : 0),
                    .text(settings.state.rawValue), .integer(now), .integer(now), settings.storedRatio,
                ]
            )
            try touch(id, .none, connection)
            return try Self.bank(qualified, connection)
        }
    }

    /// Gives a bank another name. Its entries and their rows stay what they are.
    ///
    /// - Parameters:
    ///   - name: the bank, as the database calls it.
    ///   - new: its new name, without a tenant: the bank stays whose it is.
    ///   - transaction: the transaction to join; nil makes it one of its own.
    /// - Returns: the bank as it is now.
    /// - Throws: ``BankError`` with `unknownBank`, `nameInvalid` or `nameTaken`, or `StoreError`.
    @discardableResult
    public func rename(_ name: String, to new: String, within transaction: SQLConnection? = nil) throws -> Bank {
        let scope = BankScope(tenant: BankName.parts(name).tenant)
        let qualified = try Self.checked(new, in: scope)
        return try writing(transaction) { connection in
            try connection.execute("UPDATE bank_sequence SET value = value WHERE name = 'bank'")
            let bank = try Self.bank(name, connection, isChanging: true)
            let others = try Self.allBanks(connection).filter { $0.id != bank.id }
            if let taken = BankName.rival(of: qualified, among: others) { throw Self.taken(taken, in: scope) }
            try connection.execute(
                "UPDATE bank SET name = $1 WHERE id = $2", [.text(qualified), .integer(bank.id)])
            try touch(bank.id, .none, connection)
            return try Self.bank(qualified, connection)
        }
    }

    private static func checked(_ name: String, in scope: BankScope) throws -> String {
        try BankName.check(name)
        guard let tenant = scope.tenant else { return name }
        try BankName.checkTenant(tenant)
        return "\(tenant)/\(name)"
    }

    private static func taken(_ bank: Bank, in scope: BankScope) -> BankError {
        guard let visible = scope.visible(bank.name), BankName.parts(bank.name).tenant == scope.tenant else {
            return BankError(
                .nameTaken, "the name is taken by a bank of \(scope.tenant == nil ? "a tenant" : "the house")",
                remedy: "Choose another name: they would be seen side by side.")
        }
        return BankError(
            .nameTaken, "there is a bank \"\(visible)\" already",
            remedy: "Choose another name, or add to it: tutela bank import FILE --bank \(visible)"
        )
    }

    /// All banks with their counts, by name.
    ///
    /// - Parameter transaction: the transaction to read in; nil makes it one of its own.
    /// - Throws: `StoreError`.
    public func list(within transaction: SQLConnection? = nil) throws -> [BankSummary] {
        try reading(transaction) { connection in
            try Self.allBanks(connection).map { try summary($0, connection) }
        }
    }

    /// One bank with its counts.
    ///
    /// - Parameters:
    ///   - name: the bank, as the database calls it.
    ///   - transaction: the transaction to read in; nil makes it one of its own.
    /// - Throws: ``BankError/Code/unknownBank`` or `StoreError`.
    public func show(_ name: String, within transaction: SQLConnection? = nil) throws -> BankSummary {
        try reading(transaction) { try summary(Self.bank(name, $0), $0) }
    }

    /// Changes the settings of a bank.
    ///
    /// - Parameters:
    ///   - name: the bank.
    ///   - transaction: the transaction to join; nil makes it one of its own.
    ///   - change: changes the settings it is given.
    /// - Returns: the bank as it is now.
    /// - Throws: ``BankError`` with `unknownBank` or `settingInvalid`, or `StoreError`.
    @discardableResult
    public func update(
        _ name: String, within transaction: SQLConnection? = nil, _ change: (inout BankSettings) -> Void
    ) throws -> Bank {
        try writing(transaction) { connection in
            let bank = try Self.bank(name, connection, isChanging: true)
            var settings = bank.settings
            change(&settings)
            try Self.check(settings)
            try connection.execute(
                """
                UPDATE bank SET tier = $1, contributors = $2, category = $3, source = $4, radius = $5, state = $6,
                    enabled_ratio = $7
                WHERE id = $8
                """,
                [
                    .text(settings.tier.rawValue), .integer(Int64(settings.contributors)),
                    .optional(settings.category), .optional(settings.source),
                    .optional(settings.radius.map(Int64.init)), .text(settings.state.rawValue),
                    settings.storedRatio, .integer(bank.id),
                ]
            )
            // Entries of a sealed bank may have been left out where the key was missing while it was switched off.
            let isUnsealed = bank.restricted && settings.state == .active && bank.settings.state != .active
            let isFarther = Bank.isFar(settings.radius ?? Bank.defaultRadius) != Bank.isFar(bank.radius)
            try touch(bank.id, isFarther || isUnsealed ? .all : .none, connection)
            return try Self.bank(name, connection)
        }
    }

    /// Removes a bank and all its entries; their bytes are overwritten in the file.
    ///
    /// - Parameters:
    ///   - name: the bank.
    ///   - transaction: the transaction to join; nil makes it one of its own.
    /// - Returns: how many entries were removed.
    /// - Throws: ``BankError/Code/unknownBank`` or `StoreError`.
    @discardableResult
    public func remove(_ name: String, within transaction: SQLConnection? = nil) throws -> Int {
        let removed = try writing(transaction) { connection in
            let bank = try Self.bank(name, connection, isChanging: true)
            let removed = try connection.execute("DELETE FROM bank_entry WHERE bank_id = $1", [.integer(bank.id)])
            try connection.execute("DELETE FROM bank_tally WHERE bank_id = $1", [.integer(bank.id)])
            try touch(bank.id, .all, connection)
            try connection.execute("DELETE FROM bank WHERE id = $1", [.integer(bank.id)])
            return removed
        }
        if transaction == nil { store.compactLog() }
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
        guard settings.contributors <= Int(Int32.max) else {
            throw BankError(.settingInvalid, "more contributors than people", remedy: "Write how many there are.")
        }
        guard (0...1).contains(settings.enabledRatio) else {
            throw BankError(
                .settingInvalid, "an enabled ratio outside 0 to 1", remedy: "1 answers every look-up, 0 none.")
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

extension BankSettings {
    /// The ratio as stored: nothing where a bank answers always.
    var storedRatio: SQLValue {
        let ratio = Int64((enabledRatio * Double(Bank.wholeRatio)).rounded())
        return ratio == Bank.wholeRatio ? .null : .integer(ratio)
    }
}

extension Bank {
    /// Whether a radius is larger than what an index is made for: rows of such banks lie apart in it.
    static func isFar(_ radius: Int) -> Bool { radius > defaultRadius }
}
