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

@Suite("A scan")
struct ScanTests {
    let folder: TemporaryFolder
    let repository: BankRepository

    init() throws {
        folder = try TemporaryFolder()
        let home = folder.path + "/home"
        let store = try Store(home: home, schemas: [BankSchema.schema])
        repository = BankRepository(store: store, home: home, clock: { Date(timeIntervalSince1970: 1_800_000_000) })
    }

    private var settings: ScanSettings {
        ScanSettings(
            decoder: ConfinedDecoder.Configuration(executable: Repository.program("tutela-decoder")), lanes: 2)
    }

    private func list(
        _ name: String, _ files: [[UInt8]], tier: TrustTier = .a, contributors: Int = 2, purpose: BankPurpose = .known,
        restricted: Bool = false
    ) throws {
        try repository.create(
            name, purpose: purpose, restricted: restricted,
            settings: BankSettings(tier: tier, contributors: contributors))
        var lines = "id,pdq,sha256\n"
        for (number, file) in files.enumerated() {
            let decoder = try ConfinedDecoder(settings.decoder)
            let outcome = try decoder.decode(file.span) { picture, area in
                PDQ.fingerprint(means: picture.frames[0].means(in: area) ?? []).hash.hex
            }
            guard case .decoded(let hash) = outcome else {
                Issue.record("the listed picture does not decode")
                return
            }
            let path = try folder.write(file, to: "listed-\(name)-\(number)")
            let reading = try FileReading.read(ItemPath(path), keeping: .max, isCancelled: { false })
            lines += "\(name)-\(number),\(hash),\(try #require(reading.digests).sha256)\n"
        }
        try repository.importList(MemorySource(Array(lines.utf8)), named: "test", into: name)
    }

    private func scan(_ settings: ScanSettings? = nil, done: Set<ItemPath> = []) async throws -> [String: ScanRecord] {
        let disk = folder.path + "/disk"
        let scan = Scan(
            [ItemPath(disk)], settings: settings ?? self.settings, lists: try KnownLists(repository),
            isDone: { done.contains($0) })
        var records: [String: ScanRecord] = [:]
        _ = try await scan.run { record in
            let name = String(record.path.display.dropFirst(disk.count + 1))
            #expect(records.updateValue(record, forKey: name) == nil, "\(name) has two records")
        }
        return records
    }

    @Test("finds exact, mirrored, framed and re-saved copies, and holds what only one signal speaks for")
    func findsCopies() async throws {
        let grey = Pictures.pattern(200, 150, seed: 1)
        let known = Pictures.bitmap(grey, width: 200)
        try list("a", [known])
        let framed = Pictures.framed(grey, width: 200, border: 40, colour: 250)
        try folder.write(known, to: "disk/exact.bmp")
        try folder.write(known + [0], to: "disk/one-byte-more.bmp")
        try folder.write(Pictures.bitmap(Pictures.mirrored(grey, width: 200), width: 200), to: "disk/mirrored.bmp")
        try folder.write(Pictures.bitmap(framed.grey, width: framed.width), to: "disk/framed.bmp")
        try folder.write(Pictures.bitmap(seed: 2), to: "disk/unrelated.bmp")
        let records = try await scan()

        #expect(records["exact.bmp"]?.decision.outcome == .match)
        #expect(records["exact.bmp"]?.decision.action == .block)
        #expect(records["exact.bmp"]?.matches.map(\.kind) == [.sha256, .pdq])
        #expect(records["one-byte-more.bmp"]?.decision.outcome == .held)
        #expect(records["one-byte-more.bmp"]?.matches.first?.view == .original)
        #expect(records["mirrored.bmp"]?.matches.first?.view.name == "flipY")
        #expect(records["mirrored.bmp"]?.decision.outcome == .held)
        #expect(records["framed.bmp"]?.matches.first?.view.region == .borderTrimmed)
        #expect(records["unrelated.bmp"]?.decision.outcome == ScanRecord.Decision.Outcome.none)
        #expect(records["unrelated.bmp"]?.status == .screened)
        #expect(records.count == 5)
    }

    @Test("finds copies inside screenshots, collages and crops, names the view, and holds them for a person")
    func findsAlteredCopies() async throws {
        let (width, height) = (400, 300)
        let grey = Pictures.pattern(width, height, seed: 11)
        try list("a", [Pictures.bitmap(grey, width: width)])
        // Two pictures side by side.
        let other = Pictures.pattern(width, height, seed: 12)
        var collage: [UInt8] = []
        for row in 0..<height {
            let line = row * width..<(row + 1) * width
            collage += grey[line] + other[line]
        }
        try folder.write(Pictures.bitmap(collage, width: 2 * width), to: "disk/collage.bmp")
        let records = try await scan()
        let match = try #require(records["collage.bmp"]?.matches.first)
        #expect(match.view.region == .split || match.view.region == .edgeTrimmed)
        #expect(records["collage.bmp"]?.decision.outcome == .held)
        #expect(records["collage.bmp"]?.fingerprints.contains { $0.region == match.view.region } == true)
    }

    @Test("finds a crop through a view of the known picture, and names that view")
    func findsThroughKnownViews() async throws {
        let (width, height) = (600, 450)
        let grey = Pictures.pattern(width, height, seed: 13)
        let known = try folder.write(Pictures.bitmap(grey, width: width), to: "known.bmp")
        var settings = settings
        settings.hashing.makesKnownViews = true
        var made: [KnownView] = []
        var hash = ""
        _ = try await Scan([ItemPath(known)], settings: settings, lists: .none).run { record in
            made = record.fingerprints.first?.knownViews ?? []
            hash = record.fingerprints.first?.pdq ?? ""
        }
        #expect(made.contains { $0.name == "crop-72" })
        let views = made.map { "\"\($0.name)\":\"\($0.pdq.hex)\"" }.joined(separator: ",")
        try repository.create("a", settings: BankSettings(tier: .a, contributors: 2))
        try repository.importList(
            MemorySource(Array("{\"pdq\":\"\(hash)\",\"pdq_views\":{\(views)}}".utf8)), named: "test", into: "a")
        let (left, top) = (width * 14 / 100, height * 14 / 100)
        var crop: [UInt8] = []
        for row in top..<(height - top) {
            crop += grey[row * width + left..<(row + 1) * width - left]
        }
        try folder.write(Pictures.bitmap(crop, width: width - 2 * left), to: "disk/crop.bmp")
        let record = try #require(try await scan()["crop.bmp"])
        #expect(record.matches.first?.knownView == "crop-72")
        #expect(record.decision.outcome == .held)
    }

    @Test("finds the same copies with fast hashing")
    func fastHashing() async throws {
        let known = Pictures.bitmap(seed: 14, width: 900, height: 700)
        try list("a", [known])
        try folder.write(known + [0], to: "disk/one-byte-more.bmp")
        try folder.write(Pictures.bitmap(seed: 15, width: 900, height: 700), to: "disk/unrelated.bmp")
        var fast = settings
        fast.hashing.method = .fast
        let records = try await scan(fast)
        let match = try #require(records["one-byte-more.bmp"]?.matches.first)
        #expect(match.view == .original && match.distance <= 8)
        #expect(records["unrelated.bmp"]?.matches.isEmpty == true)
    }

    @Test("finds copies against a list that is sealed at rest")
    func sealedList() async throws {
        let known = Pictures.bitmap(seed: 3)
        try list("sealed", [known], restricted: true)
        try folder.write(known, to: "disk/exact.bmp")
        #expect(try await scan()["exact.bmp"]?.decision.outcome == .match)
    }

    @Test("a list whose key is gone stops the scan: no answer is not no match")
    func missingKey() async throws {
        try list("sealed", [Pictures.bitmap(seed: 4)], restricted: true)
        try FileManager.default.removeItem(atPath: folder.path + "/home/" + BankRepository.keyPath)
        let home = folder.path + "/home"
        let reopened = BankRepository(
            store: try Store(home: home, schemas: [BankSchema.schema]), home: home, clock: { Date() })
        #expect(throws: BankError.self) { _ = try KnownLists(reopened) }
    }

    @Test("a known-good list clears the exact file and nothing else")
    func knownGood() async throws {
        let grey = Pictures.pattern(200, 150, seed: 5)
        let file = Pictures.bitmap(grey, width: 200)
        try list("a", [Pictures.bitmap(Pictures.mirrored(grey, width: 200), width: 200)])
        try list("good", [file], purpose: .knownGood)
        try folder.write(file, to: "disk/good.bmp")
        try folder.write(file + [0], to: "disk/nearly.bmp")
        let records = try await scan()
        #expect(records["good.bmp"]?.decision.outcome == .cleared)
        #expect(records["nearly.bmp"]?.decision.outcome == .held)
    }

    @Test("what could not be scanned is unknown, with its reason, and never no match")
    func unknown() async throws {
        try list("a", [Pictures.bitmap(seed: 6)])
        try folder.write([UInt8](), to: "disk/empty.png")
        try folder.write([0x47], to: "disk/one-byte.gif")
        try folder.write([UInt8](repeating: 7, count: 5000), to: "disk/noise.jpg")
        try folder.write(Pictures.bitmap(seed: 7).prefix(40), to: "disk/torn.bmp")
        try folder.write(Array("\0\0\0\u{18}ftypisom\0\0\0\0isommp41".utf8), to: "disk/clip.mp4")
        try folder.write("plain text", to: "disk/notes.txt")
        let records = try await scan()
        let expected: [String: (ItemStatus, String)] = [
            "empty.png": (.undecodable, "empty"), "one-byte.gif": (.undecodable, "content"),
            "noise.jpg": (.undecodable, "content"), "torn.bmp": (.undecodable, "corrupt"),
            "clip.mp4": (.unsupported, "video"),
        ]
        for (name, (status, code)) in expected {
            let record = try #require(records[name])
            #expect(record.status == status, "\(name)")
            #expect(record.reason?.code == code, "\(name)")
            #expect(record.decision.outcome == .unknown, "\(name)")
            #expect(record.decision.action == .review, "\(name)")
        }
        #expect(records["notes.txt"]?.decision.outcome == .other)
        #expect(records["notes.txt"]?.status == .unsupported)
    }

    @Test("a picture that is cut short is compared as far as it goes; without a match it is unknown")
    func cutShort() async throws {
        let known = Pictures.bitmap(seed: 15)
        try list("a", [known])
        try folder.write(known.dropLast(200 * 3 * 4), to: "disk/nearly-whole.bmp")
        try folder.write(known.dropLast(200 * 3 * 90), to: "disk/half.bmp")
        let records = try await scan()
        let nearly = try #require(records["nearly-whole.bmp"])
        #expect(nearly.status == .screened)
        #expect(nearly.isPartial)
        #expect(nearly.decision.outcome == .held)
        let half = try #require(records["half.bmp"])
        #expect(half.status == .screened)
        #expect(half.decision.outcome == .unknown)
        #expect(half.decision.action == .review)
        #expect(half.reason != nil)
    }

    @Test("an exact copy is found even where the picture cannot be decoded")
    func exactCopyOfTheUndecodable() async throws {
        let torn = Array(Pictures.bitmap(seed: 8).prefix(40))
        try repository.create("a", settings: BankSettings(tier: .a, contributors: 2))
        let path = try folder.write(torn, to: "disk/torn.bmp")
        let digests = try #require(
            try FileReading.read(ItemPath(path), keeping: .max, isCancelled: { false }).digests)
        let line = "md5,sha256\n\(digests.md5),\(digests.sha256)\n"
        try repository.importList(MemorySource(Array(line.utf8)), named: "test", into: "a")
        let record = try #require(try await scan()["torn.bmp"])
        #expect(record.status == .undecodable)
        #expect(record.decision.outcome == .match)
    }

    @Test("a file over the size limit is over-limit, and its digests are still compared")
    func tooLong() async throws {
        let known = Pictures.bitmap(seed: 9)
        try list("a", [known])
        try folder.write(known, to: "disk/large.bmp")
        var settings = settings
        settings.maxBytes = 1000
        let record = try #require(try await scan(settings)["large.bmp"])
        #expect(record.status == .overLimit)
        #expect(record.reason?.code == "bytes")
        #expect(record.decision.outcome == .held, "one exact digest is one signal")
    }

    @Test("hashes of low quality are not compared, and the account says so")
    func lowQuality() async throws {
        let flat = Pictures.bitmap([UInt8](repeating: 90, count: 200 * 150), width: 200)
        try list("a", [Pictures.bitmap(seed: 10)])
        try folder.write(flat, to: "disk/flat.bmp")
        let record = try #require(try await scan()["flat.bmp"])
        #expect(record.fingerprints.first?.quality ?? 100 < PDQ.qualityFloor)
        var ledger = ScanLedger()
        ledger.add(record, qualityFloor: PDQ.qualityFloor)
        #expect(ledger.tooPlain == 1)
        #expect(ledger[.none] == 1)
    }

    @Test("records come in the order of the walk, and what is done is left out")
    func order() async throws {
        try list("a", [Pictures.bitmap(seed: 11)])
        for number in 0..<40 {
            try folder.write(
                Pictures.bitmap(seed: number, width: number.isMultiple(of: 5) ? 900 : 20, height: 20),
                to: "disk/\(String(format: "%02d", number)).bmp")
        }
        let disk = folder.path + "/disk"
        let done = Set((0..<10).map { ItemPath(disk + "/" + String(format: "%02d.bmp", $0)) })
        let scan = Scan(
            [ItemPath(disk)], settings: settings, lists: try KnownLists(repository), isDone: { done.contains($0) })
        var names: [String] = []
        _ = try await scan.run { names.append(String(decoding: $0.path.name, as: UTF8.self)) }
        #expect(names == (10..<40).map { String(format: "%02d.bmp", $0) })
    }

    @Test("a stopped scan ends soon, and what it recorded is whole")
    func stops() async throws {
        try list("a", [Pictures.bitmap(seed: 12)])
        for number in 0..<300 {
            try folder.write(Pictures.bitmap(seed: number, width: 40, height: 40), to: "disk/\(number).bmp")
        }
        let scan = Scan([ItemPath(folder.path + "/disk")], settings: settings, lists: try KnownLists(repository))
        var count = 0
        _ = try await scan.run { record in
            count += 1
            #expect(record.status == .screened)
            if count == 20 { await scan.stop() }
        }
        #expect(scan.isStopped)
        #expect((20..<100).contains(count))
    }

    @Test("an error of the consumer ends the scan and comes through")
    func consumerFails() async throws {
        struct Full: Error {}
        try list("a", [Pictures.bitmap(seed: 13)])
        for number in 0..<50 { try folder.write(Pictures.bitmap(seed: number), to: "disk/\(number).bmp") }
        let scan = Scan([ItemPath(folder.path + "/disk")], settings: settings, lists: try KnownLists(repository))
        await #expect(throws: Full.self) { _ = try await scan.run { _ in throw Full() } }
    }

    @Test("without a decoder nothing is scanned and nothing is claimed")
    func noDecoder() async throws {
        try list("a", [Pictures.bitmap(seed: 14)])
        try folder.write(Pictures.bitmap(seed: 14), to: "disk/a.bmp")
        var broken = settings
        broken.decoder.executable = "/nowhere"
        let scan = Scan([ItemPath(folder.path + "/disk")], settings: broken, lists: try KnownLists(repository))
        await #expect(throws: DecoderError.self) { _ = try await scan.run { _ in Issue.record("a record") } }
    }
}
