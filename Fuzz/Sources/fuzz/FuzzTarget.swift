// SPDX-License-Identifier: Apache-2.0

/// One parser under fuzzing.
struct FuzzTarget: Sendable {
    /// How `Fuzz/run` calls it; also the name of its seeds and of its dictionary.
    let name: String
    /// Gives bytes to the parser and checks what must hold of the result.
    ///
    /// - Returns: `false` for bytes that are not worth keeping, for example of another format.
    let run: @Sendable ([UInt8]) -> Bool

    init(_ name: String, _ run: @escaping @Sendable ([UInt8]) -> Bool) {
        self.name = name
        self.run = run
    }
}

/// Ends the process, so that the fuzzer keeps the input, when something does not hold.
func require(_ holds: Bool, _ what: @autoclosure () -> String) {
    if !holds { fatalError("does not hold: \(what())") }
}
