// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import Testing

private let csam = facts([.matchKind: "exact", .matchContent: "csam", .matchCorroborated: "true"])
private let oneSource = facts([.matchKind: "exact", .matchContent: "csam"])

private func with(_ set: FactSet, _ more: [FactName: String]) -> FactSet {
    var sum = set
    for (name, text) in more { state(&sum, name, text) }
    return sum
}

@Suite struct RetentionTests {
    private func decide(_ duties: [Duty], _ more: [FactName: String] = [:], signed: Bool = true) throws -> Decision {
        try ruleSet(
            house(), law("US", rule("us.a", [.csamUnknownOrigin], signed: signed, [duties[0], duty(.remove)])),
            law("UK", rule("uk.b", [.csamUnknownOrigin], signed: signed, Array(duties.dropFirst())))
        )
        .decide(with(csam, more), at: day, jurisdictions: [.init("US"), .init("UK")].compactMap { $0 })
    }

    private func expectHold(_ decision: Decision, _ location: SourceLocation = #_sourceLocation) {
        let hold = decision.obligations(.legalHold)
        #expect(hold.count == 1 && hold.first?.rules == ["uk.b", "us.a"], sourceLocation: location)
        #expect(hold.first?.execution == .automatic, sourceLocation: location)
        #expect(decision.obligations(.escalate, to: .counsel).count == 1, sourceLocation: location)
        #expect(
            decision.obligations(.destroy).allSatisfy { $0.status == .deferred && $0.execution == .confirm },
            sourceLocation: location)
    }

    @Test func theLongestLeastTimeWins() throws {
        let decision = try decide([
            duty(.preserve, what: [.content], for: "P90D"), duty(.preserve, what: [.content, .report], for: "P1Y"),
        ])
        #expect(decision.obligations(.preserve).map(\.what) == [[.content], [.report]])
        #expect(decision.obligations(.preserve).map { $0.keepFor?.description } == ["P1Y", "P1Y"])
        #expect(decision.obligations(.legalHold).isEmpty)
    }

    @Test func aMostThatIsShorterThanALeastIsAConflict() throws {
        expectHold(
            try decide([
                duty(.preserve, what: [.content], for: "P1Y"), duty(.preserve, what: [.content], atMost: "P21D"),
            ]))
    }

    /// "Keep everything" names no artifact.
    @Test func keepingEverythingConflictsWithAMostForOneThing() throws {
        expectHold(
            try decide([duty(.preserve, for: "P1Y"), duty(.preserve, what: [.content], atMost: "P21D")]))
        expectHold(try decide([duty(.preserve, for: "P1Y"), duty(.preserve, atMost: "P21D")]))
    }

    @Test func mostsOfOtherThingsAreNoConflict() throws {
        let decision = try decide([
            duty(.preserve, what: [.report], for: "P1Y"), duty(.preserve, what: [.content], atMost: "P21D"),
        ])
        #expect(decision.obligations(.legalHold).isEmpty)
    }

    @Test func whatMustBeKeptIsNotDestroyed() throws {
        expectHold(try decide([duty(.preserve, what: [.content], for: "P1Y"), duty(.destroy, what: [.content])]))
        expectHold(try decide([duty(.preserve, what: [.content], for: "P1Y"), duty(.destroy)]))
        expectHold(try decide([duty(.preserve, for: "P1Y"), duty(.destroy, what: [.content])]))
    }

    /// Beside a rule that destroys everything, a rule that destroys one thing must not narrow it: the conflict over the rest
    /// would go unseen.
    @Test(arguments: [[[], [Matter.content]], [[.content], []]])
    func destroyingEverythingStaysEverything(what: [[Matter]]) throws {
        let decision = try decide([
            duty(.preserve, what: [.report], for: "P1Y"), duty(.destroy, what: what[0]), duty(.destroy, what: what[1]),
        ])
        expectHold(decision)
        #expect(decision.obligations(.destroy).map(\.what) == [[]])
    }

    @Test func whatIsKeptLongEnoughMayBeDestroyed() throws {
        let duties = [
            duty(.preserve, from: .reportSubmittedAt, what: [.content], for: "P1Y"), duty(.destroy, what: [.content]),
        ]
        let known: [FactName: String] = [.legalHold: "false"]
        expectHold(try decide(duties, known))
        expectHold(try decide(duties, known.merging([.clockReportSubmittedAt: "2025-06-01T00:00:01Z"]) { $1 }))
        let after = try decide(duties, known.merging([.clockReportSubmittedAt: "2025-06-01T00:00:00Z"]) { $1 })
        #expect(after.obligations(.legalHold).isEmpty)
        #expect(after.obligations(.destroy).map(\.status) == [.due])
        #expect(after.obligations(.destroy).map(\.execution) == [.automatic])
    }

    @Test func aRecordedHoldForbidsDestroying() throws {
        let duties = [duty(.log), duty(.destroy, what: [.content])]
        let held = try decide(duties, [.legalHold: "true"]).obligations(.destroy)
        #expect(held.map(\.status) == [.deferred] && held.map(\.execution) == [.confirm])
        #expect(held.map(\.by) == ["legal.hold"])
        #expect(try decide(duties, [.legalHold: "false"]).obligations(.destroy).map(\.execution) == [.automatic])
    }

    /// Nobody said whether there is a hold, or whether something must be kept: a person decides about what cannot be undone.
    @Test func whatMayHaveToBeKeptIsNotDestroyedByAProgram() throws {
        #expect(try decide([duty(.log), duty(.destroy)]).obligations(.destroy).map(\.execution) == [.confirm])
        let possible = try decide(
            [duty(.preserve, what: [.content], for: "P1Y", when: "depicted.realistic"), duty(.destroy)],
            [.legalHold: "false"])
        #expect(possible.obligations(.destroy).map(\.execution) == [.confirm])
        let nearly = try ruleSet(
            house(),
            law(
                "US", rule("us.a", [.csamUnknownOrigin], signed: true, [duty(.destroy), duty(.remove)]),
                rule(
                    "us.b", [.csamUnknownOrigin], when: "depicted.realistic", signed: true,
                    [duty(.preserve, what: [.content], for: "P1Y")]))
        ).decide(with(csam, [.legalHold: "false"]), at: day)
        #expect(nearly.obligations(.destroy).map(\.execution) == [.confirm])
    }
}
