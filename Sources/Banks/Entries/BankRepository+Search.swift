// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
public import Store

extension BankRepository {
    /// Reads entries page by page, in the order of their rows, with their fingerprints and provenance.
    ///
    /// Notes, perceptual hashes and everything in a restricted bank are compared entry by entry, so that a search for one of
    /// them reads the bank until the page is full.
    ///
    /// - Parameters:
    ///   - query: which entries.
    ///   - name: the bank, as the database calls it.
    ///   - cursor: ``EntryPage/next`` of the page before; nil starts at the first entry.
    ///   - limit: how many at most, 1 to 1,000.
    ///   - transaction: the transaction to read in; nil makes it one of its own.
    /// - Throws: ``BankError`` with `unknownBank`, `cursorInvalid`, key or seal errors, or `StoreError`.
    public func search(
        _ query: EntryQuery = EntryQuery(), of name: String, after cursor: String? = nil, limit: Int = 100,
        within transaction: SQLConnection? = nil
    ) throws -> EntryPage {
        let limit = min(max(1, limit), 1_000)
        var after = try cursor.map(Self.row(ofCursor:)) ?? 0
        return try reading(transaction) { connection in
            let bank = try Self.bank(name, connection)
            let columns = try columns(bank, connection)
            let filter = EntryFilter(query, bank: bank, seal: columns.seal)
            let statement = try connection.prepare(
                """
                SELECT \(EntryColumns.list) FROM bank_entry WHERE bank_id = $1 AND id > $2\(filter.condition(from: 3))
                ORDER BY id LIMIT \(filter.isExact ? limit + 1 : Self.batch)
                """)
            var found: [StoredEntry] = []
            while true {
                var read = 0
                try statement.forEachRow([.integer(bank.id), .integer(after)] + filter.values) { row in
                    read += 1
                    after = row.integer(0)
                    // One more than asked for says whether there is another page.
                    guard found.count <= limit else { return }
                    let stored = try columns.stored(row)
                    if filter.accepts(stored.entry) { found.append(stored) }
                }
                guard found.count <= limit, !filter.isExact, read == Self.batch else { break }
            }
            guard found.count > limit else { return EntryPage(entries: found, next: nil) }
            let page = Array(found.prefix(limit))
            return EntryPage(entries: page, next: page.last.map { Self.cursor(after: $0.row) })
        }
    }

    /// Rows that are read at once where the database cannot compare.
    private static let batch = 1_024

    /// A cursor means nothing to others, so that what is behind it can change.
    static func cursor(after row: Int64) -> String { "r" + String(row, radix: 36) }

    static func row(ofCursor cursor: String) throws -> Int64 {
        guard cursor.first == "r", cursor.utf8.count <= 14, let row = Int64(cursor.dropFirst(), radix: 36), row >= 0
        else {
            throw BankError(
                .cursorInvalid, "this is no place in a list of entries",
                remedy: "Give the cursor back as it came, or leave it out to begin at the first entry.")
        }
        return row
    }
}

/// A query as the database can answer it, and what is left for the program.
struct EntryFilter {
    /// Each with `?` where its value goes.
    private var conditions: [(text: String, value: SQLValue)] = []
    private var note: String?
    private var fingerprints = FingerprintSet()
    private let query: EntryQuery

    init(_ query: EntryQuery, bank: Bank, seal: EntrySeal?) {
        self.query = query
        if let prefix = query.idPrefix, !prefix.isEmpty {
            conditions.append(("substr(external_id, 1, \(prefix.unicodeScalars.count)) = ?", .text(prefix)))
        }
        if let state = query.state { conditions.append(("state = ?", .integer(state.number))) }
        for (column, wanted, own) in [
            ("category", query.category, bank.settings.category), ("source", query.source, bank.settings.source),
        ] {
            guard let wanted else { continue }
            conditions.append(
                (wanted == own ? "(\(column) = ? OR \(column) IS NULL)" : "\(column) = ?", .text(wanted)))
        }
        if let from = query.addedFrom { conditions.append(("added_at >= ?", .integer(BankRepository.seconds(from)))) }
        if let before = query.addedBefore {
            conditions.append(("added_at < ?", .integer(BankRepository.seconds(before))))
        }
        if let wanted = query.fingerprints {
            for kind in [FingerprintKind.md5, .sha1, .sha256] {
                guard let digest = wanted[kind] else { continue }
                conditions.append(("\(kind.rawValue) = ?", .blob(seal?.tag(kind, digest) ?? digest)))
            }
            if let pdq = wanted[.pdq], seal == nil { conditions.append(("pdq = ?", .blob(pdq))) }
            if seal != nil { fingerprints = wanted }
        }
        note = query.note.flatMap { $0.isEmpty ? nil : $0.lowercased() }
    }

    /// Whether the database alone decides.
    var isExact: Bool { note == nil && fingerprints.isEmpty }

    var values: [SQLValue] { conditions.map(\.value) }

    func condition(from first: Int) -> String {
        conditions.enumerated().map { index, condition in
            " AND " + condition.text.replacing("?", with: "$\(first + index)")
        }.joined()
    }

    func accepts(_ entry: BankEntry) -> Bool {
        if let note, entry.note?.lowercased().contains(note) != true { return false }
        return FingerprintKind.allCases.allSatisfy {
            fingerprints[$0] == nil || fingerprints[$0] == entry.fingerprints[$0]
        }
    }
}
