// SPDX-License-Identifier: Apache-2.0

import Certificates
internal import CivilTime
import ProvenanceVocabulary

/// Checks the signature of one claim: the signature itself, the credential, the time and revocation.
///
/// Source: C2PA specification, "Validate the Signature", "Validate the Time-Stamp" and "Validate the Credential Revocation
/// Information".
struct SignatureValidation {
    let trust: TrustConfiguration
    let now: UTCTime
    /// JUMBF address of the signature, for statuses.
    let url: String

    private(set) var statuses: [ValidationStatus] = []
    private(set) var report: SignatureReport?
    /// Something is there that is not understood: neither good nor bad can be said.
    private(set) var isUnsupported = false
    private var hasCostlyKey = false

    init(trust: TrustConfiguration, now: UTCTime, url: String) {
        self.trust = trust
        self.now = now
        self.url = url
    }

    /// What other manifests of the store know about this one.
    struct Supplements {
        /// Time-stamp tokens over its signature, of `c2pa.time-stamp` assertions.
        var tokens: [[UInt8]] = []
        /// OCSP responses of `c2pa.certificate-status` assertions.
        var revocationAnswers: [[UInt8]] = []
    }

    private mutating func note(_ code: StatusCode, _ explanation: String) {
        statuses.append(ValidationStatus(code, url, explanation))
    }

    /// Checks a signature over a claim.
    mutating func run(
        _ value: CBORValue, claim: ArraySlice<UInt8>, _ supplements: Supplements, budget: inout ValidationBudget
    ) {
        let cose: COSESignature
        do {
            cose = try COSESignature(value)
        } catch {
            refuse(error)
            return
        }
        guard let chain = certificates(of: cose, budget: &budget), let leaf = chain.first else { return }
        var report = SignatureReport(algorithm: "\(cose.algorithm)".uppercased(), certificate: leaf)
        let before = budget.signatures.remaining
        hasCostlyKey = chain.contains { $0.publicKey.kind == .p521 }
        defer {
            self.report = report
            if hasCostlyKey { budget.spend(surchargeFor: before - budget.signatures.remaining) }
        }

        let faults = CertificateProfile.claimSigning.faults(of: leaf)
        if let fault = faults.first { note(.signingCredentialInvalid, fault.explanation) }
        guard budget.signatures.take() else { return note(.generalError, "not verified: a limit is reached") }
        switch leaf.publicKey.verify(cose.signature, of: cose.signedBytes(of: claim), algorithm: cose.algorithm) {
        case .valid: note(.claimSignatureValidated, "the key of the signer's certificate signed this claim")
        case .invalid: note(.claimSignatureMismatch, "the key of the signer's certificate did not sign this claim")
        case .notChecked(let reason):
            note(.algorithmUnsupported, reason)
            isUnsupported = true
        }
        checkOrder(of: chain, budget: &budget)

        let attested = timeStamp(of: cose, claim: claim, supplements, report: &report, budget: &budget)
        let issuer = credential(chain, at: attested, report: &report, budget: &budget)
        claimedTime(of: cose, leaf: leaf, attested: attested, report: &report)
        revocation(
            of: leaf, issuedBy: issuer, answers: cose.revocationAnswers + supplements.revocationAnswers,
            attested: attested, budget: &budget)
    }

    private mutating func refuse(_ fault: COSEFault) {
        switch fault.reason {
        case .malformed: note(.claimSignatureMismatch, fault.message)
        case .certificates: note(.signingCredentialInvalid, fault.message)
        case .algorithm:
            note(.algorithmUnsupported, fault.message)
            isUnsupported = true
        case .unsupported:
            note(.generalError, fault.message)
            isUnsupported = true
        }
    }

    private mutating func certificates(
        of cose: COSESignature, budget: inout ValidationBudget
    ) -> [Certificate]? {
        var chain: [Certificate] = []
        for (index, der) in cose.certificates.enumerated() {
            guard budget.spend(credentialBytes: der.count) else { return nil }
            do {
                chain.append(try Certificate(der: der))
            } catch {
                note(.signingCredentialInvalid, "certificate \(index + 1) of the signature: \(error.message)")
                return nil
            }
        }
        return chain
    }

    /// Each certificate has to certify the one before it (RFC 9360, 2): one that does not could be altered unseen.
    private mutating func checkOrder(of chain: [Certificate], budget: inout ValidationBudget) {
        for (index, certificate) in chain.enumerated().dropFirst() {
            let before = chain[index - 1]
            guard before.issuer.matches(certificate.subject) else {
                note(
                    .signingCredentialInvalid,
                    "certificate \(index + 1) of the signature did not issue the one before it")
                return
            }
        }
        for (index, certificate) in chain.enumerated() {
            let isBad: Bool
            if index + 1 < chain.count {
                isBad = path(from: certificate, to: chain[index + 1], budget: &budget).faults
                    .contains { $0.reason == .badSignature }
            } else if certificate.isSelfIssued, chain.count > 1, budget.signatures.take() {
                isBad =
                    certificate.publicKey.verify(
                        certificate.signature, of: certificate.tbs, algorithm: certificate.signatureAlgorithm)
                    == .invalid
            } else {
                isBad = false
            }
            if isBad {
                note(.signingCredentialInvalid, "the signature of certificate \(index + 1) of the signature is wrong")
                return
            }
        }
    }

    /// The step from one certificate to the next. As a search for a path, so that no signature is verified twice.
    private func path(
        from certificate: Certificate, to issuer: Certificate, budget: inout ValidationBudget
    ) -> PathOutcome {
        CertificatePath.search(
            from: certificate, through: [], to: [TrustList(name: "", anchors: [issuer])], at: now,
            budget: &budget.signatures)
    }

    // MARK: Time

    private struct Candidate {
        var form: COSESignature.TimeStampHeader.Form
        var token: [UInt8]?
        var place: String
    }

    /// The time that a trusted time stamp attests.
    private mutating func timeStamp(
        of cose: COSESignature, claim: ArraySlice<UInt8>, _ supplements: Supplements, report: inout SignatureReport,
        budget: inout ValidationBudget
    ) -> UTCTime? {
        let candidates =
            cose.timeStamps.map {
                Candidate(form: $0.form, token: $0.token, place: $0.form == .claim ? "sigTst" : "sigTst2")
            }
            + supplements.tokens.map { Candidate(form: .signature, token: $0, place: "c2pa.time-stamp") }
        for candidate in candidates {
            guard let token = candidate.token else {
                note(.timeStampMalformed, "\(candidate.place) does not hold exactly one token")
                continue
            }
            guard budget.spend(credentialBytes: token.count) else { return nil }
            let stamp: TimeStamp
            do {
                stamp =
                    candidate.form == .claim
                    ? try TimeStamp(responseOrToken: token) : try TimeStamp(token: token)
            } catch {
                note(.timeStampMalformed, "\(candidate.place): \(error.message)")
                continue
            }
            if stamp.certificates.contains(where: { $0.publicKey.kind == .p521 }) { hasCostlyKey = true }
            let verification = stamp.verification(
                of: cose.stampedBytes(candidate.form, claim: claim), to: trust.timeStamping, budget: &budget.signatures)
            let stamped = SignatureReport.StampedTime(
                time: stamp.time, authority: stamp.signer.map { QuotedText($0.displayName) },
                list: verification.path?.path?.list)
            if verification.outcome == .valid {
                report.timeStamp = stamped
                note(.timeStampTrusted, "\(candidate.place): the authority is on the list “\(stamped.list ?? "")”")
                note(.timeStampValidated, "\(candidate.place): made at \(stamp.time)")
                return stamp.time
            }
            report.unbelievedTime = report.unbelievedTime ?? stamped
            let explanation = verification.firstFailure?.explanation ?? "it does not hold"
            note(Self.code(of: verification), "\(candidate.place): \(explanation)")
        }
        return nil
    }

    private static func code(of verification: TimeStampVerification) -> StatusCode {
        switch verification.outcome {
        case .mismatch: .timeStampMismatch
        case .untrusted, .valid: .timeStampUntrusted
        case .outsideValidity: .timeStampOutsideValidity
        case .malformed:
            switch verification.firstFailure?.subject {
            case .signature: .timeStampMismatch
            case .imprint, .certificate: .timeStampUntrusted
            default: .timeStampMalformed
            }
        }
    }

    private mutating func claimedTime(
        of cose: COSESignature, leaf: Certificate, attested: UTCTime?, report: inout SignatureReport
    ) {
        guard let seconds = cose.claimedTime else { return }
        let time = UTCTime(seconds: seconds)
        report.claimedTime = time
        let isEarlier = attested.map { time <= $0 } ?? true
        note(
            leaf.isValid(at: time) && isEarlier ? .timeOfSigningInsideValidity : .timeOfSigningOutsideValidity,
            "the signer says that it signed at \(time)")
    }

    // MARK: Credential

    /// Whether the signer is listed and was valid.
    ///
    /// - Returns: the certificate of the signer's issuer, if its key signed the signer's certificate.
    private mutating func credential(
        _ chain: [Certificate], at attested: UTCTime?, report: inout SignatureReport, budget: inout ValidationBudget
    ) -> Certificate? {
        let leaf = chain[0]
        let time = attested ?? now
        let moment = attested.map { "the attested time of signing, \($0)" } ?? "the present time, \(now)"
        let outcome = CertificatePath.search(
            from: leaf, through: Array(chain.dropFirst()), to: trust.signers, at: time,
            budget: &budget.signatures)
        var isInside = chain.allSatisfy { $0.isValid(at: time) || ($0 != leaf && $0.isSelfIssued) }
        var issuer: Certificate?
        if let path = outcome.path {
            report.listed = SignatureReport.Listing(
                list: path.list, date: trust.signers[path.listIndex].sourceDate,
                anchor: path.certificates.count > 1 ? QuotedText(path.anchor.displayName) : nil)
            note(.signingCredentialTrusted, "the certificates lead to the list “\(QuotedText(path.list))”")
            isInside = outcome.isTrusted
            issuer = path.certificates.dropFirst().first
        } else if let list = trust.allowed.first(where: { $0.contains(leaf) }) {
            report.listed = SignatureReport.Listing(list: list.name, date: list.sourceDate, anchor: nil)
            note(.signingCredentialTrusted, "the certificate is on the list “\(QuotedText(list.name))”")
            isInside = leaf.isValid(at: time)
        } else {
            note(.signingCredentialUntrusted, outcome.faults.first?.explanation ?? "no list names the signer")
        }
        note(
            isInside ? .claimSignatureInsideValidity : .claimSignatureOutsideValidity,
            "the signer's certificate is valid from \(leaf.notBefore) to \(leaf.notAfter); compared with \(moment)")
        if issuer == nil, chain.count > 1, path(from: leaf, to: chain[1], budget: &budget).path != nil {
            issuer = chain[1]
        }
        return issuer
    }

    // MARK: Revocation

    private mutating func revocation(
        of leaf: Certificate, issuedBy issuer: Certificate?, answers: [[UInt8]], attested: UTCTime?,
        budget: inout ValidationBudget
    ) {
        guard let issuer, !answers.isEmpty else {
            if !leaf.ocspAddresses.isEmpty {
                note(.revocationSkipped, "no answer is in the store, and none is fetched")
            }
            return
        }
        var isGood = false
        for answer in answers {
            guard budget.spend(credentialBytes: answer.count) else { return }
            guard let response = try? OCSPResponse(der: answer) else { continue }
            let time = attested ?? now
            var status = response.status(of: leaf, issuedBy: issuer, at: time, budget: &budget.signatures)
            if case .outsideInterval(let thisUpdate, _) = status, let attested, attested < thisUpdate, thisUpdate <= now
            {
                // A later answer that knows of no revocation tells as much about the time of signing.
                status = response.status(of: leaf, issuedBy: issuer, at: thisUpdate, budget: &budget.signatures)
            }
            if status.hasBeenRevoked(by: time) {
                note(.revoked, "the certificate was revoked before \(time)")
                return
            }
            // Without an attested time, an answer of the past says nothing about now (specification, "Determining
            // revocation through OCSP responses").
            if status.isConclusive, attested != nil { isGood = true }
        }
        if isGood {
            note(.notRevoked, "an answer of the authority in the store says so")
        } else {
            note(.revocationSkipped, "the answers in the store do not tell, and none is fetched")
        }
    }
}
