// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Identity

/// `tutela user add`.
struct UserAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Add a person.",
        discussion: """
            Example:
              tutela user add ada --roles moderator,reporter
              tutela user add bob --roles list-manager --tenant acme

            A one-time password is made and printed on standard output, once. With --no-password the person can sign in \
            only through an OpenID provider that an administrator joins with the account.
            """)

    @Argument(help: ArgumentHelp("Name to sign in with; a mail address will do.", valueName: "name"))
    var name: String

    @Option(name: .long, help: ArgumentHelp("Roles, with commas between them.", valueName: "roles"))
    var roles: [String] = []

    @Option(name: .long, help: ArgumentHelp("The tenant of the person; none is the house.", valueName: "tenant"))
    var tenant: String?

    @Flag(name: .long, help: "Give no password.")
    var noPassword = false

    @OptionGroup var password: PasswordOptions
    @OptionGroup var home: HomeOptions

    func validate() throws {
        if noPassword, password.passwordStdin {
            throw ValidationError("--no-password and --password-stdin exclude each other")
        }
    }

    func run() throws {
        let roles = try RegistryWords.roles(roles)
        let tenant = try RegistryWords.tenant(tenant)
        let registry = try Registry(home, verb: "user-add", mayCreate: true)
        let first = noPassword ? nil : try FirstPassword(password, login: name)
        let user = try registry.users.add(
            name, tenant: tenant, roles: roles, password: first?.hash, by: registry.manager,
            recording: registry.recording("user.add"))
        Console.say("Added \(user.login)\(roles.isEmpty ? ", without a role" : ".")")
        try first?.show(to: user.login)
    }
}
