// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
public import Hummingbird
internal import Identity
internal import Store
public import Web

extension Console {
    /// Who looks at a page: a person with a session. Keys and the loopback client have no pages.
    struct Visitor: Sendable {
        var session: Session
        var token: String
        var principal: Principal
    }

    /// The person behind a request, and the secret of the session for forms.
    func visitor(_ request: Request, _ context: WebContext) async throws -> Visitor {
        let principal = try context.requirePrincipal()
        guard let proof = context.session, let cookie = request.cookies[settings.sessionCookie]?.value else {
            throw Problem(
                .forbidden, code: "people-only", detail: "This page is for people who signed in, not for keys.")
        }
        let sessions = accounts.sessions
        guard let session = try await accounts.store.perform({ try sessions.session(token: cookie) }),
            session.id == proof.id
        else { throw Problem(.unauthorized, code: "unauthorized", detail: "Sign in first.") }
        return Visitor(session: session, token: proof.csrfToken, principal: principal)
    }

    /// Renders a page. Its policy lets a browser load the one style sheet and nothing else: no script, no picture.
    func page<Content: Sendable>(
        _ template: Templates.Name, _ title: String, _ content: Content, visitor: Visitor? = nil, token: String = "",
        path: String = "", reference: String? = nil, status: HTTPResponse.Status = .ok
    ) -> Response {
        let page = Page(
            title: title, version: settings.version, reference: reference,
            person: visitor.map { visitor in
                Page<Content>.Person(
                    name: visitor.session.user.name, tenant: visitor.session.user.tenant?.description,
                    places: Self.places(visitor).map { .init(path: $0.path, name: $0.name, isHere: $0.path == path) })
            },
            token: visitor?.token ?? token, content: content)
        var response = Response.page(templates.render(template, page), status: status)
        response.headers[.contentSecurityPolicy] = Self.policy
        return response
    }

    static let policy =
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'"

    private static func places(_ visitor: Visitor) -> [(path: String, name: String)] {
        // Until the password is the person's own, there is nowhere to go.
        guard !visitor.session.user.mustChangePassword else { return [] }
        return [("/", "Today"), ("/account", "Account"), ("/docs", "Interface")]
    }

    /// An error as a page in the design of the others, for doors whose errors are pages.
    ///
    /// - Parameters:
    ///   - problem: what happened.
    ///   - request: the id of the request, shown so that it can be found in the logs.
    /// - Returns: the page.
    public func page(for problem: Problem, request: String) -> Response {
        let content = ProblemPage(problem)
        return page(.problem, content.headline, content, reference: request, status: problem.status)
    }
}
