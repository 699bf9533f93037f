// SPDX-License-Identifier: Apache-2.0

import Banks
import Fingerprints
import Foundation
import Store
import StoreTestSupport
import Testing

@Suite("Importing")
struct ImportTests {
    @Test(arguments: TestEngine.available) func aBadLineLeavesTheBankAsItWas(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        try fixture.add(Invented.md5(900))
        let before = try fixture.exported()
        let lines = (1...5_000).map(Invented.md5) + ["short"]
        let error = #expect(throws: BankError.self) { try fixture.add(lines.joined(separator: "\n")) }
        #expect(error?.code == .badLine && error?.message.contains("list.txt, line 5001") == true)
        #expect(
            error?.message.contains("nothing was imported") == true && error?.remedy.contains("--keep-going") == true)
        #expect(try fixture.exported() == before)
        #expect(try fixture.banks.show("own").entries == 1)
        // Ids go on where they were.
        try fixture.add(Invented.md5(901))
        #expect(try fixture.banks.entries(of: "own").map(\.id) == ["e-000001", "e-000002"])
    }

    @Test(arguments: TestEngine.available) func goingOnStoresTheRestAndCountsExactly(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        let lines = (1...3_000).map { $0 % 2 == 0 ? "bad" : Invented.md5($0) }
        let summary = try fixture.add(lines.joined(separator: "\n"), .keepGoing)
        #expect(summary.imported == 1_500 && summary.problems == 1_500 && summary.records == 3_000)
        #expect(summary.firstProblems.count == 1_000 && summary.firstProblems.last?.line == 2_000)
    }

    @Test(arguments: TestEngine.available) func aListOfWhichNothingIsUsableIsAnError(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        let error = #expect(throws: BankError.self) {
            try fixture.add("bad\nworse", ImportOptions(format: .hashes, keepGoing: true))
        }
        #expect(error?.code == .nothingUsable && error?.message.contains("not one of its 2 entries") == true)
    }

    @Test(arguments: TestEngine.available) func duplicatesAreSkippedAndTraced(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        try fixture.add(Invented.md5(7))
        let summary = try fixture.add(
            """
            # remark
            \(Invented.md5(1))

            \(Invented.md5(7))
            \(Invented.md5(2))
            \(Invented.md5(1).uppercased())
            \(Invented.md5(2))
            """)
        #expect(summary.imported == 2 && summary.duplicates == 3)
        #expect(
            summary.firstDuplicates.map(\.description) == [
                "line 4: already in the bank", "line 6: same as line 2", "line 7: same as line 5",
            ])
    }

    @Test(arguments: TestEngine.available) func aDuplicateOfAWithdrawnEntryIsNotBroughtBackAndIsSaid(
        _ engine: TestEngine
    ) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        try fixture.add(Invented.md5(7))
        try fixture.banks.set(.withdrawn, entry: "e-000001", of: "own")
        let summary = try fixture.add(Invented.md5(7))
        #expect(summary.duplicates == 1 && summary.inactiveDuplicates == 1)
        #expect(try fixture.banks.lookup(md5: Invented.bytes(7, 16)).isEmpty)
    }

    @Test(arguments: TestEngine.available) func whatHasExpiredIsStoredAndSaid(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        // The clock of the test stands in January 2027.
        let list = "md5,expires\n\(Invented.md5(1)),2026-12-31\n\(Invented.md5(2)),2027-12-31\n\(Invented.md5(3)),"
        let first = try fixture.add(list)
        #expect(first.imported == 3 && first.expired == 1)
        #expect(try fixture.banks.lookup(md5: Invented.bytes(1, 16)).isEmpty)
        // A later list cannot bring it back, and says so.
        let second = try fixture.add("md5,expires\n\(Invented.md5(1)),2028-12-31\n\(Invented.md5(2)),2028-12-31")
        #expect(second.duplicates == 2 && second.inactiveDuplicates == 1 && second.expired == 0)
        #expect(try fixture.banks.lookup(md5: Invented.bytes(1, 16)).isEmpty)
    }

    @Test(arguments: ["pdq,photodna\n,AAAA", "type,hash\nphotodna,AAAA"])
    func whatCannotBeComparedNamesTheWayOutOnce(_ list: String) throws {
        let fixture = try Fixture()
        try fixture.banks.create("own")
        let error = #expect(throws: BankError.self) { try fixture.add(list, ImportOptions(format: .csv)) }
        #expect(error?.code == .badLine, "\(String(describing: error))")
        #expect(error?.remedy.ranges(of: "--keep-going").count == 1)
    }

    @Test(arguments: TestEngine.available) func theSameDigestInADifferentSetIsNoDuplicate(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        let summary = try fixture.add("md5,sha1\n\(Invented.md5(1)),\n\(Invented.md5(1)),\(Invented.sha1(1))")
        #expect(summary.imported == 2)
        #expect(try fixture.banks.lookup(md5: Invented.bytes(1, 16)).count == 2)
    }

    @Test(arguments: TestEngine.available) func generatedIdsMakeRoomForGivenOnes(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        try fixture.add(
            "id,md5\n" + (1...40).map { "e-\(String(format: "%06d", $0)),\(Invented.md5($0))" }.joined(separator: "\n"))
        let summary = try fixture.add((41...60).map(Invented.md5).joined(separator: "\n"))
        #expect(summary.imported == 20)
        let ids = try fixture.banks.entries(of: "own").map(\.id)
        #expect(Set(ids).count == 60)
    }

    @Test(arguments: TestEngine.available) func defaultsFillOnlyWhatIsMissing(_ engine: TestEngine) throws {
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        try fixture.add(
            "md5,category\n\(Invented.md5(1)),mine\n\(Invented.md5(2)),",
            ImportOptions(category: "other", source: "partner"))
        let entries = try fixture.banks.entries(of: "own")
        #expect(entries.map(\.category) == ["mine", "other"] && entries.map(\.source) == ["partner", "partner"])
    }

    @Test func progressIsToldAtMostFiveTimesASecond() throws {
        let fixture = try Fixture()
        try fixture.banks.create("own")
        let list = (1...20_000).map(Invented.md5).joined(separator: "\n")
        let ticking = BankRepository(store: fixture.store, home: fixture.home) { [clock = fixture.clock] in
            clock.advance(0.05)
            return clock.now
        }
        var told: [(ImportProgress, Date)] = []
        try ticking.importList(MemorySource(Array(list.utf8)), named: "l", into: "own") {
            told.append(($0, fixture.clock.now))
        }
        #expect(told.count > 10)
        for (earlier, later) in zip(told, told.dropFirst()) {
            #expect(later.1.timeIntervalSince(earlier.1) >= 0.199)
            #expect(later.0.bytesRead >= earlier.0.bytesRead && later.0.entries > earlier.0.entries)
        }
        #expect(told.last?.0.totalBytes == list.utf8.count)
    }

    @Test(arguments: TestEngine.available) func stoppingFromProgressUndoesTheImport(_ engine: TestEngine) throws {
        struct Stop: Error {}
        let fixture = try Fixture(engine)
        try fixture.banks.create("own")
        #expect(throws: Stop.self) {
            try fixture.banks.importList(
                MemorySource(Array((1...500).map(Invented.md5).joined(separator: "\n").utf8)), named: "l", into: "own"
            ) { if $0.entries > 0 { throw Stop() } }
        }
        #expect(try fixture.banks.show("own").entries == 0)
    }

    @Test func aFullDatabaseWhileImportingKeepsTheEarlierContent() throws {
        let fixture = try Fixture(options: StoreOptions(maximumPages: 120))
        try fixture.banks.create("own")
        try fixture.add((1...50).map(Invented.md5).joined(separator: "\n"))
        let before = try fixture.exported()
        let error = #expect(throws: StoreError.self) {
            try fixture.add((100...20_000).map(Invented.pdq).joined(separator: "\n"), .pdqKeepGoing)
        }
        #expect(error?.code == .full && error?.message.contains("no room left") == true)
        #expect(try fixture.exported() == before)
        #expect(try fixture.store.checkup().damage == [])
        #expect(try fixture.banks.lookup(md5: Invented.bytes(5, 16)).count == 1)
    }

    @Test func filesAndMissingFilesAreReadOrNamed() throws {
        let fixture = try Fixture()
        try fixture.banks.create("own")
        let path = fixture.home + "/list.txt"
        try Data(Invented.md5(1).utf8).write(to: URL(fileURLWithPath: path))
        #expect(try fixture.banks.importList(FileSource(path: path), named: path, into: "own").imported == 1)
        for path in [fixture.home + "/absent", fixture.home] {
            let error = #expect(throws: BankError.self) { try FileSource(path: path) }
            #expect(error?.code == .listUnreadable && error?.message.contains(path) == true)
        }
    }

    @Test(.timeLimit(.minutes(1))) func twoHundredThousandLines() throws {
        let fixture = try Fixture()
        try fixture.banks.create("own")
        var list: [UInt8] = []
        list.reserveCapacity(13_000_000)
        let digits = Array("0123456789abcdef".utf8)
        for seed in 1...200_000 {
            for byte in Invented.bytes(seed, 32) {
                list.append(digits[Int(byte >> 4)])
                list.append(digits[Int(byte & 15)])
            }
            list.append(10)
        }
        let summary = try fixture.banks.importList(MemorySource(list), named: "l", into: "own", options: .pdq)
        #expect(summary.imported == 200_000 && summary.entriesInBank == 200_000)
        var count = 0
        try fixture.banks.forEachSearchable { _ in count += 1 }
        #expect(count == 200_000)
    }

    // MARK: round trip

    static let texts = [
        "", "plain", "a,b", "say \"hi\"", "two\nlines", "cr\r\nlf\r\n", " blanks ", "#x", "ünï 🙂 日本", "\t", "=1+1",
        "\\u0041", "null", "'",
    ]

    @Test(arguments: ExportFormat.allCases, [false, true]) func everyEntrySurvivesExportAndImport(
        _ format: ExportFormat, _ restricted: Bool
    ) throws {
        var generator = SystemRandomNumberGenerator()
        let fixture = try Fixture()
        for name in ["own", "copy"] { try fixture.banks.create(name, restricted: restricted) }
        var lines = ""
        func json(_ text: String) throws -> String { String(decoding: try JSONEncoder().encode(text), as: UTF8.self) }
        for seed in 1...300 {
            let mask = Int.random(in: 1...15, using: &generator)
            var fields = ["\"id\":\"i\(seed)\""]
            if mask & 1 > 0 { fields.append("\"pdq\":\"\(Invented.pdq(seed))\"") }
            if mask & 2 > 0 { fields.append("\"md5\":\"\(Invented.md5(seed))\"") }
            if mask & 4 > 0 { fields.append("\"sha1\":\"\(Invented.sha1(seed))\"") }
            if mask & 8 > 0 { fields.append("\"sha256\":\"\(Invented.sha256(seed))\"") }
            let note = (0..<3).compactMap { _ in Self.texts.randomElement(using: &generator) }.joined()
            fields.append("\"note\":\(try json(note))")
            fields.append("\"source\":\(try json(["", "a, b", " s "].randomElement(using: &generator) ?? ""))")
            fields.append("\"confirmed\":\(Bool.random(using: &generator))")
            fields.append("\"state\":\"\(ListingState.allCases.randomElement(using: &generator)?.rawValue ?? "")\"")
            if Bool.random(using: &generator) {
                let time = Date(timeIntervalSince1970: Double(Int.random(in: 0...4_000_000_000, using: &generator)))
                fields.append("\"expires\":\"\(time.ISO8601Format())\"")
            }
            lines += "{\(fields.joined(separator: ","))}\n"
        }
        try fixture.add(lines, to: "own")
        let first = try fixture.exported("own", as: format)
        let summary = try fixture.add(first, to: "copy")
        #expect(summary.imported == 300)
        #expect(try fixture.exported("copy", as: format) == first)
        let own = try fixture.banks.entries(of: "own", limit: 1_000)
        #expect(try fixture.banks.entries(of: "copy", limit: 1_000) == own)
    }
}
