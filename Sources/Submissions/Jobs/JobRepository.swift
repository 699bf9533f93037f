// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Store

/// Jobs, each with a lease of the server that does it.
///
/// A server renews the leases of all its jobs with one statement. When it dies they lapse, and any other server takes them
/// over under a higher fencing number, so that a server which was only cut off can no longer finish them. A job whose bytes
/// were in the memory of the dead server cannot be taken over: it becomes ``Job/State/lost``, and its callback says so.
public struct JobRepository: Sendable {
    /// How long a lease holds, in seconds, unless it is renewed.
    public static let lease: Int64 = 30
    /// How long a finished job is remembered, in seconds: 7 days.
    public static let retention: Int64 = 7 * 86_400

    let store: Store
    private let outbox: CallbackOutbox
    private let ids: SubmissionIDs
    private let server: String
    private let clock: @Sendable () -> UTCTime

    /// Works on a store that was opened with ``SubmissionSchema/schema``.
    ///
    /// - Parameters:
    ///   - store: the database.
    ///   - outbox: takes the callbacks, in the transaction in which a job ends.
    ///   - ids: names jobs.
    ///   - server: names this run of this server; another run is another server.
    ///   - clock: tells the time.
    public init(
        store: Store, outbox: CallbackOutbox, ids: SubmissionIDs, server: String,
        clock: @escaping @Sendable () -> UTCTime
    ) {
        self.store = store
        self.outbox = outbox
        self.ids = ids
        self.server = server
        self.clock = clock
    }

    /// Makes a job of this server. It is there once it was added.
    ///
    /// - Parameters:
    ///   - kind: what is to be done.
    ///   - tenant: on whose behalf; `nil` is the house.
    ///   - actor: who starts it.
    ///   - items: how many items it has.
    ///   - input: what another server needs to do it; `nil`: the bytes are in this server's memory.
    ///   - endpoint: where its end is told.
    public func make(
        _ kind: Job.Kind, tenant: String?, actor: String, items: Int, input: String? = nil, endpoint: String? = nil
    ) -> (job: Job, claim: JobClaim) {
        let job = Job(
            id: ids.next(.job), tenant: tenant, actor: actor, kind: kind, state: .queued, items: items,
            created: clock(), input: input, endpoint: endpoint)
        return (job, JobClaim(job: job.id, fence: 1))
    }

    /// Adds a job that ``make(_:tenant:actor:items:input:endpoint:)`` made.
    ///
    /// - Parameters:
    ///   - job: new.
    ///   - connection: the transaction; `nil`: one of its own.
    /// - Throws: `StoreError`.
    public func add(_ job: Job, within connection: SQLConnection? = nil) throws {
        guard let connection else { return try store.write { try add(job, within: $0) } }
        try connection.execute(
            """
            INSERT INTO submission_job
                (id, tenant, actor, kind, state, server, fence, lease_until, created, items, input, endpoint)
            VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8, $9, $10, $11)
            """,
            [
                .text(job.id), .text(job.tenant ?? ""), .text(job.actor), .text(job.kind.rawValue),
                .text(job.state.rawValue), .text(server), .integer(job.created.seconds + Self.lease),
                .integer(job.created.seconds), .integer(Int64(job.items)), .optional(job.input),
                .optional(job.endpoint),
            ])
    }

    /// Says that a job now runs.
    ///
    /// - Parameter claim: to the job.
    /// - Throws: ``JobLost`` when another server took it over; `StoreError`.
    public func run(_ claim: JobClaim) throws {
        let changed = try store.write {
            try $0.execute(
                "UPDATE submission_job SET state = 'running' WHERE id = $1 AND fence = $2 AND state = 'queued'",
                [.text(claim.job), .integer(claim.fence)])
        }
        guard changed == 1 else { throw JobLost(job: claim.job) }
    }

    /// Ends a job: its result and its callback are kept together, or neither.
    ///
    /// - Parameters:
    ///   - claim: to the job.
    ///   - state: how it ended.
    ///   - result: JSON, without matches or values.
    ///   - connection: the transaction; `nil`: one of its own.
    /// - Throws: ``JobLost`` when another server took it over; `StoreError`.
    public func finish(
        _ claim: JobClaim, _ state: Job.State, result: String, within connection: SQLConnection? = nil
    ) throws {
        guard let connection else { return try store.write { try finish(claim, state, result: result, within: $0) } }
        let ended = try connection.execute(
            """
            UPDATE submission_job SET state = $1, finished = $2, result = $3, input = NULL
            WHERE id = $4 AND fence = $5 AND state IN ('queued', 'running')
            """,
            [
                .text(state.rawValue), .integer(clock().seconds), .text(result), .text(claim.job),
                .integer(claim.fence),
            ])
        guard ended == 1 else { throw JobLost(job: claim.job) }
        try tell(claim.job, state, connection)
    }

    /// Another server took the job over, or it ended already.
    public struct JobLost: Error, Sendable, CustomStringConvertible {
        /// The job.
        public var job: String
        /// For a person.
        public var description: String { "job \(job) is no longer this server's" }
    }

    /// One job.
    ///
    /// - Parameters:
    ///   - id: of the job.
    ///   - tenant: who asks; `nil` is the house.
    /// - Returns: `nil` when this tenant has no such job.
    /// - Throws: `StoreError`.
    public func job(_ id: String, tenant: String?) throws -> Job? {
        guard SubmissionIDs.isID(id, of: .job) else { return nil }
        return try store.read { connection in
            try connection.firstRow(
                "SELECT \(Self.columns) FROM submission_job WHERE id = $1 AND tenant = $2",
                [.text(id), .text(tenant ?? "")]
            ) { try Self.job($0) }
        }
    }

    /// Renews the leases of the jobs that this server holds. Others of its name lapse: a job whose end could not be
    /// written must come to be lost, and not run for ever.
    ///
    /// - Parameter claims: what it holds.
    /// - Returns: how many of them it still has.
    /// - Throws: `StoreError`.
    @discardableResult
    public func renew(_ claims: [JobClaim]) throws -> Int {
        guard !claims.isEmpty else { return 0 }
        return try store.write { connection in
            let statement = try connection.prepare(
                """
                UPDATE submission_job SET lease_until = $1
                WHERE id = $2 AND fence = $3 AND server = $4 AND state IN ('queued', 'running')
                """)
            // One order for all servers, so that none waits for another in a circle.
            return try claims.sorted { $0.job < $1.job }.reduce(0) { renewed, claim in
                renewed
                    + (try statement.run([
                        .integer(clock().seconds + Self.lease), .text(claim.job), .integer(claim.fence), .text(server),
                    ]))
            }
        }
    }

    /// Gives up everything that this server has not done, because it ends: others need not wait for its leases to lapse.
    ///
    /// - Throws: `StoreError`.
    public func surrender() throws {
        try store.write { connection in
            _ = try connection.execute(
                "UPDATE submission_job SET lease_until = 0 WHERE server = $1 AND state IN ('queued', 'running')",
                [.text(server)])
        }
    }

    /// Looks after jobs whose server is gone: takes over those that any server can do, and ends the others as lost.
    ///
    /// - Parameter limit: how many are taken over at most.
    /// - Returns: the jobs that are now this server's.
    /// - Throws: `StoreError`.
    public func reclaim(limit: Int = 4) throws -> [(job: Job, claim: JobClaim)] {
        let now = clock().seconds
        return try store.write { connection in
            var lapsed: [(job: Job, fence: Int64)] = []
            try connection.forEachRow(
                """
                SELECT \(Self.columns), fence FROM submission_job
                WHERE state IN ('queued', 'running') AND lease_until <= $1 ORDER BY id LIMIT 256
                """, [.integer(now)]
            ) { lapsed.append((try Self.job($0), $0.integer(12))) }
            var taken: [(job: Job, claim: JobClaim)] = []
            for (job, fence) in lapsed {
                if job.input == nil {
                    let ended = try connection.execute(
                        """
                        UPDATE submission_job SET state = 'lost', finished = $1, fence = fence + 1
                        WHERE id = $2 AND fence = $3 AND state IN ('queued', 'running') AND lease_until <= $1
                        """, [.integer(now), .text(job.id), .integer(fence)])
                    if ended == 1 { try tell(job.id, .lost, connection) }
                } else if taken.count < limit {
                    let moved = try connection.execute(
                        """
                        UPDATE submission_job SET state = 'queued', server = $1, fence = fence + 1, lease_until = $2
                        WHERE id = $3 AND fence = $4 AND state IN ('queued', 'running') AND lease_until <= $5
                        """,
                        [
                            .text(server), .integer(now + Self.lease), .text(job.id), .integer(fence), .integer(now),
                        ])
                    if moved == 1 { taken.append((job, JobClaim(job: job.id, fence: fence + 1))) }
                }
            }
            return taken
        }
    }

    /// Forgets jobs that ended long ago. Their decisions stay.
    ///
    /// - Returns: how many.
    /// - Throws: `StoreError`.
    @discardableResult
    public func forgetFinished() throws -> Int {
        try store.write {
            try $0.execute(
                "DELETE FROM submission_job WHERE finished IS NOT NULL AND finished <= $1",
                [.integer(clock().seconds - Self.retention)])
        }
    }

    private func tell(_ job: String, _ state: Job.State, _ connection: SQLConnection) throws {
        let endpoint = try connection.firstRow(
            "SELECT endpoint, tenant FROM submission_job WHERE id = $1", [.text(job)]
        ) { ($0.optionalText(0), $0.text(1)) }
        guard let endpoint, let address = endpoint.0 else { return }
        try outbox.add(
            job: job, state: state, endpoint: address, tenant: endpoint.1.isEmpty ? nil : endpoint.1,
            within: connection)
    }

    private static let columns =
        "id, tenant, actor, kind, state, items, created, finished, input, endpoint, result, server"

    private static func job(_ row: SQLRow) throws -> Job {
        guard let kind = Job.Kind(rawValue: row.text(3)), let state = Job.State(rawValue: row.text(4)) else {
            throw StoreError(
                code: .corrupt, message: "job \(row.text(0)) holds words that no program of this version wrote",
                remedy: StoreError.restoring)
        }
        return Job(
            id: row.text(0), tenant: row.text(1).isEmpty ? nil : row.text(1), actor: row.text(2), kind: kind,
            state: state, items: Int(row.integer(5)), created: UTCTime(seconds: row.integer(6)),
            finished: row.optionalInteger(7).map { UTCTime(seconds: $0) }, input: row.optionalText(8),
            endpoint: row.optionalText(9), result: row.optionalText(10))
    }
}
