// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
public import Hummingbird
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
    /// How often and how much at once; `nil`: without limit.
    public var limits: RateLimiter<Door.RateClass>?
    /// How errors look at doors whose errors are pages, from the problem and the request's id; `nil`: plainly.
    public var errorPage: (@Sendable (Problem, _ request: String) -> Response)?

    /// Describes a gate.
    ///
    /// - Parameters:
    ///   - authenticator: proves who is asking.
    ///   - auditLog: writes audit events.
    ///   - loopbackMatcher: who clients on the loopback address are at the doors of the compatible surface.
    ///   - signInPath: where a browser is sent that must sign in first.
    ///   - isSecure: whether answers leave through TLS.
    ///   - sessionCookie: the cookie of sessions; without TLS a browser refuses the prefix `__Host-`.
    ///   - limits: how often and how much at once.
    public init(
        authenticator: any Authenticator, auditLog: AuditLog? = nil, loopbackMatcher: Principal? = nil,
        signInPath: String? = nil, isSecure: Bool = false, sessionCookie: String = "__Host-tutela",
        limits: RateLimiter<Door.RateClass>? = nil
    ) {
        self.authenticator = authenticator
        self.auditLog = auditLog
        self.loopbackMatcher = loopbackMatcher
        self.signInPath = signInPath
        self.isSecure = isSecure
        self.sessionCookie = sessionCookie
        self.limits = limits
    }

    /// Lets a request in, or throws why not. Whoever was let in must ``leave(_:)``.
    func enter(_ route: Route, _ request: inout Request, _ context: inout WebContext) async throws {
        let door = route.door
        context.bodyLimit = door.bodyLimit
        context.errors = door.errors
        let isByCookie = try await authenticate(door, request, &context)
        try countRequest(door, context)
        try authorise(door, context)
        let length = request.declaredLength
        if let length, length > door.bodyLimit { throw Problem.tooLarge(door.bodyLimit) }
        if let expectation = request.headers[.expect], expectation.lowercased() != "100-continue" {
            throw Problem(.expectationFailed, code: "expectation-unknown", detail: "Only 100-continue is understood.")
        }
        if length == nil, request.mayHaveBody {
            let meter = BodyMeter(limit: door.bodyLimit)
            context.bodyMeter = meter
            request.body = RequestBody(asyncSequence: CountedBody(body: request.body, meter: meter))
        }
        if door.isChange { try await refuseForgery(door, &request, context, isByCookie: isByCookie) }
        if case .event(let action) = door.audit {
            context.trail = AuditTrail(
                action: action, principal: context.principal, request: context.requestID, log: auditLog)
        }
        guard limits?.enter(door.rate) ?? true else {
            throw Problem(
                .serviceUnavailable, code: "busy", detail: "Too many requests are being answered. Try again.",
                retryAfter: 1)
        }
    }

    func leave(_ route: Route) { limits?.leave(route.door.rate) }

    /// - Returns: whether a cookie proved it, which a browser sends whoever made the page.
    private func authenticate(_ door: Door, _ request: Request, _ context: inout WebContext) async throws -> Bool {
        if let key = request.presentedKey {
            context.principal = try authenticator.principal(key: key, from: context.peer)
            guard context.principal != nil else {
                try countStranger(context)
                throw Problem(.unauthorized, code: "key-unknown", detail: "The key is unknown, expired or revoked.")
            }
            return false
        }
        if let token = request.cookies[sessionCookie]?.value {
            guard let found = try await authenticator.session(token: token) else { return false }
            context.principal = found.principal
            context.session = found.proof
            return true
        }
        if door.errors == .matcher, let loopbackMatcher, context.peer.isLoopback { context.principal = loopbackMatcher }
        return false
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

    private func countRequest(_ door: Door, _ context: WebContext) throws(Problem) {
        guard let limits else { return }
        // Who has a key is counted by the key: many users of a platform come from one address.
        let address = context.principal == nil || door.rate == .signIn ? NetworkAddress(context.peer.description) : nil
        let verdict = limits.admit(
            door.rate, principal: context.principal?.actor, address: address,
            at: .nanoseconds(Int64(context.startedAt)))
        if case .wait(let seconds) = verdict { throw Self.tooMany(seconds) }
    }

    /// Guessing keys is counted like guessing passwords.
    private func countStranger(_ context: WebContext) throws(Problem) {
        guard let limits else { return }
        let verdict = limits.admit(
            .signIn, address: NetworkAddress(context.peer.description), at: .nanoseconds(Int64(context.startedAt)))
        if case .wait(let seconds) = verdict { throw Self.tooMany(seconds) }
    }

    private static func tooMany(_ seconds: Int) -> Problem {
        Problem(
            .tooManyRequests, code: "rate-limited", detail: "Too many requests. Try again in \(seconds) s.",
            retryAfter: seconds)
    }
}
