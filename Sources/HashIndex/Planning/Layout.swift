// SPDX-License-Identifier: Apache-2.0

/// How a segment is laid out: fixed when it is built.
///
/// By the pigeonhole principle a code within radius *r* of another lies, in at least one of the disjoint chunks *i*, within *tᵢ*
/// bits, when the sum of *tᵢ* + 1 is *r* + 1 (M. Norouzi, A. Punjani, D. Fleet, "Fast exact search in Hamming space with
/// multi-index hashing", 2014; with unequal *tᵢ*: J. Qin et al., "GPH: similarity search in Hamming space", 2018).
struct Layout: Sendable, Equatable {
    /// Distinct codes.
    let rows: Int
    /// The radius that the widths were chosen for.
    let designRadius: Int
    /// Disjoint; the first one is the top bits, by which the rows are sorted. Empty when a scan is cheaper than any table.
    let chunks: [Chunk]
    /// Low bits of an entry that number the row; the tag lies above.
    let rowBits: Int

    /// Below so many rows nothing beats a scan of them.
    static let fewestRows = 8192
    /// Mean entries of a line: with more, too many lines go on elsewhere.
    private static let fullLine = 12.5
    /// Mean entries of a bucket in a run.
    private static let fullRun = 13.0
    /// More flips in one chunk never pay.
    static let mostFlips = 4
    private static let widths = 6...30

    /// The cheapest layout under a ceiling of memory, or the smallest one when nothing fits.
    ///
    /// - Parameters:
    ///   - rows: distinct codes.
    ///   - radius: bits of the usual search, 0…64.
    ///   - ceiling: bytes an entry, everything counted.
    static func designed(rows: Int, radius: Int, ceiling: Double, costs: CostModel = CostModel()) -> Layout {
        let rowBits = max(1, Int.bitWidth - (rows + 1).leadingZeroBitCount)
        let none = Layout(rows: rows, designRadius: radius, chunks: [], rowBits: rowBits)
        guard rows >= fewestRows, rowBits <= 30 else { return none }
        var smallest = none
        for form in [Chunk.Form.lines, .runs] {
            let design = Design(rows: rows, rowBits: rowBits, units: radius + 1, form: form, costs: costs)
            guard let chunks = design.cheapest() else { continue }
            let layout = Layout(rows: rows, designRadius: radius, chunks: chunks, rowBits: rowBits)
            smallest = layout
            if layout.bytesPerEntry <= ceiling { break }
        }
        return smallest
    }

    /// Bytes an entry: code, what is known of it, tables.
    var bytesPerEntry: Double {
        guard rows > 0 else { return 0 }
        let tables = chunks.reduce(0.0) { $0 + Self.bytes(of: $1, rows: rows) }
        return Double(SegmentFormat.codeBytes + SegmentFormat.ownerBytes) + tables / Double(rows)
    }

    private static func bytes(of chunk: Chunk, rows: Int) -> Double {
        switch chunk.form {
        case .lines: Double(chunk.bucketCount * 64) + Double(rows) * 0.5
        case .runs: Double(chunk.bucketCount * 4 + rows * 4)
        case .rows: Double(chunk.bucketCount * 4)
        }
    }

    static func bucketBits(_ form: Chunk.Form, rows: Int) -> Int {
        var bits = 1
        let full =
            switch form {
            case .lines: fullLine
            case .runs: fullRun
            case .rows: 4.0
            }
        while Double(rows) / Double(1 << bits) > full { bits += 1 }
        return bits
    }

    /// Dynamic programming over the bits of the code and the units of the radius that are left.
    private struct Design {
        let rows: Int
        let rowBits: Int
        let units: Int
        let form: Chunk.Form
        let costs: CostModel

        private func chunk(_ form: Chunk.Form, width: Int) -> Chunk? {
            let bits = Layout.bucketBits(form, rows: rows)
            guard width >= bits, form == .rows || width - bits <= 32 - rowBits else { return nil }
            return Chunk(offset: 0, width: width, form: form, bucketBits: bits)
        }

        func cheapest() -> [Chunk]? {
            struct Choice {
                var cost = Double.infinity
                var width = 0
                var flips = 0
            }
            var options: [(chunk: Chunk, flips: Int, cost: Double)] = []
            for width in Layout.widths {
                guard let chunk = chunk(form, width: width) else { continue }
                for flips in 0...3 {
                    options.append((chunk, flips, costs.nanoseconds(of: chunk, flips: flips, rows: rows)))
                }
            }
            // best[units][bits]: the cheapest way to spend exactly so many.
            var best = [[Choice]](repeating: [Choice](repeating: Choice(), count: 257), count: units + 1)
            for bits in 0...256 { best[0][bits] = Choice(cost: 0, width: 0, flips: -1) }
            if units > 0 {
                for left in 1...units {
                    for bits in 1...256 {
                        for option in options where option.flips + 1 <= left && option.chunk.width <= bits {
                            let rest = best[left - option.flips - 1][bits - option.chunk.width].cost
                            if rest + option.cost < best[left][bits].cost {
                                best[left][bits] = Choice(
                                    cost: rest + option.cost, width: option.chunk.width, flips: option.flips)
                            }
                        }
                    }
                }
            }
            var first: (chunk: Chunk, flips: Int)?
            var lowest = Double.infinity
            for width in Layout.widths {
                guard let chunk = chunk(.rows, width: width) else { continue }
                for flips in 0...3 where flips + 1 <= units {
                    let cost =
                        costs.nanoseconds(of: chunk, flips: flips, rows: rows)
                        + best[units - flips - 1][256 - width].cost
                    if cost < lowest {
                        lowest = cost
                        first = (chunk, flips)
                    }
                }
            }
            guard let first else { return nil }
            // The rows are sorted by the whole code as a number, whatever the layout: its top bits order them.
            var ordering = first.chunk
            ordering.offset = 256 - ordering.width
            var chunks = [ordering]
            var offset = 0
            var left = units - first.flips - 1
            while left > 0 {
                let choice = best[left][256 - ordering.width - offset]
                guard var next = chunk(form, width: choice.width) else { return nil }
                next.offset = offset
                chunks.append(next)
                offset += choice.width
                left -= choice.flips + 1
            }
            return chunks
        }
    }
}
