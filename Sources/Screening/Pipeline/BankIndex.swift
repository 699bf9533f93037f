// SPDX-License-Identifier: Apache-2.0

public import Banks
public import Fingerprints
public import HashIndex

/// The PDQ hashes of banks, ready to be searched by distance.
///
/// A hash of a restricted bank never reaches a disk in the clear, so those lie in an index of their own, in memory.
public struct BankIndex: Sendable {
    /// A hash near the one that was searched.
    public struct Hit: Sendable, Hashable {
        /// The entry's row in the banks.
        public var row: Int64
        /// 0 for the known picture as a whole, *n* for the entry's *n*-th view.
        public var view: Int
        /// Bits that differ.
        public var distance: Int
    }

    private let indexes: [HashIndex]
    /// Why the index could not be kept in its folder, in a sentence; `nil` when it was, or need not be.
    public let trouble: String?

    /// Hashes in the index: entries and their views.
    public var count: Int { indexes.reduce(0) { $0 + $1.count } }

    /// Compares with nothing.
    public static let empty = BankIndex(indexes: [])

    private init(indexes: [HashIndex]) {
        self.indexes = indexes
        trouble = nil
    }

    /// Loads every hash that takes part in matching.
    ///
    /// - Parameters:
    ///   - repository: the lists of a data folder.
    ///   - names: only these banks; `nil` means all active ones.
    ///   - folder: where the index of all open banks is kept between runs; it is built when it is missing, of an earlier
    ///     state or damaged. `nil`, few hashes, or a folder that another process uses: the index lies in memory.
    ///   - threads: how many build the tables.
    /// - Throws: `BankError` or `StoreError`. A list that cannot be loaded whole is never searched.
    public init(
        _ repository: BankRepository, names: Set<String>? = nil, folder: String? = nil, threads: Int = 1
    ) throws {
        try self.init(repository, names: names, folder: folder, threads: threads, keepingFrom: Self.fewestKept)
    }

    /// - Parameter fewest: with fewer hashes nothing is kept in the folder.
    init(
        _ repository: BankRepository, names: Set<String>? = nil, folder: String?, threads: Int = 1,
        keepingFrom fewest: Int
    ) throws {
        func loaded(restricted: Bool) throws -> HashIndex {
            try HashIndex(threads: threads) { add in
                try repository.forEachSearchable(in: names, restricted: restricted) { add(Self.row($0)) }
            }
        }
        var open: HashIndex?
        var trouble: String?
        if names == nil, let folder, try Self.openHashes(repository) >= fewest {
            let stamp = Self.stamp(try repository.lastChange())
            do {
                open = try Self.open(folder, at: stamp) ?? Self.build(folder, stamp, repository, threads)
            } catch let error as IndexError {
                trouble = "the index of the lists is in memory this time: \(error)"
            }
        }
        self.trouble = trouble
        indexes = [try open ?? loaded(restricted: false), try loaded(restricted: true)].filter { $0.count > 0 }
    }

    private static func stamp(_ change: BankChange) -> HashIndex.Stamp {
        HashIndex.Stamp(
            position: UInt64(bitPattern: change.number), database: (UInt64(bitPattern: change.nonce), version))
    }

    /// Removes the index that is kept in a folder, and that of the live lists beside it: after entries were removed for good, it must not keep their hashes.
    ///
    /// - Throws: `IndexError`: `busy` while a scan uses it.
    public static func forget(folder: String) throws {
        try HashIndex.remove(folder: folder)
        do throws(IndexError) {
            try HashIndex.remove(folder: LiveLists.folder(beside: folder))
        } catch {
            // A server that uses it follows the change and forgets the hashes by itself.
            guard error.code == .busy else { throw error }
        }
    }

    /// Raised when what a row means changes, so that indexes of an earlier program are built anew.
    private static let version: UInt64 = 1

    /// From so many hashes on, opening an index is sooner done than building it.
    private static let fewestKept = 100_000

    private static func openHashes(_ repository: BankRepository) throws -> Int {
        try repository.list()
            .filter { !$0.bank.restricted && $0.bank.purpose == .known && $0.bank.settings.state == .active }
            .reduce(0) { $0 + $1.entries(with: .pdq) }
    }

    private static func open(_ folder: String, at stamp: HashIndex.Stamp) throws -> HashIndex? {
        guard let found = try? HashIndex.open(folder: folder), found.stamp == stamp else { return nil }
        return found.index
    }

    private static func build(
        _ folder: String, _ stamp: HashIndex.Stamp, _ repository: BankRepository, _ threads: Int
    ) throws -> HashIndex {
        try HashIndex.build(folder: folder, stamp: stamp, threads: threads) { add in
            try repository.forEachSearchable(restricted: false, withExpired: true) { add(row($0)) }
        }
    }

    /// All hashes near each of several codes, nearest first; answer *i* belongs to code *i*.
    ///
    /// - Parameters:
    ///   - codes: what to search for.
    ///   - reach: how far: as each entry's bank allows, or one distance for all.
    ///   - now: seconds since 1970; what has expired by then is left out.
    public func search(_ codes: [PDQHash], reach: HashIndex.Reach = .ofEachRow, now: Int64) -> [[Hit]] {
        var found = [[Hit]](repeating: [], count: codes.count)
        for index in indexes {
            for (query, neighbors) in index.search(codes, reach: reach, now: now).enumerated() {
                found[query] += neighbors.map(Hit.init)
            }
        }
        guard indexes.count > 1 else { return found }
        return found.map { $0.sorted { ($0.distance, $0.row, $0.view) < ($1.distance, $1.row, $1.view) } }
    }

    /// The number of a row in the index: the entry's row, and in the lowest five bits the view. The database knows the bank.
    private static func row(_ entry: SearchableEntry) -> HashIndex.Row {
        HashIndex.Row(
            id: entry.rowID << 5 | Int64(entry.view), code: entry.pdq, radius: UInt8(clamping: entry.radius),
            expires: entry.expires)
    }
}

extension BankIndex.Hit {
    init(_ neighbor: HashIndex.Neighbor) {
        self.init(row: neighbor.id >> 5, view: Int(neighbor.id & 31), distance: neighbor.distance)
    }
}
