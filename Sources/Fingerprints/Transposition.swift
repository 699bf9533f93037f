// SPDX-License-Identifier: Apache-2.0

/// Turning 16 rows into 16-lane columns and back, in blocks of 4 × 4.
enum Transposition {
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
