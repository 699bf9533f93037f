// SPDX-License-Identifier: Apache-2.0

/// How many flipped bits to look for in each chunk of a layout, for one radius.
struct Probing: Sendable, Equatable {
    /// One number a chunk; -1 leaves the chunk out.
    let flips: [Int]
    /// What the cost model expects, in nanoseconds.
    let nanoseconds: Double
    /// Rows that will be compared when codes are uniform.
    let candidates: Double

    /// The cheapest valid probing, or `nil` when a scan of all rows is cheaper.
    static func cheapest(_ layout: Layout, radius: Int, costs: CostModel = CostModel()) -> Probing? {
        guard !layout.chunks.isEmpty, radius <= 64 else { return nil }
        let units = radius + 1
        var best = [Double](repeating: .infinity, count: units + 1)
        best[0] = costs.start
        var chosen: [[Int]] = []
        for chunk in layout.chunks {
            var next = best
            var flips = [Int](repeating: -1, count: units + 1)
            for count in 0...min(Layout.mostFlips, chunk.width) where count + 1 <= units {
                let cost = costs.nanoseconds(of: chunk, flips: count, rows: layout.rows)
                for spent in (count + 1)...units where best[spent - count - 1] + cost < next[spent] {
                    next[spent] = best[spent - count - 1] + cost
                    flips[spent] = count
                }
            }
            best = next
            chosen.append(flips)
        }
        guard best[units] < costs.scan(rows: layout.rows) else { return nil }
        var flips = [Int](repeating: -1, count: layout.chunks.count)
        var left = units
        for index in layout.chunks.indices.reversed() {
            flips[index] = chosen[index][left]
            left -= flips[index] + 1
        }
        let candidates = zip(layout.chunks, flips).reduce(0.0) {
            $0 + ($1.1 < 0 ? 0 : costs.candidates(of: $1.0, flips: $1.1, rows: layout.rows))
        }
        return Probing(flips: flips, nanoseconds: best[units], candidates: candidates)
    }
}
