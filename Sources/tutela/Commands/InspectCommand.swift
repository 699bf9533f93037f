// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import MediaDecoding
internal import Provenance
internal import ProvenanceVocabulary
internal import ScanReport
internal import Screening

/// `tutela inspect`.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Tell what files say about how they were made, and how far to believe it.",
        discussion: """
            Example:
              tutela inspect picture.jpg --explain

            Reads signed credentials (C2PA), IPTC and vendor metadata, national AI labels, and public watermarks. Nothing \
            is fetched. A file that says nothing may be of any origin.

            Signers are judged by the lists in the data folder (trust/signers, trust/time-stamps, trust/allowed), or only \
            by those named here. Without a list every signer counts as unlisted.

            Exit codes: 0 done, 1 something that --fail-on names was found, 2 a file could not be read.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, ndjson
    }

    @Argument(help: ArgumentHelp("Files; - reads paths from standard input.", valueName: "file"))
    var files: [String]

    @Option(name: .long, help: ArgumentHelp("text, or ndjson: one line a file.", valueName: "form"))
    var format: Format = .text

    @Flag(name: .long, help: "Print the tree of manifests and each check.")
    var explain = false

    @Option(name: .long, help: ArgumentHelp("PEM list of authorities for signers; may be repeated.", valueName: "file"))
    var trust: [String] = []

    @Option(
        name: .long, help: ArgumentHelp("PEM list of time-stamping authorities; may be repeated.", valueName: "file"))
    var tsaTrust: [String] = []

    @Option(
        name: .long, help: ArgumentHelp("Single signers: PEM, or SHA-256 a line; may be repeated.", valueName: "file"))
    var allowed: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Exit 1 on these levels and claims, by commas; ai stands for all AI claims.", valueName: "what"))
    var failOn: Alarm?

    @Flag(name: .customLong("no-pixels"), help: "Leave out watermarks and hidden text: nothing is decoded.")
    var leavesPixelsOut = false

    @Flag(name: .customLong("null"), help: "With -, paths end with a NUL byte.")
    var isNullSeparated = false

    @Flag(name: .customLong("no-color"), help: "No colours.")
    var isColourless = false

    @OptionGroup var decoder: DecoderOptions
    @OptionGroup var home: HomeOptions

    func run() throws {
        let paths = try PathList.read(files, isNullSeparated: isNullSeparated)
        let inspector = ProvenanceInspector(lists: try trustLists(), clock: ProgramClock.now)
        let items = ItemInspector(
            inspector, decoder: leavesPixelsOut ? nil : try ConfinedDecoder(decoder.configuration))
        let terminal = ScanReport.Terminal(
            isTerminal: Console.outputIsTerminal, width: Console.width, colour: Console.usesColour(!isColourless))
        let output = Output()
        var (failures, alarms) = (0, 0)
        for (index, path) in paths.enumerated() {
            let item: ItemInspector.Item
            do throws(ItemInspector.Failure) {
                item = try items.inspect(path)
            } catch {
                failures += 1
                try output.flush()
                Console.complain(
                    Complaint(
                        "\(path.display): not inspected: \(error.reason.message)",
                        code: "INSPECT-" + error.reason.code.uppercased()))
                continue
            }
            if failOn?.isRaised(by: item.inspection.record) == true { alarms += 1 }
            let identity = NDJSON.FileIdentity(
                sha256: item.sha256, byteCount: item.byteCount, format: item.inspection.format)
            switch format {
            case .ndjson:
                try output.writeLine(NDJSON.encode(path, item.inspection.record, identity: identity))
            case .text:
                if index > 0 { try output.writeLine("") }
                try output.write(
                    InspectionView.render(
                        path, item.inspection.record, identity: identity,
                        explanation: explain ? item.inspection.explanation : [], terminal: terminal))
            }
        }
        try output.flush()
        if alarms > 0 { throw ExitStatus.found }
        if failures > 0 { throw ExitStatus.error }
    }

    /// The lists that are named, else the installed ones: a run says by which lists it judged, and never mixes them.
    private func trustLists() throws -> TrustLists {
        let named =
            trust.map { (TrustLists.Purpose.signers, $0) } + tsaTrust.map { (.timeStamps, $0) }
            + allowed.map { (.allowed, $0) }
        guard !named.isEmpty else { return try TrustLists(folder: home.trustFolder) }
        let lists = try TrustLists(named.map { (purpose: $0.0, path: $0.1) })
        for file in lists.files {
            for fault in file.faults.prefix(5) { Console.say("note: \(file.name): left out: \(fault)") }
        }
        return lists
    }

    /// What `--fail-on` names.
    struct Alarm: ExpressibleByArgument {
        private var levels: Set<Level> = []
        private var claims: Set<Claim> = []

        init?(argument: String) {
            for word in argument.split(separator: ",").map(String.init) {
                if word == "ai" {
                    claims.formUnion(Claim.allCases.filter(\.speaksOfAI))
                } else if let level = Level(rawValue: word) {
                    levels.insert(level)
                } else if let claim = Claim(rawValue: word) {
                    claims.insert(claim)
                } else {
                    return nil
                }
            }
            if levels.isEmpty && claims.isEmpty { return nil }
        }

        /// Any finding raises it, not only the first in rank.
        func isRaised(by record: ProvenanceRecord) -> Bool {
            levels.contains(record.level) || claims.contains(record.claim)
                || record.statements.contains { levels.contains($0.level) || claims.contains($0.claim) }
        }
    }
}
