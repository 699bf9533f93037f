// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Synchronization

/// Banks, entries and digests of one copy of the lists.
///
/// One thread changes them, in small steps; any number ask. The lock is held for the few microseconds that a handful of
/// records takes.
final class LiveEntries: Sendable {
    struct Contents: ~Copyable {
        var change = BankChange(number: 0, nonce: 0)
        var banks: [UInt32: LiveBank] = [:]
        var directory = EntryDirectory()
        var digests = DigestTable()
        var tags: DigestTags?

        /// Forgets the digests of entries that are gone, in one part of the table.
        mutating func sweepDigests(_ part: Int) {
            let gone = digests.rows(in: part).filter { directory[$0] == nil }
            if !gone.isEmpty { digests.forget(Set(gone), in: part) }
        }
    }

    private let contents = Mutex(Contents())

    func withContents<Result>(_ body: (inout Contents) throws -> sending Result) rethrows -> sending Result {
        try contents.withLock { try body(&$0) }
    }

    /// Takes over all banks of a state of the database, before its entries.
    func take(_ snapshot: borrowing BankSnapshot) throws {
        var banks: [UInt32: LiveBank] = [:]
        for bank in snapshot.banks {
            guard let live = LiveBank(bank) else { throw TooManyBanks() }
            banks[live.number] = live
        }
        let tags = snapshot.tags
        withContents { contents in
            contents.banks = banks
            contents.tags = tags
        }
    }

    /// Takes over one entry.
    ///
    /// - Returns: the bank, and whether its hashes have to be put into the index: they are not there, or not as they should.
    func take(_ entry: ListedEntry) -> (bank: LiveBank, isMissing: Bool)? {
        withContents { contents in
            guard let number = UInt32(exactly: entry.bankID), let bank = contents.banks[number] else { return nil }
            let shelf = entry.hashes.isEmpty ? EntryDirectory.Shelf.none : bank.shelf
            let before = contents.directory.put(entry, bank: number, shelf: shelf)
            for digest in entry.digests { contents.digests.insert(digest.key, digest.kind, row: entry.row) }
            return (bank, shelf != .none && (before.shelf != shelf || !before.hasSameViews))
        }
    }

    /// Gets ready to see the entries of a place again.
    func expect(_ place: BankSnapshot.Place) {
        guard let bank = UInt32(exactly: place.bankID) else { return }
        for page in withContents({ $0.directory.pageNumbers(in: place.rows) }) {
            withContents { $0.directory.expect(in: page, bank: bank) }
        }
    }

    /// Takes out the entries of a place that were not seen again.
    ///
    /// - Returns: their rows as far as hashes of theirs lie in the index, and how many they are altogether.
    func removeUnseen(in place: BankSnapshot.Place) -> (indexed: Set<Int64>, count: Int) {
        guard let bank = UInt32(exactly: place.bankID) else { return ([], 0) }
        var indexed: Set<Int64> = []
        var count = 0
        for page in withContents({ $0.directory.pageNumbers(in: place.rows) }) {
            let removed = withContents { $0.directory.removeUnseen(in: page, bank: bank, rows: place.rows) }
            count += removed.count
            for (row, isIndexed) in removed where isIndexed { indexed.insert(row) }
        }
        return (indexed, count)
    }

    /// Forgets digests of entries that are gone. Until then they lead to no entry, so nothing depends on it.
    func forgetDigests() {
        for part in 0..<DigestTable.parts {
            withContents { $0.sweepDigests(part) }
        }
    }
}

/// More banks than their numbers have bits for.
struct TooManyBanks: Error, CustomStringConvertible {
    var description: String { "a bank has a number above \(UInt32.max), which the lists in memory cannot hold" }
}
