// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import Testing

@testable import PolicyWords

@Suite struct FactPhraseTests {
    @Test(arguments: Language.allCases)
    func everyFactHasAQuestionAndClauses(in language: Language) {
        for definition in FactRegistry.definitions {
            let phrases = language.wording.fact(definition.name)
            let hasValues = phrases.holds.contains("{values}")
            let name = definition.name.rawValue
            switch definition.type {
            case .tri:
                #expect(!hasValues && !phrases.fails.isEmpty && !phrases.fails.contains("{"), "\(name)")
                #expect(phrases.holds != phrases.fails, "\(name)")
            case .word, .words, .countries:
                #expect(hasValues && phrases.fails.contains("{values}"), "\(name)")
                #expect(phrases.holds != phrases.fails, "\(name)")
            case .number, .integer, .instant: #expect(hasValues && phrases.fails.isEmpty, "\(name)")
            }
            #expect(!phrases.asked.contains("{"), "\(name)")
        }
    }

    @Test(arguments: Language.allCases)
    func everyWordOfEveryFactHasWords(in language: Language) {
        for definition in FactRegistry.definitions {
            let values = language.wording.values(of: definition.name)
            #expect(values.count == definition.words.count, "\(definition.name.rawValue)")
            #expect(Set(values).count == values.count, "\(definition.name.rawValue)")
            for (value, id) in zip(values, definition.words) {
                #expect(!value.isEmpty)
                if id.contains("-") { #expect(!value.contains(id), "\(value)") }
            }
        }
    }

    @Test func questionsAreQuestions() {
        let english = [
            "whether ", "how ", "what ", "whose ", "who ", "when ", "where ", "which ", "in which ", "until when ",
        ]
        let spanish = [
            "si ", "cómo ", "qué ", "quién ", "de quién ", "cuándo ", "dónde ", "a qué ", "en qué ", "cuánt", "hasta ",
        ]
        for name in FactName.allCases {
            #expect(english.contains { English().fact(name).asked.hasPrefix($0) }, "\(name.rawValue)")
            #expect(spanish.contains { Spanish().fact(name).asked.hasPrefix($0) }, "\(name.rawValue)")
            #expect(Korean().fact(name).asked.hasSuffix("지"), "\(name.rawValue)")
        }
    }

    /// A Korean clause is a noun: its last syllable closes with ㅁ.
    @Test func koreanClausesAreNouns() {
        var clauses = FactName.allCases.flatMap { [Korean().fact($0).holds, Korean().fact($0).fails] }
        clauses += FactName.allCases.compactMap { Korean().absence(of: $0) }.flatMap { [$0.holds, $0.fails] }
        clauses += [Korean().isKnown("무엇인지"), Korean().isUnknown("무엇인지"), Korean().always, Korean().never]
        for clause in clauses where !clause.isEmpty {
            let last = clause.unicodeScalars.last?.value ?? 0
            #expect((0xAC00...0xD7A3).contains(last) && (last - 0xAC00) % 28 == 16, "\(clause)")
        }
    }

    @Test func everyNamedSignalHasWordsInEveryLanguage() {
        let names = ["csam", "ncii", "sexual", "sextortion", "victim-minor", "ai", "found"].map { "signal.\($0)" }
        for language in Language.allCases {
            for name in names { #expect(language.wording.signal(name) != nil, "\(name)") }
            #expect(language.wording.signal("signal.other") == nil)
        }
    }

    @Test func numbersAreWrittenAsTheLanguageWritesThem() {
        let (english, korean, spanish) = (FactWords(English()), FactWords(Korean()), FactWords(Spanish()))
        #expect(english.figure(0.85) == "0.85")
        #expect(spanish.figure(0.85) == "0,85")
        #expect(english.figure(1234) == "1234")
        #expect(english.figure(12_345) == "12,345")
        #expect(spanish.figure(1_234_567) == "1.234.567")
        #expect(english.figure(-2.5) == "−2.5")
        #expect(english.figure(0) == "0")
        #expect(english.figure(1e300) == "1e+300")
        #expect(english.quantity(1, of: .matchDistance) == "1 bit")
        #expect(english.quantity(31, of: .matchDistance) == "31 bits")
        #expect(korean.quantity(18, of: .depictedAgeFrom) == "18세")
        #expect(spanish.quantity(1, of: .depictedAgeFrom) == "1 año")
        #expect(spanish.quantity(0.5, of: .classifierCsam) == "0,5 en una escala de 0 a 1")
    }

    @Test(arguments: [
        (Language.english, ["yes", "no", "not known", "satire and art", "none", "Spain and the Republic of Korea"]),
        (.korean, ["예", "아니요", "알 수 없음", "풍자, 예술", "없음", "스페인, 대한민국"]),
        (.spanish, ["sí", "no", "no se sabe", "sátira y arte", "ninguno", "España y Corea del Sur"]),
    ])
    func valuesAreInWords(_ language: Language, _ expected: [String]) {
        let terms = PolicyTerms(language)
        let countries = [Country("ES"), Country("KR")].compactMap(\.self)
        let values: [(FactValue, FactName)] = [
            (.flag(true), .requestValid), (.flag(false), .requestValid), (.unknown, .requestValid),
            (.words(0b101), .contentContexts), (.words(0), .contentContexts), (.countries(countries), .viewerCountries),
        ]
        #expect(values.map { terms.value($0.0, of: $0.1) } == expected)
    }

    @Test(arguments: Language.allCases)
    func everyValueOfEveryFactIsInWords(in language: Language) {
        let terms = PolicyTerms(language)
        for definition in FactRegistry.definitions {
            for index in definition.words.indices {
                let value: FactValue
                if case .word = definition.type { value = .word(index) } else { value = .words(1 << UInt32(index)) }
                #expect(terms.value(value, of: definition.name) == language.wording.values(of: definition.name)[index])
            }
            #expect(!terms.value(definition.absent, of: definition.name).isEmpty)
        }
    }
}
