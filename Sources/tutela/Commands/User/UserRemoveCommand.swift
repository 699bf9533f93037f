// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import Identity

/// `tutela user remove`.
struct UserRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove a person for good.",
        discussion: """
            Example:
              tutela user remove ada --yes ada

            The audit log keeps the id of the account. To keep the person out for a while: tutela user disable ada
            """)

    @Argument(help: ArgumentHelp("The name that the person signs in with.", valueName: "name"))
    var name: String

    @Option(name: .long, help: ArgumentHelp("The name once more, instead of being asked.", valueName: "name"))
    var yes: String?

    @OptionGroup var home: HomeOptions

    func run() throws {
        let registry = try Registry(home, verb: "user-remove")
        let user = try registry.users.user(login: name, for: registry.manager)
        guard answer() == name else {
            throw Complaint(
                "\(user.login) was not removed", remedy: "to remove: tutela user remove \(name) --yes \(name)",
                code: "USER-NOT-CONFIRMED")
        }
        try registry.users.remove(user.id, by: registry.manager, recording: registry.recording("user.remove"))
        Console.say("Removed \(user.login).")
    }

    private func answer() -> String? {
        if let yes { return yes }
        guard isatty(STDIN_FILENO) == 1 else { return nil }
        Console.sayRaw("This removes \(name) for good. Type the name to go on: ")
        return readLine()
    }
}
