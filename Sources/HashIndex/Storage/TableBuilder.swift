// SPDX-License-Identifier: Apache-2.0

internal import CSearchKernels

/// Builds the table of one chunk over all codes of a segment.
///
/// Writes go to unrelated places, so every loop asks ahead for the lines it will write; without that it waits for memory at each row.
struct TableBuilder: Sendable {
    let chunk: Chunk
    let rows: Int
    let rowBits: Int
    private let heads: Column<UInt64>
    private let tails: Column<UInt64>

    /// Rows between asking for a line and writing it.
    private static let ahead = 48
    private static let empty: UInt32 = 0xFFFF_FFFF
    private static let continued: UInt32 = 0xFFFF_FFFE
    private static let slots = 16

    init(chunk: Chunk, layout: Layout, heads: Column<UInt64>, tails: Column<UInt64>) {
        self.chunk = chunk
        rows = layout.rows
        rowBits = layout.rowBits
        self.heads = heads
        self.tails = tails
    }

    func build() -> Table {
        switch chunk.form {
        case .lines: lines()
        case .runs: runs()
        case .rows: Table(chunk: chunk, table: starts(), entries: Column(0, spare: Self.slots))
        }
    }

    /// Every second word of this column holds word `number` of a code.
    private func word(_ number: Int) -> UnsafePointer<UInt64> {
        UnsafePointer((number < 2 ? heads : tails).base + (number & 1))
    }

    /// Calls `body` with each row's chunk, and `ask` with the chunk of a row that comes soon.
    @inline(__always)
    private func forEachRow(ask: (_ value: Int) -> Void, _ body: (_ row: Int, _ value: Int) -> Void) {
        let first = word(chunk.offset / 64)
        let second = word((chunk.offset / 64 + 1) & 3)
        let chunk = chunk
        var row = 0
        while row < rows {
            let coming = row &+ Self.ahead
            if coming < rows { ask(chunk.value(first[coming &* 2], second[coming &* 2])) }
            body(row, chunk.value(first[row &* 2], second[row &* 2]))
            row &+= 1
        }
    }

    @inline(__always)
    private func entry(_ row: Int, _ value: Int, _ tagMask: Int, _ shift: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: UInt64(row) | UInt64(value & tagMask) &<< shift)
    }

    private func lines() -> Table {
        let buckets = chunk.bucketCount
        let table = Column<UInt32>(buckets * Self.slots)
        let base = table.base
        base.update(repeating: Self.empty, count: buckets * Self.slots)
        let used = Column<UInt8>(buckets)
        let (tagBits, tagMask, shift) = (chunk.tagBits, (1 << chunk.tagBits) - 1, UInt64(rowBits))
        // Bucket above entry: what found its line full.
        var more: [UInt64] = []
        forEachRow(ask: { value in
            let bucket = value &>> tagBits
            sk_prefetch_to_write(base + bucket &* Self.slots)
            sk_prefetch_to_write(used.base + bucket)
        }) { row, value in
            let bucket = value &>> tagBits
            let entry = entry(row, value, tagMask, shift)
            let slot = Int(used[bucket])
            if slot < Self.slots {
                base[bucket &* Self.slots &+ slot] = entry
                used[bucket] = UInt8(truncatingIfNeeded: slot &+ 1)
            } else {
                more.append(UInt64(bucket) << 32 | UInt64(entry))
            }
        }
        return Table(chunk: chunk, table: table, entries: continueLines(base, &more))
    }

    /// The last two slots of a line that is not enough say where the rest is: its count, then its entries.
    private func continueLines(_ base: UnsafeMutablePointer<UInt32>, _ more: inout [UInt64]) -> Column<UInt32> {
        more.sort()
        var entries: [UInt32] = []
        var first = 0
        while first < more.count {
            let bucket = Int(more[first] >> 32)
            var last = first
            while last < more.count, Int(more[last] >> 32) == bucket { last += 1 }
            let line = base + bucket * Self.slots
            let start = entries.count
            entries.append(UInt32(last - first + 2))
            entries.append(line[Self.slots - 2])
            entries.append(line[Self.slots - 1])
            for entry in more[first..<last] { entries.append(UInt32(truncatingIfNeeded: entry)) }
            line[Self.slots - 2] = UInt32(start)
            line[Self.slots - 1] = Self.continued
            first = last
        }
        return Self.column(entries)
    }

    private static func column(_ entries: [UInt32]) -> Column<UInt32> {
        let column = Column<UInt32>(entries.count, spare: slots)
        entries.withUnsafeBufferPointer { entries in
            if let start = entries.baseAddress { column.base.update(from: start, count: entries.count) }
        }
        return column
    }

    /// Where each bucket starts, and behind the last one where it ends.
    private func starts() -> Column<UInt32> {
        let table = Column<UInt32>(chunk.bucketCount + 1, spare: 1)
        let base = table.base
        let tagBits = chunk.tagBits
        forEachRow(ask: { sk_prefetch_to_write(base + ($0 &>> tagBits &+ 1)) }) { _, value in
            base[value &>> tagBits &+ 1] &+= 1
        }
        var sum: UInt32 = 0
        for bucket in 0...chunk.bucketCount {
            sum &+= base[bucket]
            base[bucket] = sum
        }
        return table
    }

    private func runs() -> Table {
        let table = starts()
        let base = table.base
        let entries = Column<UInt32>(rows, spare: Self.slots)
        let (tagBits, tagMask, shift) = (chunk.tagBits, (1 << chunk.tagBits) - 1, UInt64(rowBits))
        // While entries are placed a start walks to the end of its bucket; afterwards everything moves up by one.
        forEachRow(ask: { sk_prefetch_to_write(base + $0 &>> tagBits) }) { row, value in
            let bucket = value &>> tagBits
            let place = base[bucket]
            entries[Int(place)] = entry(row, value, tagMask, shift)
            base[bucket] = place &+ 1
        }
        var bucket = chunk.bucketCount
        while bucket > 0 {
            base[bucket] = base[bucket - 1]
            bucket -= 1
        }
        base[0] = 0
        return Table(chunk: chunk, table: table, entries: entries)
    }
}
