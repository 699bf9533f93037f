// SPDX-License-Identifier: Apache-2.0

internal import CSearchKernels
internal import Fingerprints

/// Rows on their way into a segment.
struct RowGathering {
    private(set) var blocks: [RowBlock] = []
    private var last = 0

    /// Rows of a block: a power of two, so that a row is found by shift and mask.
    private let shift: Int
    private var capacity: Int { 1 << shift }

    var count: Int { blocks.isEmpty ? 0 : (blocks.count - 1) * capacity + last }

    /// - Parameter expected: about how many rows come; only the size of the blocks depends on it.
    init(expecting expected: Int) {
        shift = expected > 100_000 ? 20 : 12
    }

    mutating func append(_ code: PDQHash, _ owner: Owner) {
        if blocks.isEmpty || last == capacity {
            blocks.append(RowBlock(capacity: capacity))
            last = 0
        }
        blocks[blocks.count - 1].write(last, code, owner)
        last += 1
    }

    @inline(__always)
    private func at(_ index: Int) -> (RowBlock, Int) {
        (blocks[index >> shift], index & (capacity - 1))
    }

    @inline(__always)
    func code(_ index: Int) -> PDQHash {
        let (block, row) = at(index)
        return block.code(row)
    }

    @inline(__always)
    func owner(_ index: Int) -> Owner {
        let (block, row) = at(index)
        return block.owners[row]
    }

    @inline(__always)
    func prefetch(_ index: Int) {
        let (block, row) = at(index)
        sk_prefetch(block.heads.base + row * 2)
        sk_prefetch(block.tails.base + row * 2)
        sk_prefetch(block.owners.base + row)
    }

    @inline(__always)
    func prefetchOwner(_ index: Int) {
        let (block, row) = at(index)
        sk_prefetch(block.owners.base + row)
    }

    func forEachOwner(_ body: (_ index: Int, _ owner: Owner) -> Void) {
        for index in 0..<count { body(index, owner(index)) }
    }

    /// Rows that a later one with the same id replaces.
    func earlierOfSameId() -> Set<UInt32> {
        var ascending = true
        var before = Int64.min
        for index in 0..<count {
            let id = owner(index).id
            if index > 0, id <= before {
                ascending = false
                break
            }
            before = id
        }
        guard !ascending else { return [] }
        var order = (0..<count).map { (id: owner($0).id, index: UInt32($0)) }
        order.sort { ($0.id, $0.index) < ($1.id, $1.index) }
        var earlier: Set<UInt32> = []
        for position in order.indices.dropLast() where order[position].id == order[position + 1].id {
            earlier.insert(order[position].index)
        }
        return earlier
    }

    /// Sorts row numbers by the code as a 256-bit number, then by id: by counting on the top bits, then inside their buckets.
    func sort(_ order: inout [UInt32]) {
        var bits = 1
        while order.count >> bits > 4, bits < 28 { bits += 1 }
        let topShift = UInt64(64 - bits)
        let starts = Column<UInt32>((1 << bits) + 1)
        for index in order { starts[Int(code(Int(index)).words.3 >> topShift) + 1] += 1 }
        for bucket in 0..<(1 << bits) { starts[bucket + 1] += starts[bucket] }
        var sorted = [UInt32](repeating: 0, count: order.count)
        sorted.withUnsafeMutableBufferPointer { sorted in
            order.withUnsafeBufferPointer { order in
                for position in order.indices {
                    if position + 32 < order.count {
                        sk_prefetch_to_write(starts.base + Int(code(Int(order[position + 32])).words.3 >> topShift))
                    }
                    let bucket = Int(code(Int(order[position])).words.3 >> topShift)
                    sorted[Int(starts[bucket])] = order[position]
                    starts[bucket] += 1
                }
            }
            // Each start has walked to the end of its bucket.
            var first = 0
            for bucket in 0..<(1 << bits) {
                let last = Int(starts[bucket])
                if last + 24 < sorted.count { prefetch(Int(sorted[last + 24])) }
                if last - first > 1 { sortBucket(&sorted, first, last) }
                first = last
            }
        }
        order = sorted
    }

    private func sortBucket(_ sorted: inout UnsafeMutableBufferPointer<UInt32>, _ first: Int, _ last: Int) {
        if last - first > 24 {
            var bucket = UnsafeMutableBufferPointer(rebasing: sorted[first..<last])
            bucket.sort { precedes($0, $1) }
            return
        }
        var position = first + 1
        while position < last {
            let moved = sorted[position]
            var place = position
            while place > first, precedes(moved, sorted[place - 1]) {
                sorted[place] = sorted[place - 1]
                place -= 1
            }
            sorted[place] = moved
            position += 1
        }
    }

    private func precedes(_ left: UInt32, _ right: UInt32) -> Bool {
        let (one, other) = (code(Int(left)).words, code(Int(right)).words)
        if one.3 != other.3 { return one.3 < other.3 }
        if one.2 != other.2 { return one.2 < other.2 }
        if one.1 != other.1 { return one.1 < other.1 }
        if one.0 != other.0 { return one.0 < other.0 }
        return (owner(Int(left)).id, left) < (owner(Int(right)).id, right)
    }
}
