// SPDX-License-Identifier: Apache-2.0

import Certificates
import CivilTime
import Foundation
import TestSupport
import Testing

/// An authority that answers OCSP.
final class AnsweringAuthority: Sendable {
    let pki: PKI
    let root: PKI.Identity
    let responder: PKI.Identity
    let leaf: PKI.Identity
    let revoked: PKI.Identity

    init(key: PKI.KeyKind = .p256, responder extensions: [String] = PKI.responder) throws {
        pki = try PKI()
        root = try pki.issue("root", key: key, extensions: PKI.authority)
        responder = try pki.issue("responder", by: root, key: key, extensions: extensions)
        leaf = try pki.issue("leaf", by: root)
        revoked = try pki.issue("revoked", by: root)
        try revoke(revoked, reason: "keyCompromise")
    }

    func revoke(_ identity: PKI.Identity, reason: String) throws {
        let configuration = root.folder.appending(path: "openssl.cnf").path
        let run = try Execution.run(
            "/usr/bin/openssl",
            [
                "ca", "-config", configuration, "-revoke", identity.pem, "-crl_reason", reason, "-keyfile", root.key,
                "-cert", root.pem,
            ], environment: ["DATABASE": root.index, "FOLDER": root.folder.path])
        guard run.status == 0 else { throw PKI.Failure(message: run.errors) }
    }

    /// The answer to a question about certificates.
    func answer(
        about identities: [PKI.Identity], signer: PKI.Identity? = nil, digest: String = "sha1", options: [String] = [],
        issuer: PKI.Identity? = nil
    ) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let signer = signer ?? responder
        let issuer = issuer ?? root
        func path(_ name: String) -> String { folder.url.appending(path: name).path }
        try PKI.openssl(
            ["ocsp", "-no_nonce", "-\(digest)", "-issuer", issuer.pem] + identities.flatMap { ["-cert", $0.pem] }
                + ["-reqout", path("query")])
        try PKI.openssl(
            [
                "ocsp", "-index", issuer.index, "-CA", issuer.pem, "-rsigner", signer.pem, "-rkey", signer.key,
                "-reqin",
                path("query"), "-respout", path("reply"),
            ] + (options.isEmpty ? ["-nmin", "60"] : options))
        return [UInt8](try Data(contentsOf: URL(filePath: path("reply"))))
    }

    /// What `openssl ocsp` says of an answer: whether it verifies, and the state of the certificate.
    func oracle(_ answer: [UInt8], _ identity: PKI.Identity) throws -> (isVerified: Bool, output: String) {
        let folder = try TemporaryFolder()
        let file = try folder.write(answer, to: "reply")
        let run = try Execution.run(
            "/usr/bin/openssl",
            [
                "ocsp", "-respin", file, "-issuer", root.pem, "-cert", identity.pem, "-CAfile", root.pem,
                "-validity_period", "300",
            ])
        return (run.errors.contains("Response verify OK"), run.output)
    }
}

@Suite struct OCSPTests {
    private func status(
        _ bytes: [UInt8], of identity: PKI.Identity, _ issuer: PKI.Identity, at time: UTCTime? = nil,
        signatures: Int = 10
    ) throws -> OCSPStatus {
        var budget = SignatureBudget(signatures: signatures)
        let response = try OCSPResponse(der: bytes)
        return response.status(
            of: identity.certificate, issuedBy: issuer.certificate, at: time ?? response.producedAt, budget: &budget)
    }

    @Test(arguments: [PKI.KeyKind.p256, .p384, .p521, .rsa])
    func goodAndRevokedAreKnownFromADelegatedResponder(_ kind: PKI.KeyKind) throws {
        let authority = try AnsweringAuthority(key: kind)
        let answer = try authority.answer(about: [authority.leaf, authority.revoked])
        let response = try OCSPResponse(der: answer)
        let now = response.producedAt
        #expect(abs(now.seconds - Int64(Date().timeIntervalSince1970)) < 60)
        guard case .good(let from, let to?) = try status(answer, of: authority.leaf, authority.root) else {
            Issue.record("not good: \(try status(answer, of: authority.leaf, authority.root))")
            return
        }
        #expect(from <= now && to.seconds - from.seconds == 3_600)
        let revoked = try status(answer, of: authority.revoked, authority.root)
        guard case .revoked(let moment, .keyCompromise?) = revoked else {
            Issue.record("not revoked: \(revoked)")
            return
        }
        #expect(revoked.isConclusive && revoked.hasBeenRevoked(by: now) && revoked.hasBeenRevoked(by: moment))
        #expect(!revoked.hasBeenRevoked(by: moment.adding(seconds: -1)))
        let oracle = try authority.oracle(answer, authority.revoked)
        #expect(oracle.isVerified && oracle.output.contains("revoked") && oracle.output.contains("keyCompromise"))
    }

    @Test(arguments: ["sha1", "sha256", "sha384"])
    func theIssuerItselfMayAnswerAndAnyDigestMayNameIt(_ digest: String) throws {
        let authority = try AnsweringAuthority()
        for options in [[], ["-nmin", "60", "-resp_key_id"], ["-nmin", "60", "-resp_no_certs"]] {
            let answer = try authority.answer(
                about: [authority.leaf], signer: authority.root, digest: digest, options: options)
            let result = try status(answer, of: authority.leaf, authority.root)
            guard case .good = result else {
                Issue.record("\(result)")
                continue
            }
            #expect(try status(answer, of: authority.revoked, authority.root) == .notAboutIt)
        }
        let answer = try authority.answer(
            about: [authority.leaf], digest: digest, options: ["-nmin", "60", "-resp_key_id"])
        #expect(try status(answer, of: authority.leaf, authority.root).isConclusive)
    }

    @Test func anAnswerCountsInItsIntervalOnly() throws {
        let authority = try AnsweringAuthority()
        let answer = try authority.answer(about: [authority.leaf, authority.revoked])
        let now = try OCSPResponse(der: answer).producedAt
        for time in [now.adding(seconds: 7_200), now.adding(seconds: -7_200)] {
            guard case .outsideInterval = try status(answer, of: authority.leaf, authority.root, at: time) else {
                Issue.record("counted at \(time)")
                continue
            }
        }
        // Once revoked, always revoked; but not before.
        let later = try status(answer, of: authority.revoked, authority.root, at: now.adding(seconds: 7_200))
        #expect(
            later.hasBeenRevoked(by: now.adding(seconds: 7_200))
                && !later.hasBeenRevoked(by: now.adding(seconds: -7_200)))
        let endless = try authority.answer(about: [authority.leaf], options: ["-resp_key_id"])
        #expect(try status(endless, of: authority.leaf, authority.root).isConclusive)
        #expect(try !status(endless, of: authority.leaf, authority.root, at: now.adding(seconds: 90_000)).isConclusive)
    }

    @Test func aCertificateThatTheAuthorityNeverIssuedIsUnknown() throws {
        let authority = try AnsweringAuthority()
        let forgotten = try authority.pki.issue("forgotten", by: authority.root)
        let index = try String(contentsOfFile: authority.root.index, encoding: .utf8)
        let kept = index.split(separator: "\n").filter { !$0.contains("forgotten") }.joined(separator: "\n") + "\n"
        try authority.pki.folder.write(kept, to: "root.index")
        let answer = try authority.answer(about: [forgotten])
        #expect(try status(answer, of: forgotten, authority.root) == .unknown)
        #expect(try authority.oracle(answer, forgotten).output.contains("unknown"))
    }

    @Test func nobodyElseMayAnswer() throws {
        let authority = try AnsweringAuthority()
        let stranger = try AnsweringAuthority()
        let plain = try authority.pki.issue("plain", by: authority.root)
        let expired = try authority.pki.issue(
            "expired", by: authority.root, extensions: PKI.responder, to: "20210101000000Z")
        let authorityBelow = try authority.pki.issue("below", by: authority.root, extensions: PKI.authority)
        let grandchild = try authority.pki.issue("grandchild", by: authorityBelow, extensions: PKI.responder)
        let impostor = try authority.pki.issue(
            "impostor", extensions: PKI.authority, subject: "/O=Tutela Tests/CN=root")
        let byImpostor = try authority.pki.issue("byImpostor", by: impostor, extensions: PKI.responder)
        for signer in [plain, expired, grandchild, stranger.responder, stranger.root, byImpostor, impostor] {
            let answer = try authority.answer(about: [authority.leaf], signer: signer)
            let result = try status(answer, of: authority.leaf, authority.root)
            #expect(!result.isConclusive, "\(signer.name)")
            switch result {
            case .unauthorised, .badSignature: break
            default: Issue.record("\(signer.name): \(result)")
            }
            #expect(try !authority.oracle(answer, authority.leaf).isVerified, "\(signer.name)")
        }
    }

    @Test func anAnswerAboutAnotherIssuersCertificateIsNotAboutIt() throws {
        let authority = try AnsweringAuthority()
        let impostor = try authority.pki.issue(
            "impostor", extensions: PKI.authority, subject: "/O=Tutela Tests/CN=root")
        let answer = try authority.answer(about: [authority.leaf])
        #expect(try status(answer, of: authority.leaf, impostor) == .notAboutIt)
    }

    @Test func anErrorIsNoAnswer() {
        let tryLater = TLV(0x30, [TLV(0x0a, [3])]).bytes
        let fault = #expect(throws: EncodingFault.self) { try OCSPResponse(der: tryLater) }
        #expect(fault?.code == "certificates.not-usable")
        #expect(throws: EncodingFault.self) { try OCSPResponse(der: TLV(0x30, [TLV(0x0a, [0])]).bytes) }
        #expect(throws: EncodingFault.self) { try OCSPResponse(der: []) }
    }

    @Test func aUsedUpBudgetProvesNothing() throws {
        let authority = try AnsweringAuthority()
        let answer = try authority.answer(about: [authority.leaf])
        #expect(try !status(answer, of: authority.leaf, authority.root, signatures: 0).isConclusive)
        #expect(try !status(answer, of: authority.leaf, authority.root, signatures: 1).isConclusive)
        #expect(try status(answer, of: authority.leaf, authority.root, signatures: 2).isConclusive)
    }
}
