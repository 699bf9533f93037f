// SPDX-License-Identifier: Apache-2.0

import Certificates
import CivilTime
import Foundation
import TestSupport
import Testing

@Suite struct TrustListTests {
    @Test func commentsAreReadOverAndEveryBadBlockIsReported() throws {
        let pki = try PKI()
        let (one, two) = (try pki.issue("one", to: "20300101000000Z"), try pki.issue("two"))
        let pems = try [one, two].map { try String(contentsOfFile: $0.pem, encoding: .utf8) }
        let key = try String(contentsOfFile: one.key, encoding: .utf8)
        let text = """
            Subject\tCN=one
            # a comment
            \(pems[0])
            -----BEGIN CERTIFICATE-----
            bm90IGEgY2VydGlmaWNhdGU=
            -----END CERTIFICATE-----
            -----BEGIN CERTIFICATE-----
            %%%%
            -----END CERTIFICATE-----
            \(key)
            \(pems[1])
            \(pems[0])
            -----BEGIN CERTIFICATE-----
            MIIB
            """
        let date = try #require(UTCTime("2026-08-05"))
        let list = TrustList(name: "test", pem: text, sourceDate: date)
        #expect(list.anchors == [one.certificate, two.certificate])
        #expect(list.count == 2 && list.sourceDate == date && list.name == "test")
        #expect(list.soonestExpiry?.description == "2030-01-01T00:00:00Z")
        #expect(list.faults.count == 5)
        for (fault, words) in zip(list.faults, ["DER", "base64", "PRIVATE KEY", "already", "no end"]) {
            #expect(fault.reason.contains(words), "\(fault)")
        }
        #expect(list.faults.map(\.line) == list.faults.map(\.line).sorted())
        #expect(!list.faults.contains { $0.description.contains("\n") })
        #expect(TrustList(name: "crlf", pem: text.replacing("\n", with: "\r\n")).anchors == list.anchors)
    }

    @Test func anEmptyTextIsAnEmptyList() {
        let list = TrustList(name: "empty", pem: "")
        #expect(list.anchors.isEmpty && list.faults.isEmpty && list.soonestExpiry == nil)
    }

    @Test func certificatesAreAllowedByPEMBase64AndHexadecimal() throws {
        let pki = try PKI()
        let made = try (0..<5).map { try pki.issue("c\($0)") }
        let certificates = made.map(\.certificate)
        func hex(_ index: Int) -> String { certificates[index].fingerprint.map { String(format: "%02x", $0) }.joined() }
        let colons = certificates[3].fingerprint.map { String(format: "%02X", $0) }.joined(separator: ":")
        let lines = """
            # digests
            // more digests

            \(Data(certificates[1].fingerprint).base64EncodedString())
            \(hex(2))
            \(colons)
            """
        let digests = AllowedCertificates(name: "digests", text: lines)
        #expect(certificates.map(digests.contains) == [false, true, true, true, false])
        #expect(digests.count == 3 && digests.faults.isEmpty && digests.soonestExpiry == nil)
        let pem = try String(contentsOfFile: made[0].pem, encoding: .utf8)
        let mixed = AllowedCertificates(name: "mixed", text: pem + lines)
        #expect(certificates.map(mixed.contains) == [true, true, true, true, false])
        #expect(mixed.soonestExpiry == certificates[0].notAfter)
        let bad = AllowedCertificates(name: "bad", text: lines + "\nAAAA\n" + hex(4).dropLast() + "\n")
        #expect(bad.faults.map(\.line) == [7, 8] && !bad.contains(certificates[4]))
    }
}

/// The lists that are in use. They lie beside the repository, because of their licences.
@Suite(.enabled(if: Repository.material("provenance/trust") != nil, "the trust lists are not beside this repository"))
struct RealListTests {
    @Test(arguments: [
        ("C2PA-TRUST-LIST.pem", 30), ("C2PA-TSA-TRUST-LIST.pem", 22), ("interim-anchors.pem", 18),
        ("c2pa-rs-test-roots.pem", 8), ("local-test-roots.pem", 3),
    ])
    func everyAnchorIsReadAndSignedByItselfOrAnother(_ file: String, _ count: Int) throws {
        let folder = try #require(Repository.material("provenance/trust"))
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        let list = TrustList(name: file, pem: text)
        #expect(list.faults == [])
        #expect(list.count == count)
        var selfSigned = 0
        for anchor in list.anchors where anchor.isSelfIssued {
            selfSigned += 1
            let verdict = anchor.publicKey.verify(
                anchor.signature, of: anchor.tbs, algorithm: anchor.signatureAlgorithm)
            #expect(verdict == .valid, "\(anchor.displayName)")
        }
        #expect(selfSigned > 0)
        for anchor in list.anchors where !anchor.isSelfIssued {
            var budget = SignatureBudget()
            let others = list.anchors.filter { $0 != anchor }
            let outcome = CertificatePath.search(
                from: anchor, through: [], to: [TrustList(name: file, anchors: others)], at: anchor.notBefore,
                budget: &budget)
            #expect(outcome.isTrusted || outcome.faults.contains { $0.reason == .noIssuer }, "\(outcome.faults)")
        }
    }

    @Test func theInterimListOfSignersIsRead() throws {
        let folder = try #require(Repository.material("provenance/trust"))
        let text = try String(contentsOf: folder.appending(path: "interim-allowed.pem"), encoding: .utf8)
        let list = AllowedCertificates(name: "interim", text: text)
        let blocks = text.split(separator: "-----BEGIN CERTIFICATE-----").count - 1
        // The published list holds one certificate twice or more; each is said once and counted once.
        #expect(list.count + list.faults.count == blocks && blocks == 86)
        #expect(list.faults.allSatisfy { $0.reason.contains("already") }, "\(list.faults)")
        #expect(list.certificates.allSatisfy(list.contains))
        for certificate in list.certificates {
            if case .rsaPSS(let parameters) = certificate.signatureAlgorithm {
                #expect(parameters.saltLength == parameters.hash.length)
            }
            if case .unsupported(let reason) = certificate.publicKey.kind { Issue.record("\(reason)") }
        }
    }
}
