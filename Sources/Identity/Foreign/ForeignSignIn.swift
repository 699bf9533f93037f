// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
public import Ledger
public import Store

/// Who somebody is according to an OpenID provider, after its statement was verified.
public struct ForeignIdentity: Hashable, Sendable {
    /// The provider: `iss`, exactly as it says it.
    public var issuer: String
    /// The person at the provider: `sub`. Names and mail addresses can be given to somebody else; this cannot.
    public var subject: String
    /// A name to begin with: `preferred_username` or the part of `email` before the `@`; `nil` when there is none.
    public var name: String?
    /// The values of the claim that stands for groups.
    public var groups: [String]

    /// Describes a person at a provider.
    ///
    /// - Parameters:
    ///   - issuer: `iss`.
    ///   - subject: `sub`.
    ///   - name: a name to begin with.
    ///   - groups: the values of the claim that stands for groups.
    public init(issuer: String, subject: String, name: String? = nil, groups: [String] = []) {
        self.issuer = issuer
        self.subject = subject
        self.name = name
        self.groups = groups
    }
}

/// What an operator believes of a provider: which of its groups have which roles here.
public struct ForeignMapping: Hashable, Sendable {
    /// On whose behalf people of this provider act; `nil` is the house.
    public var tenant: TenantName?
    /// Roles by group; groups that are not named give nothing.
    public var roles: [String: Set<Role>]
    /// Whether people who come for the first time are let in, if a group gives them a role.
    public var admitsNewPeople: Bool

    /// Describes what is believed.
    ///
    /// - Parameters:
    ///   - tenant: on whose behalf people of this provider act; `nil` is the house.
    ///   - roles: by group.
    ///   - admitsNewPeople: whether people who come for the first time are let in.
    public init(tenant: TenantName? = nil, roles: [String: Set<Role>], admitsNewPeople: Bool = true) {
        self.tenant = tenant
        self.roles = roles
        self.admitsNewPeople = admitsNewPeople
    }

    /// The roles of somebody in these groups.
    ///
    /// - Parameter groups: the values of the claim; compared exactly.
    public func roles(of groups: [String]) -> Set<Role> {
        groups.reduce(into: []) { $0.formUnion(roles[$1] ?? []) }
    }
}

/// Lets people in whom an OpenID provider vouches for.
///
/// A person of a provider is an account of its own here; it is never joined to an account that only has the same name or
/// mail address, because then whoever can choose a name there could be anybody here. An administrator can join them with
/// ``join(_:to:by:recording:)``. Accounts that a provider made have the roles that the provider's groups give, anew at each
/// sign-in; joined accounts keep the roles that they were given here.
public final class ForeignSignIn: Sendable {
    private let store: Store
    private let users: UserRepository
    private let sessions: SessionRepository
    private let clock: @Sendable () -> UTCTime

    /// - Parameters:
    ///   - users: the people.
    ///   - sessions: of the same store.
    public init(users: UserRepository, sessions: SessionRepository) {
        store = users.store
        clock = users.clock
        self.users = users
        self.sessions = sessions
    }

    /// Lets somebody in.
    ///
    /// - Parameters:
    ///   - identity: who it is according to the provider; verified.
    ///   - mapping: what is believed of this provider.
    ///   - recording: writes the audit event.
    /// - Returns: the session.
    /// - Throws: ``IdentityError`` for people who have no role, roles that may not be held together, or a disabled
    ///   account, which is recorded too; `StoreError`, or what `recording` throws.
    public func enter(
        _ identity: ForeignIdentity, _ mapping: ForeignMapping, recording: AuditRecording
    ) throws -> StartedSession {
        try Self.check(identity)
        let outcome = try store.write { connection -> Outcome in
            // Taken first, so that one person who signs in twice at once becomes one account.
            _ = try IdentitySchema.beginChange(connection)
            let known = try account(of: identity, connection)
            let roles = mapping.roles(of: identity.groups)
            do {
                let user =
                    try known.map { try update($0, identity, mapping, roles, connection) }
                    ?? make(identity, mapping, roles, connection)
                try connection.execute(
                    "UPDATE identity_user SET signed_in_at = $1, failures = 0 WHERE id = $2",
                    [.integer(clock().seconds), .text(user.id)])
                let started = try sessions.begin(user, method: "oidc", connection)
                var detail = ["outcome": "admitted", "method": "oidc", "session": started.session.id]
                if known?.roles != user.roles { detail["roles"] = RoleList.text(user.roles) }
                if known == nil { detail["new"] = "yes" }
                try recording("user:\(user.id)", detail, connection)
                return .started(started)
            } catch let refusal as IdentityError {
                // What the provider took away is gone here too, although nobody gets in.
                if let known, known.issuer == identity.issuer {
                    try connection.execute(
                        "UPDATE identity_user SET roles = '', changed_at = $1 WHERE id = $2",
                        [.integer(clock().seconds), .text(known.id)])
                    try SessionRepository.endAll(of: known.id, connection)
                }
                try recording(
                    "user:\(known?.id ?? "unknown")",
                    ["outcome": "refused", "method": "oidc", "code": refusal.code.rawValue], connection)
                return .refused(refusal)
            }
        }
        switch outcome {
        case .started(let started): return started
        case .refused(let refusal): throw refusal
        }
    }

    /// Lets an account sign in through a provider, too.
    ///
    /// - Parameters:
    ///   - identity: the person at the provider; only issuer and subject count.
    ///   - id: the account.
    ///   - manager: who does it; never the person.
    ///   - recording: writes the audit event.
    /// - Throws: ``IdentityError``, `StoreError`, or what `recording` throws.
    public func join(
        _ identity: ForeignIdentity, to id: String, by manager: Principal, recording: AuditRecording
    ) throws {
        try Self.check(identity)
        try store.write { connection in
            _ = try IdentitySchema.beginChange(connection)
            let user = try UserRepository.require(id, for: manager, connection)
            try GrantRules.require(.peopleManage, of: manager, over: user.tenant)
            guard manager.kind != .user || manager.id != id else {
                throw IdentityError(
                    .ownAccount, "nobody changes how they themselves sign in", remedy: "Ask another administrator.")
            }
            try addSubject(identity, id, connection)
            try recording("user:\(id)", ["joined": "oidc"], connection)
        }
    }

    private enum Outcome {
        case started(StartedSession)
        case refused(IdentityError)
    }

    private func account(of identity: ForeignIdentity, _ connection: SQLConnection) throws -> User? {
        let id = try connection.firstRow(
            "SELECT user_id FROM identity_subject WHERE issuer = $1 AND subject = $2",
            [.text(identity.issuer), .text(identity.subject)]
        ) { $0.text(0) }
        return try id.flatMap { try UserRepository.find("id", $0, connection) }
    }

    private func update(
        _ user: User, _ identity: ForeignIdentity, _ mapping: ForeignMapping, _ roles: Set<Role>,
        _ connection: SQLConnection
    ) throws -> User {
        guard !user.disabled else {
            throw IdentityError(
                .notAllowed, "this account is disabled", remedy: "Ask an administrator of Tutela.")
        }
        guard user.issuer == identity.issuer else { return user }
        guard user.tenant == mapping.tenant else {
            throw IdentityError(
                .notAllowed, "this account belongs to another tenant than its provider now does",
                remedy: "Remove the account; the person gets a new one at the next sign-in.")
        }
        try Self.check(roles, in: user.tenant)
        guard roles != user.roles else { return user }
        try connection.execute(
            "UPDATE identity_user SET roles = $1, changed_at = $2 WHERE id = $3",
            [.text(RoleList.text(roles)), .integer(clock().seconds), .text(user.id)])
        return try UserRepository.find("id", user.id, connection) ?? user
    }

    private func make(
        _ identity: ForeignIdentity, _ mapping: ForeignMapping, _ roles: Set<Role>, _ connection: SQLConnection
    ) throws -> User {
        guard mapping.admitsNewPeople else {
            throw IdentityError(
                .notAllowed, "this person has no account", remedy: "Ask an administrator of Tutela to make one.")
        }
        try Self.check(roles, in: mapping.tenant)
        let name = try freeName(identity.name, mapping.tenant, connection)
        let user = try users.insert(
            name, tenant: mapping.tenant, roles: roles, password: nil, mustChange: false, issuer: identity.issuer,
            by: .program("oidc"), connection)
        try addSubject(identity, user.id, connection)
        return user
    }

    private func addSubject(_ identity: ForeignIdentity, _ id: String, _ connection: SQLConnection) throws {
        let added = try connection.execute(
            """
            INSERT INTO identity_subject (issuer, subject, user_id, created_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (issuer, subject) DO NOTHING
            """,
            [.text(identity.issuer), .text(identity.subject), .text(id), .integer(clock().seconds)])
        guard added == 1 else {
            throw IdentityError(
                .nameTaken, "this person of the provider has an account already", remedy: "Remove that account first.")
        }
    }

    /// The suggested name as far as it follows the rule, with a number when somebody has it.
    private func freeName(_ suggested: String?, _ tenant: TenantName?, _ connection: SQLConnection) throws -> String {
        let plain = (suggested ?? "").lowercased().unicodeScalars.filter {
            $0.isASCII
                && ($0.properties.isAlphabetic || $0.properties.numericType != nil
                    || ".-_+@".unicodeScalars.contains($0))
        }
        let trimmed = plain.drop { ".-_+@".unicodeScalars.contains($0) }.prefix(56)
        let base = trimmed.isEmpty ? "person" : String(String.UnicodeScalarView(trimmed))
        for number in 1...999 {
            let name = number == 1 ? base : "\(base)-\(number)"
            if try UserRepository.find("login", UserName.login(name, in: tenant), connection) == nil { return name }
        }
        return users.random.id("p")
    }

    private static func check(_ roles: Set<Role>, in tenant: TenantName?) throws(IdentityError) {
        guard !roles.isEmpty else {
            throw IdentityError(
                .notAllowed, "none of this person's groups has a role here",
                remedy: "Put the person into a group that has one, or name the group in the configuration.")
        }
        try GrantRules.check(roles, in: tenant, forProgram: false, by: .program("oidc"))
    }

    private static func check(_ identity: ForeignIdentity) throws(IdentityError) {
        guard
            [identity.issuer, identity.subject].allSatisfy({
                (1...512).contains($0.utf8.count) && PlainText.canBeStored($0)
            })
        else {
            throw IdentityError(
                .settingInvalid, "issuer and subject have 1 to 512 bytes, none of them zero",
                remedy: "Look at the provider's statement.")
        }
    }
}
