// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CivilTime
internal import Identity

/// `tutela tenant list`.
struct TenantListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show all tenants.",
        discussion: """
            Example:
              tutela tenant list
            """)

    @Option(name: .long, help: ArgumentHelp("table, or ndjson: one line a tenant.", valueName: "form"))
    var format: RegistryFormat = .table

    @OptionGroup var home: HomeOptions

    func run() throws {
        let registry = try Registry(home, verb: "tenant-list")
        let tenants = try registry.tenants.list(for: registry.manager)
        guard !tenants.isEmpty else {
            Console.say("No tenant: the installation belongs to the house. Make one: tutela tenant create NAME")
            return
        }
        try format.print(
            head: ["NAME", "TITLE", "CREATED"],
            rows: tenants.map { [$0.name.description, $0.title, $0.created.date] },
            records: tenants.map { Record(name: $0.name.description, title: $0.title, created: $0.created.description) }
        )
    }

    private struct Record: Encodable {
        let name, title, created: String
    }
}
