// SPDX-License-Identifier: Apache-2.0

internal import Fingerprints

/// Codes in columns: bits 0…63, 64…127 and the rest apart, so that eight entries fit one step of the first comparison.
struct CodeColumns: Sendable {
    private typealias Lanes = SIMD8<UInt64>

    private var first: [UInt64] = []
    private var second: [UInt64] = []
    /// Two words an entry.
    private var rest: [UInt64] = []

    var count: Int { first.count }

    subscript(position: Int) -> PDQHash {
        get { PDQHash(words: (first[position], second[position], rest[position * 2], rest[position * 2 + 1])) }
        set {
            first[position] = newValue.words.0
            second[position] = newValue.words.1
            rest[position * 2] = newValue.words.2
            rest[position * 2 + 1] = newValue.words.3
        }
    }

    mutating func append(_ code: PDQHash) {
        first.append(code.words.0)
        second.append(code.words.1)
        rest.append(code.words.2)
        rest.append(code.words.3)
    }

    mutating func removeLast() {
        first.removeLast()
        second.removeLast()
        rest.removeLast(2)
    }

    /// Calls `report` for every (query, entry) pair within `radius`.
    ///
    /// Blocks of entries stay in the first-level cache while all codes pass over them. Half the bits reject nearly all
    /// entries: two unrelated codes agree in 97 of 128 bits once in 10⁹ pairs.
    func scan(
        for codes: [PDQHash], radius: Int, _ report: (_ query: Int, _ position: Int, _ distance: Int) -> Void
    ) {
        let block = 1024
        // Unsafe only to leave out two bounds checks per eight entries; the loops below stay inside `count`, and a
        // property test compares every answer with the definition.
        first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in
                var start = 0
                while start < count {
                    let end = min(start + block, count)
                    for (query, code) in codes.enumerated() {
                        scan(first, second, start..<end, code, radius) { report(query, $0, $1) }
                    }
                    start = end
                }
            }
        }
    }

    private func scan(
        _ first: UnsafeBufferPointer<UInt64>, _ second: UnsafeBufferPointer<UInt64>, _ range: Range<Int>,
        _ code: PDQHash, _ radius: Int, _ report: (_ position: Int, _ distance: Int) -> Void
    ) {
        let limit = Lanes(repeating: UInt64(radius))
        let firstCode = Lanes(repeating: code.words.0)
        let secondCode = Lanes(repeating: code.words.1)
        var position = range.lowerBound
        while position + 8 <= range.upperBound {
            let half =
                (Self.lanes(first, position) ^ firstCode).nonzeroBitCount
                &+ (Self.lanes(second, position) ^ secondCode).nonzeroBitCount
            let near = half .<= limit
            if any(near) {
                for lane in 0..<8 where near[lane] {
                    verify(position + lane, code, radius, report)
                }
            }
            position += 8
        }
        while position < range.upperBound {
            verify(position, code, radius, report)
            position += 1
        }
    }

    private func verify(
        _ position: Int, _ code: PDQHash, _ radius: Int, _ report: (_ position: Int, _ distance: Int) -> Void
    ) {
        let distance = self[position].distance(to: code)
        if distance <= radius {
            report(position, distance)
        }
    }

    private static func lanes(_ column: UnsafeBufferPointer<UInt64>, _ position: Int) -> Lanes {
        UnsafeRawBufferPointer(column).loadUnaligned(fromByteOffset: position * 8, as: Lanes.self)
    }
}
