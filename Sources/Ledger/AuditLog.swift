// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Store

/// Writes audit events in the transaction of what they tell about: both are kept, or neither.
///
/// Events are numbered from 1 without gaps in the order in which their transactions end. The last statement of a
/// transaction should be this one: its lock on the counter makes the ends of transactions take turns, and transactions
/// that lock other counters as well never wait for each other in a circle when this one always comes last.
///
/// ## What will take over
///
/// This table is the queue of the evidence log (RFC 9162 trees in C2SP formats). Its integrator will read on from the
/// last number that it took (``events(after:matching:limit:within:)``), make one leaf of each event (canonical JSON of at most
/// 8 KiB, personal values as salted commitments), and publish checkpoints that witnesses sign. That works without looking
/// back because a number that can be read never has a smaller one committed after it. Until then the table is as
/// trustworthy as the database that it lies in: who can write to the database can change it, and nothing shows.
public struct AuditLog: Sendable {
    private let clock: @Sendable () -> UTCTime

    /// - Parameter clock: tells the time of each event.
    public init(clock: @escaping @Sendable () -> UTCTime) {
        self.clock = clock
    }

    /// Writes an event.
    ///
    /// - Parameters:
    ///   - event: what happened.
    ///   - connection: the transaction of what happened.
    /// - Returns: the event's number.
    /// - Throws: `StoreError`; ``LedgerError`` when the event breaks ``AuditLimits``.
    @discardableResult
    public func record(_ event: AuditEvent, within connection: SQLConnection) throws -> Int64 {
        let detail = AuditDetail.text(event.detail)
        try AuditLimits.check(event, detail: detail)
        try connection.execute("UPDATE audit_sequence SET value = value + 1 WHERE id = 1")
        let number = try connection.firstRow("SELECT value FROM audit_sequence WHERE id = 1") { $0.integer(0) } ?? 0
        try connection.execute(
            """
            INSERT INTO audit_event (number, at, actor, tenant, action, object, request, detail)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .integer(number), .integer(clock().seconds), .text(event.actor), .optional(event.tenant),
                .text(event.action.description), .text(event.object), .optional(event.request), .text(detail),
            ])
        return number
    }

    /// A recording for changes that take one: everything about the event but its object and its words is said here.
    ///
    /// - Parameters:
    ///   - action: what is done.
    ///   - actor: who does it, for example `program:user-add`.
    ///   - tenant: on whose behalf; `nil` is the house.
    ///   - request: the id of the request.
    public func recording(
        _ action: AuditAction, by actor: String, tenant: String? = nil, request: String? = nil
    ) -> AuditRecording {
        { object, detail, connection in
            try record(
                AuditEvent(
                    actor: actor, tenant: tenant, action: action, object: object, request: request, detail: detail),
                within: connection)
        }
    }
}

/// Writes the audit event of a change in the transaction of the change: the object, for example `user:u4…`, words beside
/// it, the transaction. Who makes the change hands one in, and the change is made only if it does not throw.
public typealias AuditRecording =
    @Sendable (
        _ object: String, _ detail: [String: String], _ connection: SQLConnection
    ) throws -> Void
