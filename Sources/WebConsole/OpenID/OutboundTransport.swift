// SPDX-License-Identifier: Apache-2.0

public import Outbound

/// Speaks to the issuer through the house's own client: configured hosts only, bounded in time and size, no redirects.
public struct OutboundTransport: IssuerTransport {
    private let client: OutboundClient

    /// - Parameter client: allows the issuer's host, and further ones that its discovery document names.
    public init(_ client: OutboundClient) {
        self.client = client
    }

    /// Asks for a document.
    ///
    /// - Parameter url: an absolute address on a configured host.
    /// - Returns: status and body.
    public func document(_ url: String) async throws -> (status: Int, bytes: [UInt8]) {
        let answer = try await client.get(url)
        return (answer.status, answer.bytes)
    }

    /// Sends a form.
    ///
    /// - Parameters:
    ///   - url: an absolute address on a configured host.
    ///   - form: names and values.
    ///   - authorization: the value of the header, if any.
    /// - Returns: status and body.
    public func submit(
        _ url: String, form: [(name: String, value: String)], authorization: String?
    ) async throws -> (status: Int, bytes: [UInt8]) {
        let answer = try await client.post(url, form: form, authorization: authorization)
        return (answer.status, answer.bytes)
    }
}
