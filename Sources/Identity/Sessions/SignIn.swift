// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Ledger
public import Store

/// Why somebody was not let in: always the same words, whether the name, the password or the account was wrong.
public struct SignInRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// Seconds to wait before trying again makes sense; `nil`: at once.
    public let retryAfter: Int?

    /// The same for every reason.
    public var description: String {
        "Name or password is not right, or the account cannot be used."
            + (retryAfter.map { " Try again in \($0) s." } ?? "")
    }
}

/// Lets people in with a name and a password.
public final class SignIn: Sendable {
    private let store: Store
    private let sessions: SessionRepository
    private let hasher: PasswordHasher
    private let clock: @Sendable () -> UTCTime

    /// - Parameters:
    ///   - store: a store that was opened with ``IdentitySchema/schema``.
    ///   - sessions: of the same store.
    ///   - hasher: checks passwords, few at once.
    ///   - clock: tells the time.
    public init(
        store: Store, sessions: SessionRepository, hasher: PasswordHasher, clock: @escaping @Sendable () -> UTCTime
    ) {
        self.store = store
        self.sessions = sessions
        self.hasher = hasher
        self.clock = clock
    }

    /// Lets somebody in.
    ///
    /// The same work is done for names that exist and names that do not. An attempt that fails is recorded too, with
    /// `outcome` `refused`.
    ///
    /// - Parameters:
    ///   - login: the name as typed.
    ///   - password: as typed.
    ///   - address: where it comes from; `nil` where nobody knows.
    ///   - recording: writes the audit event.
    /// - Returns: the session; `session.user.mustChangePassword` says that nothing else may be done first.
    /// - Throws: ``SignInRefusal``; ``IdentityError`` of code ``IdentityError/Code/busy``; `StoreError`; or what
    ///   `recording` throws.
    public func attempt(
        _ login: String, password: String, from address: String?, recording: @escaping AuditRecording
    ) async throws -> StartedSession {
        let login = Self.plain(login)
        let address = address.flatMap(NetworkAddress.init)
        let account = try await admit(login, address)
        let isRight = try await hasher.matches(Self.bounded(password), account?.password)
        return try await store.perform { [self] in
            let started = try store.write { connection -> StartedSession? in
                guard isRight, let account, let user = try self.stillThere(account, connection) else {
                    try Self.recordRefusal(account, recording, connection)
                    return nil
                }
                try SignInThrottle.succeeded(login: login, address: address, connection)
                try connection.execute(
                    "UPDATE identity_user SET failures = 0, signed_in_at = $1 WHERE id = $2",
                    [.integer(clock().seconds), .text(user.id)])
                let started = try sessions.begin(user, method: "password", connection)
                try recording(
                    "user:\(user.id)", ["outcome": "admitted", "session": started.session.id], connection)
                return started
            }
            guard let started else { throw SignInRefusal(retryAfter: nil) }
            return started
        }
    }

    /// Changes the password of somebody who is signed in, ends all their sessions, and begins a new one.
    ///
    /// - Parameters:
    ///   - session: of the person.
    ///   - present: the present password, typed again.
    ///   - new: the new one; see ``PasswordRules``.
    ///   - address: where it comes from.
    ///   - recording: writes the audit event.
    /// - Returns: the session that goes on; its token replaces the one in the cookie.
    /// - Throws: ``IdentityError``; ``SignInRefusal`` after too many failures; `StoreError`; or what `recording` throws.
    public func changePassword(
        of session: Session, from present: String, to new: String, at address: String?,
        recording: @escaping AuditRecording
    ) async throws -> StartedSession {
        let login = session.user.login
        try PasswordRules.check(new, login: login)
        guard new != present else {
            throw IdentityError(
                .passwordRefused, "the new password is the present one", remedy: "Choose another one.")
        }
        let account = try await prove(session, present, address)
        let hash = try await hasher.hash(new)
        return try await store.perform { [self] in
            try store.write { connection in
                guard let user = try stillThere(account, connection) else { throw SignInRefusal(retryAfter: nil) }
                try connection.execute(
                    "UPDATE identity_user SET password = $1, must_change = 0, password_at = $2 WHERE id = $3",
                    [.text(hash.text), .integer(clock().seconds), .text(user.id)])
                try SessionRepository.endAll(of: user.id, connection)
                guard let changed = try UserRepository.find("id", user.id, connection) else {
                    throw SignInRefusal(retryAfter: nil)
                }
                let started = try sessions.begin(changed, method: session.method, connection)
                try recording("user:\(user.id)", ["session": started.session.id], connection)
                return started
            }
        }
    }

    /// Asks somebody who is signed in for the password again, before something sensitive.
    ///
    /// - Parameters:
    ///   - session: of the person.
    ///   - password: typed again.
    ///   - address: where it comes from.
    ///   - recording: writes the audit event.
    /// - Throws: ``IdentityError``; ``SignInRefusal`` after too many failures; `StoreError`; or what `recording` throws.
    public func stepUp(
        _ session: Session, password: String, at address: String?, recording: @escaping AuditRecording
    ) async throws {
        _ = try await prove(session, password, address)
        try await store.perform { [self] in
            try store.write { connection in
                try connection.execute(
                    "UPDATE identity_session SET stepped_up_at = $1 WHERE id = $2",
                    [.integer(clock().seconds), .text(session.id)])
                try recording("user:\(session.user.id)", ["session": session.id], connection)
            }
        }
    }

    private struct Account: Sendable {
        let user: User
        let password: PasswordHash?
    }

    private func prove(_ session: Session, _ password: String, _ address: String?) async throws -> Account {
        let login = session.user.login
        let address = address.flatMap(NetworkAddress.init)
        let account = try await admit(login, address)
        guard try await hasher.matches(Self.bounded(password), account?.password), let account else {
            throw IdentityError(
                .passwordWrong, "the present password is not right", remedy: "Type it again.")
        }
        try await store.perform { [self] in
            try store.write { try SignInThrottle.succeeded(login: login, address: address, $0) }
        }
        return account
    }

    /// Counts the attempt and looks the account up; `nil`: nobody who could sign in has this name.
    private func admit(_ login: String, _ address: NetworkAddress?) async throws -> Account? {
        try await store.perform { [self] in
            try store.write { connection in
                if let wait = try SignInThrottle.admit(login: login, address: address, clock().seconds, connection) {
                    throw SignInRefusal(retryAfter: Int(wait))
                }
                guard let user = try UserRepository.find("login", login, connection), !user.disabled,
                    user.issuer == nil
                else { return nil }
                return Account(user: user, password: try UserRepository.password(of: user.id, connection))
            }
        }
    }

    /// The person, unless disabled or given another password while this one was being checked.
    private func stillThere(_ account: Account, _ connection: SQLConnection) throws -> User? {
        guard let user = try UserRepository.find("id", account.user.id, connection), !user.disabled,
            try UserRepository.password(of: user.id, connection) == account.password
        else { return nil }
        return user
    }

    /// Names that do not exist are not written down: now and then they are passwords in the wrong field.
    private static func recordRefusal(
        _ account: Account?, _ recording: AuditRecording, _ connection: SQLConnection
    ) throws {
        guard let account else { return try recording("user:unknown", ["outcome": "refused"], connection) }
        try connection.execute(
            "UPDATE identity_user SET failures = failures + 1 WHERE id = $1", [.text(account.user.id)])
        try recording("user:\(account.user.id)", ["outcome": "refused"], connection)
    }

    /// The name as it would be stored; empty, which is nobody's, for what cannot be a name.
    private static func plain(_ login: String) -> String {
        let login = login.lowercased()
        let name = login.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let last = name.last, (try? UserName.checked(String(last))) != nil,
            name.count == 1 || TenantName(String(name[0])) != nil
        else { return "" }
        return login
    }

    /// Nothing longer can be a password here, and hashing it would only cost time.
    private static func bounded(_ password: String) -> String {
        password.utf8.count <= 4 * PasswordRules.longest ? password : ""
    }
}
