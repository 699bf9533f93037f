// SPDX-License-Identifier: Apache-2.0

import Containers
import ContentCredentials
import Testing

@Suite struct BoxesHashTests {
    /// One group: the parts it names, and what else its map has.
    private struct Group {
        var names: [String]
        var bytes: [UInt8]
        var more: [(String, CBORValue)] = []
    }

    private static func assertion(_ groups: [Group], algorithm: String? = nil) -> CBORValue {
        let boxes = groups.map { group in
            MadeAssertion.map(
                [
                    ("names", .array(group.names.map(CBORValue.text))),
                    ("hash", .bytes(group.names == ["C2PA"] ? [0] : MadeAssertion.sha256(group.bytes))),
                    ("pad", .bytes([])),
                ] + group.more)
        }
        return MadeAssertion.map(
            (algorithm.map { [("alg", CBORValue.text($0))] } ?? []) + [("boxes", .array(boxes))])
    }

    private static func groups(_ file: MadeFile) -> [Group] {
        file.parts.map { Group(names: [$0.name], bytes: $0.bytes) }
    }

    private static func check(_ groups: [Group], _ bytes: [UInt8], algorithm: String? = nil) throws -> [String] {
        try MadeAssertion.check(.boxes, assertion(groups, algorithm: algorithm), bytes).outcomes
    }

    @Test(arguments: MadeFile.Format.allCases)
    func eachPartByItselfMatches(_ format: MadeFile.Format) throws {
        let file = MadeFile(format)
        #expect(try Self.check(Self.groups(file), file.bytes) == ["match"])
    }

    @Test(arguments: MadeFile.Format.allCases)
    func partsTogetherMatch(_ format: MadeFile.Format) throws {
        let file = MadeFile(format)
        let store = try #require(file.storeIndex)
        var groups: [Group] = []
        for range in [0..<store, store..<store + 1, store + 1..<file.parts.count] where !range.isEmpty {
            groups.append(Group(names: file.parts[range].map(\.name), bytes: file.parts[range].flatMap(\.bytes)))
        }
        #expect(try Self.check(groups, file.bytes) == ["match"])
    }

    /// No byte beside the store can change without the binding noticing.
    @Test(arguments: MadeFile.Format.allCases)
    func everyChangedByteIsNoticed(_ format: MadeFile.Format) throws {
        let file = MadeFile(format)
        let store = file.range(try #require(file.storeIndex))
        let groups = Self.groups(file)
        for index in file.bytes.indices where !store.contains(index) {
            var bytes = file.bytes
            bytes[index] ^= 0x55
            let outcomes = try Self.check(groups, bytes)
            #expect(!outcomes.contains("match") && !outcomes.isEmpty, "byte \(index): \(outcomes)")
        }
    }

    @Test(arguments: MadeFile.Format.allCases)
    func everyCutIsNoticed(_ format: MadeFile.Format) throws {
        let file = MadeFile(format)
        for length in 0..<file.bytes.count {
            #expect(
                try !Self.check(Self.groups(file), Array(file.bytes[..<length])).contains("match"), "\(length) bytes")
        }
    }

    @Test(arguments: MadeFile.Format.allCases)
    func swappedPartsAreAMismatch(_ format: MadeFile.Format) throws {
        var file = MadeFile(format)
        let groups = Self.groups(file)
        let last = file.parts.count - (format == .webp ? 1 : 2)
        file.parts.swapAt(last - 1, last - 2)
        #expect(try Self.check(groups, file.bytes) == ["mismatch"])
    }

    @Test(arguments: MadeFile.Format.allCases)
    func aMissingPartIsAMismatch(_ format: MadeFile.Format) throws {
        var file = MadeFile(format)
        let groups = Self.groups(file)
        file.parts.remove(at: format == .webp ? 1 : file.parts.count - 2)
        #expect(try Self.check(groups, file.bytes) == ["mismatch"])
    }

    @Test(arguments: MadeFile.Format.allCases)
    func aPartThatIsNotListedIsUnknown(_ format: MadeFile.Format) throws {
        let file = MadeFile(format)
        var groups = Self.groups(file)
        groups.remove(at: 1)
        #expect(try Self.check(groups, file.bytes) == ["unknownBox"])
        groups = Self.groups(file)
        groups.removeLast()
        #expect(try Self.check(groups, file.bytes) == ["unknownBox"])
    }

    @Test(arguments: MadeFile.Format.allCases)
    func bytesBehindTheEndAreUnknownUnlessListed(_ format: MadeFile.Format) throws {
        let file = MadeFile(format)
        let rest: [UInt8] = [9, 8, 7, 6, 5, 4, 3, 2, 1]
        var groups = Self.groups(file)
        #expect(try Self.check(groups, file.bytes + rest) == ["unknownBox"])
        groups.append(Group(names: ["c2pa.after"], bytes: rest))
        #expect(try Self.check(groups, file.bytes + rest) == ["match"])
        #expect(try Self.check(groups, file.bytes + rest.reversed()) == ["mismatch"])
        // Hiding it would let anyone append what he likes.
        groups[groups.count - 1].more = [("excluded", .boolean(true))]
        #expect(try Self.check(groups, file.bytes + rest) == ["mismatch"])
    }

    @Test func afterIsTheLastBoxByItself() throws {
        let file = MadeFile(.png)
        var groups = Self.groups(file)
        groups.insert(Group(names: ["c2pa.after"], bytes: []), at: 0)
        #expect(try Self.check(groups, file.bytes) == ["malformed"])
        groups = Self.groups(file)
        groups[groups.count - 1].names.append("c2pa.after")
        #expect(try Self.check(groups, file.bytes) == ["malformed"])
    }

    @Test func theStoreIsListedByItself() throws {
        let file = MadeFile(.jpeg)
        var groups = Self.groups(file)
        groups[3].names = ["C2PA", "COM"]
        groups.remove(at: 4)
        #expect(try Self.check(groups, file.bytes) == ["malformed"])
    }

    @Test func metadataMayBeLeftOutAndIsReported() throws {
        let file = MadeFile(.jpeg)
        var groups = Self.groups(file)
        groups[2].more = [("excluded", .boolean(true))]
        #expect(try Self.check(groups, file.bytes) == ["match", "additionalExclusionsPresent"])
        var bytes = file.bytes
        bytes[file.range(2).upperBound - 1] ^= 1
        #expect(try Self.check(groups, bytes) == ["match", "additionalExclusionsPresent"])
    }

    @Test(arguments: ["SOI", "APP0", "DQT", "SOF0", "DHT", "SOS", "EOI"])
    func nothingElseMayBeLeftOut(_ name: String) throws {
        let file = MadeFile(.jpeg)
        var groups = Self.groups(file)
        let index = try #require(groups.firstIndex { $0.names == [name] })
        groups[index].more = [("excluded", .boolean(true))]
        #expect(try Self.check(groups, file.bytes) == ["mismatch"])
    }

    private static func exclusion(_ start: Int, _ length: Int, _ box: Int? = nil) -> CBORValue {
        MadeAssertion.map(
            [("start", MadeAssertion.number(start)), ("length", MadeAssertion.number(length))]
                + (box.map { [("boxIndex", MadeAssertion.number($0))] } ?? []))
    }

    @Test func bytesOfMetadataMayBeLeftOut() throws {
        let file = MadeFile(.jpeg)
        var groups = Self.groups(file)
        let exif = file.parts[2].bytes
        groups[2].bytes = Array(exif[..<12] + exif[15...])
        groups[2].more = [("exclusions", .array([Self.exclusion(12, 3)]))]
        #expect(try Self.check(groups, file.bytes) == ["match", "additionalExclusionsPresent"])
        // The same, in a group of three.
        groups[1...2] = [
            Group(
                names: ["APP0", "APP1"], bytes: file.parts[1].bytes + groups[2].bytes,
                more: [("exclusions", .array([Self.exclusion(12, 3, 1)]))])
        ]
        #expect(try Self.check(groups, file.bytes) == ["match", "additionalExclusionsPresent"])
    }

    @Test func exclusionsThatCannotBeAreRefused() throws {
        let file = MadeFile(.jpeg)
        func check(_ exclusions: [CBORValue]) throws -> [String] {
            var groups = Self.groups(file)
            groups[2].more = [("exclusions", .array(exclusions))]
            return try Self.check(groups, file.bytes)
        }
        #expect(try check([Self.exclusion(12, 1, 1)]) == ["malformed"])
        #expect(try check([Self.exclusion(12, -1)]) == ["malformed"])
        #expect(try check([Self.exclusion(-1, 1)]) == ["malformed"])
        #expect(try check([Self.exclusion(12, 3), Self.exclusion(14, 1)]) == ["malformed"])
        #expect(try check([Self.exclusion(12, 4000)]) == ["mismatch"])
        #expect(try check([Self.exclusion(.max, .max)]) == ["mismatch"])
        #expect(try check([.text("x")]) == ["malformed"])
        var groups = Self.groups(file)
        groups[8].more = [("exclusions", .array([Self.exclusion(12, 1)]))]
        #expect(try Self.check(groups, file.bytes) == ["mismatch"])
    }

    @Test func malformedAssertionsAreCalledSo() throws {
        let bytes = MadeFile(.png).bytes
        let malformed: [CBORValue] = [
            .array([]), MadeAssertion.map([]), MadeAssertion.map([("boxes", .array([]))]),
            MadeAssertion.map([("boxes", .array([MadeAssertion.map([])]))]),
            MadeAssertion.map([("boxes", .array([MadeAssertion.map([("names", .array([]))])]))]),
            MadeAssertion.map([("boxes", .array([MadeAssertion.map([("names", .array([.unsigned(1)]))])]))]),
        ]
        for assertion in malformed {
            #expect(try MadeAssertion.check(.boxes, assertion, bytes).map(\.code) == ["assertion.boxesHash.malformed"])
        }
    }

    @Test func theNearestAlgorithmCounts() throws {
        let file = MadeFile(.png)
        var groups = Self.groups(file)
        #expect(try Self.check(groups, file.bytes, algorithm: "sha1") == ["unsupported"])
        for index in groups.indices { groups[index].more = [("alg", .text("sha256"))] }
        #expect(try Self.check(groups, file.bytes, algorithm: "sha1") == ["match"])
        groups[0].more = [("alg", .text("md5"))]
        let statuses = try MadeAssertion.check(.boxes, Self.assertion(groups), file.bytes)
        #expect(statuses.map(\.code) == ["algorithm.unsupported"])
    }

    @Test func restartMarkersMatchAsTheSpecificationAndAsTheReferenceListThem() throws {
        var file = MadeFile(.jpeg)
        let scan = file.parts[8].bytes
        let markers = scan.indices.dropLast().filter { scan[$0] == 0xff && (0xd0...0xd7).contains(scan[$0 + 1]) }
        #expect(markers.count == 2)
        let cut = [
            MadeFile.Part(name: "SOS", bytes: Array(scan[..<markers[0]])),
            MadeFile.Part(name: "RST0", bytes: Array(scan[markers[0]..<markers[1]])),
            MadeFile.Part(name: "RST1", bytes: Array(scan[markers[1]...])),
        ]
        let beside = [
            MadeFile.Part(name: "SOS", bytes: scan), MadeFile.Part(name: "RST0", bytes: [0xff, 0xd0]),
            MadeFile.Part(name: "RST1", bytes: [0xff, 0xd1]),
        ]
        let bytes = file.bytes
        var tampered = bytes
        tampered[file.range(8).upperBound - 1] ^= 1
        for parts in [cut, beside] {
            file.parts = Array(MadeFile(.jpeg).parts[..<8]) + parts + [MadeFile(.jpeg).parts[9]]
            #expect(try Self.check(Self.groups(file), bytes) == ["match"])
            #expect(try Self.check(Self.groups(file), tampered) == ["mismatch"])
        }
    }

    /// Bytes that belong to no segment are skipped by decoders; a hash must cover them all the same.
    @Test func bytesBetweenPartsAreCoveredByAGroupOrUnknown() throws {
        let file = MadeFile(.jpeg)
        let stray: [UInt8] = [1, 2, 3]
        let cut = file.range(6).lowerBound
        let bytes = Array(file.bytes[..<cut]) + stray + file.bytes[cut...]
        #expect(try Self.check(Self.groups(file), bytes) == ["unknownBox"])
        var groups = Self.groups(file)
        groups[5] = Group(names: ["DQT", "SOF0"], bytes: file.parts[5].bytes + stray + file.parts[6].bytes)
        groups.remove(at: 6)
        #expect(try Self.check(groups, bytes) == ["match"])
    }

    @Test func aSecondImageMayBeListed() throws {
        let file = MadeFile(.jpeg)
        var second = file
        second.parts.remove(at: 3)
        let groups = Self.groups(file) + Self.groups(second)
        #expect(try Self.check(groups, file.bytes + second.bytes) == ["match"])
        #expect(try Self.check(Self.groups(file), file.bytes + second.bytes) == ["unknownBox"])
    }

    @Test func aListedStoreThatIsNotThereIsAMismatch() throws {
        var file = MadeFile(.png)
        let groups = Self.groups(file)
        file.parts.remove(at: 2)
        #expect(try Self.check(groups, file.bytes) == ["mismatch"])
    }

    @Test func formatsWithoutBoxesAreNotCalledAltered() throws {
        let statuses = try MadeAssertion.check(
            .boxes, Self.assertion([Group(names: ["TIFh"], bytes: [])]),
            Array("II*\0".utf8) + [8, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(statuses.map(\.code) == [HardBinding.uncheckedCode])
        #expect(statuses.map(\.kind) == [.informational])
    }
}
