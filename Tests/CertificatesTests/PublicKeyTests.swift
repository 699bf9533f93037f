// SPDX-License-Identifier: Apache-2.0

import Certificates
import Foundation
import TestSupport
import Testing

@Suite struct PublicKeyTests {
    @Test(arguments: PKI.KeyKind.allCases)
    func aCertificateOfEachKindVerifiesItself(_ kind: PKI.KeyKind) throws {
        let pki = try PKI()
        let root = try pki.issue("root", key: kind, extensions: PKI.authority)
        let certificate = root.certificate
        #expect(
            certificate.publicKey.verify(
                certificate.signature, of: certificate.tbs, algorithm: certificate.signatureAlgorithm) == .valid)
        for position in certificate.tbs.indices.filter({ $0 % 41 == 0 }) {
            var changed = certificate.tbs
            changed[position] ^= 1
            #expect(
                certificate.publicKey.verify(
                    certificate.signature, of: changed, algorithm: certificate.signatureAlgorithm) == .invalid)
        }
    }

    @Test(arguments: [PKI.KeyKind.p256, .p384, .p521], [COSEAlgorithm.es256, .es384, .es512])
    func anyCurveGoesWithAnyDigest(_ kind: PKI.KeyKind, _ algorithm: COSEAlgorithm) throws {
        let pki = try PKI()
        let key = try pki.issue("key", key: kind, extensions: PKI.authority)
        let message = Array("a picture of a lighthouse".utf8)
        let digest = [COSEAlgorithm.es256: "sha256", .es384: "sha384", .es512: "sha512"][algorithm] ?? ""
        let der = try sign(message, key, ["-\(digest)"])
        let raw = try rawECDSA(der, size: [PKI.KeyKind.p256: 32, .p384: 48, .p521: 66][kind] ?? 0)
        let publicKey = key.certificate.publicKey
        #expect(publicKey.verify(raw, of: message, algorithm: algorithm) == .valid)
        #expect(publicKey.verify(raw, of: message + [0], algorithm: algorithm) == .invalid)
        #expect(publicKey.verify(der, of: message, algorithm: algorithm) == .invalid)
        #expect(publicKey.verify(Array(raw.dropLast()), of: message, algorithm: algorithm) == .invalid)
        #expect(publicKey.verify([], of: message, algorithm: algorithm) == .invalid)
        let zero = [UInt8](repeating: 0, count: raw.count)
        #expect(publicKey.verify(zero, of: message, algorithm: algorithm) == .invalid)
        for other in COSEAlgorithm.allCases where other != algorithm {
            #expect(publicKey.verify(raw, of: message, algorithm: other) != .valid)
        }
    }

    @Test(arguments: [COSEAlgorithm.ps256, .ps384, .ps512])
    func anRSAKeyVerifiesPSSWithSaltAsLongAsTheDigest(_ algorithm: COSEAlgorithm) throws {
        let pki = try PKI()
        let key = try pki.issue("key", key: .rsa, extensions: PKI.authority)
        let message = Array("a picture of a lighthouse".utf8)
        let digest = [COSEAlgorithm.ps256: "sha256", .ps384: "sha384", .ps512: "sha512"][algorithm] ?? ""
        let options = ["-\(digest)", "-sigopt", "rsa_padding_mode:pss", "-sigopt"]
        let publicKey = key.certificate.publicKey
        #expect(
            publicKey.verify(
                try sign(message, key, options + ["rsa_pss_saltlen:-1"]), of: message, algorithm: algorithm) == .valid)
        #expect(
            publicKey.verify(
                try sign(message, key, options + ["rsa_pss_saltlen:11"]), of: message, algorithm: algorithm) == .invalid
        )
        #expect(
            publicKey.verify(try sign(message, key, ["-\(digest)"]), of: message, algorithm: algorithm) == .invalid)
    }

    @Test func aKeyForPSSTakesNeitherAnotherDigestNorAnotherPadding() throws {
        let pki = try PKI()
        let key = try pki.issue("key", key: .pss, extensions: PKI.authority)
        let publicKey = key.certificate.publicKey
        guard case .rsaPSS(bits: 2_048, let parameters?) = publicKey.kind else {
            Issue.record("read as \(publicKey.kind)")
            return
        }
        #expect(parameters.hash == .sha256 && parameters.maskHash == .sha256 && parameters.saltLength == 32)
        let message = Array("a picture of a lighthouse".utf8)
        let signature = try sign(
            message, key, ["-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:-1"])
        #expect(publicKey.verify(signature, of: message, algorithm: .ps256) == .valid)
        for other in [COSEAlgorithm.ps384, .ps512, .es256, .edDSA] {
            guard case .notChecked = publicKey.verify(signature, of: message, algorithm: other) else {
                Issue.record("\(other) was checked")
                continue
            }
        }
        guard case .notChecked = publicKey.verify(signature, of: message, algorithm: .rsaPKCS1(.sha256)) else {
            Issue.record("PKCS #1 was checked")
            return
        }
    }

    @Test func anEd25519KeyVerifiesEdDSA() throws {
        let pki = try PKI()
        let key = try pki.issue("key", key: .ed25519, extensions: PKI.authority)
        let message = Array("a picture of a lighthouse".utf8)
        let file = try pki.folder.write(message, to: "message")
        let out = pki.folder.url.appending(path: "signature").path
        try PKI.openssl(["pkeyutl", "-sign", "-rawin", "-inkey", key.key, "-in", file, "-out", out])
        var signature = [UInt8](try Data(contentsOf: URL(filePath: out)))
        #expect(key.certificate.publicKey.verify(signature, of: message, algorithm: .edDSA) == .valid)
        signature[3] ^= 4
        #expect(key.certificate.publicKey.verify(signature, of: message, algorithm: .edDSA) == .invalid)
    }

    @Test(arguments: [("1024", false), ("2040", false), ("2048", true), ("8192", true), ("8200", false)])
    func onlyRSAKeysOfAcceptedSizesVerify(_ bits: String, _ isAccepted: Bool) throws {
        // Making such a key takes minutes; whether its modulus is a product of two primes plays no part here.
        let count = try #require(Int(bits)) / 8
        let modulus: [UInt8] = [0, 0x80] + [UInt8](repeating: 0x55, count: count - 1)
        let exponent: [UInt8] = [1, 0, 1]
        let numbers = TLV(0x30, [TLV(0x02, modulus), TLV(0x02, exponent)])
        let algorithm = TLV(0x30, [TLV(0x06, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1]), TLV(0x05, [UInt8]())])
        let key = try PublicKey(der: TLV(0x30, [algorithm, TLV(0x03, [0] + numbers.bytes)]).bytes)
        let verdict = key.verify([1], of: [], algorithm: .rsaPKCS1(.sha256))
        if isAccepted {
            #expect(verdict == .invalid)
            #expect(key.kind == .rsa(bits: count * 8))
        } else {
            #expect(key.kind == .unsupported("RSA key of \(count * 8) bits"))
            guard case .notChecked = verdict else {
                Issue.record("checked")
                return
            }
        }
    }

    private func sign(_ message: [UInt8], _ key: PKI.Identity, _ options: [String]) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let file = try folder.write(message, to: "message")
        let out = folder.url.appending(path: "signature").path
        try PKI.openssl(["dgst"] + options + ["-sign", key.key, "-out", out, file])
        return [UInt8](try Data(contentsOf: URL(filePath: out)))
    }

    private func rawECDSA(_ der: [UInt8], size: Int) throws -> [UInt8] {
        let numbers = try #require(TLV.read(der)).children.map { Array($0.content.drop { $0 == 0 }) }
        return numbers.flatMap { [UInt8](repeating: 0, count: size - $0.count) + $0 }
    }
}
