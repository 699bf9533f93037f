// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import PolicyPacks
import TestSupport
import Testing

@Suite struct FactReaderTests {
    private func problems(_ text: String, _ path: String = "facts.json") -> [PackProblem] {
        do throws(PackProblems) {
            _ = try FactReader.read(PolicyFile(path: path, text: text))
            return []
        } catch {
            return error.problems
        }
    }

    @Test func plainValuesAreStated() throws {
        let text = """
            {"origin": "synthetic", "depicted.minor": false, "classifier.nudity": 0.85, "service.markets": ["KR", "ES", "GB"],
             "match.content": ["ncii", "csam"], "clock.detected-at": "2026-06-01T12:00:00+02:00", "actor.incidents": 3,
             "consent": "unknown", "review.finding": []}
            """
        let facts = try FactReader.read(PolicyFile(path: "facts.json", text: text))
        #expect(facts[.origin] == .word(1))
        #expect(facts[.depictedMinor] == .flag(false))
        #expect(facts[.classifierNudity] == .number(0.85))
        #expect(facts[.serviceMarkets] == .countries(["ES", "KR", "UK"].compactMap { Country($0) }))
        #expect(facts[.matchContent] == .words(3))
        #expect(facts[.clockDetectedAt] == UTCTime("2026-06-01T10:00:00Z").map { .instant($0) })
        #expect(facts[.actorIncidents] == .number(3))
        #expect(facts[.consent] == .unknown && facts.isSet(.consent))
        #expect(facts[.reviewFinding] == .words(0) && facts.isSet(.reviewFinding))
        #expect(facts.names.allSatisfy { facts.readings(of: $0).map(\.source) == [FactSource(.stated)] })
        #expect(!facts.isSet(.legalHold))
    }

    @Test func yamlSaysTheSame() throws {
        let yaml = "{origin: synthetic, depicted.minor: false, service.markets: [KR, NO], legal.hold: unknown}"
        let json =
            #"{"origin":"synthetic","depicted.minor":false,"service.markets":["KR","NO"],"legal.hold":"unknown"}"#
        let facts = try FactReader.read(PolicyFile(path: "facts.yaml", text: yaml))
        // NO is Norway here and nowhere a word for false.
        #expect(facts[.serviceMarkets] == .countries(["KR", "NO"].compactMap { Country($0) }))
        #expect(facts == (try FactReader.read(PolicyFile(path: "-", text: json))))
        #expect(facts == (try FactReader.read(PolicyFile(path: "-", text: yaml))))
    }

    @Test func sourcesAreKeptAndBelievedInOrder() throws {
        let text = """
            depicted.minor:
              - {value: true, source: "classifier:acme 2", at: 2026-06-01, confidence: 0.91}
              - {value: false, source: "reviewer:12"}
            """
        let facts = try FactReader.read(PolicyFile(path: "facts.yaml", text: text))
        #expect(facts[.depictedMinor] == .flag(false))
        #expect(facts.readings(of: .depictedMinor).map(\.source.description) == ["reviewer:12", "classifier:acme 2"])
        #expect(facts.readings(of: .depictedMinor).last?.confidence == 0.91)
    }

    @Test func randomFactsAreReadBackFromTheirCanonicalText() throws {
        var random = SplitMix(state: 11)
        for _ in 0..<200 {
            let facts = RandomPolicy.facts(&random)
            let again = try FactReader.read(PolicyFile(path: "facts.json", text: facts.canonical.text))
            #expect(again == facts)
            #expect(again.canonical.text == facts.canonical.text)
        }
    }

    @Test(arguments: [
        ("{\"orgin\": \"real\"}", "FACT-NAME", 1, 2), ("{\"origin\":\n \"reel\"}", "PACK-WORD", 2, 2),
        ("{\"depicted.minor\": \"true\"}", "FACT-TYPE", 1, 20), ("{\"depicted.minor\": 1}", "FACT-TYPE", 1, 20),
        ("{\"depicted.minor\": null}", "FACT-TYPE", 1, 20), ("{\"classifier.nudity\": 1.5}", "FACT-TYPE", 1, 23),
        ("{\"classifier.nudity\": \"0.5\"}", "FACT-TYPE", 1, 23), ("{\"classifier.nudity\": .5}", "PACK-JSON", 1, 23),
        ("{\"classifier.nudity\": 0x1}", "PACK-JSON", 1, 23), ("{\"classifier.nudity\": NaN}", "PACK-JSON", 1, 23),
        ("{\"actor.incidents\": 1.5}", "FACT-TYPE", 1, 21), ("{\"actor.incidents\": -1}", "FACT-TYPE", 1, 21),
        ("{\"actor.incidents\": 01}", "PACK-JSON", 1, 21), ("{\"actor.incidents\": 1e400}", "FACT-TYPE", 1, 21),
        ("{\"service.markets\": [\"EU\"]}", "FACT-TYPE", 1, 22), ("{\"service.markets\": \"ES\"}", "FACT-TYPE", 1, 21),
        ("{\"match.content\": [\"csam\", \"cats\"]}", "PACK-WORD", 1, 28),
        ("{\"clock.detected-at\": \"2026-02-30\"}", "FACT-TYPE", 1, 23),
        ("{\"origin\": \"real\", \"origin\": \"drawn\"}", "PACK-DUPLICATE-KEY", 1, 20),
        ("{\"origin\": {\"source\": \"reviewer\"}}", "PACK-MISSING", 1, 12),
        ("{\"origin\": {\"value\": \"real\", \"by\": \"me\"}}", "PACK-KEY", 1, 30),
        ("{\"origin\": {\"value\": \"real\", \"source\": \"oracle:1\"}}", "PACK-WORD", 1, 40),
        ("{\"origin\": {\"value\": \"real\", \"confidence\": 2}}", "FACT-CONFIDENCE", 1, 44),
        ("{\"depicted.minor\": {\"value\": false, \"source\": \"classifier:x\"}}", "FACT-CLEARING", 1, 20),
        ("{\"review.people\": {\"value\": 2, \"source\": \"operator\"}}", "FACT-SETTER", 1, 19),
        ("{\"origin\": [{\"value\": \"real\"}, {\"value\": \"drawn\"}]}", "FACT-TWICE", 1, 32),
        ("[\"origin\"]", "PACK-TYPE", 1, 1), ("", "POLICY-NO-FACTS", 1, 1),
        ("{}", "POLICY-NO-FACTS", 1, 1),
        ("{\"origin\": \"real\"} x", "PACK-DOCUMENTS", 1, 20),
        ("{\"origin\": \"real\",}", "PACK-JSON", 1, 19), ("{\"origin\": \"re\\qal\"}", "PACK-JSON", 1, 16),
        ("{\"origin\": \"\\ud83d\"}", "PACK-JSON", 1, 19), ("{\"origin\": \"real", "PACK-JSON", 1, 12),
        ("{\"origin\": tru}", "PACK-JSON", 1, 12), ("{'origin': 'real'}", "PACK-JSON", 1, 2),
    ])
    func aMistakeIsToldOnce(text: String, code: String, line: Int, column: Int) {
        let found = problems(text)
        #expect(found.map(\.code) == [code], "\(found)")
        #expect(found.first?.line == line && found.first?.column == column, "\(found)")
    }

    @Test func aValueIsReadAsPeopleTypeIt() throws {
        #expect(try FactReader.value("true", of: .depictedMinor) == .flag(true))
        #expect(
            try FactReader.value("[KR, ES]", of: .serviceMarkets)
                == .countries(["ES", "KR"].compactMap { Country($0) }))
        #expect(try FactReader.value("unknown", of: .origin) == .unknown)
        #expect(throws: PackProblems.self) { try FactReader.value("yes", of: .depictedMinor) }
        #expect(throws: PackProblems.self) { try FactReader.value("", of: .origin) }
    }
}
