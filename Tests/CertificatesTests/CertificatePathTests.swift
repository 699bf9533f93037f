// SPDX-License-Identifier: Apache-2.0

import Certificates
import CivilTime
import Foundation
import ProvenanceVocabulary
import TestSupport
import Testing

@Suite struct CertificatePathTests {
    private func search(
        _ leaf: PKI.Identity, _ intermediates: [PKI.Identity] = [], _ anchors: [PKI.Identity],
        at time: UTCTime = someTime, signatures: Int = 100
    ) -> PathOutcome {
        var budget = SignatureBudget(signatures: signatures)
        return CertificatePath.search(
            from: leaf.certificate, through: intermediates.map(\.certificate), to: [TrustList("anchors", anchors)],
            at: time, budget: &budget)
    }

    private func reasons(_ outcome: PathOutcome) -> Set<PathFault.Reason> { Set(outcome.faults.map(\.reason)) }

    @Test(arguments: PKI.KeyKind.allCases)
    func aChainOfEachKindOfKeyIsFound(_ kind: PKI.KeyKind) throws {
        let pki = try PKI()
        let root = try pki.issue("root", key: kind, extensions: PKI.authority)
        let middle = try pki.issue("middle", by: root, key: kind, extensions: PKI.authority)
        let leaf = try pki.issue("leaf", by: middle, key: .p256)
        let path = try #require(search(leaf, [middle], [root]).path)
        #expect(path.certificates == [leaf, middle, root].map(\.certificate))
        #expect(path.list == "anchors" && path.listIndex == 0 && !path.isAnchorOutsideValidity)
        #expect(path.anchor == root.certificate)
        #expect(try Oracle.accepts(pki, leaf, [middle], [root]))
        // Signed by the same name and another key.
        let impostor = try pki.issue(
            "impostor", key: kind, extensions: PKI.authority, subject: "/O=Tutela Tests/CN=root")
        #expect(reasons(search(leaf, [middle], [impostor])) == [.badSignature])
        #expect(try !Oracle.accepts(pki, leaf, [middle], [impostor]))
    }

    @Test func anIntermediateMayBeTheAnchorAndTheLeafToo() throws {
        let pki = try PKI()
        let root = try pki.issue("root", extensions: PKI.authority)
        let upper = try pki.issue("upper", by: root, extensions: PKI.authority)
        let lower = try pki.issue("lower", by: upper, extensions: PKI.authority)
        let leaf = try pki.issue("leaf", by: lower)
        #expect(search(leaf, [lower, upper], [upper]).path?.certificates.count == 3)
        #expect(search(leaf, [], [lower]).path?.certificates.count == 2)
        #expect(search(leaf, [], [leaf]).path?.certificates.count == 1)
        #expect(reasons(search(leaf, [lower], [root])) == [.noIssuer])
        #expect(reasons(search(leaf, [], [root])) == [.noIssuer])
        // The nearest anchor ends the path, and the order of what came with it plays no part.
        #expect(search(leaf, [root, upper, lower], [root, upper]).path?.anchor == upper.certificate)
    }

    @Test func theFirstListWins() throws {
        let pki = try PKI()
        let root = try pki.issue("root", extensions: PKI.authority)
        let leaf = try pki.issue("leaf", by: root)
        let other = try pki.issue("other", extensions: PKI.authority)
        let lists = [TrustList("a", [other]), TrustList("b", [root]), TrustList("c", [root])]
        var budget = SignatureBudget()
        let outcome = CertificatePath.search(
            from: leaf.certificate, through: [], to: lists, at: someTime, budget: &budget)
        #expect(outcome.path?.list == "b" && outcome.path?.listIndex == 1)
        #expect(
            CertificatePath.search(from: leaf.certificate, through: [], to: [], at: someTime, budget: &budget)
                .faults.map(\.reason) == [.noAnchors])
    }

    @Test func whatIsOutsideItsValidityIsKnownFromWhatIsUnlisted() throws {
        let pki = try PKI()
        let root = try pki.issue("root", extensions: PKI.authority, to: "20250101000000Z")
        let middle = try pki.issue("middle", by: root, extensions: PKI.authority, to: "20290101000000Z")
        let leaf = try pki.issue("leaf", by: middle, from: "20250101000000Z", to: "20270101000000Z")
        func at(_ text: String) throws -> PathOutcome {
            search(leaf, [middle], [root], at: try #require(UTCTime(text)))
        }
        let good = try at("2026-06-01")
        #expect(good.isTrusted && good.path?.isAnchorOutsideValidity == true)
        let early = try at("2024-12-31")
        #expect(reasons(early) == [.notYetValid] && early.path != nil && !early.isTrusted)
        let late = try at("2028-01-01")
        #expect(reasons(late) == [.expired] && late.path != nil)
        #expect(try at("2029-06-01").faults.count == 2)
        #expect(search(leaf, [], [leaf], at: try #require(UTCTime("2028-01-01"))).isTrusted == false)
    }

    @Test func aPathThatWasValidIsPreferred() throws {
        let pki = try PKI()
        let root = try pki.issue("root", extensions: PKI.authority)
        let old = try pki.issue(
            "old", by: root, extensions: PKI.authority, subject: "/CN=middle", to: "20210101000000Z")
        let new = try pki.issue("new", by: root, keyOf: old, extensions: PKI.authority, subject: "/CN=middle")
        let leaf = try pki.issue("leaf", by: old)
        #expect(search(leaf, [old, new], [root]).path?.certificates[1] == new.certificate)
        #expect(search(leaf, [old], [root]).isTrusted == false)
        #expect(reasons(search(leaf, [old], [root])) == [.expired])
    }

    @Test func onlyAuthoritiesIssue() throws {
        let pki = try PKI()
        let root = try pki.issue("root", extensions: PKI.authority)
        let notCA = try pki.issue("notCA", by: root, extensions: ["keyUsage=digitalSignature,keyCertSign"])
        let noSign = try pki.issue(
            "noSign", by: root, extensions: ["basicConstraints=critical,CA:TRUE", "keyUsage=digitalSignature"])
        let strange = try pki.issue("strange", by: root, extensions: PKI.authority + ["1.2.3.4=critical,ASN1:NULL"])
        for (issuer, reason) in [
            (notCA, PathFault.Reason.notAuthority), (noSign, .keyUsage), (strange, .criticalExtension),
        ] {
            let leaf = try pki.issue("leaf-\(issuer.name)", by: issuer)
            #expect(reasons(search(leaf, [issuer], [root])) == [reason])
            #expect(reasons(search(leaf, [], [issuer])) == [reason])
            #expect(try !Oracle.accepts(pki, leaf, [issuer], [root]))
        }
        let leaf = try pki.issue("leaf", by: root, extensions: PKI.signer + ["1.2.3.4=critical,ASN1:NULL"])
        #expect(reasons(search(leaf, [], [root])) == [.criticalExtension])
    }

    @Test func theLengthOfThePathIsLimitedByEveryAuthority() throws {
        let pki = try PKI()
        func authority(_ length: Int) -> [String] {
            ["basicConstraints=critical,CA:TRUE,pathlen:\(length)", "keyUsage=critical,keyCertSign"]
        }
        let root = try pki.issue("root", extensions: authority(1))
        let one = try pki.issue("one", by: root, extensions: authority(5))
        let two = try pki.issue("two", by: one, extensions: authority(5))
        // A new key of the same authority does not count.
        let renewed = try pki.issue("renewed", by: one, extensions: authority(5), subject: "/O=Tutela Tests/CN=one")
        let good = try pki.issue("good", by: one)
        let long = try pki.issue("long", by: two)
        let authorityLeaf = try pki.issue("authorityLeaf", by: one, extensions: PKI.authority)
        let fromRenewed = try pki.issue("fromRenewed", by: renewed)
        #expect(search(good, [one], [root]).isTrusted)
        #expect(reasons(search(long, [two, one], [root])) == [.pathLength])
        #expect(search(authorityLeaf, [one], [root]).isTrusted)
        #expect(search(fromRenewed, [renewed, one], [root]).isTrusted)
        #expect(try !Oracle.accepts(pki, long, [two, one], [root]))
        #expect(try Oracle.accepts(pki, authorityLeaf, [one], [root]))
        #expect(try Oracle.accepts(pki, fromRenewed, [renewed, one], [root]))
    }

    @Test func crossSignedCyclesEnd() throws {
        let pki = try PKI()
        let a = try pki.issue("a", extensions: PKI.authority)
        let b = try pki.issue("b", extensions: PKI.authority)
        let aByB = try pki.issue("aByB", by: b, keyOf: a, extensions: PKI.authority, subject: "/O=Tutela Tests/CN=a")
        let bByA = try pki.issue("bByA", by: a, keyOf: b, extensions: PKI.authority, subject: "/O=Tutela Tests/CN=b")
        let leaf = try pki.issue("leaf", by: a)
        let stranger = try pki.issue("stranger", extensions: PKI.authority)
        #expect(reasons(search(leaf, [aByB, bByA, a, b], [stranger])) == [.cycle])
        #expect(search(leaf, [bByA, aByB], [b]).path?.certificates.count == 3)
        #expect(try Oracle.accepts(pki, leaf, [bByA, aByB], [b]))
    }

    @Test func namesAreConstrained() throws {
        let pki = try PKI()
        let root = try pki.issue("root", extensions: PKI.authority)
        let constrained = try pki.issue(
            "constrained", by: root,
            extensions: PKI.authority + [
                "nameConstraints=critical,permitted;dirName:d,permitted;email:.example", "[d]", "O=Good",
            ])
        let good = try pki.issue("good", by: constrained, subject: "/O=Good/CN=x")
        let bad = try pki.issue("bad", by: constrained, subject: "/O=Bad/CN=x")
        let mail = try pki.issue(
            "mail", by: constrained, extensions: PKI.signer + ["subjectAltName=email:a@b.example"],
            subject: "/O=Good/CN=x")
        #expect(search(good, [constrained], [root]).isTrusted)
        #expect(search(good, [], [constrained]).isTrusted)
        #expect(reasons(search(bad, [constrained], [root])) == [.nameConstraint])
        #expect(reasons(search(bad, [], [constrained])) == [.nameConstraint])
        // OpenSSL would compare the address; here it is refused because nothing compares it.
        #expect(reasons(search(mail, [constrained], [root])) == [.nameConstraint])
        #expect(try Oracle.accepts(pki, good, [constrained], [root]))
        #expect(try !Oracle.accepts(pki, bad, [constrained], [root]))
    }

    @Test func weakSignaturesAreRefused() throws {
        let pki = try PKI()
        let root = try pki.issue("root", key: .rsa, extensions: PKI.authority)
        let leaf = try pki.issue("leaf", by: root, digest: "sha1")
        #expect(reasons(search(leaf, [], [root])) == [.algorithm])
    }

    @Test func theBudgetBoundsVerificationsAndWhatIsKnownCostsNothing() throws {
        let pki = try PKI()
        let root = try pki.issue("root", extensions: PKI.authority)
        let middle = try pki.issue("middle", by: root, extensions: PKI.authority)
        let leaf = try pki.issue("leaf", by: middle)
        #expect(search(leaf, [middle], [root], signatures: 2).isTrusted)
        #expect(reasons(search(leaf, [middle], [root], signatures: 1)) == [.budget])
        #expect(reasons(search(leaf, [middle], [root], signatures: 0)) == [.budget])
        var budget = SignatureBudget(signatures: 2)
        for _ in 0..<5 {
            let outcome = CertificatePath.search(
                from: leaf.certificate, through: [middle.certificate], to: [TrustList("anchors", [root])],
                at: someTime, budget: &budget)
            #expect(outcome.isTrusted)
        }
        #expect(budget.remaining == 0 && !budget.isExhausted)
        #expect(!budget.take() && budget.isExhausted)
    }

    @Test func moreCertificatesThanTheLimitAreRefused() throws {
        let pki = try PKI()
        let root = try pki.issue("root", extensions: PKI.authority)
        let leaf = try pki.issue("leaf", by: root)
        let many = [PKI.Identity](repeating: root, count: ProvenanceLimits.certificates + 1)
        #expect(reasons(search(leaf, many, [root])) == [.tooManyCertificates])
        #expect(search(leaf, Array(many.dropLast()), [root]).isTrusted)
    }

    /// Four authorities that certify each other in every way, some of them badly, and random questions.
    @Test func verdictsAgreeWithOpenSSL() throws {
        let pki = try PKI()
        var random = SplitMix(state: 20_261_124)
        let names = ["a", "b", "c", "d"]
        var pool = try names.map { try pki.issue($0, extensions: PKI.authority) }
        for (issuer, subject) in [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (1, 0)] {
            let variants: [([String], String)] = [
                (PKI.authority, "20400101000000Z"),
                (["basicConstraints=critical,CA:TRUE,pathlen:0", "keyUsage=keyCertSign"], "20400101000000Z"),
                (PKI.authority, "20210101000000Z"),
                (["basicConstraints=CA:FALSE"], "20400101000000Z"),
            ]
            let (extensions, end) = variants[Int.random(in: 0..<4, using: &random)]
            pool.append(
                try pki.issue(
                    "\(names[subject])By\(names[issuer])\(pool.count)", by: pool[issuer], keyOf: pool[subject],
                    extensions: extensions, subject: "/O=Tutela Tests/CN=\(names[subject])", to: end))
        }
        let leaves = try (0..<4).map { try pki.issue("leaf\($0)", by: pool[$0]) }
        var verdicts = [0, 0]
        for number in 0..<60 {
            let leaf = leaves[Int.random(in: 0..<4, using: &random)]
            let given = pool.filter { _ in Bool.random(using: &random) }.shuffled(using: &random)
            let anchors = pool.filter { _ in Int.random(in: 0..<5, using: &random) == 0 }
            let outcome = search(leaf, given, anchors)
            let mine = outcome.isTrusted
            let theirs = try Oracle.accepts(pki, leaf, given, anchors, number)
            // OpenSSL wants an anchor to be valid too; here that is only told.
            if outcome.path?.isAnchorOutsideValidity == true { continue }
            // OpenSSL takes the first issuer that looks right and does not come back to try another; a path that it
            // finds must be found here too, and one that it misses must hold when it is given nothing else.
            if mine != theirs {
                let path = outcome.path?.certificates ?? []
                let used = given.filter { path.dropFirst().dropLast().contains($0.certificate) }
                let end = anchors.filter { $0.certificate == path.last }
                #expect(mine, "question \(number)")
                #expect(try Oracle.accepts(pki, leaf, used, end, number + 1_000), "question \(number)")
            }
            verdicts[mine ? 1 : 0] += 1
        }
        #expect(verdicts[0] > 10 && verdicts[1] > 10, "\(verdicts)")
    }
}

/// `openssl verify`.
enum Oracle {
    static func accepts(
        _ pki: PKI, _ leaf: PKI.Identity, _ intermediates: [PKI.Identity], _ anchors: [PKI.Identity],
        _ number: Int = 0, at time: UTCTime = someTime
    ) throws -> Bool {
        guard !anchors.isEmpty else { return false }
        let tag = "\(leaf.name)-\(number)-\(intermediates.count)-\(anchors.map(\.name).joined())"
        let trusted = try pki.bundle(anchors, "trusted-\(tag)")
        var arguments = ["verify", "-partial_chain", "-no-CApath", "-no-CAstore", "-attime", "\(time.seconds)"]
        arguments += ["-CAfile", trusted]
        if !intermediates.isEmpty {
            arguments += ["-untrusted", try pki.bundle(intermediates, "untrusted-\(tag)")]
        }
        return try Execution.run("/usr/bin/openssl", arguments + [leaf.pem]).status == 0
    }
}
