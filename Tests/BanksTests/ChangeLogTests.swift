// SPDX-License-Identifier: Apache-2.0

import Banks
import Foundation
import Store
import StoreTestSupport
import Testing

@Suite("The log of changes, banks of tenants, and earlier databases")
struct ChangeLogTests {
    private typealias Place = BankSnapshot.Place

    @Test(arguments: TestEngine.available) func everyChangeSaysWhereToLook(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        let banks = fixture.banks
        func places(_ change: () throws -> Void) throws -> [Place]? {
            let before = try banks.lastChange()
            try change()
            let after = try banks.lastChange()
            #expect(after.number == before.number + 1)
            return try banks.snapshot { snapshot in
                #expect(snapshot.change == after)
                return try snapshot.places(changedSince: before)
            }
        }
        #expect(try places { try banks.create("own") } == [])
        let id = try banks.show("own").bank.id
        #expect(
            try places { try fixture.add("\(Invented.md5(1))\n\(Invented.md5(2))\n\(Invented.md5(3))") }?.first?.bankID
                == id)
        let rows = try banks.search(of: "own").entries.map(\.row)
        let (first, last) = (try #require(rows.first), try #require(rows.last))
        let second = try banks.search(of: "own").entries[1].entry.id
        #expect(
            try places { try banks.set(.disabled, entry: second, of: "own") } == [
                Place(bankID: id, rows: rows[1]...rows[1])
            ])
        #expect(
            try places { try banks.setConfirmed(true, entry: second, of: "own") }
                == [Place(bankID: id, rows: rows[1]...rows[1])])
        #expect(
            try places { try banks.removeEntry(.row(first), of: "own") } == [Place(bankID: id, rows: first...first)])
        // Nothing new in it: nothing to look at, but a change of the bank.
        #expect(try places { try fixture.add(Invented.md5(3)) } == [])
        #expect(try places { try banks.update("own") { $0.radius = 20 } } == [])
        #expect(try places { try banks.update("own") { $0.radius = 40 } } == [Place(bankID: id, rows: 0...Int64.max)])
        #expect(try places { try banks.rename("own", to: "new") } == [])
        #expect(try places { try banks.remove("new") } == [Place(bankID: id, rows: 0...Int64.max)])
        #expect(last > first)
    }

    @Test func theLogIsTrimmedAndSaysWhenItDoesNotReachBack() throws {
        let fixture = try Fixture()
        try fixture.banks.create("own")
        let old = try fixture.banks.lastChange()
        // As if very many changes had been made since.
        try fixture.store.write {
            try $0.execute("UPDATE bank_sequence SET value = 200998 WHERE name = 'change'")
        }
        try fixture.banks.update("own") { $0.radius = 1 }
        let recent = try fixture.banks.lastChange()
        try fixture.banks.update("own") { $0.radius = 2 }
        let numbers = try fixture.store.read { connection in
            var numbers: [Int64] = []
            try connection.forEachRow("SELECT number FROM bank_change ORDER BY number") {
                numbers.append($0.integer(0))
            }
            return numbers
        }
        #expect(numbers == [200_999, 201_000])
        func places(_ earlier: BankChange) throws -> [Place]? {
            try fixture.banks.snapshot { try $0.places(changedSince: earlier) }
        }
        #expect(try places(old) == nil)
        #expect(try places(recent) == [])
        #expect(try places(BankChange(number: recent.number, nonce: recent.nonce ^ 1)) == nil)
        #expect(try places(BankChange(number: 300_000, nonce: 0)) == nil)
    }

    @Test func veryManyChangesAreFewPlacesThatCoverThemAll() throws {
        let fixture = try Fixture()
        for bank in ["own", "other"] {
            try fixture.banks.create(bank)
            try fixture.add((1...30).map { Invented.md5($0) }.joined(separator: "\n"), to: bank)
        }
        let before = try fixture.banks.lastChange()
        var changed: Set<Place> = []
        try fixture.store.write { connection in
            for round in 0..<600 {
                for bank in ["own", "other"] {
                    let stored = try fixture.banks.updateEntry(
                        .id("e-0000" + (round % 20 < 9 ? "0" : "") + "\(round % 20 + 1)"), of: bank, within: connection
                    ) { $0.confirmed.toggle() }
                    changed.insert(Place(bankID: stored.bankID, rows: stored.row...stored.row))
                }
            }
        }
        let places = try fixture.banks.snapshot { try $0.places(changedSince: before) } ?? []
        #expect(places.count == 2 && changed.count == 40)
        #expect(
            changed.allSatisfy { change in
                places.contains { place in
                    place.bankID == change.bankID && place.rows.contains(change.rows.lowerBound)
                }
            })
    }

    @Test(arguments: TestEngine.available) func aTenantSeesItsOwnBanksAndThoseOfTheHouse(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        let (acme, other) = (BankScope(tenant: "acme"), BankScope(tenant: "other"))
        #expect(try fixture.banks.create("shared").name == "shared")
        let own = try fixture.banks.create("own", in: acme)
        #expect(own.name == "acme/own" && own.tenant == "acme" && own.ownName == "own")
        #expect(try fixture.banks.create("own", in: other).name == "other/own")
        let names = try fixture.banks.list().map(\.bank.name)
        #expect(names == ["acme/own", "other/own", "shared"])
        #expect(names.compactMap(acme.visible) == ["own", "shared"])
        #expect(names.compactMap(BankScope.house.visible) == names)
        #expect(names.map(acme.manages) == [true, false, false])
        #expect(acme.qualified("own") == "acme/own" && acme.qualified("other/own") == nil)
        #expect(BankScope.house.qualified("acme/own") == "acme/own")
        // Side by side in one view there is never a name twice.
        for (name, scope) in [("Shared", acme), ("OWN", .house), ("own", acme)] {
            let error = #expect(throws: BankError.self) { try fixture.banks.create(name, in: scope) }
            #expect(error?.code == .nameTaken)
        }
        #expect(throws: BankError.self) { try fixture.banks.create("a/b", in: acme) }
        #expect(throws: BankError.self) { try fixture.banks.create("own", in: BankScope(tenant: "A B")) }
        #expect(try fixture.banks.rename("acme/own", to: "mine").name == "acme/mine")
        #expect(throws: BankError.self) { try fixture.banks.rename("acme/mine", to: "shared") }
        #expect(throws: BankError.self) { try fixture.banks.rename("acme/mine", to: "other/x") }
        #expect(try fixture.banks.rename("acme/mine", to: "MINE").id == own.id)
    }

    @Test(arguments: TestEngine.available) func theEnabledRatioIsKeptInMillionths(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        #expect(try fixture.banks.create("own").settings.enabledRatio == 1)
        for ratio in [0, 0.25, 0.333333, 1] {
            #expect(try fixture.banks.update("own") { $0.enabledRatio = ratio }.settings.enabledRatio == ratio)
        }
        for ratio in [-0.1, 1.1, Double.nan] {
            #expect(throws: BankError.self) { try fixture.banks.update("own") { $0.enabledRatio = ratio } }
        }
    }

    @Test func aDatabaseOfTheVersionBeforeGoesOnWhereItWas() throws {
        let home = NSTemporaryDirectory() + "tutela-old-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: home) }
        let earlier = RoomSchema(room: "banks", migrations: Array(BankSchema.schema.migrations.prefix(2)))
        let old = try Store(home: home, schemas: [earlier])
        try old.write { connection in
            try connection.execute(
                """
                INSERT INTO bank (id, name, purpose, tier, contributors, restricted, state, next_entry, created_at, changed_at)
                VALUES (1, 'own', 'known', 'C', 1, 0, 'active', 8, 5, 6)
                """)
            try connection.execute(
                """
                INSERT INTO bank_entry (id, bank_id, external_id, kinds, state, confirmed, md5, set_key)
                VALUES (7, 1, 'e-000007', 2, 0, 0, $1, $2)
                """, [.blob(Invented.bytes(7, 16)), .blob(Invented.bytes(8, 16))])
            try connection.execute(
                "INSERT INTO bank_tally (bank_id, state, kinds, entries) VALUES (1, 0, 2, 1)")
            try connection.execute("UPDATE bank_sequence SET value = 9 WHERE name = 'entry'")
            try connection.execute("UPDATE bank_sequence SET value = 4 WHERE name = 'change'")
            try connection.execute("UPDATE bank_sequence SET value = 99 WHERE name = 'change-nonce'")
            try connection.execute("UPDATE bank_sequence SET value = 1 WHERE name = 'bank'")
        }
        try old.close()
        let store = try Store(home: home, schemas: [BankSchema.schema])
        let banks = BankRepository(store: store, home: home, clock: { Date(timeIntervalSince1970: 100) })
        let before = try banks.lastChange()
        #expect(before == BankChange(number: 4, nonce: 99))
        let entry = try banks.stored(.row(7), of: "own")
        #expect(entry.provenance == EntryProvenance() && entry.entry.disabledUntil == nil)
        #expect(try banks.lookup(md5: Invented.bytes(7, 16)).count == 1)
        try banks.importList(MemorySource(Array(Invented.md5(70).utf8)), named: "l", into: "own", actor: "a")
        // Rows go on after the highest that was ever handed out.
        let new = try #require(try banks.search(of: "own").entries.last)
        #expect(new.row == 10 && new.entry.id == "e-000008" && new.provenance.addedBy == "a")
        let places = try banks.snapshot { try $0.places(changedSince: before) }
        #expect(places == [BankSnapshot.Place(bankID: 1, rows: 10...10)])
    }
}
