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

    /// Hashes in the index: entries and their views.
    public var count: Int { indexes.reduce(0) { $0 + $1.count } }

    /// Compares with nothing.
    public static let empty = BankIndex(indexes: [])

    private init(indexes: [HashIndex]) {
        self.indexes = indexes
    }

    /// Loads every hash that takes part in matching.
    ///
    /// - Parameters:
    ///   - repository: the lists of a data folder.
    ///   - names: only these banks; `nil` means all active ones.
    ///   - threads: how many build the tables.
    /// - Throws: `BankError` or `StoreError`. A list that cannot be loaded whole is never searched.
    public init(_ repository: BankRepository, names: Set<String>? = nil, threads: Int = 1) throws {
        var open: [HashIndex.Row] = []
        var restricted: [HashIndex.Row] = []
        try repository.forEachSearchable(in: names) { entry in
            if entry.isRestricted { restricted.append(Self.row(entry)) } else { open.append(Self.row(entry)) }
        }
        indexes = [open, restricted].filter { !$0.isEmpty }.map { HashIndex($0, threads: threads) }
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

    /// The number of a row in the index: the entry's row, and in the lowest five bits the view.
    private static func row(_ entry: SearchableEntry) -> HashIndex.Row {
        HashIndex.Row(
            id: entry.rowID << 5 | Int64(entry.view), code: entry.pdq, bank: UInt16(clamping: entry.bankID),
            radius: UInt8(clamping: entry.radius), expires: entry.expires)
    }
}

extension BankIndex.Hit {
    init(_ neighbor: HashIndex.Neighbor) {
        self.init(row: neighbor.id >> 5, view: Int(neighbor.id & 31), distance: neighbor.distance)
    }
}
