// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CivilTime
internal import Identity

/// `tutela key create`.
struct KeyCreateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a key and print it, once.",
        discussion: """
            Example:
              tutela key create "upload service" --roles submitter --network 192.0.2.0/24
              tutela key create "hash lookups" --roles submitter --scope match --days 30

            Roles and what they may do: docs/roles.md.
            """)

    @Argument(help: ArgumentHelp("What people call it.", valueName: "name"))
    var name: String

    @Option(name: .long, help: ArgumentHelp("Roles, with commas between them.", valueName: "roles"))
    var roles: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp("Only these of the permissions that the roles allow.", valueName: "permissions"))
    var scope: [String] = []

    @Option(name: .long, help: ArgumentHelp("The tenant of the program; none is the house.", valueName: "tenant"))
    var tenant: String?

    @Option(name: .long, help: ArgumentHelp("How long it lasts, 1 to 365 days.", valueName: "days"))
    var days = KeyRequest.usualLifetime

    @Option(name: .long, help: ArgumentHelp("Where it may be used from; repeatable.", valueName: "network"))
    var network: [String] = []

    @OptionGroup var home: HomeOptions

    func validate() throws {
        guard !roles.isEmpty else {
            throw ValidationError("say what the key is for, for example --roles submitter")
        }
    }

    func run() throws {
        let request = KeyRequest(
            name: name, tenant: try RegistryWords.tenant(tenant), roles: try RegistryWords.roles(roles),
            scope: scope.isEmpty ? nil : try RegistryWords.permissions(scope),
            networks: try RegistryWords.networks(network), lifetime: days)
        let registry = try Registry(home, verb: "key-create", mayCreate: true)
        let issued = try registry.keys.create(
            request, by: registry.manager, recording: registry.recording("key.create"))
        Console.say("Made key \(issued.key.id), good until \(issued.key.expires.date).")
        try SecretOutput.show(issued.secret, KeyCommand.warning)
    }
}
