// SPDX-License-Identifier: Apache-2.0

internal import Hummingbird
public import Identity
public import Ledger

/// What every request passes before its handler: who is asking, may they, and how much.
public struct Gate: Sendable {
    /// Proves who is asking.
    public var authenticator: any Authenticator
    /// Writes audit events; `nil` only where nothing is stored, in tests.
    public var auditLog: AuditLog?
    /// Who clients on the loopback address are at the doors of the compatible surface when they send nothing; `nil`: nobody.
    public var loopbackMatcher: Principal?
    /// Where a browser is sent that must sign in first; `nil`: it gets a 401 page.
    public var signInPath: String?
    /// Whether answers leave through TLS, here or in front of this server.
    public var isSecure: Bool
    /// The cookie of sessions.
    public var sessionCookie: String

    /// Describes a gate.
    ///
    /// - Parameters:
    ///   - authenticator: proves who is asking.
    ///   - auditLog: writes audit events.
    ///   - loopbackMatcher: who clients on the loopback address are at the doors of the compatible surface.
    ///   - signInPath: where a browser is sent that must sign in first.
    ///   - isSecure: whether answers leave through TLS.
    ///   - sessionCookie: the cookie of sessions; without TLS a browser refuses the prefix `__Host-`.
    public init(
        authenticator: any Authenticator, auditLog: AuditLog? = nil, loopbackMatcher: Principal? = nil,
        signInPath: String? = nil, isSecure: Bool = false, sessionCookie: String = "__Host-tutela"
    ) {
        self.authenticator = authenticator
        self.auditLog = auditLog
        self.loopbackMatcher = loopbackMatcher
        self.signInPath = signInPath
        self.isSecure = isSecure
        self.sessionCookie = sessionCookie
    }

    func enter(_ route: Route, _ request: Request, _ context: inout WebContext) async throws {
        let door = route.door
        context.bodyLimit = door.bodyLimit
        context.errors = door.errors
        if let length = request.declaredLength, length > door.bodyLimit { throw Problem.tooLarge(door.bodyLimit) }
        try await authenticate(door, request, &context)
        try authorise(door, context)
        if case .event(let action) = door.audit {
            context.trail = AuditTrail(
                action: action, principal: context.principal, request: context.requestID, log: auditLog)
        }
    }

    private func authenticate(_ door: Door, _ request: Request, _ context: inout WebContext) async throws {
        if let key = request.presentedKey {
            context.principal = authenticator.principal(key: key)
            guard context.principal != nil else {
                throw Problem(.unauthorized, code: "key-unknown", detail: "The key is unknown, expired or revoked.")
            }
        } else if let token = request.cookies[sessionCookie]?.value {
            if let found = try await authenticator.session(token: token) {
                context.principal = found.principal
                context.session = found.proof
            }
        } else if door.errors == .matcher, let loopbackMatcher, context.peer.isLoopback {
            context.principal = loopbackMatcher
        }
    }

    private func authorise(_ door: Door, _ context: WebContext) throws(Problem) {
        switch door.access {
        case .open: return
        case .anyPrincipal: _ = try context.requirePrincipal()
        case .requires(let permission):
            guard try context.requirePrincipal().may(permission) else {
                throw Problem(.forbidden, code: "forbidden", detail: "You may not do this.")
            }
        }
    }
}
