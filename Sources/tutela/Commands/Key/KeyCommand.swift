// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// `tutela key`.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "API keys: how programs prove who they are.",
        discussion: """
            Example:
              tutela key create "upload service" --roles submitter
              tutela key rotate u7f3… --overlap 24

            A program sends its key as "Authorization: Bearer tut_…". What a key may do is fixed when it is made.
            """,
        subcommands: [
            KeyCreateCommand.self, KeyListCommand.self, KeyRotateCommand.self, KeyRevokeCommand.self,
        ])

    static let warning = "This key is shown once and kept nowhere. Whoever has it is the program."
}
