// SPDX-License-Identifier: Apache-2.0

public import CivilTime
internal import HTTPTypes
public import Identity
public import Store

/// Proves who is asking by the keys and sessions of the store.
public struct IdentityAuthenticator: Authenticator {
    private let store: Store
    private let keys: IdentityCache
    private let sessions: SessionRepository
    private let clock: @Sendable () -> UTCTime

    /// Makes an authenticator.
    ///
    /// - Parameters:
    ///   - store: of the sessions.
    ///   - keys: answers for keys from memory.
    ///   - sessions: answers for cookies.
    ///   - clock: tells the time.
    public init(
        store: Store, keys: IdentityCache, sessions: SessionRepository, clock: @escaping @Sendable () -> UTCTime
    ) {
        self.store = store
        self.keys = keys
        self.sessions = sessions
        self.clock = clock
    }

    /// Who holds a key.
    public func principal(key: String, from peer: PeerAddress) throws(Problem) -> Principal? {
        do { return try keys.principal(forKey: key, from: peer.description, now: clock()) } catch {
            guard error == .unconfirmed else { return nil }
            throw Problem(
                .serviceUnavailable, code: "keys-unconfirmed",
                detail: "Which keys were revoked is not known just now. Try again.", retryAfter: 2)
        }
    }

    /// Whose session a cookie belongs to.
    public func session(token: String) async throws -> (principal: Principal, proof: SessionProof)? {
        let sessions = sessions
        guard let session = try await store.perform({ try sessions.session(token: token) }) else { return nil }
        return (session.principal, SessionProof(id: session.id, csrfToken: CSRFToken.of(token)))
    }
}
