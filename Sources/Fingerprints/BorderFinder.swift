// SPDX-License-Identifier: Apache-2.0

/// Finds the picture inside bars or a frame of one colour: letterboxes, pillar boxes, passe-partouts, screenshots on a plain
/// ground.
struct BorderFinder {
    /// A line belongs to the border while its luma varies by at most this (standard deviation, of 255). JPEG noise of a
    /// plain area stays below 4.
    static let flatness: Float = 6
    /// … and while its mean stays this near to the outermost line's.
    static let drift: Float = 10

    let picture: SmallPicture

    /// The box inside the border; the given box if there is none, `nil` if there is nothing but border.
    func box(in outer: Box) -> Box? {
        var box = outer
        // Bars can be nested (a letterbox inside a pillar box), so the four sides are tried until none moves.
        while true {
            let before = box
            box.top = rested(from: before.top, to: before.bottom, by: 1) { row($0, before) }
            guard box.top < before.bottom else { return nil }
            box.bottom = rested(from: before.bottom - 1, to: box.top - 1, by: -1) { row($0, before) } + 1
            let rows = box
            box.left = rested(from: rows.left, to: rows.right, by: 1) { column($0, rows) }
            guard box.left < rows.right else { return nil }
            box.right = rested(from: rows.right - 1, to: box.left - 1, by: -1) { column($0, rows) } + 1
            guard box.left < box.right, box.top < box.bottom else { return nil }
            if box == before { return box }
        }
    }

    /// The first line that is not border.
    private func rested(
        from start: Int, to end: Int, by step: Int, _ line: (Int) -> (mean: Float, deviation: Float)
    ) -> Int {
        var position = start
        var outermost: Float?
        while position != end {
            let (mean, deviation) = line(position)
            guard deviation <= Self.flatness, abs(mean - (outermost ?? mean)) <= Self.drift else { break }
            outermost = outermost ?? mean
            position += step
        }
        return position
    }

    private func row(_ y: Int, _ box: Box) -> (mean: Float, deviation: Float) {
        line(start: y * picture.width + box.left, step: 1, count: box.width)
    }

    private func column(_ x: Int, _ box: Box) -> (mean: Float, deviation: Float) {
        line(start: box.top * picture.width + x, step: picture.width, count: box.height)
    }

    private func line(start: Int, step: Int, count: Int) -> (mean: Float, deviation: Float) {
        var (sum, squares) = (0, 0)
        let pixels = picture.grey.pixels.span
        var index = start
        for _ in 0..<count {
            let value = Int(pixels[index])
            sum &+= value
            squares &+= value &* value
            index &+= step
        }
        let mean = Float(sum) / Float(count)
        return (mean, max(0, Float(squares) / Float(count) - mean * mean).squareRoot())
    }
}
