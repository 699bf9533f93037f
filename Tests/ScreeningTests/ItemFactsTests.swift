// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import Policy
import Provenance
import ProvenanceVocabulary
import TestSupport
import Testing

@testable import Screening

@Suite("Facts of an item")
struct ItemFactsTests {
    private func facts(_ record: ScanRecord, sources: [String: String] = [:]) -> FactSet {
        let lists = sources.map { name, source in
            ScanRun.List(
                name: name, isKnownGood: false, tier: "A", contributors: 2, entries: 1, changed: .distantPast,
                source: source)
        }
        return ItemFacts(lists: lists).facts(of: record, at: PolicySample.time)
    }

    private func words(_ facts: FactSet, _ name: FactName) -> Set<String>? {
        guard case .words(let mask) = facts[name] else { return nil }
        return Set(
            FactRegistry.definition(of: name).words.enumerated().filter { mask & 1 << UInt32($0.offset) != 0 }
                .map(\.element))
    }

    private func word(_ facts: FactSet, _ name: FactName) -> String? {
        guard case .word(let index) = facts[name] else { return nil }
        return FactRegistry.definition(of: name).words[index]
    }

    // MARK: lists

    @Test("a screened item without a match says so, when and where")
    func nothingNear() {
        let facts = facts(PolicySample.record())
        #expect(word(facts, .matchKind) == "none")
        #expect(facts[.scanFailed] == .flag(false))
        #expect(word(facts, .surface) == "stored-files")
        #expect(facts[.clockDetectedAt] == .instant(PolicySample.time))
        #expect(facts.readings(of: .scanFailed).first?.source == FactSource(.screening))
        #expect(facts.readings(of: .scanFailed).first?.at == PolicySample.time)
    }

    @Test("a list's word decides what it lists; one without a word may be the gravest thing")
    func content() {
        for (category, expected) in [
            ("csam", "csam"), ("CSAM.baseline", "csam"), ("csam-tool", "csam-tool"), ("ncii-2", "ncii"),
            ("undress-service", "undress-service"), ("adult", "adult"), ("csamx", "other"), ("known", "other"),
        ] {
            let facts = facts(PolicySample.record([PolicySample.match(category)]))
            #expect(words(facts, .matchContent) == [expected], "\(category)")
        }
        #expect(facts(PolicySample.record([PolicySample.match()]))[.matchContent] == .unknown)
        let unworded = [PolicySample.match("adult"), PolicySample.match(bank: "b")]
        #expect(facts(PolicySample.record(unworded))[.matchContent] == .unknown)
        let graver = [PolicySample.match("csam"), PolicySample.match(bank: "b")]
        #expect(words(facts(PolicySample.record(graver)), .matchContent) == ["csam"])
    }

    @Test("whose list it is comes from its source, by name and not by a word in passing")
    func sources() {
        for (source, expected) in [
            ("NCMEC, agreement of 2026", "ncmec"), ("NCMEC generative AI", "ncmec-generative-ai"),
            ("iwf: hash list", "iwf"),
            ("Take It Down", "takeitdown"), ("StopNCII.org", "stopncii"), ("partner, like NCMEC", "operator"),
            ("", "operator"),
        ] {
            let facts = facts(PolicySample.record([PolicySample.match("csam")]), sources: ["a": source])
            #expect(words(facts, .matchSources) == [expected], "\(source)")
        }
    }

    @Test("the closest match, its kind and its lists are named")
    func distance() {
        let both = facts(
            PolicySample.record([PolicySample.match("csam"), PolicySample.match("csam", bank: "b", distance: 3)]))
        #expect(both[.matchDistance] == .number(3))
        #expect(word(both, .matchKind) == "perceptual")
        #expect(both.readings(of: .matchKind).first?.source == FactSource(.matching, "a, b"))
        let exact = facts(PolicySample.record([PolicySample.match("csam"), PolicySample.match("csam", .sha256)]))
        #expect(exact[.matchDistance] == .number(0))
        #expect(word(exact, .matchKind) == "exact")
        #expect(exact[.matchCorroborated] == .flag(true))
        #expect(both[.matchCorroborated] == .flag(false))
    }

    @Test("a known-good list lists nothing; it clears an exact file only")
    func knownGood() {
        let near = facts(PolicySample.record([PolicySample.match("csam", isKnownGood: true)]))
        #expect(word(near, .matchKind) == "none")
        #expect(near[.matchCleared] == .flag(false))
        let exact = facts(PolicySample.record([PolicySample.match(nil, .sha256, isKnownGood: true)]))
        #expect(exact[.matchCleared] == .flag(true))
        #expect(
            facts(PolicySample.record([PolicySample.match(nil, .md5, isKnownGood: true)]))[.matchCleared]
                == .flag(false))
    }

    @Test("what could not be scanned leaves what the lists say unknown", arguments: ItemStatus.allCases)
    func failed(_ status: ItemStatus) {
        guard status != .screened else { return }
        let facts = facts(PolicySample.record(status: status, reason: StatusReason(code: "damaged", message: "")))
        #expect(facts[.scanFailed] == .flag(true))
        for name in [FactName.matchKind, .matchContent, .matchSources] { #expect(facts[name] == .unknown, "\(name)") }
        let part = self.facts(PolicySample.record(isPartial: true))
        #expect(part[.scanFailed] == .flag(true))
        #expect(part[.matchKind] == .unknown)
        let found = self.facts(PolicySample.record([PolicySample.match("csam", .sha256)], status: status))
        #expect(word(found, .matchKind) == "exact", "a match of a broken file is a match")
    }

    @Test("a file that is no picture, and one that is known good to the last bit, did not fail")
    func notFailed() {
        let text = PolicySample.record(
            status: .unsupported, reason: StatusReason(code: StatusReason.notMediaCode, message: ""))
        #expect(facts(text)[.scanFailed] == .flag(false))
        let good = PolicySample.record([PolicySample.match(nil, .sha256, isKnownGood: true)], status: .undecodable)
        #expect(facts(good)[.scanFailed] == .flag(false))
    }

    // MARK: provenance

    private func provenance(_ statements: [Statement], pixels: PixelExamination = .examined) -> FactSet {
        facts(PolicySample.record(provenance: ProvenanceRecord(statements: statements, pixels: pixels)))
    }

    @Test("every statement counts, not only the first")
    func allStatements() {
        let facts = provenance([
            PolicySample.statement("c2pa", .signedTrusted, .captured),
            PolicySample.statement("midjourney", .declaredUnsigned, .aiGenerated),
        ])
        #expect(words(facts, .provenanceClaims) == ["captured", "ai-generated"])
        #expect(word(facts, .provenanceLevel) == "signed-trusted")
        #expect(facts[.labelMachineReadable] == .flag(true))
        #expect(facts[.labelStripped] == .flag(true), "they contradict each other")
        #expect(facts.readings(of: .labelMachineReadable).first?.source == FactSource(.provenance, "midjourney"))
    }

    @Test("only a trusted signature that nothing contradicts sets the origin, and a camera never does")
    func origin() {
        func origin(_ statements: Statement...) -> String? { word(provenance(statements), .origin) }
        #expect(origin(PolicySample.statement("c2pa", .signedTrusted, .aiGenerated)) == "synthetic")
        for level in Level.allCases where level != .signedTrusted {
            #expect(origin(PolicySample.statement("c2pa", level, .aiGenerated)) == nil, "\(level)")
        }
        for claim in Claim.allCases where claim != .aiGenerated {
            #expect(origin(PolicySample.statement("c2pa", .signedTrusted, claim)) == nil, "\(claim)")
        }
        #expect(
            origin(
                PolicySample.statement("c2pa", .signedTrusted, .aiGenerated),
                PolicySample.statement("exif", .declaredUnsigned, .captured)) == nil)
    }

    @Test("China's label has its three values, and everything else is malformed")
    func nationalLabel() {
        func label(_ technical: String) -> String? {
            word(
                provenance([
                    PolicySample.statement("tc260.aigc", .declaredUnsigned, .aiPossible, technical: technical)
                ]), .provenanceAigcLabel)
        }
        for value in ["1", "2", "3"] {
            #expect(label("XMP; block at byte 3; value “Label=\(value)”; Label “\(value)”; ProduceID “x”.") == value)
        }
        #expect(label("XMP; Label “4”.") == "malformed")
        #expect(label("XMP; ProduceID “1”.") == "malformed")
        #expect(word(provenance([]), .provenanceAigcLabel) == "absent")
    }

    @Test("that a file has no label is known only when all of it was read")
    func noLabel() {
        #expect(provenance([])[.labelMachineReadable] == .flag(false))
        #expect(provenance([])[.provenanceWatermark] == .word(0))
        let unseen = provenance([], pixels: .notExamined(because: "fast"))
        #expect(unseen[.labelMachineReadable] == .unknown)
        #expect(unseen[.provenanceWatermark] == .unknown)
        for statement in [
            PolicySample.statement("c2pa", .credentialsFailed, .noneUsable),
            PolicySample.statement("c2pa.remote", .remoteReferenceOnly, .notStated),
            PolicySample.statement("metadata.damaged", .unreadableOrHostile, .noneUsable),
            PolicySample.statement("x", .declaredUnsigned, .aiPossible),
        ] {
            #expect(provenance([statement])[.labelMachineReadable] == .unknown, "\(statement.level)")
        }
        let failed = provenance([PolicySample.statement("c2pa", .credentialsFailed, .noneUsable)])
        #expect(failed[.labelStripped] == .flag(true))
        let mark = provenance([PolicySample.statement("watermark.dwtDct", .watermark, .aiGenerated)])
        #expect(word(mark, .provenanceWatermark) == "present")
        #expect(facts(PolicySample.record())[.labelMachineReadable] == .unknown, "nobody looked")
    }
}

@Suite("A scan that decides by rules")
struct ScanPolicyTests {
    @Test("the action is the stricter of both, never a weaker one, over random records")
    func neverWeaker() throws {
        var random = SplitMix(state: 7)
        let policy = try PolicySample.policy()
        var seen: Set<Policy.Action> = []
        for _ in 0..<3000 {
            let matches = (0..<Int(random.next() % 4)).map { _ in
                PolicySample.match(
                    ["csam", "known", "ncii", nil][Int(random.next() % 4)],
                    [.pdq, .sha256, .md5, .sha1][Int(random.next() % 4)], bank: ["a", "b"][Int(random.next() % 2)],
                    distance: Int(random.next() % 32), isKnownGood: random.next() % 4 == 0,
                    tier: ["A", "B"][Int(random.next() % 2)])
            }
            let claim = Claim.allCases[Int(random.next() % UInt64(Claim.allCases.count))]
            let level = Level.allCases[Int(random.next() % UInt64(Level.allCases.count))]
            var record = PolicySample.record(
                matches, status: ItemStatus.allCases[Int(random.next() % UInt64(ItemStatus.allCases.count))],
                isPartial: random.next() % 5 == 0,
                provenance: random.next() % 2 == 0
                    ? nil
                    : ProvenanceRecord(
                        statements: [PolicySample.statement("x", level, claim)], pixels: .examined))
            let before = record.decision
            policy.decide(&record, ItemFacts())
            let rules = try #require(record.decision.policy)
            #expect(record.decision.action == max(before.action, rules.action))
            #expect(record.decision.outcome == before.outcome)
            #expect(record.decision.because == before.because)
            // Corroboration alone may block: the rules never do without it.
            #expect(rules.action != .block || before.outcome == .match)
            seen.insert(record.decision.action)
        }
        #expect(seen == [.allow, .label, .review, .block], "\(seen)")
    }

    @Test("a decision holds the facts that it rests on, so it can be made again")
    func again() throws {
        let policy = try PolicySample.policy()
        var record = PolicySample.record([PolicySample.match("csam"), PolicySample.match("csam", .sha256)])
        policy.decide(&record, ItemFacts())
        let decision = try #require(record.decision.policy)
        let again = policy.rules.decide(decision.facts, at: decision.at)
        #expect(again.canonical.text == decision.canonical.text)
        #expect(decision.category == .csamUnknownOrigin)
        #expect(decision.at == PolicySample.time)
    }

    @Test("the account of actions adds up to all pictures and videos")
    func tally() throws {
        let policy = try PolicySample.policy()
        var ledger = ScanLedger(listingLimit: 2)
        let records =
            [
                PolicySample.record([PolicySample.match("csam"), PolicySample.match("csam", .sha256)]),
                PolicySample.record([PolicySample.match("csam")]), PolicySample.record(),
                PolicySample.record(status: .timeout),
                PolicySample.record(
                    provenance: ProvenanceRecord(
                        statements: [PolicySample.statement("x", .declaredUnsigned, .aiGenerated)], pixels: .examined)),
            ]
        for var record in records {
            policy.decide(&record, ItemFacts())
            ledger.add(record, qualityFloor: 50)
        }
        #expect(ledger.policy.rows.values.reduce(0, +) == ledger.media)
        #expect(ledger.policy[.block] == 1)
        #expect(ledger.policy[.label] == 1)
        #expect(ledger.policy[.allow] == 1)
        #expect(ledger.policy.listedCount == 4)
        #expect(ledger.policy.listed.count == 2, "memory is bounded")
        #expect(ledger.policy.categories.values.reduce(0, +) + ledger.policy.withoutCategory == ledger.media)
        #expect(ledger.policy.duties.allSatisfy { $0.items > 0 })
    }
}
