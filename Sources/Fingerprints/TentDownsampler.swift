// SPDX-License-Identifier: Apache-2.0

/// PDQ's downsampling to 64 × 64: two box means along rows and two along columns (a tent), then the sample at the centre of
/// each of 64 × 64 cells.
///
/// The reference makes four passes over two float copies of the whole picture. Here rows stream through all four passes at
/// once, 16 at a time, and only what the column windows still need is kept: about 1/64 of the picture instead of two
/// copies, out of the second-level cache instead of memory. The second row pass is stored only at the 64 sampled columns,
/// so the last column pass has 64 columns whatever the width. Every value sees the reference's float operations in the
/// reference's order, so the result is the same to the bit.
struct TentDownsampler {
    static let side = 64
    private static let strip = 16

    private let rows: Int
    private let columns: Int
    private let rowWindow: BoxWindow
    private let columnWindow: BoxWindow
    private let sampledColumns: [Int]
    private let sampledRows: [Int]

    init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        rowWindow = BoxWindow(length: columns)
        columnWindow = BoxWindow(length: rows)
        sampledColumns = Self.centres(of: columns)
        sampledRows = Self.centres(of: rows)
    }

    /// Row-major 64 × 64 means of the picture whose rows `luma` delivers from the top.
    ///
    /// - Parameter luma: writes row *i* (`columns` floats) to the pointer; called once for every row in order.
    func downsample(_ luma: (_ row: Int, UnsafeMutablePointer<Float>) -> Void) -> [Float] {
        var result = [Float](repeating: 0, count: Self.side * Self.side)
        let blocks = (columns + Self.strip - 1) / Self.strip

        let stripRows = Scratch(count: blocks * Self.strip)
        let tile = Scratch(count: blocks * Self.strip)
        let means = Scratch(count: blocks * Self.strip)
        let firstColumns = ColumnPass(window: columnWindow, blocks: blocks, strip: Self.strip)
        let secondStrip = Scratch(count: blocks * Self.strip)
        let sampled = Scratch(count: Self.side)
        let secondColumns = ColumnPass(window: columnWindow, blocks: Self.side / Self.strip, strip: Self.strip)

        var collected = 0
        var written = 0
        var nextSample = 0

        func writeSample(_ index: Int, _ row: UnsafePointer<Lanes>) {
            guard nextSample < Self.side, sampledRows[nextSample] == index else { return }
            let floats = UnsafeRawPointer(row).assumingMemoryBound(to: Float.self)
            // Below 64 rows one row is the centre of several cells.
            while nextSample < Self.side, sampledRows[nextSample] == index {
                for column in 0..<Self.side {
                    result[nextSample * Self.side + column] = floats[column]
                }
                nextSample += 1
            }
        }

        func passSecondStrip() {
            Transposition.rowsToLanes(secondStrip.base, blocks: blocks, into: tile.base)
            boxMeansAtSamples(tile.base, into: sampled.base)
            for row in 0..<collected {
                let slot = secondColumns.slot(for: written + row)
                let floats = UnsafeMutableRawPointer(slot).assumingMemoryBound(to: Float.self)
                let lanes = UnsafeRawPointer(sampled.base).assumingMemoryBound(to: Float.self)
                for column in 0..<Self.side {
                    floats[column] = lanes[column * Self.strip + row]
                }
                secondColumns.enter(written + row, writeSample)
            }
            written += collected
            collected = 0
        }

        func collect(_ index: Int, _ row: UnsafePointer<Lanes>) {
            (secondStrip.base + collected * blocks).update(from: row, count: blocks)
            collected += 1
            if collected == Self.strip { passSecondStrip() }
        }

        var top = 0
        while top < rows {
            let count = min(Self.strip, rows - top)
            for row in 0..<count {
                let floats = UnsafeMutableRawPointer(stripRows.base + row * blocks).assumingMemoryBound(to: Float.self)
                luma(top + row, floats)
            }
            Transposition.rowsToLanes(stripRows.base, blocks: blocks, into: tile.base)
            boxMeans(tile.base, into: means.base)
            Transposition.lanesToRows(means.base, blocks: blocks, rows: count) { firstColumns.slot(for: top + $0) }
            for row in 0..<count {
                firstColumns.enter(top + row, collect)
            }
            top += count
        }
        firstColumns.finish(collect)
        if collected > 0 { passSecondStrip() }
        secondColumns.finish(writeSample)
        return result
    }

    /// The box mean along 16 rows at once: value *x* of row *r* is lane *r* of `tile[x]`.
    private func boxMeans(_ tile: UnsafePointer<Lanes>, into means: UnsafeMutablePointer<Lanes>) {
        runBox(tile) { index, mean in
            means[index] = mean
        }
    }

    /// The same, kept only at the 64 sampled columns.
    private func boxMeansAtSamples(_ tile: UnsafePointer<Lanes>, into means: UnsafeMutablePointer<Lanes>) {
        sampledColumns.withUnsafeBufferPointer { samples in
            var next = 0
            runBox(tile) { index, mean in
                while next < Self.side, samples[next] == index {
                    means[next] = mean
                    next &+= 1
                }
            }
        }
    }

    @inline(__always)
    private func runBox(_ tile: UnsafePointer<Lanes>, _ write: (_ index: Int, _ mean: Lanes) -> Void) {
        let width = rowWindow.width
        let lead = rowWindow.lead
        var sum = Lanes(repeating: 0)
        for index in 0..<lead {
            sum += tile[index]
        }
        for index in lead..<width {
            sum += tile[index]
            write(index &- lead, sum / Lanes(repeating: Float(index &+ 1)))
        }
        let divisor = Lanes(repeating: Float(width))
        var index = width
        while index < columns {
            sum += tile[index]
            sum -= tile[index &- width]
            write(index &- lead, sum / divisor)
            index &+= 1
        }
        for number in 0..<lead {
            sum -= tile[columns - width + number]
            write(columns - lead + number, sum / Lanes(repeating: Float(width - 1 - number)))
        }
    }

    /// The value at the centre of each of 64 cells: ⌊(i + ½) · n / 64⌋.
    private static func centres(of length: Int) -> [Int] {
        (0..<side).map { Int((Double($0) + 0.5) * Double(length) / Double(side)) }
    }
}
