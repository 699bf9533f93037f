// SPDX-License-Identifier: Apache-2.0

import Containers
import ContentCredentials
import TestSupport
import Testing

@Suite struct DataHashTests {
    static func assertion(
        _ exclusions: [Range<Int>], hashing bytes: [UInt8], algorithm: String? = nil
    ) -> CBORValue {
        let covered = bytes.indices.filter { index in !exclusions.contains { $0.contains(index) } }.map { bytes[$0] }
        return assertion(exclusions.map { ($0.lowerBound, $0.count) }, hash: MadeAssertion.sha256(covered), algorithm)
    }

    /// Of a file that is put together of parts, without one of them.
    static func assertion(_ parts: [MadeFile.Part], hiding index: Int) -> CBORValue {
        let start = parts[..<index].reduce(0) { $0 + $1.bytes.count }
        let covered = parts[..<index].flatMap(\.bytes) + parts[(index + 1)...].flatMap(\.bytes)
        return assertion([(start, parts[index].bytes.count)], hash: MadeAssertion.sha256(covered))
    }

    static func assertion(_ exclusions: [(Int, Int)], hash: [UInt8]?, _ algorithm: String? = nil) -> CBORValue {
        let ranges = exclusions.map {
            MadeAssertion.map([("start", MadeAssertion.number($0.0)), ("length", MadeAssertion.number($0.1))])
        }
        return MadeAssertion.map(
            [("exclusions", .array(ranges)), ("name", .text("jumbf manifest")), ("pad", .bytes([0]))]
                + (hash.map { [("hash", .bytes($0))] } ?? []) + (algorithm.map { [("alg", .text($0))] } ?? []))
    }

    private static func check(_ exclusions: [Range<Int>], _ bytes: [UInt8]) throws -> [String] {
        try MadeAssertion.check(.data, assertion(exclusions, hashing: bytes), bytes).outcomes
    }

    private static func storeRange(_ file: MadeFile) throws -> Range<Int> { file.range(try #require(file.storeIndex)) }

    @Test(arguments: MadeFile.Format.allCases)
    func allBytesWithoutTheStoreMatch(_ format: MadeFile.Format) throws {
        let file = MadeFile(format)
        #expect(try Self.check([Self.storeRange(file)], file.bytes) == ["match"])
    }

    @Test(arguments: MadeFile.Format.allCases)
    func everyChangedByteIsNoticed(_ format: MadeFile.Format) throws {
        let file = MadeFile(format)
        let store = try Self.storeRange(file)
        let assertion = Self.assertion([store], hashing: file.bytes)
        for index in file.bytes.indices where !store.contains(index) {
            var bytes = file.bytes
            bytes[index] ^= 0x10
            #expect(try MadeAssertion.check(.data, assertion, bytes).outcomes == ["mismatch"], "byte \(index)")
        }
    }

    /// The hash is right for the bytes that are left; what is left out is too much all the same.
    @Test(arguments: MadeFile.Format.allCases)
    func aStoreExclusionThatHidesMoreIsRefused(_ format: MadeFile.Format) throws {
        let file = MadeFile(format)
        let store = try Self.storeRange(file)
        #expect(try Self.check([store.lowerBound - 1..<store.upperBound], file.bytes) == ["mismatch"])
        #expect(try Self.check([0..<store.upperBound], file.bytes) == ["mismatch"])
        if store.upperBound < file.bytes.count {
            #expect(try Self.check([store.lowerBound..<store.upperBound + 1], file.bytes) == ["mismatch"])
            #expect(try Self.check([store.lowerBound..<file.bytes.count], file.bytes) == ["mismatch"])
        }
        #expect(try Self.check([0..<file.bytes.count], file.bytes) == ["mismatch"])
    }

    @Test func theExclusionOfAJPEGIsAsLongAsItsSegments() throws {
        let file = MadeFile(.jpeg)
        let store = try Self.storeRange(file)
        #expect(try Self.check([store.lowerBound..<store.upperBound - 1], file.bytes) == ["mismatch"])
        let middle = store.lowerBound + 100
        #expect(try Self.check([store.lowerBound..<middle, middle..<store.upperBound], file.bytes) == ["match"])
    }

    @Test func anotherAPP11SegmentIsNotTheStore() throws {
        var file = MadeFile(.jpeg)
        let foreign = MadeFile.segment(0xeb, Array("JP".utf8) + [0, 2, 0, 0, 0, 1] + MadeFile.box("jumb", [1, 2, 3]))
        file.parts.insert(MadeFile.Part(name: "APP11", bytes: foreign), at: 4)
        let store = file.range(3)
        #expect(try Self.check([store], file.bytes) == ["match"])
        #expect(try Self.check([store.lowerBound..<file.range(4).upperBound], file.bytes) == ["mismatch"])
    }

    @Test func withoutAnExclusionOfTheStoreNothingCanMatch() throws {
        let bytes = MadeFile(.png).bytes
        #expect(try Self.check([], bytes) == ["mismatch"])
    }

    @Test(arguments: [(MadeFile.Format.jpeg, "APP1"), (.jpeg, "COM"), (.png, "tEXt"), (.webp, "EXIF"), (.gif, "21FE")])
    func metadataMayBeLeftOutAndIsReported(_ format: MadeFile.Format, _ name: String) throws {
        let file = MadeFile(format)
        let store = try Self.storeRange(file)
        let whole = file.range(try #require(file.parts.firstIndex { $0.name == name }))
        // The length itself may only be left out with everything that it counts.
        let inside = whole.lowerBound + (format == .webp ? 8 : 4)..<whole.upperBound - 2
        for metadata in [whole, inside] where !metadata.isEmpty {
            let ranges = [store, metadata].sorted { $0.lowerBound < $1.lowerBound }
            let statuses = try MadeAssertion.check(.data, Self.assertion(ranges, hashing: file.bytes), file.bytes)
            #expect(
                statuses.map(\.code)
                    == ["assertion.dataHash.match", "assertion.dataHash.additionalExclusionsPresent"])
            #expect(statuses.map(\.kind) == [.success, .informational])
        }
        let beyond = whole.lowerBound - 1..<whole.upperBound
        if !beyond.overlaps(store) {
            let ranges = [store, beyond].sorted { $0.lowerBound < $1.lowerBound }
            #expect(try Self.check(ranges, file.bytes) == ["mismatch"])
        }
    }

    @Test(arguments: MadeFile.Format.allCases)
    func imageDataMayNotBeLeftOut(_ format: MadeFile.Format) throws {
        let file = MadeFile(format)
        let store = try Self.storeRange(file)
        for index in file.parts.indices
        where !["APP1", "COM", "tEXt", "EXIF", "21FE", "C2PA"].contains(file.parts[index].name) {
            let ranges = [store, file.range(index)].sorted { $0.lowerBound < $1.lowerBound }
            #expect(try Self.check(ranges, file.bytes) == ["mismatch"], "\(file.parts[index].name)")
        }
    }

    @Test func aSidecarLeavesNothingOut() throws {
        var file = MadeFile(.png)
        file.parts.remove(at: 2)
        let context = BindingContext(claimAlgorithm: "sha256", store: .apart)
        func check(_ exclusions: [Range<Int>]) throws -> [String] {
            try MadeAssertion.check(
                .data, Self.assertion(exclusions, hashing: file.bytes), file.bytes, context: context
            ).outcomes
        }
        #expect(try check([]) == ["match"])
        #expect(try check([file.range(2)]) == ["match", "additionalExclusionsPresent"])
        #expect(try check([file.range(3)]) == ["mismatch"])
    }

    /// An update manifest makes the store longer; what comes behind moves.
    @Test(arguments: MadeFile.Format.allCases)
    func theExclusionGrowsWithUpdateManifests(_ format: MadeFile.Format) throws {
        // The length of a RIFF file stands in its first bytes: it cannot grow without changing hashed bytes.
        guard format != .webp else { return }
        let before = MadeFile(format)
        var after = before
        let index = try #require(before.storeIndex)
        let store = before.range(index)
        let comment = try #require(before.parts.lastIndex { ["COM", "tEXt", "21FE"].contains($0.name) })
        let assertion = Self.assertion([store, before.range(comment)], hashing: before.bytes)
        after.parts[index].bytes =
            switch format {
            case .jpeg: MadeFile.storeSegments(MadeFile.store(bytes: 500))
            case .png: MadeFile.chunk("caBX", MadeFile.store(bytes: 500)).bytes
            default: before.parts[index].bytes.dropLast() + [3, 1, 2, 3, 0]
            }
        let updated = BindingContext(claimAlgorithm: "sha256", followsUpdates: true)
        let statuses = try MadeAssertion.check(.data, assertion, after.bytes, context: updated)
        #expect(statuses.outcomes == ["match", "additionalExclusionsPresent"])
        #expect(try MadeAssertion.check(.data, assertion, after.bytes).outcomes == ["mismatch"])
        var tampered = after.bytes
        tampered[after.range(after.parts.count - 2).lowerBound] ^= 1
        #expect(try MadeAssertion.check(.data, assertion, tampered, context: updated).outcomes == ["mismatch"])
    }

    @Test func theAlgorithmIsFoundFromTheInsideOutwards() throws {
        let file = MadeFile(.png)
        let store = try Self.storeRange(file)
        func check(_ own: String?, _ claim: String?) throws -> [String] {
            try MadeAssertion.check(
                .data, Self.assertion([store], hashing: file.bytes, algorithm: own), file.bytes,
                context: BindingContext(claimAlgorithm: claim)
            ).map(\.code)
        }
        #expect(try check("sha256", "sha512") == ["assertion.dataHash.match"])
        #expect(try check(nil, "sha256") == ["assertion.dataHash.match"])
        #expect(try check(nil, "sha384") == ["assertion.dataHash.mismatch"])
        #expect(try check(nil, nil) == ["algorithm.unsupported"])
        #expect(try check("sha1", "sha256") == ["algorithm.unsupported"])
        #expect(try check("SHA256", "sha256") == ["algorithm.unsupported"])
    }

    @Test func valuesThatCannotBeAreRefused() throws {
        let file = MadeFile(.png)
        func codes(_ exclusions: [(Int, Int)]) throws -> [String] {
            try MadeAssertion.check(.data, Self.assertion(exclusions, hash: []), file.bytes).outcomes
        }
        #expect(try codes([(-1, 5)]) == ["malformed"])
        #expect(try codes([(5, -1)]) == ["malformed"])
        #expect(try codes([(10, 5), (14, 1)]) == ["malformed"])
        #expect(try codes([(10, 5), (2, 1)]) == ["malformed"])
        #expect(try codes([(.max, .max), (5, 1)]) == ["malformed"])
        #expect(try codes([(.max, .max)]) == ["mismatch"])
        #expect(try codes([(0, .max)]) == ["mismatch"])
        #expect(try codes([(file.bytes.count, 1)]) == ["mismatch"])
        let beyondInt = MadeAssertion.map([("start", .unsigned(.max)), ("length", .unsigned(.max))])
        let fields: [([(String, CBORValue)], String)] = [
            ([("exclusions", .array([beyondInt])), ("hash", .bytes([]))], "mismatch"),
            ([("exclusions", .text("all")), ("hash", .bytes([]))], "malformed"),
            ([("exclusions", .array([.null])), ("hash", .bytes([]))], "malformed"),
            ([("exclusions", .array([MadeAssertion.map([("start", .unsigned(1))])]))], "malformed"),
            ([("hash", .text("x"))], "malformed"), ([("alg", .unsigned(1))], "malformed"), ([], "mismatch"),
        ]
        for (fields, outcome) in fields {
            #expect(try MadeAssertion.check(.data, MadeAssertion.map(fields), file.bytes).outcomes == [outcome])
        }
        #expect(try MadeAssertion.check(.data, .null, file.bytes).outcomes == ["malformed"])
    }

    @Test func nullIsTreatedAsAbsent() throws {
        let file = MadeFile(.png)
        guard case .map(var entries) = Self.assertion([try Self.storeRange(file)], hashing: file.bytes) else { return }
        entries.append(CBOREntry(key: .text("alg"), value: .null))
        #expect(try MadeAssertion.check(.data, .map(entries), file.bytes).outcomes == ["match"])
    }

    @Test func emptyExclusionsAreNothing() throws {
        let file = MadeFile(.jpeg)
        let store = try Self.storeRange(file)
        #expect(try Self.check([0..<0, store, file.bytes.count..<file.bytes.count], file.bytes) == ["match"])
    }

    @Test func manyExclusionsAreALimitAndNoWork() throws {
        let bytes = MadeFile(.png).bytes
        let many = (0..<70_000).map { ($0 * 2, 1) }
        #expect(try MadeAssertion.check(.data, Self.assertion(many, hash: []), bytes).outcomes == ["malformed"])
        var text = MadeFile(.png)
        text.parts[3] = MadeFile.chunk("tEXt", [UInt8](repeating: 65, count: 20_000))
        let start = text.range(3).lowerBound + 8
        let store = try Self.storeRange(text)
        let ranges = [store] + (0..<9_000).map { start + $0 * 2..<start + $0 * 2 + 1 }
        let covered = text.bytes.indices.filter {
            !store.contains($0) && !($0 >= start && $0 < start + 18_000 && ($0 - start) & 1 == 0)
        }
        let assertion = Self.assertion(
            ranges.map { ($0.lowerBound, $0.count) }, hash: MadeAssertion.sha256(covered.map { text.bytes[$0] }))
        #expect(
            try MadeAssertion.check(.data, assertion, text.bytes).outcomes == ["match", "additionalExclusionsPresent"])
    }

    @Test func hashesOfPartsAreLeftOpen() throws {
        let file = MadeFile(.png)
        var bytes = file.bytes
        let assertion = Self.assertion([try Self.storeRange(file)], hashing: bytes)
        let context = BindingContext(claimAlgorithm: "sha256", hasMultiAssetHash: true)
        #expect(try MadeAssertion.check(.data, assertion, bytes, context: context).outcomes == ["match"])
        bytes[bytes.count - 1] ^= 1
        let statuses = try MadeAssertion.check(.data, assertion, bytes, context: context)
        #expect(statuses.map(\.code) == [HardBinding.uncheckedCode])
    }

    /// The length of a text is left out, and not all that it counts; or not all of the store is.
    private static func hidesLengthAlone(_ ranges: [Range<Int>], _ file: MadeFile) -> Bool {
        file.parts.indices.contains { part in
            let whole = file.range(part)
            func isHidden(_ byte: Int) -> Bool { ranges.contains { $0.contains(byte) } }
            if file.parts[part].name == "C2PA" { return !whole.allSatisfy(isHidden) }
            guard file.parts[part].name == "tEXt" else { return false }
            return whole.prefix(4).contains(where: isHidden) && !whole.allSatisfy(isHidden)
        }
    }

    @Test func aLengthMayNotBeLeftOutWithoutWhatItCounts() throws {
        let file = MadeFile(.png)
        let text = file.range(try #require(file.parts.firstIndex { $0.name == "tEXt" }))
        let store = try Self.storeRange(file)
        let ranges = [store, text.lowerBound..<text.upperBound - 1].sorted { $0.lowerBound < $1.lowerBound }
        #expect(try Self.check(ranges, file.bytes) == ["mismatch"])
    }

    @Test(arguments: [MadeFile.Format.png, .gif])
    func aStoreThatHasSwallowedMoreThanWasExcludedIsAMismatch(_ format: MadeFile.Format) throws {
        let file = MadeFile(format)
        let store = try Self.storeRange(file)
        #expect(try Self.check([store.lowerBound..<store.upperBound - 1], file.bytes) == ["mismatch"])
    }

    /// Random exclusions against a model that looks at each byte by itself.
    @Test func randomExclusionsAreJudgedAsByAPlainModel() throws {
        var numbers = SplitMix(state: 12)
        var outcomes: [String: Int] = [:]
        for _ in 0..<1_000 {
            let file = MadeFile(.png)
            let bytes = file.bytes
            // What each byte is: s store, m metadata, x anything else.
            let kinds = file.parts.flatMap { part in
                part.bytes.map { _ in part.name == "C2PA" ? "s" : part.name == "tEXt" ? "m" : "x" }
            }
            let edges = [0] + file.parts.indices.map { file.range($0).upperBound }
            var ranges: [Range<Int>] = Bool.random(using: &numbers) ? [file.range(2)] : []
            for _ in 0..<Int.random(in: 0...3, using: &numbers) {
                let near = { (numbers: inout SplitMix) in
                    max(0, (edges.randomElement(using: &numbers) ?? 0) + Int.random(in: -2...12, using: &numbers))
                }
                let start = near(&numbers)
                ranges.append(start..<max(start, Bool.random(using: &numbers) ? near(&numbers) : start + 4))
            }
            if Int.random(in: 0..<4, using: &numbers) > 0 { ranges.sort { $0.lowerBound < $1.lowerBound } }
            var outcome = Self.model(ranges, kinds)
            if outcome == "match", Self.hidesLengthAlone(ranges, file) { outcome = "mismatch" }
            outcomes[outcome, default: 0] += 1
            let statuses = try MadeAssertion.check(.data, Self.assertion(ranges, hashing: bytes), bytes)
            #expect(statuses.first?.code == "assertion.dataHash.\(outcome)", "\(ranges)")
        }
        // A model that always says the same would prove nothing.
        #expect(outcomes.count == 3 && outcomes.values.allSatisfy { $0 > 30 }, "\(outcomes)")
    }

    private static func model(_ ranges: [Range<Int>], _ kinds: [String]) -> String {
        for (first, second) in zip(ranges, ranges.dropFirst()) where first.upperBound > second.lowerBound {
            return "malformed"
        }
        if let last = ranges.last(where: { !$0.isEmpty }), last.upperBound > kinds.count { return "mismatch" }
        var hidesStore = false
        for range in ranges where !range.isEmpty {
            let hidden = Set(kinds[range])
            if hidden == ["s"] { hidesStore = true } else if hidden != ["m"] { return "mismatch" }
        }
        return hidesStore ? "match" : "mismatch"
    }
}
