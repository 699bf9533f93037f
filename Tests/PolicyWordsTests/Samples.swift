// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy

/// Small rule sets and decisions under them. The rules are invented for these tests and are no law.
enum Samples {
    static func condition(_ text: String) throws -> Condition { try ConditionParser.parse(text) }

    static func time(_ text: String) throws -> UTCTime {
        struct NoTime: Error {}
        guard let time = UTCTime(text) else { throw NoTime() }
        return time
    }

    /// A rule with one or more duties, its texts in all three languages.
    static func rule(
        _ id: String, _ en: String, _ ko: String, _ es: String, from start: String? = "2025-01-01",
        categories: [Policy.Category]? = nil, when: String? = nil, duties: [Duty]
    ) throws -> Rule {
        var rule = Rule(
            id: id, title: LocalText(en: en, ko: ko, es: es), citation: "Sample Act, art. \(id.utf8.count)",
            says: "Says it.", inForce: try start.map(time),
            source: RuleSource(kind: .primary, url: "https://example.org/act"), confidence: .high)
        rule.categories = categories.map { CategorySet($0) }
        rule.when = try when.map(condition)
        rule.obligations = duties
        return rule
    }

    static func duty(
        _ verb: Verb, to recipient: Recipient? = nil, within: [Any] = [], from clock: ClockEvent? = nil,
        when: String? = nil, modality: Duty.Modality = .required, what: [Matter] = [], keep: String? = nil,
        note: LocalText? = nil
    ) throws -> Duty {
        var duty = Duty(verb, to: recipient)
        for part in within {
            if let word = part as? Urgency { duty.urgency = word }
            if let text = part as? String { duty.limit = CalendarDuration(text) }
        }
        duty.clock = clock
        duty.when = try when.map(condition)
        duty.modality = modality
        duty.what = what.sorted()
        duty.keepFor = keep.flatMap { CalendarDuration($0) }
        duty.note = note
        return duty
    }

    static func pack(_ id: String, _ code: String, _ kind: Pack.Kind = .law, _ rules: [Rule] = []) throws -> Pack {
        struct NoPlace: Error {}
        guard let place = Jurisdiction(code) else { throw NoPlace() }
        var pack = Pack(
            id: id, title: LocalText(en: id, ko: id, es: id), jurisdiction: place, kind: kind,
            compiled: try time("2026-11-01"))
        pack.rules = rules
        return pack
    }

    static func signed(_ rule: Rule) throws -> Rule {
        var rule = rule
        rule.review = Review(name: "A. Lawyer", on: try time("2026-01-01"))
        return rule
    }

    static func facts(_ values: [(FactName, FactValue)]) throws -> FactSet {
        var facts = FactSet()
        for (name, value) in values { try facts.set(name, FactReading(value, source: FactSource(.stated))) }
        return facts
    }

    static func word(_ name: FactName, _ word: String) throws -> FactValue {
        struct NoWord: Error {}
        let words = FactRegistry.definition(of: name).words
        guard let index = words.firstIndex(of: word) else { throw NoWord() }
        if case .words = FactRegistry.definition(of: name).type { return .words(1 << UInt32(index)) }
        return .word(index)
    }

    /// What items are, and one release.
    static func house() throws -> Pack {
        var pack = try pack("house.sample", "*", .house)
        pack.signals = [
            Pack.Signal(
                name: "signal.csam",
                when: try condition("match.content contains csam or (content.sexual and depicted.minor)"))
        ]
        func derive(_ category: Policy.Category, _ text: String) throws {
            pack.categories.append(
                Pack.Derivation(
                    id: "house.sample." + category.rawValue, category: category, when: try condition(text)))
        }
        try derive(.csamUnknownOrigin, "signal.csam and origin is unknown")
        try derive(.nciiSynthetic, "content.sexual and depicted.minor is false and consent is denied-by-subject")
        try derive(.aiUnlabelled, "provenance.claims contains ai-generated and not label.visible")
        try derive(
            .benign, "not (content.sexual or match.content contains csam) and provenance.claims contains captured")
        pack.releases = [
            Pack.Release(
                id: "house.sample.known-good",
                title: LocalText(
                    en: "This exact file is on a list of known-good files", ko: "이 파일 자체가 정상 파일 목록에 있음",
                    es: "Este archivo exacto está en una lista de archivos inocuos"),
                when: try condition("match.cleared"))
        ]
        return pack
    }

    static func equivalence() -> Equivalence {
        Equivalence(
            id: "uk.sample.eq", whenReportedTo: .ncmec, discharges: .nca, citation: "Sample Act, s. 7",
            says: "One report is enough.", source: RuleSource(kind: .primary, url: "https://example.org"),
            confidence: .medium)
    }

    struct Case: Sendable {
        var name: String
        var rules: RuleSet
        var decision: Decision
        var isService = false
    }

    static func all() throws -> [Case] {
        [
            try requestWithClock(), try requestWithoutClock(), try corroborated(), try released(), try unknownAge(),
            try labels(), try conflict(), try service(),
        ]
    }

    private static func removal() throws -> Rule {
        try rule(
            "us.sample.removal", "Remove intimate images within 48 hours of a valid request",
            "유효한 요청을 받은 때부터 48시간 이내에 성적 촬영물을 삭제", "Retirar imágenes íntimas en 48 horas desde una solicitud válida",
            from: "2026-05-19", categories: [.nciiSynthetic], when: "request.kind is subject-request",
            duties: [
                try duty(.remove, within: ["PT48H"], from: .validRequestAt),
                try duty(.removeIdenticalCopies, within: [Urgency.asap, "PT48H"], from: .validRequestAt),
                try duty(
                    .notifySubject, modality: .recommended,
                    note: LocalText(
                        en: "In her own language, if you can", ko: "가능하면 당사자의 언어로 알린다.",
                        es: "En su idioma, si es posible")),
            ])
    }

    private static func intimate(_ more: [(FactName, FactValue)] = []) throws -> FactSet {
        try facts(
            [
                (.contentSexual, .flag(true)), (.depictedMinor, .flag(false)),
                (.consent, word(.consent, "denied-by-subject")),
                (.requestKind, word(.requestKind, "subject-request")),
            ] + more)
    }

    private static func bills() throws -> Pack {
        var bill = try rule(
            "us.sample.bill", "A right to sue", "손해배상 청구권", "Derecho a demandar", from: nil,
            duties: [try duty(.illegalityGround)])
        bill.status = .pending
        return try pack(
            "us.sample", "US", .law,
            [
                try removal(), bill,
                try rule(
                    "us.sample.later", "Prevent new uploads", "재업로드 방지", "Impedir nuevas subidas", from: "2027-01-01",
                    duties: [try duty(.preventReupload)]),
                try rule(
                    "us.sample.authority", "Obey an order", "명령 이행", "Cumplir una orden",
                    when: "request.kind in [authority-order, court-order]",
                    duties: [try duty(.complyOrder, within: ["PT24H"], from: .orderReceivedAt)]),
            ])
    }

    static func requestWithClock() throws -> Case {
        let rules = try RuleSet([try house(), try bills()])
        let facts = try intimate([
            (.requestValid, .flag(true)), (.clockValidRequestAt, .instant(try time("2026-06-01T10:00:00Z"))),
        ])
        return Case(
            name: "request-with-clock", rules: rules,
            decision: rules.decide(facts, at: try time("2026-06-01T12:00:00Z"), jurisdictions: try places("US")))
    }

    static func requestWithoutClock() throws -> Case {
        let rules = try RuleSet([try house(), try bills()])
        return Case(
            name: "request-without-clock", rules: rules,
            decision: rules.decide(try intimate(), at: try time("2026-06-01"), jurisdictions: try places("US")))
    }

    static func places(_ codes: String...) throws -> [Jurisdiction] { codes.compactMap { Jurisdiction($0) } }

    /// A corroborated match: reports, one of them discharged; a statement of reasons that waits for a hold.
    static func corroborated() throws -> Case {
        let report = try signed(
            rule(
                "us.sample.report", "Report to NCMEC", "NCMEC 신고", "Comunicar al NCMEC",
                categories: [.csamUnknownOrigin],
                duties: [
                    try duty(.reportTo, to: .ncmec, within: [Urgency.asap], from: .actualKnowledgeAt),
                    try duty(.preserve, what: [.content, .report], keep: "P1Y"),
                    try duty(.remove, within: [Urgency.immediately]),
                ]))
        let british = try rule(
            "uk.sample.report", "Report to the NCA", "NCA 신고", "Comunicar a la NCA", categories: [.csamUnknownOrigin],
            duties: [
                try duty(.reportTo, to: .nca, within: [Urgency.withoutUndueDelay]),
                try duty(.doNotNotify, to: .uploader, what: [.reportExistence]),
            ])
        let reasons = try rule(
            "eu.sample.reasons", "Give reasons for a restriction", "제한 사유 고지", "Exponer los motivos de una restricción",
            duties: [
                try duty(.statementOfReasons, to: .uploader, within: [Urgency.withoutUndueDelay]),
                try duty(.submitSoRDatabase, to: .dsaTransparencyDatabase, within: [Urgency.withoutUndueDelay]),
            ])
        var kingdom = try pack("uk.sample", "UK", .law, [british])
        kingdom.equivalences = [equivalence()]
        let rules = try RuleSet([
            try house(), try pack("us.sample", "US", .law, [report]), kingdom,
            try pack("eu.sample", "EU", .law, [reasons]),
        ])
        let facts = try facts([
            (.matchKind, word(.matchKind, "exact")), (.matchContent, word(.matchContent, "csam")),
            (.matchSources, word(.matchSources, "iwf")), (.matchCorroborated, .flag(true)),
            (.authorityNondisclosureUntil, .instant(try time("2026-08-03T12:30:00Z"))),
        ])
        return Case(
            name: "corroborated", rules: rules,
            decision: rules.decide(
                facts, at: try time("2026-07-01T08:15:30Z"), jurisdictions: try places("EU", "UK", "US")))
    }

    static func released() throws -> Case {
        let rules = try RuleSet([try house(), try bills()])
        let facts = try facts([(.matchCleared, .flag(true))])
        return Case(name: "released", rules: rules, decision: rules.decide(facts, at: try time("2026-06-01")))
    }

    /// A private message, an age that two people see differently, and a source with a hostile name.
    static func unknownAge() throws -> Case {
        let rules = try RuleSet([
            try house(),
            try pack(
                "kr.sample", "KR", .law,
                [
                    try rule(
                        "kr.sample.removal", "Remove without delay", "지체 없이 삭제", "Retirar sin demora",
                        categories: [.csamUnknownOrigin],
                        duties: [
                            try duty(.remove, within: [Urgency.withoutUndueDelay], from: .actualKnowledgeAt),
                            try duty(.reportTo, to: .kmcsc, within: ["PT24H"], from: .detectedAt),
                        ])
                ]),
            try pack(
                "es.sample", "ES", .law,
                [
                    try rule(
                        "es.sample.private", "Private messages", "비공개 메시지", "Mensajes privados",
                        when: "surface in [dm, e2ee-dm]", duties: [try duty(.humanReview)])
                ]),
        ])
        var facts = try facts([(.contentSexual, .flag(true)), (.surface, word(.surface, "dm"))])
        try facts.set(
            .depictedMinor,
            FactReading(
                .flag(true), source: FactSource(.reviewer, "reviewer 12"), at: try time("2026-06-01T09:00:00Z"),
                confidence: 0.6))
        try facts.set(
            .depictedMinor,
            FactReading(.flag(false), source: FactSource(.reviewer, "reviewer\u{1B}[2J 13\u{202E}")))
        try facts.set(
            .depictedAgeTo, FactReading(.number(21), source: FactSource(.classifier, "acme-7 2.1"), confidence: 0.85))
        return Case(name: "unknown-age", rules: rules, decision: rules.decide(facts, at: try time("2026-06-01")))
    }

    /// Labels for AI output: a period of grace, guidance, a platform, a tie that is unknown.
    static func labels() throws -> Case {
        var visible = try rule(
            "eu.sample.label", "Label what AI made", "AI 생성물 표시", "Etiquetar lo que hizo la IA", from: "2026-08-02",
            categories: [.aiUnlabelled], duties: [try duty(.labelVisible, within: [Urgency.immediately])])
        visible.grace = Rule.Grace(
            until: try time("2026-12-02"), when: try condition("system.on-market-since before 2026-08-02"),
            relieves: .duty)
        visible.onUnknown = .include
        var code = try rule(
            "eu.sample.code", "Code of practice on marking", "표시에 관한 실천 규약", "Código de buenas prácticas sobre marcado",
            categories: [.aiUnlabelled], duties: [try duty(.labelMachineReadable)])
        code.status = .softLaw
        var fines = try rule(
            "kr.sample.label", "Tell that AI made it", "AI 생성 사실 고지", "Indicar que lo hizo la IA", from: "2026-01-22",
            categories: [.aiUnlabelled], duties: [try duty(.labelVisible)])
        fines.grace = Rule.Grace(until: try time("2027-01-22"), relieves: .sanction)
        var stage = try pack(
            "platform.sample", "*", .platform,
            [
                try rule(
                    "platform.sample.warn", "Warn", "경고", "Advertir", categories: [.aiUnlabelled],
                    duties: [try duty(.warnUser, to: .uploader, modality: .permitted)])
            ])
        stage.platform = "twitch"
        let rules = try RuleSet([
            try house(), try pack("eu.sample", "EU", .law, [visible, code]), try pack("kr.sample", "KR", .law, [fines]),
            stage,
        ])
        let facts = try facts([
            (.provenanceClaims, word(.provenanceClaims, "ai-generated")), (.labelVisible, .flag(false)),
            (.serviceEstablishment, .countries([Country("IE"), Country("KR")].compactMap(\.self))),
            (.serviceMonthlyUsers, .number(1_234_567)),
        ])
        return Case(
            name: "labels", rules: rules,
            decision: rules.decide(facts, at: try time("2026-09-01T16:00:00Z"), platforms: ["twitch"]))
    }

    /// Keeping against destroying; a duty that hangs on an unknown fact; a deadline that has passed; a missing translation.
    static func conflict() throws -> Case {
        var untranslated = try rule(
            "au.sample.keep", "Keep for a year", "", "", categories: [.nciiSynthetic],
            duties: [
                try duty(.preserve, what: [.content], keep: "P1Y6M"),
                try duty(.reportTo, to: .esafety, within: ["PT24H"], from: .orderReceivedAt),
                try duty(.escalate, to: .safetyTeam, within: [Urgency.immediately], when: "threat.imminent-harm"),
            ])
        untranslated.title = LocalText(en: "Keep for a year")
        var destroy = try rule(
            "cn.sample.destroy", "Destroy", "파기", "Destruir", categories: [.nciiSynthetic],
            duties: [try duty(.destroy, within: [Urgency.asap], what: [.content])])
        destroy.status = .unverified
        let rules = try RuleSet([
            try house(), try pack("au.sample", "AU", .law, [untranslated]),
            try pack("cn.sample", "CN", .law, [destroy]),
        ])
        let facts = try intimate([(.clockOrderReceivedAt, .instant(try time("2026-05-01T10:00:00Z")))])
        return Case(
            name: "conflict", rules: rules,
            decision: rules.decide(facts, at: try time("2026-06-01T12:00:00Z"), jurisdictions: try places("AU", "CN")))
    }

    static func service() throws -> Case {
        var yearly = try rule(
            "eu.sample.transparency", "Publish a report each year", "매년 보고서 공개", "Publicar un informe cada año",
            duties: [
                try duty(.transparencyReport, within: [Urgency.annual], from: .periodEnd),
                try duty(.pointOfContact, within: [Urgency.ongoing]),
            ])
        yearly.concerns = .service
        let rules = try RuleSet([try house(), try pack("eu.sample", "EU", .law, [yearly])])
        let facts = try facts([(.serviceSize, word(.serviceSize, "other"))])
        return Case(
            name: "service", rules: rules,
            decision: rules.standingDuties(facts, at: try time("2026-06-01"), jurisdictions: try places("EU")),
            isService: true)
    }
}
