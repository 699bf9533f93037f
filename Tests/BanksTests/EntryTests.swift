// SPDX-License-Identifier: Apache-2.0

import Banks
import Fingerprints
import Foundation
import Store
import StoreTestSupport
import Testing

@Suite("Single entries")
struct EntryTests {
    private static func entry(
        _ seed: Int, id: String = "", category: String? = nil, note: String? = nil, metadata: EntryMetadata? = nil
    ) -> BankEntry {
        BankEntry(
            id: id,
            fingerprints: FingerprintSet(
                pdq: PDQHash(bytes: Invented.bytes(seed, 32)), sha256: Invented.bytes(seed + 500_000_000, 32))
                ?? FingerprintSet(), category: category, source: nil, note: note, metadata: metadata)
    }

    @Test(arguments: TestEngine.available, [false, true])
    func anEntryIsAddedWithItsProvenanceAndReadBack(_ engine: TestEngine, _ restricted: Bool) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own", restricted: restricted)
        let metadata = EntryMetadata(contentID: "c-17", contentURI: "store:17", json: "{\"a\":[1,\"ä\"]}")
        let added = try fixture.banks.add(
            Self.entry(1, category: "demo", note: "first", metadata: metadata), to: "own", actor: "key:k7f3")
        #expect(added.isNew && added.stored.entry.id == "e-000001" && added.stored.row == 1)
        #expect(added.stored.entry.metadata == metadata && added.stored.entry.note == "first")
        #expect(
            added.stored.provenance
                == EntryProvenance(added: fixture.clock.now, addedBy: "key:k7f3", changed: nil))
        #expect(try fixture.banks.stored(.id("e-000001"), of: "own") == added.stored)
        #expect(try fixture.banks.stored(.row(1), of: "own") == added.stored)
        #expect(try fixture.banks.bank(ofRow: 1)?.name == "own")
        #expect(try fixture.banks.bank(ofRow: 2) == nil)
        #expect(try fixture.banks.show("own").entries == 1)
        if restricted, engine == .sqlite {
            #expect(try fixture.databaseBytes().range(of: Data("c-17".utf8)) == nil)
            #expect(try fixture.databaseBytes().range(of: Data(Invented.bytes(1, 32))) == nil)
        }
    }

    @Test(arguments: TestEngine.available) func theSameFingerprintsAgainAreTheEntryThatIsThere(
        _ engine: TestEngine
    ) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        let first = try fixture.banks.add(Self.entry(1), to: "own", actor: nil)
        try fixture.banks.set(.withdrawn, entry: first.stored.entry.id, of: "own")
        let again = try fixture.banks.add(Self.entry(1, id: "other", note: "n"), to: "own", actor: "b")
        #expect(!again.isNew && again.stored.row == first.stored.row && again.stored.entry.state == .withdrawn)
        let taken = #expect(throws: BankError.self) {
            try fixture.banks.add(Self.entry(2, id: "e-000001"), to: "own", actor: nil)
        }
        #expect(taken?.code == .entryIDTaken)
        #expect(try fixture.banks.add(Self.entry(2), to: "own", actor: nil).stored.entry.id == "e-000002")
    }

    @Test func whatWouldMatchEverythingOrBreaksALimitIsRefused() throws {
        let fixture = try Fixture()
        try fixture.banks.create("own")
        try fixture.banks.create("good", purpose: .knownGood)
        func code(_ entry: BankEntry, _ bank: String = "own") -> BankError.Code? {
            #expect(throws: BankError.self) { try fixture.banks.add(entry, to: bank, actor: nil) }?.code
        }
        #expect(code(BankEntry(id: "", fingerprints: FingerprintSet())) == .entryInvalid)
        #expect(code(BankEntry(id: "", fingerprints: FingerprintSet(pdq: .zero) ?? .init())) == .entryInvalid)
        #expect(code(Self.entry(1), "good") == .entryInvalid)
        #expect(code(Self.entry(1, id: "a\nb")) == .entryInvalid)
        #expect(code(Self.entry(1, category: String(repeating: "c", count: 65))) == .entryInvalid)
        let long = EntryMetadata(json: String(repeating: "j", count: EntryMetadata.jsonBytes + 1))
        #expect(code(Self.entry(1, metadata: long)) == .entryInvalid)
        var paused = Self.entry(1)
        paused.disabledUntil = fixture.clock.now.addingTimeInterval(6 * 366 * 86_400)
        #expect(code(paused) == .entryInvalid)
        #expect(code(Self.entry(1), "none") == .unknownBank)
        #expect(try fixture.banks.list().allSatisfy { $0.entries == 0 })
    }

    @Test(arguments: TestEngine.available, [false, true])
    func anEntryIsChangedButForItsIdAndFingerprints(_ engine: TestEngine, _ restricted: Bool) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own", restricted: restricted)
        let stored = try fixture.banks.add(Self.entry(1, note: "n"), to: "own", actor: "a").stored
        fixture.clock.advance(60)
        let until = fixture.clock.now.addingTimeInterval(100)
        let changed = try fixture.banks.updateEntry(.row(stored.row), of: "own") { entry in
            entry.state = .quarantined
            entry.note = nil
            entry.category = "other"
            entry.disabledUntil = until
            entry.metadata = EntryMetadata(contentID: "x")
        }
        #expect(
            changed.entry.state == .quarantined && changed.entry.note == nil && changed.entry.disabledUntil == until)
        #expect(changed.entry.metadata?.contentID == "x" && changed.entry.fingerprints == stored.entry.fingerprints)
        #expect(changed.provenance.changed == fixture.clock.now && changed.provenance.addedBy == "a")
        #expect(try fixture.banks.stored(.row(stored.row), of: "own") == changed)
        #expect(try fixture.banks.show("own").entries(in: .quarantined) == 1)
        let before = try fixture.banks.lastChange()
        try fixture.banks.updateEntry(.row(stored.row), of: "own") { _ in }
        #expect(try fixture.banks.lastChange() == before)
        let refused = #expect(throws: BankError.self) {
            try fixture.banks.updateEntry(.row(stored.row), of: "own") { $0.id = "another" }
        }
        #expect(refused?.code == .entryInvalid)
    }

    @Test(arguments: TestEngine.available) func anEntrySwitchedOffForATimeMatchesAfterIt(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        let stored = try fixture.banks.add(Self.entry(1), to: "own", actor: nil).stored
        let digest = try #require(stored.entry.fingerprints.sha256)
        let until = fixture.clock.now.addingTimeInterval(100)
        try fixture.banks.updateEntry(.row(stored.row), of: "own") { $0.disabledUntil = until }
        for (seconds, expected) in [(0, 0), (99, 0), (1, 1)] {
            fixture.clock.advance(Double(seconds))
            let searchable = try fixture.searchable()
            let exact = try fixture.banks.lookup(sha256: digest)
            let entries = try fixture.banks.matchedEntries(rowIDs: [stored.row])
            #expect(searchable.count == expected && exact.count == expected && entries.count == expected)
        }
    }

    @Test(arguments: TestEngine.available) func aRemovedEntryIsGoneAndItsRowIsNeverUsedAgain(
        _ engine: TestEngine
    ) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        try fixture.banks.create("another")
        let first = try fixture.banks.add(Self.entry(1, id: "one"), to: "own", actor: nil).stored
        // A row of another bank is nobody's here.
        let unknown = #expect(throws: BankError.self) {
            try fixture.banks.removeEntry(.row(first.row), of: "another")
        }
        #expect(unknown?.code == .unknownEntry)
        #expect(try fixture.banks.removeEntry(.id("one"), of: "own") == first)
        #expect(try fixture.banks.show("own").entries == 0)
        #expect(try fixture.searchable().isEmpty)
        if engine == .sqlite {
            #expect(try fixture.databaseBytes().range(of: Data(Invented.bytes(1, 32))) == nil)
        }
        let again = try fixture.banks.add(Self.entry(1, id: "one"), to: "own", actor: nil).stored
        #expect(again.row > first.row)
    }

    @Test(arguments: TestEngine.available) func aChangeIsUndoneWithTheTransactionItJoined(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        let stored = try fixture.banks.add(Self.entry(1), to: "own", actor: nil).stored
        let before = try fixture.banks.lastChange()
        struct Undone: Error {}
        let changes: [(SQLConnection) throws -> Void] = [
            { try fixture.banks.create("other", within: $0) },
            { try fixture.banks.update("own", within: $0) { $0.radius = 3 } },
            { try fixture.banks.rename("own", to: "renamed", within: $0) },
            { try fixture.banks.remove("own", within: $0) },
            { try fixture.banks.add(Self.entry(2), to: "own", actor: nil, within: $0) },
            { try fixture.banks.updateEntry(.row(stored.row), of: "own", within: $0) { $0.note = "x" } },
            { try fixture.banks.removeEntry(.row(stored.row), of: "own", within: $0) },
            { try fixture.banks.set(.disabled, entry: stored.entry.id, of: "own", within: $0) },
            { try fixture.banks.setConfirmed(true, entry: stored.entry.id, of: "own", within: $0) },
            {
                try fixture.banks.importList(
                    MemorySource(Array(Invented.md5(9).utf8)), named: "l", into: "own", within: $0)
            },
        ]
        for change in changes {
            #expect(throws: Undone.self) {
                try fixture.store.write { connection in
                    try change(connection)
                    #expect(try fixture.banks.lastChange(within: connection).number == before.number + 1)
                    throw Undone()
                }
            }
            #expect(try fixture.banks.lastChange() == before)
            #expect(try fixture.banks.stored(.row(stored.row), of: "own") == stored)
            #expect(try fixture.banks.list().map(\.entries) == [1])
        }
    }

    // MARK: Searching

    @Test(arguments: TestEngine.available, [false, true])
    func everySearchFindsWhatItNamesPageByPage(_ engine: TestEngine, _ restricted: Bool) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own", restricted: restricted, settings: BankSettings(category: "house"))
        var all: [StoredEntry] = []
        for number in 1...30 {
            var entry = Self.entry(
                number, id: (number % 2 == 0 ? "Even_%-" : "odd-") + "\(number)",
                category: number % 3 == 0 ? "third" : number % 5 == 0 ? "house" : nil,
                note: number % 4 == 0 ? "Seen in a Report \(number)" : nil)
            entry.state = number % 7 == 0 ? .quarantined : .active
            all.append(try fixture.banks.add(entry, to: "own", actor: nil).stored)
            fixture.clock.advance(10)
        }
        func found(_ limit: Int, _ query: (inout EntryQuery) -> Void) throws -> [Int64] {
            var wanted = EntryQuery()
            query(&wanted)
            var rows: [Int64] = []
            var cursor: String?
            repeat {
                let page = try fixture.banks.search(wanted, of: "own", after: cursor, limit: limit)
                #expect(page.entries.count <= limit && (page.next == nil || page.entries.count == limit))
                rows += page.entries.map(\.row)
                cursor = page.next
            } while cursor != nil
            return rows
        }
        func expected(_ isIn: (StoredEntry) -> Bool) -> [Int64] { all.filter(isIn).map(\.row) }
        let start = all[0].provenance.added ?? .distantPast
        let (from, before) = (start.addingTimeInterval(100), start.addingTimeInterval(200))
        for limit in [1, 7, 30, 100] {
            #expect(try found(limit) { _ in } == all.map(\.row))
            #expect(try found(limit) { $0.idPrefix = "Even_%" } == expected { $0.entry.id.hasPrefix("Even_%") })
            #expect(try found(limit) { $0.idPrefix = "even" }.isEmpty)
            #expect(try found(limit) { $0.state = .quarantined } == expected { $0.entry.state == .quarantined })
            #expect(try found(limit) { $0.category = "third" } == expected { $0.entry.category == "third" })
            #expect(
                try found(limit) { $0.category = "house" }
                    == expected { $0.entry.category == nil || $0.entry.category == "house" })
            #expect(try found(limit) { $0.note = "seen IN" } == expected { $0.entry.note != nil })
            #expect(
                try found(limit) {
                    $0.addedFrom = from
                    $0.addedBefore = before
                }
                    == expected {
                        $0.provenance.added ?? .distantPast >= from && $0.provenance.added ?? .distantPast < before
                    })
            #expect(
                try found(limit) { $0.fingerprints = FingerprintSet(pdq: all[4].entry.fingerprints.pdq) } == [
                    all[4].row
                ])
            #expect(
                try found(limit) { $0.fingerprints = FingerprintSet(sha256: all[5].entry.fingerprints.sha256) }
                    == [all[5].row])
            #expect(try found(limit) { $0.fingerprints = FingerprintSet(md5: Invented.bytes(77, 16)) }.isEmpty)
        }
        for cursor in ["", "x", "r", "r-1", "rZZZZZZZZZZZZZZZZ", "1"] {
            let error = #expect(throws: BankError.self) { try fixture.banks.search(of: "own", after: cursor) }
            #expect(error?.code == .cursorInvalid, "\(cursor)")
        }
    }
}
