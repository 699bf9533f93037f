// SPDX-License-Identifier: Apache-2.0

/// Finds straight edges from side to side: lines where the step between two rows or columns is far above the steps around it.
struct EdgeFinder {
    /// One edge: before row or column `position`.
    struct Edge {
        var position: Int
        var strength: Float
    }

    /// An edge's mean step is at least this many times the larger mean step beside it …
    static let contrast: Float = 1.8
    /// … and at least this, of 255.
    static let leastStep: Float = 3
    /// Added to the steps beside it, so that noise on a plain ground makes no edges.
    static let floor: Float = 1.5

    let picture: SmallPicture

    func horizontal(in box: Box) -> [Edge] {
        edges(picture.rowMeans(picture.down, box), from: box.top)
    }

    func vertical(in box: Box) -> [Edge] {
        edges(picture.columnMeans(picture.across, box), from: box.left)
    }

    private func edges(_ steps: [Float], from start: Int) -> [Edge] {
        let count = steps.count
        guard count >= 12 else { return [] }
        var sums: [Float] = [0]
        sums.reserveCapacity(count + 1)
        // The first step would be to what lies outside the box.
        for index in 0..<count { sums.append(sums[index] + (index == 0 ? 0 : steps[index])) }
        func mean(_ low: Int, _ high: Int) -> Float {
            let (low, high) = (max(1, low), min(count, high))
            return low < high ? (sums[high] - sums[low]) / Float(high - low) : 0
        }
        var found: [Edge] = []
        for index in 2..<(count - 1) {
            let step = steps[index]
            guard step >= Self.leastStep, step > steps[index - 1], step >= steps[index + 1] else { continue }
            let beside = max(mean(index - 8, index - 1), mean(index + 2, index + 9))
            let strength = (step + 0.5 * max(steps[index - 1], steps[index + 1])) / (beside + Self.floor)
            if strength >= Self.contrast { found.append(Edge(position: start + index, strength: strength)) }
        }
        return found
    }

    /// The box between the strongest edges of each side, rows or columns first.
    func box(in outer: Box, rowsFirst: Bool, rank: Int = 0) -> (box: Box, strength: Float) {
        var box = outer
        var strength: Float = 0
        func cutRows() {
            let edges = horizontal(in: box)
            (box.top, box.bottom) = cut(edges, box.top..<box.bottom, &strength, rank)
        }
        func cutColumns() {
            let edges = vertical(in: box)
            (box.left, box.right) = cut(edges, box.left..<box.right, &strength, rank)
        }
        if rowsFirst {
            cutRows()
            cutColumns()
        } else {
            cutColumns()
            cutRows()
        }
        return (box, strength)
    }

    /// The strongest edge of either half; an edge near the middle counts for the side that leaves more.
    private func cut(_ edges: [Edge], _ range: Range<Int>, _ strength: inout Float, _ rank: Int) -> (Int, Int) {
        let least = max(8, range.count / 4)
        var (low, high) = (range.lowerBound, range.upperBound)
        let middle = (low + high) / 2
        var firsts = edges.filter { $0.position <= middle }.sorted { $0.strength > $1.strength }
        var lasts = edges.filter { $0.position > middle }.sorted { $0.strength > $1.strength }
        if rank > 0 {
            firsts = Array(firsts.dropFirst(rank))
            lasts = Array(lasts.dropFirst(rank))
        }
        if let edge = firsts.first {
            low = edge.position
            strength += edge.strength
        }
        if let edge = lasts.first(where: { $0.position - low >= least }) {
            high = edge.position
            strength += edge.strength
        }
        return (low, high)
    }
}
