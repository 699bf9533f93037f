// SPDX-License-Identifier: Apache-2.0

import Certificates
import CivilTime
import ProvenanceVocabulary

extension FuzzTarget {
    private static let now = UTCTime(seconds: 1_800_000_000)

    /// X.509, paths, RFC 3161, OCSP and lists of certificates.
    static let certificates: [FuzzTarget] = [
        FuzzTarget("certificate") { bytes in
            guard let certificate = try? Certificate(der: bytes) else { return true }
            require(certificate.der == bytes, "a certificate is all of its bytes")
            require(certificate.displayName.utf8.count < 4096, "length of a name")
            for profile in [CertificateProfile.claimSigning, .timeStamping, .ocspSigning] {
                _ = profile.faults(of: certificate)
            }
            var budget = SignatureBudget()
            let itself = TrustList(name: "itself", anchors: [certificate])
            let outcome = CertificatePath.search(
                from: certificate, through: [certificate], to: [itself], at: now, budget: &budget)
            require(outcome.path.map { !$0.certificates.isEmpty } ?? true, "a path has certificates")
            return true
        },
        FuzzTarget("path") { bytes in
            // One after another: the first is the signer's, the last the anchor.
            var certificates: [Certificate] = []
            var rest = bytes[...]
            while certificates.count < 20, let length = elementLength(rest), length <= rest.count {
                if let certificate = try? Certificate(der: Array(rest.prefix(length))) {
                    certificates.append(certificate)
                }
                rest = rest.dropFirst(length)
            }
            guard let leaf = certificates.first, let anchor = certificates.last else { return false }
            var budget = SignatureBudget()
            let outcome = CertificatePath.search(
                from: leaf, through: Array(certificates.dropFirst().dropLast()),
                to: [TrustList(name: "anchors", anchors: [anchor])], at: now, budget: &budget)
            if let path = outcome.path {
                require(path.certificates.first == leaf, "a path begins with the certificate that was asked for")
                require(path.anchor == anchor, "a path ends at an anchor")
            }
            return true
        },
        FuzzTarget("time-stamp") { bytes in
            guard let stamp = try? TimeStamp(responseOrToken: bytes) else { return true }
            var budget = SignatureBudget()
            let verification = stamp.verification(of: bytes, to: [], budget: &budget)
            require(verification.outcome != .valid, "no list, no trust")
            return true
        },
        FuzzTarget("ocsp") { bytes in
            guard let response = try? OCSPResponse(der: bytes) else { return true }
            guard let first = response.certificates.first, let last = response.certificates.last else { return true }
            var budget = SignatureBudget()
            let status = response.status(of: first, issuedBy: last, at: now, budget: &budget)
            if case .good = status { require(!status.hasBeenRevoked(by: now), "good is not revoked") }
            return true
        },
        FuzzTarget("trust-list") { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            let list = TrustList(name: "list", pem: text)
            let allowed = AllowedCertificates(name: "allowed", text: text)
            require(list.anchors.count + list.faults.count <= bytes.count + 1, "count of anchors and faults")
            for certificate in allowed.certificates { require(allowed.contains(certificate), "allowed is allowed") }
            return true
        },
    ]

    /// Length of the DER element at the front.
    private static func elementLength(_ bytes: ArraySlice<UInt8>) -> Int? {
        let at = bytes.startIndex
        guard bytes.count >= 4 else { return nil }
        switch bytes[at + 1] {
        case 0x82: return 4 + (Int(bytes[at + 2]) << 8 | Int(bytes[at + 3]))
        case 0x81: return 3 + Int(bytes[at + 2])
        case 0..<0x80: return 2 + Int(bytes[at + 1])
        default: return nil
        }
    }
}
