// SPDX-License-Identifier: Apache-2.0

import Store

/// Writes entries into one bank, inside one transaction.
struct EntryWriter {
    enum Outcome {
        case stored(row: Int64)
        /// `active` is false when the entry that was there first does not take part in matching; `gainedViews` is true
        /// when it had no views and has those of the record now.
        case duplicate(row: Int64, sameAsLine: Int?, active: Bool, gainedViews: Bool)
        case idTaken(byLine: Int?)
    }

    private struct TallyKey: Hashable {
        let state: Int64
        let kinds: Int64
    }

    private let connection: SQLConnection
    private let bank: Bank
    private let seal: EntrySeal?
    /// Seconds since 1970.
    private let now: Int64
    private let insert: SQLStatement
    private let sameSet: SQLStatement
    private let sameID: SQLStatement
    private let addViews: SQLStatement
    private let actor: String?
    /// Row numbers that were reserved and not used yet.
    private var rows: Range<Int64> = 0..<0
    /// How many were reserved last.
    private var reserved = 0
    /// Where something changed; nil when nothing did.
    private var changed: ClosedRange<Int64>?
    private var nextID: Int64
    private var ledger = LineLedger()
    private var tallies: [TallyKey: Int64] = [:]

    init(_ connection: SQLConnection, bank: Bank, seal: EntrySeal?, now: Int64, actor: String?) throws {
        self.connection = connection
        self.bank = bank
        self.seal = seal
        self.now = now
        self.actor = actor
        nextID =
            try connection.firstRow("SELECT next_entry FROM bank WHERE id = $1", [.integer(bank.id)]) {
                $0.integer(0)
            } ?? 1
        insert = try connection.prepare(
            """
            INSERT INTO bank_entry (id, bank_id, external_id, kinds, state, confirmed, expires_at, pdq, md5, sha1, sha256,
                sealed, set_key, category, source, note, views, disabled_until, metadata, added_at, added_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
            ON CONFLICT DO NOTHING
            """)
        sameSet = try connection.prepare(
            "SELECT id, state, expires_at, views, sealed FROM bank_entry WHERE bank_id = $1 AND set_key = $2")
        addViews = try connection.prepare(
            "UPDATE bank_entry SET views = $1, sealed = $2, changed_at = $3 WHERE id = $4")
        sameID = try connection.prepare("SELECT id FROM bank_entry WHERE bank_id = $1 AND external_id = $2")
    }

    mutating func add(_ record: ListRecord, line: Int) throws -> Outcome {
        let row = try nextRow()
        let setKey = seal?.setKey(record.fingerprints) ?? record.fingerprints.openSetKey
        let kinds = Int64(record.fingerprints.kinds.rawValue)
        var values: [SQLValue] = [
            .integer(row), .integer(bank.id), .null, .integer(kinds), .integer(record.state.number),
            .integer(record.confirmed ? 1 : 0), .optional(record.expires),
        ]
        values.reserveCapacity(21)
        if let seal {
            values.append(.null)
            for kind in [FingerprintKind.md5, .sha1, .sha256] {
                values.append(.optional(record.fingerprints[kind].map { seal.tag(kind, $0) }))
            }
            let content = SealedContent(record.fingerprints, note: record.note, metadata: record.metadata)
            values.append(.blob(try seal.seal(content, bank: bank.id, row: row)))
        } else {
            for kind in [FingerprintKind.pdq, .md5, .sha1, .sha256] {
                values.append(.optional(record.fingerprints[kind]))
            }
            values.append(.null)
        }
        values += [
            .blob(setKey), .optional(record.category), .optional(record.source),
            seal == nil ? .optional(record.note) : .null,
            seal == nil ? .optional(KnownView.stored(record.fingerprints.views)) : .null,
            .optional(record.disabledUntil), seal == nil ? .optional(record.metadata?.stored) : .null, .integer(now),
            .optional(actor),
        ]

        var step: Int64 = 1
        while true {
            values[2] = .text(record.id ?? Self.generatedID(nextID))
            if try insert.run(values) == 1 { break }
            // The rare case: find out which of the two rules the row broke.
            let other = try sameSet.firstRow([.integer(bank.id), .blob(setKey)]) { other in
                let isExpired = other.optionalInteger(2).map { $0 <= now } ?? false
                return (
                    row: other.integer(0), active: other.integer(1) == ListingState.active.number && !isExpired,
                    views: other.optionalBlob(3), sealed: other.optionalBlob(4)
                )
            }
            if let other {
                let gainedViews = try add(record.fingerprints.views, to: other.row, other.views, sealed: other.sealed)
                return .duplicate(
                    row: other.row, sameAsLine: ledger.line(of: other.row), active: other.active,
                    gainedViews: gainedViews)
            }
            if let id = record.id {
                let other = try sameID.firstRow([.integer(bank.id), .text(id)]) { $0.integer(0) }
                return .idTaken(byLine: other.flatMap { ledger.line(of: $0) })
            }
            // A list brought an id of the generated form; jump ahead in growing steps.
            nextID += step
            step *= 2
        }
        if record.id == nil { nextID += 1 }
        rows = rows.dropFirst()
        note(row)
        ledger.record(row: row, line: line)
        tallies[TallyKey(state: record.state.number, kinds: kinds), default: 0] += 1
        return .stored(row: row)
    }

    /// The next row number. Reserved in growing blocks: one for a single entry, many for a long list.
    private mutating func nextRow() throws -> Int64 {
        if rows.isEmpty {
            reserved = min(max(1, reserved * 2), Self.mostReserved)
            let first = try connection.reserve(reserved, of: BankSchema.rowSequence)
            rows = first..<first + Int64(reserved)
        }
        return rows.lowerBound
    }

    private static let mostReserved = 1_024

    private mutating func note(_ row: Int64) {
        changed = min(row, changed?.lowerBound ?? row)...max(row, changed?.upperBound ?? row)
    }

    /// Gives an entry without views those of a record that is the same otherwise. Views that are there stay.
    private mutating func add(
        _ views: [KnownView], to row: Int64, _ stored: [UInt8]?, sealed: [UInt8]?
    ) throws -> Bool {
        guard !views.isEmpty, stored == nil else { return false }
        var values: [SQLValue] = [.optional(KnownView.stored(views)), .null, .integer(now), .integer(row)]
        if let seal {
            guard let sealed else { throw Bank.damaged(row: row) }
            var content = try seal.open(sealed, bank: bank.id, row: row)
            guard content.fingerprints.views.isEmpty else { return false }
            content.fingerprints.views = views
            values[0] = .null
            values[1] = .blob(try seal.seal(content, bank: bank.id, row: row))
        }
        guard try addViews.run(values) == 1 else { return false }
        note(row)
        return true
    }

    /// Writes counts and sequences; the work is complete after this.
    ///
    /// - Returns: where something changed.
    func finish() throws -> ChangedRows {
        for (key, entries) in tallies {
            try BankRepository.tally(bank.id, key.state, key.kinds, by: entries, connection)
        }
        try connection.execute(
            "UPDATE bank SET next_entry = $1 WHERE id = $2", [.integer(nextID), .integer(bank.id)])
        return changed.map(ChangedRows.rows) ?? .none
    }

    /// `e-000001`, longer when the number is.
    static func generatedID(_ number: Int64) -> String {
        let digits = String(number)
        return "e-" + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
    }
}
