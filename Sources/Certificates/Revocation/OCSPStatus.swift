// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

public import struct CivilTime.UTCTime

/// What an OCSP response proves about a certificate at a moment.
public enum OCSPStatus: Sendable, Hashable {
    /// The certificate was not revoked.
    case good(thisUpdate: UTCTime, nextUpdate: UTCTime?)
    /// It was revoked at that moment, which may lie after the moment in question: see `hasBeenRevoked(by:)`.
    case revoked(at: UTCTime, reason: RevocationReason?)
    /// The responder does not know the certificate.
    case unknown
    /// The answer is about other certificates.
    case notAboutIt
    /// The answer speaks of another time than the moment in question.
    case outsideInterval(thisUpdate: UTCTime, nextUpdate: UTCTime?)
    /// Nobody whom the issuer authorised signed the answer.
    case unauthorised(String)
    /// The responder's signature is not good, or cannot be checked.
    case badSignature(String)

    /// Whether the certificate counts as revoked for something signed at a moment.
    ///
    /// - Parameter time: when it was signed, as a trusted time stamp says; or now.
    public func hasBeenRevoked(by time: UTCTime) -> Bool {
        if case .revoked(let moment, let reason) = self { reason != .removeFromCRL && moment <= time } else { false }
    }

    /// The answer is authentic, is about the certificate and says something of it.
    public var isConclusive: Bool {
        switch self {
        case .good, .revoked: true
        case .unknown, .notAboutIt, .outsideInterval, .unauthorised, .badSignature: false
        }
    }
}

extension OCSPResponse {
    /// What the response proves about a certificate.
    ///
    /// The responder is authorised when it is the issuer itself, or when the issuer issued it a certificate for signing OCSP
    /// responses that was valid when the response was made (RFC 6960, 4.2.2.2). A good answer counts from `thisUpdate` to
    /// `nextUpdate`; without the latter, up to one day after `thisUpdate`. A revocation stays one after `nextUpdate`.
    ///
    /// - Parameters:
    ///   - certificate: the one in question.
    ///   - issuer: the certificate of its issuer, from a path that was verified.
    ///   - time: the moment in question: of signing, if a trusted time stamp tells it, or now.
    ///   - budget: what may still be verified.
    public func status(
        of certificate: Certificate, issuedBy issuer: Certificate, at time: UTCTime, budget: inout SignatureBudget
    ) -> OCSPStatus {
        let about = answers.filter { $0.isAbout(certificate, issuedBy: issuer) }
        guard !about.isEmpty else { return .notAboutIt }
        switch authority(under: issuer, budget: &budget) {
        case .failure(let refusal): return refusal.status
        case .success(let key):
            guard budget.take() else { return .badSignature("No more signatures may be verified for this file.") }
            switch key.verify(signature, of: signedBytes, algorithm: signatureAlgorithm) {
            case .valid: break
            case .invalid: return .badSignature("The signature is not that of the responder's key.")
            case .notChecked(let reason): return .badSignature("The signature cannot be checked: \(reason).")
            }
        }
        guard !hasUnknownCriticalExtension, about.allSatisfy({ !$0.hasUnknownCriticalExtension }) else {
            return .unauthorised("The response has a critical extension that is not understood.")
        }
        return Self.summary(about, at: time)
    }

    /// Several answers about one certificate: a revocation counts before anything else.
    private static func summary(_ answers: [SingleAnswer], at time: UTCTime) -> OCSPStatus {
        for answer in answers {
            if case .revoked(let moment, let reason) = answer.state { return .revoked(at: moment, reason: reason) }
        }
        var result: OCSPStatus?
        for answer in answers {
            let last = answer.nextUpdate ?? answer.thisUpdate.adding(seconds: 86_400)
            guard answer.thisUpdate <= time, time <= last else {
                result = result ?? .outsideInterval(thisUpdate: answer.thisUpdate, nextUpdate: answer.nextUpdate)
                continue
            }
            if answer.state == .unknown { return .unknown }
            result = .good(thisUpdate: answer.thisUpdate, nextUpdate: answer.nextUpdate)
        }
        return result ?? .notAboutIt
    }

    private struct Refusal: Error {
        var status: OCSPStatus
    }

    private func authority(
        under issuer: Certificate, budget: inout SignatureBudget
    ) -> Result<PublicKey, Refusal> {
        if isNamed(issuer) { return .success(issuer.publicKey) }
        guard let responder = certificates.first(where: isNamed) else {
            return .failure(Refusal(status: .unauthorised("The response does not hold its responder's certificate.")))
        }
        guard responder.issuer.matches(issuer.subject) else {
            return .failure(Refusal(status: .unauthorised("Another authority issued the responder's certificate.")))
        }
        if let fault = CertificateProfile.ocspSigning.faults(of: responder).first {
            return .failure(Refusal(status: .unauthorised(fault.explanation)))
        }
        guard responder.isValid(at: producedAt) else {
            return .failure(
                Refusal(status: .unauthorised("The responder's certificate was not valid when it answered.")))
        }
        guard budget.verdict(on: responder, by: issuer.publicKey) == .valid else {
            return .failure(Refusal(status: .unauthorised("The issuer did not sign the responder's certificate.")))
        }
        return .success(responder.publicKey)
    }

    private func isNamed(_ certificate: Certificate) -> Bool {
        switch responder {
        case .name(let name): certificate.subject.matches(name)
        case .keyHash(let hash): WeakDigest.sha1(certificate.publicKey.bits) == hash
        }
    }
}
