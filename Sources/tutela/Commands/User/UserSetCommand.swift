// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Identity

/// `tutela user set`.
struct UserSetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Give a person other roles, or let a disabled one in again.",
        discussion: """
            Example:
              tutela user set ada --roles senior
              tutela user set acme/bob --enabled

            --roles names all roles that the person holds afterwards; --roles none takes all away.
            """)

    @Argument(help: ArgumentHelp("The name that the person signs in with.", valueName: "name"))
    var name: String

    @Option(name: .long, help: ArgumentHelp("Roles, with commas between them; or none.", valueName: "roles"))
    var roles: [String] = []

    @Flag(name: .long, help: "Let the person in again.")
    var enabled = false

    @OptionGroup var home: HomeOptions

    func validate() throws {
        guard !roles.isEmpty || enabled else {
            throw ValidationError("say what to change, for example --roles moderator")
        }
    }

    func run() throws {
        let given = try roles == ["none"] ? [] : RegistryWords.roles(roles)
        let registry = try Registry(home, verb: "user-set")
        let user = try registry.users.user(login: name, for: registry.manager)
        if !roles.isEmpty {
            _ = try registry.users.setRoles(
                given, of: user.id, by: registry.manager, recording: registry.recording("user.set-roles"))
            let list = given.sorted().map(\.rawValue).joined(separator: ", ")
            Console.say("\(user.login) holds \(given.isEmpty ? "no role" : list) now.")
        }
        if enabled {
            _ = try registry.users.setDisabled(
                false, of: user.id, by: registry.manager, recording: registry.recording("user.enable"))
            Console.say("\(user.login) may sign in again.")
        }
    }
}
