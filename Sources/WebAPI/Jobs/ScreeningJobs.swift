// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Policy
internal import Screening
internal import Store
internal import Submissions
internal import Web

extension APIServices {
    /// So many items of one batch are screened at once: one client must not fill all lanes.
    private static let atOnce = 4
    /// How often an item of a batch or a job asks for a lane before it counts as not scanned.
    private static let patience = 30

    /// Does jobs until the task is cancelled, and once an hour forgets what need not be remembered any longer. One of the
    /// server's services.
    ///
    /// - Parameter report: told of failures, after which it goes on.
    public func runJobs(report: @escaping @Sendable (any Error) -> Void) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await runner.run(report: report) { work(for: $0) } }
            group.addTask {
                while !Task.isCancelled {
                    do {
                        try await forget()
                    } catch is CancellationError {
                        return
                    } catch {
                        report(error)
                    }
                    try? await Task.sleep(for: .seconds(3_600))
                }
            }
        }
    }

    /// Keys of repeated requests after 72 hours, jobs and callbacks that ended after 7 days. Decisions stay.
    func forget() async throws {
        let (requests, jobs, outbox) = (requests, jobs, outbox)
        try await store.perform {
            _ = try requests.forgetExpired()
            _ = try jobs.forgetFinished()
            _ = try outbox.forgetEnded()
        }
    }

    /// Screens several items, each for itself; results are in the order of the items.
    func results(
        _ asked: SubmissionRequest, for submitter: Submitter, job: String? = nil
    ) async throws -> [ItemResult] {
        try await withThrowingTaskGroup(of: (Int, ItemResult).self) { group in
            var results = [ItemResult?](repeating: nil, count: asked.items.count)
            var next = 0
            func add() {
                guard next < asked.items.count else { return }
                let index = next
                next += 1
                group.addTask {
                    (index, try await self.patiently(asked.items[index], submitter, asked.facts, job))
                }
            }
            for _ in 0..<Self.atOnce { add() }
            while let (index, result) = try await group.next() {
                results[index] = result
                add()
            }
            return results.compactMap { $0 }
        }
    }

    private func patiently(
        _ item: Submission, _ submitter: Submitter, _ facts: FactSet, _ job: String?
    ) async throws -> ItemResult {
        for attempt in 1... {
            let result = try await result(item, for: submitter, facts, job: job)
            guard case .problem(let problem) = result, problem.code == "busy", attempt < Self.patience else {
                return result
            }
            try await Task.sleep(for: .milliseconds(min(1_000, 50 * attempt)))
        }
        preconditionFailure("the loop has no end")
    }

    /// What is to be done, kept and then begun for a request that does not wait.
    func startScreening(
        _ kind: Job.Kind, _ asked: SubmissionRequest, _ submitter: Submitter, surface: String?, _ callback: String?
    ) throws(Problem) -> Undertaking {
        let bytes = asked.byteCount
        // The address is enough for any server to do it; bytes are only here.
        let input =
            asked.isByURL
            ? JobInput(
                surface: surface, reference: asked.items.first?.reference, body: asked.parts[0]
            ).text : nil
        let (job, claim) = jobs.make(
            kind, tenant: submitter.tenant, actor: submitter.actor, items: asked.items.count, input: input,
            endpoint: callback)
        return try undertake(job, claim, bytes: bytes, keep: { _ in }) {
            try await screening(job.id, asked, submitter)
        }
    }

    /// Reserves room for a job and says what to keep and what to begin.
    func undertake(
        _ job: Job, _ claim: JobClaim, bytes: Int, keep: @escaping @Sendable (SQLConnection) throws -> Void,
        _ work: @escaping JobRunner.Work
    ) throws(Problem) -> Undertaking {
        guard runner.reserve(bytes) else {
            throw Problem(
                .serviceUnavailable, code: "busy", detail: "Too many jobs wait. Nothing was taken; send it again.",
                retryAfter: 5)
        }
        let jobs = jobs
        let runner = runner
        return Undertaking(
            answer: KeptAnswer(status: .accepted, body: JobAnswer.json(job), location: "/api/v1/jobs/\(job.id)"),
            keep: { connection in
                try jobs.add(job, within: connection)
                try keep(connection)
            },
            then: { runner.begin(claim, bytes: bytes, work) }, undo: { runner.release(bytes) })
    }

    private func screening(
        _ job: String, _ asked: SubmissionRequest, _ submitter: Submitter
    ) async throws -> JobRunner.Ending {
        let results = try await results(asked, for: submitter, job: job)
        let decisions = decisions
        let found = results.decisions
        return JobRunner.Ending(state: .done) { connection in
            for decision in found { try decisions.add(decision, within: connection) }
            return try results.json(withMatches: false)
        }
    }

    /// How to do a job that another server began.
    private func work(for job: Job) -> JobRunner.Work? {
        guard let input = job.input.flatMap(JobInput.init), let asked = try? readStored(input, job.kind) else {
            return nil
        }
        let submitter = Submitter(tenant: job.tenant, actor: job.actor)
        return { try await screening(job.id, asked, submitter) }
    }
}

/// What a request comes to: its answer, what is kept with it in one transaction, and what begins after that.
struct Undertaking: Sendable {
    var answer: KeptAnswer
    var keep: @Sendable (SQLConnection) throws -> Void
    var then: @Sendable () -> Void = {}
    var undo: @Sendable () -> Void = {}
}

/// What a job needs that any server can do: the JSON of the request, which names addresses.
struct JobInput: Sendable {
    var surface: String?
    var reference: String?
    var body: [UInt8]

    init(surface: String?, reference: String?, body: [UInt8]) {
        self.surface = surface
        self.reference = reference
        self.body = body
    }

    /// The surface, a line feed, the reference, a line feed, the body.
    var text: String { "\(surface ?? "")\n\(reference ?? "")\n" + String(decoding: body, as: UTF8.self) }

    init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "\n"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        surface = parts[0].isEmpty ? nil : String(parts[0])
        reference = parts[1].isEmpty ? nil : String(parts[1])
        body = Array(parts[2])
    }
}
