// SPDX-License-Identifier: Apache-2.0

import Banks
import Fingerprints
import Foundation
import Store
import Testing

@Suite("Restricted banks")
struct SealingTests {
    static func restricted() throws -> Fixture {
        let fixture = try Fixture()
        try fixture.banks.create("own", restricted: true)
        try fixture.add(
            "id,pdq,md5,sha1,sha256,note\n"
                + (1...40).map {
                    "r\($0),\(Invented.pdq($0)),\(Invented.md5($0)),\(Invented.sha1($0)),\(Invented.sha256($0)),remark zebra\($0)"
                }.joined(separator: "\n"))
        return fixture
    }

    static func keyPath(_ fixture: Fixture) -> String { fixture.home + "/" + BankRepository.keyPath }

    @Test func theyWorkLikeOpenOnes() throws {
        let fixture = try Self.restricted()
        #expect(Set(try fixture.searchable().map(\.pdq.hex)) == Set((1...40).map(Invented.pdq)))
        let found = try fixture.banks.lookup(md5: Invented.bytes(3, 16), sha1: Invented.bytes(3, 20))
        #expect(found.map(\.entry.entry) == ["r3"] && found.first?.matched == [.md5, .sha1])
        #expect(try fixture.banks.entry("r7", of: "own").note == "remark zebra7")
        let again = try fixture.add(
            "pdq,md5,sha1,sha256\n\(Invented.pdq(5)),\(Invented.md5(5)),\(Invented.sha1(5)),\(Invented.sha256(5))")
        #expect(again.duplicates == 1 && again.imported == 0)
    }

    @Test func noValueLiesInAnyFileOfTheDatabase() throws {
        let fixture = try Self.restricted()
        // Open bank as the counter-proof that the search below finds what is there.
        try fixture.banks.create("open")
        try fixture.add("sha256,note\n\(Invented.sha256(900)),visible giraffe", to: "open")
        try fixture.banks.set(.disabled, entry: "r9", of: "own")
        let bytes = try fixture.databaseBytes()
        #expect(
            bytes.range(of: Data(Invented.bytes(500_000_900, 32))) != nil
                && bytes.range(of: Data("giraffe".utf8)) != nil)
        for seed in 1...40 {
            for value in [
                Invented.bytes(seed, 32), Invented.bytes(seed, 16), Invented.bytes(seed, 20),
                Invented.bytes(500_000_000 + seed, 32),
            ] {
                #expect(bytes.range(of: Data(value.prefix(8))) == nil)
            }
            #expect(bytes.range(of: Data(Invented.pdq(seed).prefix(16).utf8)) == nil)
        }
        #expect(bytes.range(of: Data("zebra".utf8)) == nil)
    }

    @Test func theKeyIsTheOwnersAlone() throws {
        let fixture = try Self.restricted()
        let key = try FileManager.default.attributesOfItem(atPath: Self.keyPath(fixture))
        let folder = try FileManager.default.attributesOfItem(atPath: fixture.home + "/keys")
        #expect(key[.posixPermissions] as? Int == 0o600 && folder[.posixPermissions] as? Int == 0o700)
    }

    @Test func anOpenBankNeedsNoKey() throws {
        let fixture = try Fixture()
        try fixture.banks.create("own")
        try fixture.add(Invented.md5(1))
        #expect(!FileManager.default.fileExists(atPath: Self.keyPath(fixture)))
    }

    enum KeyFault: CaseIterable { case missing, other, garbage }

    @Test(arguments: KeyFault.allCases) func withoutTheRightKeyEverythingFailsAndNothingSaysNoMatch(
        _ fault: KeyFault
    ) throws {
        let fixture = try Self.restricted()
        let path = Self.keyPath(fixture)
        switch fault {
        case .missing: try FileManager.default.removeItem(atPath: path)
        case .other:
            try Data("tutela bank key v1\n\(Invented.sha256(4))\n".utf8).write(to: URL(fileURLWithPath: path))
        case .garbage: try Data("nonsense".utf8).write(to: URL(fileURLWithPath: path))
        }
        let expected: BankError.Code = fault == .missing ? .keyMissing : .keyWrong
        // A new process: the key is not in memory.
        let banks = BankRepository(store: fixture.store, home: fixture.home, clock: { Date(timeIntervalSince1970: 0) })
        let calls: [() throws -> Void] = [
            { try banks.forEachSearchable { _ in } },
            { _ = try banks.lookup(md5: Invented.bytes(999, 16)) },
            { _ = try banks.entries(of: "own") },
            { try banks.export("own", as: .csv) { _ in } },
            { try banks.importList(MemorySource(Array(Invented.md5(50).utf8)), named: "l", into: "own") },
            { try banks.create("another", restricted: true) },
        ]
        for call in calls {
            let error = #expect(throws: BankError.self) { try call() }
            #expect(error?.code == expected)
            #expect(error?.message.contains("bank.key") == true)
        }
        // The key is never made anew, and what needs no value still works.
        #expect(FileManager.default.fileExists(atPath: path) == (fault != .missing))
        #expect(try banks.list().map(\.entries) == [40])
        try banks.set(.withdrawn, entry: "r1", of: "own")
        #expect(try banks.remove("own") == 40)
    }

    @Test func switchedOffRestrictedBanksDoNotBlockTheOthers() throws {
        let fixture = try Self.restricted()
        try fixture.banks.create("open")
        try fixture.add(Invented.md5(800), to: "open")
        try fixture.banks.update("own") { $0.state = .disabled }
        try FileManager.default.removeItem(atPath: Self.keyPath(fixture))
        let banks = BankRepository(store: fixture.store, home: fixture.home, clock: { Date(timeIntervalSince1970: 0) })
        #expect(try banks.lookup(md5: Invented.bytes(800, 16)).count == 1)
    }

    @Test(arguments: [
        "UPDATE bank_entry SET sealed = (SELECT sealed FROM bank_entry WHERE id = 2) WHERE id = 1",
        "UPDATE bank_entry SET sealed = zeroblob(80) WHERE id = 1",
        "UPDATE bank_entry SET sealed = NULL WHERE id = 1",
        "UPDATE bank_entry SET sealed = CAST(SUBSTR(sealed, 1, 40) AS BLOB) WHERE id = 1",
    ])
    func swappedOrChangedRowsAreRefused(_ attack: String) throws {
        let fixture = try Self.restricted()
        try fixture.store.write { try $0.execute(attack) }
        #expect(#expect(throws: BankError.self) { try fixture.searchable() }?.code == .sealBroken)
        let error = #expect(throws: BankError.self) { try fixture.banks.lookup(md5: Invented.bytes(1, 16)) }
        #expect(error?.code == .sealBroken)
    }

    @Test func aMovedTagIsNoMatchWithTheWrongEntry() throws {
        let fixture = try Self.restricted()
        try fixture.store.write {
            try $0.execute("UPDATE bank_entry SET md5 = (SELECT md5 FROM bank_entry WHERE id = 2) WHERE id = 1")
        }
        #expect(throws: StoreError.self) { try fixture.banks.lookup(md5: Invented.bytes(2, 16)) }
    }

    @Test func exportAndImportAgainGiveTheSame() throws {
        let fixture = try Self.restricted()
        let text = try fixture.exported(as: .csv)
        try fixture.banks.create("copy", restricted: true)
        try fixture.add(text, to: "copy")
        #expect(try fixture.exported("copy", as: .csv) == text)
    }
}
