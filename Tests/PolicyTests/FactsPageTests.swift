// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import Policy
import TestSupport
import Testing

/// docs/facts.md is the registry, printed. `TUTELA_WRITE_PAGES=1` writes it again.
@Suite struct FactsPageTests {
    @Test func thePageOfFactsIsTheRegistry() throws {
        let file = Repository.root.appending(path: "docs/facts.md")
        if ProcessInfo.processInfo.environment["TUTELA_WRITE_PAGES"] != nil {
            try Self.page.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == Self.page)
    }

    private static var page: String {
        var lines = [
            "# Every fact", "",
            "What a decision can rest on: each fact's name, its values, what it means, who may set it, and what is read when",
            "nobody set it. Whoever evaluates by hand may set all. Every fact may be `\"unknown\"`. How facts are used:",
            "[policy.md](policy.md#facts).", "",
            "*Standing* facts are about the service; only they can stand in the `context:` of an operator's policy.",
            "",
            "| fact | values | what it says | set by | if nobody set it |", "|---|---|---|---|---|",
        ]
        for fact in FactRegistry.definitions {
            let setters = FactRole.allCases.filter { fact.setters.contains($0) }.map(\.rawValue)
            var meaning = fact.meaning
            if let clearing = fact.clearing {
                let value = clearing.value.canonical(of: fact.name).text
                let roles = FactRole.allCases.filter { clearing.setters.contains($0) }.map(\.rawValue)
                meaning += ". `\(value)` only by " + roles.joined(separator: ", ")
            }
            if fact.isStanding { meaning += ". *Standing*" }
            lines.append(
                "| `\(fact.name.rawValue)` | \(values(fact.type)) | \(meaning) | \(setters.joined(separator: ", ")) "
                    + "| \(absence(fact)) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func values(_ type: FactType) -> String {
        switch type {
        case .tri: "`true`, `false`"
        case .word(let words): "one of " + words.map { "`\($0)`" }.joined(separator: ", ")
        case .words(let words): "any of " + words.map { "`\($0)`" }.joined(separator: ", ")
        case .number(let unit, let range): "\(Int(range.lowerBound)) to \(Int(range.upperBound)), \(unit)"
        case .integer(let unit): "a whole number of \(unit)"
        case .countries: "countries, such as `[ES, KR]`"
        case .instant: "a date or time"
        }
    }

    private static func absence(_ fact: FactDefinition) -> String {
        switch fact.absent {
        case .unknown: "unknown"
        case .words(0): "none"
        case .instant: "no such date"
        default: "`\(fact.absent.canonical(of: fact.name).text.filter { $0 != "\"" })`"
        }
    }
}
