// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Testing

@testable import Policy
@testable import PolicyWords

/// What new readers misunderstood, each with the words that replaced it.
@Suite struct ReadingTests {
    private static func rows(_ sections: [Section], _ topic: Section.Topic) -> [Section.Row] {
        sections.first { $0.topic == topic }?.rows ?? []
    }

    private static func text(_ note: String) -> LocalText { LocalText(en: note, ko: note, es: note) }

    /// An order with ten days, and eight hours in an emergency, under one law and another.
    private static func evidence(_ duties: [[Duty]]) throws -> Samples.Case {
        let rules = try duties.enumerated().map { index, duties in
            try Samples.rule(
                "eu.sample.\(index)", "Rule \(index)", "규칙 \(index)", "Regla \(index)", duties: duties)
        }
        let set = try RuleSet([try Samples.house(), try Samples.pack("eu.sample", "EU", .law, rules)])
        let facts = try Samples.facts([
            (.clockOrderReceivedAt, .instant(try Samples.time("2026-06-01T10:00:00Z"))),
            (.requestKind, try Samples.word(.requestKind, "none")),
        ])
        return Samples.Case(
            name: "evidence", rules: set,
            decision: set.decide(facts, at: try Samples.time("2026-06-01"), jurisdictions: try Samples.places("EU")))
    }

    @Test(arguments: Language.allCases)
    func aNoteStandsOnlyWithTheTimeItSpeaksOf(in language: Language) throws {
        let ten = try Samples.duty(
            .complyOrder, within: ["P10D"], from: .orderReceivedAt, note: Self.text("Ordinary term"))
        let eight = try Samples.duty(
            .complyOrder, within: ["PT8H"], from: .orderReceivedAt, when: "threat.imminent-harm",
            note: Self.text("Emergency term"))
        let sample = try Self.evidence([[ten, eight]])
        let rows = Self.rows(
            Explanation.render(sample.decision, rules: sample.rules, language: language), .duties)
        let notes = rows.map { $0.notes.filter { $0.hasSuffix("term.") } }
        #expect(notes.count == 2)
        #expect(notes.contains(["Ordinary term."]) && notes.contains(["Emergency term."]), "\(notes)")
        let possible = rows.first { $0.notes.contains("Emergency term.") }
        #expect(possible?.fields.contains { $0.text == language.wording.status(.possible) } == true)
    }

    @Test(arguments: Language.allCases)
    func whatWaitsForAFactBearsNoNoteOfADutyThatDoesNot(in language: Language) throws {
        let always = try Samples.duty(.complyOrder, within: ["P10D"], from: .orderReceivedAt, note: Self.text("Always"))
        let perhaps = try Samples.duty(
            .complyOrder, within: ["P10D"], from: .orderReceivedAt, when: "threat.imminent-harm",
            note: Self.text("Perhaps"))
        let sample = try Self.evidence([[always, perhaps]])
        let possible = language.wording.status(.possible)
        let rows = Self.rows(
            Explanation.render(sample.decision, rules: sample.rules, language: language), .duties
        ).filter { $0.fields.contains { $0.text == possible } }
        #expect(rows.count == 1)
        #expect(rows.first?.notes.contains("Perhaps.") == true && rows.first?.notes.contains("Always.") == false)
    }

    @Test(arguments: Language.allCases)
    func obligationsThatReadAlikeAreOneRow(in language: Language) throws {
        let keep = [Matter.content, .report, .userData]
        let sample = try Self.evidence([
            [try Samples.duty(.preserve, what: keep, keep: "P1Y")],
            [try Samples.duty(.preserve, what: [.content], keep: "P1Y")],
            [try Samples.duty(.preserve, what: [.context], keep: "P2Y")],
        ])
        let rows = Self.rows(
            Explanation.render(sample.decision, rules: sample.rules, language: language), .duties)
        #expect(rows.count == 2, "\(rows)")
        let matter = language.wording.label(.matter)
        let texts = rows.flatMap(\.fields).filter { $0.label == matter }.map(\.text)
        #expect(texts.contains(language.wording.and(keep.sorted().map(language.wording.matter))))
    }

    @Test func aTimeOfKeepingSaysFromWhen() throws {
        var exact = try Samples.duty(.retainReference, from: .reportSubmittedAt, what: [.reference], keep: "P1Y")
        exact.atMost = exact.keepFor
        let sample = try Self.evidence([
            [exact, try Samples.duty(.preserve, from: .reportSubmittedAt, what: [.report], keep: "P1Y")]
        ])
        let expected: [Language: [String]] = [
            .english: [
                "for at least 1 year from the submission of the report",
                "for exactly 1 year from the submission of the report",
            ],
            .korean: ["신고서를 제출한 때부터 최소 1년", "신고서를 제출한 때부터 정확히 1년"],
            .spanish: [
                "1 año como mínimo desde el envío de la comunicación a la autoridad",
                "1 año exactamente desde el envío de la comunicación a la autoridad",
            ],
        ]
        for language in Language.allCases {
            let label = language.wording.label(.keeping)
            let texts = Self.rows(
                Explanation.render(sample.decision, rules: sample.rules, language: language), .duties
            ).flatMap(\.fields).filter { $0.label == label }.map(\.text)
            #expect(texts.sorted() == expected[language]?.sorted())
        }
    }

    @Test(arguments: Language.allCases)
    func aLawThatForbidsIsAReasonAndNoTask(in language: Language) throws {
        let sample = try Self.evidence([
            [try Samples.duty(.illegalityGround)],
            [try Samples.duty(.illegalityGround, when: "threat.imminent-harm")],
        ])
        let sections = Explanation.render(sample.decision, rules: sample.rules, language: language)
        let why = sections.first { $0.topic == .reasons }?.paragraphs ?? []
        let names = sample.rules.packs.flatMap(\.rules).map { rule in
            let title = [Language.english: rule.title.en, .korean: rule.title.ko ?? "", .spanish: rule.title.es ?? ""]
            return "\(title[language] ?? "") (\(rule.citation))"
        }
        #expect(names.count == 2)
        #expect(why.contains(language.wording.say(.forbiddenBy(names[0]))), "\(why)")
        #expect(why.contains(language.wording.say(.perhapsForbiddenBy(names[1]))), "\(why)")
        #expect(!Self.rows(sections, .duties).contains { $0.title == language.wording.task(.illegalityGround, nil) })
    }

    @Test(arguments: Language.allCases)
    func whatMayBeDoneStandsApart(in language: Language) throws {
        let sample = try Samples.labels()
        let sections = Explanation.render(sample.decision, rules: sample.rules, language: language)
        let binding = language.wording.label(.modality)
        #expect(Self.rows(sections, .duties).allSatisfy { !$0.fields.contains { $0.label == binding } })
        let may = Self.rows(sections, .permissions)
        #expect(may.count == 2 && may.allSatisfy { $0.fields.contains { $0.label == binding } })
    }

    @Test(arguments: Language.allCases)
    func aFailedScanIsNoFinding(in language: Language) throws {
        let rules = try RuleSet([try Samples.house()])
        let sentence = language.wording.say(.unscanned)
        func says(_ values: [(FactName, FactValue)]) throws -> Bool {
            let decision = rules.decide(try Samples.facts(values), at: try Samples.time("2026-06-01"))
            return Explanation.render(decision, rules: rules, language: language)
                .contains { $0.topic == .reasons && $0.paragraphs.contains(sentence) }
        }
        #expect(try says([(.scanFailed, .flag(true))]))
        #expect(try says([(.scanFailed, .unknown)]))
        #expect(try !says([(.scanFailed, .flag(false))]))
        #expect(try !says([]))
        #expect(try !says([(.scanFailed, .flag(true)), (.reviewViewedWhole, .flag(true))]))
    }

    @Test(arguments: Language.allCases)
    func questionsThatNobodyCanAnswerAreLeftOut(in language: Language) throws {
        let wording = language.wording
        func asked(_ kind: String, _ duty: Duty) throws -> [String] {
            let rules = try RuleSet([
                try Samples.house(),
                try Samples.pack(
                    "eu.sample", "EU", .law,
                    [
                        try Samples.rule("eu.sample.a", "A", "가", "A", duties: [duty]),
                        try Samples.rule(
                            "eu.sample.b", "B", "나", "B",
                            when: "request.valid or legal.hold or threat.present", duties: [duty]),
                    ]),
            ])
            let facts = try Samples.facts([
                (.requestKind, try Samples.word(.requestKind, kind)), (.requestValid, .unknown), (.legalHold, .unknown),
                (.threatPresent, .unknown),
            ])
            let decision = rules.decide(
                facts, at: try Samples.time("2026-06-01"), jurisdictions: try Samples.places("EU"))
            return Self.rows(Explanation.render(decision, rules: rules, language: language), .unknown).map(\.title)
        }
        func title(_ name: FactName) -> String { wording.fact(name).asked.capitalizedFirst }
        let none = try asked("none", try Samples.duty(.humanReview))
        #expect(none.contains(title(.threatPresent)))
        #expect(!none.contains(title(.requestValid)) && !none.contains(title(.legalHold)))
        let some = try asked("user-flag", try Samples.duty(.notifyUploader))
        #expect(some.contains(title(.requestValid)) && some.contains(title(.legalHold)))
    }

    @Test(arguments: Language.allCases)
    func theShortVersionCountsTheRulesInsteadOfListingThem(in language: Language) throws {
        for sample in try Samples.all() where !sample.isService {
            let decision = sample.decision
            let short = Explanation.render(decision, rules: sample.rules, language: language, detail: .short)
            let full = Explanation.render(decision, rules: sample.rules, language: language, detail: .full)
            let left: Set<Section.Topic> = [.fired, .nearly, .unsigned, .facts]
            #expect(short.filter { $0.topic != .summary } == full.filter { !left.contains($0.topic) })
            #expect(!full.contains { $0.topic == .summary })
            let line = language.wording.say(
                .summary(
                    applied: decision.rules.count, nearly: decision.nearly.count, unsigned: decision.unsigned.count))
            #expect(short.first { $0.topic == .summary }?.paragraphs == [line])
            #expect(short.last?.topic == .foot)
        }
    }

    @Test(arguments: Language.allCases)
    func standingDutiesSpeakOfNoItem(in language: Language) throws {
        let sample = try Samples.service()
        let wording = language.wording
        let sections = Explanation.renderDuties(sample.decision, rules: sample.rules, language: language)
        #expect(sections.first?.heading == wording.standingHeading)
        let labels = Set(sections.flatMap(\.rows).flatMap(\.fields).map(\.label))
        #expect(!labels.contains(wording.label(.execution)))
        #expect(!sections.flatMap(\.paragraphs).contains(wording.say(.unsignedMeaning)))
        for verb in [Verb.destroy, .humanReview, .limitAccess, .log, .secureStorage, .termsDisclosure] {
            #expect(wording.standingTask(verb, nil) != wording.task(verb, nil), "\(verb)")
        }
        #expect(Set(Verb.allCases.map { wording.standingTask($0, nil) }).count == Verb.allCases.count)
    }

    @Test(arguments: [
        (
            "request.kind not in [none, user-flag]", "somebody other than an ordinary user asks for something",
            "일반 이용자가 아닌 쪽에서 조치를 요청함", "pide que se actúe alguien que no es una persona usuaria cualquiera"
        ),
        (
            "request.kind in [none, user-flag]", "nobody but an ordinary user, if anybody, asks for something",
            "일반 이용자 외에는 조치를 요청한 쪽이 없음",
            "no pide que se actúe nadie más que, a lo sumo, una persona usuaria cualquiera"
        ),
        (
            "request.kind not in [authority-order, court-order]",
            "no request comes from an authority with an order or a court with an order",
            "접수된 요청이 당국의 명령 또는 법원의 명령에 해당하지 않음",
            "no lo pide una autoridad con una orden ni un tribunal con una orden"
        ),
        (
            "request.kind in [subject-request, representative]",
            "the one who asks is the person shown or a representative of the person shown",
            "접수된 요청이 이미지 속 당사자의 요청 또는 당사자 대리인의 요청에 해당함",
            "quien pide que se actúe es la persona representada o alguien que representa a la persona representada"
        ),
    ])
    func whoAsksIsSaidByWhatIsMeant(_ text: String, _ english: String, _ korean: String, _ spanish: String) throws {
        let rules = try RuleSet([try Samples.house()])
        let condition = try ConditionParser.parse(text)
        for (language, expected) in [(Language.english, english), (.korean, korean), (.spanish, spanish)] {
            #expect(ConditionWords(language.wording, rules: rules).clause(condition) == expected)
        }
    }

    /// Every set of those who ask, and its opposite: none denies "nobody" beside somebody.
    @Test(arguments: Language.allCases)
    func noSetOfThoseWhoAskDeniesNobody(in language: Language) throws {
        let wording = language.wording
        let words = ConditionWords(wording, rules: try RuleSet([try Samples.house()]))
        let nobody = wording.values(of: .requestKind)[0]
        var seen: Set<String> = []
        for mask in 1..<UInt32(255) {
            let clause = words.clause(.test(.requestKind, .isIn(mask)))
            #expect(!clause.contains(nobody + ","), "\(mask): \(clause)")
            #expect(!clause.contains(nobody + " o"), "\(mask): \(clause)")
            #expect(seen.insert(clause).inserted, "\(mask): \(clause)")
            #expect(words.clause(.test(.requestKind, .isIn(255 & ~mask)), isDenied: true) == clause)
        }
    }
}
