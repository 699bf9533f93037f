// SPDX-License-Identifier: Apache-2.0

/// Sixteen floats that move together: one value of each of 16 rows, or 16 neighbours of one row.
typealias Lanes = SIMD16<Float>

/// Zeroed, aligned memory for lanes, freed with its owner.
final class Scratch {
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
