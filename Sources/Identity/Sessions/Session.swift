// SPDX-License-Identifier: Apache-2.0

public import CivilTime
internal import Crypto

/// A person who is signed in.
public struct Session: Hashable, Sendable {
    /// Seconds without a request after which a session ends.
    public static let idle: Int64 = 15 * 60
    /// Seconds after which a session ends whatever happens.
    public static let longest: Int64 = 8 * 3_600
    /// Seconds for which a proof of who somebody is counts for what is sensitive.
    public static let stepUp: Int64 = 5 * 60
    /// Most sessions of one person; a new one ends the oldest.
    public static let mostPerUser = 10

    /// The id of the session, which is no secret.
    public let id: String
    /// The person.
    public let user: User
    /// When the person signed in.
    public let created: UTCTime
    /// When the person was last seen, to a minute.
    public let seen: UTCTime
    /// When the person last proved who they are.
    public let steppedUp: UTCTime?
    /// How the person signed in: `password`, or `oidc`.
    public let method: String

    /// Who is asking. Whoever must change their password first may do nothing else.
    public var principal: Principal { user.principal }

    /// From when on it is over, if nothing more is asked.
    public var expires: UTCTime {
        min(seen.adding(seconds: Self.idle), created.adding(seconds: Self.longest))
    }

    /// Whether the person proved who they are so recently that sensitive things may be done.
    public func isSteppedUp(_ now: UTCTime) -> Bool {
        steppedUp.map { (0...Self.stepUp).contains(now.seconds - $0.seconds) } ?? false
    }
}

/// A session that just began, with the token for the cookie, which is kept nowhere else.
public struct StartedSession: Sendable, CustomStringConvertible, CustomReflectable {
    /// The session.
    public let session: Session
    /// 256 random bits in base 32, 52 characters.
    public let token: String

    /// The id alone, so that no log holds a token by accident.
    public var description: String { "session \(session.id)" }
    /// Shows no token.
    public var customMirror: Mirror { Mirror(self, children: ["session": session.id]) }
}

/// The second secret of a session, which stands in forms and not in the cookie (CSRF).
///
/// It is computed from the token (HMAC-SHA-256), so it belongs to exactly one session, is gone with it, and is not stored.
public enum CSRFToken {
    /// The secret of a session.
    ///
    /// - Parameter token: of the session's cookie.
    public static func of(_ token: String) -> String {
        let key = SymmetricKey(data: Array(token.utf8))
        let code = HMAC<SHA256>.authenticationCode(for: Array("tutela csrf v1".utf8), using: key)
        return Base32.text(Array(code))
    }

    /// Whether what a form sent is the secret of the session.
    ///
    /// - Parameters:
    ///   - sent: by the form.
    ///   - token: of the session's cookie.
    public static func matches(_ sent: String, token: String) -> Bool {
        ConstantTime.equal(Array(sent.utf8), Array(of(token).utf8))
    }
}
