// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import Policy
import PolicyPacks
import Screening
import Store
import StoreTestSupport
import Submissions
import Testing

@Suite struct DecisionTests {
    @Test(arguments: TestEngine.available) func aDecisionReadsBackAsItWasKept(_ engine: TestEngine) throws {
        let room = try Room(engine)
        let decision = room.decision(.match, reference: "a/1", tenant: "acme")
        try room.decisions.add(decision)
        #expect(try room.decisions.decision(decision.id, tenant: "acme") == decision)
        // Another tenant's decision is not there, and neither is what is no id.
        #expect(try room.decisions.decision(decision.id, tenant: nil) == nil)
        #expect(try room.decisions.decision(decision.id, tenant: "other") == nil)
        #expect(try room.decisions.decision("' OR 1=1 --", tenant: "acme") == nil)
    }

    @Test(arguments: TestEngine.available) func aStoredDecisionIsMadeAgainByteForByte(_ engine: TestEngine) throws {
        let room = try Room(engine)
        let rules = try LawBooks.ruleSet()
        var facts = FactSet()
        try facts.set(.scanFailed, FactReading(.flag(false), source: FactSource(.screening)))
        try facts.set(.matchKind, FactReading(.word(1), source: FactSource(.matching, "b"), at: room.clock.read()))
        var record = Room.record(.match)
        let made = rules.decide(facts, at: room.clock.read())
        record.decision.policy = made
        let decision = StoredDecision(
            id: room.ids.next(.decision), record, tenant: nil, actor: "key:a", at: room.clock.read(), listChange: 1)
        try room.decisions.add(decision)
        let stored = try #require(try room.decisions.decision(decision.id, tenant: nil)?.canonical)
        let recorded = try #require(try DecisionReader.read(stored))
        #expect(Replay.run(recorded, archive: nil, current: rules).verdict == .same)
        #expect(stored == made.canonical.text)
    }

    @Test(arguments: TestEngine.available) func noFingerprintOfAnItemReachesTheDatabase(_ engine: TestEngine) throws {
        let room = try Room(engine)
        try room.decisions.add(room.decision(.match))
        _ = try room.requests().begin(key: "k", actor: "a", parts: [Array(repeating: 0xC3, count: 32)])
        let claim = room.jobs("s").make(.screen, tenant: nil, actor: "a", items: 1, endpoint: "https://a.example/")
        try room.jobs("s").add(claim.job)
        try room.jobs("s").finish(claim.claim, .done, result: "{}")
        var seen = 0
        for table in ["decision", "request", "job", "callback", "endpoint", "lease"] {
            try room.store.read { connection in
                try connection.forEachRow("SELECT * FROM submission_\(table)") { row in
                    for column in 0..<(Self.columns[table] ?? 0) where !row.isNull(column) {
                        let text = row.text(column)
                        seen += 1
                        for print in ["a1a1", "b2b2", "c3c3", "d4d4"] { #expect(!text.contains(print)) }
                    }
                }
            }
        }
        #expect(seen > 20)
    }

    /// The texts of each table; bytes are read as texts where the engine lets them be.
    private static let columns = ["decision": 17, "job": 14, "callback": 10]

    @Test(arguments: TestEngine.available) func pagesShowEveryDecisionOnceTheLatestFirst(_ engine: TestEngine) throws {
        let room = try Room(engine)
        let ids = room.ids
        var all: [String] = []
        for number in 0..<25 {
            if number % 3 == 0 { room.clock.advance(1) }
            let record = Room.record(number % 2 == 0 ? .match : .none)
            let decision = StoredDecision(
                id: ids.next(.decision), record, tenant: nil, actor: "key:a", at: room.clock.read(), listChange: 1)
            try room.decisions.add(decision)
            all.append(decision.id)
        }
        var seen: [String] = []
        var after: String?
        repeat {
            let page = try room.decisions.decisions(tenant: nil, after: after, limit: 7)
            seen += page.map(\.id)
            after = page.count == 7 ? page.last?.id : nil
        } while after != nil
        #expect(seen == all.reversed())
        var filter = DecisionRepository.Filter()
        filter.classes = [.match]
        #expect(try room.decisions.decisions(tenant: nil, filter, limit: 100).count == 13)
        #expect(try room.decisions.counts(since: UTCTime(seconds: 0), tenant: nil) == [.match: 13, .noMatch: 12])
    }

    @Test func idsSortAsTheyWereMadeAndNeverRepeat() {
        let clock = TestClock()
        let ids = SubmissionIDs(clock: clock.read)
        var made: [String] = []
        for number in 0..<5_000 {
            if number % 1_000 == 999 { clock.advance(number == 2_999 ? -5 : 1) }
            made.append(ids.next(.decision))
        }
        #expect(made == made.sorted())
        #expect(Set(made).count == made.count)
        #expect(made.allSatisfy { SubmissionIDs.isID($0, of: .decision) && !SubmissionIDs.isID($0, of: .job) })
        // What differs between two ids of one moment is more than a counter.
        let tails = Set(made.map { String($0.suffix(19)) })
        #expect(tails.count == made.count)
    }
}
