// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import ScanReport
internal import Screening

/// What happens to each record of a running scan: one line out, one line into the results file, one more in the ledger.
struct ScanSession {
    private let format: ScanCommand.Format
    private var progress: ProgressDisplay
    private let qualityFloor: Int
    private let journal: ScanJournal?
    private let terminal: ScanReport.Terminal
    private let output = Output()
    private var ledger = ScanLedger()

    init(
        format: ScanCommand.Format, progress: ProgressDisplay, qualityFloor: Int, journal: ScanJournal?,
        terminal: ScanReport.Terminal
    ) {
        self.format = format
        self.progress = progress
        self.qualityFloor = qualityFloor
        self.journal = journal
        self.terminal = terminal
    }

    /// Says what begins, and takes over what an earlier run left in the results file.
    mutating func open(_ run: ScanRun) throws {
        Console.sayRaw(
            TerminalSummary.opening(run: run, terminal: ScanReport.Terminal(isTerminal: Console.errorIsTerminal)))
        if format == .csv { try output.write(CSV.header(policy: run.policy != nil)) }
        try journal?.forEachEarlierRecord(policy: { try run.policy?.decisionAgain($0) }) { record in
            try emit(record)
        }
    }

    mutating func take(_ record: ScanRecord) throws {
        try journal?.append(record)
        try emit(record)
        progress.advance(ledger)
    }

    /// Files in all, once they have been counted.
    var filesFound: Int? { progress.filesFound }

    /// Ends the stream of records.
    mutating func close(_ sidelights: Scan.Sidelights) throws -> ScanLedger {
        progress.end()
        try output.flush()
        ledger.linksNotFollowed = sidelights.linksNotFollowed
        ledger.specialFiles = sidelights.specialFiles
        return ledger
    }

    /// Shows the table and the account: on a terminal beside the results, in a pipe on standard error.
    func conclude(_ run: ScanRun, _ ledger: ScanLedger, reportName: String?) throws {
        if terminal.isTerminal && format == .table {
            try output.write(TerminalTable.render(run: run, ledger: ledger, terminal: terminal))
            try output.write("\n")
            try output.write(
                TerminalSummary.render(run: run, ledger: ledger, terminal: terminal, reportName: reportName))
            try output.flush()
        } else {
            Console.sayRaw(
                TerminalSummary.render(run: run, ledger: ledger, terminal: .pipe, reportName: reportName))
        }
        let unknown = ledger[.unknown]
        if unknown > 0 {
            Console.say("\(Figures.counted(unknown, "file", "files")) could not be scanned.")
        }
    }

    private mutating func emit(_ record: ScanRecord) throws {
        ledger.add(record, qualityFloor: qualityFloor)
        switch format {
        case .ndjson: try output.writeLine(NDJSON.encode(record))
        case .csv: try output.write(CSV.encode(record))
        case .table:
            if !terminal.isTerminal { try output.writeLine(TerminalTable.pipedLine(record)) }
        }
    }
}
