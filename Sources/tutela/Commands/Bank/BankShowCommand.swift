// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Banks
internal import Fingerprints
internal import Foundation

/// `tutela bank show`.
struct BankShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show one list, its counts and its entries.",
        discussion: """
            Example:
              tutela bank show mine --entries 20

            Fingerprints are treated as pictures: they are not shown unless --reveal-values is given.
            """)

    @Argument(help: ArgumentHelp("The list.", valueName: "name"))
    var name: String

    @Option(name: .long, help: ArgumentHelp("How many entries to show.", valueName: "n"))
    var entries = 0

    @Option(name: .long, help: ArgumentHelp("Show entries after this one.", valueName: "entry"))
    var after: String?

    @Flag(name: .long, help: "Show fingerprints too.")
    var revealValues = false

    @OptionGroup var home: HomeOptions

    func run() throws {
        let repository = try Lists.open(home)
        let summary = try repository.show(name)
        let bank = summary.bank
        let output = Output()
        let facts: [(String, String?)] = [
            ("name", bank.name), ("purpose", bank.purpose.rawValue), ("state", bank.settings.state.rawValue),
            ("tier", bank.settings.tier.rawValue), ("contributors", String(bank.settings.contributors)),
            ("category", bank.settings.category), ("source", bank.settings.source), ("distance", String(bank.radius)),
            ("at rest", bank.restricted ? "sealed" : "open"), ("created", bank.created.formatted(.iso8601)),
            ("changed", bank.changed.formatted(.iso8601)), ("entries", Figures.grouped(summary.entries)),
        ]
        for case (let label, let value?) in facts { try output.writeLine(Self.fact(label, value)) }
        for state in ListingState.allCases where summary.entries(in: state) > 0 {
            try output.writeLine(Self.fact("  " + state.rawValue, Figures.grouped(summary.entries(in: state))))
        }
        for kind in FingerprintKind.allCases where summary.entries(with: FingerprintKinds(kind)) > 0 {
            try output.writeLine(
                Self.fact("  with " + kind.title, Figures.grouped(summary.entries(with: FingerprintKinds(kind)))))
        }
        if summary.expired > 0 { try output.writeLine(Self.fact("  expired", Figures.grouped(summary.expired))) }
        if entries > 0 { try show(try repository.entries(of: name, after: after, limit: entries), output) }
        try output.flush()
    }

    private func show(_ entries: [BankEntry], _ output: Output) throws {
        let rows = entries.map { entry in
            [
                entry.id, entry.state.rawValue, entry.confirmed ? "confirmed" : "", entry.category ?? "",
                entry.fingerprints.kinds.description, entry.note ?? "",
                revealValues ? entry.fingerprints.pdq?.hex ?? "" : "",
            ]
        }
        try output.write(
            "\n"
                + TextTable(
                    head: ["ENTRY", "STATE", "PERSON", "CATEGORY", "HAS", "NOTE", "PDQ"], rows: rows, numeric: []
                ).text(decorated: Console.outputIsTerminal))
    }

    private static func fact(_ label: String, _ value: String) -> String {
        label.padding(toLength: 16, withPad: " ", startingAt: 0) + value
    }
}
