// SPDX-License-Identifier: Apache-2.0

/// One rule of a profile that a certificate breaks.
public struct CertificateFault: Sendable, Hashable {
    /// The rules.
    public enum Rule: String, Sendable, Hashable, CaseIterable {
        /// It is of version 1 or 2.
        case version = "certificate.version"
        /// It carries unique identifiers.
        case uniqueIdentifiers = "certificate.uniqueIdentifiers"
        /// It is signed with an algorithm that is not accepted.
        case signatureAlgorithm = "certificate.signatureAlgorithm"
        /// Its key is of a kind or size that is not accepted.
        case key = "certificate.key"
        /// It belongs to an authority, which does not sign anything else.
        case authority = "certificate.authority"
        /// Its key usage is missing or does not allow signatures.
        case keyUsage = "certificate.keyUsage"
        /// It may sign certificates without being an authority.
        case keyCertSign = "certificate.keyCertSign"
        /// It does not name its issuer's key.
        case authorityKeyIdentifier = "certificate.authorityKeyIdentifier"
        /// It does not say for which purposes it is.
        case extendedKeyUsageMissing = "certificate.extendedKeyUsage.missing"
        /// It is for any purpose.
        case extendedKeyUsageAny = "certificate.extendedKeyUsage.any"
        /// It is for time stamps or OCSP and for something else too.
        case extendedKeyUsageMixed = "certificate.extendedKeyUsage.mixed"
        /// It is not for this purpose.
        case extendedKeyUsage = "certificate.extendedKeyUsage"
        /// Its extended key usage is not critical, which time stamps ask for.
        case extendedKeyUsageNotCritical = "certificate.extendedKeyUsage.notCritical"
        /// It has a critical extension that is not understood.
        case unknownCriticalExtension = "certificate.unknownCriticalExtension"
    }

    /// The rule that is broken.
    public let rule: Rule
    /// What stands there instead. Holds no text that the certificate's maker could choose.
    public let explanation: String
}

/// What a certificate must be like for one purpose.
///
/// Source: C2PA specification, "X.509 Certificates" (14.5 in version 2.2); RFC 3161, 2.3, for time stamps; RFC 6960,
/// 4.2.2.2, for OCSP.
public struct CertificateProfile: Sendable, Hashable {
    /// What the certificate's key shall sign.
    public enum Purpose: Sendable, Hashable {
        /// Claims, or anything else for which one of these usages stands.
        case signing(usages: Set<ObjectIdentifier>)
        /// Time stamps.
        case timeStamping
        /// OCSP responses in the name of an issuer.
        case ocspSigning
    }

    /// What the certificate's key shall sign.
    public let purpose: Purpose

    /// - Parameter purpose: what the certificate's key shall sign.
    public init(_ purpose: Purpose) {
        self.purpose = purpose
    }

    /// The usages for which Content Credentials have been signed: the specification's own, and those in use before it.
    public static let claimSigningUsages: Set<ObjectIdentifier> = [
        .claimSigning, .emailProtection, .documentSigning, .microsoftClaimSigning,
    ]

    /// Signing claims, with the usages known so far.
    public static let claimSigning = CertificateProfile(.signing(usages: claimSigningUsages))
    /// Signing time stamps.
    public static let timeStamping = CertificateProfile(.timeStamping)
    /// Signing OCSP responses in the name of an issuer.
    public static let ocspSigning = CertificateProfile(.ocspSigning)

    /// Every rule that a certificate breaks. Validity in time and trust are not part of a profile.
    ///
    /// - Parameter certificate: the one whose key signed, not an authority above it.
    public func faults(of certificate: Certificate) -> [CertificateFault] {
        var faults: [CertificateFault] = []
        func add(_ rule: CertificateFault.Rule, _ explanation: String) {
            faults.append(CertificateFault(rule: rule, explanation: explanation))
        }
        if certificate.version != 3 { add(.version, "The certificate is of version \(certificate.version), not 3.") }
        if certificate.hasUniqueIdentifiers { add(.uniqueIdentifiers, "The certificate carries unique identifiers.") }
        faults += Self.algorithmFaults(of: certificate)
        if certificate.basicConstraints?.isAuthority == true {
            add(.authority, "The certificate belongs to a certification authority.")
        }
        switch certificate.keyUsage {
        case nil:
            add(.keyUsage, "The certificate has no key usage.")
        case let usage?:
            // RFC 3161 leaves the choice between the two; C2PA and OCSP want signatures.
            let isEnough =
                purpose == .timeStamping
                ? !usage.isDisjoint(with: [.digitalSignature, .contentCommitment])
                : usage.contains(.digitalSignature)
            if !isEnough { add(.keyUsage, "The key usage does not contain digitalSignature.") }
            if usage.contains(.keyCertSign), certificate.basicConstraints?.isAuthority != true {
                add(.keyCertSign, "The key may sign certificates although it belongs to no authority.")
            }
        }
        if !certificate.hasAuthorityKeyIdentifier, !certificate.isSelfIssued {
            add(.authorityKeyIdentifier, "The certificate has no authority key identifier.")
        }
        faults += usageFaults(of: certificate)
        for identifier in certificate.unknownCriticalExtensions {
            add(.unknownCriticalExtension, "The critical extension \(identifier) is not understood.")
        }
        return faults
    }

    /// Faults of the signature and the key, which any certificate of a path may have.
    static func algorithmFaults(of certificate: Certificate) -> [CertificateFault] {
        var faults: [CertificateFault] = []
        switch certificate.signatureAlgorithm {
        case .ecdsa, .rsaPKCS1, .ed25519: break
        case .rsaPSS(let parameters):
            if parameters.hash != parameters.maskHash {
                faults.append(
                    CertificateFault(
                        rule: .signatureAlgorithm,
                        explanation: "The RSASSA-PSS signature uses two different digests."))
            }
        case .unsupported(let identifier):
            faults.append(
                CertificateFault(
                    rule: .signatureAlgorithm, explanation: "The signature algorithm \(identifier) is not accepted."))
        }
        if case .unsupported(let reason) = certificate.publicKey.kind {
            faults.append(CertificateFault(rule: .key, explanation: "The key is not accepted: \(reason)."))
        }
        return faults
    }

    private func usageFaults(of certificate: Certificate) -> [CertificateFault] {
        guard let usages = certificate.extendedKeyUsage, !usages.isEmpty else {
            return [
                CertificateFault(
                    rule: .extendedKeyUsageMissing, explanation: "The certificate has no extended key usage.")
            ]
        }
        var faults: [CertificateFault] = []
        func add(_ rule: CertificateFault.Rule, _ explanation: String) {
            faults.append(CertificateFault(rule: rule, explanation: explanation))
        }
        if usages.contains(.anyExtendedKeyUsage) {
            add(.extendedKeyUsageAny, "The extended key usage is any, which states no purpose.")
        }
        let exclusive = usages.filter { $0 == .timeStamping || $0 == .ocspSigning }
        if !exclusive.isEmpty, Set(usages).count > 1 {
            add(.extendedKeyUsageMixed, "Time stamping and OCSP signing must stand alone; other usages stand beside.")
        }
        switch purpose {
        case .signing(let accepted):
            if accepted.isDisjoint(with: usages) {
                add(.extendedKeyUsage, "None of the extended key usages is accepted for signing.")
            } else if !exclusive.isEmpty, Set(usages).count == 1 {
                add(.extendedKeyUsage, "The certificate is for time stamps or OCSP.")
            }
        case .timeStamping:
            if !usages.contains(.timeStamping) {
                add(.extendedKeyUsage, "The certificate is not for time stamping.")
            } else if !certificate.isCritical(.extendedKeyUsage) {
                add(.extendedKeyUsageNotCritical, "The extended key usage is not critical.")
            }
        case .ocspSigning:
            if !usages.contains(.ocspSigning) {
                add(.extendedKeyUsage, "The certificate is not for signing OCSP responses.")
            }
        }
        return faults
    }
}
