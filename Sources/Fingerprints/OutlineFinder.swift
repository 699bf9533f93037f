// SPDX-License-Identifier: Apache-2.0

/// Finds a four-cornered picture on a smooth ground: tilted copies with filled corners, photographs of screens and prints.
struct OutlineFinder {
    /// The ground's median step beside the picture's edges may be at most this: on anything rougher no outline stands out.
    static let roughestGround: UInt8 = 12
    /// Share of the scan lines that must meet a side on one straight line.
    static let support: Float = 0.4
    /// Sides nearer to upright than this (pixels of the small picture, from end to end) are left to the other finders.
    static let leastTilt = 2.0

    let picture: SmallPicture

    /// A straight side: offset + slope · position along the side, in small pixels.
    private struct Line {
        var offset: Double
        var slope: Double
    }

    /// The outline in pixels of the small picture.
    func quad() -> Quad? {
        let (width, height) = (picture.width, picture.height)
        guard width >= 48, height >= 48 else { return nil }
        guard let threshold = thresholdOnGround() else { return nil }
        let (across, down) = (picture.across, picture.down)
        guard
            let top = side(down, along: width, inwards: height, threshold, { y, x in y * width + x }),
            let bottom = side(down, along: width, inwards: height, threshold, { y, x in (height - y) * width + x }),
            let left = side(across, along: height, inwards: width, threshold, { x, y in y * width + x }),
            let right = side(across, along: height, inwards: width, threshold, { x, y in y * width + width - x })
        else { return nil }
        // From the far edges the offsets were counted backwards.
        let bottomLine = Line(offset: Double(height) - bottom.offset, slope: -bottom.slope)
        let rightLine = Line(offset: Double(width) - right.offset, slope: -right.slope)
        let quad = Quad(
            topLeft: Self.crossing(top, left), topRight: Self.crossing(top, rightLine),
            bottomRight: Self.crossing(bottomLine, rightLine), bottomLeft: Self.crossing(bottomLine, left))
        let tilt = max(
            max(abs(top.slope), abs(bottomLine.slope)) * Double(width),
            max(abs(left.slope), abs(rightLine.slope)) * Double(height))
        guard tilt >= Self.leastTilt, quad.isConvex, quad.doubledArea >= 0.4 * Double(width * height) else {
            return nil
        }
        let margin = 0.04
        for point in quad.points {
            guard point.x >= -margin * Double(width), point.x <= (1 + margin) * Double(width),
                point.y >= -margin * Double(height), point.y <= (1 + margin) * Double(height)
            else { return nil }
        }
        return quad
    }

    /// The step that counts as the outline, or `nil` when the picture's rim is not smooth.
    private func thresholdOnGround() -> UInt8? {
        let (width, height) = (picture.width, picture.height)
        var steps: [UInt8] = []
        steps.reserveCapacity(2 * (width + height))
        for x in stride(from: 2, to: width - 2, by: 2) {
            steps.append(picture.across[2 * width + x])
            steps.append(picture.across[(height - 3) * width + x])
        }
        for y in stride(from: 2, to: height - 2, by: 2) {
            steps.append(picture.down[y * width + 2])
            steps.append(picture.down[y * width + width - 3])
        }
        steps.sort()
        let median = steps[steps.count / 2]
        guard median <= Self.roughestGround else { return nil }
        return max(12, min(56, steps[steps.count * 3 / 5] &* 3 &+ 6))
    }

    /// The straight line on which most scan lines meet their first strong step.
    private func side(
        _ steps: [UInt8], along: Int, inwards: Int, _ threshold: UInt8, _ place: (_ depth: Int, _ position: Int) -> Int
    ) -> Line? {
        var points: [(position: Double, depth: Double)] = []
        let deepest = inwards * 2 / 5
        let stride = max(1, along / 96)
        var position = along / 32
        while position < along - along / 32 {
            var depth = 1
            while depth < deepest {
                if steps[place(depth, position)] >= threshold {
                    points.append((Double(position) + 0.5, Double(depth)))
                    break
                }
                depth += 1
            }
            position += stride
        }
        let scanned = (along - 2 * (along / 32)) / stride
        guard points.count >= 16, Float(points.count) >= Self.support * Float(scanned) else { return nil }
        // Lines through pairs of a dozen points; the one that most points lie on.
        var best: (line: Line, count: Int)?
        let anchors = (0..<14).map { points[$0 * (points.count - 1) / 13] }
        for first in 0..<13 {
            for second in (first + 1)..<14 {
                let run = anchors[second].position - anchors[first].position
                guard run >= Double(along) / 5 else { continue }
                let slope = (anchors[second].depth - anchors[first].depth) / run
                guard abs(slope) <= 0.45 else { continue }
                let line = Line(offset: anchors[first].depth - slope * anchors[first].position, slope: slope)
                var count = 0
                for point in points where abs(line.offset + slope * point.position - point.depth) <= 1.25 { count += 1 }
                if count > best?.count ?? 0 { best = (line, count) }
            }
        }
        guard let best, Float(best.count) >= Self.support * Float(scanned) else { return nil }
        // Least squares through those points.
        var (n, sx, sy, sxx, sxy) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for point in points
        where abs(best.line.offset + best.line.slope * point.position - point.depth) <= 1.25 {
            n += 1
            sx += point.position
            sy += point.depth
            sxx += point.position * point.position
            sxy += point.position * point.depth
        }
        let spread = n * sxx - sx * sx
        guard spread > 0 else { return nil }
        let slope = (n * sxy - sx * sy) / spread
        // The step lies between this pixel and the one before it; half a pixel inwards keeps the ground out.
        return Line(offset: (sy - slope * sx) / n + 0.5, slope: slope)
    }

    /// Where y = row(x) meets x = column(y).
    private static func crossing(_ row: Line, _ column: Line) -> Quad.Point {
        let y = (row.offset + row.slope * column.offset) / (1 - row.slope * column.slope)
        return Quad.Point(x: column.offset + column.slope * y, y: y)
    }
}

extension GreyPicture {
    /// Four corners (in pixels of the full picture) pulled straight to 128 × 128 pixels. The hash does not ask for the
    /// sides' ratio: it makes every picture square.
    func straightened(_ quad: Quad) -> GreyPicture? {
        guard let projection = Projection(onto: quad) else { return nil }
        let side = Self.straightenedSide
        let (scaleX, scaleY) = (1 / blockWidth, 1 / blockHeight)
        let straight = [UInt8](unsafeUninitializedCapacity: side * side) { target, count in
            pixels.withUnsafeBufferPointer { pixels in
                for row in 0..<side {
                    for column in 0..<side {
                        let point = projection.point(
                            (Double(column) + 0.5) / Double(side), (Double(row) + 0.5) / Double(side))
                        target[row &* side &+ column] = interpolated(
                            pixels, Float(point.x * scaleX) - 0.5, Float(point.y * scaleY) - 0.5)
                    }
                }
            }
            count = side * side
        }
        // Seen as blocks of a picture of 512 pixels, so that the tent averages neighbours instead of skipping them.
        return GreyPicture(
            pixels: straight, width: side, height: side, fullWidth: side * 4, fullHeight: side * 4, block: (4, 4))
    }

    static let straightenedSide = 128

    /// Bilinear, with the edges continued outwards.
    @inline(__always)
    private func interpolated(_ pixels: UnsafeBufferPointer<UInt8>, _ x: Float, _ y: Float) -> UInt8 {
        let x = max(0, min(Float(width - 1), x))
        let y = max(0, min(Float(height - 1), y))
        let (column, row) = (Int(x), Int(y))
        let (right, below) = (x - Float(column), y - Float(row))
        let (nextColumn, nextRow) = (min(column &+ 1, width &- 1), min(row &+ 1, height &- 1))
        let upper =
            Float(pixels[row &* width &+ column]) * (1 - right) + Float(pixels[row &* width &+ nextColumn]) * right
        let lower =
            Float(pixels[nextRow &* width &+ column]) * (1 - right)
            + Float(pixels[nextRow &* width &+ nextColumn]) * right
        return UInt8(upper * (1 - below) + lower * below + 0.5)
    }
}
