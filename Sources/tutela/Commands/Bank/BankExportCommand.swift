// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Banks
internal import Foundation

/// `tutela bank export`.
struct BankExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write all entries of a list in the clear.",
        discussion: """
            Example:
              tutela bank export mine --output mine.csv

            Fingerprints are treated as pictures: keep the file as you would keep them.
            """)

    @Argument(help: ArgumentHelp("The list.", valueName: "name"))
    var name: String

    @Option(name: .long, help: ArgumentHelp("csv or jsonl; import reads both back.", valueName: "form"))
    var format: ExportFormat = .csv

    @Option(name: .long, help: ArgumentHelp("File to write (default: standard output).", valueName: "file"))
    var output: String?

    @Flag(name: .long, help: "Replace the file if it exists.")
    var force = false

    @OptionGroup var home: HomeOptions

    func run() throws {
        let repository = try Lists.open(home)
        let target = try output.map { try Output(path: $0, mayReplace: force) } ?? Output()
        let count: Int
        do {
            count = try repository.export(name, as: format) { try target.write(bytes: $0) }
            try target.flush()
        } catch {
            target.discard()
            throw error
        }
        Console.say("Exported \(Figures.counted(count, "entry", "entries")) of \(name).")
    }
}
