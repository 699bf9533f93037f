// SPDX-License-Identifier: Apache-2.0

/// Why a sign-in through the issuer was refused. The reason is for the log; the person reads one sentence for all of them.
struct OpenIDRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    enum Reason: String, Sendable {
        case issuerUnreachable = "issuer-unreachable"
        case issuerMetadata = "issuer-metadata"
        case issuerKeys = "issuer-keys"
        case attemptUnknown = "attempt-unknown"
        case attemptUsed = "attempt-used"
        case issuerRefused = "issuer-refused"
        case wrongIssuer = "wrong-issuer"
        case codeRefused = "code-refused"
        case tokenMalformed = "token-malformed"
        case algorithmRefused = "algorithm-refused"
        case keyUnknown = "key-unknown"
        case signatureWrong = "signature-wrong"
        case audienceWrong = "audience-wrong"
        case partyWrong = "authorized-party-wrong"
        case nonceWrong = "nonce-wrong"
        case expired = "expired"
        case notYetValid = "not-yet-valid"
        case issuedWrong = "issued-at-wrong"
        case subjectMissing = "subject-missing"
        case refusedHere = "refused-here"
    }

    var reason: Reason
    /// For the log: names of settings and claims, never their secret values.
    var detail: String = ""

    var description: String { detail.isEmpty ? reason.rawValue : "\(reason.rawValue): \(detail)" }
}
