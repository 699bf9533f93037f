// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// `tutela user`.
struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "People who may sign in to the server.",
        discussion: """
            Example:
              tutela user add ada --roles moderator
              tutela user list

            Roles and what they may do: docs/roles.md. A running server sees every change at once.
            """,
        subcommands: [
            UserAddCommand.self, UserListCommand.self, UserSetCommand.self, UserDisableCommand.self,
            UserPasswordCommand.self, UserRemoveCommand.self,
        ])
}

/// Where a new password comes from.
struct PasswordOptions: ParsableArguments {
    @Flag(name: .long, help: "Read the password from the first line of standard input instead of making one.")
    var passwordStdin = false
}
