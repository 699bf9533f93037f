// SPDX-License-Identifier: Apache-2.0

/// Finds straight lines through the whole picture: the parts of a collage lie on both sides.
struct SplitFinder {
    /// The mean step along the line is at least this many times that beside it.
    static let contrast: Float = 2.2

    let picture: SmallPicture

    /// The parts, without the gap between them; four where two lines cross.
    func boxes(in outer: Box) -> [Box] {
        let edges = EdgeFinder(picture: picture)
        func strongest(_ found: [EdgeFinder.Edge], _ range: Range<Int>) -> EdgeFinder.Edge? {
            let margin = range.count / 6
            return found.filter {
                $0.strength >= Self.contrast && $0.position - range.lowerBound >= margin
                    && range.upperBound - $0.position >= margin
            }.max { $0.strength < $1.strength }
        }
        let row = strongest(edges.horizontal(in: outer), outer.top..<outer.bottom)
        let column = strongest(edges.vertical(in: outer), outer.left..<outer.right)
        var parts: [Box] = [outer]
        if let row {
            parts = parts.flatMap { box in
                var (upper, lower) = (box, box)
                upper.bottom = row.position
                lower.top = row.position
                return [upper, lower]
            }
        }
        if let column {
            parts = parts.flatMap { box in
                var (left, right) = (box, box)
                left.right = column.position
                right.left = column.position
                return [left, right]
            }
        }
        guard parts.count > 1 else { return [] }
        let borders = BorderFinder(picture: picture)
        return parts.map { borders.box(in: $0) ?? $0 }
    }
}
