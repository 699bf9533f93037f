// SPDX-License-Identifier: Apache-2.0

/// Finds straight edges from side to side: lines where the step between two rows or columns is far above the steps around it.
struct EdgeFinder {
    /// One edge: before row or column `position`.
    struct Edge {
        var position: Int
        var strength: Float
    }

    /// An edge's mean step is at least this many times the larger mean step beside it …
    static let contrast: Float = 2.4
    /// … and at least this, of 255.
    static let leastStep: Float = 3
    /// Added to the steps beside it, so that noise on a plain ground makes no edges.
    static let floor: Float = 1.5

    /// Edges of a part that was already cut out must be this strong.
    static let clear: Float = 3

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

    /// A cut across one direction: the edges at its two ends, where there are any.
    struct Cut {
        var range: Range<Int>
        var strength: Float
    }

    /// How rows or columns of a box can be cut, the strongest way first: at the strongest edge of each half, and at a pair of
    /// edges that lie equally far from both sides.
    func cuts(in box: Box, rows: Bool, atLeast weakest: Float = 0) -> [Cut] {
        let range = rows ? box.top..<box.bottom : box.left..<box.right
        let edges = (rows ? horizontal(in: box) : vertical(in: box)).filter { $0.strength >= weakest }
        guard !edges.isEmpty else { return [] }
        let least = max(8, range.count / 5)
        let middle = (range.lowerBound + range.upperBound) / 2
        let first = edges.filter { $0.position <= middle }.max { $0.strength < $1.strength }
        let low = first?.position ?? range.lowerBound
        let last = edges.filter { $0.position > middle && $0.position - low >= least }
            .max { $0.strength < $1.strength }
        let high = last?.position ?? range.upperBound
        var cuts = [Cut(range: low..<high, strength: (first?.strength ?? 0) + (last?.strength ?? 0))]

        var paired: Cut?
        let slack = max(1, range.count / 100)
        for lower in edges where lower.position <= middle {
            for upper in edges where upper.position - lower.position >= least {
                let gap = (lower.position - range.lowerBound) - (range.upperBound - upper.position)
                let strength = min(lower.strength, upper.strength) * 2
                if abs(gap) <= slack, strength > paired?.strength ?? 0 {
                    paired = Cut(range: lower.position..<upper.position, strength: strength)
                }
            }
        }
        if let paired, paired.range != cuts[0].range { cuts.append(paired) }
        return cuts
    }

    func applying(_ cut: Cut, to box: Box, rows: Bool) -> Box {
        var box = box
        if rows {
            (box.top, box.bottom) = (cut.range.lowerBound, cut.range.upperBound)
        } else {
            (box.left, box.right) = (cut.range.lowerBound, cut.range.upperBound)
        }
        return box
    }

    /// Boxes between edges, the direction with the stronger edges first; each is followed by what is cut off it the other
    /// way and then the first way again, where edges are clear.
    func boxes(in outer: Box) -> [Box] {
        var starts: [(box: Box, rows: Bool, strength: Float)] = []
        for rows in [true, false] {
            for cut in cuts(in: outer, rows: rows) {
                starts.append((applying(cut, to: outer, rows: rows), rows, cut.strength))
            }
        }
        starts.sort { $0.strength > $1.strength }
        var found = starts.map { $0.box }
        for start in starts {
            var box = start.box
            var rows = !start.rows
            for _ in 0..<2 {
                guard box.width >= PictureViews.smallestSide, box.height >= PictureViews.smallestSide,
                    let cut = cuts(in: box, rows: rows, atLeast: Self.clear).first
                else { break }
                box = applying(cut, to: box, rows: rows)
                found.append(box)
                rows.toggle()
            }
        }
        return found
    }
}
