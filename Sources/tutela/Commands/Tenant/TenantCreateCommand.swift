// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Identity

/// `tutela tenant create`.
struct TenantCreateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a tenant.",
        discussion: """
            Example:
              tutela tenant create acme --title "Acme Pictures"
              tutela user add ann --roles tenant-admin --tenant acme
            """)

    @Argument(help: ArgumentHelp("Name: a–z, 0–9 and -, up to 32.", valueName: "name"))
    var name: String

    @Option(name: .long, help: ArgumentHelp("What people call it.", valueName: "text"))
    var title = ""

    @OptionGroup var home: HomeOptions

    func run() throws {
        guard let name = try RegistryWords.tenant(name) else { return }
        let registry = try Registry(home, verb: "tenant-create", mayCreate: true)
        let tenant = try registry.tenants.create(
            name, title: title, by: registry.manager, recording: registry.recording("tenant.create"))
        Console.say(
            "Made tenant \(tenant.name). Next: tutela user add NAME --roles tenant-admin --tenant \(tenant.name)")
    }
}
