// SPDX-License-Identifier: Apache-2.0

public import Store
public import Submissions
internal import Synchronization

/// Does the jobs of this server, a few at once, with their bytes in memory.
///
/// How many wait and how many bytes they hold is limited: what there is no room for is refused at the door, never queued
/// without end.
public final class JobRunner: Sendable {
    /// What comes of a job.
    struct Ending: Sendable {
        var state: Job.State
        /// Keeps what the job found, in the transaction in which it ends, and gives its result, JSON.
        var keep: @Sendable (SQLConnection) throws -> String
    }

    /// Does a job.
    typealias Work = @Sendable () async throws -> Ending

    private struct Assignment: Sendable {
        var claim: JobClaim
        var bytes: Int
        var work: Work
    }

    private let store: Store
    private let jobs: JobRepository
    private let lanes: Int
    private let mostJobs: Int
    private let mostBytes: Int
    private let held = Mutex((jobs: 0, bytes: 0))
    /// What was begun here and has not ended.
    private let claims = Mutex<Set<JobClaim>>([])
    private let stream: AsyncStream<Assignment>
    private let continuation: AsyncStream<Assignment>.Continuation

    /// - Parameters:
    ///   - store: the database.
    ///   - jobs: where jobs are recorded.
    ///   - lanes: how many run at once.
    ///   - mostJobs: how many there are at most, running ones included.
    ///   - mostBytes: how many bytes all of them hold at most.
    public init(
        store: Store, jobs: JobRepository, lanes: Int = 2, mostJobs: Int = 64, mostBytes: Int = 256 << 20
    ) {
        self.store = store
        self.jobs = jobs
        self.lanes = max(1, lanes)
        self.mostJobs = mostJobs
        self.mostBytes = mostBytes
        (stream, continuation) = AsyncStream.makeStream()
    }

    /// How many jobs wait or run here, and how many bytes they hold.
    public var load: (jobs: Int, bytes: Int) { held.withLock { $0 } }

    /// Reserves room for a job.
    ///
    /// - Parameter bytes: that it holds in memory.
    /// - Returns: `false` when there is none.
    func reserve(_ bytes: Int) -> Bool {
        held.withLock { held in
            guard held.jobs < mostJobs, held.bytes + bytes <= mostBytes else { return false }
            held.jobs += 1
            held.bytes += bytes
            return true
        }
    }

    /// Gives room back that was reserved.
    func release(_ bytes: Int) {
        held.withLock { held in
            held.jobs -= 1
            held.bytes -= bytes
        }
    }

    /// Begins a job for which room was reserved and which is recorded.
    func begin(_ claim: JobClaim, bytes: Int, _ work: @escaping Work) {
        claims.withLock { _ = $0.insert(claim) }
        continuation.yield(Assignment(claim: claim, bytes: bytes, work: work))
    }

    /// Works until the task is cancelled, renews this server's leases, and looks after the jobs of servers that are gone.
    /// What is then unfinished is given up, so that other servers see to it at once.
    ///
    /// - Parameters:
    ///   - pause: between two looks at the leases.
    ///   - report: told of a failure, after which it goes on.
    ///   - resume: how to do a job that another server began.
    func run(
        pause: Duration = .seconds(10), report: @escaping @Sendable (any Error) -> Void,
        resume: @escaping @Sendable (Job) -> Work?
    ) async {
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<lanes {
                group.addTask { [stream] in
                    for await assignment in stream { await self.perform(assignment, report) }
                }
            }
            group.addTask {
                while !Task.isCancelled {
                    do {
                        try await self.lookAfter(resume)
                    } catch is CancellationError {
                        return
                    } catch {
                        report(error)
                    }
                    try? await Task.sleep(for: pause)
                }
            }
        }
        let jobs = jobs
        let store = store
        await Task.detached { _ = try? await store.perform { try jobs.surrender() } }.value
    }

    private func lookAfter(_ resume: @Sendable (Job) -> Work?) async throws {
        let jobs = jobs
        let claims = claims.withLock { Array($0) }
        try await store.perform { _ = try jobs.renew(claims) }
        let room = held.withLock { mostJobs - $0.jobs }
        guard room > 0 else { return }
        for (job, claim) in try await store.perform({ try jobs.reclaim(limit: min(4, room)) }) {
            guard reserve(0) else { continue }
            begin(claim, bytes: 0, resume(job) ?? { Ending(state: .failed) { _ in Self.unreadable } })
        }
    }

    private static let unreadable =
        #"{"problem":{"code":"job-unreadable","detail":"This server cannot read what the job is to do."}}"#

    private func perform(_ assignment: Assignment, _ report: @Sendable (any Error) -> Void) async {
        defer {
            claims.withLock { _ = $0.remove(assignment.claim) }
            release(assignment.bytes)
        }
        let jobs = jobs
        let store = store
        let claim = assignment.claim
        do {
            try await store.perform { try jobs.run(claim) }
            do {
                let ending = try await assignment.work()
                try await store.perform {
                    try store.write { connection in
                        let result = try ending.keep(connection)
                        try jobs.finish(claim, ending.state, result: result, within: connection)
                    }
                }
            } catch let error where !(error is CancellationError || error is JobRepository.JobLost) {
                let answer = RoomError.answer(to: error)
                if answer.isDefect { report(error) }
                try await store.perform { try jobs.finish(claim, .failed, result: answer.text) }
            }
        } catch is JobRepository.JobLost {
            // Another server has it: what this one found is not kept.
        } catch is CancellationError {
            return
        } catch {
            report(error)
        }
    }
}
