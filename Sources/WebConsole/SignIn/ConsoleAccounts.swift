// SPDX-License-Identifier: Apache-2.0

public import Identity
public import Store

/// Who signs in, and how.
public struct ConsoleAccounts: Sendable {
    let store: Store
    let signIn: SignIn
    let sessions: SessionRepository
    let foreign: ForeignSignIn?

    /// Names the parts.
    ///
    /// - Parameters:
    ///   - store: the store of the others.
    ///   - signIn: lets people in with a password.
    ///   - sessions: who is signed in.
    ///   - foreign: lets people in whom an issuer names; they are found by issuer and subject and by nothing else.
    public init(store: Store, signIn: SignIn, sessions: SessionRepository, foreign: ForeignSignIn? = nil) {
        self.store = store
        self.signIn = signIn
        self.sessions = sessions
        self.foreign = foreign
    }
}
