// SPDX-License-Identifier: Apache-2.0

internal import CivilTime

/// An ID token (OpenID Connect Core 1.0 §2), taken apart and not believed yet.
struct IdentityToken: Sendable {
    static let mostBytes = 16 << 10

    let algorithm: String
    let keyID: String?
    let signature: [UInt8]
    let signed: [UInt8]
    let claims: [String: JSONValue]

    /// - Throws: when it is no signed token in compact form. Where the header says to find a key (`jku`, `x5u`, `jwk`,
    ///   `x5c`) is not read: keys come from the issuer's own address and nowhere else.
    init(_ text: String) throws(OpenIDRefusal) {
        let malformed = OpenIDRefusal(reason: .tokenMalformed)
        guard text.utf8.count <= Self.mostBytes else { throw malformed }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.decode(parts[0]).flatMap({ JSONValue.object($0) }),
            let claims = Base64URL.decode(parts[1]).flatMap({ JSONValue.object($0) }),
            let signature = Base64URL.decode(parts[2])
        else { throw malformed }
        guard let algorithm = header["alg"]?.string else { throw malformed }
        // What must be understood and is not: refused, as RFC 7515 §4.1.11 says.
        guard header["crit"] == nil else { throw malformed }
        if let type = header["typ"] {
            guard let type = type.string?.lowercased(), type == "jwt" || type == "application/jwt" else {
                throw malformed
            }
        }
        if let key = header["kid"] {
            guard let key = key.string, key.utf8.count <= 512 else { throw malformed }
            keyID = key
        } else {
            keyID = nil
        }
        self.algorithm = algorithm
        self.claims = claims
        self.signature = signature
        signed = Array("\(parts[0]).\(parts[1])".utf8)
    }

    /// Believes it, or says why not. The signature is checked before any claim is looked at.
    ///
    /// - Parameters:
    ///   - directory: knows the issuer's keys.
    ///   - settings: who must have issued it, for whom.
    ///   - nonce: that of the attempt, in this browser.
    ///   - now: the time.
    func verified(
        by directory: IssuerDirectory, _ settings: OpenIDSettings, nonce: String, now: UTCTime
    ) async throws(OpenIDRefusal) -> VerifiedClaims {
        guard settings.algorithms.contains(algorithm), OpenIDSettings.knownAlgorithms.contains(algorithm) else {
            throw OpenIDRefusal(reason: .algorithmRefused)
        }
        let key = try await directory.verifier(keyID, algorithm)
        guard key.verifies(signature, of: signed) else { throw OpenIDRefusal(reason: .signatureWrong) }

        guard claims["iss"]?.string == settings.issuer else { throw OpenIDRefusal(reason: .wrongIssuer) }
        let audiences = claims["aud"]?.string.map { [$0] } ?? claims["aud"]?.array?.map { $0.string ?? "" } ?? []
        guard audiences.contains(settings.clientID) else { throw OpenIDRefusal(reason: .audienceWrong) }
        if let party = claims["azp"] {
            guard party.string == settings.clientID else { throw OpenIDRefusal(reason: .partyWrong) }
        } else if audiences.count > 1 {
            throw OpenIDRefusal(reason: .partyWrong, detail: "several audiences and no azp")
        }
        guard let given = claims["nonce"]?.string, Self.equal(given, nonce) else {
            throw OpenIDRefusal(reason: .nonceWrong)
        }
        let skew = Int64(settings.skew)
        guard let expires = claims["exp"]?.seconds, now.seconds < expires + skew else {
            throw OpenIDRefusal(reason: .expired)
        }
        if let from = claims["nbf"] {
            guard let from = from.seconds, from <= now.seconds + skew else { throw OpenIDRefusal(reason: .notYetValid) }
        }
        // Made for this sign-in, so it cannot be older than an attempt may be.
        guard let issued = claims["iat"]?.seconds, issued <= now.seconds + skew,
            issued >= now.seconds - SignInAttempt.lifetime - skew
        else { throw OpenIDRefusal(reason: .issuedWrong) }
        guard let subject = claims["sub"]?.string, (1...255).contains(subject.utf8.count),
            subject.unicodeScalars.allSatisfy({ (" "..."~").contains($0) })
        else { throw OpenIDRefusal(reason: .subjectMissing) }
        return VerifiedClaims(subject: subject, claims: claims)
    }

    private static func equal(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
