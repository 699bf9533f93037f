// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Store
import StoreTestSupport
import Submissions
import Testing

@Suite struct IdempotencyTests {
    @Test(arguments: TestEngine.available) func aHundredEqualRequestsHaveOneEffect(_ engine: TestEngine) async throws {
        let room = try Room(engine)
        let requests = room.requests()
        let rounds = ProcessInfo.processInfo.environment["TUTELA_TEST_LONG"] == nil ? 3 : 200
        for round in 0..<rounds {
            let counts = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await Self.request(room, requests, round) }
                }
                return try await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(counts["first"] == 1)
            #expect(counts["different"] == nil)
            #expect(counts.values.reduce(0, +) == 100)
            var filter = DecisionRepository.Filter()
            filter.reference = "round-\(round)"
            let kept = try room.decisions.decisions(tenant: nil, filter, limit: 10)
            #expect(kept.count == 1)
            guard
                case .answered(let answer) = try requests.begin(
                    key: "key-\(round)", actor: "key:a", parts: [[1, 2, 3]])
            else {
                Issue.record("the answer is not kept")
                continue
            }
            #expect(answer.body == kept[0].id)
        }
    }

    private static func request(_ room: Room, _ requests: RequestLedger, _ round: Int) async throws -> String {
        let outcome = try await room.store.perform {
            try requests.begin(key: "key-\(round)", actor: "key:a", parts: [[1, 2, 3]])
        }
        switch outcome {
        case .first(let claim):
            let decision = room.decision(reference: "round-\(round)")
            try await room.store.perform {
                try room.store.write { connection in
                    try room.decisions.add(decision, within: connection)
                    try requests.finish(claim, .init(status: 200, body: decision.id), within: connection)
                }
            }
            return "first"
        case .running: return "running"
        case .answered: return "answered"
        case .different: return "different"
        }
    }

    @Test(arguments: TestEngine.available) func anotherBodyIsRefusedAndAnotherClientsKeyMeansNothing(
        _ engine: TestEngine
    ) throws {
        let room = try Room(engine)
        let requests = room.requests()
        guard case .first = try requests.begin(key: "k", actor: "key:a", parts: [[1], [2]]) else {
            Issue.record("not the first")
            return
        }
        // The same bytes in other parts are another request.
        for parts: [[UInt8]] in [[[1, 2]], [[1], [3]], [[], [1], [2]]] {
            guard case .different = try requests.begin(key: "k", actor: "key:a", parts: parts) else {
                Issue.record("\(parts) passes for the same")
                return
            }
        }
        guard case .running = try requests.begin(key: "k", actor: "key:a", parts: [[1], [2]]),
            case .first = try requests.begin(key: "k", actor: "key:b", parts: [[9]])
        else {
            Issue.record("keys are not apart")
            return
        }
    }

    @Test(arguments: TestEngine.available) func aRequestWhoseServerDiedIsTakenOverAndTheDeadOneStoresNothing(
        _ engine: TestEngine
    ) throws {
        let room = try Room(engine)
        let requests = room.requests()
        guard case .first(let dead) = try requests.begin(key: "k", actor: "a", parts: [[1]]) else { return }
        room.clock.advance(RequestLedger.lease)
        guard case .first(let next) = try requests.begin(key: "k", actor: "a", parts: [[1]]) else {
            Issue.record("not taken over")
            return
        }
        let decision = room.decision(reference: "late")
        #expect(throws: RequestLedger.ClaimLost.self) {
            try room.store.write { connection in
                try room.decisions.add(decision, within: connection)
                try requests.finish(dead, .init(status: 200, body: "late"), within: connection)
            }
        }
        // Its effect is undone with it.
        #expect(try room.decisions.decision(decision.id, tenant: nil) == nil)
        try room.store.write { try requests.finish(next, .init(status: 200, body: "once"), within: $0) }
        try requests.abandon(dead)
        guard case .answered(let answer) = try requests.begin(key: "k", actor: "a", parts: [[1]]) else { return }
        #expect(answer.body == "once")
    }

    @Test(arguments: TestEngine.available) func aKeyGivenBackAndAKeyWhoseTimeIsOverAreFree(
        _ engine: TestEngine
    ) throws {
        let room = try Room(engine)
        let requests = room.requests()
        guard case .first(let claim) = try requests.begin(key: "k", actor: "a", parts: [[1]]) else { return }
        try requests.abandon(claim)
        guard case .first(let second) = try requests.begin(key: "k", actor: "a", parts: [[2]]) else {
            Issue.record("the key was not given back")
            return
        }
        try room.store.write { try requests.finish(second, .init(status: 200, body: ""), within: $0) }
        room.clock.advance(RequestLedger.retention)
        guard case .first = try requests.begin(key: "k", actor: "a", parts: [[3]]) else {
            Issue.record("the key outlives its time")
            return
        }
        room.clock.advance(RequestLedger.retention)
        #expect(try requests.forgetExpired() == 1)
    }

    @Test func aFingerprintOfARequestTellsNothingWithoutTheSecret() {
        // Equal bodies under different keys, salts or secrets have nothing in common.
        let body: [[UInt8]] = [Array(repeating: 5, count: 1_000)]
        var seen: Set<[UInt8]> = []
        for key in ["a", "b"] {
            for salt: [UInt8] in [[1], [2]] {
                for secret: UInt8 in [1, 2] {
                    var print = RequestFingerprint(
                        key: key, salt: salt, secret: .init(data: [UInt8](repeating: secret, count: 32)))
                    print.add(body[0])
                    seen.insert(print.bytes)
                }
            }
        }
        #expect(seen.count == 8)
    }
}
