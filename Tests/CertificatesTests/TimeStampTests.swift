// SPDX-License-Identifier: Apache-2.0

import Certificates
import CivilTime
import Foundation
import TestSupport
import Testing

/// An authority that stamps what tests want stamped.
final class StampingAuthority: Sendable {
    let pki: PKI
    let root: PKI.Identity
    let signer: PKI.Identity
    let others: [PKI.Identity]

    init(
        key: PKI.KeyKind = .p256, extensions: [String] = PKI.stamper, from: String = "20200101000000Z",
        to: String = "20600101000000Z"
    ) throws {
        pki = try PKI()
        root = try pki.issue("root", key: key, extensions: PKI.authority, to: "20700101000000Z")
        let middle = try pki.issue("middle", by: root, key: key, extensions: PKI.authority, to: "20700101000000Z")
        signer = try pki.issue("stamper", by: middle, key: key, extensions: extensions, from: from, to: to)
        others = [middle]
    }

    var list: TrustList { TrustList("stampers", [root]) }

    /// A TimeStampResp; `tokenOnly` for the token in it.
    func stamp(
        _ message: [UInt8], digest: String = "sha256", tokenOnly: Bool = true, options: [String] = [],
        settings: [String] = [], signerDigest: String = "sha256"
    ) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        func path(_ name: String) -> String { folder.url.appending(path: name).path }
        try folder.write("01", to: "serial")
        let configuration = """
            [tsa]
            default_tsa = t
            [t]
            serial = \(path("serial"))
            crypto_device = builtin
            signer_digest = \(signerDigest)
            default_policy = 1.2.3.4.1
            digests = sha1, sha256, sha384, sha512
            accuracy = secs:1, millisecs:500, microsecs:100
            ordering = yes
            ess_cert_id_chain = no
            \(settings.joined(separator: "\n"))
            """
        try folder.write(configuration, to: "cnf")
        try folder.write(message, to: "message")
        try PKI.openssl(
            ["ts", "-query", "-data", path("message"), "-\(digest)", "-cert", "-out", path("query")] + options)
        let chain = try pki.bundle(others, "chain-\(UUID().uuidString)")
        try PKI.openssl(
            [
                "ts", "-reply", "-config", path("cnf"), "-section", "t", "-queryfile", path("query"), "-signer",
                signer.pem,
                "-inkey", signer.key, "-chain", chain, "-out", path("reply"),
            ] + (tokenOnly ? ["-token_out"] : []))
        return [UInt8](try Data(contentsOf: URL(filePath: path("reply"))))
    }

    /// What `openssl ts -verify` says of a token.
    func oracle(_ token: [UInt8], _ message: [UInt8]) throws -> Bool {
        let folder = try TemporaryFolder()
        let file = try folder.write(token, to: "token")
        let data = try folder.write(message, to: "message")
        return try Execution.run(
            "/usr/bin/openssl",
            ["ts", "-verify", "-data", data, "-in", file, "-token_in", "-CAfile", root.pem, "-partial_chain"]
        ).status == 0
    }
}

@Suite struct TimeStampTests {
    private let message = Array("what existed".utf8)

    private func verify(
        _ bytes: [UInt8], _ message: [UInt8], _ lists: [TrustList]
    ) throws -> TimeStampVerification {
        var budget = SignatureBudget(signatures: 10)
        return try TimeStamp(token: bytes).verification(of: message, to: lists, budget: &budget)
    }

    @Test(arguments: [PKI.KeyKind.p256, .p384, .p521, .rsa])
    func aTokenOfEachKindOfKeyAndDigestHolds(_ kind: PKI.KeyKind) throws {
        let authority = try StampingAuthority(key: kind)
        for algorithm in HashAlgorithm.allCases {
            let token = try authority.stamp(message, digest: algorithm.rawValue)
            let stamp = try TimeStamp(token: token)
            let result = try verify(token, message, [authority.list])
            #expect(result.outcome == .valid, "\(result.firstFailure?.explanation ?? "")")
            #expect(result.checks.map(\.subject) == TimeStampVerification.orderOfChecks)
            #expect(result.firstFailure == nil)
            #expect(stamp.imprintAlgorithm == algorithm && stamp.imprint == algorithm.digest(of: message))
            #expect(abs(stamp.time.seconds - Int64(Date().timeIntervalSince1970)) < 60)
            #expect(stamp.signer == authority.signer.certificate && stamp.unreadableCertificates == 0)
            #expect(stamp.certificates.count == 2)
            #expect(stamp.policy.description == "1.2.3.4.1")
            #expect(stamp.accuracy.map { [$0.seconds, $0.milliseconds, $0.microseconds] } == [1, 500, 100])
            #expect(result.path?.path?.certificates.count == 3)
            var budget = SignatureBudget()
            for other in HashAlgorithm.allCases {
                #expect(
                    stamp.verification(
                        ofDigest: stamp.imprint, algorithm: other, to: [authority.list], budget: &budget
                    ).outcome == (other == algorithm ? .valid : .mismatch))
            }
            if algorithm == .sha256 { #expect(try authority.oracle(token, message)) }
        }
    }

    @Test func aResponseHoldsATokenAndARejectionNone() throws {
        let authority = try StampingAuthority()
        let response = try authority.stamp(message, tokenOnly: false)
        let stamp = try TimeStamp(response: response)
        #expect(try TimeStamp(responseOrToken: response).token == stamp.token)
        #expect(try TimeStamp(responseOrToken: stamp.token).time == stamp.time)
        #expect(throws: EncodingFault.self) { try TimeStamp(token: response) }
        #expect(throws: EncodingFault.self) { try TimeStamp(response: stamp.token) }
        #expect(try verify(stamp.token, message, [authority.list]).outcome == .valid)
        // PKIStatusInfo with status 2, rejection.
        let rejection = TLV(0x30, [TLV(0x30, [TLV(0x02, [2])])]).bytes
        let fault = #expect(throws: EncodingFault.self) { try TimeStamp(response: rejection) }
        #expect(fault?.code == "certificates.not-usable")
        let rest = try #require(TLV.read(response)).children
        let odd = TLV(0x30, [TLV(0x30, [TLV(0x02, [2])]), rest[1]]).bytes
        #expect(throws: EncodingFault.self) { try TimeStamp(response: odd) }
    }

    @Test func anotherMessageIsAMismatch() throws {
        let authority = try StampingAuthority()
        let token = try authority.stamp(message)
        #expect(try verify(token, message + [0], [authority.list]).outcome == .mismatch)
        #expect(try !authority.oracle(token, message + [0]))
    }

    @Test func anUnlistedAuthorityIsUntrusted() throws {
        let authority = try StampingAuthority()
        let other = try StampingAuthority()
        let token = try authority.stamp(message)
        let result = try verify(token, message, [other.list])
        #expect(result.outcome == .untrusted && result.firstFailure?.subject == .path)
        #expect(try verify(token, message, []).outcome == .untrusted)
        // An intermediate may be the anchor, and so may the stamper itself.
        #expect(try verify(token, message, [TrustList("middle", authority.others)]).outcome == .valid)
        #expect(try verify(token, message, [TrustList("itself", [authority.signer])]).outcome == .valid)
    }

    @Test(arguments: [
        ["keyUsage=critical,digitalSignature", "extendedKeyUsage=critical,timeStamping,emailProtection"],
        ["keyUsage=critical,digitalSignature", "extendedKeyUsage=timeStamping"],
        ["keyUsage=critical,keyEncipherment", "extendedKeyUsage=critical,timeStamping"],
        ["keyUsage=critical,digitalSignature", "extendedKeyUsage=critical,emailProtection"],
    ])
    func anAuthorityWithOtherUsagesIsUntrusted(_ extensions: [String]) throws {
        // `openssl ts -reply` refuses to use such certificates, so the token is made with a good one and the certificate
        // for the same key, issuer and serial number cannot be forged: the test signs with `openssl cms` instead.
        let authority = try StampingAuthority(extensions: extensions)
        let token = try HandMadeToken.make(message, authority)
        let result = try verify(token, message, [authority.list])
        #expect(result.outcome == .untrusted)
        #expect(result.firstFailure?.subject == .profile && !result.profileFaults.isEmpty)
        // The same way of making tokens yields a good one when the certificate is good.
        let good = try StampingAuthority()
        #expect(try verify(try HandMadeToken.make(message, good), message, [good.list]).outcome == .valid)
    }

    @Test func aStampOutsideTheValidityOfItsAuthorityIsSo() throws {
        let past = try StampingAuthority(to: "20210101000000Z")
        #expect(try verify(try HandMadeToken.make(message, past), message, [past.list]).outcome == .outsideValidity)
        let future = try StampingAuthority(from: "20590101000000Z")
        #expect(
            try verify(try HandMadeToken.make(message, future), message, [future.list]).outcome == .outsideValidity)
        // Both wrong: the list decides first.
        #expect(try verify(try HandMadeToken.make(message, past), message, []).outcome == .untrusted)
    }

    @Test func aDigestOfSHA1IsRefused() throws {
        let authority = try StampingAuthority()
        let token = try authority.stamp(message, digest: "sha1")
        let stamp = try TimeStamp(token: token)
        #expect(stamp.imprintAlgorithm == nil && stamp.imprintIdentifier.description == "1.3.14.3.2.26")
        let result = try verify(token, message, [authority.list])
        #expect(result.outcome == .malformed && result.firstFailure?.subject == .imprint)
        let weak = try authority.stamp(message, signerDigest: "sha1")
        #expect(try verify(weak, message, [authority.list]).outcome == .malformed)
    }

    @Test(arguments: ["sha1", "sha256", "sha512"])
    func bothFormsOfTheBindingToACertificateAreChecked(_ algorithm: String) throws {
        let authority = try StampingAuthority()
        let token = try authority.stamp(
            message, settings: ["ess_cert_id_alg = \(algorithm)", "ess_cert_id_chain = yes"])
        #expect(try verify(token, message, [authority.list]).outcome == .valid)
        // The same key, issuer and serial number in another certificate.
        let twin = try HandMadeToken.twin(of: authority)
        let result = try verify(
            try HandMadeToken.replace(authority.signer, by: twin, in: token), message, [authority.list])
        #expect(result.outcome == .malformed && result.firstFailure?.subject == .certificateBinding)
    }

    @Test func aTokenWithoutCertificatesCannotBeVerified() throws {
        let authority = try StampingAuthority()
        let token = try HandMadeToken.withoutCertificates(try authority.stamp(message))
        let result = try verify(token, message, [authority.list])
        #expect(result.outcome == .malformed && result.firstFailure?.subject == .certificate)
    }

    @Test func indefiniteLengthsAndStringsInPiecesAreRead() throws {
        let authority = try StampingAuthority()
        let token = try HandMadeToken.indefinite(try authority.stamp(message))
        #expect(try verify(token, message, [authority.list]).outcome == .valid)
        #expect(try authority.oracle(token, message))
    }

    @Test func aUsedUpBudgetVerifiesNothing() throws {
        let authority = try StampingAuthority()
        let stamp = try TimeStamp(token: try authority.stamp(message))
        for (signatures, outcome) in [
            (0, TimeStampVerification.Outcome.malformed), (1, .untrusted), (2, .untrusted), (3, .valid),
        ] {
            var budget = SignatureBudget(signatures: signatures)
            #expect(stamp.verification(of: message, to: [authority.list], budget: &budget).outcome == outcome)
            #expect(budget.isExhausted == (signatures < 3))
        }
    }
}

extension TimeStampVerification {
    static let orderOfChecks: [Check.Subject] = [
        .contentType, .messageDigest, .certificate, .certificateBinding, .imprint, .signature, .profile, .path,
        .validity,
    ]
}
