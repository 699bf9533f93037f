// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import PolicyPacks
import Testing
import Web

@testable import WebAPI

/// What a caller may state never lowers what is done to protect somebody.
@Suite struct CallerFactsTests {
    private static func facts(_ readings: [(FactName, FactValue, FactRole)]) throws -> FactSet {
        var facts = FactSet()
        for (name, value, role) in readings {
            try facts.set(name, FactReading(value, source: FactSource(role)))
        }
        return facts
    }

    private static func word(_ name: FactName, _ word: String) -> FactValue {
        .word(FactRegistry.definition(of: name).words.firstIndex(of: word) ?? 0)
    }

    private static func words(_ name: FactName, _ word: String) -> FactValue {
        .words(1 << UInt32(FactRegistry.definition(of: name).words.firstIndex(of: word) ?? 0))
    }

    @Test func nothingACallerStatesMakesAnActionMilder() throws {
        let rules = try LawBooks.ruleSet()
        let now = try #require(UTCTime("2026-11-24T12:00:00Z"))
        var items: [FactSet] = [
            try Self.facts([(.scanFailed, .flag(true), .screening), (.matchKind, .unknown, .matching)])
        ]
        for content in ["csam", "ncii", "undress-service", "csam-tool", "other"] {
            for kind in ["exact", "perceptual"] {
                for isCorroborated in [true, false] {
                    items.append(
                        try Self.facts([
                            (.scanFailed, .flag(false), .screening),
                            (.matchKind, Self.word(.matchKind, kind), .matching),
                            (.matchContent, Self.words(.matchContent, content), .matching),
                            (.matchSources, Self.words(.matchSources, "operator"), .matching),
                            (.matchCorroborated, .flag(isCorroborated), .matching),
                        ]))
                }
            }
        }
        var stated = CallerFacts.surfaces.map { #"{"surface":"\#($0)"}"# }
        for country in ["ES", "KR", "US", "CN", "JP", "BR"] {
            stated += [#"{"uploader.country":["\#(country)"]}"#, #"{"viewer.countries":["\#(country)"]}"#]
            stated.append(
                #"{"surface":"dm","uploader.country":["\#(country)"],"viewer.countries":["\#(country)"]}"#)
        }
        stated += [
            #"{"actor.incidents":0}"#, #"{"actor.incidents":9}"#, #"{"content.distributed":true}"#,
            #"{"victim.minor":true}"#, #"{"viewer.countries":[]}"#,
        ]
        for item in items {
            let before = rules.decide(item, at: now).action
            for text in stated {
                let caller = try CallerFacts.read(try JSONValue(Array(text.utf8)), surface: nil)
                let after = rules.decide(item.adding(caller), at: now).action
                #expect(after >= before, "\(text): \(before) becomes \(after) for \(item.canonical.text)")
            }
        }
    }

    @Test func nothingElseCanBeStated() throws {
        for definition in FactRegistry.definitions where !CallerFacts.names.contains(definition.name) {
            let text = #"{"\#(definition.name.rawValue)":true}"#
            #expect(throws: Problem.self) { try CallerFacts.read(try JSONValue(Array(text.utf8)), surface: nil) }
        }
    }
}
