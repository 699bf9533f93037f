// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import HTTPTypes
import HummingbirdTesting
import Identity
import Synchronization
import TestSupport
import Testing

@testable import WebConsole

@Suite struct TodayTests {
    private static let now = UTCTime(seconds: 1_790_000_000)

    private func list(_ name: String, state: String = "active", _ counts: (Int, Int, Int, Int)) -> ConsoleList {
        ConsoleList(
            name: name, tier: "A", state: state, changed: Self.now, active: counts.0, quarantined: counts.1,
            disabled: counts.2, withdrawn: counts.3)
    }

    @Test func theLedgerAddsUpInEveryDirection() {
        var random = SplitMix(state: 7)
        for _ in 0..<200 {
            let lists = (0..<Int.random(in: 1...250, using: &random)).map { index in
                list(
                    "b\(index)", state: ["active", "disabled"].randomElement(using: &random) ?? "",
                    (
                        Int.random(in: 0...2_000_000, using: &random), Int.random(in: 0...3, using: &random),
                        Int.random(in: 0...40, using: &random), Int.random(in: 0...1, using: &random)
                    ))
            }
            let page = TodayPage(checks: [], lists: lists, decisions: nil, now: Self.now)
            func value(_ cell: TodayPage.Cell) -> Int { Int(cell.value.replacing(",", with: "")) ?? -1 }
            guard let banks = page.banks else {
                Issue.record("there is no ledger")
                return
            }
            for row in banks.rows {
                let parts = row.cells.map(value)
                #expect(parts.dropLast().reduce(0, +) == parts.last)
            }
            let totals = banks.totals.map(value)
            #expect(totals.dropLast().reduce(0, +) == totals.last)
            #expect(totals.last == lists.reduce(0) { $0 + $1.entries })
            if banks.cut == nil {
                for column in totals.indices {
                    #expect(banks.rows.reduce(0) { $0 + value($1.cells[column]) } == totals[column])
                }
            } else {
                #expect(lists.count > TodayPage.mostLists)
            }
        }
    }

    @Test func theHeadlineSaysWhatIsKnownAndWhatIsNot() {
        func headline(_ checks: [ConsoleCheck], _ lists: [ConsoleList]?) -> String {
            TodayPage(checks: checks, lists: lists, decisions: nil, now: Self.now).headline
        }
        let fine = ConsoleCheck(name: "lists", state: .ok, detail: "")
        let bad = ConsoleCheck(name: "decoder", state: .failed, detail: "")
        let dark = ConsoleCheck(name: "database", state: .unknown, detail: "")
        #expect(headline([fine], [list("a", (1, 0, 0, 0))]) == "Ready. 1 entry in 1 list is compared.")
        #expect(
            headline([fine], [list("a", (1_200, 0, 0, 0)), list("b", state: "quarantined", (3, 0, 0, 0))])
                == "Ready. 1,200 entries in 1 list are compared. 1 list is not used.")
        #expect(headline([fine], []).contains("nothing can match"))
        #expect(headline([fine, bad, dark], [list("a", (1, 0, 0, 0))]).hasPrefix("Not ready: decoder."))
        #expect(headline([fine, dark], nil) == "Ready as far as is known; not known: database.")
    }

    @Test func rolesSeeTheirPartAndLearnWhoSeesTheRest() async throws {
        let house = try House()
        house.facts.withLock {
            $0.lists = [list("sample-list", (3, 0, 0, 0))]
            $0.decisions = ConsoleDecisions(
                last: [
                    ConsoleDecision(
                        id: "dec_sample", at: Self.now, decisionClass: .notScanned, action: "review")
                ], lastDay: [.notScanned: 1])
            $0.checks = [ConsoleCheck(name: "lists", state: .ok, detail: "fine", mend: "tutela doctor")]
        }
        let router = try house.router()
        for role in Role.allCases where role.permissions.contains(.console) && role != .exchange {
            let oneTime = "abcd-efgh-jkmn-pqrs-tvwx"
            try house.add("user-\(role.rawValue)", [role], password: oneTime)
            try await router.browse { browser in
                try await browser.settle("user-\(role.rawValue)", oneTime, "gravel lantern orbit teapot")
                let page = try await browser.get("/").text
                #expect(page.contains("sample-list") == role.permissions.contains(.banksRead), "\(role)")
                #expect(page.contains("dec_sample") == role.permissions.contains(.decisionsRead), "\(role)")
                #expect(page.contains("tutela doctor") == role.permissions.contains(.operations), "\(role)")
            }
        }
    }

    @Test func noMatchIsNeverGreenAndTheUnknownIsHatched() {
        #expect(ConsoleDecision.Class.noMatch.mark.contains("m-plain"))
        #expect(ConsoleDecision.Class.cleared.mark.contains("m-plain"))
        #expect(ConsoleDecision.Class.notScanned.mark.contains("url(#hatch)"))
        #expect(ConsoleCheck(name: "", state: .unknown, detail: "").mark.contains("url(#hatch)"))
        for name in ConsoleDecision.Class.allCases { #expect(!name.mark.contains("m-sound")) }
    }
}
