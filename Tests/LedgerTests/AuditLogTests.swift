// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import Store
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import Ledger

@Suite struct AuditLogTests {
    /// A log on an engine, with a clock that counts its own questions.
    final class Rig: Sendable {
        let database: TestDatabase
        let store: Store
        let log: AuditLog
        init(_ engine: TestEngine) throws {
            database = try TestDatabase(engine)
            store = try database.open([LedgerSchema.schema])
            let ticks = SharedTicks()
            log = AuditLog(clock: { UTCTime(seconds: ticks.next()) })
        }
    }

    final class SharedTicks: Sendable {
        private let value = Mutex(Int64(1_000))
        func next() -> Int64 {
            value.withLock {
                $0 += 1
                return $0
            }
        }
    }

    final class Tally: Sendable {
        let value = Mutex(0)
    }

    private struct Refused: Error {}

    private func event(_ object: String = "bank:one", detail: [String: String] = [:]) -> AuditEvent {
        AuditEvent(
            actor: "user:a", tenant: nil, action: AuditAction("bank.set"), object: object, request: "r1", detail: detail
        )
    }

    @Test(arguments: TestEngine.available)
    func anEventIsReadAsItWasWritten(_ engine: TestEngine) throws {
        let rig = try Rig(engine)
        let written = AuditEvent(
            actor: "key:k", tenant: "acme", action: AuditAction("entry.read-values"), object: "bank:ünïcode 🙂",
            request: nil, detail: ["b": "two\n\"lines\"\\", "a": "\u{7}", "": "x"].filter { !$0.key.isEmpty })
        let number = try rig.store.write { try rig.log.record(written, within: $0) }
        let read = try rig.store.read { try rig.log.events(within: $0) }
        #expect(read == [AuditRecord(number: number, at: UTCTime(seconds: 1_001), event: written)])
        #expect(number == 1)
    }

    @Test(arguments: TestEngine.available)
    func aChangeThatFailsLeavesNoEventAndNoGap(_ engine: TestEngine) throws {
        let rig = try Rig(engine)
        for round in 0..<6 {
            try? rig.store.write { connection in
                try rig.log.record(event("bank:\(round)"), within: connection)
                if round.isMultiple(of: 2) { throw Refused() }
            }
        }
        let records = try rig.store.read { try rig.log.events(within: $0) }
        #expect(records.map(\.number) == [1, 2, 3])
        #expect(records.map(\.event.object) == ["bank:1", "bank:3", "bank:5"])
    }

    /// The evidence log will read on from a number: nothing smaller may ever appear after it.
    @Test(arguments: TestEngine.available)
    func numbersHaveNoGapsAndFollowTheOrderOfCommits(_ engine: TestEngine) async throws {
        let rig = try Rig(engine)
        let (writers, rounds) = (8, 25)
        let (finished, kept) = (Tally(), Tally())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    var random = SplitMix(state: UInt64(writer))
                    for round in 0..<rounds {
                        let fails = random.next() % 5 == 0
                        let events = 1 + Int(random.next() % 3)
                        _ = try? await rig.store.perform {
                            try rig.store.write(attempts: 20) { connection in
                                for number in 0..<events {
                                    try rig.log.record(
                                        self.event("bank:\(writer).\(round).\(number)"), within: connection)
                                }
                                if fails { throw Refused() }
                            }
                            kept.value.withLock { $0 += events }
                        }
                    }
                    finished.value.withLock { $0 += 1 }
                }
            }
            group.addTask {
                var last: Int64 = 0
                var isLast = false
                while true {
                    let after = last
                    let page = try await rig.store.perform {
                        try rig.store.read { try rig.log.events(after: after, limit: 1_000, within: $0) }
                    }
                    // Every page begins where the one before ended, whatever is being written meanwhile.
                    #expect(page.map(\.number) == page.indices.map { after + 1 + Int64($0) })
                    last = page.last?.number ?? last
                    if isLast { break }
                    isLast = finished.value.withLock { $0 == writers }
                }
                #expect(last == Int64(kept.value.withLock { $0 }))
            }
            try await group.waitForAll()
        }
    }

    @Test(arguments: TestEngine.available)
    func filtersAnswerWhatLookingAtEveryEventWould(_ engine: TestEngine) throws {
        let rig = try Rig(engine)
        var random = SplitMix(state: 7)
        func pick(_ words: [String]) -> String { words[Int(random.next() % UInt64(words.count))] }
        try rig.store.write { connection in
            for _ in 0..<120 {
                let tenant = pick(["", "acme", "beta"])
                try rig.log.record(
                    AuditEvent(
                        actor: pick(["user:a", "user:b"]), tenant: tenant.isEmpty ? nil : tenant,
                        action: AuditAction(pick(["bank.set", "bank.create"])), object: pick(["bank:1", "bank:2"])),
                    within: connection)
            }
        }
        let all = try rig.store.read { try rig.log.events(limit: 1_000, within: $0) }
        #expect(all.count == 120)
        for _ in 0..<200 {
            var filter = AuditFilter()
            if random.next() % 2 == 0 { filter.actor = pick(["user:a", "user:b", "user:'; --"]) }
            if random.next() % 2 == 0 { filter.object = pick(["bank:1", "bank:2"]) }
            if random.next() % 2 == 0 { filter.action = pick(["bank.set", "bank.create"]) }
            switch random.next() % 4 {
            case 0: filter.behalf = .house
            case 1: filter.behalf = .tenant("acme")
            default: break
            }
            if random.next() % 2 == 0 { filter.from = UTCTime(seconds: 1_000 + Int64(random.next() % 120)) }
            if random.next() % 2 == 0 { filter.until = UTCTime(seconds: 1_000 + Int64(random.next() % 120)) }
            let start = Int64(random.next() % 120)
            let limit = 1 + Int(random.next() % 50)
            let expected = all.filter { record in
                let event = record.event
                let isOnBehalf =
                    switch filter.behalf {
                    case .house: event.tenant == nil
                    case .tenant(let name): event.tenant == name
                    case nil: true
                    }
                return isOnBehalf && filter.actor.map { $0 == event.actor } ?? true
                    && filter.object.map { $0 == event.object } ?? true
                    && filter.action.map { $0 == event.action.description } ?? true
                    && filter.from.map { record.at >= $0 } ?? true && filter.until.map { record.at < $0 } ?? true
            }
            let (on, back) = try rig.store.read { connection in
                (
                    try rig.log.events(after: start, matching: filter, limit: limit, within: connection),
                    try rig.log.latestEvents(before: start, matching: filter, limit: limit, within: connection)
                )
            }
            #expect(on == Array(expected.filter { $0.number > start }.prefix(limit)))
            #expect(back == Array(expected.filter { $0.number < start }.reversed().prefix(limit)))
        }
    }

    @Test(arguments: TestEngine.available)
    func eventsBeyondTheLimitsAreRefusedWithTheirChange(_ engine: TestEngine) throws {
        let rig = try Rig(engine)
        let cases: [(AuditEvent, LedgerError.Code)] = [
            (event(String(repeating: "x", count: 513)), .tooLong), (event(""), .tooLong),
            (event("bank:\u{1B}[2J"), .malformed), (event("bank:a\nb"), .malformed), (event("bank:\u{85}"), .malformed),
            (event(detail: ["a": String(repeating: "x", count: 7_000)]), .tooLong),
            (event(detail: ["no spaces": "x"]), .malformed), (event(detail: ["": "x"]), .malformed),
            (event(detail: Dictionary(uniqueKeysWithValues: (0..<33).map { ("k\($0)", "") })), .tooLong),
            (AuditEvent(actor: "user:a", action: AuditAction("Bank set!"), object: "x"), .malformed),
            (AuditEvent(actor: "user:a", action: AuditAction(""), object: "x"), .malformed),
            (AuditEvent(actor: String(repeating: "a", count: 129), action: AuditAction("a.b"), object: "x"), .tooLong),
        ]
        for (event, code) in cases {
            let error = #expect(throws: LedgerError.self) {
                try rig.store.write { _ = try rig.log.record(event, within: $0) }
            }
            #expect(error?.code == code, "\(event)")
        }
        #expect(try rig.store.read { try rig.log.events(within: $0) }.isEmpty)
        let longest = event(String(repeating: "x", count: 512), detail: ["a": String(repeating: "x", count: 6_100)])
        #expect(try rig.store.write { try rig.log.record(longest, within: $0) } == 1)
    }

    @Test func anEventThatSomebodyChangedFromOutsideIsNotReadAsSomethingElse() throws {
        let rig = try Rig(.sqlite)
        try rig.store.write { try rig.log.record(event(detail: ["a": "b"]), within: $0) }
        try rig.store.write { try $0.execute("UPDATE audit_event SET detail = '{\"a\":1}'") }
        #expect(throws: LedgerError.self) { try rig.store.read { try rig.log.events(within: $0) } }
    }

    @Test(arguments: TestEngine.available)
    func aRecordingSaysWhoAndWhatForTheChangeThatTakesIt(_ engine: TestEngine) throws {
        let rig = try Rig(engine)
        let recording = rig.log.recording(AuditAction("bank.create"), by: "program:bank-create", tenant: "acme")
        try rig.store.write { try recording("bank:one", ["tier": "A"], $0) }
        let read = try rig.store.read { try rig.log.events(within: $0) }.map(\.event)
        #expect(
            read == [
                AuditEvent(
                    actor: "program:bank-create", tenant: "acme", action: AuditAction("bank.create"),
                    object: "bank:one", detail: ["tier": "A"])
            ])
    }
}
