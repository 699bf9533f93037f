// SPDX-License-Identifier: Apache-2.0

internal import Hummingbird
internal import Identity
internal import Web

extension Console {
    func today(_ request: Request, _ context: WebContext) async throws -> Response {
        let visitor = try await visitor(request, context)
        guard !visitor.session.user.mustChangePassword else { return .redirect(to: "/account/password") }
        guard visitor.principal.may(.console) else {
            throw Problem(
                .forbidden, code: "forbidden",
                detail: "None of your roles has pages here. An administrator can give you one.")
        }
        let tenant = visitor.principal.tenant
        // What an operator of the installation looks after; people of a tenant learn whether it works, not how.
        var checks = await sources.health()
        if tenant != nil || !visitor.principal.may(.operations) { checks = checks.map(\.withoutRemedy) }
        let lists = visitor.principal.may(.banksRead) ? try await sources.lists(tenant) : nil
        let decisions = visitor.principal.may(.decisionsRead) ? try await sources.decisions(tenant) : nil
        let content = TodayPage(checks: checks, lists: lists, decisions: decisions, now: clock())
        return page(.today, "Today", content, visitor: visitor, path: "/", reference: context.requestID)
    }
}

extension ConsoleCheck {
    fileprivate var withoutRemedy: ConsoleCheck { ConsoleCheck(name: name, state: state, detail: detail) }
}
