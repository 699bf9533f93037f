// SPDX-License-Identifier: Apache-2.0

import Certificates
import Foundation
import TestSupport
import Testing

/// What is left of a certificate, a token or an answer when someone changes it.
@Suite struct DamageTests {
    /// The bytes that can be changed, each by itself: in one bit in the normal tier; in the long one in each of its bits,
    /// and in all of them at once.
    private func survivors(of bytes: [UInt8], _ isValid: ([UInt8]) -> Bool) -> [Int] {
        var random = SplitMix(state: UInt64(bytes.count))
        var found: [Int] = []
        for position in bytes.indices {
            let masks: [UInt8] =
                Repository.runsLongTests
                ? [1, 2, 4, 8, 16, 32, 64, 128, 255] : [1 << UInt8.random(in: 0...7, using: &random)]
            for mask in masks {
                var changed = bytes
                changed[position] ^= mask
                if isValid(changed) {
                    found.append(position)
                    break
                }
            }
        }
        return found
    }

    @Test(arguments: PKI.KeyKind.allCases)
    func noByteOfACertificateCanChange(_ kind: PKI.KeyKind) throws {
        let pki = try PKI()
        let root = try pki.issue("root", key: kind, extensions: PKI.authority)
        let leaf = try pki.issue("leaf", by: root)
        let list = TrustList("anchors", [root])
        func isTrusted(_ der: [UInt8]) -> Bool {
            guard let certificate = try? Certificate(der: der) else { return false }
            var budget = SignatureBudget(signatures: 2)
            return CertificatePath.search(
                from: certificate, through: [], to: [list], at: someTime, budget: &budget
            ).isTrusted
        }
        #expect(isTrusted(leaf.certificate.der))
        #expect(survivors(of: leaf.certificate.der, isTrusted) == [])
        #expect(
            !leaf.certificate.der.indices.contains {
                (try? Certificate(der: Array(leaf.certificate.der.prefix($0)))) != nil
            })
    }

    @Test(arguments: Repository.runsLongTests ? [PKI.KeyKind.p256, .rsa] : [.p256])
    func onlyUnsignedPartsOfATokenCanChange(_ kind: PKI.KeyKind) throws {
        let authority = try StampingAuthority(key: kind)
        let message = Array("what existed".utf8)
        let token = try authority.stamp(message)
        let list = authority.list
        func isValid(_ bytes: [UInt8]) -> Bool {
            guard let stamp = try? TimeStamp(token: bytes) else { return false }
            var budget = SignatureBudget(signatures: 8)
            return stamp.verification(of: message, to: [list], budget: &budget).outcome == .valid
        }
        #expect(isValid(token))
        let outer = try #require(TLV.read(token))
        let signed = outer.children[1].children[0].children
        let signer = try #require(signed.last?.children.first).children
        // CMS does not sign these: two version numbers; the set of digests, which only announces; and the name by which the
        // signer's certificate is looked up, of which the signed attributes hold the digest.
        let free = [signed[0], signed[1], signer[0], signer[1]]
        for position in survivors(of: token, isValid) {
            #expect(free.contains { $0.range.contains(position) }, "byte \(position)")
        }
        #expect(!token.indices.contains { (try? TimeStamp(token: Array(token.prefix($0)))) != nil })
        // What is not signed may not add a second signer, or take the only one away, either.
        var parts = signed
        parts[parts.count - 1] = TLV(0x31, [TLV(0x30, signer), TLV(0x30, signer)])
        #expect(!isValid(TLV(0x30, [outer.children[0], TLV(0xa0, [TLV(0x30, parts)])]).bytes))
        parts[parts.count - 1] = TLV(0x31, [TLV]())
        #expect(!isValid(TLV(0x30, [outer.children[0], TLV(0xa0, [TLV(0x30, parts)])]).bytes))
    }

    @Test func noByteOfAnOCSPAnswerCanChange() throws {
        let authority = try AnsweringAuthority()
        for signer in [authority.responder, authority.root] {
            let options = signer.name == "root" ? ["-nmin", "60", "-resp_no_certs"] : ["-nmin", "60"]
            let answer = try authority.answer(about: [authority.leaf], signer: signer, options: options)
            let now = try OCSPResponse(der: answer).producedAt
            func isConclusive(_ der: [UInt8]) -> Bool {
                guard let response = try? OCSPResponse(der: der) else { return false }
                var budget = SignatureBudget(signatures: 3)
                return response.status(
                    of: authority.leaf.certificate, issuedBy: authority.root.certificate, at: now, budget: &budget
                ).isConclusive
            }
            #expect(isConclusive(answer))
            #expect(survivors(of: answer, isConclusive) == [])
            #expect(!answer.indices.contains { (try? OCSPResponse(der: Array(answer.prefix($0)))) != nil })
        }
    }

    /// Reaching the end of this test is what it proves: nothing crashes, and time and memory stay bounded.
    @Test func nothingThatIsMutatedCrashes() throws {
        let authority = try StampingAuthority()
        let answering = try AnsweringAuthority()
        let message = Array("what existed".utf8)
        let token = try authority.stamp(message)
        let seeds = [
            authority.signer.certificate.der, token, try HandMadeToken.indefinite(token),
            try answering.answer(about: [answering.leaf, answering.revoked]),
        ]
        var random = SplitMix(state: 7)
        var parsed = 0
        let interesting: [UInt8] = [0, 1, 0x30, 0x31, 0x7f, 0x80, 0x81, 0x84, 0x88, 0xa0, 0xff]
        for _ in 0..<(Repository.runsLongTests ? 100_000 : 2_000) {
            var bytes = seeds[Int.random(in: 0..<seeds.count, using: &random)]
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<6, using: &random) {
                case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
                case 1, 2: bytes[position] = interesting[Int.random(in: 0..<interesting.count, using: &random)]
                case 3: bytes.remove(at: position)
                case 4: bytes.insert(interesting[Int.random(in: 0..<interesting.count, using: &random)], at: position)
                default:
                    let other = seeds[Int.random(in: 0..<seeds.count, using: &random)]
                    let start = Int.random(in: 0..<other.count, using: &random)
                    let end = min(other.count, start + Int.random(in: 1...40, using: &random))
                    bytes.replaceSubrange(position..<min(bytes.count, position + end - start), with: other[start..<end])
                }
                if bytes.isEmpty { bytes = [0x30] }
            }
            var budget = SignatureBudget(signatures: 4)
            if let certificate = try? Certificate(der: bytes) {
                parsed += 1
                _ = CertificateProfile.claimSigning.faults(of: certificate)
                _ = (certificate.description, certificate.displayName, certificate.policies.map(\.description))
                _ = CertificatePath.search(
                    from: certificate, through: [certificate], to: [authority.list], at: someTime, budget: &budget)
                _ = certificate.publicKey.verify(bytes, of: bytes, algorithm: certificate.signatureAlgorithm)
            }
            if let stamp = try? TimeStamp(responseOrToken: bytes) {
                parsed += 1
                _ = stamp.verification(of: message, to: [authority.list], budget: &budget)
            }
            if let response = try? OCSPResponse(der: bytes) {
                parsed += 1
                _ = response.status(
                    of: answering.leaf.certificate, issuedBy: answering.root.certificate, at: someTime, budget: &budget)
            }
        }
        // Otherwise the mutations would be too wild to reach anything.
        #expect(parsed > 100)
    }

    @Test func impossibleKeysAndSignaturesAreRefusedWithoutHarm() throws {
        let algorithm = TLV(
            0x30,
            [TLV(0x06, [0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]), TLV(0x06, [0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7])])
        for point in [[], [4], [4] + [UInt8](repeating: 0, count: 64), [2] + [UInt8](repeating: 0xff, count: 32), [0]]
            as [[UInt8]]
        {
            let key = try PublicKey(der: TLV(0x30, [algorithm, TLV(0x03, [0] + point)]).bytes)
            #expect(key.verify([UInt8](repeating: 1, count: 64), of: [], algorithm: COSEAlgorithm.es256) != .valid)
        }
        let rsa = TLV(0x30, [TLV(0x06, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1]), TLV(0x05, [UInt8]())])
        let modulus: [UInt8] = [0, 0xff] + [UInt8](repeating: 0xff, count: 255)
        for exponent in [[0], [1], [2], [0x7f] + [UInt8](repeating: 0xff, count: 300)] as [[UInt8]] {
            let numbers = TLV(0x30, [TLV(0x02, modulus), TLV(0x02, exponent)])
            let key = try PublicKey(der: TLV(0x30, [rsa, TLV(0x03, [0] + numbers.bytes)]).bytes)
            for count in [0, 1, 255, 256, 257, 10_000] {
                let signature = [UInt8](repeating: 0, count: count)
                #expect(key.verify(signature, of: [], algorithm: .rsaPKCS1(.sha256)) != .valid)
                #expect(key.verify(signature, of: [], algorithm: COSEAlgorithm.ps256) != .valid)
            }
        }
    }
}
