// SPDX-License-Identifier: Apache-2.0

/// A part of a picture that may be a known picture by itself.
public struct FoundView: Hashable, Sendable {
    /// How it was found.
    public let region: Region
    /// Where it lies.
    public let shape: Shape

    /// A part of a picture, in pixels of the full picture.
    public enum Shape: Hashable, Sendable {
        /// An upright rectangle.
        case window(GreyWindow)
        /// Four corners that are pulled straight.
        case quad(Quad)
        /// The whole picture, its outermost pixels continued outwards by this share of each side.
        case extended(share: Double)
        /// The whole picture with the four corners outside circles of this radius filled.
        case filledCorners(radius: Double)
    }
}

/// Four corners that enclose a convex area, in pixels of the full picture.
public struct Quad: Hashable, Sendable {
    /// A point in pixels of the full picture, from its upper left corner.
    public struct Point: Hashable, Sendable {
        /// Distance from the left edge.
        public var x: Double
        /// Distance from the upper edge.
        public var y: Double
    }

    /// The corner that becomes the upper left one.
    public var topLeft: Point
    /// The corner that becomes the upper right one.
    public var topRight: Point
    /// The corner that becomes the lower right one.
    public var bottomRight: Point
    /// The corner that becomes the lower left one.
    public var bottomLeft: Point

    var points: [Point] { [topLeft, topRight, bottomRight, bottomLeft] }

    /// Twice the signed area; positive when the corners go around clockwise on the screen.
    var doubledArea: Double {
        var sum = 0.0
        let points = points
        for index in 0..<4 {
            let (a, b) = (points[index], points[(index + 1) % 4])
            sum += a.x * b.y - b.x * a.y
        }
        return sum
    }

    /// Whether every corner turns the same way.
    var isConvex: Bool {
        let points = points
        for index in 0..<4 {
            let (a, b, c) = (points[index], points[(index + 1) % 4], points[(index + 2) % 4])
            if (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x) <= 0 { return false }
        }
        return true
    }
}

/// The projective map of the unit square onto four corners.
///
/// Source: Heckbert, "Fundamentals of Texture Mapping and Image Warping" (1989), section 2.2.3.
struct Projection {
    private let a, b, c, d, e, f, g, h: Double

    /// `nil` when the corners do not enclose a convex area.
    init?(onto quad: Quad) {
        guard quad.isConvex else { return nil }
        let (p0, p1, p2, p3) = (quad.topLeft, quad.topRight, quad.bottomRight, quad.bottomLeft)
        let (sumX, sumY) = (p0.x - p1.x + p2.x - p3.x, p0.y - p1.y + p2.y - p3.y)
        let (x1, y1) = (p1.x - p2.x, p1.y - p2.y)
        let (x2, y2) = (p3.x - p2.x, p3.y - p2.y)
        let determinant = x1 * y2 - x2 * y1
        guard determinant != 0 else { return nil }
        g = (sumX * y2 - x2 * sumY) / determinant
        h = (x1 * sumY - sumX * y1) / determinant
        a = p1.x - p0.x + g * p1.x
        b = p3.x - p0.x + h * p3.x
        c = p0.x
        d = p1.y - p0.y + g * p1.y
        e = p3.y - p0.y + h * p3.y
        f = p0.y
    }

    /// Where (*u*, *v*) of the unit square lies.
    @inline(__always)
    func point(_ u: Double, _ v: Double) -> Quad.Point {
        let scale = 1 / (g * u + h * v + 1)
        return Quad.Point(x: (a * u + b * v + c) * scale, y: (d * u + e * v + f) * scale)
    }
}
