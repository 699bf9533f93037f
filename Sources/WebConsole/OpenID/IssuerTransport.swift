// SPDX-License-Identifier: Apache-2.0

/// How the issuer is spoken to: limited in time and size, no redirects followed, configured hosts only.
public protocol IssuerTransport: Sendable {
    /// Asks for a document.
    ///
    /// - Parameter url: an absolute address on a configured host.
    /// - Returns: status and body.
    func document(_ url: String) async throws -> (status: Int, bytes: [UInt8])
    /// Sends a form.
    ///
    /// - Parameters:
    ///   - url: an absolute address on a configured host.
    ///   - form: names and values.
    ///   - authorization: the value of the header, if any.
    /// - Returns: status and body.
    func submit(
        _ url: String, form: [(name: String, value: String)], authorization: String?
    ) async throws -> (status: Int, bytes: [UInt8])
}
