// SPDX-License-Identifier: Apache-2.0

import Banks
import Fingerprints
import Foundation
import MediaDecoding
import Policy
import Store
import Synchronization
import TestSupport
import Testing

@testable import Screening

@Suite("A screener")
struct ScreenerTests {
    let home: LiveHome

    init() throws {
        home = try LiveHome()
    }

    private var settings: ScanSettings {
        ScanSettings(
            decoder: ConfinedDecoder.Configuration(executable: Repository.program("tutela-decoder")), lanes: 1)
    }

    private func screener(
        _ settings: ScanSettings? = nil, lists: LiveLists? = nil, lanes: Int = 2, waiting: Int = 100,
        surface: String? = nil
    ) throws -> Screener {
        try Screener(
            settings ?? self.settings, lists: lists ?? home.lists(), lanes: lanes, waiting: waiting, surface: surface)
    }

    /// A record without the place where the item lay.
    private func alone(_ record: ScanRecord) -> ScanRecord {
        var record = record
        record.path = ItemPath("item")
        return record
    }

    @Test("says of bytes in memory what a scan says of the same bytes in a file")
    func likeAScan() async throws {
        let known = Pictures.bitmap(seed: 1)
        let hashing = try await screener().hash(known)
        let pdq = try #require(hashing.fingerprints.first?.pdq)
        try home.repository.create("a", settings: BankSettings(tier: .a, contributors: 2, category: "csam"))
        try home.repository.create("good", purpose: .knownGood)
        try home.repository.create("sealed", restricted: true)
        let digests = try #require(hashing.digests)
        let line = "pdq,sha256\n\(pdq),\(digests.sha256)\n"
        for bank in ["a", "sealed"] {
            try home.repository.importList(MemorySource(Array(line.utf8)), named: "l", into: bank)
        }
        let good = Pictures.bitmap(seed: 2)
        let goodDigests = try #require(try await screener().hash(good).digests)
        try home.repository.importList(
            MemorySource(Array("sha256\n\(goodDigests.sha256)\n".utf8)), named: "l", into: "good")
        let items = [
            known, known + [0], good, Pictures.bitmap(seed: 3), Array(known.dropLast(9_000)), [], [1, 2, 3],
            Array("plain text".utf8), Array(known.prefix(40)),
            Pictures.bitmap(Pictures.mirrored(Pictures.pattern(200, 150, seed: 1), width: 200), width: 200),
        ]
        var settings = settings
        settings.policy = try PolicySample.policy()
        let screener = try screener(settings, surface: "stored-files")
        let lists = try KnownLists(home.repository)
        for (number, item) in items.enumerated() {
            let path = try home.folder.write(item, to: "items/\(number)")
            let scanned = Mutex<ScanRecord?>(nil)
            _ = try await Scan([ItemPath(path)], settings: settings, lists: lists).run { record in
                scanned.withLock { $0 = record }
            }
            let record = try await screener.screen(item, tenant: nil)
            #expect(record == alone(try #require(scanned.withLock { $0 })), "item \(number)")
        }
        let first = try await screener.screen(known, tenant: nil)
        #expect(first.decision.outcome == .match && Set(first.matches.map(\.bank)) == ["a", "sealed"])
        #expect(first.decision.policy != nil)
    }

    @Test("gives the same hashes for clean pictures, bit by bit, when a third of the traffic is hostile")
    func hostileTraffic() async throws {
        var random = SplitMix(state: 9)
        let clean = Self.clean
        var hostile = clean.map { picture in
            var bytes = picture
            // Headers and pixels overwritten at random, lengths that lie, files that end early.
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                let place = Int.random(in: 2..<(Bool.random(using: &random) ? 54 : bytes.count), using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            return Array(bytes.prefix(Int.random(in: 30...bytes.count, using: &random)))
        }
        let heads: [[UInt8]] = [
            [0xFF, 0xD8, 0xFF, 0xE0], Array("GIF89a".utf8), Array("RIFF\u{7F}\u{7F}\u{7F}\u{7F}WEBPVP8L".utf8),
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A],
        ]
        for head in heads { hostile.append(head + Made.digest(4_000, &random)) }
        try await keepsHashes(amid: hostile)
    }

    private static let archive = Repository.material("hostile/hostile-images.tar.xz")

    @Test(
        "does so among malformed pictures from the world, too",
        .enabled(if: archive != nil, "hostile-images.tar.xz is not beside the repository"))
    func hostileArchive() async throws {
        try await keepsHashes(amid: Self.members(of: try #require(Self.archive), every: 150))
    }

    private static let clean = (0..<12).map {
        Pictures.bitmap(seed: 100 + $0, width: 160 + 7 * $0, height: 120 + 5 * $0)
    }

    private func keepsHashes(amid hostile: [[UInt8]]) async throws {
        var random = SplitMix(state: 10)
        let clean = Self.clean
        let screener = try screener(lanes: 2, waiting: 1_000)
        var alone: [ScanRecord] = []
        for picture in clean { alone.append(try await screener.hash(picture)) }
        #expect(alone.allSatisfy { $0.status == .screened && !$0.fingerprints.isEmpty })
        var traffic: [(number: Int, bytes: [UInt8])] = hostile.map { (-1, $0) }
        for (number, picture) in clean.enumerated() { traffic += [(number, picture), (number, picture)] }
        traffic.shuffle(using: &random)
        try await withThrowingTaskGroup(of: (Int, ScanRecord).self) { group in
            for (number, bytes) in traffic {
                group.addTask { (number, try await screener.hash(bytes)) }
            }
            var count = 0
            for try await (number, record) in group {
                count += 1
                if number >= 0 { #expect(record == alone[number]) }
            }
            #expect(count == traffic.count)
        }
        #expect(screener.load.running == 0 && screener.load.waiting == 0)
    }

    private static func members(of archive: URL, every: Int) throws -> [[UInt8]] {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(filePath: "/bin/tar")
        process.arguments = ["-xJf", archive.path, "-C", folder.path]
        try process.run()
        process.waitUntilExit()
        let files = (FileManager.default.enumerator(at: folder.url, includingPropertiesForKeys: nil)?.allObjects ?? [])
            .compactMap { $0 as? URL }.filter { !$0.hasDirectoryPath }.sorted { $0.path < $1.path }
        return try stride(from: 0, to: files.count, by: every).map { Array(try Data(contentsOf: files[$0])) }
    }

    @Test("matches a tenant's lists for that tenant only")
    func tenants() async throws {
        let picture = Pictures.bitmap(seed: 4)
        let digests = try #require(try await screener().hash(picture).digests)
        for (scope, bank) in [(BankScope(tenant: "acme"), "acme/own"), (.house, "shared")] {
            try home.repository.create(
                bank == "shared" ? "shared" : "own", in: scope, settings: BankSettings(source: "ncmec"))
            try home.repository.importList(
                MemorySource(Array("sha256\n\(digests.sha256)\n".utf8)), named: "l", into: bank)
        }
        let screener = try screener()
        let banks = try await [nil, "acme", "other"].asyncMap { tenant in
            try await screener.screen(picture, tenant: tenant).matches.map(\.bank)
        }
        #expect(banks == [["shared"], ["own", "shared"], ["shared"]])
    }

    @Test("adds what is said of an item to the facts, and claims no surface that nobody named")
    func circumstances() async throws {
        var settings = settings
        settings.policy = try PolicySample.policy()
        let screener = try screener(settings)
        let picture = Pictures.bitmap(seed: 5)
        let facts = try #require(try await screener.screen(picture, tenant: nil).decision.policy).facts
        #expect(!facts.isSet(.surface))
        var said = FactSet()
        let words = FactRegistry.definition(of: .surface).words
        let position = try #require(words.firstIndex(of: "upload-pending"))
        try said.set(.surface, FactReading(.word(position), source: FactSource(.operator, "test")))
        let further = try #require(
            try await screener.screen(picture, tenant: nil, circumstances: said).decision.policy
        ).facts
        #expect(further[.surface] == .word(position))
    }

    @Test("lists that are not up to date leave an item unscanned, never without a match")
    func stale() async throws {
        var settings = settings
        settings.policy = try PolicySample.policy()
        let lists = try home.lists()
        let screener = try screener(settings, lists: lists)
        #expect(try await screener.screen(Pictures.bitmap(seed: 6), tenant: nil).status == .screened)
        home.ticker.advance(.seconds(11))
        let record = try await screener.screen(Pictures.bitmap(seed: 6), tenant: nil)
        #expect(record.status == .unreadable && record.reason?.code == "lists-stale")
        #expect(record.decision.outcome == .unknown && record.decision.action >= .review)
        #expect(record.decision.policy?.facts[.scanFailed] == .flag(true))
        // Hashing compares with nothing.
        #expect(try await screener.hash(Pictures.bitmap(seed: 6)).status == .screened)
    }

    @Test("refuses what there is no room for, at once, and goes on when there is")
    func full() async throws {
        let queue = AdmissionQueue(lanes: 1, waiting: 2)
        let submitted = (0..<3).map { _ in Task { try await queue.submit([], .hash) } }
        while queue.load.waiting < 3 { await Task.yield() }
        let refused = await #expect(throws: ScreenerBusy.self) { try await queue.submit([], .hash) }
        #expect(refused?.reason == .full && refused?.retryAfter ?? 0 >= 1)
        let first = try #require(await queue.next())
        #expect(queue.load.running == 1 && queue.load.waiting == 2)
        await #expect(throws: ScreenerBusy.self) { try await queue.submit([], .hash) }
        let record = ScanRecord(
            path: ItemPath("item"), status: .screened, decision: ScanRecord.Decision(.none, .allow))
        queue.finish(first, record, took: .seconds(10))
        let fourth = Task { try await queue.submit([], .hash) }
        while queue.load.waiting < 3 { await Task.yield() }
        for _ in 0..<3 { queue.finish(try #require(await queue.next()), record, took: .zero) }
        for task in submitted + [fourth] { #expect(try await task.value == record) }
        #expect(queue.load.running == 0 && queue.load.waiting == 0)
    }

    @Test("drops an item whose task is cancelled while it waits, or before it came")
    func cancelled() async throws {
        let queue = AdmissionQueue(lanes: 1, waiting: 5)
        let waiting = Task { try await queue.submit([1], .hash) }
        while queue.load.waiting < 1 { await Task.yield() }
        waiting.cancel()
        let dropped = await #expect(throws: ScreenerBusy.self) { try await waiting.value }
        #expect(dropped?.reason == .cancelled && queue.load.waiting == 0)
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await queue.submit([2], .hash)
        }
        let never = await #expect(throws: ScreenerBusy.self) { try await early.value }
        #expect(never?.reason == .cancelled && queue.load.waiting == 0)
    }

    @Test("sends everybody away who waits when it is stopped, and ends its lanes")
    func stopped() async throws {
        let queue = AdmissionQueue(lanes: 2, waiting: 5)
        let idle = Task { await queue.next() == nil }
        let screener = try screener(lanes: 2)
        #expect(try await screener.hash(Pictures.bitmap(seed: 7)).status == .screened)
        await screener.stop()
        let refused = await #expect(throws: ScreenerBusy.self) { try await screener.hash([]) }
        #expect(refused?.reason == .stopped)
        queue.stop()
        #expect(await idle.value)
    }

    @Test("does not start without its decoder")
    func missingDecoder() throws {
        let settings = ScanSettings(
            decoder: ConfinedDecoder.Configuration(executable: "/nonexistent/decoder"), lanes: 1)
        #expect(throws: DecoderError.self) { try screener(settings) }
    }
}

extension Array where Element: Sendable {
    fileprivate func asyncMap<Result>(_ body: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}
