// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Ledger
public import Store

/// The people of an installation.
///
/// Every change takes who makes it and what records it. Managers of a tenant see and change that tenant's people only; for
/// them others do not exist.
public final class UserRepository: Sendable {
    let store: Store
    let clock: @Sendable () -> UTCTime
    let random: RandomBytes

    /// - Parameters:
    ///   - store: a store that was opened with ``IdentitySchema/schema``.
    ///   - clock: tells the time.
    ///   - random: gives ids.
    public init(store: Store, clock: @escaping @Sendable () -> UTCTime, random: RandomBytes = .system) {
        self.store = store
        self.clock = clock
        self.random = random
    }

    /// Adds a person.
    ///
    /// - Parameters:
    ///   - name: see ``UserName``.
    ///   - tenant: on whose behalf the person will act; `nil` is the house.
    ///   - roles: what the person is here for; may be empty.
    ///   - password: a first password, which the person must change; `nil`: the person signs in elsewhere only.
    ///   - manager: who adds the person.
    ///   - recording: writes the audit event.
    /// - Throws: ``IdentityError``, `StoreError`, or what `recording` throws.
    public func add(
        _ name: String, tenant: TenantName? = nil, roles: Set<Role>, password: PasswordHash?, by manager: Principal,
        recording: AuditRecording
    ) throws -> User {
        try GrantRules.require(.peopleManage, of: manager, over: tenant)
        return try store.write { connection in
            _ = try IdentitySchema.beginChange(connection)
            let user = try insert(
                name, tenant: tenant, roles: roles, password: password, mustChange: true, issuer: nil, by: manager,
                connection)
            try recording(
                "user:\(user.id)",
                ["roles": RoleList.text(roles), "tenant": tenant?.description ?? ""].filter { !$1.isEmpty }, connection)
            return user
        }
    }

    /// The people that somebody may know of, by the names they sign in with.
    ///
    /// - Parameters:
    ///   - reader: who asks.
    ///   - login: only after this name; empty is from the first.
    ///   - limit: how many at most, up to 1,000.
    /// - Throws: `StoreError`.
    public func list(for reader: Principal, after login: String = "", limit: Int = 1_000) throws -> [User] {
        guard PlainText.canBeStored(login) else { return [] }
        let count = min(max(limit, 1), 1_000)
        return try store.read { connection in
            var users: [User] = []
            var condition = "login > $1"
            var values: [SQLValue] = [.text(login)]
            if let tenant = reader.tenant {
                condition += " AND tenant = $2"
                values.append(.text(tenant.description))
            }
            try connection.forEachRow(
                "SELECT \(User.columns) FROM identity_user WHERE \(condition) ORDER BY login LIMIT \(count)", values
            ) { users.append(try User($0)) }
            return users
        }
    }

    /// A person by id.
    ///
    /// - Throws: ``IdentityError`` when there is none that `reader` may know of; `StoreError`.
    public func user(_ id: String, for reader: Principal) throws -> User {
        try store.read { try Self.require(id, for: reader, $0) }
    }

    /// A person by the name they sign in with.
    ///
    /// - Throws: ``IdentityError`` when there is none that `reader` may know of; `StoreError`.
    public func user(login: String, for reader: Principal) throws -> User {
        try store.read { connection in
            let user = try Self.find("login", login, connection)
            guard let user, GrantRules.mayKnow(user.tenant, reader) else { throw Self.unknown(login) }
            return user
        }
    }

    /// Gives a person other roles.
    ///
    /// - Parameters:
    ///   - roles: all roles that the person holds afterwards.
    ///   - id: the person.
    ///   - manager: who gives them; never the person.
    ///   - recording: writes the audit event.
    /// - Throws: ``IdentityError``, `StoreError`, or what `recording` throws.
    public func setRoles(
        _ roles: Set<Role>, of id: String, by manager: Principal, recording: AuditRecording
    ) throws -> User {
        try change(id, by: manager, recording: recording) { user, connection in
            guard user.issuer == nil else {
                throw IdentityError(
                    .managedElsewhere, "the roles of \(user.login) come from where they sign in",
                    remedy: "Change the groups of the person there.")
            }
            try GrantRules.check(roles, in: user.tenant, forProgram: false, by: manager)
            try connection.execute(
                "UPDATE identity_user SET roles = $1 WHERE id = $2", [.text(RoleList.text(roles)), .text(id)])
            return ["before": RoleList.text(user.roles), "after": RoleList.text(roles)]
        }
    }

    /// Keeps a person out, at once and everywhere, or lets them in again.
    ///
    /// - Parameters:
    ///   - disabled: whether the person is kept out.
    ///   - id: the person.
    ///   - manager: who does it; never the person.
    ///   - recording: writes the audit event.
    /// - Throws: ``IdentityError``, `StoreError`, or what `recording` throws.
    public func setDisabled(
        _ disabled: Bool, of id: String, by manager: Principal, recording: AuditRecording
    ) throws -> User {
        try change(id, by: manager, recording: recording) { user, connection in
            try connection.execute(
                "UPDATE identity_user SET disabled = $1 WHERE id = $2", [.integer(disabled ? 1 : 0), .text(id)])
            if disabled { try SessionRepository.endAll(of: id, connection) }
            return ["disabled": disabled ? "yes" : "no"]
        }
    }

    /// Gives a person a new first password, which they must change, and ends all their sessions.
    ///
    /// - Parameters:
    ///   - password: checked with ``PasswordRules`` before it was hashed.
    ///   - id: the person.
    ///   - manager: who does it. People change their own with ``SignIn/changePassword(of:from:to:at:recording:)``.
    ///   - recording: writes the audit event.
    /// - Throws: ``IdentityError``, `StoreError`, or what `recording` throws.
    public func resetPassword(
        _ password: PasswordHash, of id: String, by manager: Principal, recording: AuditRecording
    ) throws -> User {
        try change(id, by: manager, recording: recording) { user, connection in
            guard user.issuer == nil else {
                throw IdentityError(
                    .managedElsewhere, "\(user.login) signs in elsewhere and has no password here",
                    remedy: "Reset it where the person signs in.")
            }
            try connection.execute(
                "UPDATE identity_user SET password = $1, must_change = 1, password_at = $2 WHERE id = $3",
                [.text(password.text), .integer(clock().seconds), .text(id)])
            try SessionRepository.endAll(of: id, connection)
            try SignInThrottle.forget(login: user.login, connection)
            return [:]
        }
    }

    /// Removes a person: account, sessions and where else they sign in. The audit log keeps the id.
    ///
    /// - Parameters:
    ///   - id: the person.
    ///   - manager: who does it; never the person.
    ///   - recording: writes the audit event.
    /// - Throws: ``IdentityError``, `StoreError`, or what `recording` throws.
    public func remove(_ id: String, by manager: Principal, recording: AuditRecording) throws {
        _ = try change(id, by: manager, recording: recording) { user, connection in
            try SessionRepository.endAll(of: id, connection)
            try connection.execute("DELETE FROM identity_subject WHERE user_id = $1", [.text(id)])
            try connection.execute("DELETE FROM identity_user WHERE id = $1", [.text(id)])
            return [:]
        }
    }

    /// Whether there is anybody at all.
    ///
    /// - Throws: `StoreError`.
    public func isEmpty() throws -> Bool { try store.read { try Self.isEmpty($0) } }

    static func isEmpty(_ connection: SQLConnection) throws -> Bool {
        try connection.firstRow("SELECT 1 FROM identity_user LIMIT 1") { _ in true } == nil
    }

    /// The turn is taken before anything is read: two managers who remove each other do not both succeed.
    private func change(
        _ id: String, by manager: Principal, recording: AuditRecording,
        _ body: (User, SQLConnection) throws -> [String: String]
    ) throws -> User {
        try store.write { connection in
            _ = try IdentitySchema.beginChange(connection)
            let before = try Self.require(id, for: manager, connection)
            try GrantRules.require(.peopleManage, of: manager, over: before.tenant)
            guard manager.kind != .user || manager.id != id else {
                throw IdentityError(
                    .ownAccount, "nobody changes what they themselves may do", remedy: "Ask another administrator.")
            }
            let detail = try body(before, connection)
            try connection.execute(
                "UPDATE identity_user SET changed_at = $1 WHERE id = $2", [.integer(clock().seconds), .text(id)])
            try Self.refuseEmptyHouse(before, connection)
            try recording("user:\(id)", detail, connection)
            return try Self.find("id", id, connection) ?? before
        }
    }

    private static func refuseEmptyHouse(_ before: User, _ connection: SQLConnection) throws {
        guard before.isAdministratorOfTheHouse else { return }
        var administrators = 0
        try connection.forEachRow("SELECT \(User.columns) FROM identity_user WHERE tenant IS NULL") {
            if try User($0).isAdministratorOfTheHouse { administrators += 1 }
        }
        guard administrators > 0 else {
            throw IdentityError(
                .lastAdministrator, "\(before.login) is the last administrator of the house with a password here",
                remedy: "Give somebody else the role \(Role.tenantAdmin.rawValue) first.")
        }
    }

    func insert(
        _ name: String, tenant: TenantName?, roles: Set<Role>, password: PasswordHash?, mustChange: Bool,
        issuer: String?, by manager: Principal, _ connection: SQLConnection
    ) throws -> User {
        let name = try UserName.checked(name)
        try GrantRules.check(roles, in: tenant, forProgram: false, by: manager)
        try TenantRepository.require(tenant, connection)
        let id = random.id("u")
        let login = UserName.login(name, in: tenant)
        let now = SQLValue.integer(clock().seconds)
        let made = try connection.execute(
            """
            INSERT INTO identity_user (id, login, name, tenant, roles, password, must_change, disabled, issuer, failures,
                created_at, changed_at, password_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, 0, $9, $10, $11) ON CONFLICT (login) DO NOTHING
            """,
            [
                .text(id), .text(login), .text(name), .optional(tenant?.description), .text(RoleList.text(roles)),
                .optional(password?.text), .integer(password != nil && mustChange ? 1 : 0), .optional(issuer), now, now,
                password == nil ? .null : now,
            ])
        guard made == 1, let user = try Self.find("id", id, connection) else {
            throw IdentityError(
                .nameTaken, "there is a user \(login) already", remedy: "Choose another name: tutela user list")
        }
        return user
    }

    static func require(_ id: String, for reader: Principal, _ connection: SQLConnection) throws -> User {
        guard let user = try find("id", id, connection), GrantRules.mayKnow(user.tenant, reader) else {
            throw unknown(id)
        }
        return user
    }

    static func find(_ column: String, _ value: String, _ connection: SQLConnection) throws -> User? {
        guard PlainText.canBeStored(value) else { return nil }
        return try connection.firstRow(
            "SELECT \(User.columns) FROM identity_user WHERE \(column) = $1", [.text(value)], User.init)
    }

    static func password(of id: String, _ connection: SQLConnection) throws -> PasswordHash? {
        try connection.firstRow("SELECT password FROM identity_user WHERE id = $1", [.text(id)]) {
            $0.optionalText(0)
        }.flatMap { $0 }.flatMap(PasswordHash.init)
    }

    private static func unknown(_ name: String) -> IdentityError {
        IdentityError(
            .unknownUser, "there is no user \(name.prefix(80))", remedy: "All users: tutela user list")
    }
}
