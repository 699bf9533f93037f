// SPDX-License-Identifier: Apache-2.0

import Watermarks

/// The votes of a picture as the reference defines them: one pixel, one block after the other, in doubles.
enum VoteDefinition {
    /// - Parameter pixels: RGB, three bytes a pixel, or more of which the first three count.
    static func votes(_ pixels: [UInt8], _ width: Int, _ height: Int, _ channels: Int = 3) -> [[Bool]] {
        WatermarkVotes.Plane.all.map { plane in
            let values = (0..<(width * height)).map { index in
                let pixel = index * channels
                let (red, green, blue) = (Int(pixels[pixel]), Int(pixels[pixel + 1]), Int(pixels[pixel + 2]))
                return plane.order == .bgr ? u(red, green, blue, plane.mode) : u(blue, green, red, plane.mode)
            }
            return (0..<(height / 8)).flatMap { row in
                (0..<(width / 8)).map { column in vote(values, width, column * 8, row * 8) }
            }
        }
    }

    /// Votes of blocks that have one colour each.
    static func votes(ofBlocks colours: [[UInt8]]) -> [[Bool]] {
        WatermarkVotes.Plane.all.map { plane in
            colours.map { colour in
                let (red, green, blue) = (Int(colour[0]), Int(colour[1]), Int(colour[2]))
                let value = plane.order == .bgr ? u(red, green, blue, plane.mode) : u(blue, green, red, plane.mode)
                return (abs(value) * 2).truncatingRemainder(dividingBy: 36) > 18
            }
        }
    }

    private static func u(_ red: Int, _ green: Int, _ blue: Int, _ mode: WatermarkVotes.Mode) -> Double {
        switch mode {
        case .fixedPoint:
            let luma = (blue * 1868 + green * 9617 + red * 4899 + 8192) >> 14
            return Double(min(255, max(0, ((blue - luma) * 8061 + (128 << 14) + 8192) >> 14)))
        case .float:
            return 0.492 * (Double(blue) - (0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue))) + 0.5
        }
    }

    private static func vote(_ values: [Double], _ width: Int, _ left: Int, _ top: Int) -> Bool {
        var farthest = -1.0
        for coefficient in 1..<16 {
            let place = (top + coefficient / 4 * 2) * width + left + coefficient % 4 * 2
            let sum = values[place] + values[place + 1] + values[place + width] + values[place + width + 1]
            let distance = abs(sum / 2)
            // The first wins.
            if distance > farthest { farthest = distance }
        }
        return farthest.truncatingRemainder(dividingBy: 36) > 18
    }

    /// Votes of one plane, taken out of the words.
    static func unpacked(_ words: some Collection<UInt64>, count: Int) -> [Bool] {
        let words = Array(words)
        return (0..<count).map { words[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    }

    /// All planes as words, for comparison with what a decoder gave.
    static func packed(_ planes: [[Bool]]) -> WatermarkVotes? {
        let count = planes[0].count
        return WatermarkVotes(
            count: count,
            words: planes.flatMap { plane in
                var words = [UInt64](repeating: 0, count: WatermarkVotes.wordCount(count))
                for (index, vote) in plane.enumerated() where vote { words[index / 64] |= 1 << UInt64(index % 64) }
                return words
            })
    }
}
