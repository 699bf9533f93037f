// SPDX-License-Identifier: Apache-2.0

internal import CSearchKernels
internal import Fingerprints

/// An immutable part of an index: distinct codes in one order, their owners, tables. Only the state of an owner may change.
final class Segment: Sendable {
    /// What rows beside their codes lie in: twelve bytes when the ids span less than 2³², else sixteen.
    enum Owners: Sendable {
        case packed(Column<PackedOwner>, base: Int64)
        case wide(Column<Owner>)

        var count: Int {
            switch self {
            case .packed(let column, _): column.count
            case .wide(let column): column.count
            }
        }

        @inline(__always)
        subscript(number: Int) -> Owner {
            switch self {
            case .packed(let column, let base):
                let packed = column.base + number
                return Owner(
                    id: base &+ Int64(packed.pointee.id), expires: packed.pointee.expires, bank: packed.pointee.bank,
                    radius: packed.pointee.radius, flags: sk_load(flags(number)))
            case .wide(let column):
                let owner = column.base + number
                return Owner(
                    id: owner.pointee.id, expires: owner.pointee.expires, bank: owner.pointee.bank,
                    radius: owner.pointee.radius, flags: sk_load(flags(number)))
            }
        }

        /// The one byte that changes while others read it, therefore atomically.
        func flags(_ number: Int) -> UnsafeMutablePointer<UInt8> {
            switch self {
            case .packed(let column, _):
                UnsafeMutableRawPointer(column.base + number).assumingMemoryBound(to: UInt8.self) + 11
            case .wide(let column):
                UnsafeMutableRawPointer(column.base + number).assumingMemoryBound(to: UInt8.self) + 15
            }
        }

        var bytes: UnsafeRawBufferPointer {
            switch self {
            case .packed(let column, _): column.bytes
            case .wide(let column): column.bytes
            }
        }
    }

    let layout: Layout
    let heads: Column<UInt64>
    let tails: Column<UInt64>
    /// The first owner of each code, then all further ones.
    let owners: Owners
    /// The code of each further owner, ascending.
    let sharing: Column<UInt32>
    let tables: [Table]
    /// The largest radius of any row.
    let widest: Int
    /// Owners that were neither replaced nor withdrawn when the segment was built.
    let live: Int
    let plans: Plans

    init(
        layout: Layout, heads: Column<UInt64>, tails: Column<UInt64>, owners: Owners, sharing: Column<UInt32>,
        tables: [Table], widest: Int, live: Int, costs: CostModel = CostModel()
    ) {
        self.layout = layout
        self.heads = heads
        self.tails = tails
        self.owners = owners
        self.sharing = sharing
        self.tables = tables
        self.widest = widest
        self.live = live
        plans = Plans(layout: layout, heads: heads, tails: tails, tables: tables, costs: costs)
    }

    /// Distinct codes.
    var rows: Int { layout.rows }

    var bytes: Int {
        heads.bytes.count + tails.bytes.count + owners.bytes.count + sharing.bytes.count
            + tables.reduce(0) { $0 + $1.table.bytes.count + $1.entries.bytes.count }
    }

    func code(_ row: Int) -> PDQHash {
        PDQHash(words: (heads[row * 2], heads[row * 2 + 1], tails[row * 2], tails[row * 2 + 1]))
    }

    /// Numbers of the owners of a code, the first one first.
    @inline(__always)
    func forEachOwner(of row: Int, _ body: (_ number: Int, _ owner: Owner) -> Void) {
        let first = owners[row]
        body(row, first)
        guard first.flags & Owner.shared != 0 else { return }
        var low = 0
        var high = sharing.count
        while low < high {
            let middle = (low + high) / 2
            if Int(sharing[middle]) < row { low = middle + 1 } else { high = middle }
        }
        while low < sharing.count, Int(sharing[low]) == row {
            body(rows + low, owners[rows + low])
            low += 1
        }
    }

    /// The number of the owner with this id and code.
    func find(_ id: Int64, _ code: PDQHash) -> Int? {
        var found: Int?
        let words = [code.words.0, code.words.1, code.words.2, code.words.3]
        _ = words.withUnsafeBufferPointer { words in
            guard let start = words.baseAddress else { return false }
            return search(start, count: 1, radius: 0, kernel: .best, isCancelled: { false }) { _, row, _ in
                forEachOwner(of: row) { number, owner in
                    if owner.id == id, owner.flags & Owner.replaced == 0 { found = number }
                }
            }
        }
        return found
    }

    func setFlags(_ number: Int, keeping kept: UInt8, setting set: UInt8) {
        let byte = owners.flags(number)
        sk_store(byte, sk_load(byte) & kept | set)
    }

    /// Hits of one call of the inner loops.
    private static let room = 4096

    /// Reports every row within `radius` of each code, once.
    ///
    /// - Returns: false when it was cancelled; what was reported is then incomplete.
    func search(
        _ codes: UnsafePointer<UInt64>, count: Int, radius: Int, kernel: Kernel, isCancelled: () -> Bool,
        _ report: (_ query: Int, _ row: Int, _ distance: Int) -> Void
    ) -> Bool {
        guard rows > 0, radius >= 0 else { return true }
        guard let plan = plans[radius] else {
            return scan(codes, queries: Array(0..<count), radius, kernel, isCancelled, report)
        }
        return withUnsafeTemporaryAllocation(of: sk_hit.self, capacity: Self.room) { hits in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.batch) { unfinished in
                guard let room = hits.baseAddress, let flags = unfinished.baseAddress else { return false }
                var left: [Int] = []
                var first = 0
                var plan = plan
                while first < count {
                    if isCancelled() { return false }
                    let some = min(Self.batch, count - first)
                    let outcome = sk_search(
                        kernel.set, &plan, codes + first * 4, UInt32(some), room, UInt32(Self.room), flags)
                    for hit in hits[0..<Int(outcome.hits)] where flags[Int(hit.query)] == 0 {
                        report(first + Int(hit.query), Int(hit.row), Int(hit.distance))
                    }
                    for query in 0..<some where flags[query] != 0 { left.append(first + query) }
                    first += some
                }
                // Codes amid a crowd: the tables would cost more than reading every row.
                return left.isEmpty || scan(codes, queries: left, radius, kernel, isCancelled, report)
            }
        }
    }

    /// Codes that the inner loop takes at once.
    private static let batch = 32

    private func scan(
        _ codes: UnsafePointer<UInt64>, queries: [Int], _ radius: Int, _ kernel: Kernel, _ isCancelled: () -> Bool,
        _ report: (_ query: Int, _ row: Int, _ distance: Int) -> Void
    ) -> Bool {
        scanRows(
            heads.base, tails.base, rows, codes, queries: queries, radius: radius, kernel: kernel,
            isCancelled: isCancelled, report)
    }
}

/// Compares every row with the chosen codes, eight at a time.
///
/// - Returns: false when it was cancelled.
func scanRows(
    _ heads: UnsafePointer<UInt64>, _ tails: UnsafePointer<UInt64>, _ rows: Int, _ codes: UnsafePointer<UInt64>,
    queries: [Int], radius: Int, kernel: Kernel, isCancelled: () -> Bool,
    _ report: (_ query: Int, _ row: Int, _ distance: Int) -> Void
) -> Bool {
    let together = 8
    let room = Int(SK_SCAN_BLOCK) * together * 2
    /// Rows between two questions whether anybody still waits: about a millisecond.
    let slice = 1 << 20
    return withUnsafeTemporaryAllocation(of: sk_hit.self, capacity: room) { hits in
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: together * 4) { words in
            guard let hitStart = hits.baseAddress, let wordStart = words.baseAddress else { return false }
            var first = 0
            while first < queries.count {
                let some = min(together, queries.count - first)
                for position in 0..<some {
                    (wordStart + position * 4).update(from: codes + queries[first + position] * 4, count: 4)
                }
                var row = 0
                while row < rows {
                    if isCancelled() { return false }
                    let last = min(rows, row + slice)
                    while row < last {
                        var found = 0
                        row = sk_scan(
                            kernel.set, heads, tails, row, last, wordStart, UInt32(some), UInt32(radius), hitStart,
                            room, &found)
                        for hit in hits[0..<found] {
                            report(queries[first + Int(hit.query)], Int(hit.row), Int(hit.distance))
                        }
                    }
                }
                first += some
            }
            return true
        }
    }
}
