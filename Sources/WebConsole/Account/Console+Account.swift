// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Store
internal import Web

extension Console {
    func account(_ request: Request, _ context: WebContext) async throws -> Response {
        let visitor = try await visitor(request, context)
        guard !visitor.session.user.mustChangePassword else { return .redirect(to: "/account/password") }
        let query = try request.query()
        let done =
            try query.string("changed") != nil
            ? "Your password is changed. All your other sessions are over."
            : try query.string("ended") != nil ? "The session is over." : nil
        return try await accountPage(visitor, done: done)
    }

    /// The page that a one-time password opens, and the only one.
    func showFirstPassword(_ request: Request, _ context: WebContext) async throws -> Response {
        let visitor = try await visitor(request, context)
        guard visitor.session.user.mustChangePassword else { return .redirect(to: "/account") }
        return firstPasswordPage(visitor, PasswordForm(visitor.session.user))
    }

    func changePassword(_ request: Request, _ context: WebContext) async throws -> Response {
        let visitor = try await visitor(request, context)
        let form = try await requireOwnForm(request, context, visitor)
        let new = try form.string("new") ?? ""
        guard try form.string("again") == new else {
            return try await again(visitor, (.again, "The two new passwords are not the same."))
        }
        do {
            let started = try await accounts.signIn.changePassword(
                of: visitor.session, from: try form.string("current") ?? "", to: new, at: address(context),
                recording: recording(context))
            var response = Response.redirect(to: visitor.session.user.mustChangePassword ? "/" : "/account?changed")
            setSession(started, &response)
            return response
        } catch let error as IdentityError where error.code == .passwordRefused {
            return try await again(visitor, (.new, Self.sentence(error.message) + " " + error.remedy))
        } catch let error as IdentityError where error.code == .passwordWrong {
            return try await again(visitor, (.current, "That is not your password now. Type it again."))
        } catch let refusal as SignInRefusal {
            let wait = refusal.retryAfter.map { " Try again in \(Words.count($0, "second", "seconds"))." } ?? ""
            return try await again(
                visitor, (.current, "Too many tries with a wrong password.\(wait)"), status: .tooManyRequests)
        }
    }

    func endSession(_ request: Request, _ context: WebContext) async throws -> Response {
        let visitor = try await visitor(request, context)
        let form = try await requireOwnForm(request, context, visitor)
        let (sessions, recording) = (accounts.sessions, recording(context))
        guard let id = try form.string("session"), id != visitor.session.id else {
            return try await accountPage(
                visitor, problem: "That is the session you are in: sign out instead.", status: .unprocessableContent)
        }
        do {
            try await accounts.store.perform {
                try sessions.end(id, of: visitor.session.user.id, recording: recording)
            }
        } catch let error as IdentityError where error.code == .unknownSession {
            return try await accountPage(
                visitor, problem: "That session is over already.", status: .notFound)
        }
        return .redirect(to: "/account?ended")
    }

    func endOtherSessions(_ request: Request, _ context: WebContext) async throws -> Response {
        let visitor = try await visitor(request, context)
        try await requireOwnForm(request, context, visitor)
        let (sessions, recording) = (accounts.sessions, recording(context))
        let ended = try await accounts.store.perform {
            let user = visitor.session.user.id
            let others = try sessions.sessions(of: user).filter { $0.id != visitor.session.id }
            var ended = 0
            for other in others {
                do {
                    try sessions.end(other.id, of: user, recording: recording)
                    ended += 1
                } catch let error as IdentityError where error.code == .unknownSession {
                    // Over meanwhile: what was asked for.
                }
            }
            return ended
        }
        guard ended > 0 else {
            return try await accountPage(visitor, problem: "There is no other session.", status: .notFound)
        }
        return .redirect(to: "/account?ended")
    }

    private func again(
        _ visitor: Visitor, _ problem: (PasswordForm.Field, String), status: HTTPResponse.Status = .unprocessableContent
    ) async throws -> Response {
        let form = PasswordForm(visitor.session.user, problem: problem)
        guard !visitor.session.user.mustChangePassword else { return firstPasswordPage(visitor, form, status: status) }
        return try await accountPage(visitor, form: form, status: status)
    }

    private func firstPasswordPage(
        _ visitor: Visitor, _ form: PasswordForm, status: HTTPResponse.Status = .ok
    ) -> Response {
        page(
            .password, (form.problem == nil ? "" : "Error: ") + "Choose your own password", form, visitor: visitor,
            status: status)
    }

    private func accountPage(
        _ visitor: Visitor, form: PasswordForm? = nil, problem: String? = nil, done: String? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let sessions = accounts.sessions
        let user = visitor.session.user.id
        let all = try await accounts.store.perform { try sessions.sessions(of: user) }
        let content = AccountPage(
            visitor.session, all, form: form, problem: problem, done: done, provider: openID?.settings.name)
        let isError = problem != nil || form?.problem != nil
        return page(
            .account, (isError ? "Error: " : "") + "Account", content, visitor: visitor, path: "/account",
            status: status)
    }

    private static func sentence(_ words: String) -> String {
        words.prefix(1).uppercased() + words.dropFirst() + (words.hasSuffix(".") ? "" : ".")
    }
}
