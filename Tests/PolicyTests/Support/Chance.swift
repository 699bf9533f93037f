// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import Policy
import TestSupport

/// Makes facts, conditions, rules and packs at random, the same ones in every run.
struct Chance {
    var random: SplitMix
    /// Facts that conditions look at; few, so that rules meet facts.
    var subjects: [FactName] = Chance.usual
    /// Whether conditions ask if something is known.
    var asksWhetherKnown = false

    static let usual: [FactName] = [
        .matchKind, .matchContent, .matchDistance, .classifierCsam, .contentSexual, .contentContexts, .depictedMinor,
        .depictedRealistic, .origin, .consent, .requestKind, .requestValid, .surface, .systemOnMarketSince,
        .reviewFinding,
    ]
    static let places = ["US", "US-CA", "EU", "ES", "UK", "KR", "JP"]
    static let ties: [FactName] = [
        .serviceEstablishment, .serviceMarkets, .uploaderCountry, .subjectCountry, .viewerCountries, .storageCountries,
    ]

    /// How many cases a property is tried on.
    static func cases(_ count: Int) -> Range<UInt64> {
        let isLong = ProcessInfo.processInfo.environment["TUTELA_TEST_LONG"] != nil
        return 0..<UInt64(isLong ? count * 50 : count)
    }

    init(_ seed: UInt64) {
        random = SplitMix(state: seed &* 0x2545_f491_4f6c_dd1d)
    }

    mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }
    mutating func happens(_ percent: Int) -> Bool { number(0..<100) < percent }
    mutating func one<Element>(_ elements: [Element]) -> Element { elements[number(0..<elements.count)] }
    mutating func some<Element>(_ elements: [Element], _ percent: Int) -> [Element] {
        elements.filter { _ in happens(percent) }
    }
    mutating func mask(_ count: Int) -> UInt32 {
        UInt32.random(in: 1..<(UInt32(1) << UInt32(min(count, 31))), using: &random)
    }

    // MARK: Conditions

    mutating func condition(_ depth: Int = 3) -> Condition {
        switch number(0..<(depth > 0 ? 6 : 3)) {
        case 3: .all((0..<number(2..<4)).map { _ in condition(depth - 1) })
        case 4: .any((0..<number(2..<4)).map { _ in condition(depth - 1) })
        case 5: .not(condition(depth - 1))
        default: test(one(subjects))
        }
    }

    mutating func test(_ name: FactName) -> Condition {
        if asksWhetherKnown, happens(20) { return .test(name, happens(50) ? .isKnown : .isUnknown) }
        switch FactRegistry.definition(of: name).type {
        case .tri: return .test(name, .isFlag(happens(60)))
        case .word(let words): return .test(name, .isIn(mask(words.count)))
        case .words(let words): return .test(name, .intersects(mask(words.count)))
        case .countries:
            let codes = Set((0..<number(1..<3)).map { _ in one(["ES", "US", "KR", "EU"]) })
            return .test(name, .reaches(codes.sorted().compactMap { Jurisdiction($0) }))
        case .number(_, let range):
            let value = Double(number(0..<11)) / 10 * range.upperBound
            return .test(name, one([.less(value), .atMost(value), .greater(value), .atLeast(value)]))
        case .integer:
            let value = Double(number(0..<4))
            return .test(name, one([.less(value), .atMost(value), .greater(value), .atLeast(value)]))
        case .instant: return .test(name, happens(50) ? .before(date().seconds) : .after(date().seconds))
        }
    }

    mutating func date() -> UTCTime { UTCTime(seconds: 1_704_067_200 + Int64(number(0..<1_100)) * 86_400) }

    // MARK: Facts

    mutating func value(_ name: FactName) -> FactValue {
        switch FactRegistry.definition(of: name).type {
        case .tri: .flag(happens(50))
        case .word(let words): .word(number(0..<words.count))
        case .words(let words): .words(happens(20) ? 0 : mask(words.count) & mask(words.count))
        case .countries:
            .countries(some(["ES", "US", "KR", "UK", "JP", "BR"], 25).compactMap { Country($0) })
        case .number(_, let range): .number(Double(number(0..<11)) / 10 * range.upperBound)
        case .integer: .number(Double(number(0..<4)))
        case .instant: .instant(date())
        }
    }

    mutating func readings() -> [(FactName, FactReading)] {
        var all: [(FactName, FactReading)] = []
        for name in Self.usual + Self.ties + [
            .matchCorroborated, .actorRoles, .legalHold, .reportSentTo, .clockDetectedAt,
        ]
        where happens(60) {
            all.append((name, FactReading(happens(15) ? .unknown : value(name), source: FactSource(.stated))))
        }
        return all
    }

    static func set(_ readings: [(FactName, FactReading)]) -> FactSet {
        readings.reduce(into: FactSet()) { set, pair in
            do { try set.set(pair.0, pair.1) } catch { preconditionFailure("\(error)") }
        }
    }

    mutating func facts() -> FactSet { Self.set(readings()) }

    // MARK: Packs

    mutating func duty() -> Duty {
        let verbs: [Verb] = [
            .remove, .disableAccess, .restrictAccess, .labelVisible, .humanReview, .reportTo, .reportTo, .doNotReportTo,
            .notifyUploader, .statementOfReasons, .doNotNotify, .preserve, .preserve, .destroy, .accountAction, .log,
            .permitProcessing, .doNotProcess, .escalate,
        ]
        var duty = Duty(one(verbs))
        switch duty.verb {
        case .reportTo, .doNotReportTo: duty.recipient = one([.ncmec, .nca, .kmcsc])
        case .preserve:
            duty.what = some([.content, .report, .userData], 40)
            if happens(70) {
                duty.keepFor = CalendarDuration(months: number(1..<13))
            } else {
                duty.atMost = length("P21D")
            }
        case .destroy: duty.what = some([.content, .report], 40)
        case .permitProcessing, .doNotProcess: duty.what = [.privateScan]
        default: break
        }
        if happens(40) {
            duty.clock = one([.detectedAt, .validRequestAt])
            if happens(50) { duty.urgency = one(Urgency.allCases) }
            if happens(50) { duty.limit = CalendarDuration(seconds: Int64(number(1..<100)) * 3_600) }
        }
        if happens(25) { duty.when = condition(1) }
        if happens(10) { duty.modality = .permitted }
        return duty
    }

    mutating func rule(_ id: String) -> Rule {
        var rule = Rule(
            id: id, title: LocalText(en: id), citation: "c", says: "s",
            inForce: happens(80) ? moment("2020-01-01") : date(),
            source: unsignedSource, confidence: .medium)
        if happens(70) { rule.categories = CategorySet(some(Policy.Category.allCases, 25)) }
        if happens(30) { rule.actors = mask(11) }
        if happens(60) { rule.when = condition(2) }
        if happens(20) { rule.status = one(Rule.Status.allCases) }
        if happens(15), let start = rule.inForce {
            rule.expires = start.adding(CalendarDuration(months: number(1..<80)))
        }
        if happens(15), let start = rule.inForce {
            rule.grace = Rule.Grace(
                until: start.adding(CalendarDuration(months: number(1..<80))), when: happens(70) ? condition(1) : nil,
                relieves: happens(50) ? .duty : .sanction)
        }
        if happens(30) { rule.nexus = some(Nexus.allCases, 40) }
        if happens(30) { rule.onUnknown = .include }
        if happens(40) { rule.review = lawyer }
        rule.obligations = (0..<number(1..<4)).map { _ in duty() }
        return rule
    }

    mutating func packs() -> [Pack] {
        var house = pack("house", .house, "*", (0..<number(0..<4)).map { rule("house.\($0)") })
        house.signals = (0..<2).map { Pack.Signal(name: "signal.\($0)", when: condition(1)) }
        house.categories = (0..<number(3..<7)).map {
            Pack.Derivation(
                id: "house.c\($0)", category: one(Policy.Category.allCases),
                when: happens(30) ? .signal("signal.0") : condition(2))
        }
        house.categories.append(Pack.Derivation(id: "house.benign", category: .benign, when: condition(1)))
        if happens(30) {
            house.releases = [
                Pack.Release(
                    id: "house.release", title: LocalText(en: "r"),
                    when: .all([
                        .test(.matchKind, .isIn(1)), .test(.depictedMinor, .isFlag(false)), .test(.consent, .isIn(4)),
                    ]))
            ]
        }
        var packs = [house, pack("platform", .platform, "*", [rule("platform.0")])]
        for place in some(Self.places, 70) {
            packs.append(
                pack("law.\(place.lowercased())", .law, place, (0..<number(1..<4)).map { rule("\(place).\($0)") }))
        }
        if happens(40), let law = packs.firstIndex(where: { $0.kind == .law }) {
            packs[law].equivalences = [
                Equivalence(
                    id: "eq.0", whenReportedTo: .ncmec, discharges: .nca, citation: "c", says: "s",
                    source: unsignedSource,
                    confidence: .medium)
            ]
        }
        return packs
    }

    mutating func jurisdictions(_ percent: Int = 40) -> [Jurisdiction] {
        some(Self.places, percent).compactMap { Jurisdiction($0) }
    }

    /// Noon of some day, so that the next second is of the same day.
    mutating func noon() -> UTCTime { date().adding(seconds: 43_200) }
}
