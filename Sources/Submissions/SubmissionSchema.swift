// SPDX-License-Identifier: Apache-2.0

public import Store

/// The tables of this room: decisions, keys of repeated requests, jobs and the outbox of callbacks.
///
/// **No picture and no fingerprint of an item is in any of them.** What a decision rests on is kept as facts, and facts
/// are words, flags, times and counts: which list agreed, how closely, what the file claims of its making. From them a
/// decision can be made again byte for byte; the picture cannot be found again, nor looked up in a list. The body of a
/// repeated request is recognised by a keyed digest that nobody can compute without the client's key
/// (``RequestFingerprint``), and the bytes of a job exist in the memory of one server only.
public enum SubmissionSchema {
    /// The schema to open a `Store` with.
    public static let schema = RoomSchema(room: "submissions", migrations: [first])

    private static let first = Migration(version: 1, summary: "decisions, idempotency, jobs, callbacks") { dialect in
        [
            """
            CREATE TABLE submission_decision (
                id TEXT PRIMARY KEY, tenant TEXT NOT NULL, actor TEXT NOT NULL, at BIGINT NOT NULL, reference TEXT,
                job TEXT, status TEXT NOT NULL, reason_code TEXT, reason TEXT, complete BIGINT NOT NULL,
                class TEXT NOT NULL, action TEXT NOT NULL, because TEXT NOT NULL, matches TEXT NOT NULL,
                canonical TEXT, rule_set TEXT, list_change BIGINT NOT NULL)
            """,
            "CREATE INDEX submission_decision_tenant ON submission_decision (tenant, id)",
            "CREATE INDEX submission_decision_reference ON submission_decision (tenant, reference)",
            "CREATE INDEX submission_decision_job ON submission_decision (job)",
            """
            CREATE TABLE submission_request (
                id TEXT PRIMARY KEY, salt \(dialect.bytes) NOT NULL, fingerprint \(dialect.bytes) NOT NULL,
                state TEXT NOT NULL, fence BIGINT NOT NULL, lease_until BIGINT NOT NULL, expires BIGINT NOT NULL,
                status BIGINT, answer TEXT)
            """,
            "CREATE INDEX submission_request_expires ON submission_request (expires)",
            """
            CREATE TABLE submission_job (
                id TEXT PRIMARY KEY, tenant TEXT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL,
                state TEXT NOT NULL, server TEXT NOT NULL, fence BIGINT NOT NULL, lease_until BIGINT NOT NULL,
                created BIGINT NOT NULL, finished BIGINT, items BIGINT NOT NULL, input TEXT, endpoint TEXT,
                result TEXT)
            """,
            "CREATE INDEX submission_job_state ON submission_job (state, lease_until)",
            """
            CREATE TABLE submission_callback (
                id TEXT PRIMARY KEY, tenant TEXT NOT NULL, endpoint TEXT NOT NULL, job TEXT NOT NULL,
                payload TEXT NOT NULL, created BIGINT NOT NULL, state TEXT NOT NULL, attempts BIGINT NOT NULL,
                next_at BIGINT NOT NULL, last_failure TEXT)
            """,
            "CREATE INDEX submission_callback_due ON submission_callback (state, next_at)",
            """
            CREATE TABLE submission_endpoint (
                tenant TEXT NOT NULL, endpoint TEXT NOT NULL, disabled_at BIGINT NOT NULL, reason TEXT NOT NULL,
                PRIMARY KEY (tenant, endpoint))
            """,
            """
            CREATE TABLE submission_lease (
                name TEXT PRIMARY KEY, holder TEXT NOT NULL, fence BIGINT NOT NULL, until BIGINT NOT NULL)
            """,
        ]
    }
}
