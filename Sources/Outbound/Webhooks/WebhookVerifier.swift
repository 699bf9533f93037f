// SPDX-License-Identifier: Apache-2.0

public import CivilTime
import Crypto
import FoundationEssentials

/// Checks messages as a receiver does, and remembers those it saw, so that none is accepted twice.
public struct WebhookVerifier: Sendable {
    /// Why a message is refused.
    public enum Refusal: String, Error, Sendable {
        /// A field is missing or has another form.
        case malformed = "webhook-malformed"
        /// It was signed too long ago, or in the future.
        case outOfTime = "webhook-out-of-time"
        /// No signature fits.
        case badSignature = "webhook-bad-signature"
        /// It was accepted before.
        case repeated = "webhook-repeated"
    }

    private enum Key: Sendable {
        case ed25519(Curve25519.Signing.PublicKey)
        case shared(SymmetricKey)
    }

    private let keys: [Key]
    private let tolerance: Int64
    private var seen: [String: Int64] = [:]

    /// A verifier.
    ///
    /// - Parameters:
    ///   - keys: `whpk_…` for `v1a`, `whsec_…` for `v1`. A signature of one scheme is never checked with a key of the other.
    ///   - tolerance: seconds that a message may be older or younger than now.
    /// - Throws: ``WebhookKeyError``.
    public init(keys: [String], tolerance: Int64 = 300) throws(WebhookKeyError) {
        var read: [Key] = []
        for key in keys {
            if let bytes = WebhookKey.decoded(key, after: "whpk_"),
                let publicKey = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
            {
                read.append(.ed25519(publicKey))
            } else if let bytes = WebhookKey.decoded(key, after: "whsec_"), (24...64).contains(bytes.count) {
                read.append(.shared(SymmetricKey(data: bytes)))
            } else {
                throw WebhookKeyError(problem: "it is neither whpk_ nor whsec_")
            }
        }
        self.keys = read
        self.tolerance = tolerance
    }

    /// Accepts a message once.
    ///
    /// - Parameters:
    ///   - id: the field `webhook-id`.
    ///   - timestamp: the field `webhook-timestamp`.
    ///   - signature: the field `webhook-signature`.
    ///   - payload: the body, unchanged.
    ///   - now: the time of arrival.
    /// - Throws: ``Refusal``.
    public mutating func accept(
        id: String, timestamp: String, signature: String, payload: [UInt8], now: UTCTime
    ) throws(Refusal) {
        guard !id.isEmpty, !id.contains("."), let sent = Int64(timestamp), String(sent) == timestamp else {
            throw .malformed
        }
        let (age, overflow) = now.seconds.subtractingReportingOverflow(sent)
        guard !overflow, age.magnitude <= tolerance.magnitude else { throw .outOfTime }
        let content = WebhookSigner.content(id: id, timestamp: sent, payload: payload)
        guard signature.split(separator: " ").contains(where: { fits(String($0), content) }) else {
            throw .badSignature
        }
        seen = seen.filter { now.seconds - $0.value <= 2 * tolerance }
        guard seen.updateValue(now.seconds, forKey: id) == nil else { throw .repeated }
    }

    private func fits(_ signature: String, _ content: [UInt8]) -> Bool {
        if let bytes = WebhookKey.decoded(signature, after: "v1a,") {
            return keys.contains {
                guard case .ed25519(let key) = $0 else { return false }
                return key.isValidSignature(bytes, for: content)
            }
        }
        guard let bytes = WebhookKey.decoded(signature, after: "v1,") else { return false }
        return keys.contains {
            guard case .shared(let key) = $0 else { return false }
            return HMAC<SHA256>.isValidAuthenticationCode(bytes, authenticating: content, using: key)
        }
    }
}
