// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Screening
import Testing

@testable import ScanReport

@Suite struct FindingsTests {
    @Test func `copies of one picture stand together and name each other`() {
        let findings = Findings(Sample.ledger(Sample.matched + Sample.held))
        #expect(findings.pictureCount == 7)
        #expect(findings.matched.joined().map(\.number) == [1, 2, 3, 4])
        #expect(findings.held.joined().map(\.number) == Array(5...13))
        let tile = findings.matched.joined().first { $0.record.path.display.hasSuffix("tile (4).png") }
        #expect(tile?.alike == [4, 7, 8, 9])
    }

    @Test func `an item between two entries joins their pictures`() {
        let findings = Findings(
            Sample.ledger([
                Sample.record("a", .held, matches: [Sample.match("own", "1", 3)]),
                Sample.record("b", .held, matches: [Sample.match("demo-a", "2", 4)]),
                Sample.record("c", .held, matches: [Sample.match("own", "1", 5), Sample.match("demo-a", "2", 6)]),
            ]))
        #expect(findings.pictureCount == 1)
    }

    @Test func `equal entry names of different lists are different entries, and known-good lists join nothing`() {
        let good = ScanRecord.Match(bank: "good", entry: "g", kind: .sha256, distance: 0, isKnownGood: true)
        let findings = Findings(
            Sample.ledger([
                Sample.record("a", .held, matches: [Sample.match("own", "1", 3), good]),
                Sample.record("b", .held, matches: [Sample.match("demo-a", "1", 3), good]),
            ]))
        #expect(findings.pictureCount == 2)
    }

    @Test(
        arguments: zip(
            View.Orientation.allCases,
            [
                "as stored", "turned 90° left", "upside down", "turned 90° right", "upside down, mirrored", "mirrored",
                "mirrored, turned 90° left", "mirrored, turned 90° right",
            ]))
    func `orientations are said in a person's words`(orientation: View.Orientation, words: String) {
        let english = Catalogue.english
        #expect(english.words(for: View(region: .whole, orientation: orientation)) == words)
        let trimmed = english.words(for: View(region: .borderTrimmed, orientation: orientation))
        #expect(trimmed == (orientation == .original ? "border trimmed" : "border trimmed, " + words))
    }

    @Test func `commands are quoted for the shell, or not shown`() {
        #expect(ShellWord.quoted("results.ndjson") == "results.ndjson")
        #expect(ShellWord.quoted("it's here.ndjson") == "'it'\\''s here.ndjson'")
        #expect(ShellWord.quoted("-rf") == "./-rf")
        #expect(ShellWord.quoted("$(x)") == "'$(x)'")
        #expect(ShellWord.quoted("a\u{202E}b") == nil)
        #expect(ShellWord.quoted("") == nil)
    }

    @Test func `commands are offered only when they can work`() {
        var run = Sample.run(wasStopped: true)
        #expect(NextCommands(for: run).resume == "tutela scan --resume results.ndjson /media/holidays")
        #expect(NextCommands(for: run).retry == nil)
        run.places = [ItemPath(bytes: [0xFF])]
        #expect(NextCommands(for: run).resume == nil)
        run.resultsName = nil
        #expect(NextCommands(for: run) == NextCommands(lists: "tutela bank list"))
    }
}
