// SPDX-License-Identifier: Apache-2.0

public import Identity
public import Ledger
public import Store
internal import Synchronization

/// Records the audit event that a door declares, and remembers whether it was recorded.
public final class AuditTrail: Sendable {
    private let action: AuditAction?
    private let actor: String
    private let tenant: String?
    private let request: String?
    private let log: AuditLog?
    private let recorded = Mutex(0)

    /// Records nothing; shared by the requests of all doors that declare no event.
    static let nothing = AuditTrail(action: nil)

    /// Prepares a record.
    ///
    /// - Parameters:
    ///   - action: what the door declares; `nil`: nothing is recorded.
    ///   - principal: who is asking.
    ///   - request: the id of the request.
    ///   - log: writes events.
    public init(action: AuditAction?, principal: Principal? = nil, request: String? = nil, log: AuditLog? = nil) {
        self.action = action
        actor = principal?.actor ?? "nobody"
        tenant = principal?.tenant?.description
        self.request = request
        self.log = log
    }

    /// Records the event in the transaction of what it tells about.
    ///
    /// - Parameters:
    ///   - object: to what, for example `bank:partner-b`.
    ///   - detail: ids, counts and settings, never values.
    ///   - connection: the transaction.
    /// - Throws: `StoreError`.
    public func record(_ object: String, _ detail: [String: String] = [:], within connection: SQLConnection) throws {
        guard let action, let log else { return }
        try log.record(
            AuditEvent(
                actor: actor, tenant: tenant, action: action, object: object, request: request, detail: detail),
            within: connection)
        recorded.withLock { $0 += 1 }
    }

    /// Whether an event is owed and none was recorded.
    var isOwed: Bool { action != nil && log != nil && count == 0 }

    /// How many events were recorded.
    public var count: Int { recorded.withLock { $0 } }
}
