// SPDX-License-Identifier: Apache-2.0

import Containers
import Foundation
import ProvenanceVocabulary
import TestSupport
import Testing

@Suite("Hostile input")
struct HostileTests {
    private static var rounds: Int { Repository.runsLongTests ? 20_000 : 400 }

    /// What must hold for any bytes at all: no throw, no trap, the limits kept, the same by every way of reading.
    ///
    /// Expectations cost more than reading; only what is wrong is looked at closely.
    private static func check(_ bytes: [UInt8], _ comment: @autoclosure () -> Comment) throws {
        let reading = try read(bytes)
        let watched = WatchedSource(bytes)
        let other = try ContainerReader.read(watched)
        let ranges = reading.stores.flatMap(\.ranges) + reading.metadata.map { $0.offset..<$0.offset }
        let isGood =
            reading.metadata.reduce(0) { $0 + $1.bytes.count } <= ProvenanceLimits.metadataBytes
            && reading.stores.reduce(0) { $0 + $1.bytes.count } <= ProvenanceLimits.manifestStoreBytes
            && Set(reading.codes).count == reading.faults.count
            && ranges.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= bytes.count }
        if !isGood { Issue.record("\(comment()): \(reading.faults)") }
        let isEqual =
            reading.format == other.format && reading.stores == other.stores && reading.metadata == other.metadata
            && reading.faults == other.faults
        if !isEqual { expectEqual(reading, other, comment()) }
        // Metadata is read at most a few times over, whatever the file says of itself.
        let isFrugal = watched.bytesRead <= 12 * bytes.count + 4096
        if !isFrugal { Issue.record("\(comment()): \(watched.bytesRead) bytes read of \(bytes.count)") }
    }

    @Test("a whole file has no faults, and its store", arguments: Sample.all)
    func whole(_ sample: Sample) throws {
        let reading = try read(sample.bytes)
        #expect(reading.format == sample.format)
        #expect(reading.faults.isEmpty)
        #expect(!reading.metadata.isEmpty || sample.format == .manifestStore)
    }

    @Test("a file cut anywhere is read as far as it goes", arguments: Sample.all)
    func cut(_ sample: Sample) throws {
        for length in 0..<sample.bytes.count {
            try Self.check([UInt8](sample.bytes.prefix(length)), "cut at \(length)")
        }
    }

    @Test("a file with any byte changed does no harm", arguments: Sample.all)
    func changed(_ sample: Sample) throws {
        var random = SplitMix(state: 99)
        for index in sample.bytes.indices {
            var bytes = sample.bytes
            bytes[index] = UInt8(truncatingIfNeeded: random.next())
            try Self.check(bytes, "byte \(index)")
        }
    }

    @Test("a file damaged in many places does no harm", arguments: Sample.all)
    func damaged(_ sample: Sample) throws {
        var random = SplitMix(state: UInt64(sample.bytes.count))
        for round in 0..<Self.rounds {
            var bytes = sample.bytes
            for _ in 0...random.next() % 8 {
                let index = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 5 {
                case 0: bytes[index] = 0xff
                case 1: bytes[index] = 0
                case 2: bytes[index] ^= 1 << UInt8(random.next() % 8)
                case 3: bytes.insert(contentsOf: bytes[index...].prefix(Int(random.next() % 40)), at: index)
                default: bytes.removeSubrange(index..<min(index + Int(random.next() % 9), bytes.count - 1))
                }
            }
            try Self.check(bytes, "round \(round)")
        }
    }

    @Test func noiseAfterEverySignatureDoesNoHarm() throws {
        var random = SplitMix(state: 4)
        for sample in Sample.all {
            for _ in 0..<Self.rounds / 4 {
                let count = Int(random.next() % 600)
                let rest = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                try Self.check([UInt8](sample.bytes.prefix(12)) + rest, "\(sample.name)")
            }
        }
    }

    @Test func aStoreBeyondTheLimitIsNotRead() throws {
        let large = PNGBuilder.chunk("caBX", [])
        // The length alone is forged: the file must be as long as it says, so the source makes the bytes up.
        let source = EndlessSource(head: PNGBuilder.file(large), count: 200 << 20)
        let reading = try ContainerReader.read(source)
        #expect(reading.fault("c2pa.store-bytes")?.gravity == .overLimit)
        #expect(reading.stores.isEmpty)
        #expect(source.bytesRead < 1 << 20)
    }

    /// A PNG whose `caBX` chunk says 100 MiB; behind the head everything is zero.
    private final class EndlessSource: ByteSource {
        let count: Int
        private let watched: WatchedSource
        private let head: [UInt8]
        var bytesRead: Int { watched.bytesRead }

        init(head: [UInt8], count: Int) {
            var head = head
            head.replaceSubrange(33..<37, with: big32(100 << 20))
            self.head = head
            self.count = count
            watched = WatchedSource(zeros(1 << 21))
        }

        func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ReadFailure) {
            try watched.read(into: buffer, at: 0)
            for index in 0..<buffer.count where offset + index < 41 { buffer[index] = head[offset + index] }
        }
    }

    private static let archive = Repository.material("hostile")?.appending(path: "hostile-images.tar.xz")

    @Test(
        "4,204 malformed files are read within the limits",
        .enabled(if: archive != nil, "the hostile files are not beside this repository"))
    func corpus() throws {
        let folder = try TemporaryFolder()
        let unpacked = try Execution.run("/usr/bin/tar", ["-xf", try #require(Self.archive).path, "-C", folder.path])
        try #require(unpacked.status == 0, "\(unpacked.errors)")
        let names = try #require(FileManager.default.enumerator(atPath: folder.path)).compactMap { $0 as? String }
        var known = 0
        var files = 0
        for name in names.sorted() {
            let url = folder.url.appending(path: name)
            guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            files += 1
            let bytes = [UInt8](try Data(contentsOf: url))
            try Self.check(bytes, "\(name)")
            if try read(bytes).format != .unknown { known += 1 }
        }
        #expect(files == 4204)
        #expect(known > 2000)
    }
}
