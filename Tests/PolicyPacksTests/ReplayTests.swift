// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import PolicyPacks
import TestSupport
import Testing

@Suite struct ReplayTests {
    private static let facts = """
        {"content.sexual": true, "depicted.minor": false, "consent": "denied-by-subject", "request.valid": true,
         "clock.valid-request-at": "2026-06-01T10:00:00Z", "clock.detected-at": "2026-06-01T11:00:00Z"}
        """

    private func at(_ text: String) throws -> UTCTime { try #require(UTCTime(text)) }

    private func decide(_ set: RuleSet, _ facts: String = facts) throws -> Decision {
        set.decide(
            try FactReader.read(PolicyFile(path: "facts.json", text: facts)), at: try at("2026-06-01T12:00:00Z"),
            jurisdictions: [try #require(Jurisdiction("ES"))])
    }

    private func record(_ decision: Decision) throws -> RecordedDecision {
        try #require(try DecisionReader.read(decision.canonical.text))
    }

    @Test func aStoredDecisionIsMadeAgainByteForByte() throws {
        let home = try TemporaryFolder()
        let archive = RuleSetArchive(home: home.path)
        let then = try Sample.ruleSet(Sample.pack, Sample.house)
        try archive.keep(then)
        let now = try Sample.ruleSet(Sample.pack("PT48H", "PT24H"), Sample.house)
        let decision = try decide(then)
        let result = Replay.run(try record(decision), archive: archive, current: now)
        #expect(result.verdict == .same)
        #expect(result.replayed == decision)
        #expect(result.today.ruleSet == now.digest)
        #expect(result.change?.parts.map(\.kind) == [.sooner])
        guard case .sooner(let from, let to)? = result.change?.parts.first else { return }
        #expect(from.deadline == UTCTime("2026-06-03T10:00:00Z"))
        #expect(to.deadline == UTCTime("2026-06-02T10:00:00Z"))
        // Under the same rules nothing changes, and the archive is not needed.
        let same = Replay.run(try record(decision), archive: nil, current: then)
        #expect(same.verdict == .same && same.change == nil)
    }

    @Test func randomDecisionsAreMadeAgainUnderTheLawOfToday() throws {
        let home = try TemporaryFolder()
        let archive = RuleSetArchive(home: home.path)
        let plain = try LawBooks.ruleSet(adding: [Sample.file(Sample.pack)])
        let policy = RoundTripTests.operators(signing: plain).replacing("platforms: [sample]\n", with: "")
        let set = try LawBooks.ruleSet(adding: [Sample.file(Sample.pack), Sample.file(policy, "policy.yaml")])
        try archive.keep(set)
        let kept = try #require(try archive.ruleSet(set.digest))
        var random = SplitMix(state: 5)
        for index in 0..<200 {
            let decision = set.decide(
                RandomPolicy.facts(&random),
                at: UTCTime(seconds: Int64.random(in: 1_600_000_000...1_900_000_000, using: &random)),
                jurisdictions: index % 2 == 0 ? [] : [.europeanUnion], platforms: index % 3 == 0 ? ["twitch"] : [])
            let recorded = try record(decision)
            #expect(recorded.text == decision.canonical.text)
            let result = Replay.run(recorded, archive: nil, current: kept)
            #expect(result.verdict == .same, "\(index)")
            #expect(result.change == nil, "\(index)")
        }
    }

    @Test func whatWasChangedInTheRecordIsSeen() throws {
        let set = try Sample.ruleSet(Sample.pack, Sample.house)
        let text = try decide(set).canonical.text
        let changed = text.replacing("2026-06-03T10:00:00Z", with: "2026-06-04T10:00:00Z")
        #expect(changed != text)
        let result = Replay.run(try #require(try DecisionReader.read(changed)), archive: nil, current: set)
        guard case .different(let difference) = result.verdict else {
            Issue.record("\(result.verdict)")
            return
        }
        #expect(difference.stored.contains("2026-06-04"))
        #expect(difference.replayed.contains("2026-06-03"))
        #expect(difference.change?.parts.map(\.kind) == [.sooner])
        // Also what is not compared otherwise, such as blanks.
        let spaced = try #require(try DecisionReader.read(text.replacing("\"action\":", with: "\"action\": ")))
        guard case .different = Replay.run(spaced, archive: nil, current: set).verdict else {
            Issue.record("blanks do not count")
            return
        }
    }

    @Test func missingRulesAndOtherEnginesAreTold() throws {
        let home = try TemporaryFolder()
        let then = try Sample.ruleSet(Sample.pack, Sample.house)
        let now = try Sample.ruleSet(Sample.house)
        let archive = RuleSetArchive(home: home.path)
        let decision = try decide(then)
        #expect(Replay.run(try record(decision), archive: archive, current: now).verdict == .rulesMissing)
        let engine = "\"engine\":\(Decision.engine)"
        let other = decision.canonical.text.replacing(engine, with: "\"engine\":99")
        let newer = try #require(try DecisionReader.read(other))
        #expect(
            Replay.run(newer, archive: archive, current: then).verdict
                == .otherEngine(stored: 99, ours: Decision.engine))
        try archive.keep(then)
        try home.write("x", to: "policy/rulesets/\(then.digest).json")
        guard
            case .rulesUnreadable(let problem) = Replay.run(try record(decision), archive: archive, current: now)
                .verdict
        else {
            Issue.record("a damaged rule set was used")
            return
        }
        #expect(problem.kind == .damaged)
    }

    @Test func aDecisionIsFoundInTheRecordOfAScan() throws {
        let decision = try decide(try Sample.ruleSet(Sample.pack, Sample.house))
        let text = decision.canonical.text
        let line =
            "{\"path\":\"a/b.png\",\"status\":\"screened\",\"decision\":{\"finding\":\"match\",\"policy\":\(text)}}\n"
        let recorded = try #require(try DecisionReader.read(line))
        #expect(recorded.text == text)
        #expect(recorded.item == "a/b.png")
        #expect(recorded.facts == decision.facts)
        #expect(recorded.at == decision.at)
        #expect(recorded.outcome == .init(decision))
        let without = "{\"path\":\"a/b.png\",\"decision\":{\"finding\":\"none\"}}"
        #expect(try DecisionReader.read(without) == nil)
        #expect(try DecisionReader.read("{\"path\":\"a\",\"decision\":null}") == nil)
    }

    @Test(arguments: [
        ("", "PACK-EMPTY"), ("[]", "PACK-TYPE"), ("{}", "PACK-MISSING"), ("{\"engine\":1", "PACK-JSON"),
        ("{\"decision\":{\"policy\":7}}", "PACK-TYPE"),
        ("{\"engine\":\"x\",\"ruleset\":\"a\",\"at\":\"2026-01-01\",\"facts\":{},\"action\":\"allow\"}", "PACK-TYPE"),
        ("{\"engine\":1,\"ruleset\":\"a\",\"at\":\"2026-13-01\",\"facts\":{},\"action\":\"allow\"}", "PACK-DATE"),
        (
            "{\"engine\":1,\"ruleset\":\"a\",\"at\":\"2026-01-01\",\"facts\":{\"x\":1},\"action\":\"allow\"}",
            "FACT-NAME"
        ),
        (
            "{\"engine\":1,\"engine\":1,\"ruleset\":\"a\",\"at\":\"2026-01-01\",\"facts\":{},\"action\":\"allow\"}",
            "PACK-DUPLICATE-KEY"
        ),
        ("{\"engine\":1,\"ruleset\":\"a\",\"at\":\"2026-01-01\",\"facts\":{},\"action\":\"hide\"}", "PACK-WORD"),
    ])
    func whatIsNoDecisionIsToldWithItsLine(line: String, code: String) {
        do throws(PackProblems) {
            _ = try DecisionReader.read(line, file: "scan.ndjson", number: 7)
            Issue.record("it was read")
        } catch {
            #expect(Set(error.problems.map(\.code)) == [code])
            #expect(error.problems.allSatisfy { $0.line == 7 && $0.file == "scan.ndjson" })
        }
    }

    @Test func aSurveyCountsWhatChanges() throws {
        let old = try Sample.ruleSet(Sample.pack, Sample.house)
        let other = Sample.rule.replacing("zz.sample.removal", with: "zz.sample.label")
            .replacing(
                "{do: remove, within: PT48H, from: valid-request-at}", with: "{do: report-to, to: aepd, within: asap}")
        let new = try Sample.ruleSet(Sample.pack("PT48H", "PT72H") + other, Sample.house)
        var survey = DecisionSurvey(from: old, to: new, examples: 2)
        let plain = try record(try decide(old, "{\"match.kind\": \"none\"}"))
        let hit = try record(try decide(old))
        for line in 1...10 { survey.add(line % 2 == 0 ? hit : plain, line: line) }
        #expect(survey.decisions == 10 && survey.unchanged == 5)
        #expect(survey.counts == [.later: 5, .added: 5])
        #expect(survey.actions.isEmpty)
        #expect(survey.examples[.later]?.map(\.line) == [2, 4])
        var back = DecisionSurvey(
            from: old,
            to: try Sample.ruleSet(
                Sample.house.replacing("human-review, within: without-undue-delay, from: detected-at", with: "log")))
        back.add(hit, line: 1)
        #expect(back.counts[.weaker] == 1 && back.counts[.removed] == 1)
        #expect(back.actions.map { "\($0.key.from) to \($0.key.to): \($0.value)" } == ["review to allow: 1"])
    }

    @Test func anOperatorsNewContextCountsInASurvey() throws {
        let policy = RoundTripTests.operators(signing: try Sample.ruleSet(Sample.pack)).replacing(
            "platforms: [sample]\n", with: ""
        ).replacing("jurisdictions: [ES, US-CA]", with: "jurisdictions: [KR]")
        let law = Sample.pack("request.valid is true", "service.size is vlop")
            .replacing("jurisdiction: ES", with: "jurisdiction: KR")
        let unsigned = String(policy.split(separator: "signatures:")[0])
        let old = try Sample.ruleSet(law, Sample.house, unsigned)
        let new = try Sample.ruleSet(
            law, Sample.house,
            unsigned.replacing("service.size: other", with: "service.size: vlop").replacing(
                "my.policy", with: "my.other"))
        let facts = try FactReader.read(PolicyFile(path: "facts.json", text: Self.facts))
        let decision = old.decide(facts, at: try at("2026-06-01T12:00:00Z"))
        #expect(decision.rules.map(\.id).contains("zz.sample.removal") == false)
        var survey = DecisionSurvey(from: old, to: new)
        survey.add(try record(decision), line: 1)
        #expect(survey.counts[.added] == 1)
        let result = Replay.run(try record(decision), archive: nil, current: old)
        #expect(result.verdict == .same && result.change == nil)
    }

    @Test func rulesAreComparedFieldByField() throws {
        let old = try Sample.ruleSet(Sample.pack, Sample.house)
        let new = try Sample.ruleSet(
            Sample.pack("PT48H", "PT24H").replacing("es: \"Retirarlo\"", with: "es: \"Retirar\"")
                + Sample.rule.replacing("zz.sample.removal", with: "zz.sample.new"),
            Sample.house.replacing("house.category.benign", with: "house.category.other"))
        let difference = RuleSetDifference(from: old, to: new)
        #expect(difference.added == ["house.category.other", "zz.sample.new"])
        #expect(difference.removed == ["house.category.benign"])
        #expect(difference.changed.map(\.id) == ["zz.sample.removal"])
        #expect(
            difference.changed.first?.fields.map { "\($0.path): \($0.old ?? "") to \($0.new ?? "")" } == [
                "obligations[0].within: PT48H to PT24H", "title.es: Retirarlo to Retirar",
            ])
        #expect(RuleSetDifference(from: old, to: old).isEmpty)
    }
}
