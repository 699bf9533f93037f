// SPDX-License-Identifier: Apache-2.0

public import Identity

/// Proves who is asking.
public protocol Authenticator: Sendable {
    /// Who holds a key; answered from memory, since every request asks.
    ///
    /// - Parameters:
    ///   - key: as it was sent: a secret.
    ///   - peer: where it came from, for keys that are bound to networks.
    /// - Returns: `nil` when there is no such key, or it has expired or was revoked.
    /// - Throws: ``Problem`` 503 when it cannot be known just now.
    func principal(key: String, from peer: PeerAddress) throws(Problem) -> Principal?

    /// Whose session a cookie belongs to.
    ///
    /// - Parameter token: as it was sent: a secret.
    /// - Returns: `nil` when there is no such session, or it has ended.
    /// - Throws: when it could not be found out; the request is then answered 503, never let through.
    func session(token: String) async throws -> (principal: Principal, proof: SessionProof)?
}

/// Knows keys and sessions by heart: for tests.
public struct ListedAuthenticator: Authenticator {
    private let keys: [String: Principal]
    private let sessions: [String: (principal: Principal, proof: SessionProof)]

    /// Lists who is known.
    ///
    /// - Parameters:
    ///   - keys: by the key as it is sent.
    ///   - sessions: by the token as it is sent.
    public init(
        keys: [String: Principal] = [:], sessions: [String: (principal: Principal, proof: SessionProof)] = [:]
    ) {
        self.keys = keys
        self.sessions = sessions
    }

    /// Who holds a key.
    public func principal(key: String, from peer: PeerAddress) throws(Problem) -> Principal? { keys[key] }

    /// Whose session a cookie belongs to.
    public func session(token: String) async throws -> (principal: Principal, proof: SessionProof)? { sessions[token] }
}
