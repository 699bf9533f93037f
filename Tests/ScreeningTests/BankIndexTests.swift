// SPDX-License-Identifier: Apache-2.0

import Banks
import Fingerprints
import Foundation
import HashIndex
import Store
import TestSupport
import Testing

@testable import Screening

@Suite("The index of the banks")
struct BankIndexTests {
    let folder: TemporaryFolder
    let repository: BankRepository
    let home: String

    init() throws {
        folder = try TemporaryFolder()
        home = folder.path + "/home"
        let store = try Store(home: home, schemas: [BankSchema.schema])
        repository = BankRepository(store: store, home: home, clock: { Date(timeIntervalSince1970: 1_800_000_000) })
    }

    private var indexFolder: String { home + "/index" }

    /// Invented hashes that differ in about half their bits.
    private static func hash(_ seed: UInt64) -> PDQHash {
        var random = SplitMix(state: seed &* 4)
        return PDQHash(words: (random.next(), random.next(), random.next(), random.next()))
    }

    private func add(_ seeds: Range<UInt64>, to bank: String, restricted: Bool = false) throws {
        if try repository.list().contains(where: { $0.bank.name == bank }) == false {
            try repository.create(bank, restricted: restricted)
        }
        let lines = seeds.map { "\(Self.hash($0).hex)\n" }.joined()
        try repository.importList(
            MemorySource(Array(lines.utf8)), named: "list", into: bank, options: ImportOptions(kind: .pdq))
    }

    private func kept(_ names: Set<String>? = nil) throws -> BankIndex {
        try BankIndex(repository, names: names, folder: indexFolder, keepingFrom: 1)
    }

    private func finds(_ seed: UInt64, in index: BankIndex) -> Bool {
        index.search([Self.hash(seed)], now: 1_800_000_000)[0].contains { $0.distance == 0 && $0.view == 0 }
    }

    @Test("finds entries of open and restricted banks, and keeps only the open ones on the disk")
    func restricted() throws {
        try add(0..<50, to: "open")
        try add(50..<100, to: "sealed", restricted: true)
        for _ in 0..<2 {
            let index = try kept()
            #expect(index.count == 100)
            for seed in 0..<UInt64(100) { #expect(finds(seed, in: index)) }
            #expect(!finds(100, in: index))
        }
        var bytes = Data()
        for name in try FileManager.default.contentsOfDirectory(atPath: indexFolder) {
            bytes += try Data(contentsOf: URL(fileURLWithPath: indexFolder + "/" + name))
        }
        func lies(_ seed: UInt64) -> Bool {
            withUnsafeBytes(of: Self.hash(seed).words.0.littleEndian) { bytes.range(of: Data($0)) != nil }
        }
        #expect(lies(7), "the search below would find nothing anyway")
        for seed in 50..<UInt64(100) { #expect(!lies(seed)) }
    }

    @Test("is built anew when a bank has changed, and when a file of it is damaged")
    func current() throws {
        try add(0..<50, to: "open")
        #expect(try kept().count == 50)
        try add(50..<60, to: "open")
        #expect(finds(55, in: try kept()))
        try repository.update("open") { $0.state = .disabled }
        #expect(try kept().count == 0)
        try repository.update("open") { $0.state = .active }
        #expect(try kept().count == 60)

        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: indexFolder).first { $0.hasSuffix(".segment") })
        let url = URL(fileURLWithPath: indexFolder + "/" + name)
        var bytes = try Data(contentsOf: url)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: url)
        let repaired = try kept()
        for seed in 0..<UInt64(60) { #expect(finds(seed, in: repaired)) }
    }

    @Test("answers from memory while another scan holds the folder, and where the folder cannot be made")
    func busy() throws {
        try add(0..<50, to: "open")
        let first = try kept()
        let second = try kept()
        #expect(finds(3, in: first) && finds(3, in: second))
        #expect(first.trouble == nil && second.trouble?.contains("another process") == true)
        let elsewhere = try BankIndex(repository, folder: home + "/no/such/place", keepingFrom: 1)
        #expect(finds(3, in: elsewhere) && elsewhere.trouble != nil)
        #expect(first.count == 50)
    }

    @Test("leaves nothing on the disk when it is to forget, and builds anew afterwards")
    func forgets() throws {
        try add(0..<50, to: "open")
        do {
            let index = try kept()
            #expect(throws: IndexError.self, "a scan that runs must not lose its index") {
                try BankIndex.forget(folder: indexFolder)
            }
            #expect(finds(3, in: index))
        }
        try BankIndex.forget(folder: indexFolder)
        #expect(try FileManager.default.contentsOfDirectory(atPath: indexFolder).isEmpty)
        try BankIndex.forget(folder: indexFolder)
        #expect(finds(3, in: try kept()))
        try BankIndex.forget(folder: home + "/nothing")
    }

    @Test("that is kept asks the clock itself, so that a clock that was wrong for a while loses no entry")
    func clock() throws {
        try repository.create("open")
        let line = "pdq,expires\n\(Self.hash(1).hex),2026-01-01\n"
        try repository.importList(MemorySource(Array(line.utf8)), named: "list", into: "open")
        // The banks' clock says 2027.
        let index = try kept()
        #expect(index.search([Self.hash(1)], now: 1_800_000_000)[0].isEmpty)
        #expect(index.search([Self.hash(1)], now: 1_760_000_000)[0].count == 1)
    }

    @Test("holds named banks only, when some are named")
    func named() throws {
        try add(0..<5, to: "one")
        try add(5..<9, to: "two")
        let index = try kept(["two"])
        #expect(index.count == 4 && finds(6, in: index) && !finds(2, in: index))
    }

    @Test("keeps to each bank's own radius, and forgets what has expired")
    func radiusAndExpiry() throws {
        try repository.create("narrow", settings: BankSettings(radius: 4))
        try repository.create("wide", settings: BankSettings(radius: 60))
        let (near, far) = (Self.hash(1), Self.hash(2))
        for (bank, hash) in [("narrow", near), ("wide", far)] {
            let line = "pdq,expires\n\(hash.hex),2027-03-01\n"
            try repository.importList(MemorySource(Array(line.utf8)), named: "list", into: bank)
        }
        let index = try kept()
        func flipped(_ hash: PDQHash, _ bits: UInt64) -> PDQHash {
            PDQHash(words: (hash.words.0 ^ ((1 << bits) - 1), hash.words.1, hash.words.2, hash.words.3))
        }
        let now: Int64 = 1_800_000_000
        #expect(index.search([flipped(near, 4)], now: now)[0].map(\.distance) == [4])
        #expect(index.search([flipped(near, 5)], now: now)[0].isEmpty)
        #expect(index.search([flipped(far, 60)], now: now)[0].map(\.distance) == [60])
        #expect(index.search([flipped(near, 5)], reach: .within(5), now: now)[0].map(\.distance) == [5])
        let march: Int64 = 1_803_859_200
        #expect(index.search([near], now: march - 1)[0].count == 1)
        #expect(index.search([near], now: march + 60)[0].isEmpty)
    }
}
