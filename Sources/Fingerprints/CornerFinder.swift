// SPDX-License-Identifier: Apache-2.0

/// Finds rounded corners: all four corners one colour, cut off by circles of one radius.
struct CornerFinder {
    /// Pixels of one colour differ by at most this.
    static let sameness = 14

    let picture: SmallPicture

    /// The radius in pixels of the small picture.
    func radius() -> Double? {
        let (width, height) = (picture.width, picture.height)
        guard min(width, height) >= 32 else { return nil }
        let pixels = picture.grey.pixels.span
        func at(_ x: Int, _ y: Int) -> Int { Int(pixels[y * width + x]) }
        let ground = at(0, 0)
        func isGround(_ x: Int, _ y: Int) -> Bool { abs(at(x, y) - ground) <= Self.sameness }
        let corners = [(0, 0, 1, 1), (width - 1, 0, -1, 1), (0, height - 1, 1, -1), (width - 1, height - 1, -1, -1)]
        var depths: [Int] = []
        for (x, y, stepX, stepY) in corners {
            guard isGround(x, y) else { return nil }
            var depth = 0
            while depth < min(width, height) / 5, isGround(x + depth * stepX, y + depth * stepY) { depth += 1 }
            depths.append(depth)
        }
        depths.sort()
        // The diagonal meets the circle after (1 − √½) of the radius.
        let depth = Double(depths[1] + depths[2]) / 2
        guard depth >= 1.5, Double(depths[3] - depths[0]) <= 2 + 0.35 * depth else { return nil }
        let radius = depth / 0.2929
        guard radius <= Double(min(width, height)) * 0.5 else { return nil }
        // The middles of the sides are picture, or this is a border.
        var picturePixels = 0
        for share in [0.42, 0.46, 0.5, 0.54, 0.58] {
            let (x, y) = (Int(share * Double(width)), Int(share * Double(height)))
            for (x, y) in [(x, 1), (x, height - 2), (1, y), (width - 2, y)] where !isGround(x, y) { picturePixels += 1 }
        }
        return picturePixels >= 8 ? radius : nil
    }
}

extension GreyPicture {
    /// The picture with what lies outside its rounded corners replaced by the nearest pixel inside.
    ///
    /// - Parameter radius: of the corners, in pixels of the full picture.
    func fillingCorners(radius: Double) -> GreyPicture {
        var pixels = pixels
        let radius = min(radius / blockWidth, Double(min(width, height)) / 2)
        let reach = Int(radius.rounded(.up))
        // One pixel less: those on the circle are half ground.
        let inside = max(0, radius - 1.5)
        for y in 0..<reach {
            for x in 0..<reach {
                let (dx, dy) = (radius - Double(x) - 0.5, radius - Double(y) - 0.5)
                guard dx > 0, dy > 0 else { continue }
                let distance = (dx * dx + dy * dy).squareRoot()
                guard distance > inside else { continue }
                let (nearX, nearY) = (Int(radius - dx / distance * inside), Int(radius - dy / distance * inside))
                for (mirrorX, mirrorY) in [(false, false), (true, false), (false, true), (true, true)] {
                    func place(_ x: Int, _ y: Int) -> Int {
                        (mirrorY ? height - 1 - y : y) * width + (mirrorX ? width - 1 - x : x)
                    }
                    pixels[place(x, y)] = self.pixels[place(min(nearX, width - 1), min(nearY, height - 1))]
                }
            }
        }
        return GreyPicture(
            pixels: pixels, width: width, height: height, fullWidth: fullWidth, fullHeight: fullHeight,
            block: (blockWidth, blockHeight))
    }
}
