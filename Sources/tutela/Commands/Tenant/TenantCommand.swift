// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// `tutela tenant`.
struct TenantCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tenant",
        abstract: "Organisations that share this installation and see nothing of each other.",
        discussion: """
            Example:
              tutela tenant create acme --title "Acme Pictures"

            An installation without any belongs to the house, which is the usual case.
            """,
        subcommands: [TenantCreateCommand.self, TenantListCommand.self])
}
