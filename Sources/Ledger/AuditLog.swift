// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Store

/// Writes audit events in the transaction of what they tell about: both are kept, or neither.
///
/// Events are numbered without gaps in the order in which their transactions end, so that a log which takes over later
/// can read on from a number. The last statement of a transaction should be this one: its lock on the counter makes the
/// ends of transactions take turns.
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
    /// - Throws: `StoreError`.
    @discardableResult
    public func record(_ event: AuditEvent, within connection: SQLConnection) throws -> Int64 {
        try connection.execute("UPDATE audit_sequence SET value = value + 1 WHERE id = 1")
        let number = try connection.firstRow("SELECT value FROM audit_sequence WHERE id = 1") { $0.integer(0) } ?? 0
        try connection.execute(
            """
            INSERT INTO audit_event (number, at, actor, tenant, action, object, request, detail)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .integer(number), .integer(clock().seconds), .text(event.actor), .optional(event.tenant),
                .text(event.action.description), .text(event.object), .optional(event.request),
                .text(AuditDetail.text(event.detail)),
            ])
        return number
    }
}
