// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Fingerprints
internal import HashIndex

/// One copy of the lists: hashes, digests, entries, banks.
///
/// The index keeps hashes of entries of any state, and for a while those of entries that are gone; the directory decides what
/// is an answer. So whatever happens to an entry is one change of one record, which every later question sees.
final class LiveMemory: Sendable {
    let entries: LiveEntries
    /// Hashes of open banks; may lie in a folder.
    let open: HashIndex
    /// Hashes of restricted banks, which never reach a disk.
    let sealed: HashIndex
    /// Whether ``open`` lies in a folder.
    let isKept: Bool
    /// Why it does not, though it should.
    let trouble: String?

    private init(_ entries: LiveEntries, open: HashIndex, sealed: HashIndex, isKept: Bool, trouble: String?) {
        self.entries = entries
        self.open = open
        self.sealed = sealed
        self.isKept = isKept
        self.trouble = trouble
    }

    /// With fewer hashes nothing is kept in the folder.
    static let fewestKept = 100_000
    /// Raised when what a row means changes, so that indexes of an earlier program are built anew.
    private static let version: UInt64 = 2

    // MARK: Loading

    /// Loads everything of one state of the database.
    ///
    /// - Parameters:
    ///   - repository: the lists.
    ///   - folder: where the index of open banks is kept between runs; `nil` keeps it in memory.
    ///   - threads: how many build the index.
    ///   - fewest: with fewer hashes nothing is kept in the folder.
    /// - Throws: `BankError`, `StoreError`, ``TooManyBanks``.
    static func load(
        _ repository: BankRepository, folder: String?, threads: Int, keepingFrom fewest: Int
    ) throws -> LiveMemory {
        try repository.snapshot { snapshot in
            guard let folder, try snapshot.openHashedEntries() >= fewest else {
                return try build(snapshot, threads) { try HashIndex(threads: threads, gathering: $0) }
            }
            if let kept = try reopen(folder, snapshot, threads) { return kept }
            do {
                return try build(snapshot, threads, isKept: true) {
                    try HashIndex.build(
                        folder: folder, stamp: stamp(snapshot.change), residence: .resident, threads: threads, $0)
                }
            } catch let error as IndexError {
                return try build(snapshot, threads, trouble: "the index of the lists is in memory this time: \(error)")
                {
                    try HashIndex(threads: threads, gathering: $0)
                }
            }
        }
    }

    private static func stamp(_ change: BankChange) -> HashIndex.Stamp {
        HashIndex.Stamp(
            position: UInt64(bitPattern: change.number), database: (UInt64(bitPattern: change.nonce), version))
    }

    private static func build(
        _ snapshot: BankSnapshot, _ threads: Int, isKept: Bool = false, trouble: String? = nil,
        _ open: (_ gather: (_ add: (HashIndex.Row) -> Void) throws -> Void) throws -> HashIndex
    ) throws -> LiveMemory {
        let entries = LiveEntries()
        try entries.take(snapshot)
        var sealed: [HashIndex.Row] = []
        let index = try open { add in
            try snapshot.forEachEntry { entry in
                guard let (bank, isMissing) = entries.take(entry), isMissing else { return }
                let rows = rows(of: entry, bank)
                if bank.isRestricted { sealed += rows } else { for row in rows { add(row) } }
            }
        }
        entries.withContents { $0.change = snapshot.change }
        return LiveMemory(
            entries, open: index, sealed: HashIndex(sealed, threads: threads), isKept: isKept, trouble: trouble)
    }

    /// Opens the index that an earlier run kept, and brings it up to date.
    ///
    /// - Returns: `nil` when there is none that can be.
    private static func reopen(_ folder: String, _ snapshot: BankSnapshot, _ threads: Int) throws -> LiveMemory? {
        guard let (index, found) = try? HashIndex.open(folder: folder, residence: .resident),
            found.database.low == version,
            let places = try snapshot.places(
                changedSince: BankChange(
                    number: Int64(bitPattern: found.position), nonce: Int64(bitPattern: found.database.high)))
        else { return nil }
        let entries = LiveEntries()
        try entries.take(snapshot)
        var hashes = 0
        let sealed = try HashIndex(threads: threads) { add in
            try snapshot.forEachEntry { entry in
                guard let (bank, isMissing) = entries.take(entry), isMissing else { return }
                let rows = rows(of: entry, bank)
                if bank.isRestricted {
                    for row in rows { add(row) }
                } else {
                    hashes += rows.count
                    // What changed since may be in the index already: then it is replaced by itself.
                    if places.contains(where: { $0.bankID == entry.bankID && $0.rows.contains(entry.row) }) {
                        index.append(rows)
                    }
                }
            }
        }
        // Hashes of entries that are gone must not stay on the disk, and nobody says which they are.
        guard index.count == hashes else { return nil }
        index.append([], stamp: stamp(snapshot.change))
        entries.withContents { $0.change = snapshot.change }
        return LiveMemory(entries, open: index, sealed: sealed, isKept: true, trouble: nil)
    }

    /// The rows of an entry in the index: the entry's row, and in the lowest five bits the view.
    private static func rows(of entry: ListedEntry, _ bank: LiveBank) -> [HashIndex.Row] {
        entry.hashes.prefix(1 + KnownView.limit).enumerated().map { view, hash in
            HashIndex.Row(id: entry.row << 5 | Int64(view), code: hash, radius: bank.shelf.radius)
        }
    }

    // MARK: Following

    /// Hashes that are put into the index in one go.
    private static let batch = 1_024

    /// Takes over what changed.
    ///
    /// When it throws, what was taken over stays, which is newer than ``LiveEntries/Contents/change`` says and does no harm:
    /// the next time all of it is read again.
    ///
    /// - Returns: how many entries went.
    func apply(_ places: [BankSnapshot.Place], of snapshot: BankSnapshot) throws -> Int {
        try entries.take(snapshot)
        var gone = 0
        for place in places {
            entries.expect(place)
            var pending = Pending(self)
            do {
                try snapshot.forEachEntry(in: place) { entry in
                    guard let (bank, isMissing) = entries.take(entry), isMissing else { return }
                    pending.add(Self.rows(of: entry, bank), isSealed: bank.isRestricted, flushingAt: Self.batch)
                }
            } catch {
                // The directory says already that these lie in the index.
                pending.flush()
                throw error
            }
            pending.flush()
            let removed = entries.removeUnseen(in: place)
            gone += removed.count
            if !removed.indexed.isEmpty {
                for index in [open, sealed] { index.remove { removed.indexed.contains($0 >> 5) } }
            }
        }
        if gone > 0 { entries.forgetDigests() }
        open.append([], stamp: Self.stamp(snapshot.change))
        entries.withContents { $0.change = snapshot.change }
        return gone
    }

    /// Rows on their way into the indexes.
    private struct Pending {
        let memory: LiveMemory
        var open: [HashIndex.Row] = []
        var sealed: [HashIndex.Row] = []

        init(_ memory: LiveMemory) {
            self.memory = memory
        }

        mutating func add(_ rows: [HashIndex.Row], isSealed: Bool, flushingAt most: Int) {
            if isSealed { sealed += rows } else { open += rows }
            if open.count + sealed.count >= most { flush() }
        }

        mutating func flush() {
            if !open.isEmpty { memory.open.append(open) }
            if !sealed.isEmpty { memory.sealed.append(sealed) }
            open.removeAll(keepingCapacity: true)
            sealed.removeAll(keepingCapacity: true)
        }
    }
}
