// SPDX-License-Identifier: Apache-2.0

/// What the issuer says of itself (OpenID Connect Discovery 1.0 §3).
struct IssuerMetadata: Hashable, Sendable {
    var authorization: String
    var token: String
    var keys: String
    /// Whether the callback must name the issuer (RFC 9207).
    var namesItself: Bool
    /// Whether the secret goes into the form because the header is not taken.
    var takesSecretInForm: Bool

    static func read(_ bytes: [UInt8], _ settings: OpenIDSettings) throws(OpenIDRefusal) -> IssuerMetadata {
        guard let members = JSONValue.object(bytes) else {
            throw OpenIDRefusal(reason: .issuerMetadata, detail: "the discovery document is no JSON object")
        }
        // The whole point of discovery: a document that speaks for another issuer says nothing about ours.
        guard members["issuer"]?.string == settings.issuer else {
            throw OpenIDRefusal(reason: .issuerMetadata, detail: "the discovery document is of another issuer")
        }
        func address(_ name: String) throws(OpenIDRefusal) -> String {
            guard let text = members[name]?.string, OpenIDSettings.isSafe(text),
                text.hasPrefix("https://") || settings.isLocal, !text.contains("#")
            else { throw OpenIDRefusal(reason: .issuerMetadata, detail: "\(name) is no https address") }
            return text
        }
        func list(_ name: String) -> Set<String>? { members[name]?.array.map { Set($0.compactMap(\.string)) } }
        if let offered = list("id_token_signing_alg_values_supported"), offered.isDisjoint(with: settings.algorithms) {
            throw OpenIDRefusal(reason: .issuerMetadata, detail: "it signs with no algorithm that is accepted here")
        }
        if let methods = list("code_challenge_methods_supported"), !methods.contains("S256") {
            throw OpenIDRefusal(reason: .issuerMetadata, detail: "it does not offer PKCE with S256")
        }
        let methods = list("token_endpoint_auth_methods_supported") ?? ["client_secret_basic"]
        return IssuerMetadata(
            authorization: try address("authorization_endpoint"), token: try address("token_endpoint"),
            keys: try address("jwks_uri"),
            namesItself: members["authorization_response_iss_parameter_supported"] == .bool(true),
            takesSecretInForm: !methods.contains("client_secret_basic") && methods.contains("client_secret_post"))
    }
}
