// SPDX-License-Identifier: Apache-2.0

import Store
import StoreTestSupport
import Submissions
import Testing

@Suite struct JobTests {
    @Test(arguments: TestEngine.available) func aJobOfADeadServerIsTakenOverAndTheDeadOneCannotEndIt(
        _ engine: TestEngine
    ) throws {
        let room = try Room(engine)
        let (first, second) = (room.jobs("one"), room.jobs("two"))
        let (job, claim) = first.make(.screen, tenant: "acme", actor: "key:a", items: 1, input: "{}")
        try first.add(job)
        try first.run(claim)
        #expect(try second.reclaim().isEmpty)
        room.clock.advance(JobRepository.lease)
        let taken = try #require(try second.reclaim().first)
        #expect(taken.job.id == job.id)
        #expect(throws: JobRepository.JobLost.self) { try first.finish(claim, .done, result: "{}") }
        #expect(try first.renew([claim]) == 0)
        try second.run(taken.claim)
        try second.finish(taken.claim, .done, result: "{\"a\":1}")
        let ended = try #require(try first.job(job.id, tenant: "acme"))
        #expect(ended.state == .done && ended.result == "{\"a\":1}" && ended.input == nil)
        #expect(try first.job(job.id, tenant: nil) == nil)
    }

    @Test(arguments: TestEngine.available) func aJobWhoseBytesDiedWithItsServerIsLostAndItsClientIsTold(
        _ engine: TestEngine
    ) throws {
        let room = try Room(engine)
        let (first, second) = (room.jobs("one"), room.jobs("two"))
        let (job, claim) = first.make(
            .screen, tenant: nil, actor: "key:a", items: 1, endpoint: "https://a.example/hook")
        try first.add(job)
        room.clock.advance(JobRepository.lease)
        #expect(try second.reclaim().isEmpty)
        #expect(try second.job(job.id, tenant: nil)?.state == .lost)
        let callback = try #require(try room.outbox.due().first)
        #expect(callback.job == job.id)
        #expect(callback.payload.contains("\"job.lost\""))
        #expect(throws: JobRepository.JobLost.self) { try first.run(claim) }
        #expect(throws: JobRepository.JobLost.self) { try first.finish(claim, .done, result: "{}") }
    }

    @Test(arguments: TestEngine.available) func aLivingServerKeepsItsJobsAndALeavingOneGivesThemUp(
        _ engine: TestEngine
    ) throws {
        let room = try Room(engine)
        let (first, second) = (room.jobs("one"), room.jobs("two"))
        let (job, claim) = first.make(.batch, tenant: nil, actor: "key:a", items: 2, input: "x")
        try first.add(job)
        for _ in 0..<5 {
            room.clock.advance(JobRepository.lease - 1)
            #expect(try first.renew([claim]) == 1)
            #expect(try second.reclaim().isEmpty)
        }
        try first.surrender()
        #expect(try second.reclaim().map(\.job.id) == [job.id])
    }

    @Test(arguments: TestEngine.available) func aJobThatItsServerDoesNotHoldLapsesToLost(_ engine: TestEngine) throws {
        let room = try Room(engine)
        let (first, second) = (room.jobs("one"), room.jobs("two"))
        let (job, _) = first.make(.screen, tenant: nil, actor: "key:a", items: 1)
        try first.add(job)
        // Its end could not be written, so it is not among what the server holds.
        for _ in 0..<3 {
            room.clock.advance(JobRepository.lease - 1)
            #expect(try first.renew([]) == 0)
        }
        _ = try second.reclaim()
        #expect(try second.job(job.id, tenant: nil)?.state == .lost)
    }

    @Test(arguments: TestEngine.available) func whatIsUndoneTellsNobody(_ engine: TestEngine) throws {
        let room = try Room(engine)
        let jobs = room.jobs("one")
        let (job, claim) = jobs.make(.screen, tenant: nil, actor: "a", items: 1, endpoint: "https://a.example/")
        try jobs.add(job)
        struct Undo: Error {}
        #expect(throws: Undo.self) {
            try room.store.write { connection in
                try jobs.finish(claim, .done, result: "{}", within: connection)
                throw Undo()
            }
        }
        #expect(try jobs.job(job.id, tenant: nil)?.state == .queued)
        #expect(try room.outbox.due().isEmpty)
    }
}
