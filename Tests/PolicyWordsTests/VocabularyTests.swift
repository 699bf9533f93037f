// SPDX-License-Identifier: Apache-2.0

import Policy
import Testing

@testable import PolicyWords

/// Every word of the vocabulary, in every language.
@Suite struct VocabularyTests {
    /// A vocabulary: each raw id with its words.
    static func vocabularies(_ wording: any Wording) -> [(name: String, words: [(id: String, text: String)])] {
        func list<Value: CaseIterable & RawRepresentable<String>>(_ word: (Value) -> String) -> [(String, String)] {
            Value.allCases.map { ($0.rawValue, word($0)) }
        }
        let grounds: [Ground] = [
            .nothingRaised, .released("house.x"), .corroborated, .confirmedByPerson, .oneSource, .undetermined, .rules,
        ]
        return [
            ("categories", list(wording.category)), ("actions", list(wording.action)),
            ("measures", list(wording.measure)), ("grounds", grounds.map { ($0.text, wording.ground($0)) }),
            ("verbs", list(wording.verb)), ("recipients", list(wording.recipient)), ("matters", list(wording.matter)),
            ("modalities", list(wording.modality)),
            ("standings", list { (word: Obligation.Status) in wording.status(word) }),
            ("executions", list(wording.execution)), ("statuses", list(wording.ruleStatus)),
            ("roles", list(wording.role)),
            ("urgencies", list { wording.urgency($0, from: nil) }),
            ("urgencies from an event", list { wording.urgency($0, from: .validRequestAt) }),
            ("events", list { (event: ClockEvent) in wording.limit("1", from: event) }),
            ("facts", list { (name: FactName) in wording.fact(name).asked }),
            ("headings", list(wording.heading)), ("tasks", list { wording.task($0, nil) }),
            ("tasks for somebody", list { wording.task($0, .ncmec) }),
            ("labels", Label.allCases.map { ("\($0)", wording.label($0)) }),
        ]
    }

    @Test(arguments: Language.allCases)
    func everyWordIsThereAndItsOwn(in language: Language) {
        for (name, words) in Self.vocabularies(language.wording) {
            for (id, text) in words {
                #expect(!text.isEmpty, "\(name): \(id)")
                #expect(!text.hasPrefix(" ") && !text.hasSuffix(" ") && !text.contains("  "), "\(name): \(text)")
            }
            // Telling three different people what was decided is one thing when the person is named.
            if name == "tasks for somebody" { continue }
            #expect(Set(words.map(\.text)).count == words.count, "two of the \(name) have the same words")
        }
    }

    @Test(arguments: Language.allCases)
    func noWordIsAnIdentifier(in language: Language) {
        for (name, words) in Self.vocabularies(language.wording) {
            for (id, text) in words where id.contains(where: { "-._".contains($0) }) {
                #expect(!text.contains(id), "\(name): \(text)")
            }
        }
    }

    @Test func koreanIsWrittenInHangul() {
        for (name, words) in Self.vocabularies(Korean()) {
            for (id, text) in words {
                #expect(text.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }, "\(name): \(id)")
            }
        }
    }

    @Test func spanishIsNotEnglish() {
        let same: Set<String> = ["Europol", "no"]
        for (english, spanish) in zip(Self.vocabularies(English()), Self.vocabularies(Spanish())) {
            for (one, other) in zip(english.words, spanish.words) where !same.contains(one.text) {
                #expect(one.text != other.text, "\(english.name): \(one.id)")
            }
        }
    }

    @Test func onlyKoreanIsWrittenInHangul() {
        for language in [Language.english, .spanish] {
            for (name, words) in Self.vocabularies(language.wording) {
                for (id, text) in words {
                    #expect(text.unicodeScalars.allSatisfy { $0.value < 0x2100 }, "\(name): \(id)")
                }
            }
        }
    }

    /// Provenance proves no truth, scores are no chances, and nobody is blamed.
    @Test(arguments: Language.allCases)
    func noWordClaimsMoreThanIsKnown(in language: Language) {
        let forbidden = [
            "fake", "authentic", "genuine", "percent", "%", "por ciento", "falso", "falsa", "auténtic", "가짜", "진짜",
            "허위",
            "퍼센트", "porn", "음란", "revenge",
        ]
        var texts = Self.vocabularies(language.wording).flatMap { $0.words.map(\.text) }
        texts += FactName.allCases.flatMap { name in
            let phrases = language.wording.fact(name)
            return [phrases.holds, phrases.fails] + language.wording.values(of: name)
        }
        texts += Sentence.samples.map(language.wording.say)
        for text in texts {
            for word in forbidden { #expect(!text.lowercased().contains(word), "\(word) in: \(text)") }
        }
    }

    @Test(arguments: Language.allCases)
    func termsAreTheWordsOfTheCatalogue(in language: Language) {
        let terms = PolicyTerms(language)
        let wording = language.wording
        for category in Category.allCases { #expect(terms.category(category) == wording.category(category)) }
        for action in Action.allCases { #expect(terms.action(action) == wording.action(action)) }
        for verb in Verb.allCases { #expect(terms.verb(verb) == wording.verb(verb)) }
        for recipient in Recipient.allCases { #expect(terms.recipient(recipient) == wording.recipient(recipient)) }
        #expect(terms.ground(.oneSource) == wording.ground(.oneSource))
    }

    @Test func aLanguageIsReadFromItsTag() {
        #expect(Language(tag: "ko") == .korean)
        #expect(Language(tag: "ko-KR") == .korean)
        #expect(Language(tag: "es_ES.UTF-8") == .spanish)
        #expect(Language(tag: "EN") == .english)
        #expect(Language(tag: "fr") == nil)
        #expect(Language(tag: "") == nil)
        #expect(Language(tag: "english") == nil)
    }

    @Test(arguments: Language.allCases)
    func everyCountryWithRulesHasAName(in language: Language) {
        let union = [
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
            "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
        ]
        for code in union + ["AU", "CA", "CN", "JP", "KR", "UK", "US"] {
            let name = language.wording.country(code)
            #expect(name != nil && name != code, "\(code)")
        }
        for code in ["*", "EU", "US-CA", "US-NY", "ZZ"] {
            guard let place = Jurisdiction(code) else {
                Issue.record("\(code) is no jurisdiction")
                continue
            }
            let name = language.wording.place(place)
            #expect(!name.isEmpty)
            if code != "ZZ" { #expect(name != code) }
        }
    }
}
