// SPDX-License-Identifier: Apache-2.0

import Banks
import Fingerprints
import Foundation
import Store
import StoreTestSupport
import Testing

@Suite("Banks")
struct BankTests {
    @Test func aRestoredDatabaseNeverComesBackToAnEarlierChange() throws {
        let fixture = try Fixture()
        try fixture.banks.create("own")
        let atBackup = try fixture.banks.lastChange()
        let backup = fixture.home + "-backup"
        defer { try? FileManager.default.removeItem(atPath: backup) }
        try fixture.store.close()
        try FileManager.default.copyItem(atPath: fixture.home, toPath: backup)
        func change(_ home: String) throws -> BankChange {
            let store = try Store(home: home, schemas: [BankSchema.schema])
            let banks = BankRepository(store: store, home: home, clock: { Date() })
            #expect(try banks.lastChange() == atBackup)
            try banks.create("another")
            let change = try banks.lastChange()
            try store.close()
            return change
        }
        let (first, second) = (try change(fixture.home), try change(backup))
        #expect(first.number == second.number && first != second && first != atBackup)
    }

    @Test(arguments: TestEngine.available) func aNewBankIsListedWithItsSettings(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        let settings = BankSettings(tier: .a, contributors: 3, category: "demo", source: "invented", radius: 20)
        let bank = try fixture.banks.create("Demo-a", settings: settings)
        #expect(bank.settings == settings && bank.radius == 20 && bank.created == fixture.clock.now)
        #expect(try fixture.banks.list().map(\.bank.name) == ["Demo-a"])
        #expect(try fixture.banks.show("Demo-a").entries == 0)
    }

    @Test(arguments: ["", "-a", ".a", "a b", "a/b", "ä", "a\n", String(repeating: "a", count: 65)])
    func namesOutsideTheRuleAreRefused(_ name: String) throws {
        let fixture = try Fixture()
        let error = #expect(throws: BankError.self) { try fixture.banks.create(name) }
        #expect(error?.code == .nameInvalid)
    }

    @Test(arguments: TestEngine.available) func namesDifferByMoreThanCase(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        let error = #expect(throws: BankError.self) { try fixture.banks.create("OWN") }
        #expect(error?.code == .nameTaken)
        #expect(error?.remedy.contains("tutela bank import FILE --bank own") == true)
    }

    @Test(arguments: TestEngine.available) func anUnknownNameSuggestsASimilarOne(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("partner-b")
        let error = #expect(throws: BankError.self) { try fixture.banks.show("partnr-b") }
        #expect(error?.message.contains("Did you mean \"partner-b\"?") == true)
    }

    @Test(arguments: ["mien", "imne", "MIEN", "min", "mines"])
    func oneSlipOfTheFingersIsUnderstood(_ name: String) throws {
        let fixture = try Fixture()
        for bank in ["mine", "partner-b"] { try fixture.banks.create(bank) }
        let error = #expect(throws: BankError.self) { try fixture.banks.show(name) }
        #expect(error?.message.hasSuffix("Did you mean \"mine\"?") == true)
    }

    @Test(arguments: ["nemi", "mx", "other"]) func anotherWordSuggestsNothing(_ name: String) throws {
        let fixture = try Fixture()
        try fixture.banks.create("mine")
        let error = #expect(throws: BankError.self) { try fixture.banks.show(name) }
        #expect(error?.message == "no bank \"\(name)\"")
    }

    @Test(arguments: TestEngine.available) func settingsOutsideTheirLimitsAreRefused(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        for settings in [
            BankSettings(radius: 65), BankSettings(radius: -1), BankSettings(contributors: -1),
            BankSettings(category: "a\nb"), BankSettings(source: String(repeating: "x", count: 300)),
        ] {
            #expect(
                #expect(throws: BankError.self) { try fixture.banks.create("x", settings: settings) }?.code
                    == .settingInvalid)
        }
    }

    @Test(arguments: TestEngine.available) func onlyActiveUnexpiredEntriesOfActiveBanksMatch(
        _ engine: TestEngine
    ) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own", settings: BankSettings(tier: .b, category: "demo"))
        try fixture.add(
            """
            id,pdq,md5,state,expires
            a,\(Invented.pdq(1)),\(Invented.md5(1)),active,
            b,\(Invented.pdq(2)),\(Invented.md5(2)),quarantined,
            c,\(Invented.pdq(3)),\(Invented.md5(3)),disabled,
            d,\(Invented.pdq(4)),\(Invented.md5(4)),withdrawn,
            e,\(Invented.pdq(5)),\(Invented.md5(5)),active,2027-01-16
            """)
        func matching() throws -> Set<String> {
            let rows = try fixture.searchable().map(\.rowID)
            let entries = Set(try fixture.banks.matchedEntries(rowIDs: rows).values.map(\.entry))
            // Digests follow the same rule as PDQ.
            let byDigest = try (1...5).flatMap { try fixture.banks.lookup(md5: Invented.bytes($0, 16)) }
            #expect(Set(byDigest.map(\.entry.entry)) == entries)
            return entries
        }
        #expect(try matching() == ["a", "e"])
        fixture.clock.advance(2 * 86_400)
        #expect(try matching() == ["a"])
        #expect(try fixture.banks.show("own").expired == 1)
        try fixture.banks.set(.active, entry: "b", of: "own")
        try fixture.banks.set(.withdrawn, entry: "a", of: "own")
        #expect(try matching() == ["b"])
        for state in ListingState.allCases where state != .active {
            try fixture.banks.update("own") { $0.state = state }
            #expect(try matching() == [])
        }
    }

    @Test func countsAlwaysAddUpToTheRows() throws {
        let fixture = try Fixture()
        try fixture.banks.create("own")
        let lines = (1...30).map { $0 % 3 == 0 ? "\(Invented.pdq($0)),\(Invented.md5($0))" : "\(Invented.pdq($0))," }
        try fixture.add("pdq,md5\n" + lines.joined(separator: "\n"))
        try fixture.banks.set(.disabled, entry: "e-000003", of: "own")
        try fixture.banks.set(.disabled, entry: "e-000004", of: "own")
        let summary = try fixture.banks.show("own")
        #expect(summary.entries == 30 && summary.entries(in: .disabled) == 2 && summary.entries(in: .active) == 28)
        #expect(summary.entries(with: .pdq) == 30 && summary.entries(with: .md5) == 10)
        let recount = try fixture.store.read { connection in
            try connection.firstRow("SELECT COUNT(*), SUM(state = 2), SUM(kinds = 3) FROM bank_entry") {
                [$0.integer(0), $0.integer(1), $0.integer(2)]
            }
        }
        #expect(recount == [30, 2, 10])
    }

    @Test(arguments: TestEngine.available) func aMatchCarriesWhatADecisionNeeds(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create(
            "own", settings: BankSettings(tier: .a, contributors: 2, category: "demo", source: "invented"))
        try fixture.add("id,pdq,sha256,category,confirmed\nx,\(Invented.pdq(1)),\(Invented.sha256(1)),other,true")
        let row = try #require(try fixture.searchable().first)
        #expect(row.radius == 31 && row.pdq.hex == Invented.pdq(1))
        let match = try #require(try fixture.banks.matchedEntries(rowIDs: [row.rowID, 999])[row.rowID])
        #expect(match.bank == "own" && match.tier == .a && match.contributors == 2 && match.entry == "x")
        #expect(match.confirmed && match.category == "other" && match.source == "invented")
        #expect(match.kinds == [.pdq, .sha256] && match.purpose == .known)
        try fixture.banks.setConfirmed(false, entry: "x", of: "own")
        #expect(try fixture.banks.matchedEntries(rowIDs: [row.rowID])[row.rowID]?.confirmed == false)
    }

    @Test(arguments: TestEngine.available) func aDigestFindsItsEntriesInEveryBankOnce(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        for name in ["one", "two"] { try fixture.banks.create(name) }
        try fixture.add("md5,sha1,sha256\n\(Invented.md5(1)),\(Invented.sha1(1)),\(Invented.sha256(1))", to: "one")
        try fixture.add(Invented.md5(1), to: "two")
        let found = try fixture.banks.lookup(
            md5: Invented.bytes(1, 16), sha1: Invented.bytes(1, 20), sha256: Invented.bytes(77, 32))
        #expect(found.map(\.entry.bank) == ["one", "two"])
        #expect(found.map(\.matched) == [[.md5, .sha1], [.md5]])
        #expect(try fixture.banks.lookup(in: ["two"], md5: Invented.bytes(1, 16)).count == 1)
        #expect(try fixture.banks.lookup(md5: Invented.bytes(2, 16)).isEmpty)
    }

    @Test(arguments: TestEngine.available) func knownGoodListsClearDigestsAndNothingElse(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("good", purpose: .knownGood)
        let summary = try fixture.add(
            "pdq,sha256\n\(Invented.pdq(1)),\(Invented.sha256(1))\n\(Invented.pdq(2)),", to: "good", .keepGoing)
        #expect(summary.imported == 1 && summary.problems == 1 && summary.unusedFingerprints.values.reduce(0, +) == 1)
        #expect(try fixture.searchable().isEmpty)
        #expect(try fixture.banks.lookup(sha256: Invented.bytes(500_000_001, 32)).map(\.entry.purpose) == [.knownGood])
    }

    @Test func aRemovedBankLeavesNothingAndItsRowsAreNeverReused() throws {
        let fixture = try Fixture()
        try fixture.banks.create("own")
        try fixture.add((1...50).map(Invented.pdq).joined(separator: "\n"), .pdq)
        let rows = Set(try fixture.searchable().map(\.rowID))
        #expect(try fixture.banks.remove("own") == 50)
        #expect(try fixture.banks.list().isEmpty)
        #expect(try fixture.databaseBytes().range(of: Data(Invented.bytes(7, 32))) == nil)
        try fixture.banks.create("own")
        try fixture.add((51...60).map(Invented.pdq).joined(separator: "\n"), .pdq)
        #expect(rows.isDisjoint(with: try fixture.searchable().map(\.rowID)))
        #expect(try fixture.banks.matchedEntries(rowIDs: rows).isEmpty)
    }

    @Test(arguments: TestEngine.available) func theChangeCounterMovesWithEveryChange(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        var seen: [Int64] = [try fixture.banks.lastChange().number]
        for change: () throws -> Void in [
            { try fixture.banks.create("own") }, { try fixture.add(Invented.md5(1)) },
            { try fixture.banks.set(.disabled, entry: "e-000001", of: "own") },
            { try fixture.banks.update("own") { $0.tier = .a } }, { try fixture.banks.remove("own") },
        ] {
            try change()
            seen.append(try fixture.banks.lastChange().number)
        }
        #expect(Set(seen).count == seen.count && seen == seen.sorted())
    }

    @Test(arguments: TestEngine.available) func entriesArePagedAndFoundById(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        try fixture.add((1...25).map(Invented.pdq).joined(separator: "\n"), .pdq)
        let first = try fixture.banks.entries(of: "own", limit: 10)
        let second = try fixture.banks.entries(of: "own", after: first.last?.id, limit: 100)
        let expected = (1...25).map { String(format: "e-%06d", $0) }
        #expect((first + second).map(\.id) == expected)
        #expect(try fixture.banks.entry("e-000003", of: "own").fingerprints.pdq?.hex == Invented.pdq(3))
        #expect(#expect(throws: BankError.self) { try fixture.banks.entry("nope", of: "own") }?.code == .unknownEntry)
    }

    @Test func fingerprintsNeverPrintThemselves() throws {
        let pdq = try #require(PDQHash(hex: Invented.pdq(1)))
        let set = try #require(FingerprintSet(pdq: pdq, md5: Invented.bytes(1, 16)))
        var dumped = ""
        dump(BankEntry(id: "x", fingerprints: set), to: &dumped)
        #expect("\(set)" == "FingerprintSet(pdq+md5)" && String(reflecting: set) == "\(set)")
        #expect(!dumped.contains("\(Invented.bytes(1, 16)[0])\n") && dumped.contains("pdq+md5"))
        #expect(FingerprintSet(md5: [1, 2]) == nil)
    }

    @Test(arguments: TestEngine.available) func nothingAppendedIsMissedWhenReadingOnlyNewRows(
        _ engine: TestEngine
    ) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        try fixture.add(Invented.pdq(1), .pdq)
        let last = try #require(try fixture.searchable().last?.rowID)
        try fixture.add(Invented.pdq(2), .pdq)
        var added: [String] = []
        try fixture.banks.forEachSearchable(after: last) { added.append($0.pdq.hex) }
        #expect(added == [Invented.pdq(2)])
    }

    @Test(arguments: [
        ("SELECT id, sealed FROM bank_entry WHERE bank_id = 1 ORDER BY id", "bank_entry_order"),
        ("SELECT id FROM bank_entry WHERE bank_id = 1 AND id > 5 ORDER BY id LIMIT 3", "bank_entry_order"),
        (
            "SELECT COUNT(*) FROM bank_entry WHERE bank_id = 1 AND expires_at IS NOT NULL AND expires_at <= 5",
            "bank_entry_expiry"
        ),
        ("SELECT id FROM bank_entry WHERE md5 = x'00' AND state = 0 ORDER BY id", "bank_entry_md5"),
        ("SELECT id FROM bank_entry WHERE sha256 = x'00' AND state = 0 ORDER BY id", "bank_entry_sha256"),
    ]) func queriesOverMillionsUseTheirIndexAndNeverSort(_ sql: String, _ index: String) throws {
        let fixture = try Fixture()
        var plan = ""
        try fixture.store.read { connection in
            try connection.forEachRow("EXPLAIN QUERY PLAN " + sql) { plan += $0.text(3) + "\n" }
        }
        #expect(plan.contains(index) && !plan.contains("TEMP B-TREE") && !plan.contains("SCAN"), "\(plan)")
    }
}
