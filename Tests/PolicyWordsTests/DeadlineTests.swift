// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Testing

@testable import Policy
@testable import PolicyWords

@Suite struct DeadlineTests {
    private func obligation(
        _ urgency: Urgency?, _ limit: String?, _ clock: ClockEvent?, _ deadline: String? = nil
    ) -> Obligation {
        Obligation(
            verb: .remove, recipient: nil, status: .due, execution: .confirm, modality: .required, urgency: urgency,
            limit: limit.flatMap { CalendarDuration($0) }, clock: clock, deadline: deadline.flatMap { UTCTime($0) },
            what: [], keepFor: nil, atMost: nil, until: nil, isNeutral: false, format: nil, rule: "a.b", rules: ["a.b"],
            by: nil)
    }

    @Test(arguments: [
        (
            Language.english,
            [
                "", "within 48 hours", "48 hours from a valid request", "by 3 June 2026, 10:00 UTC", "immediately",
                "as soon as possible, at the latest 48 hours from a valid request",
                "without undue delay after the detection of the item",
                "once a year from the end of the reporting period",
                "immediately, at the latest by 3 June 2026, 10:00 UTC",
            ]
        ),
        (
            .korean,
            [
                "", "48시간 이내", "유효한 요청이 접수된 때부터 48시간 이내", "2026년 6월 3일 10:00(UTC)까지", "즉시",
                "가능한 한 빨리, 늦어도 유효한 요청이 접수된 때부터 48시간 이내", "콘텐츠가 탐지된 때 이후 지체 없이",
                "보고 기간이 끝난 때부터 매년 한 번", "즉시, 늦어도 2026년 6월 3일 10:00(UTC)까지",
            ]
        ),
        (
            .spanish,
            [
                "", "en 48 horas", "48 horas desde una solicitud válida",
                "a más tardar el 3 de junio de 2026, 10:00 UTC", "de inmediato",
                "cuanto antes, a más tardar 48 horas desde una solicitud válida",
                "sin dilación indebida tras la detección del contenido",
                "una vez al año desde el fin del período de información",
                "de inmediato, a más tardar el 3 de junio de 2026, 10:00 UTC",
            ]
        ),
    ])
    func aDeadlineIsAMomentOrATimeFromAnEvent(_ language: Language, _ expected: [String]) {
        let all = [
            obligation(nil, nil, nil), obligation(nil, "PT48H", nil), obligation(nil, "PT48H", .validRequestAt),
            obligation(nil, "PT48H", .validRequestAt, "2026-06-03T10:00:00Z"), obligation(.immediately, nil, nil),
            obligation(.asap, "PT48H", .validRequestAt), obligation(.withoutUndueDelay, nil, .detectedAt),
            obligation(.annual, nil, .periodEnd),
            obligation(.immediately, "PT48H", .validRequestAt, "2026-06-03T10:00:00Z"),
        ]
        let terms = PolicyTerms(language)
        #expect(all.map(terms.deadline) == expected)
    }

    @Test(arguments: [
        (
            Language.english,
            [
                "48 hours", "3 days", "24 hours", "1 hour", "1 year", "1 year and 6 months", "21 days",
                "1 hour and 30 minutes",
            ]
        ),
        (.korean, ["48시간", "3일", "24시간", "1시간", "1년", "1년 6개월", "21일", "1시간 30분"]),
        (
            .spanish,
            ["48 horas", "3 días", "24 horas", "1 hora", "1 año", "1 año y 6 meses", "21 días", "1 hora y 30 minutos"]
        ),
    ])
    func durationsAreWrittenAsPeopleSayThem(_ language: Language, _ expected: [String]) {
        let terms = PolicyTerms(language)
        let all = ["PT48H", "PT72H", "PT24H", "PT1H", "P1Y", "P1Y6M", "P21D", "PT90M"].compactMap {
            CalendarDuration($0)
        }
        #expect(all.map(terms.duration) == expected)
    }

    @Test func noDurationIsEmpty() {
        for language in Language.allCases {
            for text in ["PT0S", "PT1S", "P1M", "P400D", "PT71H59M59S", "P1000Y"] {
                let words = CalendarDuration(text).map(PolicyTerms(language).duration) ?? ""
                #expect(words.contains { $0.isNumber }, "\(text): \(words)")
            }
        }
    }

    @Test(arguments: [
        (Language.english, ["2 August 2026", "2 August 2026, 09:05 UTC", "2 August 2026, 09:05:07 UTC"]),
        (.korean, ["2026년 8월 2일", "2026년 8월 2일 09:05(UTC)", "2026년 8월 2일 09:05:07(UTC)"]),
        (.spanish, ["2 de agosto de 2026", "2 de agosto de 2026, 09:05 UTC", "2 de agosto de 2026, 09:05:07 UTC"]),
    ])
    func momentsAreDatesWhereTheyAreADaysFirstSecond(_ language: Language, _ expected: [String]) {
        let all = ["2026-08-02", "2026-08-02T09:05:00Z", "2026-08-02T09:05:07Z"].compactMap { UTCTime($0) }
        #expect(all.map(PolicyTerms(language).moment) == expected)
    }

    @Test func aMomentBeyondTheCalendarIsStillWritten() {
        for language in Language.allCases {
            #expect(!PolicyTerms(language).moment(UTCTime(seconds: .max)).isEmpty)
            #expect(!PolicyTerms(language).moment(UTCTime(seconds: .min)).isEmpty)
        }
    }

    @Test(arguments: Language.allCases)
    func everyClockSaysThatItDoesNotRun(in language: Language) {
        let texts = ClockEvent.allCases.map { language.wording.limit("9", from: $0) + language.wording.pending($0) }
        #expect(Set(texts).count == ClockEvent.allCases.count)
        for event in ClockEvent.allCases {
            #expect(!language.wording.pending(event).isEmpty)
            for urgency in Urgency.allCases { #expect(!language.wording.urgency(urgency, from: event).isEmpty) }
        }
    }
}
