// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import Foundation
import Identity
import Synchronization

@testable import WebConsole

/// An issuer that says what a test wants it to say.
final class TestIssuer: IssuerTransport {
    static let address = "https://issuer.example"

    let elliptic = P256.Signing.PrivateKey()
    let rsa: _RSA.Signing.PrivateKey
    let state = Mutex(State())

    struct State: Sendable {
        /// What stands in the next token; `nil` values are left out.
        var claims: [String: Claim?] = [:]
        var header: [String: Claim] = ["alg": .text("ES256"), "kid": .text("ec-1"), "typ": .text("JWT")]
        var signing: Signing = .elliptic
        var keys: [[String: String]] = []
        var metadata: [String: Claim] = [:]
        var asked: [String] = []
        var form: [String: String] = [:]
        var authorization: String?
        var isDown = false
        var nonce = ""
    }

    enum Claim: Sendable, Encodable {
        case text(String), number(Double), list([String]), flag(Bool), object([String: [String]])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let value): try container.encode(value)
            case .number(let value): try container.encode(value)
            case .list(let value): try container.encode(value)
            case .flag(let value): try container.encode(value)
            case .object(let value): try container.encode(value)
            }
        }
    }

    enum Signing: Sendable {
        case elliptic, otherElliptic, rsa, nothing, publicKeyAsSecret, fixed(String)
    }

    init() throws {
        rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let point = elliptic.publicKey.x963Representation
        let primitives = try rsa.publicKey.getKeyPrimitives()
        let keys = [
            [
                "kty": "EC", "crv": "P-256", "kid": "ec-1", "use": "sig", "alg": "ES256",
                "x": Base64URL.encode(point.dropFirst().prefix(32)), "y": Base64URL.encode(point.suffix(32)),
            ],
            [
                "kty": "RSA", "kid": "rsa-1", "use": "sig", "n": Base64URL.encode(primitives.modulus),
                "e": Base64URL.encode(primitives.publicExponent),
            ],
            ["kty": "oct", "kid": "oct-1", "k": Base64URL.encode(Array(repeating: 7, count: 32))],
            ["kty": "from-the-future", "kid": "odd"],
        ]
        state.withLock { $0.keys = keys }
    }

    func settings(
        issuer: String = TestIssuer.address, secret: String? = "s3cret+/ &", address: String = "https://tutela.example"
    ) throws -> OpenIDSettings {
        try OpenIDSettings(
            issuer: issuer, clientID: "tutela", clientSecret: secret, publicAddress: address, name: "Example",
            mapping: ForeignMapping(roles: ["staff": [.operator], "lists": [.listManager]]),
            algorithms: ["RS256", "ES256"])
    }

    // MARK: what is asked of it

    func document(_ url: String) async throws -> (status: Int, bytes: [UInt8]) {
        let (isDown, keys, metadata) = state.withLock {
            $0.asked.append(url)
            return ($0.isDown, $0.keys, $0.metadata)
        }
        if isDown { throw CocoaError(.fileNoSuchFile) }
        if url.hasSuffix("/.well-known/openid-configuration") {
            let base = String(url.dropLast("/.well-known/openid-configuration".count))
            let members: [String: Claim] = [
                "issuer": .text(base), "authorization_endpoint": .text(base + "/authorize"),
                "token_endpoint": .text(base + "/token"), "jwks_uri": .text(base + "/keys"),
                "id_token_signing_alg_values_supported": .list(["RS256", "ES256"]),
            ]
            return (200, try Self.json(members.merging(metadata) { $1 }))
        }
        if url.hasSuffix("/keys") { return (200, Array(try JSONEncoder().encode(["keys": keys]))) }
        return (404, [])
    }

    func submit(
        _ url: String, form: [(name: String, value: String)], authorization: String?
    ) async throws -> (status: Int, bytes: [UInt8]) {
        let form = Dictionary(form.map { ($0.name, $0.value) }) { first, _ in first }
        state.withLock {
            $0.asked.append(url)
            $0.form = form
            $0.authorization = authorization
        }
        guard form["code"] == "good-code" else { return (400, Array(#"{"error":"invalid_grant"}"#.utf8)) }
        return (200, try Self.json(["id_token": .text(try token()), "token_type": .text("Bearer")]))
    }

    // MARK: tokens

    static let now: Double = 1_790_000_000

    func token() throws -> String {
        let state = state.withLock { $0 }
        var claims: [String: Claim] = [
            "iss": .text(Self.address), "aud": .text("tutela"), "sub": .text("subject-1"), "nonce": .text(state.nonce),
            "iat": .number(Self.now), "exp": .number(Self.now + 300), "groups": .list(["staff"]),
            "preferred_username": .text("ana"),
        ]
        for (name, value) in state.claims { claims[name] = value }
        let signed = try [state.header, claims].map { Base64URL.encode(try Self.json($0)) }.joined(separator: ".")
        let signature: [UInt8]
        switch state.signing {
        case .elliptic: signature = Array(try elliptic.signature(for: Data(signed.utf8)).rawRepresentation)
        case .otherElliptic:
            signature = Array(try P256.Signing.PrivateKey().signature(for: Data(signed.utf8)).rawRepresentation)
        case .rsa:
            signature = Array(
                try rsa.signature(for: SHA256.hash(data: Data(signed.utf8)), padding: .insecurePKCS1v1_5)
                    .rawRepresentation)
        case .nothing: signature = []
        case .publicKeyAsSecret:
            // Key confusion: whoever verified HS256 with the bytes of the public key would accept it.
            let secret = SymmetricKey(data: Data(rsa.publicKey.pemRepresentation.utf8))
            signature = Array(HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: secret))
        case .fixed(let token): return token
        }
        return signed + "." + Base64URL.encode(signature)
    }

    private static func json(_ members: [String: Claim]) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(members))
    }
}
