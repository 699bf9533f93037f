// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Ledger
public import Store

/// One of several organisations that share an installation and see nothing of each other.
public struct Tenant: Hashable, Sendable {
    /// Its name, which stands in names of its lists and in sign-in names.
    public let name: TenantName
    /// What people call it.
    public let title: String
    /// When it was made.
    public let created: UTCTime
}

/// The tenants of an installation. An installation without any belongs to the house, which is the usual case.
public final class TenantRepository: Sendable {
    private let store: Store
    private let clock: @Sendable () -> UTCTime

    /// - Parameters:
    ///   - store: a store that was opened with ``IdentitySchema/schema``.
    ///   - clock: tells the time.
    public init(store: Store, clock: @escaping @Sendable () -> UTCTime) {
        self.store = store
        self.clock = clock
    }

    /// Makes a tenant.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - title: what people call it, at most 128 bytes without control characters; the name when empty.
    ///   - manager: who does it; somebody of the house.
    ///   - recording: writes the audit event.
    /// - Throws: ``IdentityError``, `StoreError`, or what `recording` throws.
    public func create(
        _ name: TenantName, title: String = "", by manager: Principal, recording: AuditRecording
    ) throws -> Tenant {
        try GrantRules.require(.peopleManage, of: manager, over: nil)
        let title = try PlainText.checked(title.isEmpty ? name.description : title, "title of a tenant")
        let tenant = Tenant(name: name, title: title, created: clock())
        return try store.write { connection in
            _ = try IdentitySchema.beginChange(connection)
            let made = try connection.execute(
                """
                INSERT INTO identity_tenant (name, title, created_at) VALUES ($1, $2, $3)
                ON CONFLICT (name) DO NOTHING
                """, [.text(name.description), .text(title), .integer(tenant.created.seconds)])
            guard made == 1 else {
                throw IdentityError(
                    .nameTaken, "there is a tenant \(name) already", remedy: "Choose another name: tutela tenant list")
            }
            try recording("tenant:\(name)", [:], connection)
            return tenant
        }
    }

    /// All tenants that somebody may know of, by name.
    ///
    /// - Parameter reader: who asks.
    /// - Throws: `StoreError`.
    public func list(for reader: Principal) throws -> [Tenant] {
        try store.read { connection in
            var tenants: [Tenant] = []
            try connection.forEachRow("SELECT name, title, created_at FROM identity_tenant ORDER BY name") { row in
                guard let name = TenantName(row.text(0)), GrantRules.mayKnow(name, reader) else { return }
                tenants.append(
                    Tenant(name: name, title: row.text(1), created: UTCTime(seconds: row.integer(2))))
            }
            return tenants
        }
    }

    static func require(_ tenant: TenantName?, _ connection: SQLConnection) throws {
        guard let tenant else { return }
        let known = try connection.firstRow(
            "SELECT 1 FROM identity_tenant WHERE name = $1", [.text(tenant.description)]
        ) { _ in true }
        guard known == true else {
            throw IdentityError(
                .unknownTenant, "there is no tenant \(tenant)", remedy: "Make it: tutela tenant create \(tenant)")
        }
    }
}
