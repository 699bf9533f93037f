// SPDX-License-Identifier: Apache-2.0

/// Harmless pictures that tests make themselves.
package enum Pictures {
    /// Grey pixels: soft blobs of random brightness, 24 across. Structure in all the frequencies that PDQ looks at, the same in
    /// no two orientations, and unrelated for every seed.
    package static func pattern(_ width: Int, _ height: Int, seed: Int = 0) -> [UInt8] {
        func brightness(_ x: Int, _ y: Int) -> Double {
            var mixed = UInt64(truncatingIfNeeded: x &* 73_856_093 ^ y &* 19_349_663 ^ seed &* 83_492_791)
            mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
            return Double((mixed ^ mixed >> 31) % 256)
        }
        var pixels: [UInt8] = []
        pixels.reserveCapacity(width * height)
        for y in 0..<height {
            for x in 0..<width {
                let (u, v) = (Double(x) * 24 / Double(width), Double(y) * 24 / Double(height))
                let (column, row) = (Int(u), Int(v))
                let (right, down) = (u - Double(column), v - Double(row))
                let upper = brightness(column, row) * (1 - right) + brightness(column + 1, row) * right
                let lower = brightness(column, row + 1) * (1 - right) + brightness(column + 1, row + 1) * right
                pixels.append(UInt8(clamping: Int(upper * (1 - down) + lower * down)))
            }
        }
        return pixels
    }

    /// A bitmap file (BMP, 24 bit) of grey pixels.
    package static func bitmap(_ grey: [UInt8], width: Int) -> [UInt8] {
        let height = grey.count / width
        let padding = [UInt8](repeating: 0, count: (4 - width * 3 % 4) % 4)
        func little(_ value: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
        let size = (width * 3 + padding.count) * height
        var file = Array("BM".utf8) + little(54 + size, 4) + little(0, 4) + little(54, 4)
        file += little(40, 4) + little(width, 4) + little(height, 4) + little(1, 2) + little(24, 2)
        file += little(0, 4) + little(size, 4) + little(2835, 4) + little(2835, 4) + little(0, 4) + little(0, 4)
        file.reserveCapacity(54 + size)
        for y in (0..<height).reversed() {
            for x in 0..<width {
                let value = grey[y * width + x]
                file.append(value)
                file.append(value)
                file.append(value)
            }
            file += padding
        }
        return file
    }

    /// A patterned bitmap.
    package static func bitmap(seed: Int, width: Int = 200, height: Int = 150) -> [UInt8] {
        bitmap(pattern(width, height, seed: seed), width: width)
    }

    /// Left and right exchanged.
    package static func mirrored(_ grey: [UInt8], width: Int) -> [UInt8] {
        stride(from: 0, to: grey.count, by: width).flatMap { grey[$0..<($0 + width)].reversed() }
    }

    /// Inside a border of one colour.
    package static func framed(_ grey: [UInt8], width: Int, border: Int, colour: UInt8) -> (grey: [UInt8], width: Int) {
        let full = width + 2 * border
        let bar = [UInt8](repeating: colour, count: border * full)
        let side = [UInt8](repeating: colour, count: border)
        let rows = stride(from: 0, to: grey.count, by: width).flatMap { side + grey[$0..<($0 + width)] + side }
        return (bar + rows + bar, full)
    }
}
