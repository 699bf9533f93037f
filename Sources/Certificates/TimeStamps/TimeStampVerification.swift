// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

public import struct CivilTime.UTCTime

/// What a time stamp is worth.
public struct TimeStampVerification: Sendable, Hashable {
    /// The result, the worst first.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// It contradicts itself, its signature is not good, or it uses what is not accepted.
        case malformed
        /// It is about something else.
        case mismatch
        /// It is sound, but no list names its authority, or the authority's certificate is not one for time stamps.
        case untrusted
        /// Its authority is listed, but the certificates were not valid at the moment that it states.
        case outsideValidity
        /// It holds.
        case valid
    }

    /// One thing that was checked.
    public struct Check: Sendable, Hashable {
        /// The things.
        public enum Subject: String, Sendable, Hashable, CaseIterable {
            /// The digest of what existed is one that is accepted, and is that of the message.
            case imprint
            /// The signed attributes name the content's kind.
            case contentType
            /// They hold the content's digest.
            case messageDigest
            /// The authority's certificate is in the token.
            case certificate
            /// The signed attributes are bound to that very certificate.
            case certificateBinding
            /// The signature is good.
            case signature
            /// The certificate is one for time stamps.
            case profile
            /// It leads to an anchor of a list.
            case path
            /// All certificates below the anchor were valid at the stated moment.
            case validity
        }

        /// What was checked.
        public let subject: Subject
        /// It is in order.
        public let isGood: Bool
        /// What was compared and with what result.
        public let explanation: String
    }

    /// The result.
    public let outcome: Outcome
    /// Everything that was checked, in order. A check that an earlier one made pointless is left out.
    public let checks: [Check]
    /// The moment that the authority states. Believe it only when the outcome is ``Outcome/valid``.
    public let time: UTCTime
    /// Every rule that the authority's certificate breaks.
    public let profileFaults: [CertificateFault]
    /// Where the certificates lead; `nil` when that was not looked at.
    public let path: PathOutcome?

    /// The first check that failed.
    public var firstFailure: Check? { checks.first { !$0.isGood } }
}

extension TimeStamp {
    /// Verifies the time stamp for a message.
    ///
    /// - Parameters:
    ///   - message: what is said to have existed.
    ///   - lists: lists of time-stamping authorities, not of signers.
    ///   - intermediates: certificates from elsewhere that may lead from the authority's to an anchor.
    ///   - budget: what may still be verified.
    public func verification(
        of message: [UInt8], to lists: [TrustList], through intermediates: [Certificate] = [],
        budget: inout SignatureBudget
    ) -> TimeStampVerification {
        verification(
            expected: imprintAlgorithm?.digest(of: message), to: lists, through: intermediates, budget: &budget)
    }

    /// Verifies the time stamp for a digest that the caller has computed.
    ///
    /// - Parameters:
    ///   - digest: the digest of what is said to have existed, made with `algorithm`.
    ///   - algorithm: must be the time stamp's own.
    ///   - lists: lists of time-stamping authorities, not of signers.
    ///   - intermediates: certificates from elsewhere that may lead from the authority's to an anchor.
    ///   - budget: what may still be verified.
    public func verification(
        ofDigest digest: [UInt8], algorithm: HashAlgorithm, to lists: [TrustList],
        through intermediates: [Certificate] = [], budget: inout SignatureBudget
    ) -> TimeStampVerification {
        verification(
            expected: algorithm == imprintAlgorithm ? digest : [], to: lists, through: intermediates, budget: &budget)
    }

    private func verification(
        expected: [UInt8]?, to lists: [TrustList], through intermediates: [Certificate],
        budget: inout SignatureBudget
    ) -> TimeStampVerification {
        var checks = CheckList()
        var profileFaults: [CertificateFault] = []
        var path: PathOutcome?
        func result(_ outcome: TimeStampVerification.Outcome) -> TimeStampVerification {
            TimeStampVerification(
                outcome: outcome, checks: checks.all, time: time, profileFaults: profileFaults, path: path)
        }

        guard checks.soundness(of: self) else { return result(.malformed) }
        guard let expected else {
            checks.add(.imprint, false, "The imprint's digest \(imprintIdentifier) is not accepted.")
            return result(.malformed)
        }
        let isAboutIt = expected == imprint
        checks.add(
            .imprint, isAboutIt, "The imprint is that of \(isAboutIt ? "the" : "another") message.")
        // Before the signature, because that costs most; a stamp about something else is of no use however good it is.
        guard isAboutIt else { return result(.mismatch) }
        guard let signer, checks.signature(of: self, by: signer, budget: &budget) else { return result(.malformed) }

        profileFaults = CertificateProfile.timeStamping.faults(of: signer)
        checks.add(
            .profile, profileFaults.isEmpty,
            profileFaults.first?.explanation ?? "The certificate is one for time stamps.")
        let others = certificates.filter { $0 != signer } + intermediates
        let outcome = CertificatePath.search(from: signer, through: others, to: lists, at: time, budget: &budget)
        path = outcome
        guard outcome.path != nil else {
            checks.add(.path, false, outcome.faults.first?.explanation ?? "No list names the authority.")
            return result(.untrusted)
        }
        checks.add(.path, true, "The certificates lead to an anchor of a list.")
        guard profileFaults.isEmpty else { return result(.untrusted) }
        checks.add(
            .validity, outcome.isTrusted,
            outcome.faults.first?.explanation ?? "The certificates were valid at the stated moment.")
        return result(outcome.isTrusted ? .valid : .outsideValidity)
    }
}

/// The checks so far, and those that a token can be put to by itself.
private struct CheckList {
    private(set) var all: [TimeStampVerification.Check] = []

    mutating func add(_ subject: TimeStampVerification.Check.Subject, _ isGood: Bool, _ explanation: String) {
        all.append(TimeStampVerification.Check(subject: subject, isGood: isGood, explanation: explanation))
    }

    /// Whether content, attributes and certificate belong together.
    mutating func soundness(of stamp: TimeStamp) -> Bool {
        let data = stamp.signedData
        let type = try? data.signer.attribute(.contentType)?.objectIdentifier("content type")
        add(.contentType, type == data.contentType, "The signed attribute for the content's kind was compared with it.")
        guard type == data.contentType else { return false }
        guard let digest = data.signer.digest else {
            add(.messageDigest, false, "The token's digest is not accepted.")
            return false
        }
        let stated = try? data.signer.attribute(.messageDigest)?.octets("message digest")
        let isSame = stated == digest.digest(of: data.content)
        add(.messageDigest, isSame, "The signed digest was compared with that of the content.")
        guard isSame else { return false }
        guard let signer = stamp.signer else {
            add(.certificate, false, "The token does not hold the certificate of its signer.")
            return false
        }
        add(.certificate, true, "The token holds the certificate of its signer.")
        let isBound = CertificateBinding.binds(data.signer, to: signer)
        add(.certificateBinding, isBound, "The signed attributes were compared with the certificate.")
        return isBound
    }

    mutating func signature(
        of stamp: TimeStamp, by signer: Certificate, budget: inout SignatureBudget
    ) -> Bool {
        let info = stamp.signedData.signer
        var verdict = SignatureVerdict.invalid
        for reading in info.signedBytes where verdict != .valid {
            guard budget.take() else {
                verdict = .notChecked("no more signatures may be verified for this file")
                break
            }
            verdict = signer.publicKey.verify(info.signature, of: reading, algorithm: info.signatureAlgorithm)
        }
        switch verdict {
        case .valid: add(.signature, true, "The signature is good.")
        case .invalid: add(.signature, false, "The signature is not that of the certificate's key.")
        case .notChecked(let reason): add(.signature, false, "The signature cannot be checked: \(reason).")
        }
        return verdict == .valid
    }
}
