// SPDX-License-Identifier: Apache-2.0

/// PDQ's 64 × 64 means of reduced pictures and of windows into them, by matrices for rows and columns.
///
/// A value that its owner keeps while hashing many pictures: pictures of the same size share their matrices.
struct GreyDownsampler {
    private struct Key: Equatable {
        var start: Double
        var length: Double
        var block: Double
        var reduced: Int
    }

    /// Few sizes are in use at a time, so a search from the newest is quick.
    private var operators: [(key: Key, operation: TentOperator)] = []
    private static let capacity = 16

    /// Row-major 64 × 64 means.
    mutating func means(of picture: GreyPicture, window: GreyWindow) -> [Float] {
        let down = vertical(picture, window)
        let across = horizontal(picture, window)
        return picture.pixels.withUnsafeBufferPointer { pixels in
            Self.apply(down, across, to: pixels, width: picture.width)
        }
    }

    private mutating func horizontal(_ picture: GreyPicture, _ window: GreyWindow) -> TentOperator {
        operation(
            Key(start: window.left, length: window.width, block: picture.blockWidth, reduced: picture.width),
            kept: !picture.isPart(window))
    }

    private mutating func vertical(_ picture: GreyPicture, _ window: GreyWindow) -> TentOperator {
        operation(
            Key(start: window.top, length: window.height, block: picture.blockHeight, reduced: picture.height),
            kept: !picture.isPart(window))
    }

    /// Only the matrices of whole pictures come again; those of windows would push them out.
    private mutating func operation(_ key: Key, kept: Bool) -> TentOperator {
        if let found = operators.last(where: { $0.key == key }) { return found.operation }
        let made = TentOperator(start: key.start, length: key.length, block: key.block, reduced: key.reduced)
        if kept {
            if operators.count == Self.capacity { operators.removeFirst() }
            operators.append((key, made))
        }
        return made
    }

    /// Columns first, output row by output row, so that the row between the two steps stays in the nearest cache.
    ///
    /// - Precondition: both matrices were made for the sides of `pixels`: what they read lies inside it. Pointers, because
    ///   a bounds check for each of some 300,000 products costs as much as the products.
    private static func apply(
        _ down: TentOperator, _ across: TentOperator, to pixels: UnsafeBufferPointer<UInt8>, width: Int
    ) -> [Float] {
        guard let base = pixels.baseAddress else { return [] }
        precondition(across.range.upperBound <= width && down.range.upperBound * width <= pixels.count)
        let columns = across.range.count
        let blocks = columns / 16
        let row = Scratch(count: (columns + 15) / 16)
        let floats = UnsafeMutableRawPointer(row.base).assumingMemoryBound(to: Float.self)
        let corner = base + across.range.lowerBound
        return [Float](unsafeUninitializedCapacity: 64 * 64) { target, count in
            for output in 0..<64 {
                let top = corner + down.first[output] * width
                down.wholeWeights.withUnsafeBufferPointer { weights in
                    let start = output &* down.taps
                    let count = down.counts[output]
                    for block in 0..<blocks {
                        var sum = SIMD16<UInt16>(repeating: 0)
                        var pixel = top + block &* 16
                        for tap in 0..<count {
                            let bytes = UnsafeRawPointer(pixel).loadUnaligned(as: SIMD16<UInt8>.self)
                            sum &+=
                                SIMD16(repeating: weights[start &+ tap])
                                &* SIMD16<UInt16>(truncatingIfNeeded: bytes)
                            pixel += width
                        }
                        row.base[block] = Lanes(SIMD16<Int32>(truncatingIfNeeded: sum)) * (1 / 256)
                    }
                    for column in (blocks &* 16)..<columns {
                        var sum: UInt16 = 0
                        for tap in 0..<count {
                            sum &+= weights[start &+ tap] &* UInt16(top[tap &* width &+ column])
                        }
                        floats[column] = Float(sum) * (1 / 256)
                    }
                }
                across.weights.withUnsafeBufferPointer { weights in
                    applyRow(across, weights, to: floats - across.range.lowerBound, into: target, at: output &* 64)
                }
            }
            count = 64 * 64
        }
    }

    @inline(__always)
    private static func applyRow(
        _ across: TentOperator, _ weights: UnsafeBufferPointer<Float>, to row: UnsafePointer<Float>,
        into target: UnsafeMutableBufferPointer<Float>, at start: Int
    ) {
        guard let weights = weights.baseAddress, let target = target.baseAddress else { return }
        let taps = across.taps
        across.first.withUnsafeBufferPointer { first in
            let counts = across.counts.span
            for output in 0..<64 {
                let source = UnsafeRawPointer(row + first[output])
                let factors = UnsafeRawPointer(weights + output &* taps)
                if taps.isMultiple(of: 4) {
                    var sums = SIMD4<Float>(repeating: 0)
                    var byte = 0
                    let end = counts[output] &* 4
                    while byte < end {
                        sums +=
                            source.loadUnaligned(fromByteOffset: byte, as: SIMD4<Float>.self)
                            * factors.loadUnaligned(fromByteOffset: byte, as: SIMD4<Float>.self)
                        byte &+= 16
                    }
                    target[start &+ output] = (sums.x + sums.y) + (sums.z + sums.w)
                } else {
                    var sum: Float = 0
                    for tap in 0..<taps {
                        sum += row[first[output] &+ tap] * weights[output &* taps &+ tap]
                    }
                    target[start &+ output] = sum
                }
            }
        }
    }
}

extension GreyPicture {
    /// Whether a window leaves something out.
    fileprivate func isPart(_ window: GreyWindow) -> Bool {
        window.left > 0 || window.top > 0 || window.right < Double(fullWidth) || window.bottom < Double(fullHeight)
    }
}
