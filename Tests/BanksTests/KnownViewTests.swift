// SPDX-License-Identifier: Apache-2.0

import Banks
import Fingerprints
import Foundation
import Store
import Testing

@Suite("Views of known pictures")
struct KnownViewTests {
    static func line(_ seed: Int, views: [Int] = [], id: String? = nil) -> String {
        let named = views.map { "\"crop-\($0)\":\"\(Invented.pdq($0))\"" }.joined(separator: ",")
        return "{\"pdq\":\"\(Invented.pdq(seed))\""
            + (id.map { ",\"id\":\"\($0)\"" } ?? "") + (views.isEmpty ? "" : ",\"pdq_views\":{\(named)}") + "}\n"
    }

    @Test("are searched beside the picture, and the match can be named", arguments: [false, true])
    func searched(restricted: Bool) throws {
        let fixture = try Fixture()
        try fixture.banks.create("own", restricted: restricted)
        try fixture.add(Self.line(1, views: [80, 90], id: "x"))
        try fixture.add(Self.line(2))
        let found = try fixture.searchable()
        #expect(found.map(\.pdq.hex) == [1, 80, 90, 2].map(Invented.pdq))
        #expect(found.map(\.view) == [0, 1, 2, 0])
        #expect(found.allSatisfy { $0.isRestricted == restricted })
        let row = try #require(found.first?.rowID)
        #expect(try fixture.banks.matchedEntries(rowIDs: [row])[row]?.views == ["crop-80", "crop-90"])
        #expect(try fixture.banks.list()[0].entries(in: .active) == 2, "a view is no entry")
    }

    @Test("of a restricted bank lie in no file in the clear")
    func sealed() throws {
        let fixture = try Fixture()
        try fixture.banks.create("own", restricted: true)
        try fixture.banks.create("open")
        try fixture.add(Self.line(1, views: [81]))
        try fixture.add(Self.line(2, views: [82]), to: "open")
        let bytes = try fixture.databaseBytes()
        #expect(bytes.range(of: Data(Invented.bytes(82, 32))) != nil)
        #expect(bytes.range(of: Data(Invented.bytes(81, 32).prefix(8))) == nil)
    }

    @Test("survive export and import in both forms", arguments: [ExportFormat.csv, .jsonl], [false, true])
    func exported(format: ExportFormat, restricted: Bool) throws {
        let fixture = try Fixture()
        try fixture.banks.create("own", restricted: restricted)
        try fixture.add(Self.line(1, views: [80, 90, 95], id: "x") + Self.line(2, id: "y"))
        try fixture.banks.create("copy")
        try fixture.add(try fixture.exported("own", as: format), to: "copy")
        let entries = try fixture.banks.entries(of: "copy")
        #expect(entries.map(\.id) == ["x", "y"])
        #expect(entries[0].fingerprints.views.map(\.name) == ["crop-80", "crop-90", "crop-95"])
        #expect(entries[0].fingerprints.views.map(\.pdq.hex) == [80, 90, 95].map(Invented.pdq))
        #expect(entries[1].fingerprints.views.isEmpty)
    }

    @Test("can be given to an entry that had none, once", arguments: [false, true])
    func gained(restricted: Bool) throws {
        let fixture = try Fixture()
        try fixture.banks.create("own", restricted: restricted)
        try fixture.add("{\"pdq\":\"\(Invented.pdq(1))\",\"note\":\"kept\"}\n")
        let change = try fixture.banks.lastChange().number
        let summary = try fixture.add(Self.line(1, views: [80]))
        #expect(summary.duplicates == 1 && summary.viewsAdded == 1)
        #expect(try fixture.banks.lastChange().number > change)
        #expect(try fixture.add(Self.line(1, views: [90])).viewsAdded == 0)
        let entry = try fixture.banks.entries(of: "own")[0]
        #expect(entry.fingerprints.views.map(\.name) == ["crop-80"] && entry.note == "kept")
    }

    @Test("that are wrong are refused with a reason and without the hash")
    func refused() throws {
        let fixture = try Fixture()
        try fixture.banks.create("own")
        let hash = Invented.pdq(80)
        for views in [
            "{\"\":\"\(hash)\"}", "{\"Crop 90\":\"\(hash)\"}", "{\"a-name-longer-than-24-bytes\":\"\(hash)\"}",
            "{\"crop-90\":\"abc\"}", "{\"crop-90\":7}",
            "{" + (1...32).map { "\"c\($0)\":\"\(hash)\"" }.joined(separator: ",") + "}",
        ] {
            let error = #expect(throws: BankError.self) {
                try fixture.add("{\"pdq\":\"\(Invented.pdq(1))\",\"pdq_views\":\(views)}")
            }
            #expect(error?.code == .badLine && error?.message.contains(hash.prefix(8)) == false)
        }
        #expect(throws: BankError(.badLine, "", remedy: "")) {
            try fixture.add("{\"md5\":\"\(Invented.md5(1))\",\"pdq_views\":{\"crop-90\":\"\(hash)\"}}")
        }
        #expect(try fixture.searchable().isEmpty)
    }

    @Test("of a picture too plain to be compared are left out with its hash")
    func plain() throws {
        let fixture = try Fixture()
        try fixture.banks.create("own")
        try fixture.add(
            "{\"pdq\":\"\(Invented.pdq(1))\",\"quality\":20,\"md5\":\"\(Invented.md5(1))\","
                + "\"pdq_views\":{\"crop-90\":\"\(Invented.pdq(2))\"}}")
        #expect(try fixture.searchable().isEmpty)
        #expect(try fixture.banks.entries(of: "own")[0].fingerprints.views.isEmpty)
    }

    @Test("have a place in a database of the first version after it is opened")
    func migrated() throws {
        let home = NSTemporaryDirectory() + "tutela-banks-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: home) }
        let old = RoomSchema(room: "banks", migrations: [BankSchema.schema.migrations[0]])
        let first = try Store(home: home, schemas: [old])
        try first.write { connection in
            try connection.execute(
                """
                INSERT INTO bank (id, name, purpose, tier, contributors, restricted, state, next_entry, created_at, changed_at)
                VALUES (1, 'own', 'known', 'A', 2, 0, 'active', 2, 0, 0)
                """)
            try connection.execute(
                """
                INSERT INTO bank_entry (id, bank_id, external_id, kinds, state, confirmed, pdq, set_key)
                VALUES (1, 1, 'e-000001', 1, 0, 0, $1, $2)
                """, [.blob(Invented.bytes(1, 32)), .blob(Invented.bytes(9, 16))])
            try connection.execute("UPDATE bank_sequence SET value = 1")
        }
        try first.close()
        let store = try Store(home: home, schemas: [BankSchema.schema])
        let banks = BankRepository(store: store, home: home, clock: { Date() })
        try banks.importList(
            MemorySource(Array(Self.line(2, views: [80]).utf8)), named: "list", into: "own")
        var found: [String] = []
        try banks.forEachSearchable { found.append($0.pdq.hex) }
        #expect(found == [1, 2, 80].map(Invented.pdq))
        try store.close()
    }
}
