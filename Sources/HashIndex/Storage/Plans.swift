// SPDX-License-Identifier: Apache-2.0

internal import CSearchKernels

/// A chunk's table in memory.
struct Table: Sendable {
    let chunk: Chunk
    /// Lines, or where buckets start.
    let table: Column<UInt32>
    /// Entries of runs, or what lines could not hold; empty for rows.
    let entries: Column<UInt32>
}

/// For every radius that tables serve, what the inner loop is to do: made once for a segment.
///
/// Unchecked because nothing changes after `init`. The pointers are owned and freed here; they point into `tables`, which is kept.
final class Plans: @unchecked Sendable {
    private let tables: [Table]
    private var plans: [sk_plan?] = []
    private var owned: [UnsafeMutableRawPointer] = []
    let probings: [Probing?]

    /// Buckets of a step: the memory's latency divided by the time of a line, and some.
    private static let stepBuckets = 128
    private static let mostBuckets = 384

    static let widestRadius = 64

    init(layout: Layout, heads: Column<UInt64>, tails: Column<UInt64>, tables: [Table], costs: CostModel) {
        self.tables = tables
        probings = (0...Self.widestRadius).map { Probing.cheapest(layout, radius: $0, costs: costs) }
        var flips: [Int: (masks: UnsafeMutablePointer<UInt32>, counts: UnsafeMutablePointer<UInt8>, ends: [Int])] = [:]
        for (radius, probing) in probings.enumerated() {
            guard let probing else {
                plans.append(nil)
                continue
            }
            var chunks: [sk_chunk] = []
            var parts: [sk_part] = []
            var steps: [sk_step] = []
            var buckets = 0
            var firstPart = 0
            func closeStep() {
                if parts.count > firstPart {
                    steps.append(sk_step(first: UInt32(firstPart), last: UInt32(parts.count)))
                }
                firstPart = parts.count
                buckets = 0
            }
            for (table, count) in zip(tables, probing.flips) where count >= 0 {
                let bits = table.chunk.bucketBits
                let known = flips[bits] ?? own(Flips.list(bits: bits, most: Layout.mostFlips))
                flips[bits] = known
                let entries: UnsafeMutablePointer<UInt32>? = table.chunk.form == .rows ? nil : table.entries.base
                chunks.append(
                    sk_chunk(
                        table: table.table.base, entries: entries, flips: known.masks, flip_counts: known.counts,
                        form: table.chunk.form.rawValue, word: UInt8(table.chunk.offset / 64),
                        shift: UInt8(table.chunk.offset % 64), width: UInt8(table.chunk.width),
                        tag_bits: UInt8(table.chunk.tagBits), radius: UInt8(count)))
                let last = known.ends[min(count, bits)]
                var first = 0
                while first < last {
                    let some = min(last - first, Self.mostBuckets - buckets)
                    parts.append(
                        sk_part(chunk: UInt32(chunks.count - 1), first: UInt32(first), last: UInt32(first + some)))
                    first += some
                    buckets += some
                    if buckets >= Self.stepBuckets { closeStep() }
                }
            }
            closeStep()
            let budget = max(4096.0, 2 * probing.candidates + costs.scan(rows: layout.rows) / costs.candidate)
            plans.append(
                sk_plan(
                    heads: heads.base, tails: tails.base, chunks: own(chunks), parts: own(parts), steps: own(steps),
                    rows: UInt32(layout.rows), row_bits: UInt32(layout.rowBits), chunk_count: UInt32(chunks.count),
                    step_count: UInt32(steps.count), radius: UInt32(radius), budget: UInt32(min(budget, 4e9))))
        }
    }

    /// The plan for a radius, or `nil` when a scan is cheaper.
    subscript(radius: Int) -> sk_plan? {
        radius < plans.count ? plans[radius] : nil
    }

    private func own<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
        let copy = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
        copy.initialize(from: elements, count: elements.count)
        owned.append(UnsafeMutableRawPointer(copy))
        return copy
    }

    private func own(
        _ list: Flips
    )
        -> (masks: UnsafeMutablePointer<UInt32>, counts: UnsafeMutablePointer<UInt8>, ends: [Int])
    {
        (own(list.masks), own(list.counts), list.ends)
    }

    deinit {
        for pointer in owned { pointer.deallocate() }
    }
}

/// All ways to flip a few bits of a bucket number, fewest bits first.
struct Flips {
    private(set) var masks: [UInt32] = []
    private(set) var counts: [UInt8] = []
    /// `ends[n]`: masks of at most *n* bits.
    private(set) var ends: [Int] = []

    static func list(bits: Int, most: Int) -> Flips {
        var list = Flips()
        var layer: [UInt32] = [0]
        for count in 0...min(most, bits) {
            list.masks += layer
            list.counts += [UInt8](repeating: UInt8(count), count: layer.count)
            list.ends.append(list.masks.count)
            // Each mask grows by every bit above its highest one, so none comes twice.
            layer = layer.flatMap { mask in
                let lowest = 32 - mask.leadingZeroBitCount
                return lowest < bits ? (lowest..<bits).map { mask | 1 << UInt32($0) } : []
            }
            .sorted()
        }
        return list
    }
}
