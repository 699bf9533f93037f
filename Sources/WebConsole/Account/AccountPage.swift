// SPDX-License-Identifier: Apache-2.0

internal import Identity

/// The person's own account: where they are signed in, and their password.
struct AccountPage: Sendable {
    struct Row: Sendable {
        var id, started, used, how: String
        var isThis: Bool
    }

    var form: PasswordForm
    var problem: String?
    var field: String?
    var done: String?
    var user: String
    var tenant: String?
    var roles: String
    var sessionCount: String
    var limits =
        "after \(Session.idle / 60) minutes without a request, and after \(Session.longest / 3600) hours in any case"
    var sessions: [Row]
    var hasOthers: Bool
    var hasPassword: Bool
    var provider: String

    init(
        _ session: Session, _ sessions: [Session], form: PasswordForm? = nil, problem: String? = nil,
        done: String? = nil,
        provider: String?
    ) {
        let user = session.user
        self.form = form ?? PasswordForm(user)
        self.problem = problem ?? form?.problem
        field = problem == nil ? form?.field ?? "main" : "main"
        self.done = done
        self.user = user.name
        tenant = user.tenant?.description
        roles =
            user.roles.isEmpty ? "without a role" : Words.list(user.roles.sorted().map(\.rawValue))
        sessionCount = Words.count(sessions.count, "session", "sessions")
        self.sessions = sessions.map {
            Row(
                id: $0.id, started: Words.time($0.created), used: Words.time($0.seen),
                how: $0.method == "password" ? "Password" : provider ?? "Elsewhere", isThis: $0.id == session.id)
        }
        hasOthers = sessions.count > 1
        hasPassword = user.hasPassword && user.issuer == nil
        self.provider = provider ?? "another system"
    }
}
