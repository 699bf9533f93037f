// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Ledger
public import Store

/// What a new key shall be.
public struct KeyRequest: Hashable, Sendable {
    /// What people call it.
    public var name: String
    /// On whose behalf the program acts; `nil` is the house.
    public var tenant: TenantName?
    /// What the program is here for.
    public var roles: Set<Role>
    /// If given, only these of the permissions that the roles allow.
    public var scope: Set<Permission>?
    /// Where it may be used from; empty is anywhere.
    public var networks: [NetworkBlock]
    /// How long it lasts, in days.
    public var lifetime: Int

    /// Days that a key lasts unless somebody says otherwise.
    public static let usualLifetime = 90
    /// Most days that a key may last.
    public static let longestLifetime = 365
    /// Most networks of a key.
    public static let mostNetworks = 64

    /// Describes a new key.
    ///
    /// - Parameters:
    ///   - name: what people call it, at most 128 bytes.
    ///   - tenant: on whose behalf; `nil` is the house.
    ///   - roles: what the program is here for, at least one.
    ///   - scope: if given, only these of the permissions that the roles allow.
    ///   - networks: where it may be used from; empty is anywhere.
    ///   - lifetime: days, 1 to ``longestLifetime``.
    public init(
        name: String, tenant: TenantName? = nil, roles: Set<Role>, scope: Set<Permission>? = nil,
        networks: [NetworkBlock] = [], lifetime: Int = KeyRequest.usualLifetime
    ) {
        self.name = name
        self.tenant = tenant
        self.roles = roles
        self.scope = scope
        self.networks = networks
        self.lifetime = lifetime
    }
}

/// The keys of programs. What a key may do is fixed when it is made; for anything else make another and revoke this one.
///
/// Every change takes who makes it and what records it. Managers of a tenant see and change that tenant's keys only.
public final class KeyRepository: Sendable {
    private let store: Store
    private let clock: @Sendable () -> UTCTime
    private let random: RandomBytes

    /// Hours that the old secret is accepted after a rotation unless somebody says otherwise.
    public static let usualOverlap = 24
    /// Most hours that the old secret may be accepted after a rotation.
    public static let longestOverlap = 24 * 30

    /// - Parameters:
    ///   - store: a store that was opened with ``IdentitySchema/schema``.
    ///   - clock: tells the time.
    ///   - random: gives ids and secrets.
    public init(store: Store, clock: @escaping @Sendable () -> UTCTime, random: RandomBytes = .system) {
        self.store = store
        self.clock = clock
        self.random = random
    }

    /// Makes a key.
    ///
    /// - Parameters:
    ///   - request: what it shall be.
    ///   - manager: who makes it.
    ///   - recording: writes the audit event.
    /// - Returns: the key and its secret, which is kept nowhere.
    /// - Throws: ``IdentityError``, `StoreError`, or what `recording` throws.
    public func create(_ request: KeyRequest, by manager: Principal, recording: AuditRecording) throws -> IssuedKey {
        try GrantRules.require(.keysManage, of: manager, over: request.tenant)
        try GrantRules.check(request.roles, in: request.tenant, forProgram: true, by: manager)
        let name = try PlainText.checked(request.name, "name of a key")
        try Self.check(request)
        let id = Base32.text(random.bytes(10))
        let secret = KeySecret.make(id: id, random)
        let now = clock()
        return try store.write { connection in
            let change = try IdentitySchema.beginChange(connection)
            try TenantRepository.require(request.tenant, connection)
            try connection.execute(
                """
                INSERT INTO identity_key (id, name, tenant, roles, scope, networks, hash, created_at, created_by,
                    expires_at, lifetime, change)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                """,
                [
                    .text(id), .text(name), .optional(request.tenant?.description), .text(RoleList.text(request.roles)),
                    .optional(request.scope.map(RoleList.text)),
                    .text(request.networks.map(\.description).joined(separator: ",")),
                    .blob(try Self.hash(secret)), .integer(now.seconds), .text(manager.actor),
                    .integer(now.adding(seconds: Int64(request.lifetime) * 86_400).seconds),
                    .integer(Int64(request.lifetime)), .integer(change),
                ])
            var detail = ["roles": RoleList.text(request.roles), "days": String(request.lifetime)]
            detail["scope"] = request.scope.map(RoleList.text)
            detail["tenant"] = request.tenant?.description
            if !request.networks.isEmpty { detail["networks"] = String(request.networks.count) }
            try recording("key:\(id)", detail, connection)
            return IssuedKey(key: try Self.require(id, for: manager, connection), secret: secret)
        }
    }

    /// The keys that somebody may know of, by id.
    ///
    /// - Parameters:
    ///   - reader: who asks.
    ///   - includingEnded: whether revoked and expired keys are shown too.
    ///   - id: only after this id; empty is from the first.
    ///   - limit: how many at most, up to 1,000.
    /// - Throws: `StoreError`.
    public func list(
        for reader: Principal, includingEnded: Bool = false, after id: String = "", limit: Int = 1_000
    ) throws -> [APIKey] {
        guard PlainText.canBeStored(id) else { return [] }
        let count = min(max(limit, 1), 1_000)
        return try store.read { connection in
            var keys: [APIKey] = []
            var conditions = ["id > $1"]
            var values: [SQLValue] = [.text(id)]
            if let tenant = reader.tenant {
                values.append(.text(tenant.description))
                conditions.append("tenant = $\(values.count)")
            }
            if !includingEnded {
                values.append(.integer(clock().seconds))
                conditions.append("revoked_at IS NULL AND expires_at > $\(values.count)")
            }
            try connection.forEachRow(
                """
                SELECT \(APIKey.columns) FROM identity_key WHERE \(conditions.joined(separator: " AND "))
                ORDER BY id LIMIT \(count)
                """, values
            ) { keys.append(try APIKey($0)) }
            return keys
        }
    }

    /// A key by id.
    ///
    /// - Throws: ``IdentityError`` when there is none that `reader` may know of; `StoreError`.
    public func key(_ id: String, for reader: Principal) throws -> APIKey {
        try store.read { try Self.require(id, for: reader, $0) }
    }

    /// Gives a key a new secret and a new time to live. For a while the old secret is accepted too, so that programs can
    /// be told one after the other; never longer than the old time to live.
    ///
    /// - Parameters:
    ///   - id: the key.
    ///   - overlap: hours that the old secret is accepted, 0 to ``longestOverlap``.
    ///   - lifetime: days that the key lasts from now; `nil` is as long as it was made for.
    ///   - manager: who does it.
    ///   - recording: writes the audit event.
    /// - Returns: the key and its new secret, which is kept nowhere.
    /// - Throws: ``IdentityError``, `StoreError`, or what `recording` throws.
    public func rotate(
        _ id: String, overlap: Int = KeyRepository.usualOverlap, lifetime: Int? = nil, by manager: Principal,
        recording: AuditRecording
    ) throws -> IssuedKey {
        guard (0...Self.longestOverlap).contains(overlap) else {
            throw Self.setting("the old secret may be accepted for 0 to \(Self.longestOverlap) hours, not \(overlap)")
        }
        if let lifetime { try Self.check(lifetime: lifetime) }
        let secret = KeySecret.make(id: id, random)
        return try store.write { connection in
            let change = try IdentitySchema.beginChange(connection)
            let key = try manage(id, by: manager, connection)
            // A new secret is a new key: nobody gets one of roles that he could not give. One's own is no gain.
            if manager.kind != .key || manager.id != id {
                try GrantRules.check(key.roles, in: key.tenant, forProgram: true, by: manager)
            }
            let now = clock()
            let days = lifetime ?? key.lifetime
            let oldUntil = min(now.adding(seconds: Int64(overlap) * 3_600), key.expires)
            try connection.execute(
                """
                UPDATE identity_key SET old_hash = hash, old_until = $1, hash = $2, rotated_at = $3, expires_at = $4,
                    lifetime = $5, change = $6
                WHERE id = $7
                """,
                [
                    .integer(oldUntil.seconds), .blob(try Self.hash(secret)), .integer(now.seconds),
                    .integer(now.adding(seconds: Int64(days) * 86_400).seconds), .integer(Int64(days)),
                    .integer(change),
                    .text(id),
                ])
            try recording("key:\(id)", ["days": String(days), "overlap-hours": String(overlap)], connection)
            return IssuedKey(key: try Self.require(id, for: manager, connection), secret: secret)
        }
    }

    /// Ends a key, on every server within a second.
    ///
    /// - Parameters:
    ///   - id: the key.
    ///   - manager: who does it.
    ///   - recording: writes the audit event.
    /// - Throws: ``IdentityError``, `StoreError`, or what `recording` throws.
    public func revoke(_ id: String, by manager: Principal, recording: AuditRecording) throws -> APIKey {
        try store.write { connection in
            let change = try IdentitySchema.beginChange(connection)
            _ = try manage(id, by: manager, connection)
            try connection.execute(
                "UPDATE identity_key SET revoked_at = $1, old_hash = NULL, old_until = NULL, change = $2 WHERE id = $3",
                [.integer(clock().seconds), .integer(change), .text(id)])
            try recording("key:\(id)", [:], connection)
            return try Self.require(id, for: manager, connection)
        }
    }

    /// Notes when keys were last used. It is no change of the keys: nobody is told, and nothing is recorded.
    ///
    /// - Parameter uses: moments by id.
    /// - Throws: `StoreError`.
    public func note(_ uses: [String: UTCTime]) throws {
        guard !uses.isEmpty else { return }
        try store.write { connection in
            let statement = try connection.prepare(
                "UPDATE identity_key SET used_at = $1 WHERE id = $2 AND (used_at IS NULL OR used_at < $3)")
            // One order for all servers, so that none waits for another in a circle.
            for (id, moment) in uses.sorted(by: { $0.key < $1.key }) {
                try statement.run([.integer(moment.seconds), .text(id), .integer(moment.seconds)])
            }
        }
    }

    /// A key that may be changed: known, managed by the asker, and not ended.
    private func manage(_ id: String, by manager: Principal, _ connection: SQLConnection) throws -> APIKey {
        let key = try Self.require(id, for: manager, connection)
        try GrantRules.require(.keysManage, of: manager, over: key.tenant)
        guard key.revoked == nil else {
            throw IdentityError(.unknownKey, "key \(id) was revoked", remedy: "Make a new one: tutela key create")
        }
        return key
    }

    private static func check(_ request: KeyRequest) throws(IdentityError) {
        guard !request.roles.isEmpty else { throw setting("a key needs at least one role") }
        try check(lifetime: request.lifetime)
        guard request.networks.count <= KeyRequest.mostNetworks else {
            throw setting("a key may have \(KeyRequest.mostNetworks) networks at most")
        }
        if let scope = request.scope {
            let allowed = request.roles.reduce(into: Set<Permission>()) { $0.formUnion($1.permissions) }
            if let beyond = scope.subtracting(allowed).map(\.rawValue).min() {
                throw IdentityError(
                    .roleNotGiven, "the roles of the key do not allow \(beyond), so its scope cannot name it",
                    remedy: "Leave it out of the scope, or give a role that allows it.")
            }
            guard !scope.isEmpty else { throw setting("a scope names at least one permission") }
        }
    }

    private static func check(lifetime: Int) throws(IdentityError) {
        guard (1...KeyRequest.longestLifetime).contains(lifetime) else {
            throw setting("a key lasts 1 to \(KeyRequest.longestLifetime) days, not \(lifetime)")
        }
    }

    private static func setting(_ message: String) -> IdentityError {
        IdentityError(.settingInvalid, message, remedy: "Stay within the limit.")
    }

    private static func hash(_ secret: String) throws(IdentityError) -> [UInt8] {
        guard let read = KeySecret(secret) else {
            throw IdentityError(.unknownKey, "there is no such key", remedy: "All keys: tutela key list")
        }
        return read.hash
    }

    static func require(_ id: String, for reader: Principal, _ connection: SQLConnection) throws -> APIKey {
        let key =
            PlainText.canBeStored(id)
            ? try connection.firstRow(
                "SELECT \(APIKey.columns) FROM identity_key WHERE id = $1", [.text(id)], APIKey.init)
            : nil
        guard let key, GrantRules.mayKnow(key.tenant, reader) else {
            throw IdentityError(
                .unknownKey, "there is no key \(id.prefix(40))", remedy: "All keys: tutela key list")
        }
        return key
    }
}
