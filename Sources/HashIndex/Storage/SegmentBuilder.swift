// SPDX-License-Identifier: Apache-2.0

internal import CSearchKernels
internal import Fingerprints

/// Builds segments of gathered rows: sorts them by code, keeps equal codes once, fills the tables.
struct SegmentBuilder: Sendable {
    /// The usual radius: rows that reach farther get a segment of their own, so that they do not slow down all others.
    var designRadius = 31
    /// Bytes an entry, everything counted.
    var ceiling: Double?
    var threads = 1

    /// Bytes an entry without a word from the owner: lines up to sizes that leave a server its memory, then runs.
    static func usualCeiling(rows: Int) -> Double {
        rows <= 4_000_000 ? 220 : rows <= 40_000_000 ? 170 : 90
    }

    /// - Parameters:
    ///   - rows: what to contain. Replaced rows are left out.
    ///   - uniqueIds: whether ids may come twice: then the last row stays, at the cost of sorting the ids unless they ascend.
    func build(_ rows: consuming RowGathering, uniqueIds: Bool = false) -> [Segment] {
        // The gathered rows go before the tables come: of a hundred million rows both at once are too much.
        drafts(rows, uniqueIds).map { segment($0) }
    }

    private func drafts(_ rows: consuming RowGathering, _ uniqueIds: Bool) -> [Draft] {
        let dropped = uniqueIds ? rows.earlierOfSameId() : []
        var usual: [UInt32] = []
        var far: [UInt32] = []
        usual.reserveCapacity(rows.count)
        rows.forEachOwner { index, owner in
            guard owner.flags & Owner.replaced == 0 else { return }
            if !dropped.isEmpty, dropped.contains(UInt32(index)) { return }
            if Int(owner.radius) > designRadius {
                far.append(UInt32(index))
            } else {
                usual.append(UInt32(index))
            }
        }
        return [draft(rows, &usual), draft(rows, &far)].compactMap { $0 }
    }

    /// A segment without tables.
    private struct Draft {
        var distinct: Int
        var heads: Column<UInt64>
        var tails: Column<UInt64>
        var owners: Segment.Owners
        var sharing: Column<UInt32>
        var widest: Int
        var live: Int
    }

    private func segment(_ draft: Draft) -> Segment {
        let layout = Layout.designed(
            rows: draft.distinct, radius: max(designRadius, draft.widest),
            ceiling: ceiling ?? Self.usualCeiling(rows: draft.distinct))
        return Segment(
            layout: layout, heads: draft.heads, tails: draft.tails, owners: draft.owners, sharing: draft.sharing,
            tables: tables(layout, draft.heads, draft.tails), widest: draft.widest, live: draft.live)
    }

    private func draft(_ rows: borrowing RowGathering, _ order: inout [UInt32]) -> Draft? {
        guard !order.isEmpty else { return nil }
        let count = order.count
        rows.sort(&order)
        let heads = Column<UInt64>(count * 2)
        let tails = Column<UInt64>(count * 2)
        var distinct = 0
        var sharing: [UInt32] = []
        var furtherOwners: [Owner] = []
        var (lowest, highest) = (Int64.max, Int64.min)
        var widest = 0
        var live = 0
        // The first owner of distinct code n is at n ≤ its place in the order: the order's array serves for both.
        order.withUnsafeMutableBufferPointer { order in
            for position in 0..<count {
                if position + 16 < count { rows.prefetch(Int(order[position + 16])) }
                let index = Int(order[position])
                let code = rows.code(index)
                let owner = rows.owner(index)
                lowest = min(lowest, owner.id)
                highest = max(highest, owner.id)
                widest = max(widest, Int(owner.radius))
                if owner.isLive { live += 1 }
                if distinct > 0, heads[distinct * 2 - 2] == code.words.0, heads[distinct * 2 - 1] == code.words.1,
                    tails[distinct * 2 - 2] == code.words.2, tails[distinct * 2 - 1] == code.words.3
                {
                    sharing.append(UInt32(distinct - 1))
                    furtherOwners.append(owner)
                    continue
                }
                heads[distinct * 2] = code.words.0
                heads[distinct * 2 + 1] = code.words.1
                tails[distinct * 2] = code.words.2
                tails[distinct * 2 + 1] = code.words.3
                order[distinct] = UInt32(index)
                distinct += 1
            }
        }
        let owners = Self.owners(rows, order, distinct, furtherOwners, sharing, lowest, highest)
        order = []
        return Draft(
            distinct: distinct, heads: Column(heads.memory, at: 0, count: distinct * 2),
            tails: Column(tails.memory, at: 0, count: distinct * 2), owners: owners,
            sharing: Self.column(sharing), widest: widest, live: live)
    }

    private static func owners(
        _ rows: RowGathering, _ order: [UInt32], _ distinct: Int, _ further: [Owner], _ sharing: [UInt32],
        _ lowest: Int64, _ highest: Int64
    ) -> Segment.Owners {
        let count = distinct + further.count
        let (span, overflow) = highest.subtractingReportingOverflow(lowest)
        let owners: Segment.Owners =
            if !overflow, span <= Int64(UInt32.max) {
                .packed(Column(count), base: lowest)
            } else {
                .wide(Column(count))
            }
        func put(_ number: Int, _ owner: Owner) {
            switch owners {
            case .packed(let column, let base):
                column[number] = PackedOwner(
                    id: UInt32(truncatingIfNeeded: owner.id &- base), expires: owner.expires, bank: owner.bank,
                    radius: owner.radius, flags: owner.flags)
            case .wide(let column):
                column[number] = owner
            }
        }
        for number in 0..<distinct {
            if number + 16 < distinct { rows.prefetchOwner(Int(order[number + 16])) }
            put(number, rows.owner(Int(order[number])))
        }
        for (position, owner) in further.enumerated() {
            put(distinct + position, owner)
            let first = owners.flags(Int(sharing[position]))
            first.pointee |= Owner.shared
        }
        return owners
    }

    private static func column(_ elements: [UInt32]) -> Column<UInt32> {
        let column = Column<UInt32>(elements.count)
        for (index, element) in elements.enumerated() { column[index] = element }
        return column
    }

    private func tables(_ layout: Layout, _ heads: Column<UInt64>, _ tails: Column<UInt64>) -> [Table] {
        let built = BuiltTables(count: layout.chunks.count)
        concurrently(layout.chunks.count, threads: threads) { number in
            let builder = TableBuilder(chunk: layout.chunks[number], layout: layout, heads: heads, tails: tails)
            built.put(builder.build(), at: number)
        }
        return built.all
    }
}
