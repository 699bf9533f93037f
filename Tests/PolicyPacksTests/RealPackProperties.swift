// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import Policy
import PolicyPacks
import TestSupport
import Testing

/// What must hold of the packs that the program brings, tried on random facts: they ask whether facts are known, so the
/// engine alone cannot promise it.
@Suite struct RealPackProperties {
    private static let signals: [FactName] = [
        .matchKind, .matchContent, .matchSources, .matchDistance, .matchCorroborated, .matchCleared, .scanFailed,
        .classifierCsam, .classifierNudity, .contentSexual, .contentTextOnly, .contentSolicits, .contentContexts,
        .requestKind, .requestValid, .requestConcerns, .threatPresent, .threatDemand, .threatImminentHarm,
        .conductGrooming,
        .reviewFinding, .reviewPeople, .provenanceClaims, .provenanceLevel, .provenanceAigcLabel,
    ]
    private static let circumstances: [FactName] = [
        .depictedMinor, .depictedAgeFrom, .depictedAgeTo, .depictedIdentifiable, .depictedRealistic, .origin, .consent,
        .contentDeceptive, .contentDistributed, .surface, .actorRoles, .serviceSize, .serviceMonthlyUsers,
        .serviceDailyUsers, .serviceEstablishment, .serviceMarkets, .serviceDesignatedIn, .storageCountries,
        .uploaderCountry, .subjectCountry, .viewerCountries, .systemOnMarketSince, .systemSafeguards, .labelVisible,
        .labelMachineReadable, .labelStripped, .victimMinor, .uploaderContactKnown, .reportUkLinked, .legalHold,
        .clockDetectedAt, .clockValidRequestAt, .clockReportSubmittedAt,
    ]
    private static let moments = [
        "2025-09-15T12:00:00Z", "2026-06-01T12:00:00Z", "2026-11-24T12:00:00Z", "2027-01-15T12:00:00Z",
    ]

    private static func cases(_ count: Int) -> Range<UInt64> {
        0..<UInt64(ProcessInfo.processInfo.environment["TUTELA_TEST_LONG"] == nil ? count : count * 100)
    }

    private static func value(_ name: FactName, _ random: inout SplitMix) -> FactValue {
        func number(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
        switch FactRegistry.definition(of: name).type {
        case .tri: return .flag(Bool.random(using: &random))
        case .word(let words): return .word(number(words.count))
        case .words(let words):
            return .words(
                number(3) == 0
                    ? 0 : 1 << UInt32(number(words.count)) | (number(3) == 0 ? 1 << UInt32(number(words.count)) : 0))
        case .countries:
            let all = ["KR", "US", "IE", "UK", "CN", "ES", "AU", "CA", "JP", "BR"]
            return .countries(all.filter { _ in number(4) == 0 }.compactMap { Country($0) })
        case .number(_, let range): return .number(range.upperBound * Double(number(21)) / 20)
        case .integer: return .number([0, 1, 2, 100_000, 1_000_001, 50_000_000][number(6)])
        case .instant: return .instant(UTCTime(seconds: 1_735_689_600 + Int64(number(700)) * 86_400))
        }
    }

    private static func facts(_ random: inout SplitMix) throws -> FactSet {
        var set = FactSet()
        for (names, percent) in [(signals, 20), (circumstances, 60)] {
            for name in names where Int.random(in: 0..<100, using: &random) < percent {
                let isUnknown = Int.random(in: 0..<8, using: &random) == 0
                try set.set(name, FactReading(isUnknown ? .unknown : value(name, &random), source: FactSource(.stated)))
            }
        }
        return set
    }

    private static func trial(_ seed: UInt64) throws -> (SplitMix, FactSet, UTCTime) {
        var random = SplitMix(state: seed &* 0x9e6c_63d0_876a_3f35)
        let facts = try facts(&random)
        let at = try #require(UTCTime(moments[Int.random(in: 0..<moments.count, using: &random)]))
        return (random, facts, at)
    }

    private static func with(_ facts: FactSet, _ name: FactName, _ value: FactValue) throws -> FactSet {
        var sum = facts
        try sum.set(name, FactReading(value, source: FactSource(.stated)))
        return sum
    }

    /// For every fact and every known value of it: not knowing it shows the item to nobody more.
    ///
    /// With one exception, which the house pack names: an unknown origin alone makes no picture "made by AI", or every
    /// picture would be. So an item that is nothing graver than what AI made may be shown without a label, or without what
    /// a rule about labels asks for, while nobody knows its origin.
    @Test func notKnowingNeverShowsMore() throws {
        let set = try LawBooks.ruleSet()
        let platforms = Set(set.knownPlatforms)
        var exceptions = 0
        for seed in Self.cases(250) {
            var (random, facts, at) = try Self.trial(seed)
            for name in Self.signals + Self.circumstances {
                let unknown = set.decide(try Self.with(facts, name, .unknown), at: at, platforms: platforms)
                for _ in 0..<2 {
                    let value = Self.value(name, &random)
                    let known = set.decide(try Self.with(facts, name, value), at: at, platforms: platforms)
                    guard unknown.action.exposure > known.action.exposure else { continue }
                    exceptions += 1
                    #expect(
                        name == .origin && (value == .word(1) || value == .word(2)), "seed \(seed), \(name.rawValue)")
                    let isOnlyAboutAI = known.categories.allSatisfy { $0 >= .aiUnlabelledDeepfake }
                    #expect(isOnlyAboutAI && !known.categories.isEmpty, "seed \(seed): \(known.categories)")
                    #expect(unknown.possible.allSatisfy { $0 == .benign }, "seed \(seed): \(unknown.possible)")
                }
            }
        }
        #expect(exceptions > 0)
    }

    @Test func anotherJurisdictionNeverWeakensVisibility() throws {
        let set = try LawBooks.ruleSet()
        let all = set.lawfulJurisdictions
        for seed in Self.cases(1_500) {
            var (random, facts, at) = try Self.trial(seed)
            let some = all.filter { _ in Int.random(in: 0..<3, using: &random) == 0 } + [all[0]]
            let one = all[Int.random(in: 0..<all.count, using: &random)]
            let before = set.decide(facts, at: at, jurisdictions: some)
            let after = set.decide(facts, at: at, jurisdictions: some + [one])
            #expect(after.action >= before.action, "seed \(seed)")
            #expect(
                (after.visibility.first?.measure.rank ?? -1) >= (before.visibility.first?.measure.rank ?? -1),
                "seed \(seed)")
        }
    }

    /// A claim that a camera captured the item takes nothing away: no obligation, no category, no protection.
    @Test func capturedReleasesNothing() throws {
        let set = try LawBooks.ruleSet()
        for seed in Self.cases(1_500) {
            let (_, facts, at) = try Self.trial(seed)
            guard case .words(let mask) = facts[.provenanceClaims] else { continue }
            let captured: UInt32 = 1 << 5
            #expect(FactRegistry.definition(of: .provenanceClaims).words[5] == "captured")
            var before = set.decide(try Self.with(facts, .provenanceClaims, .words(mask & ~captured)), at: at)
            let after = set.decide(try Self.with(facts, .provenanceClaims, .words(mask | captured)), at: at)
            before.facts = after.facts
            #expect(after == before, "seed \(seed)")
        }
    }

    @Test func everyDecisionKeepsTheHardLines() throws {
        let set = try LawBooks.ruleSet()
        var blocks = 0
        for seed in Self.cases(2_500) {
            let (_, facts, at) = try Self.trial(seed)
            let decision = set.decide(facts, at: at, platforms: Set(set.knownPlatforms))
            let fired = Set(decision.rules.map(\.id))
            for obligation in decision.obligations {
                #expect(!obligation.rules.isEmpty && fired.isSuperset(of: obligation.rules), "seed \(seed)")
                // No rule that the program brings is signed by a lawyer.
                #expect(!obligation.verb.isIrrevocable || obligation.execution == .confirm, "seed \(seed)")
            }
            for id in fired {
                let rule = try #require(set.rule(id))
                #expect(rule.status.canFire && rule.inForce.map { $0 <= at } ?? false, "seed \(seed)")
                #expect(rule.expires.map { at < $0 } ?? true, "seed \(seed)")
            }
            if decision.action == .block {
                blocks += 1
                let isFound = if case .words(let mask) = facts[.reviewFinding] { mask & ~(1 << 19) != 0 } else { false }
                #expect(facts[.matchCorroborated] == .flag(true) || isFound, "seed \(seed)")
            }
            if facts[.scanFailed] == .flag(true) { #expect(decision.action.exposure == 0, "seed \(seed)") }
        }
        #expect(blocks > 50)
    }

    @Test func orderOfPacksNeverMatters() throws {
        let packs = try LawBooks.builtIn.map { try PackReader.read($0) }
        var random = SplitMix(state: 5)
        let one = try RuleSet(packs)
        let two = try RuleSet(
            packs.shuffled(using: &random).map { pack in
                var pack = pack
                pack.rules.shuffle(using: &random)
                return pack
            })
        #expect(one.digest == two.digest)
        for seed in Self.cases(300) {
            let (_, facts, at) = try Self.trial(seed)
            #expect(
                one.decide(facts, at: at).canonical.text == two.decide(facts, at: at).canonical.text, "seed \(seed)")
        }
    }
}
