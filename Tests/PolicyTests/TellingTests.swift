// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import Testing

@Suite struct TellingTests {
    private func decide(
        _ values: [FactName: String], silence: String? = nil, at: String = "2026-06-01"
    ) throws -> Obligation? {
        var rules = [rule("us.tell", [.csamUnknownOrigin], [duty(.statementOfReasons)])]
        if let silence { rules.append(rule("us.silent", [.csamUnknownOrigin], [duty(.doNotNotify, when: silence)])) }
        let set = try made([house(), pack("law.us", .law, "US", rules)])
        let known: [FactName: String] = [.matchContent: "csam", .serviceEstablishment: "US"]
        return set.decide(facts(known.merging(values) { $1 }), at: moment(at)).obligations(.statementOfReasons).first
    }

    @Test func aHoldDefersAndItsEndRevives() throws {
        let dated: [FactName: String] = [.authorityNondisclosureUntil: "2026-07-01"]
        let held = try decide(dated, at: "2026-06-30T23:59:59Z")
        #expect(held?.status == .deferred && held?.until == moment("2026-07-01") && held?.isNeutral == true)
        #expect(held?.execution == .confirm && held?.by == "authority.nondisclosure-until")
        let revived = try decide(dated, at: "2026-07-01")
        #expect(revived?.status == .due && revived?.isNeutral == true && revived?.until == nil)
    }

    @Test func aRecordedHoldDefersWithoutADate() throws {
        let held = try decide([.legalHold: "true"])
        #expect(held?.status == .deferred && held?.until == nil && held?.by == "legal.hold" && held?.isNeutral == true)
        #expect(try decide([.legalHold: "false"])?.status == .due)
    }

    @Test func aRuleOfSilenceDefersWhileAHoldIsPossible() throws {
        let silent = try decide([:], silence: "always")
        #expect(silent?.status == .deferred && silent?.by == "us.silent")
        #expect(try decide([:], silence: "depicted.realistic")?.status == .deferred)
        #expect(try decide([.depictedRealistic: "false"], silence: "depicted.realistic")?.status == .due)
        let over = try decide([.legalHold: "false"], silence: "always")
        #expect(over?.status == .due && over?.isNeutral == true)
    }

    @Test func withoutAHoldPeopleAreToldPlainly() throws {
        for hold in ["unknown", "false"] {
            let plain = try decide([.legalHold: hold])
            #expect(plain?.status == .due && plain?.isNeutral == false)
        }
    }
}

@Suite struct DeadlineTests {
    private func remove(_ duties: [Duty], _ values: [FactName: String] = [:]) throws -> [Obligation] {
        let rules = duties.enumerated().map { rule("us.\($0)", [.csamUnknownOrigin], [$1]) }
        let known: [FactName: String] = [.matchContent: "csam", .serviceEstablishment: "US"]
        return try made([house(), pack("law.us", .law, "US", rules)]).decide(
            facts(known.merging(values) { $1 }), at: day
        )
        .obligations(.remove)
    }

    @Test func theWordAndTheTimeAreEachTheEarliest() throws {
        let all = try remove(
            [
                duty(.remove, within: "PT48H", from: .validRequestAt), duty(.remove, .asap, from: .validRequestAt),
                duty(.remove, within: "PT24H", .withoutUndueDelay, from: .validRequestAt),
            ], [.clockValidRequestAt: "2026-06-01T10:00:00Z"])
        #expect(all.count == 1 && all[0].urgency == .asap && all[0].limit == length("PT24H"))
        #expect(all[0].deadline == moment("2026-06-02T10:00:00Z"))
        #expect(all[0].rule == "us.2" && all[0].rules == ["us.0", "us.1", "us.2"])
    }

    @Test func eachClockIsKept() throws {
        let all = try remove([
            duty(.remove, within: "PT48H", from: .validRequestAt),
            duty(.remove, within: "PT24H", from: .orderReceivedAt),
        ])
        #expect(all.map(\.clock) == [.orderReceivedAt, .validRequestAt])
        #expect(all.allSatisfy { $0.deadline == nil })
    }

    @Test func whatIsOnlyAllowedHasNoPartInADeadline() throws {
        let all = try remove([duty(.remove, within: "PT48H"), duty(.remove, within: "PT1H", modality: .permitted)])
        #expect(all.map(\.modality) == [.required, .permitted])
        #expect(all.map { $0.limit?.description } == ["PT48H", "PT1H"])
    }
}
