// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Crypto
internal import Foundation

/// One way to the issuer and back, kept in a cookie of the browser that went, sealed so that only this server reads it.
struct SignInAttempt: Codable, Hashable, Sendable {
    /// How long somebody may take at the issuer, in seconds.
    static let lifetime: Int64 = 600

    var state: String
    var nonce: String
    /// PKCE's secret (RFC 7636).
    var verifier: String
    /// When it ends, seconds since 1970.
    var ends: Int64

    init(random: (Int) -> [UInt8], now: UTCTime) {
        state = Base64URL.encode(random(32))
        nonce = Base64URL.encode(random(32))
        verifier = Base64URL.encode(random(32))
        ends = now.seconds + Self.lifetime
    }

    var challenge: String { Base64URL.encode(SHA256.hash(data: Data(verifier.utf8))) }

    func sealed(with key: SymmetricKey) throws -> String {
        Base64URL.encode(try ChaChaPoly.seal(try JSONEncoder().encode(self), using: key).combined)
    }

    /// - Returns: `nil` when it was not sealed here, was changed, or has ended.
    static func open(_ text: String, with key: SymmetricKey, now: UTCTime) -> SignInAttempt? {
        guard text.utf8.count <= 2048, let bytes = Base64URL.decode(text),
            let box = try? ChaChaPoly.SealedBox(combined: bytes), let data = try? ChaChaPoly.open(box, using: key),
            let attempt = try? JSONDecoder().decode(SignInAttempt.self, from: data), now.seconds < attempt.ends
        else { return nil }
        return attempt
    }
}
