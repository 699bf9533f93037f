// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Store

extension BankRepository {
    /// Streams every PDQ hash that takes part in matching, to build an index: the pictures and their views, of active, unexpired entries of active
    /// banks of known pictures. Entries of known-good banks never appear: they clear exact digests and nothing else.
    ///
    /// - Parameters:
    ///   - names: only these banks; nil means all.
    ///   - restricted: only restricted banks, or only open ones; nil means both.
    ///   - withExpired: whether expired entries, and those switched off for a time, are handed out, too, for an index that is
    ///     kept while the time goes on.
    ///   - after: only rows above this one, to append what was added since; 0 means all.
    ///   - body: takes an entry.
    /// - Returns: how many hashes were handed out.
    /// - Throws: ``BankError`` with `unknownBank`, key errors when a restricted bank is among them, seal errors, what
    ///   `body` throws, or `StoreError`. An incomplete stream must not be searched.
    @discardableResult
    public func forEachSearchable(
        in names: Set<String>? = nil, restricted: Bool? = nil, withExpired: Bool = false, after: Int64 = 0,
        _ body: (SearchableEntry) throws -> Void
    ) throws -> Int {
        try store.read { connection in
            let banks = try matchingBanks(names, connection).filter {
                $0.purpose == .known && $0.restricted == (restricted ?? $0.restricted)
            }
            guard !banks.isEmpty else { return 0 }
            var radii: [Int64: Int] = [:]
            var sealed: Set<Int64> = []
            for bank in banks {
                radii[bank.id] = bank.radius
                if bank.restricted { sealed.insert(bank.id) }
            }
            let seal = try sealed.isEmpty ? nil : keyring.seal(connection)
            var count = 0
            // One pass in row order: the entries of a bank lie together, and joining would visit them at random.
            try connection.forEachRow(
                """
                SELECT id, bank_id, pdq, sealed, expires_at, views FROM bank_entry
                WHERE id > $1 AND state = 0 AND kinds & 1 = 1 AND (expires_at IS NULL OR expires_at > $2)
                    AND (disabled_until IS NULL OR disabled_until <= $3)
                ORDER BY id
                """,
                [.integer(after), .integer(withExpired ? .min : now), .integer(withExpired ? .max : now)]
            ) { row in
                let rowID = row.integer(0)
                let bankID = row.integer(1)
                guard let radius = radii[bankID] else { return }
                let isRestricted = sealed.contains(bankID)
                let pdq: PDQHash?
                let views: [KnownView]
                if let seal, isRestricted {
                    let values = try seal.open(row.blob(3), bank: bankID, row: rowID).fingerprints
                    (pdq, views) = (values.pdq, values.views)
                } else {
                    pdq = row.withBlob(2) { PDQHash(bytes: $0) }
                    views = try Bank.views(row, 5, of: rowID)
                }
                guard let pdq else { throw Bank.damaged(row: rowID) }
                for (view, hash) in ([pdq] + views.map(\.pdq)).enumerated() {
                    try body(
                        SearchableEntry(
                            rowID: rowID, bankID: bankID, pdq: hash, radius: radius, view: view,
                            expires: row.optionalInteger(4), isRestricted: isRestricted))
                    count += 1
                }
            }
            return count
        }
    }

    /// Looks up what is known about rows that matched. Rows that no longer take part in matching are left out: they
    /// were switched off after the index was built.
    ///
    /// - Parameter rowIDs: the rows.
    /// - Returns: the entries by row.
    /// - Throws: `StoreError`; key and seal errors when an entry of a restricted bank is among them.
    public func matchedEntries(rowIDs: some Sequence<Int64>) throws -> [Int64: MatchedEntry] {
        try store.read { connection in
            let banks = Dictionary(uniqueKeysWithValues: try matchingBanks(nil, connection).map { ($0.id, $0) })
            let statement = try connection.prepare(
                "SELECT \(MatchedEntry.columns), sealed FROM bank_entry WHERE id = $1 AND \(Self.live(parameter: 2))")
            // Asked for before any row is read; that it is missing matters only when a row needs it.
            let seal =
                banks.values.contains(where: \.restricted) ? Result { try keyring.seal(connection) } : nil
            var found: [Int64: MatchedEntry] = [:]
            for rowID in rowIDs {
                try statement.forEachRow([.integer(rowID), .integer(now), .integer(now)]) { row in
                    guard let bank = banks[row.integer(1)] else { return }
                    found[rowID] = try MatchedEntry(row, bank, seal: bank.restricted ? seal?.get() : nil)
                }
            }
            return found
        }
    }

    /// Finds entries by exact digests, in banks of both purposes.
    ///
    /// - Parameters:
    ///   - names: only these banks; nil means all.
    ///   - md5: 16 bytes.
    ///   - sha1: 20 bytes.
    ///   - sha256: 32 bytes.
    /// - Returns: the entries that have at least one of the digests, each once.
    /// - Throws: ``BankError`` with `unknownBank`, key errors when a restricted bank is among them, seal errors, or
    ///   `StoreError`. A failed lookup must not be read as "no match".
    public func lookup(
        in names: Set<String>? = nil, md5: [UInt8]? = nil, sha1: [UInt8]? = nil, sha256: [UInt8]? = nil
    ) throws -> [DigestMatch] {
        try store.read { connection in
            let banks = Dictionary(uniqueKeysWithValues: try matchingBanks(names, connection).map { ($0.id, $0) })
            guard !banks.isEmpty else { return [] }
            let seal = try banks.values.contains(where: \.restricted) ? keyring.seal(connection) : nil
            var found: [Int64: (MatchedEntry, FingerprintKinds)] = [:]
            for (kind, digest) in [(FingerprintKind.md5, md5), (.sha1, sha1), (.sha256, sha256)] {
                guard let digest else { continue }
                // Open banks hold the digest itself, restricted banks its tag: two points of the same index.
                let keys = [digest] + (seal.map { [$0.tag(kind, digest)] } ?? [])
                for (index, key) in keys.enumerated() {
                    try connection.forEachRow(
                        """
                        SELECT \(MatchedEntry.columns), sealed FROM bank_entry
                        WHERE \(kind.rawValue) = $1 AND \(Self.live(parameter: 2)) ORDER BY id
                        """,
                        [.blob(key), .integer(now), .integer(now)]
                    ) { row in
                        let rowID = row.integer(0)
                        guard let bank = banks[row.integer(1)], bank.restricted == (index == 1) else { return }
                        if let seal, bank.restricted {
                            // The tag is only a pointer: what counts is the sealed value, which cannot be moved.
                            let value = try seal.open(row.blob(8), bank: bank.id, row: rowID).fingerprints[kind]
                            guard value == digest else { throw Bank.damaged(row: rowID) }
                        }
                        let matched = found[rowID]?.1 ?? []
                        found[rowID] = (try MatchedEntry(row, bank, seal: nil), matched.union(FingerprintKinds(kind)))
                    }
                }
            }
            return found.sorted { $0.key < $1.key }.map { DigestMatch(entry: $0.value.0, matched: $0.value.1) }
        }
    }

    /// Active banks; a name that does not exist is an error.
    private func matchingBanks(_ names: Set<String>?, _ connection: SQLConnection) throws -> [Bank] {
        let banks =
            if let names {
                try names.sorted().map { try Self.bank($0, connection) }
            } else {
                try Self.allBanks(connection)
            }
        return banks.filter { $0.settings.state == .active }
    }

    /// - Parameter parameter: the first of two, both the time.
    private static func live(parameter: Int) -> String {
        "state = 0 AND (expires_at IS NULL OR expires_at > $\(parameter)) "
            + "AND (disabled_until IS NULL OR disabled_until <= $\(parameter + 1))"
    }
}

extension MatchedEntry {
    static let columns = "id, bank_id, external_id, kinds, confirmed, category, source, views"

    /// - Parameter seal: opens the row's sealed value, in the column after ``columns``, for the names of its views.
    init(_ row: SQLRow, _ bank: Bank, seal: EntrySeal?) throws {
        let views =
            try seal?.open(row.blob(8), bank: bank.id, row: row.integer(0)).fingerprints.views
            ?? Bank.views(row, 7, of: row.integer(0))
        self.init(
            rowID: row.integer(0), bankID: bank.id, bank: bank.name, purpose: bank.purpose, tier: bank.settings.tier,
            contributors: bank.settings.contributors, radius: bank.radius, entry: row.text(2),
            confirmed: row.integer(4) != 0, category: row.optionalText(5) ?? bank.settings.category,
            source: row.optionalText(6) ?? bank.settings.source, kinds: FingerprintKinds(rawValue: Int(row.integer(3))),
            views: views.map(\.name)
        )
    }
}
