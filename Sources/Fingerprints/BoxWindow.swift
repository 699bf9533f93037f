// SPDX-License-Identifier: Apache-2.0

/// The four phases of PDQ's running box mean over a vector, in the reference's order of float operations.
///
/// The reference keeps one running sum: it adds the value that enters the window, subtracts the one that leaves, and
/// divides by how many are inside. Rounding accumulates along the vector, so bit-equal hashes need this very order.
///
///     values    0 1 2 3 4 5 6 7 8 9            window 4
///     phase 1   + +                            enter, write nothing
///     phase 2       + +                        enter, write, divisor grows 3 … 4
///     phase 3           + + + + + +            enter, leave, write, divisor 4
///     phase 4                        - -       leave, write, divisor shrinks 3 … 2
///
/// Source: `box1DFloat` of pdq/cpp/downscaling in facebook/ThreatExchange.
struct BoxWindow {
    let length: Int
    /// Width of the window in values: one 128th of the vector, rounded up.
    let width: Int

    init(length: Int) {
        self.length = length
        width = (length + 127) / 128
    }

    /// Values that enter before the first write; as many writes follow after the last value has entered.
    var lead: Int { (width + 2) / 2 - 1 }

    /// One step of the running mean.
    struct Step {
        /// Index of the value that enters, if any.
        var entering: Int?
        /// Index of the value that leaves, if any.
        var leaving: Int?
        /// Index and divisor of the mean that is written, if any.
        var written: (index: Int, divisor: Float)?
    }

    /// What happens when value `index` enters, for `index` in `0..<length`.
    func step(entering index: Int) -> Step {
        let leaving = index >= width ? index - width : nil
        let written = index >= lead ? (index - lead, Float(min(index + 1, width))) : nil
        return Step(entering: index, leaving: leaving, written: written)
    }

    /// What happens after the last value entered, for `number` in `0..<lead`.
    func trailingStep(_ number: Int) -> Step {
        let leaving = length - width + number
        return Step(entering: nil, leaving: leaving, written: (length - lead + number, Float(width - 1 - number)))
    }
}
