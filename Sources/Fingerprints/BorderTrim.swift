// SPDX-License-Identifier: Apache-2.0

/// Finds the picture inside bars or a frame of one colour: letterboxes, pillar boxes, passe-partouts, screenshots on a plain
/// ground. Trimmed copies of a known picture match again; plain PDQ loses them.
public enum BorderTrim {
    /// A line belongs to the border while its luma varies by at most this (standard deviation, of 255). JPEG noise of a
    /// plain area stays below 4.
    static let flatness = 6.0
    /// … and while its mean stays this near to the outermost line's.
    static let drift = 10.0
    /// What remains must keep at least this share of each side: less is rather a dark picture than a frame.
    static let smallestShare = 0.25
    /// Trimming less than this share of both sides changes no hash and would only pose as a second view.
    static let negligibleShare = 0.02

    /// The window inside the border, or `nil` when there is no border worth trimming, or nothing but border.
    ///
    /// - Precondition: `pixels` holds every byte that `raster` describes.
    public static func window(in pixels: Span<UInt8>, raster: Raster) -> Raster.Window? {
        precondition(raster.byteCount <= pixels.count, "the buffer is smaller than its raster")
        var window = Raster.Window(left: 0, top: 0, right: raster.width, bottom: raster.height)
        // Bars can be nested (a letterbox inside a pillar box), so the four sides are tried until none moves.
        var moved = true
        while moved {
            let before = window
            window.top = trimmed(window.top, towards: window.bottom, by: 1) { row($0, of: before, pixels, raster) }
            window.bottom = trimmed(window.bottom, towards: window.top, by: -1) {
                row($0 - 1, of: before, pixels, raster)
            }
            guard window.top < window.bottom else { return nil }
            let rows = window
            window.left = trimmed(window.left, towards: window.right, by: 1) { column($0, of: rows, pixels, raster) }
            window.right = trimmed(window.right, towards: window.left, by: -1) {
                column($0 - 1, of: rows, pixels, raster)
            }
            guard window.left < window.right else { return nil }
            moved = window != before
        }
        let width = Double(window.right - window.left) / Double(raster.width)
        let height = Double(window.bottom - window.top) / Double(raster.height)
        guard min(width, height) >= smallestShare, min(width, height) <= 1 - negligibleShare else { return nil }
        guard min(window.right - window.left, window.bottom - window.top) >= PDQ.minimumSide else { return nil }
        return window
    }

    /// Where one side comes to rest when it moves inwards over flat lines of one colour.
    private static func trimmed(_ side: Int, towards end: Int, by step: Int, _ line: (Int) -> Line) -> Int {
        var outermost: Double?
        var position = side
        while position != end {
            let current = line(position)
            guard current.deviation <= flatness, abs(current.mean - (outermost ?? current.mean)) <= drift else { break }
            outermost = outermost ?? current.mean
            position += step
        }
        return position
    }

    /// Mean and standard deviation of the luma of one row or column.
    private struct Line {
        let mean: Double
        let deviation: Double

        init(count: Int, sum: Int, squares: Int) {
            mean = Double(sum) / Double(count)
            deviation = max(0, Double(squares) / Double(count) - mean * mean).squareRoot()
        }
    }

    private static func row(_ y: Int, of window: Raster.Window, _ pixels: Span<UInt8>, _ raster: Raster) -> Line {
        let start = raster.offset + y * raster.bytesPerRow + window.left * raster.channels
        return line(pixels, start: start, step: raster.channels, count: window.right - window.left, raster)
    }

    private static func column(_ x: Int, of window: Raster.Window, _ pixels: Span<UInt8>, _ raster: Raster) -> Line {
        let start = raster.offset + window.top * raster.bytesPerRow + x * raster.channels
        return line(pixels, start: start, step: raster.bytesPerRow, count: window.bottom - window.top, raster)
    }

    private static func line(_ pixels: Span<UInt8>, start: Int, step: Int, count: Int, _ raster: Raster) -> Line {
        var sum = 0
        var squares = 0
        var index = start
        let isGrey = raster.channels == 1
        for _ in 0..<count {
            // Integer luma with the usual weights in 256ths: exactness does not matter here, speed does.
            let value =
                isGrey
                ? Int(pixels[index])
                : (77 &* Int(pixels[index]) &+ 150 &* Int(pixels[index + 1]) &+ 29 &* Int(pixels[index + 2])) >> 8
            sum &+= value
            squares &+= value &* value
            index &+= step
        }
        return Line(count: count, sum: sum, squares: squares)
    }
}
