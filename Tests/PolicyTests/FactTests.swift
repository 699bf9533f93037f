// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import TestSupport
import Testing

@Suite struct FactTests {
    @Test func ofSeveralScoresTheGreatestIsBelieved() throws {
        var set = FactSet()
        for (name, score) in [("one", 0.98), ("two", 0.99)] {
            try set.set(.classifierCsam, FactReading(.number(score), source: FactSource(.classifier, name)))
        }
        #expect(set[.classifierCsam] == .number(0.99) && !set.isDisputed(.classifierCsam))
        try set.set(.classifierCsam, FactReading(.unknown, source: FactSource(.classifier, "three")))
        #expect(set[.classifierCsam] == .unknown)
    }

    /// A drawing is reported less than a photograph, so no program and nobody who asks may call a picture one.
    @Test func onlyAPersonOrADocumentCallsAPictureDrawn() throws {
        for role in FactRole.allCases where FactRegistry.definition(of: .origin).setters.contains(role) {
            var set = FactSet()
            let mayDo = [.reviewer, .authority, .record].contains(role)
            try? set.set(.origin, FactReading(.word(3), source: FactSource(role)))
            #expect(set.isSet(.origin) == mayDo)
        }
    }

    @Test func everyFactIsDefinedInItsPlace() {
        #expect(FactRegistry.definitions.count == FactName.allCases.count)
        for (index, name) in FactName.allCases.enumerated() {
            #expect(name.index == index)
            #expect(FactRegistry.definitions[index].name == name)
            let definition = FactRegistry.definition(of: name)
            #expect(definition.words.count <= 32 && Set(definition.words).count == definition.words.count)
            #expect(!definition.setters.isEmpty && !definition.meaning.isEmpty)
            var probe = FactSet()
            #expect(throws: Never.self) {
                try probe.set(name, FactReading(definition.absent, source: FactSource(.stated)))
            }
        }
        for event in ClockEvent.allCases { #expect(FactName.clock(event).rawValue == "clock.\(event.rawValue)") }
    }

    @Test func onlySettersSetAFact() {
        for name in FactName.allCases {
            let definition = FactRegistry.definition(of: name)
            for role in FactRole.allCases {
                var set = FactSet()
                let mayset = role == .stated || definition.setters.contains(role)
                let result = Result { try set.set(name, FactReading(.unknown, source: FactSource(role))) }
                #expect(((try? result.get()) != nil) == mayset, "\(name.rawValue) by \(role.rawValue)")
                #expect(set.isSet(name) == mayset)
            }
        }
    }

    @Test func onlyPeopleAndRecordsClear() throws {
        for (name, value) in [(FactName.depictedMinor, FactValue.flag(false)), (.consent, .word(2))] {
            for role in [FactRole.reviewer, .authority, .record] {
                var set = FactSet()
                try set.set(name, FactReading(value, source: FactSource(role)))
                #expect(set[name] == value)
            }
            for role in [FactRole.classifier, .request, .operator, .provenance, .matching] {
                var set = FactSet()
                #expect(throws: FactProblem.self) { try set.set(name, FactReading(value, source: FactSource(role))) }
                #expect(!set.isSet(name))
            }
        }
    }

    @Test func theFirstRoleIsBelievedAndEqualsThatDisagreeAreNot() throws {
        var set = FactSet()
        try set.set(.depictedMinor, FactReading(.flag(true), source: FactSource(.classifier, "a")))
        #expect(set[.depictedMinor] == .flag(true))
        try set.set(.depictedMinor, FactReading(.flag(false), source: FactSource(.reviewer, "1")))
        #expect(set[.depictedMinor] == .flag(false) && !set.isDisputed(.depictedMinor))
        try set.set(.depictedMinor, FactReading(.flag(true), source: FactSource(.reviewer, "2")))
        #expect(set[.depictedMinor] == .unknown && set.isDisputed(.depictedMinor))
        try set.set(.depictedMinor, FactReading(.flag(true), source: FactSource(.reviewer, "1")))
        #expect(set[.depictedMinor] == .flag(true))
        #expect(
            set.readings(of: .depictedMinor).map(\.source.description) == ["reviewer:1", "reviewer:2", "classifier:a"])
    }

    @Test func valuesOfTheWrongTypeAreRefused() {
        let wrong: [(FactName, FactValue)] = [
            (.origin, .word(4)), (.origin, .word(-1)), (.matchContent, .words(1 << 6)), (.matchDistance, .number(257)),
            (.matchDistance, .number(.nan)), (.reviewPeople, .number(0.5)), (.reviewPeople, .number(-1)),
            (.legalHold, .word(0)),
            (.classifierCsam, .number(.infinity)),
        ]
        for (name, value) in wrong {
            var set = FactSet()
            #expect(throws: FactProblem.self) { try set.set(name, FactReading(value, source: FactSource(.stated))) }
        }
        var set = FactSet()
        #expect(throws: FactProblem.self) {
            try set.set(.legalHold, FactReading(.flag(true), source: FactSource(.stated), confidence: 1.1))
        }
    }
}

@Suite struct DigestTests {
    @Test func theDigestOfARuleIsOverEverythingButItsReview() {
        let base = rule("us.a", [.csamReal], when: "legal.hold", [duty(.log, within: "PT48H")])
        let changes: [(inout Rule) -> Void] = [
            { $0.id = "us.b" }, { $0.title.ko = "x" }, { $0.citation = "x" }, { $0.says = "x" },
            { $0.status = .future },
            { $0.inForce = moment("2020-01-02") }, { $0.expires = day },
            { $0.grace = Rule.Grace(until: day, relieves: .duty) },
            { $0.concerns = .service }, { $0.nexus = [.market] }, { $0.categories = nil }, { $0.actors = 1 },
            { $0.when = condition("scan.failed") }, { $0.onUnknown = .include }, { $0.obligations = [] },
            { $0.obligations[0].limit = length("PT24H") }, { $0.obligations[0].verb = .remove },
            { $0.obligations[0].modality = .permitted }, { $0.obligations[0].clock = .orderReceivedAt },
            { $0.obligations[0].recipient = .nca }, { $0.obligations[0].what = [.content] },
            { $0.obligations[0].when = condition("scan.failed") }, { $0.obligations[0].urgency = .asap },
            { $0.obligations[0].keepFor = length("P1Y") }, { $0.obligations[0].atMost = length("P1Y") },
            { $0.obligations[0].format = "x" }, { $0.obligations[0].note = LocalText(en: "x") },
            { $0.source.kind = .secondary }, { $0.source.url = nil }, { $0.confidence = .low },
        ]
        var digests: Set = [base.digest]
        for change in changes {
            var changed = base
            change(&changed)
            digests.insert(changed.digest)
        }
        #expect(digests.count == changes.count + 1)
        var reviewed = base
        reviewed.review = lawyer
        #expect(reviewed.digest == base.digest)
    }

    @Test func theDigestOfASetKnowsReviews() throws {
        let one = try ruleSet(law("US", rule("us.a"))), two = try ruleSet(law("US", rule("us.a", signed: true)))
        #expect(one.digest != two.digest && one.digest.count == 64)
    }
}

@Suite struct DecisionTextTests {
    @Test func theContractsKeysStandWithTheirTypes() throws {
        let decision = try ruleSet(
            house(), law("US", rule("us.a", [.csamReal], [duty(.reportTo, to: .ncmec, within: "PT48H", .asap)]))
        ).decide(
            facts([
                .matchContent: "csam", .origin: "real", .clockDetectedAt: "2026-06-01T10:00:00Z",
                .serviceEstablishment: "US",
            ]),
            at: day)
        let text = decision.canonical.text
        for part in [
            #""category":"csam.real""#, #""action":"allow""#, #""rules":["us.a"]"#, #""unsigned":["us.a"]"#,
            #""engine":1"#,
            #""obligations":[{"deadline":"2026-06-03T10:00:00Z","execution":"confirm","from":"detected-at","kind":"report-to","#
                + #""rule":"us.a","status":"due","to":"ncmec","within":["asap","PT48H"]}]"#,
            #""ruleset":"\#(decision.ruleSet)""#,
        ] { #expect(text.contains(part), "\(part) in \(text)") }
        #expect(try ruleSet(house()).decide(FactSet(), at: day).canonical.text.contains(#""category":"benign""#))
    }
}
