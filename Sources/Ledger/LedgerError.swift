// SPDX-License-Identifier: Apache-2.0

/// Why an audit event was not written. The change that it tells about is not made either.
///
/// Two errors are equal when their ``code`` is equal.
public struct LedgerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A stable name for a kind of failure, printed as is.
    public enum Code: String, Sendable {
        /// A part of the event is empty or longer than ``AuditLimits`` allows.
        case tooLong = "LEDGER-EVENT-TOO-LONG"
        /// A part of the event has something in it that may not be there.
        case malformed = "LEDGER-EVENT-MALFORMED"
        /// A stored event cannot be read.
        case damaged = "LEDGER-DAMAGED"
    }

    /// The kind of failure.
    public let code: Code
    /// What happened, for a person.
    public let message: String
    /// What the person can do about it.
    public let remedy: String

    init(_ code: Code, _ message: String, remedy: String? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy ?? "Nothing was changed. Use shorter, plain names; or report this as a defect."
    }

    /// Message, remedy and code, one a line.
    public var description: String { "\(message)\n\(remedy)\ncode \(code.rawValue)" }

    /// Compares the codes only.
    public static func == (left: LedgerError, right: LedgerError) -> Bool { left.code == right.code }
}
