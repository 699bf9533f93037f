// SPDX-License-Identifier: Apache-2.0

import Foundation
import Screening
import TestSupport
import Testing

@testable import ScanReport

/// Compares with the files in `Golden`; with `TUTELA_UPDATE_GOLDEN=1` it writes them, to be looked at before they are kept.
private func expectGolden(_ text: String, _ name: String, file: String = #filePath) throws {
    let url = URL(fileURLWithPath: file).deletingLastPathComponent().appendingPathComponent("Golden/\(name).txt")
    if ProcessInfo.processInfo.environment["TUTELA_UPDATE_GOLDEN"] == "1" {
        try text.write(to: url, atomically: true, encoding: .utf8)
    }
    let golden = try String(contentsOf: url, encoding: .utf8)
    #expect(text == golden, "\(name)")
}

@Suite struct TerminalTests {
    private let commands = NextCommands(retry: "tutela scan --retry results.ndjson", lists: "tutela bank list")

    private func screen(_ terminal: Terminal, _ ledger: ScanLedger = Sample.full, run: ScanRun = Sample.run()) -> String
    {
        TerminalSummary.opening(run: run, terminal: terminal) + "\n"
            + TerminalTable.render(run: run, ledger: ledger, terminal: terminal, perOutcome: 9) + "\n"
            + TerminalSummary.render(
                run: run, ledger: ledger, terminal: terminal, reportName: "report.html", commands: commands)
    }

    @Test(arguments: [60, 80, 120])
    func `the screen fits its width`(width: Int) throws {
        let text = screen(Terminal(isTerminal: true, width: width))
        for line in text.split(separator: "\n") where !line.contains("tutela scan") {
            #expect(TextWidth.columns(String(line)) <= width, "\(line)")
        }
        try expectGolden(text, "screen-\(width)")
    }

    @Test func `colour only adds to words`() throws {
        let plain = screen(Terminal(isTerminal: true, width: 80))
        let colour = screen(Terminal(isTerminal: true, width: 80, colour: true))
        #expect(colour.replacing(/\u{1B}\[[0-9;]*m/, with: "") == plain)
        #expect(!plain.contains("\u{1B}"))
        try expectGolden(colour.replacing("\u{1B}", with: "ESC"), "screen-80-colour")
    }

    @Test func `a pipe gets tabs, no header, everything whole`() throws {
        let text = TerminalTable.render(run: Sample.run(), ledger: Sample.full, terminal: .pipe)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        #expect(lines.count == 36)
        #expect(lines.allSatisfy { $0.count { $0 == "\t" } == 6 })
        #expect(!Terminal(isTerminal: false, colour: true).colour)
        try expectGolden(text, "piped")
    }

    @Test func `hostile names take one line and move nothing`() {
        for terminal in [Terminal(isTerminal: true, width: 80), .pipe] {
            let text = TerminalTable.render(
                run: Sample.run(), ledger: Sample.ledger(Hostile.records), terminal: terminal, perOutcome: 100)
            #expect(text.split(separator: "\n").count == Hostile.records.count)
            for scalar in text.unicodeScalars where !"\n\t".unicodeScalars.contains(scalar) {
                #expect(![.control, .format].contains(scalar.properties.generalCategory))
            }
        }
    }

    @Test func `names can be left out on the screen too`() {
        for terminal in [Terminal(isTerminal: true, width: 80), .pipe] {
            let text = TerminalTable.render(run: Sample.run(), ledger: Sample.full, terminal: terminal, names: .hidden)
            #expect(!text.contains("IMG") && !text.contains("Recovered"))
        }
    }

    @Test func `any outcome has a piped line`() {
        #expect(
            TerminalTable.pipedLine(Sample.record("a.jpg", .none)) == "none\t\t\t\tscreened\t\t/media/holidays/a.jpg")
        #expect(
            TerminalTable.pipedLine(Sample.matched[0])
                == "match\texact\tdemo-a\ta-0481207\tscreened\t\t/media/holidays/DCIM/104_PHOTO/IMG_2071.JPG")
        #expect(
            TerminalTable.pipedLine(Sample.cleared[0])
                == "cleared\t29\tdemo-a\ta-0000007\tscreened\t\t/media/holidays/Wallpapers/default-dunes.jpg")
    }

    @Test func `cleared files are not counted among those without a match`() {
        func sentence(_ ledger: ScanLedger) -> String {
            let text = TerminalSummary.render(
                run: Sample.run(lists: Array(Sample.lists.prefix(1))), ledger: ledger, terminal: .pipe)
            return String(text.split(separator: "\n\n")[0]).replacing("\n", with: " ")
        }
        #expect(
            sentence(Sample.ledger(Sample.cleared, none: 1))
                == "No match in 1 picture. Not the same as harmless: only one list was compared. "
                + "1 file near an entry is on a known-good list.")
        #expect(
            sentence(Sample.ledger(Sample.cleared + Sample.cleared))
                == "2 files near an entry are on a known-good list.")
        #expect(
            sentence(Sample.ledger(Sample.cleared + Sample.unknown.prefix(1)))
                == "1 file near an entry is on a known-good list. Nothing is known about 1 file.")
    }

    @Test func `nothing found says what was searched`() throws {
        let lists = Array(Sample.lists.prefix(3))
        try expectGolden(
            screen(Terminal(isTerminal: true, width: 80), Sample.ledger([], none: 214), run: Sample.run(lists: lists)),
            "none")
        try expectGolden(
            screen(
                Terminal(isTerminal: true, width: 80), Sample.ledger(Array(Sample.unknown.prefix(2)), none: 212),
                run: Sample.run(lists: lists)), "none-but-unknown")
        try expectGolden(screen(Terminal(isTerminal: true, width: 80), Sample.ledger([], other: 3)), "nothing-to-scan")
        try expectGolden(
            screen(Terminal(isTerminal: true, width: 80), Sample.ledger([], none: 3), run: Sample.run(lists: [])),
            "no-list")
    }

    @Test func `a stopped scan says so, and how to go on`() throws {
        var lists = Sample.lists
        lists[2].unusedBecause = "quarantined"
        let run = Sample.run(lists: lists, wasStopped: true, filesFound: 12_847, decoder: "INSECURE: unconfined")
        let terminal = Terminal(isTerminal: true, width: 80)
        let text = TerminalSummary.render(
            run: run, ledger: Sample.ledger(Sample.matched, none: 9_408), terminal: terminal)
        #expect(text.contains("Resume   tutela scan --resume results.ndjson /media/holidays"))
        try expectGolden(text, "stopped")
    }

    @Test func `the summary adds up for 500 random scans`() throws {
        for seed in 0..<500 {
            var dice = SplitMix(state: UInt64(seed))
            var ledger = ScanLedger(listingLimit: 2)
            for _ in 0..<Int.random(in: 1...60, using: &dice) {
                let outcome = ScanRecord.Decision.Outcome.allCases[Int.random(in: 0..<6, using: &dice)]
                let status: ItemStatus = outcome == .unknown ? .timeout : .screened
                ledger.add(Sample.record("a.jpg", outcome, status: status), qualityFloor: 50)
            }
            let text = TerminalSummary.render(run: Sample.run(), ledger: ledger, terminal: Terminal(isTerminal: true))
            let halves = text.components(separatedBy: "======\n")
            try #require(halves.count == 2)
            func numbers(_ text: String) -> [Int] {
                text.split(separator: "\n").compactMap { line in
                    line.firstMatch(of: /^ +(\d+)  \S/).flatMap { Int($0.output.1) }
                }
            }
            try #require(numbers(halves[0]).reduce(0, +) == numbers(halves[1]).first, "seed \(seed)")
        }
    }
}

@Suite struct ProgressLineTests {
    private let state = ProgressLine.State(
        done: 9_412, found: 12_847, isWalkEnded: true, rate: 37, elapsed: 254, matches: 10, unknown: 17)

    @Test func `a scan whose end is known`() {
        #expect(
            ProgressLine.render(state, terminal: Terminal(isTerminal: true, width: 100))
                == "9,412 of 12,847   73 %   37/s   1 min 33 s left   10 matches   17 not scanned")
    }

    @Test func `a scan whose end is not known yet promises nothing`() {
        var state = state
        state.isWalkEnded = false
        #expect(
            ProgressLine.render(state, terminal: Terminal(isTerminal: true, width: 100))
                == "9,412 of 12,847 found so far   37/s   10 matches   17 not scanned")
    }

    @Test func `the rest is not foretold before the speed is known`() {
        func left(done: Int, elapsed: Double, rate: Double = 37, resumed: Int = 0) -> Bool {
            let state = ProgressLine.State(
                done: done, found: 12_847, isWalkEnded: true, rate: rate, elapsed: elapsed, matches: 0, unknown: 0,
                resumed: resumed)
            return ProgressLine.plain(state).contains("left")
        }
        #expect(left(done: 20, elapsed: 2))
        #expect(!left(done: 19, elapsed: 60))
        #expect(!left(done: 900, elapsed: 1.9))
        #expect(!left(done: 9_019, elapsed: 60, resumed: 9_000))
        #expect(left(done: 9_020, elapsed: 60, resumed: 9_000))
        for rate in [0, -1, .nan, .infinity] { #expect(!left(done: 900, elapsed: 60, rate: rate)) }
    }

    @Test func `the last seconds are not counted down`() {
        var state = state
        state.done = 12_847 - 37 * 10
        #expect(ProgressLine.plain(state).contains(", 10 s left,"))
        state.done = 12_846
        #expect(ProgressLine.plain(state).contains(", less than 10 s left,"))
    }

    @Test func `narrow terminals keep the counts and never wrap`() {
        for width in 20...120 {
            let line = ProgressLine.render(state, terminal: Terminal(isTerminal: true, width: width))
            #expect(TextWidth.columns(line) < width)
            if width >= 60 { #expect(line.contains("10 matches   17 not scanned")) }
        }
        #expect(
            ProgressLine.render(state, terminal: Terminal(isTerminal: true, width: 60))
                == "9,412 of 12,847   73 %   10 matches   17 not scanned")
    }

    @Test func `the end is said when it is reached`() {
        var state = state
        state.done = 12_846
        #expect(ProgressLine.plain(state).contains("99 %"))
        state.done = 12_847
        #expect(
            ProgressLine.plain(state) == "Scanned 12,847 of 12,847, 100 %, 37/s, 10 matches, 17 not scanned.")
    }

    @Test func `strange figures do no harm`() {
        for rate in [0, -1, .nan, .infinity, 1e300, 1e-300] {
            let state = ProgressLine.State(
                done: 5, found: 0, isWalkEnded: true, rate: rate, elapsed: rate, matches: 1, unknown: 0)
            #expect(ProgressLine.plain(state).hasPrefix("Scanned 5 of 5, 100 %"))
        }
        let empty = ProgressLine.State(
            done: 0, found: 0, isWalkEnded: false, rate: 0, elapsed: 0, matches: 0, unknown: 0)
        #expect(ProgressLine.plain(empty) == "Scanned 0 of 0 found so far, 0 matches, 0 not scanned.")
    }

    @Test func `redrawing erases what stood there`() {
        let line = ProgressLine.redraw(state, terminal: Terminal(isTerminal: true, width: 100))
        #expect(line.hasPrefix("\r9,412") && line.hasSuffix("\u{1B}[K"))
    }
}
