// SPDX-License-Identifier: Apache-2.0

import Containers
import ContentCredentials
import Synchronization
import Testing

@Suite struct HardBindingTests {
    @Test func labelsNameKinds() {
        let kinds: [(String, HardBinding.Kind?)] = [
            ("c2pa.hash.data", .data), ("c2pa.hash.data__2", .data), ("c2pa.hash.boxes", .boxes),
            ("c2pa.hash.bmff.v2", .bmff), ("c2pa.hash.bmff.v3", .bmff), ("c2pa.hash.bmff.v3__1", .bmff),
            ("c2pa.hash.bmff", nil), ("c2pa.hash.bmff__1", nil), ("c2pa.hash.bmff.v4", .unknown),
            ("c2pa.hash.collection.data", .collection), ("c2pa.hash.multi-asset", nil),
            ("c2pa.hash.data.part", nil), ("c2pa.hash.boxes.part__3", nil), ("c2pa.hash.moon", .unknown),
            ("c2pa.actions", nil), ("com.example.hash.data", nil), ("", nil),
        ]
        for (label, kind) in kinds { #expect(HardBinding.Kind(label: label) == kind, "\(label)") }
    }

    @Test(arguments: [HardBinding.Kind.collection, .unknown])
    func unknownBindingsAreLeftOpenAndNotCalledAltered(_ kind: HardBinding.Kind) throws {
        let statuses = try MadeAssertion.check(kind, .null, MadeFile(.png).bytes)
        #expect(statuses.map(\.code) == [HardBinding.uncheckedCode])
        #expect(statuses.map(\.kind) == [.informational])
    }

    @Test func statusesNameTheAssertionAndTheirKind() throws {
        let context = BindingContext(claimAlgorithm: "sha256", url: "self#jumbf=c2pa.assertions/c2pa.hash.data")
        let file = MadeFile(.png)
        let good = DataHashTests.assertion([file.range(2)], hashing: file.bytes)
        let statuses = try MadeAssertion.check(.data, good, file.bytes, context: context)
        #expect(statuses.map(\.url) == [context.url])
        #expect(statuses.map(\.kind) == [.success])
        let bad = try MadeAssertion.check(.data, .null, file.bytes, context: context)
        #expect(bad.map(\.url) == [context.url])
        #expect(bad.map(\.kind) == [.failure])
    }

    /// Text out of the file does not reach a person as it is.
    @Test func explanationsQuoteWhatTheFileSays() throws {
        let evil = "\u{1b}[31m\n<script>\u{202e}"
        let assertions: [(HardBinding.Kind, CBORValue)] = [
            (.data, MadeAssertion.map([("alg", .text(evil)), ("hash", .bytes([]))])),
            (.bmff, MadeBMFF.assertion([MadeBMFF.exclusion(evil)], hash: [])),
            (
                .boxes,
                MadeAssertion.map([("boxes", .array([MadeAssertion.map([("names", .array([.text(evil)]))])]))])
            ),
        ]
        for (kind, content) in assertions {
            let bytes = kind == .bmff ? [MadeBox.fileType, .store()].flatMap(\.bytes) : MadeFile(.png).bytes
            let text = try MadeAssertion.check(kind, content, bytes).map(\.explanation).joined()
            #expect(!text.isEmpty)
            #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202e}" }, "\(text)")
        }
    }

    /// A file that counts the bytes that are read out of it, and may fail.
    private final class Counting: ByteSource {
        let bytes: MemoryBytes
        let failsAt: Int
        let read = Atomic(0)

        init(_ bytes: [UInt8], failsAt: Int = .max) {
            self.bytes = MemoryBytes(bytes)
            self.failsAt = failsAt
        }

        var count: Int { bytes.count }

        func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ReadFailure) {
            read.add(buffer.count, ordering: .relaxed)
            guard offset + buffer.count <= failsAt else {
                throw ReadFailure(code: "input-output", message: "the disk is gone")
            }
            try bytes.read(into: buffer, at: offset)
        }
    }

    private static func large() -> (data: CBORValue, file: MadeFile, movie: (boxes: [MadeBox], assertion: CBORValue)) {
        var file = MadeFile(.png)
        file.parts[4] = MadeFile.chunk("IDAT", [UInt8](repeating: 7, count: 300_000))
        var movie = MerkleTests.Made()
        movie.media = [UInt8](repeating: 3, count: 250_000)
        movie.cut = .fixed(65_536)
        return (DataHashTests.assertion(file.parts, hiding: 2), file, movie.file())
    }

    @Test func aFileIsReadAboutOnce() throws {
        let (assertion, file, movie) = Self.large()
        let source = Counting(file.bytes)
        let reading = try ContainerReader.read(MemoryBytes(file.bytes))
        let context = BindingContext(claimAlgorithm: "sha256")
        #expect(try HardBinding.check(.data, assertion, context, in: reading, source: source).outcomes == ["match"])
        #expect(source.read.load(ordering: .relaxed) <= file.bytes.count)

        let bytes = movie.boxes.flatMap(\.bytes)
        let film = Counting(bytes)
        let outcomes = try HardBinding.check(
            .bmff, movie.assertion, context, in: try ContainerReader.read(MemoryBytes(bytes)), source: film
        ).outcomes
        #expect(outcomes == ["match"])
        // The first block is looked at twice, and headers of boxes are read.
        #expect(film.read.load(ordering: .relaxed) <= bytes.count + 65_536 + 20_000)
    }

    @Test func aFileThatCannotBeReadIsNotCalledAltered() throws {
        let (assertion, file, _) = Self.large()
        let reading = try ContainerReader.read(MemoryBytes(file.bytes))
        #expect(throws: ReadFailure.self) {
            try HardBinding.check(
                .data, assertion, BindingContext(claimAlgorithm: "sha256"), in: reading,
                source: Counting(file.bytes, failsAt: 150_000))
        }
    }
}
