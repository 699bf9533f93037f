// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Store
import StoreTestSupport
import Submissions
import Synchronization
import Testing

@Suite struct CallbackTests {
    /// Notes what it is given, and says what it is told to say.
    private final class PlayedSender: CallbackSender {
        let sent = Mutex([Callback]())
        let answer: @Sendable (Callback) -> CallbackReceipt

        init(_ answer: @escaping @Sendable (Callback) -> CallbackReceipt) { self.answer = answer }

        func send(_ callback: Callback, at: UTCTime) async -> CallbackReceipt {
            sent.withLock { $0.append(callback) }
            return answer(callback)
        }
    }

    private func finish(_ room: Room, to endpoint: String = "https://a.example/hook") throws {
        let jobs = room.jobs("one")
        let (job, claim) = jobs.make(.screen, tenant: "acme", actor: "key:a", items: 1, endpoint: endpoint)
        try jobs.add(job)
        try jobs.finish(claim, .done, result: "{}")
    }

    private func courier(_ room: Room, _ holder: String, _ sender: PlayedSender) -> CallbackCourier {
        CallbackCourier(room.outbox, sender: sender, holder: holder, clock: room.clock.read)
    }

    @Test(arguments: TestEngine.available) func aDeliveredCallbackIsDeliveredOnceAndSaysLittle(
        _ engine: TestEngine
    ) async throws {
        let room = try Room(engine)
        try finish(room)
        let sender = PlayedSender { _ in .delivered }
        let courier = courier(room, "one", sender)
        #expect(try await courier.deliverDue() == 1)
        #expect(try await courier.deliverDue() == 0)
        let sent = sender.sent.withLock { $0 }
        #expect(sent.count == 1)
        #expect(sent[0].payload.utf8.count < 200)
        #expect(!sent[0].payload.contains("class") && !sent[0].payload.contains("acme"))
    }

    @Test(arguments: TestEngine.available) func aFailedCallbackFollowsTheScheduleWithOneIdAndThenEnds(
        _ engine: TestEngine
    ) async throws {
        let room = try Room(engine)
        try finish(room)
        let sender = PlayedSender { _ in .retry(after: nil, why: "callback-status") }
        let courier = courier(room, "one", sender)
        #expect(try await courier.deliverDue() == 1)
        for wait in Callback.schedule {
            // Not a second too early, and at most a tenth too late.
            room.clock.advance(wait - 1)
            #expect(try await courier.deliverDue() == 0)
            room.clock.advance(1 + wait / 10)
            #expect(try await courier.deliverDue() == 1)
        }
        room.clock.advance(30 * 86_400)
        #expect(try await courier.deliverDue() == 0)
        let sent = sender.sent.withLock { $0 }
        #expect(sent.count == Callback.schedule.count + 1)
        #expect(Set(sent.map(\.id)).count == 1)
    }

    @Test(arguments: TestEngine.available) func anEndpointThatIsGoneHearsNoMoreUntilItIsEnabled(
        _ engine: TestEngine
    ) async throws {
        let room = try Room(engine)
        try finish(room)
        try finish(room)
        let sender = PlayedSender { _ in .disabled(why: "callback-gone") }
        let courier = courier(room, "one", sender)
        _ = try await courier.deliverDue()
        try finish(room)
        #expect(try await courier.deliverDue() == 0)
        #expect(try room.outbox.disabledEndpoints(tenant: "acme").map(\.endpoint) == ["https://a.example/hook"])
        #expect(try room.outbox.disabledEndpoints(tenant: nil).isEmpty)
        let enabled = try room.store.write {
            try room.outbox.enable("https://a.example/hook", tenant: "acme", within: $0)
        }
        #expect(enabled)
        try finish(room)
        #expect(try await courier.deliverDue() == 1)
    }

    @Test(arguments: TestEngine.available) func oneServerDeliversAndAnotherTakesOverWhenItDies(
        _ engine: TestEngine
    ) async throws {
        let room = try Room(engine)
        try finish(room)
        let sender = PlayedSender { _ in .retry(after: nil, why: "x") }
        let (first, second) = (courier(room, "one", sender), courier(room, "two", sender))
        #expect(try await first.deliverDue() == 1)
        #expect(try await second.deliverDue() == nil)
        let dead = try #require(try room.outbox.lead("one"))
        let callback = sender.sent.withLock { $0[0] }
        room.clock.advance(CallbackOutbox.lease)
        #expect(try await second.deliverDue() == 1)
        // What the dead one still wants to say of its attempt is not believed.
        try room.outbox.record(.delivered, of: callback, dead)
        room.clock.advance(400)
        #expect(try await second.deliverDue() == 1)
    }
}
