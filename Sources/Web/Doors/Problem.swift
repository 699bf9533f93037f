// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes

/// An error as a client reads it: a problem document of RFC 9457, or what the door's form makes of it.
public struct Problem: Error, Sendable {
    /// The status of the response.
    public var status: HTTPResponse.Status
    /// A stable word, the last part of `type`: `bank-unknown`.
    public var code: String
    /// What happened, which limit, what to do. No values of others, no paths of the machine.
    public var detail: String
    /// Seconds after which to try again.
    public var retryAfter: Int?

    /// Describes an error.
    ///
    /// - Parameters:
    ///   - status: of the response.
    ///   - code: a stable word.
    ///   - detail: what happened, which limit, what to do.
    ///   - retryAfter: seconds after which to try again.
    public init(_ status: HTTPResponse.Status, code: String, detail: String, retryAfter: Int? = nil) {
        self.status = status
        self.code = code
        self.detail = detail
        self.retryAfter = retryAfter
    }
}
