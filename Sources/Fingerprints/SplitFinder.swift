// SPDX-License-Identifier: Apache-2.0

/// Finds straight lines through the whole picture: the parts of a collage lie on both sides.
struct SplitFinder {
    /// The mean step along the line is at least this many times that beside it.
    static let contrast: Float = 3
    /// Collages have equal parts more often than not: a line in the middle counts for this many times its strength.
    static let middleFactor: Float = 1.3

    let picture: SmallPicture

    private struct Line {
        var position: Int
        var isRow: Bool
        var strength: Float
    }

    /// The parts, without the gap between them: both sides of the strongest line, or of that and of the lines across it.
    func boxes(in outer: Box) -> [Box] {
        let lines = [strongest(in: outer, rows: true), strongest(in: outer, rows: false)].compactMap { $0 }
        guard let line = lines.max(by: { $0.strength < $1.strength }) else { return [] }
        let (first, second) = cut(outer, at: line)
        let acrossFirst = strongest(in: first, rows: !line.isRow)
        let acrossSecond = strongest(in: second, rows: !line.isRow)
        func parts(_ box: Box, _ line: Line?) -> [Box] {
            guard let line else { return [] }
            let (low, high) = cut(box, at: line)
            return [low, high]
        }
        let quarters = parts(first, acrossFirst) + parts(second, acrossSecond)
        // Lines that go on beyond the first one make a grid; others are more likely a part's own.
        let isGrid =
            if let a = acrossFirst, let b = acrossSecond {
                abs(a.position - b.position) <= 2
            } else {
                false
            }
        let borders = BorderFinder(picture: picture)
        return (isGrid ? quarters + [first, second] : [first, second] + quarters).map { borders.box(in: $0) ?? $0 }
    }

    private func strongest(in box: Box, rows: Bool) -> Line? {
        guard box.width >= PictureViews.smallestSide, box.height >= PictureViews.smallestSide else { return nil }
        let edges = EdgeFinder(picture: picture)
        let range = rows ? box.top..<box.bottom : box.left..<box.right
        let margin = range.count / 6
        let middle = (range.lowerBound + range.upperBound) / 2
        var best: Line?
        for edge in rows ? edges.horizontal(in: box) : edges.vertical(in: box)
        where edge.position - range.lowerBound >= margin
            && range.upperBound - edge.position >= margin
        {
            let isHalf = abs(edge.position - middle) <= 2 + range.count / 50
            let strength = isHalf ? edge.strength * Self.middleFactor : edge.strength
            if strength >= Self.contrast, strength > best?.strength ?? 0 {
                best = Line(position: edge.position, isRow: rows, strength: strength)
            }
        }
        return best
    }

    private func cut(_ box: Box, at line: Line) -> (Box, Box) {
        var (first, second) = (box, box)
        if line.isRow {
            (first.bottom, second.top) = (line.position, line.position)
        } else {
            (first.right, second.left) = (line.position, line.position)
        }
        return (first, second)
    }
}
