// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Testing

@testable import Policy
@testable import PolicyWords

@Suite struct ExplanationTests {
    private static func sections(_ sample: Samples.Case, _ language: Language) -> [Section] {
        sample.isService
            ? Explanation.renderDuties(sample.decision, rules: sample.rules, language: language)
            : Explanation.render(sample.decision, rules: sample.rules, language: language)
    }

    @Test(arguments: Language.allCases)
    func partsStandInOrderAndNoneIsEmpty(in language: Language) throws {
        for sample in try Samples.all() {
            let sections = Self.sections(sample, language)
            let order = sections.compactMap { Section.Topic.allCases.firstIndex(of: $0.topic) }
            #expect(order == order.sorted() && Set(order).count == order.count, "\(sample.name)")
            #expect(sections.last?.topic == .foot)
            for section in sections {
                #expect(!section.heading.isEmpty)
                #expect(!section.paragraphs.isEmpty || !section.rows.isEmpty, "\(section.topic)")
                for row in section.rows {
                    #expect(!row.title.isEmpty)
                    for field in row.fields { #expect(!field.label.isEmpty && !field.text.isEmpty, "\(row.title)") }
                }
            }
        }
    }

    @Test(arguments: Language.allCases)
    func sentencesEndWithAStop(in language: Language) throws {
        for sample in try Samples.all() {
            for section in Self.sections(sample, language) {
                for sentence in section.paragraphs + section.rows.flatMap(\.notes) {
                    #expect(sentence.hasSuffix("."), "\(sentence)")
                }
            }
        }
    }

    @Test(arguments: Language.allCases)
    func identifiersStandOnlyWhereRulesAreNamed(in language: Language) throws {
        let wording = language.wording
        let named = Set([Label.rule, .rules, .citation].map(wording.label))
        let raw = rawIdentifiers()
        for sample in try Samples.all() {
            let ids = Set(sample.rules.packs.flatMap(\.rules).map(\.id))
            for section in Self.sections(sample, language) {
                var texts = section.paragraphs + [section.heading] + section.rows.flatMap { [$0.title] + $0.notes }
                texts += section.rows.flatMap(\.fields).filter { !named.contains($0.label) }.map(\.text)
                for text in texts {
                    let prose = ids.reduce(text) { $0.filling($1, with: "") }
                    for id in raw { #expect(!prose.contains(id), "\(id) in: \(text)") }
                    #expect(!prose.contains("_") && !prose.contains("{values}"), "\(text)")
                }
            }
        }
    }

    private func rawIdentifiers() -> [String] {
        var all = Policy.Category.allCases.map(\.rawValue) + Verb.allCases.map(\.rawValue)
        all += Recipient.allCases.map(\.rawValue) + Matter.allCases.map(\.rawValue)
        all += ClockEvent.allCases.map(\.rawValue) + Urgency.allCases.map(\.rawValue)
        all += FactRegistry.definitions.flatMap { [$0.name.rawValue] + $0.words }
        return all.filter { $0.contains { "-.".contains($0) } }
    }

    @Test(arguments: Language.allCases)
    func everyObligationRuleAndFactIsThere(in language: Language) throws {
        for sample in try Samples.all() {
            let sections = Self.sections(sample, language)
            func rows(_ topic: Section.Topic) -> [Section.Row] { sections.first { $0.topic == topic }?.rows ?? [] }
            let text = Explanation.text(sections, width: 400)
            let decision = sample.decision
            let tasks = [Section.Topic.duties, .permissions, .prohibitions].flatMap(rows).map(\.title)
            for obligation in decision.obligations where !sample.isService || !obligation.verb.isProhibition {
                let wording = language.wording
                let task =
                    sample.isService
                    ? wording.standingTask(obligation.verb, obligation.recipient)
                    : wording.task(obligation.verb, obligation.recipient)
                #expect(tasks.contains(task) || obligation.verb == .illegalityGround, "\(task)")
            }
            #expect(rows(.fired).count == decision.rules.count)
            #expect(rows(.nearly).count == decision.nearly.count)
            #expect(rows(.unsigned).count == decision.unsigned.count)
            #expect(rows(.facts).count == decision.facts.names.count)
            for id in decision.rules.map(\.id) + decision.nearly.map(\.id) { #expect(text.contains(id), "\(id)") }
            #expect(text.contains(decision.ruleSet.prefix(12)))
            // What counts as benign has a sentence of its own.
            for category in decision.categories + decision.possible where !sample.isService && category != .benign {
                #expect(text.contains(language.wording.category(category)))
            }
        }
    }

    @Test(arguments: Language.allCases)
    func theLastLineSaysThatItIsNoLegalAdvice(in language: Language) throws {
        let words = [
            Language.english: "not legal advice", .korean: "법률 자문이 아닙니다", .spanish: "no es asesoramiento jurídico",
        ]
        for sample in try Samples.all() {
            let last = Self.sections(sample, language).last?.paragraphs.last ?? ""
            #expect(last.contains(words[language] ?? "?"))
        }
    }

    @Test func aRuleThatTheSetLacksIsNamedByItsIdAndSaidToBeMissing() throws {
        let sample = try Samples.labels()
        let other = try RuleSet([try Samples.house()])
        for language in Language.allCases {
            let sections = Explanation.render(sample.decision, rules: other, language: language)
            let fired = sections.first { $0.topic == .fired }?.rows ?? []
            #expect(fired.map(\.title) == sample.decision.rules.map(\.id))
            #expect(fired.allSatisfy { $0.notes.contains(language.wording.say(.notInRuleSet)) })
            let decided = sections.first?.paragraphs ?? []
            #expect(decided.contains(language.wording.say(.otherRuleSet(String(sample.decision.ruleSet.prefix(12))))))
        }
    }

    @Test func aTitleWithoutTranslationIsSaidToBeEnglish() throws {
        let sample = try Samples.conflict()
        let titles = Language.allCases.map { language in
            Self.sections(sample, language).first { $0.topic == .fired }?.rows.first?.title
        }
        #expect(titles == ["Keep for a year", "Keep for a year (영어)", "Keep for a year (en inglés)"])
    }

    @Test func everyReasonOfANearMissIsASentence() throws {
        let sample = try Samples.requestWithClock()
        let moment = try Samples.time("2027-01-01")
        let reasons: [NearMiss.Reason] = [
            .notYetInForce(moment), .expired(moment), .notLaw(.pending), .notLaw(.enacted), .grace(moment),
            .unknown([.requestValid, .origin]), .failed("request.valid is true"),
        ]
        for language in Language.allCases {
            var decision = sample.decision
            decision.nearly = reasons.map { NearMiss(id: "us.sample.later", reason: $0) }
            let rows = Explanation.render(decision, rules: sample.rules, language: language)
                .first { $0.topic == .nearly }?.rows
            let notes = (rows ?? []).flatMap(\.notes)
            #expect(notes.count == reasons.count && Set(notes).count == reasons.count)
        }
    }

    @Test func privateMessagesAreAllowedOnlyByName() throws {
        var decision = try Samples.unknownAge().decision
        let rules = try Samples.unknownAge().rules
        decision.processing = [
            Processing(purpose: .privateScan, isAllowed: true, permittedBy: ["es.sample.private"], notPermittedIn: [])
        ]
        for language in Language.allCases {
            let sections = Explanation.render(decision, rules: rules, language: language)
            let text = sections.first { $0.topic == .prohibitions }?.paragraphs.first ?? ""
            #expect(text == language.wording.say(.privateScanAllowed("es.sample.private")))
        }
    }
}
