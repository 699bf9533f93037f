// SPDX-License-Identifier: Apache-2.0

/// Sixteen floats that move together: one value of each of 16 rows, or 16 neighbours of one row.
typealias Lanes = SIMD16<Float>

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

/// The box mean down the columns, row by row: keeps the running sums and the rows that have yet to leave the window.
private final class ColumnPass {
    private let window: BoxWindow
    private let blocks: Int
    private let capacity: Int
    private let ring: Scratch
    private let sums: Scratch
    private let means: Scratch

    /// - Parameters:
    ///   - blocks: width of a row in groups of 16 floats.
    ///   - strip: how many rows are put into their slots before the first of them enters.
    init(window: BoxWindow, blocks: Int, strip: Int) {
        self.window = window
        self.blocks = blocks
        capacity = window.width + strip
        ring = Scratch(count: capacity * blocks)
        sums = Scratch(count: blocks)
        means = Scratch(count: blocks)
    }

    /// Where row `index` belongs. Valid until `strip` rows later.
    func slot(for index: Int) -> UnsafeMutablePointer<Lanes> {
        ring.base + (index % capacity) * blocks
    }

    /// Lets row `index`, which is in its slot, enter the window, and hands on the mean that is complete with it.
    func enter(_ index: Int, _ emit: (_ index: Int, UnsafePointer<Lanes>) -> Void) {
        run(window.step(entering: index), emit)
    }

    /// Hands on the means of the last rows, whose windows shrink at the lower edge.
    func finish(_ emit: (_ index: Int, UnsafePointer<Lanes>) -> Void) {
        for number in 0..<window.lead {
            run(window.trailingStep(number), emit)
        }
    }

    private func run(_ step: BoxWindow.Step, _ emit: (_ index: Int, UnsafePointer<Lanes>) -> Void) {
        let sums = sums.base
        if let entering = step.entering {
            let row = slot(for: entering)
            for block in 0..<blocks { sums[block] += row[block] }
        }
        if let leaving = step.leaving {
            let row = slot(for: leaving)
            for block in 0..<blocks { sums[block] -= row[block] }
        }
        if let (index, divisor) = step.written {
            let means = means.base
            let divisors = Lanes(repeating: divisor)
            for block in 0..<blocks { means[block] = sums[block] / divisors }
            emit(index, means)
        }
    }
}

/// Zeroed, aligned memory for lanes, freed with its owner.
private final class Scratch {
    let base: UnsafeMutablePointer<Lanes>
    private let count: Int

    init(count: Int) {
        self.count = count
        base = .allocate(capacity: count)
        base.initialize(repeating: Lanes(repeating: 0), count: count)
    }

    deinit {
        base.deinitialize(count: count)
        base.deallocate()
    }
}

/// Turning 16 rows into 16-lane columns and back, in blocks of 4 × 4.
private enum Transposition {
    /// `rows` holds 16 rows of `blocks` groups; `lanes[x]` receives value *x* of all 16.
    static func rowsToLanes(_ rows: UnsafePointer<Lanes>, blocks: Int, into lanes: UnsafeMutablePointer<Lanes>) {
        let stride = blocks &* 16
        let source = UnsafeRawPointer(rows).assumingMemoryBound(to: Float.self)
        let target = UnsafeMutableRawPointer(lanes).assumingMemoryBound(to: Float.self)
        var row = 0
        while row < 16 {
            let line = source + row &* stride
            var x = 0
            while x < stride {
                let (a, b, c, d) = turned(
                    load(line + x), load(line + (stride &+ x)), load(line + (2 &* stride &+ x)),
                    load(line + (3 &* stride &+ x)))
                let corner = target + (x &* 16 &+ row)
                store(a, corner)
                store(b, corner + 16)
                store(c, corner + 32)
                store(d, corner + 48)
                x &+= 4
            }
            row &+= 4
        }
    }

    /// The way back: `slot(row)` says where each of the first `rows` rows belongs.
    static func lanesToRows(
        _ lanes: UnsafePointer<Lanes>, blocks: Int, rows: Int, slot: (_ row: Int) -> UnsafeMutablePointer<Lanes>
    ) {
        let width = blocks &* 16
        let source = UnsafeRawPointer(lanes).assumingMemoryBound(to: Float.self)
        for row in stride(from: 0, to: rows, by: 4) {
            let targets = (0..<4).map { offset in
                UnsafeMutableRawPointer(slot(min(row + offset, rows - 1))).assumingMemoryBound(to: Float.self)
            }
            let (first, second, third, fourth) = (targets[0], targets[1], targets[2], targets[3])
            let present = min(4, rows - row)
            var x = 0
            while x < width {
                let corner = source + (x &* 16 &+ row)
                let (a, b, c, d) = turned(load(corner), load(corner + 16), load(corner + 32), load(corner + 48))
                store(a, first + x)
                if present > 1 { store(b, second + x) }
                if present > 2 { store(c, third + x) }
                if present > 3 { store(d, fourth + x) }
                x &+= 4
            }
        }
    }

    @inline(__always)
    private static func load(_ pointer: UnsafePointer<Float>) -> SIMD4<Float> {
        UnsafeRawPointer(pointer).loadUnaligned(as: SIMD4<Float>.self)
    }

    @inline(__always)
    private static func store(_ value: SIMD4<Float>, _ pointer: UnsafeMutablePointer<Float>) {
        UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD4<Float>.self)
    }

    @inline(__always)
    private static func turned(
        _ a: SIMD4<Float>, _ b: SIMD4<Float>, _ c: SIMD4<Float>, _ d: SIMD4<Float>
    ) -> (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>) {
        (
            SIMD4(a.x, b.x, c.x, d.x), SIMD4(a.y, b.y, c.y, d.y), SIMD4(a.z, b.z, c.z, d.z),
            SIMD4(a.w, b.w, c.w, d.w)
        )
    }
}
