// SPDX-License-Identifier: Apache-2.0

import Screening
import Testing

@testable import ScanReport

@Suite struct HeadlineTests {
    private func headline(_ ledger: ScanLedger, _ run: ScanRun = Sample.run()) -> String {
        Headline(run: run, ledger: ledger, words: .english).text
    }

    @Test func `matches, everything scanned`() {
        #expect(headline(Sample.ledger(Sample.matched + Sample.held, none: 9)) == "13 files match a list you hold.")
        #expect(headline(Sample.ledger(Array(Sample.held.prefix(1)))) == "1 file matches a list you hold.")
    }

    @Test func `matches, and some unknown`() {
        #expect(
            headline(Sample.full) == "13 files match a list you hold. Nothing is known about 23 others.")
    }

    @Test func `no match, everything scanned`() {
        #expect(headline(Sample.ledger([], none: 9)) == "No file matches your lists.")
    }

    @Test func `no match, but some unknown`() {
        #expect(
            headline(Sample.ledger(Sample.unknown, none: 9)) == "No match found. Nothing is known about 23 files.")
    }

    @Test func `all unknown is not called no match`() {
        #expect(headline(Sample.ledger(Sample.unknown)) == "No file could be scanned. Nothing is known about 23 files.")
    }

    @Test func `stopped`() {
        let ledger = Sample.ledger(Sample.matched, none: 9_408)
        #expect(
            headline(ledger, Sample.run(wasStopped: true, filesFound: 12_847))
                == "Stopped after 9,412 of 12,847 files. 4 match so far.")
        #expect(headline(ledger, Sample.run(wasStopped: true)) == "Stopped after 9,412 files. 4 match so far.")
        #expect(
            headline(Sample.ledger(Sample.unknown), Sample.run(wasStopped: true, filesFound: 40))
                == "Stopped after 23 of 40 files. No match so far. Nothing is known about 23 others.")
    }

    @Test func `nothing to scan`() {
        #expect(headline(Sample.ledger([], other: 3)) == "No pictures or videos in this place.")
        #expect(
            headline(Sample.ledger([]), Sample.run(places: ["a", "b"])) == "No pictures or videos in these places.")
    }

    @Test func `a list that was not used is named, several are counted`() {
        var lists = Sample.lists
        lists[2].unusedBecause = "51 days old"
        #expect(
            headline(Sample.ledger([], none: 9), Sample.run(lists: lists))
                == "No file matches your lists. partner-b was not used: it is 51 days old.")
        lists[1].entries = 0
        #expect(
            headline(Sample.ledger([], none: 9), Sample.run(lists: lists))
                == "No file matches your lists. 2 lists were not used.")
    }

    @Test func `without any list nothing was compared, and nobody says no match`() {
        let knownGoodOnly = [Sample.list("known-good", isKnownGood: true)]
        for lists in [[], knownGoodOnly, [Sample.list("own", unusedBecause: "disabled")]] {
            #expect(
                headline(Sample.ledger([], none: 9), Sample.run(lists: lists))
                    == "Nothing was compared: no list was in use.")
            #expect(
                headline(Sample.ledger(Sample.unknown, none: 9), Sample.run(lists: lists))
                    == "Nothing is known about 23 files. Nothing was compared: no list was in use.")
        }
    }

    @Test func `cleared files are mentioned when nothing else was found`() {
        #expect(
            headline(Sample.ledger(Sample.cleared, none: 9))
                == "1 file near an entry is on a known-good list. No other match found.")
        #expect(
            headline(Sample.ledger(Sample.cleared + Sample.unknown, none: 9))
                == "1 file near an entry is on a known-good list. No other match found. "
                + "Nothing is known about 23 files.")
        // Of cleared files alone nobody says that they match nothing.
        #expect(headline(Sample.ledger(Sample.cleared)) == "1 file near an entry is on a known-good list.")
        #expect(
            headline(Sample.ledger(Sample.cleared + Sample.unknown))
                == "1 file near an entry is on a known-good list. Nothing is known about 23 files.")
        #expect(
            headline(Sample.ledger(Sample.cleared, none: 1), Sample.run(wasStopped: true))
                == "Stopped after 2 files. No match so far. 1 file near an entry is on a known-good list.")
    }
}
