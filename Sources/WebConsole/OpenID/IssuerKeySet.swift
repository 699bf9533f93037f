// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import JWTKit

/// The issuer's public keys. What cannot be a key for signatures is left out: one odd key does not take the others with it.
struct IssuerKeySet: Sendable {
    private var keys: [(id: String?, use: String?, key: JWK)] = []

    init() {}

    init(_ bytes: [UInt8]) throws(OpenIDRefusal) {
        guard bytes.count <= 256 << 10,
            let set = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
            let list = set["keys"] as? [Any], list.count <= 100
        else { throw OpenIDRefusal(reason: .issuerKeys, detail: "no key set") }
        for case let member as [String: Any] in list {
            // Only public parts are taken over; a key set never makes a symmetric key.
            let parts = member.filter { ["kty", "kid", "alg", "n", "e", "crv", "x", "y"].contains($0.key) }
            guard let data = try? JSONSerialization.data(withJSONObject: parts),
                let key = try? JSONDecoder().decode(JWK.self, from: data)
            else { continue }
            keys.append((member["kid"] as? String, member["use"] as? String, key))
        }
    }

    var isEmpty: Bool { keys.isEmpty }

    /// Whether a key of this name is there, fitting or not.
    func contains(_ id: String) -> Bool { keys.contains { $0.id == id } }

    /// The key that must have made a signature.
    ///
    /// - Parameters:
    ///   - id: as the token names it; without, the key must be the only one that fits.
    ///   - algorithm: as the token names it, accepted before.
    /// - Returns: something that verifies with this algorithm and no other.
    func verifier(_ id: String?, _ algorithm: String) async throws(OpenIDRefusal) -> any JWTAlgorithm {
        let fitting = keys.filter { entry in
            (id == nil || entry.id == id) && (entry.use == nil || entry.use == "sig")
                && entry.key.keyType.rawValue == Self.keyType(algorithm)
                && (entry.key.algorithm == nil || entry.key.algorithm?.rawValue == algorithm)
        }
        guard fitting.count == 1, var key = fitting.first?.key else {
            throw OpenIDRefusal(reason: .keyUnknown, detail: fitting.isEmpty ? "none fits" : "several fit")
        }
        if key.keyType == .rsa, (Base64URL.decode(key.modulus ?? "")?.count ?? 0) < 256 {
            throw OpenIDRefusal(reason: .keyUnknown, detail: "an RSA key below 2,048 bits")
        }
        key.keyIdentifier = "the-one"
        guard let known = try? await JWTKeyCollection().add(jwk: key),
            let verifier = try? await known.getKey(for: "the-one", alg: algorithm), verifier.name == algorithm
        else { throw OpenIDRefusal(reason: .keyUnknown, detail: "the key cannot make \(algorithm)") }
        return verifier
    }

    private static func keyType(_ algorithm: String) -> String {
        switch algorithm {
        case "EdDSA": "OKP"
        case _ where algorithm.hasPrefix("ES"): "EC"
        default: "RSA"
        }
    }
}
