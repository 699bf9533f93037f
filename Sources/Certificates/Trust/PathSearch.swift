// SPDX-License-Identifier: Apache-2.0

internal import CivilTime

/// The search behind ``CertificatePath``.
struct PathSearch {
    let intermediates: [Certificate]
    let lists: [TrustList]
    let time: UTCTime

    /// Certificates of the present attempt, the leaf first.
    private var chain: [Certificate] = []
    private var faults: [PathFault] = []
    private var steps = 0
    private var best: (path: CertificatePath, faults: [PathFault])?

    /// Attempts to go up one certificate. Sixteen intermediates that are as unhelpful as possible need fewer.
    private static let mostSteps = 4_096

    init(intermediates: [Certificate], lists: [TrustList], time: UTCTime) {
        var seen: Set<Certificate> = []
        self.intermediates = intermediates.filter { seen.insert($0).inserted }
        self.lists = lists
        self.time = time
    }

    mutating func run(from leaf: Certificate, budget: inout SignatureBudget) -> PathOutcome {
        guard lists.contains(where: { !$0.anchors.isEmpty }) else {
            return .untrusted([
                PathFault(reason: .noAnchors, certificate: nil, explanation: "No list holds any certificate.")
            ])
        }
        if let listed = listed(leaf) { return listed }
        if passes(leaf) { climb(from: leaf, budget: &budget) }
        if let best {
            return best.faults.isEmpty ? .trusted(best.path) : .outsideValidity(best.path, best.faults)
        }
        return .untrusted(faults)
    }

    /// The operator has listed this very certificate.
    private func listed(_ leaf: Certificate) -> PathOutcome? {
        for (index, list) in lists.enumerated() where list.anchors.contains(leaf) {
            let path = CertificatePath(
                certificates: [leaf], list: list.name, listIndex: index,
                isAnchorOutsideValidity: !leaf.isValid(at: time))
            // Here it is no authority that speaks for others, but the signer itself, so its own validity counts.
            let faults = validityFaults(of: leaf)
            return faults.isEmpty ? .trusted(path) : .outsideValidity(path, faults)
        }
        return nil
    }

    /// Tries every issuer of a certificate, first the listed ones.
    private mutating func climb(from certificate: Certificate, budget: inout SignatureBudget) {
        chain.append(certificate)
        defer { chain.removeLast() }
        var hasIssuer = false
        for (index, list) in lists.enumerated() {
            for anchor in Self.candidates(list.anchors, for: certificate) {
                hasIssuer = true
                guard mayIssue(anchor), isSigned(certificate, by: anchor, budget: &budget) else { continue }
                arrive(at: anchor, list, index)
                if best?.faults.isEmpty == true { return }
            }
        }
        for issuer in Self.candidates(intermediates, for: certificate) where issuer != certificate {
            if chain.contains(where: { $0.publicKey == issuer.publicKey && $0.subject.matches(issuer.subject) }) {
                hasIssuer = true
                note(.cycle, issuer, "Its issuers lead back to it.")
                continue
            }
            hasIssuer = true
            steps += 1
            guard steps <= Self.mostSteps else {
                note(.budget, nil, "The search was given up after \(Self.mostSteps) steps.")
                return
            }
            guard passes(issuer), mayIssue(issuer), isSigned(certificate, by: issuer, budget: &budget) else { continue }
            climb(from: issuer, budget: &budget)
            if best?.faults.isEmpty == true { return }
        }
        if !hasIssuer { note(.noIssuer, certificate, "No list and no certificate given has its issuer's name.") }
    }

    private mutating func arrive(at anchor: Certificate, _ list: TrustList, _ index: Int) {
        let path = CertificatePath(
            certificates: chain + [anchor], list: list.name, listIndex: index,
            isAnchorOutsideValidity: !anchor.isValid(at: time))
        if let fault = NameChecks.fault(in: path.certificates) {
            note(fault)
            return
        }
        let late = chain.flatMap(validityFaults)
        for fault in late { note(fault) }
        if best == nil || late.count < (best?.faults.count ?? 0) { best = (path, late) }
    }

    /// Certificates with the issuer's name; those whose key the certificate names come first, for they save verifications.
    private static func candidates(_ certificates: [Certificate], for certificate: Certificate) -> [Certificate] {
        let named = certificates.filter { $0.subject.matches(certificate.issuer) }
        guard named.count > 1, let key = certificate.authorityKeyIdentifier else { return named }
        return named.filter { $0.subjectKeyIdentifier == key } + named.filter { $0.subjectKeyIdentifier != key }
    }

    /// Whether a certificate may be part of a path at all, an anchor excepted.
    private mutating func passes(_ certificate: Certificate) -> Bool {
        for fault in CertificateProfile.algorithmFaults(of: certificate) {
            note(.algorithm, certificate, fault.explanation)
            return false
        }
        if let identifier = certificate.unknownCriticalExtensions.first {
            note(.criticalExtension, certificate, "The critical extension \(identifier) is not understood.")
            return false
        }
        return true
    }

    /// Whether a certificate may issue the last one of the chain.
    private mutating func mayIssue(_ issuer: Certificate) -> Bool {
        // Certificates of version 1 cannot say that they belong to an authority, and C2PA wants version 3.
        guard let constraints = issuer.basicConstraints, constraints.isAuthority else {
            note(.notAuthority, issuer, "It issued a certificate and is no authority.")
            return false
        }
        if let usage = issuer.keyUsage, !usage.contains(.keyCertSign) {
            note(.keyUsage, issuer, "Its key may not sign certificates.")
            return false
        }
        if let identifier = issuer.unknownCriticalExtensions.first {
            note(.criticalExtension, issuer, "The critical extension \(identifier) is not understood.")
            return false
        }
        // Those that issued themselves a new key do not count (RFC 5280, 4.2.1.9); neither does the leaf.
        let below = chain.dropFirst().count { !$0.isSelfIssued }
        if let most = constraints.pathLength, below > most {
            note(.pathLength, issuer, "\(below) authorities stand below it; it allows \(most).")
            return false
        }
        return true
    }

    private mutating func isSigned(
        _ certificate: Certificate, by issuer: Certificate, budget: inout SignatureBudget
    ) -> Bool {
        switch budget.verdict(on: certificate, by: issuer.publicKey) {
        case .valid?: return true
        case .invalid?:
            note(.badSignature, certificate, "The key of a certificate with its issuer's name did not sign it.")
        case .notChecked(let reason)?:
            note(.algorithm, certificate, "Its signature cannot be checked: \(reason).")
        case nil:
            note(.budget, certificate, "No more signatures may be verified for this file.")
        }
        return false
    }

    private func validityFaults(of certificate: Certificate) -> [PathFault] {
        if time < certificate.notBefore {
            return [
                PathFault(
                    reason: .notYetValid, certificate: certificate,
                    explanation: "It is valid from \(certificate.notBefore); the moment is \(time).")
            ]
        }
        if certificate.notAfter < time {
            return [
                PathFault(
                    reason: .expired, certificate: certificate,
                    explanation: "It was valid until \(certificate.notAfter); the moment is \(time).")
            ]
        }
        return []
    }

    private mutating func note(_ reason: PathFault.Reason, _ certificate: Certificate?, _ explanation: String) {
        note(PathFault(reason: reason, certificate: certificate, explanation: explanation))
    }

    private mutating func note(_ fault: PathFault) {
        guard faults.count < 64, !faults.contains(fault) else { return }
        faults.append(fault)
    }
}
