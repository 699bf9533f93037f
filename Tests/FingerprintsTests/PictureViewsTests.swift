// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import TestSupport
import Testing

@Suite("Finding views of altered copies")
struct PictureViewsTests {
    static let (width, height) = (360, 270)
    static let known = Canvas(width: width, height: height, pixels: Pictures.pattern(width, height, seed: 1))
    static let stranger = Canvas(width: width, height: height, pixels: Pictures.pattern(width, height, seed: 2))
    static let knownHash = known.exact.hash

    /// Whether the copy is lost by the whole picture and found by a view of this region.
    private func expectFound(_ copy: Canvas, by region: Region, _ comment: Comment? = nil) {
        let whole = copy.exact.orientations.map { $0.distance(to: Self.knownHash) }.min() ?? 256
        #expect(whole > PDQ.defaultRadius, comment)
        let views = PDQ.views(of: copy.grey)
        let nearest = views.filter { $0.region == region }
            .flatMap { $0.fingerprint.orientations.map { $0.distance(to: Self.knownHash) } }.min()
        #expect(nearest ?? 256 <= PDQ.defaultRadius, comment)
        expectInside(copy)
    }

    @Test("a part that hashes as the whole picture does is no view of its own")
    func hairlineBorder() {
        let border = 5
        let (width, height) = (Self.width + 2 * border, Self.height + 2 * border)
        var framed = [UInt8](repeating: 10, count: width * height)
        for y in 0..<Self.height {
            for x in 0..<Self.width {
                framed[(y + border) * width + x + border] = Self.known.pixels[y * Self.width + x]
            }
        }
        let grey = Canvas(width: width, height: height, pixels: framed).grey
        var hasher = GreyHasher()
        let whole = hasher.fingerprint(of: grey).hash
        for view in PDQ.views(of: grey) {
            #expect(view.fingerprint.hash.distance(to: whole) > 6)
        }
    }

    private func expectInside(_ canvas: Canvas) {
        let (width, height) = (Double(canvas.width), Double(canvas.height))
        for view in PictureViews.find(in: canvas.grey) {
            switch view.shape {
            case .window(let window):
                #expect(window.left >= 0 && window.top >= 0 && window.right <= width && window.bottom <= height)
                #expect(window.left < window.right && window.top < window.bottom)
            case .quad(let quad):
                for point in [quad.topLeft, quad.topRight, quad.bottomRight, quad.bottomLeft] {
                    #expect(point.x >= -0.05 * width && point.x <= 1.05 * width)
                    #expect(point.y >= -0.05 * height && point.y <= 1.05 * height)
                }
            case .extended(let share): #expect(share > 0 && share < 0.1)
            case .filledCorners(let radius): #expect(radius > 0 && radius <= min(width, height))
            }
        }
    }

    private func windows(_ canvas: Canvas, _ region: Region) -> [GreyWindow] {
        PictureViews.find(in: canvas.grey).compactMap { view in
            if view.region == region, case .window(let window) = view.shape { window } else { nil }
        }
    }

    private func isNear(_ window: GreyWindow, left: Int, top: Int, right: Int, bottom: Int) -> Bool {
        let slack = 5.0
        return abs(window.left - Double(left)) <= slack && abs(window.top - Double(top)) <= slack
            && abs(window.right - Double(right)) <= slack && abs(window.bottom - Double(bottom)) <= slack
    }

    @Test(
        "bars, frames and uneven margins of one colour are trimmed",
        arguments: [(0, 80, 0, 80), (90, 0, 90, 0), (50, 50, 50, 50), (10, 120, 90, 0)], [UInt8(0), 128, 250])
    func borders(_ margins: (Int, Int, Int, Int), _ colour: UInt8) {
        let (left, top, right, bottom) = margins
        let copy = Canvas(width: Self.width + left + right, height: Self.height + top + bottom) { _, _ in Int(colour) }
            .placing(Self.known, left, top)
        expectFound(copy, by: .borderTrimmed)
        #expect(
            windows(copy, .borderTrimmed).contains {
                isNear($0, left: left, top: top, right: left + Self.width, bottom: top + Self.height)
            })
    }

    @Test("a frame with a grain is cut at its straight edges")
    func grainyFrame() {
        let copy = Canvas(width: Self.width + 120, height: Self.height + 120) { x, y in
            60 + (x &* 7919 ^ y &* 104_729) % 61
        }.placing(Self.known, 60, 60)
        expectFound(copy, by: .edgeTrimmed)
        #expect(
            windows(copy, .edgeTrimmed).contains {
                isNear($0, left: 60, top: 60, right: 60 + Self.width, bottom: 60 + Self.height)
            })
    }

    @Test("a fill of soft shapes above and below is cut at the straight edges")
    func softFill() {
        let copy = Canvas(width: Self.width, height: Self.height * 2) { x, y in
            128 + (x - Self.width / 2) / 4 + (y - Self.height) / 8
        }.placing(Self.known, 0, Self.height / 2)
        expectFound(copy, by: .edgeTrimmed)
    }

    @Test("lines of text above and below fall away")
    func captions() {
        // Rows of small dark marks on white, as text looks from far away, closer to the picture than a border would be.
        let copy = Canvas(width: Self.width, height: Self.height + 160) { x, y in
            y % 20 < 10 && (x / 3 &* 7 &+ y / 20 &* 5) % 3 != 0 && x < Self.width - 40 ? 20 : 255
        }.placing(Self.known, 0, 80)
        let views = PDQ.views(of: copy.grey).filter { [.busiestBlock, .edgeTrimmed].contains($0.region) }
        #expect(views.contains { $0.fingerprint.hash.distance(to: Self.knownHash) <= PDQ.defaultRadius })
        #expect(copy.exact.hash.distance(to: Self.knownHash) > PDQ.defaultRadius)
        expectInside(copy)
    }

    @Test("both sides of a collage are found, with and without a gap", arguments: [0, 12], [true, false])
    func collage(_ gap: Int, _ isBeside: Bool) {
        let copy = Canvas(
            width: isBeside ? Self.width * 2 + gap : Self.width, height: isBeside ? Self.height : Self.height * 2 + gap
        ) { _, _ in 255 }
        .placing(Self.stranger, 0, 0)
        .placing(Self.known, isBeside ? Self.width + gap : 0, isBeside ? 0 : Self.height + gap)
        let views = PDQ.views(of: copy.grey)
        for hash in [Self.knownHash, Self.stranger.exact.hash] {
            #expect(views.contains { $0.fingerprint.hash.distance(to: hash) <= PDQ.defaultRadius })
        }
        expectInside(copy)
    }

    @Test("all four parts of a grid are found")
    func grid() {
        let parts = (3..<7).map { seed in
            Canvas(
                width: Self.width, height: Self.height, pixels: Pictures.pattern(Self.width, Self.height, seed: seed))
        }
        let copy = Canvas(width: Self.width * 2, height: Self.height * 2) { _, _ in 0 }
            .placing(parts[0], 0, 0).placing(parts[1], Self.width, 0)
            .placing(parts[2], 0, Self.height).placing(parts[3], Self.width, Self.height)
        let views = PDQ.views(of: copy.grey, limit: 12)
        for part in parts {
            #expect(views.contains { $0.fingerprint.hash.distance(to: part.exact.hash) <= PDQ.defaultRadius })
        }
    }

    @Test("a tilted copy on a plain ground is pulled straight", arguments: [-0.14, -0.06, 0.05, 0.12, 0.2], [20, 230])
    func tilted(_ slope: Double, _ ground: Int) {
        let (width, height) = (Double(Self.width), Double(Self.height))
        let (outerWidth, outerHeight) = (width + height * abs(slope) + 30, height + width * abs(slope) + 30)
        let copy = Canvas(width: Int(outerWidth), height: Int(outerHeight)) { x, y in
            // Turned about the middle: the slope is the tangent of half the angle, near enough the angle.
            let (dx, dy) = (Double(x) - outerWidth / 2, Double(y) - outerHeight / 2)
            let length = (1 + slope * slope).squareRoot()
            let u = (dx + slope * dy) / length + width / 2
            let v = (dy - slope * dx) / length + height / 2
            guard u >= 0, v >= 0, u < width, v < height else { return ground }
            return Int(Self.known.pixels[Int(v) * Self.width + Int(u)])
        }
        expectFound(copy, by: .outline, "slope \(slope)")
    }

    @Test("the picture inside a dark rim inside a tilted outline is found")
    func screen() {
        let framed = Canvas(width: Self.width + 40, height: Self.height + 40) { _, _ in 10 }.placing(Self.known, 20, 20)
        let (width, height) = (Double(framed.width), Double(framed.height))
        let copy = Canvas(width: framed.width + 100, height: framed.height + 100) { x, y in
            // A trapezium: each row is narrower than the one above, and starts further right.
            let v = (Double(y) - 50) / height
            let narrowing = 1 - 0.05 * v
            let u = (Double(x) - 50 - 0.025 * v * width) / (width * narrowing)
            guard u >= 0, v >= 0, u < 1, v < 1 else { return 170 + x / 20 }
            return Int(framed.pixels[Int(v * height) * framed.width + Int(u * width)])
        }
        expectFound(copy, by: .outline)
    }

    @Test("rounded corners are filled", arguments: [0, 255])
    func roundedCorners(_ ground: Int) {
        let radius = 64
        let copy = Canvas(width: Self.width, height: Self.height) { x, y in
            let dx = max(0, max(radius - x, x - (Self.width - 1 - radius)))
            let dy = max(0, max(radius - y, y - (Self.height - 1 - radius)))
            return dx * dx + dy * dy > radius * radius ? ground : Int(Self.known.pixels[y * Self.width + x])
        }
        let radii = PictureViews.find(in: copy.grey).compactMap { view in
            if case .filledCorners(let radius) = view.shape { radius } else { nil }
        }
        #expect(radii.count == 1)
        #expect(radii.allSatisfy { abs($0 - Double(radius)) <= 10 })
        let filled = PDQ.views(of: copy.grey).filter { $0.region == .filledCorners }
        let nearest = filled.map { $0.fingerprint.hash.distance(to: Self.knownHash) }.min() ?? 256
        #expect(nearest <= PDQ.defaultRadius)
        expectInside(copy)
    }

    @Test("a copy that lost a narrow rim is found by extending it")
    func lostRim() {
        let (x, y) = (Self.width / 28, Self.height / 28)
        let copy = Canvas(width: Self.width - 2 * x, height: Self.height - 2 * y) { column, row in
            Int(Self.known.pixels[(row + y) * Self.width + column + x])
        }
        expectFound(copy, by: .extended)
    }

    @Test("pictures of one colour have no views")
    func uniform() {
        for (width, height) in [(300, 200), (40, 40), (2000, 30)] {
            let canvas = Canvas(width: width, height: height) { _, _ in 77 }
            #expect(PictureViews.find(in: canvas.grey).isEmpty)
            #expect(PDQ.views(of: canvas.grey).isEmpty)
        }
    }

    @Test("noise, gradients and a plain picture have no parts")
    func nothingToFind() {
        var random = SplitMix(state: 5)
        let pictures = [
            Canvas(width: 400, height: 300) { _, _ in Int.random(in: 0...255, using: &random) },
            Canvas(width: 400, height: 300) { x, y in x / 4 + y / 3 },
            Self.known,
        ]
        for (number, canvas) in pictures.enumerated() {
            let parts = PictureViews.find(in: canvas.grey).filter {
                $0.region != .extended && $0.region != .busiestBlock
            }
            #expect(parts.isEmpty, "picture \(number)")
            expectInside(canvas)
        }
    }

    @Test("no picture traps, the limit holds, and the answer is the same every time")
    func everySize() {
        var random = SplitMix(state: 3)
        for round in 0..<200 {
            let small = round.isMultiple(of: 2)
            let width = Int.random(in: 1...(small ? 40 : 700), using: &random)
            let height = Int.random(in: 1...(small ? 700 : 60), using: &random)
            let block = Int.random(in: 1...40, using: &random)
            let levels = (0..<64).map { _ in Int.random(in: 0...255, using: &random) }
            let canvas = Canvas(width: width, height: height) { x, y in levels[(x / block * 7 + y / block * 11) % 64] }
            let found = PictureViews.find(in: canvas.grey)
            #expect(found.count <= PictureViews.cap)
            #expect(found == PictureViews.find(in: canvas.grey))
            #expect(PDQ.views(of: canvas.grey) == PDQ.views(of: canvas.grey))
            #expect(PictureViews.find(in: canvas.grey, limit: 2) == Array(found.prefix(2)))
            expectInside(canvas)
        }
    }

    @Test("the views of a known picture stand for its cut and tilted copies")
    func entryViews() {
        let views = EntryViews.fingerprints(of: Self.known.grey)
        #expect(Set(views.map(\.name)).count == views.count)
        #expect(views.count == EntryViews.all.count)
        let cut = Canvas(width: Self.width * 80 / 100, height: Self.height * 80 / 100) { x, y in
            Int(Self.known.pixels[(y + Self.height / 10) * Self.width + x + Self.width / 10])
        }
        let nearest = views.min {
            $0.fingerprint.hash.distance(to: cut.exact.hash) < $1.fingerprint.hash.distance(to: cut.exact.hash)
        }
        #expect(nearest?.name == "crop-80")
        #expect(nearest?.fingerprint.hash.distance(to: cut.exact.hash) ?? 256 <= 8)
        #expect(cut.exact.hash.distance(to: Self.knownHash) > PDQ.defaultRadius)
    }

    @Test("names of regions are fixed: they stand in records")
    func names() {
        #expect(
            Region.allCases.map(\.rawValue) == [
                "whole", "border-trimmed", "edge-trimmed", "busiest-block", "split", "outline", "filled-corners",
                "extended",
            ])
    }
}

/// Grey pixels with sides.
struct Canvas {
    var width: Int
    var height: Int
    var pixels: [UInt8]

    init(width: Int, height: Int, pixels: [UInt8]) {
        (self.width, self.height, self.pixels) = (width, height, pixels)
    }

    init(width: Int, height: Int, _ value: (_ x: Int, _ y: Int) -> Int) {
        (self.width, self.height) = (width, height)
        pixels = []
        pixels.reserveCapacity(width * height)
        for y in 0..<height {
            for x in 0..<width { pixels.append(UInt8(clamping: value(x, y))) }
        }
    }

    func placing(_ other: Canvas, _ left: Int, _ top: Int) -> Canvas {
        var result = self
        for y in 0..<other.height {
            let start = (top + y) * width + left
            result.pixels.replaceSubrange(
                start..<(start + other.width), with: other.pixels[(y * other.width)..<((y + 1) * other.width)])
        }
        return result
    }

    private var raster: Raster { Raster(width: width, height: height, channels: 1) }
    var grey: GreyPicture { GreyPicture(of: pixels.span, raster: raster) }
    var exact: PDQFingerprint { PDQ.fingerprint(of: pixels.span, raster: raster) }
}
