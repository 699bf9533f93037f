// SPDX-License-Identifier: Apache-2.0

public import CivilTime
internal import Crypto
public import Ledger
public import Store

/// Who is signed in.
///
/// Every request of a session asks the database, there is no cache: people make few requests, finding a row by its key
/// takes some microseconds to a millisecond, and so a sign-out, another role or a disabled account counts at once on every
/// server. The time of the last request is written at most once a minute, which can end a session up to a minute early.
public final class SessionRepository: Sendable {
    private let store: Store
    private let clock: @Sendable () -> UTCTime
    private let random: RandomBytes

    /// - Parameters:
    ///   - store: a store that was opened with ``IdentitySchema/schema``.
    ///   - clock: tells the time.
    ///   - random: gives tokens.
    public init(store: Store, clock: @escaping @Sendable () -> UTCTime, random: RandomBytes = .system) {
        self.store = store
        self.clock = clock
        self.random = random
    }

    /// The session of a cookie, if it is not over and the person may still be here.
    ///
    /// - Parameter token: of the cookie.
    /// - Throws: `StoreError`.
    public func session(token: String) throws -> Session? {
        guard let hash = Self.hash(token) else { return nil }
        let now = clock()
        let session = try store.read { try Self.find("s.hash", .blob(hash), $0) }
        guard let session, Self.isAlive(session, now) else { return nil }
        guard now.seconds - session.seen.seconds >= 60 else { return session }
        return try store.write { connection in
            // Ended meanwhile: then it is over, and must not be revived.
            try connection.execute(
                "UPDATE identity_session SET seen_at = $1 WHERE hash = $2 AND seen_at < $3",
                [.integer(now.seconds), .blob(hash), .integer(now.seconds)])
            return try Self.find("s.hash", .blob(hash), connection)
        }
    }

    /// The sessions of a person, the newest first.
    ///
    /// - Parameter user: the person's id.
    /// - Throws: `StoreError`.
    public func sessions(of user: String) throws -> [Session] {
        let now = clock()
        return try store.read { connection in
            var sessions: [Session] = []
            try connection.forEachRow(
                Self.selection + " WHERE s.user_id = $1 ORDER BY s.created_at DESC, s.id", [.text(user)]
            ) { sessions.append(try Self.read($0)) }
            return sessions.filter { Self.isAlive($0, now) }
        }
    }

    /// Ends a session: signs the person out.
    ///
    /// - Parameters:
    ///   - id: the session.
    ///   - user: the id of the person whose session it must be.
    ///   - recording: writes the audit event.
    /// - Throws: ``IdentityError`` when the person has no such session; `StoreError`, or what `recording` throws.
    public func end(_ id: String, of user: String, recording: AuditRecording) throws {
        try store.write { connection in
            let ended =
                PlainText.canBeStored(id)
                ? try connection.execute(
                    "DELETE FROM identity_session WHERE id = $1 AND user_id = $2", [.text(id), .text(user)])
                : 0
            guard ended == 1 else {
                throw IdentityError(.unknownSession, "there is no such session", remedy: "It may be over already.")
            }
            try recording("user:\(user)", ["session": id], connection)
        }
    }

    /// Removes sessions that are over and old counts of attempts. Worth doing every few minutes.
    ///
    /// - Throws: `StoreError`.
    public func sweep() throws {
        let now = clock().seconds
        try store.write { connection in
            try connection.execute(
                "DELETE FROM identity_session WHERE seen_at < $1 OR created_at < $2",
                [.integer(now - Session.idle), .integer(now - Session.longest)])
            try SignInThrottle.sweep(now, connection)
        }
    }

    /// Begins a session of a person who proved who they are.
    func begin(_ user: User, method: String, _ connection: SQLConnection) throws -> StartedSession {
        let now = clock()
        let token = Base32.text(random.bytes(32))
        let id = random.id("s")
        guard let hash = Self.hash(token) else { throw Self.noToken }
        var old: [String] = []
        try connection.forEachRow(
            "SELECT id FROM identity_session WHERE user_id = $1 ORDER BY created_at DESC, id", [.text(user.id)]
        ) { old.append($0.text(0)) }
        for id in old.dropFirst(Session.mostPerUser - 1) {
            try connection.execute("DELETE FROM identity_session WHERE id = $1", [.text(id)])
        }
        try connection.execute(
            """
            INSERT INTO identity_session (hash, id, user_id, created_at, seen_at, stepped_up_at, method)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """,
            [
                .blob(hash), .text(id), .text(user.id), .integer(now.seconds), .integer(now.seconds),
                .integer(now.seconds), .text(method),
            ])
        let session = Session(
            id: id, user: user, created: now, seen: now, steppedUp: now, method: method)
        return StartedSession(session: session, token: token)
    }

    static func endAll(of user: String, _ connection: SQLConnection) throws {
        try connection.execute("DELETE FROM identity_session WHERE user_id = $1", [.text(user)])
    }

    static func find(_ column: String, _ value: SQLValue, _ connection: SQLConnection) throws -> Session? {
        try connection.firstRow(selection + " WHERE \(column) = $1", [value], read)
    }

    static func isAlive(_ session: Session, _ now: UTCTime) -> Bool {
        !session.user.disabled && now < session.expires && now >= session.created.adding(seconds: -60)
    }

    private static let selection = """
        SELECT u.id, u.name, u.tenant, u.roles, u.password IS NOT NULL, u.must_change, u.disabled, u.issuer, u.failures,
            u.created_at, u.signed_in_at, s.id, s.created_at, s.seen_at, s.stepped_up_at, s.method
        FROM identity_session s JOIN identity_user u ON u.id = s.user_id
        """

    private static func read(_ row: SQLRow) throws -> Session {
        Session(
            id: row.text(11), user: try User(row), created: UTCTime(seconds: row.integer(12)),
            seen: UTCTime(seconds: row.integer(13)), steppedUp: row.optionalInteger(14).map(UTCTime.init),
            method: row.text(15))
    }

    private static func hash(_ token: String) -> [UInt8]? {
        let bytes = Array(token.utf8)
        guard bytes.count == 52, bytes.allSatisfy(Base32.isDigit) else { return nil }
        return Array(SHA256.hash(data: bytes))
    }

    private static let noToken = IdentityError(
        .machine, "no token could be made", remedy: "The machine's random numbers do not work. Restart it.")
}
