// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Banks
internal import Foundation

/// `tutela bank list`.
struct BankListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show all lists.",
        discussion: """
            Example:
              tutela bank list
            """)

    @OptionGroup var home: HomeOptions

    func run() throws {
        let banks = try Lists.open(home).list()
        guard !banks.isEmpty else {
            Console.say("No list in \(home.folder) yet. Make one: tutela bank create NAME")
            return
        }
        let rows = banks.map { summary in
            [
                summary.bank.name, summary.bank.settings.tier.rawValue, summary.bank.settings.state.rawValue,
                Figures.grouped(summary.entries), Figures.ago(summary.bank.changed),
                summary.bank.purpose == .knownGood
                    ? "known good"
                    : Figures.counted(summary.bank.settings.contributors, "contributor", "contributors"),
                summary.bank.restricted ? "sealed" : "", summary.bank.settings.source ?? "",
            ]
        }
        let output = Output()
        try output.write(
            TextTable(
                head: ["NAME", "TIER", "STATE", "ENTRIES", "CHANGED", "STANDS ON", "AT REST", "SOURCE"],
                rows: rows, numeric: [3]
            ).text(decorated: Console.outputIsTerminal))
        try output.flush()
    }
}
