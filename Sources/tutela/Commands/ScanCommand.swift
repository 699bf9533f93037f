// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Banks
internal import Foundation
internal import MediaDecoding
internal import PolicyPacks
internal import Provenance
internal import ScanReport
internal import Screening

/// `tutela scan`.
struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Compare every picture in files and folders with your lists.",
        discussion: """
            Example:
              tutela scan photos/ --report report.html --results results.ndjson
              tutela scan photos/ --jurisdiction KR,US --policy my-policy.yaml --report report.html

            Exit codes: 0 nothing found, 1 something found (with --strict 2 if anything could not be scanned), \
            2 an error, or something could not be scanned and nothing found, 130 stopped by Ctrl-C.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, ndjson, csv
    }

    enum Progress: String, ExpressibleByArgument, CaseIterable {
        case auto, plain, none
    }

    @Argument(help: ArgumentHelp("Files and folders; - reads paths from standard input.", valueName: "path"))
    var places: [String]

    @Option(name: .long, help: ArgumentHelp("Compare with this list only; may be repeated.", valueName: "name"))
    var bank: [String] = []

    @Option(name: .long, help: ArgumentHelp("Form of the results on standard output.", valueName: "form"))
    var format: Format = .table

    @Option(name: .long, help: ArgumentHelp("Write the report for people, one HTML file.", valueName: "file"))
    var report: String?

    @Option(name: .long, help: ArgumentHelp("Write a record of every file, NDJSON.", valueName: "file"))
    var results: String?

    @Option(name: .long, help: ArgumentHelp("Go on with a stopped scan that had --results FILE.", valueName: "file"))
    var resume: String?

    @Flag(name: .customLong("null"), help: "With -, paths end with a NUL byte, as find -print0 writes them.")
    var isNullSeparated = false

    @Flag(name: .long, help: "Exit 2 if anything could not be scanned, even when something was found.")
    var strict = false

    @Flag(name: .long, help: "Replace report and results files that exist.")
    var force = false

    @Option(name: .long, help: ArgumentHelp("File names in the report: full, short, hidden.", valueName: "how"))
    var names: NameDisclosure = .full

    @Option(name: .long, help: ArgumentHelp("Largest file that is decoded, in MiB.", valueName: "MiB"))
    var maxSize = 128

    @Option(
        name: .long,
        help: ArgumentHelp("exact, or fast: decodes less; nearly the same hashes.", valueName: "how"))
    var hashing: ScanSettings.Hashing.Method = .exact

    @Flag(name: .long, inversion: .prefixedNo, help: "Read what files say of how they were made.")
    var provenance = true

    @Option(name: .long, help: ArgumentHelp("auto, plain (whole lines, for screen readers), none.", valueName: "how"))
    var progress: Progress = .auto

    @Flag(name: .customLong("no-color"), help: "No colours.")
    var isColourless = false

    @OptionGroup var binding: BindingOptions
    @OptionGroup var rules: RuleOptions
    @OptionGroup var decoder: DecoderOptions
    @OptionGroup var home: HomeOptions

    func validate() throws {
        guard (1...2048).contains(maxSize) else {
            throw ValidationError("--max-size takes 1 to 2048 MiB, not \(maxSize)")
        }
        if resume != nil, results != nil {
            throw ValidationError("--resume goes on writing its own file: leave out --results")
        }
    }

    func run() async throws {
        let started = Date()
        let paths = try PathList.read(places, isNullSeparated: isNullSeparated)
        if let report, !force, FileManager.default.fileExists(atPath: report) {
            throw FileTrouble.cannotWrite(report, EEXIST)
        }
        let repository = try Lists.open(home)
        // Counted before the lists are read: a change that comes in between makes a resumed scan refuse, not mix.
        let listsChange = try repository.lastChange().nonce
        let lists = try KnownLists(
            repository, names: bank.isEmpty ? nil : Set(bank), indexFolder: home.indexFolder,
            threads: decoder.laneCount)
        try requireSomethingToCompareWith(lists)
        if let trouble = lists.indexTrouble { Console.say("note: \(trouble)") }

        var settings = ScanSettings(decoder: decoder.configuration, lanes: decoder.laneCount)
        settings.maxBytes = UInt64(maxSize) << 20
        settings.hashing.method = hashing
        let trust = provenance ? try TrustLists(folder: home.trustFolder) : .none
        settings.provenance = provenance ? ProvenanceInspector(lists: trust, clock: ProgramClock.now) : nil

        settings.policy = try policy()

        let journal = try openJournal(
            ScanJournal.Circumstances(
                listsChange: listsChange, banks: bank.sorted(), maxBytes: settings.maxBytes,
                hashing: hashing.rawValue,
                trustLists: provenance ? trust.files.map(\.digest) : ["none"], program: Program.version,
                policy: settings.policy?.circumstancesNote))
        let known = journal?.finishedPaths ?? []
        let scan = Scan(paths, settings: settings, lists: lists) { known.contains($0) }
        let interruption = Interruption { Task { await scan.stop() } }
        defer { interruption.end() }

        var run = ScanRun(
            id: Self.newID(), started: started, ended: started, places: paths, lists: lists.lists,
            radius: Bank.defaultRadius, qualityFloor: settings.qualityFloor, wasStopped: false,
            resumedRecords: known.count, settings: ScanRun.Settings(settings), programVersion: Program.version,
            decoder: "", resultsName: journal?.path)
        run.policy = settings.policy
        run.trustLists = trust.files.map { ScanRun.TrustList(name: $0.name, count: $0.count, digest: $0.digest) }
        var session = ScanSession(
            format: format, progress: ProgressDisplay(progress, places: paths, alreadyDone: known.count),
            qualityFloor: settings.qualityFloor, journal: journal,
            terminal: ScanReport.Terminal(
                isTerminal: Console.outputIsTerminal, width: Console.width, colour: Console.usesColour(!isColourless)))
        try session.open(run)
        let sidelights = try await scan.run { record in
            try session.take(record)
        }
        run.ended = Date()
        run.wasStopped = scan.isStopped
        run.decoder = sidelights.decoder
        run.filesFound = session.filesFound
        let ledger = try session.close(sidelights)
        run.resultsDigest = try journal?.close(isComplete: !run.wasStopped)
        // The account is shown even when the report cannot be written.
        let written = Result {
            if let report {
                let page = HTMLReport.render(run: run, ledger: ledger, names: names)
                try PrivateFile.write(page, to: report, mayReplace: force)
            }
            return report
        }
        try session.conclude(run, ledger, reportName: try? written.get())
        _ = try written.get()
        if let status = exitStatus(ledger, run) { throw status }
    }

    /// The rules to decide by: those that the command line names, or the operator installed. Without either, nothing is
    /// decided beyond corroboration.
    private func policy() throws -> ScanPolicy? {
        let isAsked =
            !binding.jurisdiction.isEmpty || !binding.platform.isEmpty || !rules.policy.isEmpty || rules.packs != nil
        guard try isAsked || InstalledPolicy(home: home).exists else { return nil }
        let set = try rules.ruleSet(home)
        // Kept before the first decision: one that cannot be replayed is worth little in court.
        try RuleSetArchive(home: home.folder).keep(set)
        return ScanPolicy(
            set, jurisdictions: try binding.jurisdictions(of: set), platforms: try binding.platforms(of: set),
            clock: ProgramClock.now)
    }

    private func exitStatus(_ ledger: ScanLedger, _ run: ScanRun) -> ExitStatus? {
        if run.wasStopped { return .interrupted }
        let found = ledger[.match] + ledger[.held] > 0
        let unknown = ledger[.unknown] > 0
        if unknown && (strict || !found) { return .error }
        return found ? .found : nil
    }

    private func requireSomethingToCompareWith(_ lists: KnownLists) throws {
        guard !lists.lists.contains(where: { $0.unusedBecause == nil && !$0.isKnownGood }) else { return }
        if lists.lists.isEmpty {
            throw Complaint(
                "there is no list to compare with in \(home.folder)",
                remedy: "make one: tutela bank create mine && tutela bank import FILE --bank mine",
                code: "SCAN-NO-LIST")
        }
        let reasons = lists.lists.map { "\($0.name) is \($0.unusedBecause ?? "a known-good list")" }
        throw Complaint(
            "none of the lists can match anything: \(reasons.joined(separator: ", "))",
            remedy: "import entries or change the state: tutela bank list", code: "SCAN-NO-LIST")
    }

    private func openJournal(_ circumstances: ScanJournal.Circumstances) throws -> ScanJournal? {
        do {
            if let resume { return try ScanJournal(resuming: resume, circumstances, anyway: force) }
            return try results.map { try ScanJournal(creating: $0, circumstances, mayReplace: force) }
        } catch let error as ScanJournal.Failure {
            throw Complaint(error.message, remedy: error.remedy, code: error.code)
        }
    }

    /// Eight digits of Crockford's base 32, which has no I, L, O or U to misread.
    private static func newID() -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        let digits = (0..<8).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] }
        return String(digits.prefix(4)) + "-" + String(digits.suffix(4))
    }
}

extension ScanRun.Settings {
    init(_ settings: ScanSettings) {
        let limits = settings.decoder.limits
        self.init(
            maxBytes: settings.maxBytes, maxPixels: limits.maxPixels, maxSide: Int(limits.maxSide),
            maxFrames: Int(limits.maxFrames), lanes: settings.lanes, views: ScanSettings.views,
            hashing: settings.hashing.method)
    }
}
