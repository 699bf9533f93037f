// SPDX-License-Identifier: Apache-2.0

import Containers
import ContentCredentials
import TestSupport
import Testing

@Suite struct BMFFHashTests {
    private static let movie: [MadeBox] = [
        .fileType, .store(), .leaf("free", [1, 2, 3]),
        .container(
            "moov",
            [
                .leaf("mvhd", [0, 0, 0, 0, 1, 2, 3, 4]),
                .container(
                    "trak",
                    [
                        .container(
                            "mdia",
                            [
                                .container(
                                    "minf",
                                    [
                                        .container(
                                            "stbl",
                                            [
                                                .leaf("stco", [0, 0, 0, 0, 0, 0, 0, 1, 9, 9, 9, 9]),
                                                .leaf("stsd", [1, 2]),
                                            ])
                                    ])
                            ])
                    ]),
                .container("udta", [.leaf("name", [65, 66])]), .leaf("pssh", [0, 0, 0, 0, 7]),
            ]), .leaf("mdat", (0..<100).map { UInt8($0) }), .leaf("emsg", [0, 0, 0, 5, 1, 2, 3]),
    ]

    /// Checks the movie with further exclusions, whose hidden bytes are given.
    private static func check(
        _ exclusions: [CBORValue], hiding hidden: Set<Int> = [], _ boxes: [MadeBox] = movie
    ) throws -> [String] {
        let hash = MadeBMFF.hash(boxes, hiding: hidden.union(MadeBMFF.offsets(boxes)))
        return try MadeBMFF.check(MadeBMFF.assertion(MadeBMFF.mandatory + exclusions, hash: hash), boxes)
    }

    /// Where a box of the movie lies that has these bytes.
    private static func range(_ box: MadeBox, _ boxes: [MadeBox] = movie) throws -> Range<Int> {
        let bytes = boxes.flatMap(\.bytes)
        return try #require(bytes.firstRange(of: box.bytes))
    }

    @Test func allBoxesWithoutTheMandatoryExclusionsMatch() throws {
        #expect(try Self.check([]) == ["match"])
    }

    @Test func everyChangedByteThatIsCoveredIsNoticed() throws {
        let bytes = Self.movie.flatMap(\.bytes)
        let hidden = MadeBMFF.offsets(Self.movie)
        let assertion = MadeBMFF.assertion(MadeBMFF.mandatory, hash: MadeBMFF.hash(Self.movie, hiding: hidden))
        for index in bytes.indices where !hidden.contains(index) {
            var changed = bytes
            changed[index] ^= 0x20
            let outcomes = try MadeAssertion.check(.bmff, assertion, changed).outcomes
            #expect(outcomes == ["mismatch"], "byte \(index): \(outcomes)")
        }
    }

    @Test func aMovedBoxIsNoticed() throws {
        var boxes = Self.movie
        let hash = MadeBMFF.hash(boxes, hiding: MadeBMFF.offsets(boxes))
        let assertion = MadeBMFF.assertion(MadeBMFF.mandatory, hash: hash)
        boxes[1] = .store(bytes: 130)
        #expect(try MadeBMFF.check(assertion, boxes) == ["mismatch"])
    }

    @Test func bytesBehindTheLastBoxAreCovered() throws {
        let bytes = Self.movie.flatMap(\.bytes)
        let assertion = MadeBMFF.assertion(
            MadeBMFF.mandatory, hash: MadeBMFF.hash(Self.movie, hiding: MadeBMFF.offsets(Self.movie)))
        #expect(try MadeAssertion.check(.bmff, assertion, bytes + [1, 2, 3]).outcomes == ["mismatch"])
        #expect(
            try MadeAssertion.check(.bmff, assertion, bytes + [UInt8](repeating: 0, count: 12)).outcomes == ["mismatch"]
        )
        #expect(
            try MadeAssertion.check(.bmff, assertion, bytes + MadeBox.leaf("mdat", [1]).bytes).outcomes == ["mismatch"])
        #expect(try MadeAssertion.check(.bmff, assertion, bytes.dropLast()).outcomes == ["mismatch"])
    }

    @Test func anUpdateBoxAtTheEndChangesNothing() throws {
        var boxes = Self.movie
        let hash = MadeBMFF.hash(boxes, hiding: MadeBMFF.offsets(boxes))
        boxes.append(
            .leaf("uuid", MadeBox.c2paType + [0, 0, 0, 0] + Array("update\0".utf8) + MadeFile.store(bytes: 90)))
        #expect(try MadeBMFF.check(MadeBMFF.assertion(MadeBMFF.mandatory, hash: hash), boxes) == ["match"])
    }

    @Test func freeSpaceMayBeLeftOutInSilence() throws {
        let free = Set(try Self.range(Self.movie[2]))
        #expect(try Self.check([MadeBMFF.exclusion("/free"), MadeBMFF.exclusion("/skip")], hiding: free) == ["match"])
    }

    @Test func otherBoxesMayBeLeftOutAndAreReported() throws {
        let emsg = Set(try Self.range(Self.movie[5]))
        #expect(
            try Self.check([MadeBMFF.exclusion("/emsg")], hiding: emsg) == ["match", "additionalExclusionsPresent"])
        let pssh = Set(try Self.range(.leaf("pssh", [0, 0, 0, 0, 7])))
        #expect(
            try Self.check([MadeBMFF.exclusion("/moov[1]/pssh")], hiding: pssh) == [
                "match", "additionalExclusionsPresent",
            ])
        let udta = Set(try Self.range(.container("udta", [.leaf("name", [65, 66])])))
        #expect(
            try Self.check([MadeBMFF.exclusion("/moov/udta")], hiding: udta) == [
                "match", "additionalExclusionsPresent",
            ])
        // An entry that matches no box hides nothing.
        #expect(try Self.check([MadeBMFF.exclusion("/moov[2]/pssh"), MadeBMFF.exclusion("/sidx")]) == ["match"])
    }

    @Test func offsetsThatAreLeftOutMayOnlyLeadToCoveredMedia() throws {
        let stco = try Self.range(.leaf("stco", [0, 0, 0, 0, 0, 0, 0, 1, 9, 9, 9, 9]))
        let exclusion = MadeBMFF.exclusion(
            "/moov/trak/mdia/minf/stbl/stco", [("subset", MadeBMFF.subset([(16, 0)]))])
        #expect(
            try Self.check([exclusion], hiding: Set(stco.dropFirst(16))) == ["mismatch"])
    }

    /// The hash of the rest may be right; what is presented is covered by nothing.
    @Test(arguments: ["/mdat", "/moov", "/moov/trak", "/moov/trak/mdia/minf/stbl/stsd"])
    func whatIsPresentedMayNotBeLeftOut(_ path: String) throws {
        for more in [[], [("subset", MadeBMFF.subset([(9, 1)]))]] {
            let exclusion = MadeBMFF.exclusion(path, more)
            let statuses = try MadeAssertion.check(
                .bmff, MadeBMFF.assertion(MadeBMFF.mandatory + [exclusion], hash: []), Self.movie.flatMap(\.bytes))
            #expect(statuses.outcomes == ["mismatch"])
            #expect(statuses.first?.explanation.contains("could be changed unnoticed") == true)
        }
    }

    @Test func allUserDefinedBoxesMayNotHideBehindTheStores() throws {
        // Without `data` the entry hides every `uuid` box; that is reported.
        var boxes = Self.movie
        let foreign = MadeBox.leaf("uuid", [UInt8](repeating: 5, count: 20))
        boxes.append(foreign)
        let hidden = Set(try Self.range(foreign, boxes))
        #expect(try Self.check([], boxes) == ["match"])
        #expect(
            try Self.check([MadeBMFF.exclusion("/uuid")], hiding: hidden, boxes) == [
                "match", "additionalExclusionsPresent",
            ])
    }

    @Test func theMandatoryExclusionOfTheStoreIsDemanded() throws {
        let hash = MadeBMFF.hash(Self.movie, hiding: MadeBMFF.offsets(Self.movie))
        let without = MadeBMFF.assertion([MadeBMFF.exclusion("/ftyp")], hash: hash)
        #expect(try MadeBMFF.check(without, Self.movie) == ["malformed"])
        #expect(try MadeBMFF.check(MadeBMFF.assertion([], hash: hash), Self.movie) == ["malformed"])
    }

    @Test func conditionsOfExclusionsAreKept() throws {
        let emsg = Self.movie[5]
        let hidden = Set(try Self.range(emsg))
        let matching: [[(String, CBORValue)]] = [
            [("length", .unsigned(15))], [("version", .unsigned(0))], [("flags", .bytes([0, 0, 5]))],
            [("flags", .bytes([0, 0, 4])), ("exact", .boolean(false))],
            [("data", .array([MadeAssertion.map([("offset", .unsigned(12)), ("value", .bytes([1, 2]))])]))],
            [
                ("version", .null), ("length", .null), ("data", .null), ("subset", .null), ("flags", .null),
                ("exact", .null),
            ],
        ]
        for more in matching {
            #expect(
                try Self.check([MadeBMFF.exclusion("/emsg", more)], hiding: hidden)
                    == ["match", "additionalExclusionsPresent"], "\(more)")
        }
        let other: [[(String, CBORValue)]] = [
            [("length", .unsigned(14))], [("version", .unsigned(1))], [("flags", .bytes([0, 0, 4]))],
            [("flags", .bytes([0, 0, 2])), ("exact", .boolean(false))],
            [("data", .array([MadeAssertion.map([("offset", .unsigned(12)), ("value", .bytes([1, 3]))])]))],
            [("data", .array([MadeAssertion.map([("offset", .unsigned(14)), ("value", .bytes([3, 3]))])]))],
            [("data", .array([MadeAssertion.map([("offset", .unsigned(.max)), ("value", .bytes([]))])]))],
        ]
        for more in other {
            #expect(try Self.check([MadeBMFF.exclusion("/emsg", more)]) == ["match"], "\(more)")
        }
    }

    @Test func malformedExclusionsAreCalledSo() throws {
        let malformed: [CBORValue] = [
            MadeBMFF.exclusion("emsg"), MadeBMFF.exclusion("//emsg"), MadeBMFF.exclusion("/ems"),
            MadeBMFF.exclusion("/"),
            MadeBMFF.exclusion("/emsg[0]"), MadeBMFF.exclusion("/emsg[01]"), MadeBMFF.exclusion("/emsg[x]"),
            MadeBMFF.exclusion("/emsg[1"), MadeBMFF.exclusion("/emsg/"), MadeBMFF.exclusion(""),
            MadeBMFF.exclusion("/emsg[99999999999999999999]"),
            MadeBMFF.exclusion(String(repeating: "/moov", count: 100)),
            MadeBMFF.exclusion("/emsg", [("flags", .bytes([0, 0]))]),
            MadeBMFF.exclusion("/emsg", [("version", .unsigned(256))]),
            MadeBMFF.exclusion("/emsg", [("length", .negative(0))]),
            MadeBMFF.exclusion("/emsg", [("subset", MadeBMFF.subset([(8, 4), (11, 1)]))]),
            MadeBMFF.exclusion("/emsg", [("subset", MadeBMFF.subset([(8, 0), (11, 1)]))]),
            MadeBMFF.exclusion("/emsg", [("subset", MadeBMFF.subset([(-1, 1)]))]), .null, .text("/emsg"),
        ]
        for exclusion in malformed {
            #expect(try Self.check([exclusion]) == ["malformed"], "\(exclusion)")
        }
    }

    @Test func otherFaultsAreMismatches() throws {
        #expect(
            try MadeBMFF.check(MadeBMFF.assertion(MadeBMFF.mandatory, hash: nil), Self.movie) == ["mismatch"])
        let png = try MadeAssertion.check(
            .bmff, MadeBMFF.assertion(MadeBMFF.mandatory, hash: []), MadeFile(.png).bytes)
        #expect(png.outcomes == ["mismatch"])
    }

    @Test func hostileListsAreALimitAndNoWork() throws {
        func check(_ exclusions: [CBORValue], _ boxes: [MadeBox] = Self.movie) throws -> [String] {
            try MadeBMFF.check(MadeBMFF.assertion([MadeBMFF.storeExclusion] + exclusions, hash: []), boxes)
        }
        #expect(try check([CBORValue](repeating: MadeBMFF.exclusion("/free"), count: 100_000)) == ["malformed"])
        let crowd = Self.movie + [MadeBox](repeating: .leaf("abcd", [0, 0, 0, 0]), count: 1_500)
        let condition = MadeBMFF.exclusion(
            "/abcd", [("data", .array([MadeAssertion.map([("offset", .unsigned(8)), ("value", .bytes([1]))])]))])
        #expect(try check([CBORValue](repeating: condition, count: 1_000), crowd) == ["malformed"])
        // Two thousand ranges in each of three thousand boxes.
        let subset = MadeBMFF.subset((0..<1_000).map { ($0 * 2, 1) })
        #expect(try check([MadeBMFF.exclusion("/abcd", [("subset", subset)])], crowd) == ["mismatch"])
        // Every path through nested boxes, with and without an index.
        var nested = MadeBox.leaf("free", [])
        for _ in 0..<40 { nested = .container("moov", [nested]) }
        let paths = (0..<1_000).map { number in
            MadeBMFF.exclusion(
                (0..<30).map { number >> ($0 % 10) & 1 == 0 ? "/moov" : "/moov[1]" }.joined() + "/abcd")
        }
        #expect(try check(paths, [.fileType, .store(), nested]) == ["mismatch"])
    }

    // MARK: Random trees against a model that knows nothing of parsing.

    private struct Tree {
        var numbers: SplitMix
        var exclusions: [(path: [(String, Int?)], length: Int?, data: (Int, [UInt8])?, subset: [(Int, Int)]?)] = []

        mutating func boxes(_ depth: Int) -> [MadeBox] {
            (0..<Int.random(in: 1...4, using: &numbers)).map { _ in
                if depth < 3, Int.random(in: 0..<3, using: &numbers) == 0 {
                    return .container(["moov", "cont", "udta"].randomElement(using: &numbers) ?? "", boxes(depth + 1))
                }
                let payload = (0..<Int.random(in: 0...20, using: &numbers)).map { _ in
                    UInt8.random(in: 0...2, using: &numbers)
                }
                return .leaf(
                    ["aaaa", "bbbb", "free"].randomElement(using: &numbers) ?? "", payload,
                    wide: Int.random(in: 0..<5, using: &numbers) == 0)
            }
        }

        mutating func addExclusion() {
            var path: [(String, Int?)] = []
            for _ in 0..<Int.random(in: 0...2, using: &numbers) {
                path.append((["moov", "cont", "udta"].randomElement(using: &numbers) ?? "", index()))
            }
            path.append((["aaaa", "bbbb", "free", "udta"].randomElement(using: &numbers) ?? "", index()))
            var subset: [(Int, Int)]?
            if Bool.random(using: &numbers) {
                var offset = 0
                var ranges: [(Int, Int)] = []
                for _ in 0..<Int.random(in: 1...3, using: &numbers) {
                    let start = offset + Int.random(in: 0...6, using: &numbers)
                    let length = Int.random(in: 1...8, using: &numbers)
                    ranges.append((start, length))
                    offset = start + length
                }
                if Bool.random(using: &numbers) { ranges.append((offset, 0)) }
                subset = ranges
            }
            let hasLength = Int.random(in: 0..<6, using: &numbers) == 0
            let hasData = Int.random(in: 0..<4, using: &numbers) == 0
            exclusions.append(
                (
                    path, hasLength ? Int.random(in: 8...28, using: &numbers) : nil,
                    hasData
                        ? (Int.random(in: 8...14, using: &numbers), [UInt8.random(in: 0...2, using: &numbers)]) : nil,
                    subset
                ))
        }

        private mutating func index() -> Int? {
            Int.random(in: 0..<3, using: &numbers) == 0 ? Int.random(in: 1...3, using: &numbers) : nil
        }

        /// Offsets of the bytes that the exclusions hide, found by walking over what was made.
        func hidden(_ boxes: [MadeBox], at start: Int, path: [(String, Int)] = []) -> Set<Int> {
            var found: Set<Int> = []
            var seen: [String: Int] = [:]
            var offset = start
            for box in boxes {
                let bytes = box.bytes
                seen[box.type, default: 0] += 1
                let here = path + [(box.type, seen[box.type] ?? 0)]
                for exclusion in exclusions where exclusion.path.count == here.count {
                    let fits = zip(exclusion.path, here).allSatisfy { wanted, actual in
                        wanted.0 == actual.0 && (wanted.1 ?? actual.1) == actual.1
                    }
                    guard fits, exclusion.length ?? bytes.count == bytes.count else { continue }
                    if let data = exclusion.data {
                        guard data.0 < bytes.count, bytes[data.0] == data.1[0] else { continue }
                    }
                    for index in bytes.indices {
                        let isHidden = exclusion.subset?.contains {
                            index >= $0.0 && ($0.1 == 0 || index < $0.0 + $0.1)
                        }
                        if isHidden ?? true { found.insert(offset + index) }
                    }
                }
                if case .container(_, let children) = box {
                    found.formUnion(hidden(children, at: offset + 8, path: here))
                }
                offset += bytes.count
            }
            return found
        }

        var assertion: [CBORValue] {
            exclusions.map { exclusion in
                let path = exclusion.path.map { "/\($0.0)" + ($0.1.map { "[\($0)]" } ?? "") }.joined()
                return MadeBMFF.exclusion(
                    path,
                    (exclusion.length.map { [("length", .unsigned(UInt64($0)))] } ?? [])
                        + (exclusion.data.map { data in
                            [
                                (
                                    "data",
                                    .array([
                                        MadeAssertion.map([
                                            ("offset", .unsigned(UInt64(data.0))), ("value", .bytes(data.1)),
                                        ])
                                    ])
                                )
                            ]
                        } ?? []) + (exclusion.subset.map { [("subset", MadeBMFF.subset($0))] } ?? []))
            }
        }
    }

    @Test func randomTreesAreHashedAsByAPlainModel() throws {
        var hiding = 0
        for seed in 0..<400 {
            var tree = Tree(numbers: SplitMix(state: UInt64(seed)))
            let boxes = [.fileType, .store()] + tree.boxes(0)
            for _ in 0..<4 { tree.addExclusion() }
            let own = MadeBMFF.offsets(boxes)
            let hidden = own.union(tree.hidden(boxes, at: 0))
            if hidden.count > own.count { hiding += 1 }
            let assertion = MadeBMFF.assertion(
                MadeBMFF.mandatory + tree.assertion, hash: MadeBMFF.hash(boxes, hiding: hidden))
            #expect(try MadeBMFF.check(assertion, boxes).first == "match", "seed \(seed)")
            // Some byte that is covered.
            var bytes = boxes.flatMap(\.bytes)
            let covered = bytes.indices.filter { !hidden.contains($0) }
            guard let index = covered.randomElement(using: &tree.numbers) else { continue }
            bytes[index] ^= 0x40
            #expect(
                try !MadeAssertion.check(.bmff, assertion, bytes).outcomes.contains("match"), "seed \(seed) at \(index)"
            )
        }
        #expect(hiding > 100)
    }
}
