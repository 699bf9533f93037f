// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import Policy
import Screening
import TestSupport
import Testing

@testable import ScanReport

/// An invented scan that decided by rules.
enum RuledScan {
    static let time = UTCTime(seconds: 1_795_530_000)

    /// Two rules: listed material is reported within a day, and what failed is looked at. One has a title out of markup.
    static func rules(title: String = "Report within a day") throws -> RuleSet {
        var house = Pack(
            id: "house.sample", title: LocalText(en: "Sample"), jurisdiction: .everywhere, kind: .house,
            compiled: Self.time)
        house.categories = [
            .init(
                id: "house.category.a", category: .csamUnknownOrigin,
                when: try ConditionParser.parse("match.content contains csam")),
            .init(id: "house.category.b", category: .benign, when: try ConditionParser.parse("match.kind is none")),
        ]
        var look = Rule(
            id: "house.look", title: LocalText(en: "Look"), citation: "Sample", says: "A sample.",
            inForce: UTCTime(seconds: 0), source: RuleSource(kind: .terms), confidence: .high)
        look.when = try ConditionParser.parse("match.kind is not none")
        look.onUnknown = .include
        look.obligations = [Duty(.humanReview)]
        house.rules = [look]
        var law = Pack(
            id: "us.sample", title: LocalText(en: "Sample"), jurisdiction: try #require(Jurisdiction("US")), kind: .law,
            compiled: Self.time)
        var report = Rule(
            id: "us.report", title: LocalText(en: title), citation: "Sample Act", says: "A sample.",
            inForce: UTCTime(seconds: 0), source: RuleSource(kind: .primary, url: "https://example.org"),
            confidence: .high)
        report.categories = CategorySet([.csamUnknownOrigin])
        var duty = Duty(.reportTo, to: .ncmec)
        duty.limit = CalendarDuration("P1D")
        duty.clock = .detectedAt
        report.obligations = [duty]
        var late = report
        late.id = "us.later"
        late.inForce = UTCTime("2030-01-01")
        law.rules = [report, late]
        return try RuleSet([house, law])
    }

    /// A scan of one listed file, one that failed, and one that is plain.
    static func scan(title: String = "Report within a day") throws -> (run: ScanRun, ledger: ScanLedger) {
        let set = try rules(title: title)
        var run = Sample.run()
        run.policy = ScanPolicy(
            set, jurisdictions: [try #require(Jurisdiction("US"))], clock: { Self.time })
        var ledger = ScanLedger()
        let matched = Sample.record("one.jpg", .held, matches: [Sample.match("demo-a", "e-1", 3, category: "csam")])
        let failed = Sample.record(
            "two.jpg", .unknown, status: .timeout, reason: StatusReason(code: "timeout", message: "slow"))
        for var record in [matched, failed, Sample.record("three.jpg", .none)] {
            let decision = set.decide(
                ItemFacts(lists: run.lists).facts(of: record, at: Self.time), at: Self.time,
                jurisdictions: try #require(run.policy).jurisdictions)
            record.decision.action = max(record.decision.action, decision.action)
            record.decision.policy = decision
            ledger.add(record, qualityFloor: 50)
        }
        return (run, ledger)
    }
}

@Suite("What follows by law and policy")
struct PolicyReportTests {
    private func page(title: String = "Report within a day", names: NameDisclosure = .full) throws -> String {
        let (run, ledger) = try RuledScan.scan(title: title)
        return HTMLReport.render(run: run, ledger: ledger, names: names, timeZone: Sample.zone)
    }

    @Test("the report names what must be done, to whom, by when and by which rule, and that this is no advice")
    func section() throws {
        let page = try page()
        #expect(StrictHTML(page).problems == [])
        for part in [
            "What follows by law and policy", "not legal advice", "the United States", "csam.unknown-origin",
            "us.report",
            "Sample Act", "2026-11-25T14:20:00Z", "lawyer's signature", "us.later", "binds from",
        ] {
            #expect(page.contains(part), "\(part)")
        }
    }

    @Test("the actions in the report add up to all pictures and videos")
    func adds() throws {
        let (_, ledger) = try RuledScan.scan()
        #expect(ledger.policy.rows.values.reduce(0, +) == ledger.media)
        #expect(ledger.policy[.undetermined] == 1, "what failed stands by itself, hatched")
        #expect(ledger.policy[.review] == 1)
        #expect(ledger.policy[.allow] == 1)
    }

    @Test("text of a pack cannot become markup")
    func hostileTitle() throws {
        let page = try page(title: "<script>alert(1)</script>\u{202E}")
        #expect(!page.contains("<script"))
        #expect(!page.contains("\u{202E}"))
        #expect(StrictHTML(page).problems == [])
    }

    @Test("hidden names stay hidden in this section, too")
    func hidden() throws {
        #expect(!(try page(names: .hidden)).contains("one.jpg"))
    }

    @Test("without rules there is no such section, no column and no key")
    func without() {
        let page = HTMLReport.render(run: Sample.run(), ledger: Sample.full, names: .full, timeZone: Sample.zone)
        #expect(!page.contains("What follows"))
        #expect(!NDJSON.encode(Sample.record("a.jpg", .none)).contains("policy"))
        #expect(CSV.header() == CSV.header(policy: false))
        #expect(!CSV.header().contains("category"))
        #expect(
            TerminalTable.pipedLine(Sample.record("a.jpg", .none)).split(separator: "\t").last
                == "/media/holidays/a.jpg")
    }

    @Test("records carry the canonical decision, CSV and pipe the action, category and deadline")
    func records() throws {
        let (_, ledger) = try RuledScan.scan()
        let record = try #require(ledger.held.first)
        let decision = try #require(record.decision.policy)
        #expect(NDJSON.encode(record).contains("\"policy\":" + decision.canonical.text))
        #expect(try NDJSON.decode(NDJSON.encode(record)).decision.action == .review)
        let line = TerminalTable.pipedLine(record)
        #expect(line.hasSuffix("\treview\tcsam.unknown-origin\t2026-11-25T14:20:00Z"))
        #expect(CSV.encode(record).hasSuffix(",review,csam.unknown-origin,2026-11-25T14:20:00Z\r\n"))
        #expect(CSV.header(policy: true).hasSuffix(",action,category,deadline\r\n"))
    }

    @Test("what a source is called cannot move a cursor in a record, and the decision stays the same")
    func deceptiveSource() throws {
        var facts = FactSet()
        try facts.set(.matchContent, FactReading(.words(1), source: FactSource(.matching, "a\u{202E}b\u{7}")))
        var record = Sample.record("a.jpg", .held)
        let decision = try RuledScan.rules().decide(facts, at: RuledScan.time)
        record.decision.policy = decision
        let line = NDJSON.encode(record)
        #expect(!line.contains("\u{202E}"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let stored = try #require((object["decision"] as? [String: Any])?["policy"] as? NSDictionary)
        let canonical = try JSONSerialization.jsonObject(with: Data(decision.canonical.text.utf8)) as? NSDictionary
        #expect(stored == canonical)
    }

    @Test("the account on a terminal says what follows in at most three sentences")
    func account() throws {
        let (run, ledger) = try RuledScan.scan()
        let text = TerminalSummary.render(run: run, ledger: ledger, terminal: .pipe)
        #expect(text.contains("By rules: 0 to block, 2 to withhold for a person"))
        #expect(text.contains("First deadline: 2026-11-25 14:20 UTC"))
        #expect(text.contains("Not legal advice."))
    }

    @Test("a stopped scan goes on only under the rules under which it was begun")
    func resume() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/results.ndjson"
        func circumstances(_ policy: String?) -> ScanJournal.Circumstances {
            ScanJournal.Circumstances(listsChange: 1, banks: [], maxBytes: 1, program: "1", policy: policy)
        }
        _ = try ScanJournal(creating: path, circumstances("abc US"), mayReplace: false).close(isComplete: false)
        for other in ["abc KR", "abd US", nil] {
            let error = #expect(throws: ScanJournal.Failure.self) {
                try ScanJournal(resuming: path, circumstances(other), anyway: false)
            }
            #expect(error?.code == "SCAN-CHANGED")
            #expect(error?.message.contains("rules") == true)
        }
        _ = try ScanJournal(resuming: path, circumstances("abc US"), anyway: false)
    }
}
