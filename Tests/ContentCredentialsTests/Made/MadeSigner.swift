// SPDX-License-Identifier: Apache-2.0

import Certificates
import Crypto

/// A key and the certificate that an invented authority issued for it.
struct MadeSigner {
    let key: P256.Signing.PrivateKey
    /// The signer's certificate.
    let certificate: [UInt8]
    /// The authority's own.
    let authority: [UInt8]

    /// Makes an authority and one signer.
    init(
        _ name: String = "Example Signer", from: String = "20200101000000Z", to: String = "20400101000000Z",
        authority organization: String = "Example Authority"
    ) {
        let root = P256.Signing.PrivateKey()
        key = P256.Signing.PrivateKey()
        let issuer = DER.name(organization, "Root")
        authority = Self.certificate(
            of: root.publicKey, subject: issuer, issuer: issuer, key: root, serial: 1, from: "20200101000000Z",
            to: "20450101000000Z",
            extensions: [
                Self.item([0x55, 0x1D, 19], critical: true, DER.sequence(DER.value(0x01, [0xFF]))),
                Self.item([0x55, 0x1D, 15], critical: true, DER.value(0x03, [2, 0x04])),
                Self.item([0x55, 0x1D, 14], critical: false, DER.octets([1, 2, 3, 4])),
            ])
        certificate = Self.certificate(
            of: key.publicKey, subject: DER.name("Example Organization", name), issuer: issuer, key: root, serial: 2,
            from: from, to: to,
            extensions: [
                Self.item([0x55, 0x1D, 19], critical: true, DER.sequence()),
                Self.item([0x55, 0x1D, 15], critical: true, DER.value(0x03, [7, 0x80])),
                // c2pa-kp-claimSigning.
                Self.item(
                    [0x55, 0x1D, 37], critical: true,
                    DER.sequence(DER.identifier([0x2B, 6, 1, 4, 1, 0x83, 0xE8, 0x5E, 2, 1]))),
                Self.item([0x55, 0x1D, 35], critical: false, DER.sequence(DER.value(0x80, [1, 2, 3, 4]))),
            ])
    }

    private static func item(_ identifier: [UInt8], critical: Bool, _ content: [UInt8]) -> [UInt8] {
        DER.sequence(DER.identifier(identifier), critical ? DER.value(0x01, [0xFF]) : [], DER.octets(content))
    }

    private static func certificate(
        of publicKey: P256.Signing.PublicKey, subject: [UInt8], issuer: [UInt8], key: P256.Signing.PrivateKey,
        serial: UInt8, from: String, to: String, extensions: [[UInt8]]
    ) -> [UInt8] {
        let algorithm = DER.sequence(DER.identifier([0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2]))
        let tbs = DER.sequence(
            DER.value(0xA0, DER.integer(2)), DER.integer(serial), algorithm, issuer,
            DER.sequence(DER.time(from), DER.time(to)), subject, Array(publicKey.derRepresentation),
            DER.value(0xA3, DER.value(0x30, extensions.flatMap { $0 })))
        let signature = (try? key.signature(for: tbs)).map { Array($0.derRepresentation) } ?? []
        return DER.sequence(tbs, algorithm, DER.bits(signature))
    }

    /// A list that names the authority.
    var list: TrustList {
        TrustList(name: "Test list", anchors: (try? Certificate(der: authority)).map { [$0] } ?? [])
    }
}
