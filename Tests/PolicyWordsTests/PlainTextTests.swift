// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import Testing

@testable import PolicyWords

@Suite struct PlainTextTests {
    @Test(arguments: Language.allCases, [24, 40, 60, 80, 120])
    func noLineIsWiderThanTheTerminal(in language: Language, width: Int) throws {
        for sample in try Samples.all() {
            let sections = Explanation.render(sample.decision, rules: sample.rules, language: language)
            let text = Explanation.text(sections, width: width)
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                #expect(Columns.count(line) <= width, "\(line)")
                #expect(!line.hasSuffix(" "), "\(line)")
            }
            #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
        }
    }

    @Test(arguments: Language.allCases)
    func nothingIsLostInANarrowTerminal(in language: Language) throws {
        func letters(_ text: String) -> String { text.filter { !$0.isWhitespace && $0 != ":" } }
        for sample in try Samples.all() {
            let sections = Explanation.render(sample.decision, rules: sample.rules, language: language)
            let wide = letters(Explanation.text(sections, width: 1_000))
            for width in [24, 60, 80] { #expect(letters(Explanation.text(sections, width: width)) == wide) }
        }
    }

    @Test func aTerminalThatIsTooNarrowGetsTwentyFourColumns() {
        let section = Section(
            topic: .foot, heading: "One two three four five six", paragraphs: ["Seven eight nine ten eleven."], rows: []
        )
        #expect(Explanation.text([section], width: 0) == Explanation.text([section], width: 24))
        #expect(Explanation.text([section], width: -5) == Explanation.text([section], width: 24))
        #expect(Explanation.text([], width: 80).isEmpty)
    }

    @Test func aKoreanLetterTakesTwoColumns() {
        #expect(Columns.count("삭제") == 4)
        #expect(Columns.count("AI 표시") == 7)
        #expect(Columns.count("año") == 3)
        #expect(Columns.wrapped("콘텐츠를 삭제합니다", 12) == ["콘텐츠를", "삭제합니다"])
        #expect(Columns.wrapped("가나다라마", 4) == ["가나", "다라", "마"])
        #expect(Columns.wrapped("", 10).isEmpty)
    }

    /// What a source of facts is called comes from strangers.
    @Test(arguments: Language.allCases)
    func whatATerminalObeysIsShownInstead(in language: Language) throws {
        let hostile = "name\u{1B}]0;title\u{07}\u{9B}2J\r\n\t\u{202E}\u{2066}\u{200B}\u{2028}\u{E000}\u{00A0}end"
        var facts = FactSet()
        try facts.set(.contentSexual, FactReading(.flag(true), source: FactSource(.reviewer, hostile)))
        try facts.set(.contentSexual, FactReading(.flag(false), source: FactSource(.reviewer, "b\u{7F}")))
        var rule = try Samples.rule(
            "us.sample.hostile", hostile, hostile, hostile,
            duties: [
                try Samples.duty(.log, note: LocalText(en: hostile, ko: hostile, es: hostile))
            ])
        rule.citation = hostile
        rule.review = Review(name: hostile, on: try Samples.time("2026-01-01"))
        var pack = try Samples.pack("us.sample", "US", .law, [rule])
        pack.equivalences = []
        let rules = try RuleSet([try Samples.house(), pack])
        let decision = rules.decide(facts, at: try Samples.time("2026-06-01"), platforms: [hostile])
        #expect(decision.rules.map(\.id) == ["us.sample.hostile"])
        let sections = Explanation.render(decision, rules: rules, language: language)
        let text = Explanation.text(sections, width: 80)
        for scalar in text.unicodeScalars where scalar != "\n" {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
                Issue.record("U+\(String(scalar.value, radix: 16)) in the text")
            case .spaceSeparator: #expect(scalar == " ")
            default: break
            }
        }
        #expect(text.contains("\\u{1B}]0;title\\u{7}"))
        for section in sections {
            for value in section.paragraphs + section.rows.flatMap({ [$0.title] + $0.notes + $0.fields.map(\.text) }) {
                #expect(value.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }, "\(value)")
            }
        }
    }

    @Test func aTowerOfAccentsAndALongTextAreCutShort() {
        let tower = "e" + String(repeating: "\u{301}", count: 40)
        #expect(tower.visible.contains("\\u{301}"))
        #expect("é".visible == "é" && "e\u{301}".visible == "e\u{301}")
        #expect(String(repeating: "a", count: 10_000).visible.count == 401)
        #expect("한국어 español".visible == "한국어 español")
    }

    @Test func aTextBecomesOneSentence() {
        #expect("Ask counsel".withStop == "Ask counsel.")
        #expect("Ask counsel.".withStop == "Ask counsel.")
        #expect("Why?".withStop == "Why?")
        #expect("".withStop.isEmpty)
        #expect("The end. ".withoutStop == "The end")
        #expect("a{b}c{d".filling("{b}", with: "{b}") == "a{b}c{d")
    }
}
