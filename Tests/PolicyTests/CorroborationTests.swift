// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import Testing

@Suite struct CorroborationTests {
    private let blocking = rule("house.block", [.csamUnknownOrigin, .csamReal, .nciiReal], [duty(.remove)])

    private func decide(_ values: [FactName: String], _ more: Pack...) throws -> Decision {
        try made([house(blocking)] + more).decide(facts(values), at: day)
    }

    @Test(arguments: ["none", "exact", "perceptual"], ["false", "unknown"])
    func oneSourceNeverBlocks(kind: String, corroborated: String) throws {
        let decision = try decide([.matchKind: kind, .matchContent: "csam", .matchCorroborated: corroborated])
        #expect(decision.action == .review && decision.grounds == [.oneSource])
        #expect(decision.visibility.map(\.measure) == [.remove])
        #expect(decision.obligations(.remove).map(\.execution) == [.confirm])
    }

    @Test func twoSourcesBlock() throws {
        let decision = try decide([.matchKind: "exact", .matchContent: "csam", .matchCorroborated: "true"])
        #expect(decision.action == .block && decision.grounds == [.corroborated])
        #expect(decision.obligations(.remove).map(\.execution) == [.automatic])
    }

    @Test(arguments: ["csam.unknown-origin", "csam.real", "ncii.real", "sextortion.minor"])
    func aPersonsFindingBlocks(finding: String) throws {
        let decision = try decide([.matchContent: "csam", .reviewFinding: finding])
        #expect(decision.action == .block && decision.grounds == [.confirmedByPerson])
        #expect(decision.obligations(.remove).map(\.execution) == [.automatic])
    }

    /// A person who found something harmless has confirmed no list.
    @Test(arguments: ["benign", "adult.consensual", "ai.labelled", "adult.consensual, benign", "unknown"])
    func aFindingOfSomethingElseConfirmsNothing(finding: String) throws {
        let signed = rule(
            "us.report", [.csamUnknownOrigin], signed: true,
            [duty(.reportTo, to: .ncmec), duty(.accountAction), duty(.removeIdenticalCopies)])
        let decision = try decide([.matchContent: "csam", .reviewFinding: finding], law("US", signed))
        #expect(decision.action == .review && decision.grounds == [.oneSource])
        #expect(decision.obligations.count == 4)
        #expect(decision.obligations.allSatisfy { $0.execution == .confirm })
    }

    @Test func aFindingConfirmsTheRulesAboutWhatWasFound() throws {
        let decision = try ruleSet(
            house(rule("house.adult", [.adultConsensual], [duty(.remove)]))
        ).decide(facts([.reviewFinding: "adult.consensual"]), at: day)
        #expect(decision.action == .block && decision.grounds == [.confirmedByPerson])
    }

    @Test func reviewersWhoDisagreeConfirmNothing() throws {
        var set = facts([.matchContent: "csam"])
        try set.set(.reviewFinding, FactReading(.words(1), source: FactSource(.reviewer, "1")))
        try set.set(.reviewFinding, FactReading(.words(2), source: FactSource(.reviewer, "2")))
        #expect(try ruleSet(house(blocking)).decide(set, at: day).action == .review)
    }

    /// What follows from a corroborated match does not depend on whether some other rule blocks.
    @Test func aSignedReportNeedsNoBlockToBeAutomatic() throws {
        let decision = try ruleSet(
            house(), law("US", rule("us.report", [.csamUnknownOrigin], signed: true, [duty(.reportTo, to: .ncmec)]))
        ).decide(
            facts([.matchKind: "exact", .matchContent: "csam", .matchCorroborated: "true", .serviceEstablishment: "US"]
            ),
            at: day)
        #expect(decision.obligations(.reportTo).map(\.execution) == [.automatic])
    }

    /// Evidence of something else proves nothing: what cannot be undone waits for a person.
    @Test(
        arguments: [
            [.matchKind: "perceptual", .matchContent: "csam", .reviewFinding: "undress-service"],
            [.matchKind: "perceptual", .matchContent: "csam", .reviewFinding: "ncii.threat"],
            [.matchKind: "exact", .matchContent: "other", .matchCorroborated: "true"],
            [.matchKind: "exact", .matchContent: "adult, other", .matchCorroborated: "true"],
            [.matchKind: "none", .matchContent: "csam", .matchCorroborated: "true"],
            [.matchKind: "unknown", .matchContent: "csam", .matchCorroborated: "true"],
            [.matchCorroborated: "true"],
        ] as [[FactName: String]])
    func evidenceOfSomethingElseIsNoGroundForWhatCannotBeUndone(values: [FactName: String]) throws {
        let anything = rule("us.destroy", nil, signed: true, [duty(.destroy)])
        let report = rule("us.report", [.csamUnknownOrigin, .csamReal], signed: true, [duty(.reportTo, to: .ncmec)])
        let always = house { $0.categories = [derivation(.csamReal, "always")] }
        let rules = pack("law.us", .law, "US", values[.reviewFinding] == nil ? [anything, report] : [report])
        let known = values.merging([.serviceEstablishment: "US", .legalHold: "false"]) { $1 }
        let decision = try ruleSet(always, rules).decide(facts(known), at: day)
        #expect(decision.obligations.count == rules.rules.count)
        #expect(decision.obligations.allSatisfy { $0.execution == .confirm })
    }

    /// A signature counts from its day.
    @Test(arguments: [
        ("2026-05-31", Obligation.Execution.automatic), ("2026-06-01", .automatic), ("2026-06-02", .confirm),
    ])
    func aSignatureOfTomorrowIsNoneToday(on: String, execution: Obligation.Execution) throws {
        let report = rule("us.report", [.csamUnknownOrigin], [duty(.reportTo, to: .ncmec)]) {
            $0.review = Review(name: "A. Lawyer", on: moment(on))
        }
        let decision = try ruleSet(house(), law("US", report)).decide(
            facts([.matchKind: "exact", .matchContent: "csam", .matchCorroborated: "true", .serviceEstablishment: "US"]
            ),
            at: day)
        #expect(decision.obligations(.reportTo).map(\.execution) == [execution])
    }

    @Test func anUnsignedReportIsNeverAutomatic() throws {
        let decision = try ruleSet(
            house(blocking), law("US", rule("us.report", [.csamUnknownOrigin], [duty(.reportTo, to: .ncmec)]))
        ).decide(
            facts([.matchKind: "exact", .matchContent: "csam", .matchCorroborated: "true", .serviceEstablishment: "US"]
            ),
            at: day)
        #expect(decision.obligations(.reportTo).map(\.execution) == [.confirm])
        #expect(decision.unsigned == ["us.report"])
    }

    /// An unsigned rule may not lend its scope to a signed one.
    @Test(arguments: [
        ([Matter.copy], [Matter.content], Obligation.Execution.confirm), ([.copy], [], .confirm),
        ([], [.content], .automatic), ([.copy, .content], [.content], .automatic),
    ])
    func anUnsignedRuleNeverWidensWhatIsDestroyedAutomatically(
        signed: [Matter], unsigned: [Matter], execution: Obligation.Execution
    ) throws {
        let decision = try ruleSet(
            house(blocking),
            law(
                "US", rule("us.a", [.csamUnknownOrigin], signed: true, [duty(.destroy, what: signed)]),
                rule("us.b", [.csamUnknownOrigin], [duty(.destroy, what: unsigned)]))
        ).decide(
            facts([
                .matchKind: "exact", .matchContent: "csam", .matchCorroborated: "true", .serviceEstablishment: "US",
                .legalHold: "false",
            ]), at: day)
        #expect(decision.obligations(.destroy).map(\.execution) == [execution])
        #expect(decision.obligations(.destroy).map(\.rules) == [["us.a", "us.b"]])
    }

    /// Soft law recommends, whatever word its duties use.
    @Test(arguments: [Rule.Status.softLaw, .unverified])
    func whatOnlyAdvisesIsNeverCarriedOutByAProgram(status: Rule.Status) throws {
        let advice = rule(
            "us.report", [.csamUnknownOrigin], signed: true, [duty(.reportTo, to: .ncmec), duty(.accountAction)]
        ) {
            $0.status = status
        }
        let decision = try ruleSet(house(blocking), law("US", advice)).decide(
            facts([.matchKind: "exact", .matchContent: "csam", .matchCorroborated: "true", .serviceEstablishment: "US"]
            ),
            at: day)
        #expect(decision.fired == ["house.block", "us.report"])
        #expect(decision.obligations.filter { $0.rule == "us.report" }.map(\.execution) == [.confirm, .confirm])
    }

    /// A merely possible tie to the law of a country asks for a person.
    @Test func aProvisionalRuleIsNeverCarriedOutByAProgram() throws {
        let decision = try ruleSet(
            house(),
            law("US", rule("us.a", [.csamUnknownOrigin], signed: true, [duty(.remove), duty(.reportTo, to: .ncmec)]))
        ).decide(facts([.matchKind: "exact", .matchContent: "csam", .matchCorroborated: "true"]), at: day)
        #expect(decision.rules.map(\.isProvisional) == [true])
        #expect(decision.action == .block)
        #expect(decision.obligations.map(\.execution) == [.confirm, .confirm])
    }
}
