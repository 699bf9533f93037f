// SPDX-License-Identifier: Apache-2.0

public import CivilTime
internal import Store

/// A key of a program, without its secret.
public struct APIKey: Hashable, Sendable {
    /// An id that is never given again; it stands in the key itself.
    public let id: String
    /// What people call it.
    public let name: String
    /// On whose behalf the program acts; `nil` is the house.
    public let tenant: TenantName?
    /// What the program is here for.
    public let roles: Set<Role>
    /// If given, only these of the permissions that the roles allow.
    public let scope: Set<Permission>?
    /// Where it may be used from; empty is anywhere.
    public let networks: [NetworkBlock]
    /// When it was made.
    public let created: UTCTime
    /// Who made it, as audit events name them.
    public let creator: String
    /// From when on it is refused.
    public let expires: UTCTime
    /// How long a rotation makes it last, in days.
    public let lifetime: Int
    /// When it last got a new secret.
    public let rotated: UTCTime?
    /// Until when the secret before the last rotation is accepted too.
    public let oldSecretUntil: UTCTime?
    /// When it was revoked.
    public let revoked: UTCTime?
    /// When it was last used, to about a minute.
    public let used: UTCTime?

    /// Who is asking when this key asks.
    public var principal: Principal {
        Principal(kind: .key, id: id, tenant: tenant, roles: roles, scope: scope)
    }

    /// Whether it is accepted at a moment.
    public func isActive(_ now: UTCTime) -> Bool { revoked == nil && now < expires }

    static let columns = """
        id, name, tenant, roles, scope, networks, created_at, created_by, expires_at, lifetime, rotated_at, old_until,
        revoked_at, used_at, hash, old_hash, change
        """

    init(_ row: SQLRow) throws {
        id = row.text(0)
        name = row.text(1)
        tenant = try row.optionalText(2).map { try User.tenant($0, of: row.text(0)) }
        roles = RoleList.roles(row.text(3))
        scope = row.optionalText(4).map(RoleList.permissions)
        let id = id
        networks = try row.text(5).split(separator: ",").map { text in
            guard let network = NetworkBlock(String(text)) else {
                throw IdentityError(
                    .damaged, "the networks of key \(id) cannot be read",
                    remedy: "Somebody changed the database from outside. Compare it with a backup.")
            }
            return network
        }
        created = UTCTime(seconds: row.integer(6))
        creator = row.text(7)
        expires = UTCTime(seconds: row.integer(8))
        lifetime = Int(row.integer(9))
        rotated = row.optionalInteger(10).map(UTCTime.init)
        oldSecretUntil = row.optionalInteger(11).map(UTCTime.init)
        revoked = row.optionalInteger(12).map(UTCTime.init)
        used = row.optionalInteger(13).map(UTCTime.init)
    }
}

/// A key that was just made or rotated, with its secret, which is shown once and cannot be shown again.
public struct IssuedKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// The key.
    public let key: APIKey
    /// What its owner sends: `tut_…`.
    public let secret: String

    /// The id alone, so that no log holds a secret by accident.
    public var description: String { "key \(key.id)" }
    /// Shows no secret.
    public var customMirror: Mirror { Mirror(self, children: ["key": key.id]) }
}
