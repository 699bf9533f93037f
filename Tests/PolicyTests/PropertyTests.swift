// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import TestSupport
import Testing

/// What holds of every decision, tried on random facts and packs. Where conditions ask whether something is known, two of
/// these promises are the author's to keep; they are tried on the real packs with the packs' own tests.
@Suite struct PropertyTests {
    private struct Trial {
        var chance: Chance
        var packs: [Pack]
        var set: RuleSet
        var readings: [(FactName, FactReading)]
        var facts: FactSet
        var at: UTCTime
        var asked: [Jurisdiction]

        init(_ seed: UInt64, asksWhetherKnown: Bool = true, _ change: (inout Chance) -> Void = { _ in }) throws {
            chance = Chance(seed)
            chance.asksWhetherKnown = asksWhetherKnown
            change(&chance)
            packs = chance.packs()
            set = try made(packs)
            readings = chance.readings()
            facts = Chance.set(readings)
            at = chance.noon()
            asked = chance.happens(50) ? chance.jurisdictions() : []
        }

        func decide() -> Decision { set.decide(facts, at: at, jurisdictions: asked, platforms: ["platform"]) }
    }

    private func strictest(_ decision: Decision) -> Int { decision.visibility.first.map { $0.measure.rank } ?? -1 }

    @Test func orderNeverMatters() throws {
        for seed in Chance.cases(1_500) {
            var trial = try Trial(seed)
            let first = trial.decide().canonical.text
            let packs = trial.packs.shuffled(using: &trial.chance.random).map { pack in
                var pack = pack
                pack.rules.shuffle(using: &trial.chance.random)
                pack.signals.shuffle(using: &trial.chance.random)
                pack.categories.shuffle(using: &trial.chance.random)
                return pack
            }
            let again = try made(packs)
            #expect(again.digest == trial.set.digest)
            let facts = Chance.set(trial.readings.shuffled(using: &trial.chance.random))
            let second = again.decide(
                facts, at: trial.at, jurisdictions: trial.asked.shuffled(using: &trial.chance.random),
                platforms: ["platform"])
            #expect(second.canonical.text == first, "seed \(seed)")
        }
    }

    @Test func decidingAgainGivesTheSame() throws {
        for seed in Chance.cases(1_000) {
            let trial = try Trial(seed)
            let decision = trial.decide()
            #expect(decision == trial.decide() && decision.canonical.text == trial.decide().canonical.text)
            // A replay knows only what the decision stored.
            let replay = trial.set.decide(
                decision.facts, at: decision.at, jurisdictions: decision.jurisdictions,
                platforms: Set(decision.platforms))
            #expect(replay.canonical.text == decision.canonical.text, "seed \(seed)")
        }
    }

    @Test func addingAJurisdictionNeverWeakensVisibility() throws {
        for seed in Chance.cases(3_000) {
            var trial = try Trial(seed)
            if trial.asked.isEmpty { trial.asked = [.europeanUnion] }
            let before = trial.decide()
            trial.asked += trial.chance.jurisdictions(30)
            let after = trial.decide()
            #expect(after.action >= before.action && after.action.exposure <= before.action.exposure, "seed \(seed)")
            #expect(strictest(after) >= strictest(before), "seed \(seed)")
            #expect(Set(after.fired).isSuperset(of: before.fired), "seed \(seed)")
        }
    }

    @Test func anotherTieNeverWeakensVisibility() throws {
        for seed in Chance.cases(3_000) {
            var trial = try Trial(seed)
            trial.asked = []
            let before = trial.decide()
            let name = trial.chance.one(Chance.ties)
            guard case .countries(let places) = trial.facts[name] else { continue }
            let more =
                places
                + ["KR", "US", "UK", "ES"].shuffled(using: &trial.chance.random).prefix(2).compactMap { Country($0) }
            try trial.facts.set(name, FactReading(.countries(more), source: FactSource(.stated)))
            let after = trial.decide()
            #expect(after.action >= before.action && strictest(after) >= strictest(before), "seed \(seed)")
        }
    }

    /// Every known value, not only one, is compared with not knowing. Packs that ask whether something is known are left out:
    /// their authors can write that ignorance shows more.
    @Test func notKnowingNeverShowsMore() throws {
        for seed in Chance.cases(1_000) {
            var trial = try Trial(seed, asksWhetherKnown: false)
            for name in Chance.usual + Chance.ties + [.actorRoles, .matchCorroborated] {
                var unknown = trial
                try unknown.facts.set(name, FactReading(.unknown, source: FactSource(.stated)))
                let exposure = unknown.decide().action.exposure
                var known = trial
                for _ in 0..<3 {
                    try known.facts.set(name, FactReading(trial.chance.value(name), source: FactSource(.stated)))
                    #expect(exposure <= known.decide().action.exposure, "seed \(seed), \(name.rawValue)")
                }
            }
        }
    }

    @Test func sourcesThatDisagreeNeverShowMore() throws {
        for seed in Chance.cases(1_500) {
            var trial = try Trial(seed, asksWhetherKnown: false)
            let name = trial.chance.one(Chance.usual)
            trial.facts.remove(name)
            let values = [trial.chance.value(name), trial.chance.value(name)]
            guard values[0] != values[1] else { continue }
            var exposures: [Int] = []
            for value in values {
                var one = trial
                try one.facts.set(name, FactReading(value, source: FactSource(.stated, "a")))
                exposures.append(one.decide().action.exposure)
                try trial.facts.set(name, FactReading(value, source: FactSource(.stated, "\(exposures.count)")))
            }
            // Of several scores the greatest is believed.
            if FactRegistry.definition(of: name).type != .number(unit: "score", in: 0...1) {
                #expect(trial.facts.isDisputed(name) && trial.facts[name] == .unknown)
            }
            let disputed = trial.decide().action.exposure
            #expect(exposures.allSatisfy { disputed <= $0 }, "seed \(seed)")
        }
    }

    @Test func onlyRulesOfTheirDayAndStatusFire() throws {
        for seed in Chance.cases(3_000) {
            let trial = try Trial(seed)
            let decision = trial.decide()
            for fired in decision.rules {
                let rule = try #require(trial.set.rule(fired.id))
                let start = try #require(rule.inForce)
                #expect(start <= trial.at && rule.expires.map { trial.at < $0 } ?? true, "seed \(seed)")
                #expect(rule.status != .pending && rule.status != .enacted, "seed \(seed)")
                #expect(rule.concerns == .item)
            }
            #expect(Set(decision.fired).isDisjoint(with: decision.nearly.map(\.id)), "seed \(seed)")
            #expect(Set(decision.fired).count == decision.rules.count)
        }
    }

    @Test func everyObligationNamesRulesThatFired() throws {
        let facts = Set(FactName.allCases.map(\.rawValue))
        var conflicts = 0
        for seed in Chance.cases(3_000) {
            let decision = try Trial(seed).decide()
            let fired = Set(decision.fired)
            for obligation in decision.obligations {
                #expect(!obligation.rules.isEmpty && obligation.rules.contains(obligation.rule), "seed \(seed)")
                #expect(
                    fired.isSuperset(of: obligation.rules) && obligation.rules == obligation.rules.sorted(),
                    "seed \(seed)")
                if let cause = obligation.by {
                    #expect(fired.contains(cause) || facts.contains(cause) || cause == "eq.0", "seed \(seed)")
                }
                #expect((obligation.status == .due) == (obligation.by == nil && obligation.status != .possible))
                #expect(obligation.status == .due || obligation.execution == .confirm, "seed \(seed)")
                if obligation.verb == .legalHold { conflicts += 1 }
            }
            let causes = Set(decision.obligations.compactMap(\.by))
            #expect(fired.union(causes).isSuperset(of: decision.unsigned))
            #expect(fired.isSuperset(of: decision.visibility.flatMap(\.rules)))
        }
        #expect(conflicts > 20)
    }

    @Test func nothingBlocksWithoutASecondSourceOrAPerson() throws {
        var blocks = 0
        for seed in Chance.cases(4_000) {
            let trial = try Trial(seed)
            let decision = trial.decide()
            let finding: UInt32 = if case .words(let mask) = trial.facts[.reviewFinding] { mask } else { 0 }
            let harmless = [
                Policy.Category.benign, .aiLabelled, .adultConsensual, .aiUnlabelled, .aiUnlabelledDeepfake,
            ]
            let abuse = Policy.Category.allCases.filter {
                !harmless.contains($0) && finding >> UInt32($0.rank) & 1 == 1
            }
            let isSupported = trial.facts[.matchCorroborated] == .flag(true) || finding & ~(1 << 19) != 0
            if decision.action == .block {
                blocks += 1
                #expect(isSupported, "seed \(seed)")
                #expect(decision.grounds.contains { $0 == .corroborated || $0 == .confirmedByPerson })
            }
            if trial.facts[.matchCorroborated] != .flag(true), abuse.isEmpty, finding & ~(1 << 19) == 0 {
                #expect(
                    decision.obligations.allSatisfy { $0.execution == .confirm || $0.verb.measure?.action != .block },
                    "seed \(seed)")
            }
        }
        #expect(blocks > 100)
    }

    @Test func nothingIrrevocableIsAutomaticWithoutALawyer() throws {
        var automatic = 0
        for seed in Chance.cases(4_000) {
            let trial = try Trial(seed)
            let decision = trial.decide()
            let sure = Set(decision.rules.filter { !$0.isProvisional }.map(\.id))
            for obligation in decision.obligations
            where obligation.verb.isIrrevocable && obligation.execution == .automatic {
                automatic += 1
                let signed = obligation.rules.filter { sure.contains($0) }.compactMap(trial.set.rule).filter(\.isSigned)
                #expect(!signed.isEmpty, "seed \(seed)")
                let asked = signed.flatMap(\.obligations).filter {
                    $0.verb == obligation.verb && $0.modality == .required
                }
                #expect(
                    asked.contains { $0.what.isEmpty }
                        || !obligation.what.isEmpty && Set(asked.flatMap(\.what)).isSuperset(of: obligation.what),
                    "seed \(seed)")
                if obligation.verb == .destroy { #expect(trial.facts[.legalHold] == .flag(false), "seed \(seed)") }
            }
        }
        #expect(automatic > 50)
    }

    @Test func whatIsDeferredRevives() throws {
        var revived = 0
        for seed in Chance.cases(4_000) {
            var trial = try Trial(seed)
            let end = trial.at.adding(seconds: 1)
            try trial.facts.set(.authorityNondisclosureUntil, FactReading(.instant(end), source: FactSource(.stated)))
            let held = trial.decide().obligations.filter { $0.verb.tellsUploader }
            #expect(held.allSatisfy { $0.status != .due }, "seed \(seed)")
            try trial.facts.set(.legalHold, FactReading(.flag(false), source: FactSource(.stated)))
            trial.at = end
            let after = trial.decide().obligations
            for duty in held where duty.status == .deferred {
                #expect(duty.until == end && duty.isNeutral)
                let again = after.first {
                    $0.verb == duty.verb && $0.clock == duty.clock && $0.modality == duty.modality && $0.status == .due
                }
                #expect(again?.isNeutral == true && again?.rules == duty.rules, "seed \(seed)")
                revived += 1
            }
        }
        #expect(revived > 100)
    }

    /// The engine gives nothing for what a file says of its making; only conditions could.
    @Test func provenanceAloneChangesNothing() throws {
        for seed in Chance.cases(1_000) {
            var trial = try Trial(seed)
            let before = trial.decide()
            try trial.facts.set(.provenanceClaims, FactReading(.words(1 << 5), source: FactSource(.stated)))
            try trial.facts.set(.provenanceLevel, FactReading(.word(0), source: FactSource(.stated)))
            var after = trial.decide()
            after.facts = before.facts
            #expect(after == before, "seed \(seed)")
        }
    }

    @Test func everyDecisionIsWellFormed() throws {
        for seed in Chance.cases(2_000) {
            let decision = try Trial(seed).decide()
            #expect(decision.visibility.map(\.measure.rank) == decision.visibility.map(\.measure.rank).sorted(by: >))
            #expect(Set(decision.categories).isDisjoint(with: decision.possible))
            #expect(!decision.grounds.isEmpty)
            #expect(decision.nearly.map(\.id) == decision.nearly.map(\.id).sorted())
            if decision.categories.contains(where: \.isCSAM) {
                #expect(decision.visibility.allSatisfy { $0.territories == [.everywhere] }, "seed \(seed)")
            }
            for obligation in decision.obligations {
                guard let clock = obligation.clock, obligation.limit != nil else {
                    #expect(obligation.deadline == nil)
                    continue
                }
                #expect((obligation.deadline != nil) == (decision.facts[.clock(clock)] != .unknown), "seed \(seed)")
            }
        }
    }
}
