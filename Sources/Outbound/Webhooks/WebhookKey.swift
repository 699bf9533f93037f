// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials

/// A key with which messages to a callback are signed.
///
/// Source: Standard Webhooks 1.0.0: `v1a` is Ed25519, `v1` is HMAC-SHA256. Prefer the first: whoever checks it cannot
/// sign.
public struct WebhookKey: Sendable {
    private enum Kind: Sendable {
        case ed25519(Curve25519.Signing.PrivateKey)
        case shared(SymmetricKey)
    }

    private let kind: Kind

    /// A new Ed25519 key from the system's random numbers.
    public init() {
        kind = .ed25519(Curve25519.Signing.PrivateKey())
    }

    /// Reads a serialized secret.
    ///
    /// - Parameter secret: `whsk_` and base64 of the 32 bytes of an Ed25519 seed, with or without its 32 bytes of
    ///   public key behind; or `whsec_` and base64 of 24 to 64 bytes shared with the receiver.
    /// - Throws: ``WebhookKeyError``, which does not repeat the secret.
    public init(_ secret: String) throws(WebhookKeyError) {
        if let bytes = Self.decoded(secret, after: "whsk_") {
            guard bytes.count == 32 || bytes.count == 64,
                let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.prefix(32))
            else { throw WebhookKeyError(problem: "a whsk_ key holds 32 or 64 bytes") }
            guard bytes.count == 32 || key.publicKey.rawRepresentation == bytes.suffix(32) else {
                throw WebhookKeyError(problem: "the halves of the whsk_ key do not belong together")
            }
            kind = .ed25519(key)
        } else if let bytes = Self.decoded(secret, after: "whsec_") {
            guard (24...64).contains(bytes.count) else {
                throw WebhookKeyError(problem: "a whsec_ key holds 24 to 64 bytes")
            }
            kind = .shared(SymmetricKey(data: bytes))
        } else {
            throw WebhookKeyError(problem: "it does not begin with whsk_ or whsec_, or is no base64")
        }
    }

    /// The secret in the form that ``init(_:)`` reads: to be stored sealed, and never shown to anybody else.
    public var secret: String {
        switch kind {
        case .ed25519(let key):
            "whsk_" + (key.rawRepresentation + key.publicKey.rawRepresentation).base64EncodedString()
        case .shared(let key): "whsec_" + key.withUnsafeBytes { Data($0) }.base64EncodedString()
        }
    }

    /// What a receiver needs to check `v1a` signatures: `whpk_…`; `nil` for a shared key.
    public var publicKey: String? {
        guard case .ed25519(let key) = kind else { return nil }
        return "whpk_" + key.publicKey.rawRepresentation.base64EncodedString()
    }

    /// The signature with its identifier, for example `v1a,hnO3…`.
    func signature(of content: [UInt8]) -> String? {
        switch kind {
        case .ed25519(let key):
            (try? key.signature(for: content)).map { "v1a," + $0.base64EncodedString() }
        case .shared(let key):
            "v1," + Data(HMAC<SHA256>.authenticationCode(for: content, using: key)).base64EncodedString()
        }
    }

    static func decoded(_ text: String, after prefix: String) -> Data? {
        guard text.hasPrefix(prefix) else { return nil }
        return Data(base64Encoded: String(text.dropFirst(prefix.count)))
    }
}

/// A webhook key that cannot be read.
public struct WebhookKeyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable, for programs.
    public let code = "webhook-key-malformed"
    /// What is wrong with it.
    public let problem: String
    /// What is wrong, for people.
    public var message: String { "The webhook key cannot be read: \(problem)." }
    /// What to do about it.
    public var remedy: String { "Use a key as Standard Webhooks writes it: whsk_…, whpk_… or whsec_… and base64." }
    /// Message and remedy.
    public var description: String { "\(message) \(remedy)" }
}
