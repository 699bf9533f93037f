// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Store

/// Callbacks that wait to be delivered. They enter in the transaction in which their job ends, so none is lost and none
/// tells of an end that did not happen.
///
/// One server at a time delivers. It holds a lease with a fencing number; what it learns of an attempt is stored only while
/// the lease is still its own. A callback may therefore arrive twice, always with the same id, and never not at all.
public struct CallbackOutbox: Sendable {
    /// How long the right to deliver holds, in seconds, unless it is renewed.
    public static let lease: Int64 = 30
    /// How long a delivered or abandoned callback is remembered, in seconds: 7 days.
    public static let retention: Int64 = 7 * 86_400

    let store: Store
    private let ids: SubmissionIDs
    private let clock: @Sendable () -> UTCTime
    private let random: @Sendable (Int) -> [UInt8]

    /// Works on a store that was opened with ``SubmissionSchema/schema``.
    ///
    /// - Parameters:
    ///   - store: the database.
    ///   - ids: names callbacks.
    ///   - clock: tells the time.
    ///   - random: gives so many bytes that nobody foresees; spreads attempts.
    public init(
        store: Store, ids: SubmissionIDs, clock: @escaping @Sendable () -> UTCTime,
        random: @escaping @Sendable (Int) -> [UInt8] = SubmissionIDs.system
    ) {
        self.store = store
        self.ids = ids
        self.clock = clock
        self.random = random
    }

    /// Adds a callback.
    ///
    /// - Parameters:
    ///   - job: that ended.
    ///   - state: how it ended.
    ///   - endpoint: where to.
    ///   - tenant: on whose behalf; `nil` is the house.
    ///   - connection: the transaction in which the job ends.
    /// - Throws: `StoreError`.
    public func add(
        job: String, state: Job.State, endpoint: String, tenant: String?, within connection: SQLConnection
    ) throws {
        let now = clock()
        // Ids and words of this program: nothing in it needs to be escaped.
        let payload = """
            {"type":"job.\(state.rawValue)","timestamp":"\(now)","data":{"job":"\(job)","state":"\(state.rawValue)"}}
            """
        let isDisabled =
            try connection.firstRow(
                "SELECT 1 FROM submission_endpoint WHERE tenant = $1 AND endpoint = $2",
                [.text(tenant ?? ""), .text(endpoint)]
            ) { _ in true } ?? false
        try connection.execute(
            """
            INSERT INTO submission_callback
                (id, tenant, endpoint, job, payload, created, state, attempts, next_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $6)
            """,
            [
                .text(ids.next(.callback)), .text(tenant ?? ""), .text(endpoint), .text(job), .text(payload),
                .integer(now.seconds), .text(isDisabled ? "abandoned" : "pending"),
            ])
    }

    /// The right to deliver.
    public struct Leadership: Sendable, Hashable {
        let holder: String
        let fence: Int64
    }

    /// Takes or renews the right to deliver.
    ///
    /// - Parameter holder: names this run of this server.
    /// - Returns: `nil` while another server has it.
    /// - Throws: `StoreError`.
    public func lead(_ holder: String) throws -> Leadership? {
        let now = clock().seconds
        return try store.write { connection in
            try connection.execute(
                """
                INSERT INTO submission_lease (name, holder, fence, until) VALUES ('callbacks', '', 0, 0)
                ON CONFLICT (name) DO NOTHING
                """)
            // Whoever has it keeps its number; whoever takes it over gets the next.
            let renewed = try connection.execute(
                "UPDATE submission_lease SET until = $1 WHERE name = 'callbacks' AND holder = $2",
                [.integer(now + Self.lease), .text(holder)])
            if renewed == 0 {
                let taken = try connection.execute(
                    """
                    UPDATE submission_lease SET holder = $1, fence = fence + 1, until = $2
                    WHERE name = 'callbacks' AND until <= $3
                    """, [.text(holder), .integer(now + Self.lease), .integer(now)])
                if taken == 0 { return nil }
            }
            return try connection.firstRow(
                "SELECT fence FROM submission_lease WHERE name = 'callbacks' AND holder = $1", [.text(holder)]
            ) { Leadership(holder: holder, fence: $0.integer(0)) }
        }
    }

    /// Gives the right back, so that another server need not wait for it to lapse.
    ///
    /// - Parameter leadership: that ``lead(_:)`` gave.
    /// - Throws: `StoreError`.
    public func resign(_ leadership: Leadership) throws {
        try store.write { connection in
            _ = try connection.execute(
                "UPDATE submission_lease SET until = 0, holder = '' WHERE name = 'callbacks' AND holder = $1 AND fence = $2",
                [.text(leadership.holder), .integer(leadership.fence)])
        }
    }

    /// Callbacks whose time has come, the longest waiting first.
    ///
    /// - Parameter limit: how many at most.
    /// - Throws: `StoreError`.
    public func due(limit: Int = 32) throws -> [Callback] {
        try store.read { connection in
            var due: [Callback] = []
            try connection.forEachRow(
                """
                SELECT id, tenant, endpoint, job, payload, attempts FROM submission_callback
                WHERE state = 'pending' AND next_at <= $1 ORDER BY next_at, id LIMIT $2
                """, [.integer(clock().seconds), .integer(Int64(limit))]
            ) { row in
                due.append(
                    Callback(
                        id: row.text(0), tenant: row.text(1).isEmpty ? nil : row.text(1), endpoint: row.text(2),
                        job: row.text(3), payload: row.text(4), attempts: Int(row.integer(5))))
            }
            return due
        }
    }

    /// Stores what became of an attempt.
    ///
    /// - Parameters:
    ///   - receipt: of the attempt.
    ///   - callback: that was sent.
    ///   - leadership: under which it was sent; once it is another's, nothing is stored.
    /// - Throws: `StoreError`.
    public func record(_ receipt: CallbackReceipt, of callback: Callback, _ leadership: Leadership) throws {
        let now = clock().seconds
        let attempts = callback.attempts + 1
        var (state, next, failure) = ("pending", now, String?.none)
        switch receipt {
        case .delivered: state = "delivered"
        case .disabled(let why): (state, failure) = ("abandoned", why)
        case .retry(let asked, let why):
            failure = why
            if attempts > Callback.schedule.count {
                state = "abandoned"
            } else {
                let wait = Callback.schedule[attempts - 1]
                // Up to a tenth more, so that what failed together is not tried together.
                let spread = wait / 10 * Int64(random(1).first ?? 0) / 255
                next = now + max(wait + spread, min(asked ?? 0, 86_400))
            }
        }
        try store.write { connection in
            let stored = try connection.execute(
                """
                UPDATE submission_callback SET state = $1, attempts = $2, next_at = $3, last_failure = $4
                WHERE id = $5 AND state = 'pending' AND EXISTS (
                    SELECT 1 FROM submission_lease WHERE name = 'callbacks' AND holder = $6 AND fence = $7)
                """,
                [
                    .text(state), .integer(Int64(attempts)), .integer(next), .optional(failure),
                    .text(callback.id), .text(leadership.holder), .integer(leadership.fence),
                ])
            guard stored == 1 else { return }
            if case .disabled(let why) = receipt { try disable(callback, why, now, connection) }
        }
    }

    /// An endpoint that nothing is sent to any more.
    public struct DisabledEndpoint: Sendable, Hashable {
        /// The address.
        public var endpoint: String
        /// Since when.
        public var since: UTCTime
        /// Why.
        public var reason: String
    }

    /// Endpoints that nothing is sent to any more.
    ///
    /// - Parameter tenant: whose; `nil` is the house.
    /// - Throws: `StoreError`.
    public func disabledEndpoints(tenant: String?) throws -> [DisabledEndpoint] {
        try store.read { connection in
            var found: [DisabledEndpoint] = []
            try connection.forEachRow(
                """
                SELECT endpoint, disabled_at, reason FROM submission_endpoint WHERE tenant = $1
                ORDER BY disabled_at DESC, endpoint LIMIT 1000
                """, [.text(tenant ?? "")]
            ) { row in
                found.append(
                    DisabledEndpoint(
                        endpoint: row.text(0), since: UTCTime(seconds: row.integer(1)), reason: row.text(2)))
            }
            return found
        }
    }

    /// Lets callbacks go to an endpoint again. What was abandoned meanwhile is not sent.
    ///
    /// - Parameters:
    ///   - endpoint: the address.
    ///   - tenant: whose; `nil` is the house.
    ///   - connection: the transaction.
    /// - Returns: whether it was disabled.
    /// - Throws: `StoreError`.
    public func enable(_ endpoint: String, tenant: String?, within connection: SQLConnection) throws -> Bool {
        try connection.execute(
            "DELETE FROM submission_endpoint WHERE tenant = $1 AND endpoint = $2",
            [.text(tenant ?? ""), .text(endpoint)]) == 1
    }

    /// Forgets callbacks that came to an end long ago.
    ///
    /// - Returns: how many.
    /// - Throws: `StoreError`.
    @discardableResult
    public func forgetEnded() throws -> Int {
        try store.write {
            try $0.execute(
                "DELETE FROM submission_callback WHERE state <> 'pending' AND created <= $1",
                [.integer(clock().seconds - Self.retention)])
        }
    }

    private func disable(_ callback: Callback, _ why: String, _ now: Int64, _ connection: SQLConnection) throws {
        try connection.execute(
            """
            INSERT INTO submission_endpoint (tenant, endpoint, disabled_at, reason) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant, endpoint) DO NOTHING
            """, [.text(callback.tenant ?? ""), .text(callback.endpoint), .integer(now), .text(why)])
        try connection.execute(
            "UPDATE submission_callback SET state = 'abandoned' WHERE tenant = $1 AND endpoint = $2 AND state = 'pending'",
            [.text(callback.tenant ?? ""), .text(callback.endpoint)])
    }
}
