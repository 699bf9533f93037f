// SPDX-License-Identifier: Apache-2.0

/// The form that asks who is there.
struct SignInPage: Sendable {
    var problem: String?
    var done: String?
    var isPlain: Bool
    var host: String
    /// What the issuer is called, if there is one.
    var single: String?
    var user = ""
}
