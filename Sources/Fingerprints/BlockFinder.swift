// SPDX-License-Identifier: Apache-2.0

/// Finds the longest run of rows, then of columns, with texture: captions, status bars and smooth fills fall away.
struct BlockFinder {
    let picture: SmallPicture

    /// The busiest block of a box; the box itself if all of it is busy, `nil` if nothing is.
    func box(in outer: Box) -> Box? {
        var box = outer
        for _ in 0..<3 {
            let before = box
            guard let rows = Self.longestRun(busy(picture.rowMeans(picture.across, box))) else { return nil }
            (box.top, box.bottom) = (box.top + rows.lowerBound, box.top + rows.upperBound)
            guard box.height > 1 else { return nil }
            guard let columns = Self.longestRun(busy(picture.columnMeans(picture.down, box))) else { return nil }
            (box.left, box.right) = (box.left + columns.lowerBound, box.left + columns.upperBound)
            guard box.width > 1 else { return nil }
            if box == before { break }
        }
        return box
    }

    /// A line is busy when its texture reaches a third of the median of all lines, and is visible at all.
    private func busy(_ texture: [Float]) -> [Bool] {
        let sorted = texture.sorted()
        let threshold = max(1, min(sorted[sorted.count / 2], sorted[sorted.count * 3 / 4] * 0.7) * 0.35)
        return texture.map { $0 >= threshold }
    }

    /// The longest run of `true`; single gaps do not end it.
    static func longestRun(_ flags: [Bool]) -> Range<Int>? {
        var best = 0..<0
        var start: Int?
        for index in 0...flags.count {
            let goesOn =
                index < flags.count
                && (flags[index] || (start != nil && index + 1 < flags.count && flags[index + 1]))
            if goesOn {
                start = start ?? index
            } else if let first = start {
                if index - first > best.count { best = first..<index }
                start = nil
            }
        }
        return best.isEmpty ? nil : best
    }
}
