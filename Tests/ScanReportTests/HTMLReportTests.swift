// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Screening
import TestSupport
import Testing

@testable import ScanReport

@Suite struct HTMLReportTests {
    private func render(_ ledger: ScanLedger, run: ScanRun = Sample.run(), names: NameDisclosure = .full) -> String {
        HTMLReport.render(run: run, ledger: ledger, names: names, timeZone: Sample.zone)
    }

    private func numbers(after mark: String, in page: String) -> [Int] {
        page.components(separatedBy: mark).dropFirst().compactMap { part in
            Int(part.prefix { $0 != "<" }.filter { $0 != "," })
        }
    }

    @Test func `the numbers of the ledger add up and stand in the page, for 1,000 random scans`() throws {
        for seed in 0..<1000 {
            var dice = SplitMix(state: UInt64(seed))
            var ledger = ScanLedger(listingLimit: 3)
            var expected: [ScanRecord.Decision.Outcome: Int] = [:]
            for _ in 0..<Int.random(in: 0...40, using: &dice) {
                let outcome = ScanRecord.Decision.Outcome.allCases[Int.random(in: 0..<6, using: &dice)]
                let failures = ItemStatus.allCases.filter { $0 != .screened }
                let status =
                    outcome == .unknown ? failures[Int.random(in: 0..<failures.count, using: &dice)] : .screened
                let isFound = [.match, .held].contains(outcome)
                let matches = isFound ? [Sample.match("demo-a", "a", Int.random(in: 0...31, using: &dice))] : []
                ledger.add(Sample.record("IMG.jpg", outcome, matches: matches, status: status), qualityFloor: 50)
                expected[outcome, default: 0] += 1
            }
            let page = render(ledger)
            let counts = numbers(after: "<td class=\"count num\">", in: page)
            let rows = ScanRecord.Decision.Outcome.allCases.map { expected[$0, default: 0] }
            let (match, held, unknown, none, cleared, other) = (rows[0], rows[1], rows[2], rows[3], rows[4], rows[5])
            var wanted = [match, held, unknown, none]
            if cleared > 0 { wanted.append(cleared) }
            wanted.append(match + held + unknown + none + cleared)
            if other > 0 { wanted.append(other) }
            try #require(counts == wanted, "seed \(seed)")
            let bars = numbers(after: "</th><td class=\"num\">", in: page)
            try #require(bars.reduce(0, +) == unknown, "seed \(seed)")
        }
    }

    @Test func `what files say of their making stands in one row each, and the rows add up to all media`() throws {
        for seed in 0..<300 {
            var dice = SplitMix(state: UInt64(seed))
            var ledger = ScanLedger(listingLimit: 3)
            var media = 0
            for _ in 0..<Int.random(in: 1...40, using: &dice) {
                var record = Sample.record("IMG.jpg", Bool.random(using: &dice) ? .none : .other)
                if Bool.random(using: &dice) {
                    record.provenance =
                        Sample.origins[Int.random(in: 0..<Sample.origins.count, using: &dice)]
                        .provenance
                }
                if record.decision.outcome != .other { media += 1 }
                ledger.add(record, qualityFloor: 50)
            }
            let tally = ledger.provenance
            try #require(ProvenanceTally.Row.allCases.reduce(0) { $0 + tally[$1] } == media, "seed \(seed)")
            let page = render(ledger)
            guard let section = page.components(separatedBy: "<section id=\"origin\"").dropFirst().first else {
                try #require(tally[.notExamined] == media, "seed \(seed)")
                continue
            }
            let own = section.components(separatedBy: "</section>")[0]
            let counts = numbers(after: "<td class=\"count num\">", in: own)
            try #require(counts.last == media && counts.dropLast().reduce(0, +) == media, "seed \(seed)")
        }
    }

    @Test func `a file that says nothing of its making is never called anything but silent`() {
        let page = render(Sample.ledger(Sample.origins))
        #expect(page.contains("This says nothing about how they were made."))
        for word in ["authentic", "genuine", "fake", "human-made"] {
            #expect(!page.lowercased().contains(word), "\(word)")
        }
        #expect(page.contains("Says of itself: ") == false, "no match, so no row to say it in")
        var matched = Sample.matched[0]
        matched.provenance = Sample.origins[0].provenance
        #expect(
            render(Sample.ledger([matched])).contains(
                "Says of itself: AI-generated (signed, signer on your trust lists)"))
    }

    @Test func `the policy admits the one style block by its hash`() throws {
        let page = render(Sample.full)
        let styles = page.components(separatedBy: "<style>").dropFirst().map {
            $0.components(separatedBy: "</style>")[0]
        }
        try #require(styles.count == 1)
        let digest = Data(SHA256.hash(data: Data(styles[0].utf8))).base64EncodedString()
        #expect(
            page.contains(
                "content=\"default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'\""))
        #expect(styles[0].contains("Tutela screening report, scan 7KQ2-M4XD"))
        #expect(styles[0].contains("\"page \" counter(page) \" of \" counter(pages)"))
    }

    @Test(arguments: NameDisclosure.allCases)
    func `every sample is strictly well formed`(names: NameDisclosure) {
        for ledger in [Sample.full, Sample.ledger([]), Sample.ledger(Many.records, limit: 30)] {
            #expect(StrictHTML(render(ledger, names: names)).problems == [])
        }
    }

    @Test func `hostile names cannot add an element, an attribute or an invisible character`() {
        let tame = Hostile.records.map { record in
            var tame = record
            tame.path = ItemPath("/media/holidays/a.jpg")
            tame.reason = record.reason.map { StatusReason(code: $0.code, message: "x") }
            tame.decision.because = ["x"]
            for index in tame.matches.indices {
                tame.matches[index].bank = "b\(index)"
                tame.matches[index].entry =
                    "e" + String(describing: record.path.bytes.count) + String(record.matches[index].distance)
            }
            return tame
        }
        let hostile = StrictHTML(render(Sample.ledger(Hostile.records)))
        let expected = StrictHTML(render(Sample.ledger(tame)))
        #expect(hostile.problems == [])
        for element in ["a", "svg", "style", "meta", "title", "section", "table", "tr", "td", "details", "li", "bdi"] {
            #expect(hostile.elements[element] == expected.elements[element], "\(element)")
        }
        #expect(hostile.text.contains("&lt;script&gt;alert(1)&lt;/"))
        #expect(hostile.text.contains("U+202E"))
        #expect(hostile.text.contains("0xFF 0xFE"))
    }

    @Test func `a hostile scan id, decoder and list name stay words`() {
        var run = Sample.run(lists: [Sample.list("</style><script>\u{202E}", entries: 3, source: "<b>")])
        run.id = "\"}</style><script>alert(1)</script>"
        run.decoder = "<img src=x>"
        run.resultsName = "$(rm -rf ~)'\".ndjson"
        run.places = [ItemPath("<i>\u{1B}[2J")]
        let page = HTMLReport.render(run: run, ledger: Sample.full, names: .full, timeZone: Sample.zone)
        #expect(StrictHTML(page).problems == [])
    }

    @Test func `names are shown in full, shortened, or not at all`() {
        #expect(render(Sample.full, names: .full).contains("<span class=\"dir\">DCIM/<wbr>104<wbr>_PHOTO/<wbr></span>"))
        let short = render(Sample.full, names: .short)
        #expect(!short.contains("104") && short.contains("<wbr>_2071.JPG"))
        #expect(!short.contains("/media"))
        let hidden = render(Sample.full, names: .hidden)
        for part in ["IMG", "2071", "holidays", "Recovered", "dunes"] { #expect(!hidden.contains(part), "\(part)") }
        #expect(hidden.contains("JPEG, 4,032 × 3,024 px, 3.0 MB"))
    }

    @Test func `no fingerprint and no digest of a file is in the page`() {
        let page = render(Sample.full)
        for record in Sample.records {
            for fingerprint in record.fingerprints { #expect(!page.contains(fingerprint.pdq)) }
            if let digests = record.digests {
                for digest in [digests.md5, digests.sha1, digests.sha256] { #expect(!page.contains(digest)) }
            }
        }
    }

    @Test func `no match is neither green nor ticked`() {
        let page = render(Sample.ledger([], none: 214))
        let row = page.components(separatedBy: "<tr").first { $0.contains("Scanned, no match") }
        #expect(row?.contains("class=\"m-plain\"") == true)
        for sign in ["✓", "✔", "✅", "--sound", "#157a5a"] { #expect(!page.contains(sign), "\(sign)") }
    }

    @Test func `without a list nothing is called no match`() {
        let page = render(Sample.ledger([], none: 3), run: Sample.run(lists: []))
        #expect(!page.contains("Scanned, no match"))
        #expect(page.contains("Opened, but compared with nothing"))
    }

    @Test func `sections that have nothing to say are left out`() {
        let page = render(Sample.ledger([], none: 3))
        for id in ["matches", "unscanned", "cleared", "origin", "duties"] { #expect(!page.contains("id=\"\(id)\"")) }
        for id in ["answer", "next", "how", "words"] { #expect(page.contains("<section id=\"\(id)\"")) }
    }

    @Test func `a list that was cut says so, and where the rest is`() {
        let page = render(Sample.ledger(Many.records, limit: 100))
        #expect(page.contains("The 100 of 1,300 files that were found first."))
        #expect(page.contains("<code>results.ndjson</code>"))
        #expect(page.contains("<span class=\"num\">2,600 files</span>"))
    }

    @Test func `a million files without a match fit into two megabytes, and a thousand listed ones too`() {
        var ledger = ScanLedger()
        let plain = Sample.record("IMG.jpg", .none)
        for _ in 0..<1_000_000 { ledger.add(plain, qualityFloor: 50) }
        let page = render(ledger)
        #expect(page.contains("<td class=\"count num\">1,000,000</td>"))
        #expect(page.utf8.count < 100_000)
        #expect(render(Sample.ledger(Many.records)).utf8.count < 2_000_000)
    }

    @Test func `a decoder without confinement is warned about`() {
        let insecure = render(Sample.full, run: Sample.run(decoder: "INSECURE: the decoder ran unconfined"))
        #expect(insecure.contains("The decoder ran without confinement"))
        #expect(!render(Sample.full).contains("The decoder ran without confinement"))
    }

    @Test func `a stopped scan accounts for what it did not reach`() {
        let ledger = Sample.ledger(Sample.matched, none: 96)
        let known = render(ledger, run: Sample.run(wasStopped: true, filesFound: 1_000))
        #expect(known.contains("<td class=\"count num\">900</td>"))
        #expect(known.replacing("<wbr>", with: "").contains("tutela scan --resume results.ndjson /media/holidays"))
        let unknown = render(ledger, run: Sample.run(wasStopped: true))
        #expect(unknown.contains("nothing is known about the rest"))
        // The command would name the place.
        #expect(!render(ledger, run: Sample.run(wasStopped: true), names: .hidden).contains("--resume"))
    }

    @Test func `the strip of distances says everything in words`() {
        let page = render(Sample.ledger(Sample.matched))
        #expect(
            page.contains(
                "Distances of the 4 matches, from 0 (same picture) to 31 (the limit set for this scan): file 1: 0; file 2: 0; file 3: 6; file 4: 12."
            ))
        // Too many for one mark each: the label counts all of them, also those that are not listed.
        let many = Sample.ledger(Many.records, limit: 30)
        let closest = (many.distances[.match]?[0] ?? 0) + (many.distances[.held]?[0] ?? 0)
        #expect(render(many).contains("(the limit set for this scan): 0: \(closest) files; 1: "))
    }

    @Test func `times carry their offset, for people and for programs`() {
        let page = render(Sample.full)
        #expect(
            page.contains("<time datetime=\"2026-11-22T09:19:55+01:00\">22 Nov 2026, 09:19:55</time> (UTC+01:00)"))
    }
}
