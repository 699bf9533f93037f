// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Banks
internal import Foundation

/// `tutela bank import`.
struct BankImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Add the entries of a file to a list, all or none.",
        discussion: """
            Example:
              tutela bank import hashes.csv --bank mine

            Reads CSV and JSON lines with pdq, md5, sha1, sha256, category, source, note, id, confirmed, state, \
            expires, pdq_views; plain hash lists; HMA and ThreatExchange exports; VICS 1.3 and 2.0; and what \
            `tutela hash --format ndjson` prints. One bad line stops the import and nothing is stored, unless \
            --keep-going.

            state is active (unless said otherwise), quarantined, disabled or withdrawn; only active entries match. \
            expires is the moment from which an entry no longer matches: 2027-01-31 (the first second of that day, \
            UTC) or 2027-01-31T12:00:00Z. pdq_views holds hashes of the picture \
            cropped or tilted, as `hash --format ndjson` makes them (name:hash, blanks between). What is in the list already \
            stays as it is there, but an entry without views takes those of the file.
            """)

    @Argument(help: ArgumentHelp("The file; - reads standard input.", valueName: "file"))
    var file: String

    @Option(name: [.long, .customLong("name")], help: ArgumentHelp("The list to add to.", valueName: "name"))
    var bank: String

    @Option(
        name: .long,
        help: ArgumentHelp(
            "csv, jsonl, hashes, hma, threatexchange, tx, vics (else told by content).", valueName: "form"))
    var format: ImportFormat?

    @Option(name: .long, help: ArgumentHelp("What bare fingerprints are: pdq, md5, sha1, sha256.", valueName: "kind"))
    var kind: FingerprintKind?

    @Option(name: .long, help: ArgumentHelp("Category of entries that name none.", valueName: "word"))
    var category: String?

    @Option(name: .long, help: ArgumentHelp("Source of entries that name none.", valueName: "text"))
    var source: String?

    @Option(name: .long, help: ArgumentHelp("VICS: take this category only; may be repeated.", valueName: "n"))
    var vicsCategory: [Int] = []

    @Flag(name: .long, help: "Leave out bad lines, name them, and store the rest.")
    var keepGoing = false

    @OptionGroup var home: HomeOptions

    func run() throws {
        let started = ContinuousClock.now
        let lists = try Lists(home)
        let isStandardInput = file == "-"
        let source =
            isStandardInput
            ? try FileSource(descriptor: 0, name: "standard input") : try FileSource(path: file)
        var options = ImportOptions(format: format, kind: kind, keepGoing: keepGoing)
        options.category = category
        options.source = self.source
        options.vicsCategories = vicsCategory.isEmpty ? nil : Set(vicsCategory)
        let isShown = Console.errorIsTerminal
        let summary = try lists.change("bank.import", by: "bank-import", of: bank) { connection in
            let summary = try lists.banks.importList(
                source, named: isStandardInput ? "standard input" : file, into: bank, options: options,
                actor: "program:bank-import", within: connection,
                progress: isShown ? { Console.sayRaw("\r\u{1B}[K\(Self.progress($0))") } : nil)
            return (summary, ["entries": String(summary.imported), "problems": String(summary.problems)])
        }
        lists.tidy()
        if isShown { Console.sayRaw("\r\u{1B}[K") }
        let seconds = String(format: "%.2f", started.duration(to: .now) / .seconds(1))
        let output = Output()
        try output.writeLine(
            "Imported \(Figures.grouped(summary.imported)) of \(Figures.grouped(summary.records)) entries into "
                + "\(bank) (now \(Figures.grouped(summary.entriesInBank))), \(seconds) s.")
        try explain(summary, output)
        try output.flush()
        if summary.problems > 0 { throw ExitStatus.error }
    }

    private func explain(_ summary: ImportSummary, _ output: Output) throws {
        let shown = 20
        if summary.expired > 0 {
            try output.writeLine(
                Figures.counted(summary.expired, "of them has", "of them have")
                    + " expired already and will never match.")
        }
        if summary.problems > 0 {
            try output.writeLine("\(Figures.grouped(summary.problems)) could not be used:")
            for problem in summary.firstProblems.prefix(shown) {
                try output.writeLine("  \(problem.description)")
            }
            if summary.problems > shown {
                try output.writeLine("  … \(Figures.grouped(summary.problems - shown)) more")
            }
        }
        if summary.duplicates > 0 {
            try output.writeLine("\(Figures.grouped(summary.duplicates)) were there already:")
            for duplicate in summary.firstDuplicates.prefix(5) {
                try output.writeLine("  \(duplicate.description)")
            }
            if summary.duplicates > 5 { try output.writeLine("  … \(Figures.grouped(summary.duplicates - 5)) more") }
        }
        if summary.viewsAdded > 0 {
            try output.writeLine(
                Figures.counted(summary.viewsAdded, "of those has", "of those have") + " gained views.")
        }
        if summary.inactiveDuplicates > 0 {
            try output.writeLine(
                Figures.counted(summary.inactiveDuplicates, "of those does", "of those do")
                    + " not match: quarantined, disabled, withdrawn or expired in \(bank). Importing does not change "
                    + "that; see: tutela bank show \(bank)")
        }
        for (reason, count) in summary.leftOut.sorted(by: { $0.key < $1.key }) {
            try output.writeLine("\(Figures.grouped(count)) left out: \(reason)")
        }
        for (name, count) in summary.unusedFingerprints.sorted(by: { $0.key < $1.key }) {
            try output.writeLine("\(Figures.grouped(count)) have a fingerprint that cannot be compared here: \(name)")
        }
    }

    private static func progress(_ progress: ImportProgress) -> String {
        let share = progress.totalBytes.map { $0 > 0 ? "\(progress.bytesRead * 100 / $0) %   " : "" } ?? ""
        return "\(share)\(Figures.grouped(progress.entries)) entries, \(Figures.grouped(progress.problems)) bad lines"
    }
}
