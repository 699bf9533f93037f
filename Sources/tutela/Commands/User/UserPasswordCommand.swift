// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Identity

/// `tutela user password`.
struct UserPasswordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Give a person a new one-time password, and end their sessions.",
        discussion: """
            Example:
              tutela user password ada

            The password is printed on standard output, once. It also ends the waiting after wrong passwords.
            """)

    @Argument(help: ArgumentHelp("The name that the person signs in with.", valueName: "name"))
    var name: String

    @OptionGroup var password: PasswordOptions
    @OptionGroup var home: HomeOptions

    func run() throws {
        let registry = try Registry(home, verb: "user-password")
        let user = try registry.users.user(login: name, for: registry.manager)
        let first = try FirstPassword(password, login: user.login)
        _ = try registry.users.resetPassword(
            first.hash, of: user.id, by: registry.manager, recording: registry.recording("user.reset-password"))
        try first.show(to: user.login)
    }
}
