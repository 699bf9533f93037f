// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser

/// `tutela bank`.
struct BankCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bank",
        abstract: "Keep the lists of known pictures.",
        discussion: """
            Example:
              tutela bank create mine --tier A --contributors 2
              tutela bank import list.csv --bank mine
              tutela bank list
            """,
        subcommands: [
            BankCreateCommand.self, BankListCommand.self, BankShowCommand.self, BankImportCommand.self,
            BankExportCommand.self, BankSetCommand.self, BankRemoveCommand.self,
        ])
}
