// SPDX-License-Identifier: Apache-2.0

import Certificates
import CivilTime
import Foundation
import TestSupport
import Testing

@Suite struct CertificateTests {
    @Test func everyFieldIsReadAsOpenSSLReadsIt() throws {
        let pki = try PKI()
        let root = try pki.issue(
            "root", key: .p384, extensions: ["basicConstraints=critical,CA:TRUE,pathlen:3", "keyUsage=keyCertSign"],
            subject: "/C=FR/O=Phare du Bout/CN=Étoile Racine")
        let leaf = try pki.issue(
            "leaf", by: root, key: .rsa,
            extensions: PKI.signer + [
                "certificatePolicies=1.3.6.1.4.1.62558.1.1",
                "authorityInfoAccess=OCSP;URI:http://ocsp.example/,caIssuers;URI:http://pki.example/root.crt",
                "1.3.6.1.4.1.62558.3=ASN1:OID:1.3.6.1.4.1.62558.3.20",
                "1.3.6.1.4.1.62558.4=ASN1:UTF8String:0f8fad5b-d9cb-469f-a165-70867728950e",
                "1.3.6.1.4.1.99999.7=critical,ASN1:NULL",
            ], subject: "/O=Tutela Tests/CN=First/CN=Second", from: "20210203040506Z", to: "20510203040506Z")
        let certificate = leaf.certificate
        let told = try PKI.openssl(
            [
                "x509", "-in", leaf.pem, "-noout", "-serial", "-fingerprint", "-sha256", "-ext",
                "subjectKeyIdentifier,authorityKeyIdentifier",
            ]
        ).output
        func hex(_ bytes: [UInt8]?) -> String { (bytes ?? []).map { String(format: "%02X", $0) }.joined() }
        let flat = told.replacing(":", with: "")
        #expect(flat.contains("serial=" + hex(Array(certificate.serialNumber.drop { $0 == 0 }))))
        #expect(flat.contains("Fingerprint=" + hex(certificate.fingerprint)))
        #expect(flat.contains(hex(certificate.subjectKeyIdentifier)))
        #expect(flat.contains(hex(certificate.authorityKeyIdentifier)))
        #expect(certificate.version == 3 && !certificate.hasUniqueIdentifiers)
        #expect(certificate.signatureAlgorithm == .ecdsa(.sha256))
        #expect(certificate.publicKey.kind == .rsa(bits: 2_048))
        #expect(certificate.issuer.commonName == "Étoile Racine" && certificate.issuer.country == "FR")
        #expect(certificate.subject.commonName == "Second" && certificate.subject.organization == "Tutela Tests")
        #expect(certificate.displayName == "Second")
        #expect(certificate.notBefore.description == "2021-02-03T04:05:06Z")
        #expect(certificate.notAfter.description == "2051-02-03T04:05:06Z")
        #expect(certificate.basicConstraints?.isAuthority == false)
        #expect(root.certificate.basicConstraints?.pathLength == 3)
        #expect(certificate.keyUsage == .digitalSignature)
        #expect(root.certificate.keyUsage == .keyCertSign)
        #expect(certificate.extendedKeyUsage == [.claimSigning, .emailProtection])
        #expect(certificate.policies.map(\.description) == ["1.3.6.1.4.1.62558.1.1"])
        #expect(certificate.ocspAddresses == ["http://ocsp.example/"])
        #expect(certificate.assuranceLevel?.description == "1.3.6.1.4.1.62558.3.20")
        #expect(certificate.productRecord == "0f8fad5b-d9cb-469f-a165-70867728950e")
        #expect(certificate.unknownCriticalExtensions.map(\.description) == ["1.3.6.1.4.1.99999.7"])
        #expect(!certificate.isSelfIssued && root.certificate.isSelfIssued)
        #expect(certificate.isValid(at: certificate.notBefore) && certificate.isValid(at: certificate.notAfter))
        #expect(!certificate.isValid(at: certificate.notBefore.adding(seconds: -1)))
        #expect(!certificate.isValid(at: certificate.notAfter.adding(seconds: 1)))
    }

    @Test func namesMatchWithoutRegardToCaseBlanksAndKindOfString() throws {
        let pki = try PKI()
        let one = try pki.issue("one", subject: "/O=Phare  du Bout/CN=Étoile").certificate.subject
        let same = try pki.issue("same", subject: "/O=PHARE DU bout /CN=étoile").certificate.subject
        let swapped = try pki.issue("swapped", subject: "/CN=Étoile/O=Phare du Bout").certificate.subject
        let longer = try pki.issue("longer", subject: "/O=Phare du Bout/CN=Étoile/CN=x").certificate.subject
        #expect(one.der != same.der && one.matches(same))
        #expect(!one.matches(swapped) && !one.matches(longer) && !longer.matches(one))
    }

    @Test func anEmptyNameMatchesNothing() throws {
        let pki = try PKI()
        let empty = try pki.issue("empty", subject: "/").certificate
        #expect(empty.subject.isEmpty && !empty.subject.matches(empty.subject) && !empty.isSelfIssued)
    }

    @Test func aDifferentOuterAlgorithmIsRefused() throws {
        let pki = try PKI()
        let parts = try #require(TLV.read(try pki.issue("one").certificate.der)).children
        let other = TLV(0x30, [TLV(0x06, [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03])])
        #expect(throws: EncodingFault.self) { try Certificate(der: TLV(0x30, [parts[0], other, parts[2]]).bytes) }
    }

    @Test func anExtensionTwiceIsRefused() throws {
        let pki = try PKI()
        var parts = try #require(TLV.read(try pki.issue("one").certificate.der)).children
        var signed = parts[0].children
        let list = signed[signed.count - 1].children[0]
        signed[signed.count - 1] = TLV(0xa3, [TLV(0x30, list.children + [list.children[0]])])
        parts[0] = TLV(0x30, signed)
        let fault = #expect(throws: EncodingFault.self) { try Certificate(der: TLV(0x30, parts).bytes) }
        #expect(fault?.message.contains("twice") == true)
    }

    @Test func bytesAfterTheCertificateAreRefused() throws {
        let der = try PKI().issue("one").certificate.der
        #expect(throws: EncodingFault.self) { try Certificate(der: der + [0]) }
    }

    @Test func whatIsTooLargeOrTooComplexIsRefusedBeforeItIsParsed() {
        let large = TLV(0x30, [UInt8](repeating: 0, count: 1 << 20)).bytes
        #expect(throws: EncodingFault.self) { try Certificate(der: large) }
        let many = TLV(0x30, [[UInt8]](repeating: [0x05, 0x00], count: 30_000).flatMap { $0 }).bytes
        let fault = #expect(throws: EncodingFault.self) { try Certificate(der: many) }
        #expect(fault?.code == "certificates.too-complex")
        let deep = (0..<100_000).reduce(into: [UInt8]()) { bytes, _ in bytes += [0x30, 0x80] }
        let part = TLV(0x31, [TLV(0x30, [TLV(0x06, [0x55, 4, 3]), TLV(0x0c, [0x61])])])
        for (count, isRead) in [(128, true), (129, false)] {
            let name = TLV(0x30, [TLV](repeating: part, count: count))
            #expect(((try? Certificate(der: renamed(name))) != nil) == isRead)
        }
        let tooDeep = #expect(throws: EncodingFault.self) { try TimeStamp(token: deep) }
        #expect(tooDeep?.code == "certificates.too-complex")
    }

    /// A certificate of the same content with another subject; nobody signed it.
    private func renamed(_ name: TLV) throws -> [UInt8] {
        var parts = try #require(TLV.read(try PKI().issue("one").certificate.der)).children
        var signed = parts[0].children
        signed[5] = name
        parts[0] = TLV(0x30, signed)
        return TLV(0x30, parts).bytes
    }
}

@Suite struct CertificateProfileTests {
    private func rules(
        _ extensions: [String], _ profile: CertificateProfile = .claimSigning, identifiers: Bool = true,
        key: PKI.KeyKind = .p256
    ) throws -> Set<CertificateFault.Rule> {
        // Who issued it plays no part, only that somebody else did.
        let pki = try PKI()
        let leaf = try pki.issue(
            "leaf", by: try ownIssuer(pki), key: key, extensions: extensions, identifiers: identifiers)
        return Set(profile.faults(of: leaf.certificate).map(\.rule))
    }

    private func ownIssuer(_ pki: PKI) throws -> PKI.Identity {
        try pki.issue("root", extensions: PKI.authority)
    }

    @Test(arguments: PKI.KeyKind.allCases)
    func aSoundSignerHasNoFault(_ kind: PKI.KeyKind) throws {
        #expect(try rules(PKI.signer, key: kind) == [])
    }

    @Test func soundStampersAndRespondersHaveNoFault() throws {
        #expect(try rules(PKI.stamper, .timeStamping) == [])
        #expect(try rules(PKI.responder, .ocspSigning) == [])
    }

    @Test func eachProfileRefusesTheOthersCertificates() throws {
        #expect(try rules(PKI.signer, .timeStamping) == [.extendedKeyUsage])
        #expect(try rules(PKI.signer, .ocspSigning) == [.extendedKeyUsage])
        #expect(try rules(PKI.stamper) == [.extendedKeyUsage])
        #expect(try rules(PKI.responder, .timeStamping) == [.extendedKeyUsage])
    }

    private static let usage = "keyUsage=critical,digitalSignature"

    @Test(
        arguments: [
            (["basicConstraints=critical,CA:TRUE", usage, "extendedKeyUsage=emailProtection"], [.authority]),
            ([usage], [.extendedKeyUsageMissing]),
            (["extendedKeyUsage=emailProtection"], [.keyUsage]),
            (["keyUsage=keyEncipherment", "extendedKeyUsage=emailProtection"], [.keyUsage]),
            (["keyUsage=digitalSignature,keyCertSign", "extendedKeyUsage=emailProtection"], [.keyCertSign]),
            ([usage, "extendedKeyUsage=emailProtection,anyExtendedKeyUsage"], [.extendedKeyUsageAny]),
            ([usage, "extendedKeyUsage=emailProtection,timeStamping"], [.extendedKeyUsageMixed]),
            ([usage, "extendedKeyUsage=emailProtection,OCSPSigning"], [.extendedKeyUsageMixed]),
            ([usage, "extendedKeyUsage=serverAuth"], [.extendedKeyUsage]),
            ([usage, "extendedKeyUsage=emailProtection", "1.2.3.4=critical,ASN1:NULL"], [.unknownCriticalExtension]),
        ] as [([String], Set<CertificateFault.Rule>)])
    func eachRuleIsNamedWhenItIsBroken(_ extensions: [String], _ expected: Set<CertificateFault.Rule>) throws {
        #expect(try rules(extensions) == expected)
    }

    @Test func aMissingAuthorityKeyIdentifierIsAFault() throws {
        #expect(try rules(PKI.signer, identifiers: false) == [.authorityKeyIdentifier])
    }

    @Test func timeStampingMustStandAloneAndBeCritical() throws {
        let usage = Self.usage
        #expect(try rules([usage, "extendedKeyUsage=timeStamping"], .timeStamping) == [.extendedKeyUsageNotCritical])
        #expect(
            try rules([usage, "extendedKeyUsage=critical,timeStamping,emailProtection"], .timeStamping)
                == [.extendedKeyUsageMixed])
    }

    @Test func theAcceptedUsagesAreAParameter() throws {
        let own = try #require(ObjectIdentifier("1.3.6.1.5.5.7.3.1"))
        #expect(
            try rules(
                [Self.usage, "extendedKeyUsage=serverAuth"], CertificateProfile(.signing(usages: [own]))) == [])
    }

    @Test func oldVersionsAlgorithmsAndKeysAreFaults() throws {
        let folder = try TemporaryFolder()
        let key = folder.url.appending(path: "key").path
        let request = folder.url.appending(path: "csr").path
        let out = folder.url.appending(path: "pem").path
        let configuration = try folder.write("[req]\ndistinguished_name=n\n[n]\n", to: "cnf")
        try PKI.openssl(["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1", "-out", key])
        try PKI.openssl(["req", "-new", "-key", key, "-subj", "/CN=old", "-out", request, "-config", configuration])
        // Without extensions openssl writes version 1.
        try PKI.openssl(["x509", "-req", "-in", request, "-signkey", key, "-sha1", "-out", out])
        let rules = CertificateProfile.claimSigning.faults(of: try Certificate(der: try PKI.der(out))).map(\.rule)
        #expect(
            Set(rules) == [.version, .signatureAlgorithm, .key, .keyUsage, .extendedKeyUsageMissing])
    }
}
