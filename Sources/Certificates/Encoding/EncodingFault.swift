// SPDX-License-Identifier: Apache-2.0

/// Why bytes are not the certificate, time stamp or OCSP response that they should be.
public struct EncodingFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// A stable name for programs: `certificates.too-large`, `.too-complex`, `.damaged` or `.not-usable`.
    public let code: String
    /// What is wrong, and where.
    public let message: String
    /// What a person can do about it.
    public let remedy: String

    /// The message and the remedy.
    public var description: String { "\(message) \(remedy)" }

    static func damaged(_ message: String) -> EncodingFault {
        EncodingFault(
            code: "certificates.damaged", message: message,
            remedy: "Get the certificate or token again from whoever made it; it cannot be repaired.")
    }

    static func notUsable(_ message: String) -> EncodingFault {
        EncodingFault(
            code: "certificates.not-usable", message: message,
            remedy: "Nothing is wrong with the encoding; this kind is not accepted.")
    }
}
