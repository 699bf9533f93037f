// SPDX-License-Identifier: Apache-2.0

public import CivilTime
internal import Store

/// A person who may sign in.
public struct User: Hashable, Sendable {
    /// An id that is never given to anybody else.
    public let id: String
    /// The name within the tenant.
    public let name: String
    /// On whose behalf the person acts; `nil` is the house.
    public let tenant: TenantName?
    /// What the person is here for.
    public let roles: Set<Role>
    /// Whether the person has a password here.
    public let hasPassword: Bool
    /// Whether the password must be changed before anything else may be done.
    public let mustChangePassword: Bool
    /// Whether the person is kept out.
    public let disabled: Bool
    /// Who says who the person is and which roles they have; `nil`: this installation does.
    public let issuer: String?
    /// Failed attempts to sign in since the last that succeeded.
    public let failures: Int
    /// When the account was made.
    public let created: UTCTime
    /// When the person last signed in.
    public let signedIn: UTCTime?

    /// As the person signs in: `NAME`, or `TENANT/NAME`.
    public var login: String { UserName.login(name, in: tenant) }

    /// Whether it keeps the house from being without an administrator: one of the house who needs nobody else to sign in.
    var isAdministratorOfTheHouse: Bool {
        tenant == nil && roles.contains(.tenantAdmin) && !disabled && hasPassword && issuer == nil
    }

    /// Who is asking when this person asks. Whoever must change their password first may do nothing else.
    public var principal: Principal {
        Principal(kind: .user, id: id, tenant: tenant, roles: roles, scope: mustChangePassword ? [] : nil)
    }

    static let columns = """
        id, name, tenant, roles, password IS NOT NULL, must_change, disabled, issuer, failures, created_at, signed_in_at
        """

    init(_ row: SQLRow) throws {
        id = row.text(0)
        name = row.text(1)
        tenant = try row.optionalText(2).map { try Self.tenant($0, of: row.text(0)) }
        roles = RoleList.roles(row.text(3))
        hasPassword = row.integer(4) != 0
        mustChangePassword = row.integer(5) != 0
        disabled = row.integer(6) != 0
        issuer = row.optionalText(7)
        failures = Int(row.integer(8))
        created = UTCTime(seconds: row.integer(9))
        signedIn = row.optionalInteger(10).map(UTCTime.init)
    }

    /// A tenant that cannot be read must never be taken for the house.
    static func tenant(_ name: String, of id: String) throws(IdentityError) -> TenantName {
        guard let tenant = TenantName(name) else {
            throw IdentityError(
                .damaged, "the tenant of \(id) cannot be read",
                remedy: "Somebody changed the database from outside. Compare it with a backup.")
        }
        return tenant
    }
}
