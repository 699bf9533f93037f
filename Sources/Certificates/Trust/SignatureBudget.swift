// SPDX-License-Identifier: Apache-2.0

public import ProvenanceVocabulary

/// How many more signatures may be verified for one file, and which signatures of certificates are already known.
///
/// A hostile file can ask for thousands of verifications, at up to a millisecond each. One budget is handed through
/// everything that is verified for a file; when it is used up, what is left counts as not verified.
public struct SignatureBudget: Sendable {
    /// Verifications that may still take place.
    public private(set) var remaining: Int
    /// Some verification did not take place because the budget was used up.
    public private(set) var isExhausted = false

    private var known: [Pair: SignatureVerdict] = [:]

    private struct Pair: Hashable {
        var certificate: [UInt8]
        var key: [UInt8]
    }

    /// - Parameter signatures: how many verifications may take place.
    public init(signatures: Int = ProvenanceLimits.signatures) {
        remaining = max(0, signatures)
    }

    /// Takes one verification out of the budget.
    ///
    /// - Returns: whether it may take place.
    public mutating func take() -> Bool {
        guard remaining > 0 else {
            isExhausted = true
            return false
        }
        remaining -= 1
        return true
    }

    /// Verifies one signature of a certificate by an issuer's key, or remembers what came of it before.
    ///
    /// - Returns: `nil` when the budget is used up.
    mutating func verdict(on certificate: Certificate, by key: PublicKey) -> SignatureVerdict? {
        let pair = Pair(certificate: certificate.fingerprint, key: key.der)
        if let verdict = known[pair] { return verdict }
        guard take() else { return nil }
        let verdict = key.verify(certificate.signature, of: certificate.tbs, algorithm: certificate.signatureAlgorithm)
        known[pair] = verdict
        return verdict
    }
}
