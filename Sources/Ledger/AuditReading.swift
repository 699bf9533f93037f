// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Store

/// An event as it is kept.
public struct AuditRecord: Hashable, Sendable {
    /// Its place in the order of all events, from 1 without gaps.
    public let number: Int64
    /// When it happened, by the clock of the machine that wrote it.
    public let at: UTCTime
    /// What happened.
    public let event: AuditEvent
}

/// Which events are asked for: those that meet everything that is not `nil`.
public struct AuditFilter: Hashable, Sendable {
    /// On whose behalf something was done.
    public enum Behalf: Hashable, Sendable {
        /// The house's.
        case house
        /// A tenant's, by its name.
        case tenant(String)
    }

    /// Exactly this actor.
    public var actor: String?
    /// Exactly this object.
    public var object: String?
    /// Exactly this action.
    public var action: String?
    /// On whose behalf; `nil` is anybody's. A reader who belongs to a tenant must be given this.
    public var behalf: Behalf?
    /// Not before this moment.
    public var from: UTCTime?
    /// Before this moment.
    public var until: UTCTime?

    /// Describes which events are asked for.
    ///
    /// - Parameters:
    ///   - actor: exactly this actor.
    ///   - object: exactly this object.
    ///   - action: exactly this action.
    ///   - behalf: on whose behalf; `nil` is anybody's.
    ///   - from: not before this moment.
    ///   - until: before this moment.
    public init(
        actor: String? = nil, object: String? = nil, action: String? = nil, behalf: Behalf? = nil,
        from: UTCTime? = nil, until: UTCTime? = nil
    ) {
        self.actor = actor
        self.object = object
        self.action = action
        self.behalf = behalf
        self.from = from
        self.until = until
    }

    fileprivate var conditions: [(sql: String, value: SQLValue?)] {
        var conditions: [(String, SQLValue?)] = []
        if let actor { conditions.append(("actor = ", .text(actor))) }
        if let object { conditions.append(("object = ", .text(object))) }
        if let action { conditions.append(("action = ", .text(action))) }
        switch behalf {
        case .house: conditions.append(("tenant IS NULL", nil))
        case .tenant(let name): conditions.append(("tenant = ", .text(name)))
        case nil: break
        }
        if let from { conditions.append(("at >= ", .integer(from.seconds))) }
        if let until { conditions.append(("at < ", .integer(until.seconds))) }
        return conditions
    }
}

extension AuditLog {
    /// The most events of one page.
    public static let pageLimit = 1_000

    /// Reads on from a number, the oldest first: how a follower takes every event once.
    ///
    /// - Parameters:
    ///   - number: events after this one; 0 is from the beginning.
    ///   - filter: which events.
    ///   - limit: how many at most, 1 to ``pageLimit``; other numbers are brought into that range.
    ///   - connection: a transaction.
    /// - Throws: `StoreError`; ``LedgerError`` for an event that cannot be read.
    public func events(
        after number: Int64 = 0, matching filter: AuditFilter = AuditFilter(), limit: Int = 100,
        within connection: SQLConnection
    ) throws -> [AuditRecord] {
        try page("number > ", number, filter, "ASC", limit, connection)
    }

    /// Reads back from a number, the newest first: how a person looks.
    ///
    /// - Parameters:
    ///   - number: events before this one; `nil` is from the newest.
    ///   - filter: which events.
    ///   - limit: how many at most, 1 to ``pageLimit``; other numbers are brought into that range.
    ///   - connection: a transaction.
    /// - Throws: `StoreError`; ``LedgerError`` for an event that cannot be read.
    public func latestEvents(
        before number: Int64? = nil, matching filter: AuditFilter = AuditFilter(), limit: Int = 100,
        within connection: SQLConnection
    ) throws -> [AuditRecord] {
        try page("number < ", number ?? .max, filter, "DESC", limit, connection)
    }

    private func page(
        _ bound: String, _ number: Int64, _ filter: AuditFilter, _ order: String, _ limit: Int,
        _ connection: SQLConnection
    ) throws -> [AuditRecord] {
        var values: [SQLValue] = []
        var conditions: [String] = []
        for (sql, value) in [(sql: bound, value: .integer(number) as SQLValue?)] + filter.conditions {
            guard let value else {
                conditions.append(sql)
                continue
            }
            values.append(value)
            conditions.append(sql + "$\(values.count)")
        }
        // What cannot be stored is in no event.
        guard ![filter.actor, filter.object, filter.action].contains(where: { $0?.utf8.contains(0) ?? false }) else {
            return []
        }
        let count = min(max(limit, 1), Self.pageLimit)
        var records: [AuditRecord] = []
        try connection.forEachRow(
            """
            SELECT number, at, actor, tenant, action, object, request, detail FROM audit_event
            WHERE \(conditions.joined(separator: " AND ")) ORDER BY number \(order) LIMIT \(count)
            """, values
        ) { row in
            guard let detail = AuditDetail.read(row.text(7)) else {
                throw LedgerError(
                    .damaged,
                    "audit event \(row.integer(0)) cannot be read: its words are not JSON as they were written",
                    remedy: "Somebody changed the database from outside. Compare it with a backup.")
            }
            records.append(
                AuditRecord(
                    number: row.integer(0), at: UTCTime(seconds: row.integer(1)),
                    event: AuditEvent(
                        actor: row.text(2), tenant: row.optionalText(3), action: AuditAction(row.text(4)),
                        object: row.text(5), request: row.optionalText(6), detail: detail)))
        }
        return records
    }
}
