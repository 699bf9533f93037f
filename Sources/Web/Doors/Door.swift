// SPDX-License-Identifier: Apache-2.0

public import HTTPTypes
public import Identity
public import Ledger

/// One route, declared: who may pass, what is recorded, how much may come in. There is no other way to serve anything.
public struct Door: Sendable {
    /// Who may pass.
    public enum Access: Sendable {
        /// Anybody, signed in or not, for the reason given.
        case open(because: StaticString)
        /// Anybody who proved who they are.
        case anyPrincipal
        /// Who has this permission.
        case requires(Permission)
    }

    /// What is recorded of a request that succeeded.
    public enum Audit: Sendable {
        /// An audit event of this action, which the handler writes in the transaction of the change.
        case event(AuditAction)
        /// The decision that is stored is the record.
        case decision
        /// Nothing: neither a change nor a sensitive read, for the reason given.
        case none(because: StaticString)
    }

    /// GET, POST, …
    public var method: HTTPRequest.Method
    /// As routed, parameters in braces: `/api/v1/banks/{bank}`.
    public var path: String
    /// Who may pass.
    public var access: Access
    /// What is recorded.
    public var audit: Audit
    /// Longest body, in bytes, refused before it is read when the header already says more.
    public var bodyLimit: Int
    /// Which bucket requests are counted in.
    public var rate: RateClass
    /// How errors look: problem documents, the compatible surface's own, or pages.
    public var errors: ErrorForm

    /// What a request costs.
    public enum RateClass: String, Sendable, CaseIterable {
        /// Looks something up in memory.
        case light
        /// Reads or changes the database.
        case ordinary
        /// Decodes pictures.
        case heavy
        /// Tries to prove who somebody is.
        case signIn = "sign-in"
    }

    /// How errors look.
    public enum ErrorForm: Sendable {
        /// RFC 9457 problem documents.
        case problem
        /// `{"message": …}`, as Hasher-Matcher-Actioner answers.
        case matcher
        /// A page for a person.
        case page
    }

    /// Declares a route.
    ///
    /// - Parameters:
    ///   - method: GET, POST, …
    ///   - path: parameters in braces.
    ///   - access: who may pass.
    ///   - audit: what is recorded.
    ///   - bodyLimit: longest body, in bytes.
    ///   - rate: which bucket requests are counted in.
    ///   - errors: how errors look.
    public init(
        _ method: HTTPRequest.Method, _ path: String, access: Access, audit: Audit, bodyLimit: Int = 64 << 10,
        rate: RateClass = .ordinary, errors: ErrorForm = .problem
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.audit = audit
        self.bodyLimit = bodyLimit
        self.rate = rate
        self.errors = errors
    }
}
