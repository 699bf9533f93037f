// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import Testing

@Suite struct ReportTests {
    private func equivalence(_ id: String, _ source: Recipient, for target: Recipient) -> Equivalence {
        Equivalence(
            id: id, whenReportedTo: source, discharges: target, citation: "c", says: "s", source: unsignedSource,
            confidence: .medium)
    }

    private func report(_ id: String, to recipient: Recipient, when: String? = nil) -> Rule {
        rule(id, [.csamUnknownOrigin], [duty(.reportTo, to: recipient, when: when)])
    }

    private func decide(
        _ rules: [Rule], _ equivalences: [Equivalence], _ more: [FactName: String] = [:]
    ) throws -> [Obligation] {
        var packs = [house()]
        for rule in rules { packs.append(pack("law.\(rule.id)", .law, "US", [rule])) }
        packs[1].equivalences = equivalences
        let known: [FactName: String] = [.matchContent: "csam", .serviceEstablishment: "US"]
        return try made(packs).decide(facts(known.merging(more) { $1 }), at: day).obligations(.reportTo)
    }

    private func due(_ obligations: [Obligation]) -> [Recipient?] {
        obligations.filter { $0.status == .due }.map(\.recipient)
    }

    @Test func allRecipientsGetOne() throws {
        let all = try decide([report("a", to: .ncmec), report("b", to: .nca), report("c", to: .ncmec)], [])
        #expect(due(all) == [.nca, .ncmec])
        #expect(all.map(\.rules) == [["b"], ["a", "c"]])
    }

    @Test func anEquivalentReportIsNotSentTwice() throws {
        let all = try decide(
            [report("a", to: .ncmec), report("b", to: .nca)], [equivalence("e", .ncmec, for: .nca)])
        #expect(due(all) == [.ncmec])
        let nca = all.first { $0.recipient == .nca }
        #expect(nca?.status == .discharged && nca?.by == "e" && nca?.execution == .confirm)
    }

    @Test func whoseReportIsOnlyPossibleMakesNoOtherNeedless() throws {
        let edge = [equivalence("e", .ncmec, for: .nca)]
        let possible = try decide([report("a", to: .ncmec, when: "depicted.realistic"), report("b", to: .nca)], edge)
        #expect(due(possible) == [.nca])
        let provisional = try decide(
            [report("a", to: .ncmec), report("b", to: .nca)], edge,
            [
                .serviceEstablishment: "unknown"
            ])
        #expect(due(provisional) == [.nca, .ncmec])
    }

    /// A report that may be forbidden may never be sent, so it replaces none.
    @Test func aReportThatMayBeForbiddenMakesNoOtherNeedless() throws {
        let all = try decide(
            [
                report("a", to: .ncmec), report("b", to: .nca),
                rule("c", [.csamUnknownOrigin], [duty(.doNotReportTo, to: .ncmec, when: "depicted.realistic")]),
            ], [equivalence("e", .ncmec, for: .nca)])
        #expect(due(all) == [.nca, .ncmec])
        #expect(all.allSatisfy { $0.execution == .confirm })
    }

    @Test func aForbiddenReportIsNotDue() throws {
        let rules = [
            report("a", to: .ncmec), report("b", to: .nca),
            rule("c", [.csamUnknownOrigin], [duty(.doNotReportTo, to: .ncmec)]),
        ]
        let all = try decide(rules, [equivalence("e", .ncmec, for: .nca)])
        #expect(due(all) == [.nca])
        #expect(all.first { $0.recipient == .ncmec }?.by == "c")
    }

    /// A service cannot forbid itself what the law asks of it; a lawyer's word can say that the law does not ask.
    @Test(arguments: [Pack.Kind.operator, .platform, .house], [false, true])
    func anUnsignedWordOfTheHouseTakesNoReportAway(kind: Pack.Kind, isSigned: Bool) throws {
        let silence = rule("quiet", nil, signed: isSigned, [duty(.doNotReportTo, to: .ncmec)])
        let all = try made([house(), law("US", report("a", to: .ncmec)), pack("more", kind, "*", [silence])])
            .decide(facts([.matchContent: "csam", .serviceEstablishment: "US"]), at: day, platforms: ["more"])
            .obligations(.reportTo)
        #expect(all.map(\.status) == [isSigned ? .discharged : .due])
        #expect(all.map(\.execution) == [.confirm])
    }

    @Test func whoHasAReportNeedsNoOther() throws {
        let all = try decide(
            [report("a", to: .ncmec), report("b", to: .nca)], [equivalence("e", .ncmec, for: .nca)],
            [.reportSentTo: "ncmec"])
        #expect(due(all).isEmpty)
        #expect(all.map(\.by) == ["e", "report.sent-to"])
    }

    /// Two that replace each other: one of them must still get it.
    @Test func equivalencesInACircleLeaveOneReport() throws {
        let all = try decide(
            [report("a", to: .ncmec), report("b", to: .nca)],
            [equivalence("e1", .ncmec, for: .nca), equivalence("e2", .nca, for: .ncmec)])
        #expect(due(all).count == 1)
    }

    /// What is discharged itself reaches nobody, in whatever order the chain is read.
    @Test(arguments: [["e1", "e2"], ["e2", "e1"]])
    func aChainOfEquivalencesEndsInAReport(ids: [String]) throws {
        let all = try decide(
            [report("a", to: .ncmec), report("b", to: .nca), report("c", to: .europol)],
            [equivalence(ids[0], .ncmec, for: .nca), equivalence(ids[1], .nca, for: .europol)])
        #expect(due(all) == (ids == ["e1", "e2"] ? [.europol, .ncmec] : [.nca, .ncmec]))
    }

    @Test func aReportDoesNotReplaceItself() {
        var self_ = house()
        self_.equivalences = [equivalence("e", .nca, for: .nca)]
        #expect(problems(self_) == ["POLICY-EQUIVALENCE"])
    }
}
