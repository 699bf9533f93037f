// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Store

/// One state of all banks. Valid only inside the closure it is handed to.
public struct BankSnapshot {
    /// The last change that is in this state; nothing after it is.
    public let change: BankChange
    /// All banks.
    public let banks: [Bank]
    /// Makes the tags of restricted banks; nil when there is no such bank.
    public let tags: DigestTags?

    private let connection: SQLConnection
    /// Of restricted banks; nil when there is none, or no key and none of them takes part in matching.
    private let seal: EntrySeal?

    init(_ connection: SQLConnection, keyring: BankKeyring) throws {
        self.connection = connection
        change = BankChange(
            number: try BankRepository.sequence("change", connection),
            nonce: try BankRepository.sequence("change-nonce", connection))
        banks = try BankRepository.allBanks(connection)
        let sealed = banks.filter(\.restricted)
        if sealed.contains(where: { $0.settings.state == .active }) {
            seal = try keyring.seal(connection)
        } else {
            seal = sealed.isEmpty ? nil : try? keyring.seal(connection)
        }
        tags = seal.map(DigestTags.init)
    }

    /// Rows of one bank in which something changed.
    public struct Place: Hashable, Sendable {
        /// The bank's number.
        public var bankID: Int64
        /// The rows; most of them may have stayed as they were.
        public var rows: ClosedRange<Int64>

        /// Names rows of a bank.
        public init(bankID: Int64, rows: ClosedRange<Int64>) {
            self.bankID = bankID
            self.rows = rows
        }
    }

    /// Where entries changed since an earlier state, or that nobody can say.
    ///
    /// - Parameter earlier: the state that the caller has.
    /// - Returns: the places in the order of the changes, neighbours joined; `nil` when the log does not reach back so far, or
    ///   belongs to another history: then everything has to be read anew.
    /// - Throws: `StoreError`.
    public func places(changedSince earlier: BankChange) throws -> [Place]? {
        guard earlier.number <= change.number else { return nil }
        if earlier == change { return [] }
        // The earlier change must be one of this history. Before the first one there was nothing that could differ.
        if earlier.number > 0 {
            let nonce = try connection.firstRow(
                "SELECT nonce FROM bank_change WHERE number = $1", [.integer(earlier.number)]
            ) { $0.integer(0) }
            guard nonce == earlier.nonce else { return nil }
        }
        var places: [Place] = []
        var next = earlier.number + 1
        try connection.forEachRow(
            "SELECT number, bank_id, first_row, last_row FROM bank_change WHERE number >= $1 ORDER BY number",
            [.integer(next)]
        ) { row in
            guard row.integer(0) == next else { return }
            next += 1
            let (first, last) = (row.integer(2), row.integer(3))
            guard last > 0, first <= last else { return }
            let place = Place(bankID: row.integer(1), rows: first...last)
            if let before = places.last, before.bankID == place.bankID, before.touches(place) {
                places[places.count - 1].rows =
                    min(before.rows.lowerBound, first)...max(before.rows.upperBound, last)
            } else {
                places.append(place)
            }
        }
        guard next == change.number + 1 else { return nil }
        return places.count > Self.manyPlaces ? Self.joined(places) : places
    }

    /// So many places, each a query, cost more than reading some rows between them, too.
    private static let manyPlaces = 1_000

    /// Joins places of one bank that begin within the same 16,384 rows. Their order means nothing: all are read in one state.
    private static func joined(_ places: [Place]) -> [Place] {
        struct Window: Hashable {
            var bankID: Int64
            var number: Int64
        }
        var windows: [Window: Place] = [:]
        for place in places {
            let window = Window(bankID: place.bankID, number: place.rows.lowerBound >> 14)
            let rows = windows[window]?.rows ?? place.rows
            windows[window] = Place(
                bankID: place.bankID,
                rows: min(rows.lowerBound, place.rows.lowerBound)...max(rows.upperBound, place.rows.upperBound))
        }
        return windows.values.sorted { ($0.bankID, $0.rows.lowerBound) < ($1.bankID, $1.rows.lowerBound) }
    }

    /// How many entries with a PDQ hash open banks have.
    ///
    /// - Throws: `StoreError`.
    public func openHashedEntries() throws -> Int {
        try connection.firstRow(
            """
            SELECT CAST(SUM(entries) AS BIGINT) FROM bank_tally
            WHERE kinds & 1 = 1 AND bank_id IN (SELECT id FROM bank WHERE restricted = 0)
            """
        ) { Int($0.integer(0)) } ?? 0
    }

    /// Reads entries as they are in this state, whatever theirs is, in the order of their rows.
    ///
    /// - Parameters:
    ///   - place: of which rows; nil means all entries of all banks.
    ///   - body: takes an entry; throwing ends the reading.
    /// - Throws: seal errors, what `body` throws, or `StoreError`.
    public func forEachEntry(in place: Place? = nil, _ body: (ListedEntry) throws -> Void) throws {
        let sealed = Set(banks.filter(\.restricted).map(\.id))
        // Without the key nothing is known of banks that are switched off; switching one on has all of it read again.
        let known = Set(banks.filter { !$0.restricted || seal != nil }.map(\.id))
        var condition = ""
        var values: [SQLValue] = []
        if let place {
            condition = " WHERE bank_id = $1 AND id >= $2 AND id <= $3"
            values = [.integer(place.bankID), .integer(place.rows.lowerBound), .integer(place.rows.upperBound)]
        }
        try connection.forEachRow(
            """
            SELECT id, bank_id, external_id, state, confirmed, expires_at, disabled_until, category, pdq, md5, sha1, sha256,
                sealed, views
            FROM bank_entry\(condition) ORDER BY id
            """, values
        ) { row in
            let bankID = row.integer(1)
            guard known.contains(bankID) else { return }
            try body(read(row, bankID, isSealed: sealed.contains(bankID)))
        }
    }

    private func read(_ row: SQLRow, _ bankID: Int64, isSealed: Bool) throws -> ListedEntry {
        let rowID = row.integer(0)
        guard let state = ListingState(number: row.integer(3)) else { throw Bank.damaged(row: rowID) }
        var hashes: [PDQHash] = []
        var views: [KnownView] = []
        var digests: [(kind: FingerprintKind, key: DigestKey)] = []
        if isSealed {
            guard let seal else { throw Bank.damaged(row: rowID) }
            // The tags come from the sealed values, not from the columns: those cannot be moved to another row.
            let fingerprints = try seal.open(row.blob(12), bank: bankID, row: rowID).fingerprints
            if let pdq = fingerprints.pdq { hashes.append(pdq) }
            views = fingerprints.views
            for kind in [FingerprintKind.md5, .sha1, .sha256] {
                guard let value = fingerprints[kind], let key = DigestKey(seal.tag(kind, value)) else { continue }
                digests.append((kind, key))
            }
        } else {
            if !row.isNull(8) {
                guard let pdq = row.withBlob(8, { PDQHash(bytes: $0) }) else { throw Bank.damaged(row: rowID) }
                hashes.append(pdq)
                views = try Bank.views(row, 13, of: rowID)
            }
            for (column, kind) in [(9, FingerprintKind.md5), (10, .sha1), (11, .sha256)] where !row.isNull(column) {
                guard let key = row.withBlob(column, { DigestKey($0) }) else { throw Bank.damaged(row: rowID) }
                digests.append((kind, key))
            }
        }
        if !hashes.isEmpty { hashes += views.map(\.pdq) }
        return ListedEntry(
            row: rowID, bankID: bankID, id: row.text(2), state: state, confirmed: row.integer(4) != 0,
            expires: row.optionalInteger(5), disabledUntil: row.optionalInteger(6), category: row.optionalText(7),
            hashes: hashes, views: views.map(\.name), digests: digests)
    }
}

extension BankSnapshot.Place {
    /// Whether the rows of two places overlap or lie side by side.
    func touches(_ other: BankSnapshot.Place) -> Bool {
        let (first, second) = rows.lowerBound <= other.rows.lowerBound ? (rows, other.rows) : (other.rows, rows)
        return second.lowerBound - 1 <= first.upperBound
    }
}

/// Makes the keyed tags by which digests are found in restricted banks.
public struct DigestTags: Sendable {
    private let seal: EntrySeal

    init(_ seal: EntrySeal) {
        self.seal = seal
    }

    /// The tag of a digest.
    ///
    /// - Parameters:
    ///   - kind: which digest it is.
    ///   - digest: the whole of it.
    public func key(_ kind: FingerprintKind, _ digest: [UInt8]) -> DigestKey? {
        DigestKey(seal.tag(kind, digest))
    }
}

extension BankRepository {
    /// Reads one state of all banks.
    ///
    /// - Parameter body: reads; everything it sees is of the same moment.
    /// - Returns: what `body` returns.
    /// - Throws: key errors when there are restricted banks, what `body` throws, or `StoreError`.
    public func snapshot<Result>(_ body: (BankSnapshot) throws -> Result) throws -> Result {
        try store.read { try body(BankSnapshot($0, keyring: keyring)) }
    }
}
