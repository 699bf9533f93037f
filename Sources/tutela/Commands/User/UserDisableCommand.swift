// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Identity

/// `tutela user disable`.
struct UserDisableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable",
        abstract: "Keep a person out, and end their sessions at once.",
        discussion: """
            Example:
              tutela user disable ada

            To let the person in again: tutela user set ada --enabled. API keys are not a person's: see tutela key list.
            """)

    @Argument(help: ArgumentHelp("The name that the person signs in with.", valueName: "name"))
    var name: String

    @OptionGroup var home: HomeOptions

    func run() throws {
        let registry = try Registry(home, verb: "user-disable")
        let user = try registry.users.user(login: name, for: registry.manager)
        _ = try registry.users.setDisabled(
            true, of: user.id, by: registry.manager, recording: registry.recording("user.disable"))
        Console.say("\(user.login) is kept out.")
    }
}
