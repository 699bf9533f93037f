// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Ledger
internal import Store
internal import Web

extension Console {
    func showSignIn(_ request: Request, _ context: WebContext) async throws -> Response {
        if context.session != nil { return .redirect(to: "/") }
        let done = try request.query().string("signed-out") != nil ? "You are signed out." : nil
        return signInPage(request, done: done)
    }

    func signIn(_ request: Request, _ context: WebContext) async throws -> Response {
        let form = try await request.form(context)
        guard isOwnForm(request, try form.string("csrf")) else {
            return signInPage(
                request, problem: "This form is too old, or your browser keeps no cookies. Please try again.",
                status: .forbidden)
        }
        let name = try form.string("name") ?? ""
        do {
            let started = try await accounts.signIn.attempt(
                name, password: try form.string("password") ?? "", from: address(context),
                recording: recording(context))
            return welcome(started)
        } catch let refusal as SignInRefusal {
            var response = signInPage(
                request, problem: refusal.description, user: name,
                status: refusal.retryAfter == nil ? .unprocessableContent : .tooManyRequests)
            if let seconds = refusal.retryAfter { response.headers[.retryAfter] = String(seconds) }
            return response
        } catch let error as IdentityError where error.code == .busy {
            var response = signInPage(
                request, problem: "Many people are signing in right now. Try again in a few seconds.", user: name,
                status: .serviceUnavailable)
            response.headers[.retryAfter] = "5"
            return response
        }
    }

    /// Ends the session here; the cookie goes, and whatever the browser still shows is dropped.
    func signOut(_ request: Request, _ context: WebContext) async throws -> Response {
        let visitor = try await visitor(request, context)
        try await requireOwnForm(request, context, visitor)
        let (sessions, recording) = (accounts.sessions, recording(context))
        try await accounts.store.perform {
            try sessions.end(visitor.session.id, of: visitor.session.user.id, recording: recording)
        }
        var response = Response.redirect(to: "/login?signed-out")
        response.dropCookie(settings.sessionCookie, isSecure: settings.isSecure)
        if let name = HTTPField.Name("clear-site-data"), settings.isSecure { response.headers[name] = "\"cache\"" }
        return response
    }

    /// A new session has a new cookie: what somebody may have planted before is worth nothing afterwards.
    func welcome(_ started: StartedSession) -> Response {
        var response = Response.redirect(to: started.session.user.mustChangePassword ? "/account/password" : "/")
        setSession(started, &response)
        response.dropCookie(settings.formCookie, isSecure: settings.isSecure)
        return response
    }

    func setSession(_ started: StartedSession, _ response: inout Response) {
        response.setCookie(
            settings.sessionCookie, started.token, isSecure: settings.isSecure, isStrict: true, seconds: Session.longest
        )
    }

    func signInPage(
        _ request: Request, problem: String? = nil, done: String? = nil, user: String = "",
        status: HTTPResponse.Status = .ok
    ) -> Response {
        let known = request.cookies[settings.formCookie]?.value
        let secret = known.flatMap { Self.isFormSecret($0) ? $0 : nil } ?? Base64URL.encode(random(32))
        let content = SignInPage(
            problem: problem, done: done, isPlain: !settings.isSecure, host: settings.address,
            single: openID?.settings.name, user: user)
        var response = page(.signin, "Sign in", content, token: Self.formToken(secret), status: status)
        if secret != known {
            response.setCookie(settings.formCookie, secret, isSecure: settings.isSecure, isStrict: true)
        }
        return response
    }

    /// Whether a form that nobody was signed in for was shown in this very browser: else somebody else could sign a person
    /// in under an account that is not theirs.
    private func isOwnForm(_ request: Request, _ token: String?) -> Bool {
        guard let token, let secret = request.cookies[settings.formCookie]?.value, Self.isFormSecret(secret),
            request.headers[.fetchSite].map({ $0 == "same-origin" || $0 == "none" }) ?? true
        else { return false }
        return Self.equal(token, Self.formToken(secret))
    }

    private static func isFormSecret(_ text: String) -> Bool { Base64URL.decode(text)?.count == 32 }

    /// What stands in the form is not what stands in the cookie, so that reading a page does not give the cookie.
    private static func formToken(_ secret: String) -> String {
        Base64URL.encode(SHA256.hash(data: Array(("tutela sign-in form " + secret).utf8)))
    }

    static func equal(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    func recording(_ context: WebContext) -> AuditRecording {
        let trail = context.trail
        return { object, detail, connection in try trail.record(object, detail, within: connection) }
    }

    func address(_ context: WebContext) -> String? {
        context.peer == .unknown ? nil : context.peer.description
    }

    /// Refuses a form of another page, or of another site.
    @discardableResult
    func requireOwnForm(_ request: Request, _ context: WebContext, _ visitor: Visitor) async throws -> Query {
        let form = try await request.form(context)
        let site = request.headers[.fetchSite]
        guard let token = try form.string("csrf"), Self.equal(token, visitor.token),
            site == nil || site == "same-origin" || site == "none"
        else {
            throw Problem(
                .forbidden, code: "form-foreign",
                detail:
                    "The form is not one of your session: it is too old, or another site sent it. Nothing was changed.")
        }
        return form
    }
}

extension HTTPField.Name {
    static var fetchSite: HTTPField.Name { HTTPField.Name("sec-fetch-site") ?? .referer }
}
