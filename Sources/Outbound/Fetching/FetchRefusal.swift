// SPDX-License-Identifier: Apache-2.0

/// Why nothing was fetched or sent.
///
/// Whoever hands in a URL must not learn from the answer what lies in the operator's networks. So a name without address,
/// an address that is refused, a closed port, a silent host, a certificate that does not fit, and an answer of the wrong
/// kind all read alike: ``Code/failed``. What really happened is in ``cause``, for the operator's log alone.
public struct FetchRefusal: Error, Sendable, CustomStringConvertible {
    /// Stable, for programs.
    public enum Code: String, Sendable, CaseIterable {
        /// The text is no URL of the web, or one that programs read in different ways.
        case malformed = "url-malformed"
        /// No entry of the allow-list allows scheme, host and port.
        case notAllowed = "url-not-allowed"
        /// Too many requests are under way.
        case busy = "outbound-busy"
        /// The body is larger than the limit; said of public hosts only.
        case tooLarge = "outbound-too-large"
        /// It did not work.
        case failed = "outbound-failed"
        /// The caller gave up.
        case cancelled = "outbound-cancelled"
    }

    /// Which refusal.
    public let code: Code
    /// What really happened, if there is more to say than the code does. Not for the caller.
    public let cause: WithheldCause?

    init(_ code: Code, cause: String? = nil) {
        self.code = code
        self.cause = cause.map(WithheldCause.init)
    }

    /// What happened, for the caller.
    public var message: String {
        switch code {
        case .malformed: "The URL cannot be read."
        case .notAllowed: "This address is not one that the operator allows."
        case .busy: "Too many requests to other servers are under way."
        case .tooLarge: "The file is larger than the limit."
        case .failed: "The address could not be used."
        case .cancelled: "The request was given up."
        }
    }

    /// What the caller can do about it.
    public var remedy: String {
        switch code {
        case .malformed:
            "Send an absolute https URL in ASCII, without user name, fragment or unusual spelling of an address."
        case .notAllowed: "Send the bytes themselves, or ask the operator to allow the host."
        case .busy: "Try again in a few seconds."
        case .tooLarge: "Send a smaller file."
        case .failed: "Check that the address can be reached from the Internet, or send the bytes themselves."
        case .cancelled: "Try again."
        }
    }

    /// Code and message; the cause is left out.
    public var description: String { "\(code.rawValue): \(message)" }
}

/// What an answer must not show and a log of the operator may. Printing it shows nothing.
public struct WithheldCause: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    /// The cause, for the operator's log.
    public func revealed() -> String { text }

    /// Says only that there is one.
    public var description: String { "(withheld)" }
    /// Says only that there is one.
    public var debugDescription: String { "(withheld)" }
    /// Empty.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
