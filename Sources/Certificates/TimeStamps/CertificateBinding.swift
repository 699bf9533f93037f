// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

/// The signed attribute by which a token says which certificate its signer used (RFC 5035; RFC 2634 for the older form).
///
/// Without it, a certificate with the same key and other usages could be put in its place.
enum CertificateBinding {
    /// Whether the attributes name this certificate. Where both forms are there, both must.
    static func binds(_ signer: SignerInfo, to certificate: Certificate) -> Bool {
        var found = false
        if let node = signer.attribute(.signingCertificateV2) {
            guard (try? matches(node, certificate, digests: true)) == true else { return false }
            found = true
        }
        if let node = signer.attribute(.signingCertificate) {
            guard (try? matches(node, certificate, digests: false)) == true else { return false }
            found = true
        }
        return found
    }

    /// The first identifier is the signer's; those after it are of certificates above.
    private static func matches(
        _ node: ASN1Node, _ certificate: Certificate, digests: Bool
    ) throws(EncodingFault) -> Bool {
        var attribute = try node.sequence("signing certificate")
        let identifiers = try attribute.required().members("signing certificate")
        guard let first = identifiers.first else { return false }
        var parts = try first.sequence("signing certificate")
        var expected = WeakDigest.sha1(certificate.der)
        if digests {
            var hash: HashAlgorithm? = .sha256
            if let algorithm = parts.optional(.sequence) { hash = try HashAlgorithm.read(algorithm, "digest") }
            guard let hash else { return false }
            expected = hash.digest(of: certificate.der)
        }
        guard try parts.required().octets("digest of the certificate") == expected else { return false }
        guard let issuerAndSerial = parts.next() else { return true }
        try parts.end()
        var pair = try issuerAndSerial.sequence("issuer and serial number")
        let names = try GeneralName.list(try pair.required(), "issuer")
        let serial = Array(try pair.required().integer("serial number"))
        try pair.end()
        let isNamed = names.contains { name in
            if case .directory(let directory) = name { directory.matches(certificate.issuer) } else { false }
        }
        return isNamed && serial == certificate.serialNumber
    }
}
