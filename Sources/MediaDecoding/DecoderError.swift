// SPDX-License-Identifier: Apache-2.0

/// Why no decoder is at hand. Never about one picture: what happens to a picture is a ``DecodingOutcome``.
public struct DecoderError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Stable, for programs.
    public let code: Code
    /// What happened and what to do, for a person.
    public let message: String

    /// Makes an error out of a code and a sentence that also says what to do.
    public init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    /// The sentence, with the code in brackets behind it.
    public var description: String { "\(message) [\(code.rawValue)]" }

    /// What is wrong with the decoder, as it is printed and searched for.
    public enum Code: String, Sendable {
        /// `tutela-decoder` is not where it should be, or cannot be executed.
        case notFound = "DEC-NOT-FOUND"
        /// The system refused a process, socket or memory.
        case system = "DEC-SYSTEM"
        /// The decoder speaks another version of the wire format.
        case version = "DEC-VERSION"
        /// A layer of confinement that must be there is missing.
        case unconfined = "DEC-UNCONFINED"
        /// A golden picture did not decode to its known pixels.
        case selfTest = "DEC-SELF-TEST"
    }

    static func system(_ call: String, _ number: Int32) -> DecoderError {
        DecoderError(
            code: .system,
            message: "the decoder could not be started: \(call) failed with errno \(number). Run `tutela doctor`.")
    }
}
