// SPDX-License-Identifier: Apache-2.0

/// The box mean down the columns, row by row: keeps the running sums and the rows that have yet to leave the window.
final class ColumnPass {
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
