// SPDX-License-Identifier: Apache-2.0

internal import Identity

/// The form for a new password, with what was wrong with the last try beside the field that it is about.
struct PasswordForm: Sendable {
    enum Field: String, Sendable {
        case current, new, again
    }

    var action = "/account/password"
    var user: String
    var currentLabel: String
    var rule =
        "At least \(PasswordRules.shortest) characters. Four or five words that do not belong together are good; so is what a "
        + "password manager makes."
    var problem: String?
    var field: String?
    var currentProblem: String?
    var newProblem: String?
    var againProblem: String?

    init(_ user: User, problem: (Field, String)? = nil) {
        self.user = user.login
        currentLabel = user.mustChangePassword ? "One-time password" : "Present password"
        guard let (field, words) = problem else { return }
        self.problem = words
        self.field = field.rawValue
        switch field {
        case .current: currentProblem = words
        case .new: newProblem = words
        case .again: againProblem = words
        }
    }
}
