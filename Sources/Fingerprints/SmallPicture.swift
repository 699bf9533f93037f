// SPDX-License-Identifier: Apache-2.0

/// A rectangle of a small picture, in its pixels.
struct Box: Hashable {
    var left: Int
    var top: Int
    var right: Int
    var bottom: Int

    var width: Int { right - left }
    var height: Int { bottom - top }
    var area: Int { max(0, width) * max(0, height) }
}

/// A grey picture of at most 320 pixels a side with the steps between its neighbours: what all finders look at.
struct SmallPicture {
    static let longestSide = 320
    /// Larger steps count as this much, so that the length of an edge counts for more than its contrast. Also keeps sums of
    /// 1,000 of them within 16 bits.
    static let largestStep: UInt8 = 64

    let grey: GreyPicture
    let width: Int
    let height: Int
    /// |pixel − left neighbour|, capped, with 16 bytes to spare at the end; 0 in the first column.
    let across: [UInt8]
    /// |pixel − upper neighbour|, likewise; 0 in the first row.
    let down: [UInt8]

    init(of picture: GreyPicture) {
        grey = picture.reduced(by: (max(picture.width, picture.height) + Self.longestSide - 1) / Self.longestSide)
        width = grey.width
        height = grey.height
        let count = width * height
        across = Self.steps(grey.pixels, count: count, back: 1, width: width)
        down = Self.steps(grey.pixels, count: count, back: width, width: width)
    }

    var whole: Box { Box(left: 0, top: 0, right: width, bottom: height) }

    /// The same rectangle in pixels of the full picture.
    func window(_ box: Box) -> GreyWindow {
        grey.clipped(
            GreyWindow(
                left: Double(box.left) * grey.blockWidth, top: Double(box.top) * grey.blockHeight,
                right: Double(box.right) * grey.blockWidth, bottom: Double(box.bottom) * grey.blockHeight))
    }

    private static func steps(_ pixels: [UInt8], count: Int, back: Int, width: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count + 16) { target, written in
            target.update(repeating: 0)
            guard let target = target.baseAddress else { return }
            pixels.withUnsafeBytes { pixels in
                var index = min(back, count)
                let cap = SIMD16<UInt8>(repeating: largestStep)
                while index + 16 <= count {
                    let here = pixels.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
                    let there = pixels.loadUnaligned(fromByteOffset: index &- back, as: SIMD16<UInt8>.self)
                    let steps = pointwiseMin(pointwiseMax(here, there) &- pointwiseMin(here, there), cap)
                    UnsafeMutableRawPointer(target + index).storeBytes(of: steps, as: SIMD16<UInt8>.self)
                    index &+= 16
                }
                while index < count {
                    let (here, there) = (pixels[index], pixels[index &- back])
                    target[index] = min(largestStep, max(here, there) - min(here, there))
                    index &+= 1
                }
            }
            // A row's first pixel has no left neighbour: its step was to the end of the row above.
            if back == 1 { for row in 0..<(count / width) { target[row &* width] = 0 } }
            written = count + 16
        }
    }

    /// Mean of a quantity along each row of a box.
    func rowMeans(_ values: [UInt8], _ box: Box) -> [Float] {
        let scale = 1 / Float(box.width)
        let (blocks, rest) = (box.width / 16, box.width % 16)
        return values.withUnsafeBytes { values in
            (box.top..<box.bottom).map { y in
                var place = y &* width &+ box.left
                var sums = SIMD16<UInt16>(repeating: 0)
                for _ in 0..<blocks {
                    sums &+= SIMD16(
                        truncatingIfNeeded: values.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self))
                    place &+= 16
                }
                var sum = SIMD16<UInt32>(truncatingIfNeeded: sums).wrappedSum()
                for offset in 0..<rest { sum &+= UInt32(values[place &+ offset]) }
                return Float(sum) * scale
            }
        }
    }

    /// Mean of a quantity along each column of a box.
    func columnMeans(_ values: [UInt8], _ box: Box) -> [Float] {
        let scale = 1 / Float(box.height)
        let blocks = (box.width + 15) / 16
        var means: [Float] = []
        means.reserveCapacity(blocks * 16)
        values.withUnsafeBytes { values in
            for block in 0..<blocks {
                // The last block may read into the next row or the 16 spare bytes; what it finds there is not kept.
                var place = box.top &* width &+ box.left &+ block &* 16
                var sums = SIMD16<UInt16>(repeating: 0)
                for _ in box.top..<box.bottom {
                    sums &+= SIMD16(
                        truncatingIfNeeded: values.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self))
                    place &+= width
                }
                for lane in 0..<min(16, box.width &- block &* 16) { means.append(Float(sums[lane]) * scale) }
            }
        }
        return means
    }
}
