// SPDX-License-Identifier: Apache-2.0

import Containers
import ContentCredentials
import Testing

/// Merkle trees over the media boxes of a file that is not fragmented.
@Suite struct MerkleTests {
    /// All rows of a tree, built pair by pair; a node without a neighbour moves up as it is.
    static func rows(_ leaves: [[UInt8]]) -> [[[UInt8]]] {
        var rows = [leaves]
        while let last = rows.last, last.count > 1 {
            var next: [[UInt8]] = []
            for index in stride(from: 0, to: last.count, by: 2) {
                next.append(
                    index + 1 < last.count ? MadeAssertion.sha256(last[index] + last[index + 1]) : last[index])
            }
            rows.append(next)
        }
        return rows
    }

    /// The nodes beside the way of a leaf up to a row.
    static func proof(_ rows: [[[UInt8]]], _ leaf: Int, to row: Int) -> [[UInt8]] {
        var index = leaf
        var proof: [[UInt8]] = []
        for level in 0..<row {
            if rows[level].indices.contains(index ^ 1) { proof.append(rows[level][index ^ 1]) }
            index /= 2
        }
        return proof
    }

    enum Cut: Hashable, Sendable {
        case whole
        case fixed(Int)
        case variable([Int])
    }

    /// A file with one media box, its tree, and what can be changed about them.
    struct Made {
        var media: [UInt8] = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 13) }
        var cut = Cut.fixed(100)
        /// Which row the manifest holds; 0 is that of the leaves.
        var row = 2
        /// Where blocks begin in the media box: behind its header of eight bytes, or at byte 16.
        var start = 8
        var tree: [(String, CBORValue)] = []
        var changesProof = false
        var boxes: [Int]?
        var location: (Int) -> Int = { $0 }

        var leaves: [[UInt8]] {
            let payload = media.dropFirst(start - 8)
            var sizes: [Int]
            switch cut {
            case .whole: sizes = [payload.count]
            case .fixed(let size): sizes = [Int](repeating: size, count: (payload.count + size - 1) / size)
            case .variable(let given): sizes = given
            }
            var offset = payload.startIndex
            return sizes.map { size in
                defer { offset += size }
                return MadeAssertion.sha256(Array(payload[offset..<min(offset + size, payload.endIndex)]))
            }
        }

        func file() -> (boxes: [MadeBox], assertion: CBORValue) {
            let rows = MerkleTests.rows(leaves)
            let row = min(row, rows.count - 1)
            var content: [MadeBox] = [.fileType, .store(), .leaf("moov", [1, 2, 3]), .leaf("mdat", media)]
            if row > 0 || boxes != nil {
                for leaf in boxes ?? Array(leaves.indices) {
                    var proof = MerkleTests.proof(rows, leaf, to: row)
                    if changesProof, leaf == 3 { proof[0][0] ^= 1 }
                    content.append(
                        .merkle(
                            [
                                ("uniqueId", .unsigned(5)), ("localId", .unsigned(0)),
                                ("location", MadeAssertion.number(location(leaf))),
                                ("hashes", .array(proof.map(CBORValue.bytes))),
                            ], padding: leaf % 3))
                }
            }
            var hidden = MadeBMFF.offsets(content)
            let mediaStart = content[..<3].reduce(0) { $0 + $1.bytes.count }
            hidden.formUnion(mediaStart + 16..<mediaStart + 8 + media.count)
            var fields: [(String, CBORValue)] = [
                ("uniqueId", .unsigned(5)), ("localId", .unsigned(0)), ("count", .unsigned(UInt64(leaves.count))),
                ("hashes", .array(rows[row].map(CBORValue.bytes))),
            ]
            switch cut {
            case .whole: break
            case .fixed(let size): fields.append(("fixedBlockSize", MadeAssertion.number(size)))
            case .variable(let sizes):
                fields.append(("variableBlockSizes", .array(sizes.map(MadeAssertion.number))))
            }
            for change in tree {
                fields.removeAll { $0.0 == change.0 }
                fields.append(change)
            }
            let assertion = MadeBMFF.assertion(
                MadeBMFF.mandatory + [MadeBMFF.mediaExclusion], hash: MadeBMFF.hash(content, hiding: hidden),
                merkle: [MadeAssertion.map(fields)])
            return (content, assertion)
        }

        func check() throws -> [String] {
            let file = file()
            return try MadeBMFF.check(file.assertion, file.boxes)
        }
    }

    @Test(
        arguments: [
            Cut.whole, .fixed(1), .fixed(64), .fixed(100), .fixed(333), .fixed(1_000), .fixed(5_000),
            .variable([1_000]), .variable([10, 500, 90, 400]), .variable([0, 999, 1]),
        ], 0...4)
    func blocksMatchWhateverRowTheManifestHolds(_ cut: Cut, _ row: Int) throws {
        guard cut != .fixed(1) || row > 2 else { return }
        var made = Made()
        made.cut = cut
        made.row = row
        #expect(try made.check() == ["match"])
    }

    @Test func blocksMayBeginAtByteSixteenAsInTheReference() throws {
        var made = Made()
        made.start = 16
        #expect(try made.check() == ["match"])
        made.cut = .variable([492, 500])
        #expect(try made.check() == ["match"])
        made.start = 12
        made.cut = .fixed(100)
        #expect(try made.check() == ["mismatch"])
    }

    @Test func everyChangedByteOfMediaIsNoticed() throws {
        var made = Made()
        made.media = Array(made.media[..<310])
        for row in [0, 2] {
            made.row = row
            let file = made.file()
            for index in made.media.indices {
                var changed = file.boxes
                var media = made.media
                media[index] ^= 4
                changed[3] = .leaf("mdat", media)
                #expect(try MadeBMFF.check(file.assertion, changed) == ["mismatch"], "byte \(index)")
            }
        }
    }

    /// Proofs lie in boxes that no hash covers: whoever changes media can write the proofs that fit it.
    @Test(arguments: 0..<10, 1...4)
    func proofsThatFitChangedMediaDoNotHelp(_ block: Int, _ row: Int) throws {
        var made = Made()
        made.row = row
        let assertion = made.file().assertion
        made.media[block * 100 + 50] ^= 1
        #expect(try made.check() == ["match"])
        #expect(try MadeBMFF.check(assertion, made.file().boxes) == ["mismatch"])
    }

    @Test func exchangedBlocksAreNoticed() throws {
        let made = Made()
        let file = made.file()
        var changed = file.boxes
        changed[3] = .leaf("mdat", Array(made.media[100..<200] + made.media[..<100] + made.media[200...]))
        #expect(try MadeBMFF.check(file.assertion, changed) == ["mismatch"])
    }

    @Test func longerAndShorterMediaIsNoticed() throws {
        let made = Made()
        let file = made.file()
        for media in [made.media + [1], made.media.dropLast(), made.media + [UInt8](repeating: 0, count: 300)] {
            var changed = file.boxes
            changed[3] = .leaf("mdat", media)
            let outcomes = try MadeBMFF.check(file.assertion, changed)
            #expect(outcomes == ["mismatch"] || outcomes == ["malformed"])
        }
    }

    @Test func aChangedOrMissingProofIsNoticed() throws {
        var made = Made()
        made.changesProof = true
        #expect(try made.check() == ["mismatch"])
        made = Made()
        made.boxes = Array(0..<9)
        #expect(try made.check() == ["malformed"])
        made.boxes = []
        #expect(try made.check() == ["malformed"])
        made.boxes = Array(0..<10) + [3]
        #expect(try made.check() == ["malformed"])
        made = Made()
        made.location = { 9 - $0 }
        #expect(try made.check() == ["mismatch"])
        made.location = { $0 + 1 }
        #expect(try made.check() == ["malformed"])
    }

    @Test func treesThatCannotBeAreRefused() throws {
        let hashes = CBORValue.array([.bytes([1]), .bytes([2]), .bytes([3])])
        let changes: [([(String, CBORValue)], [String])] = [
            ([("count", .unsigned(0))], ["malformed"]), ([("count", .unsigned(.max))], ["malformed"]),
            ([("count", .negative(4))], ["malformed"]), ([("count", .unsigned(2_000_000))], ["malformed"]),
            // Ten blocks: more leaves than blocks, and fewer.
            ([("count", .unsigned(11))], ["malformed", "mismatch"]), ([("count", .unsigned(9))], ["malformed"]),
            ([("hashes", .array([]))], ["malformed"]),
            ([("hashes", .array([.bytes([1]), .bytes([2])]))], ["mismatch"]),
            ([("hashes", hashes)], ["mismatch"]),
            ([("hashes", .array([CBORValue](repeating: .bytes([1]), count: 4)))], ["malformed"]),
            ([("fixedBlockSize", .unsigned(0))], ["malformed"]), ([("fixedBlockSize", .unsigned(.max))], ["mismatch"]),
            ([("variableBlockSizes", .array([.unsigned(1_000)]))], ["malformed"]),
            ([("localId", .unsigned(1))], ["mismatch"]), ([("localId", .unsigned(.max))], ["mismatch"]),
            ([("uniqueId", .unsigned(6))], ["malformed"]), ([("alg", .text("md5"))], ["unsupported"]),
            ([("hashes", .null)], ["malformed"]), ([("hashes", .array([.text("a")]))], ["malformed"]),
        ]
        for (change, outcomes) in changes {
            var made = Made()
            made.tree = change
            #expect(outcomes.contains(try made.check().first ?? ""), "\(change)")
        }
        var made = Made()
        made.cut = .variable([500, 500])
        made.tree = [("variableBlockSizes", .array([.unsigned(.max), .unsigned(.max)]))]
        #expect(try made.check() == ["malformed"])
        made.tree = [("variableBlockSizes", .array([.unsigned(500), .unsigned(499)]))]
        #expect(try made.check() == ["malformed"])
        made.tree = [("variableBlockSizes", .array([.unsigned(500), .negative(1)]))]
        #expect(try made.check() == ["malformed"])
    }

    @Test func theMandatoryExclusionOfMediaIsDemanded() throws {
        let file = Made().file()
        guard case .map(var entries) = file.assertion else { return }
        for index in entries.indices where entries[index].key == .text("exclusions") {
            entries[index].value = .array(MadeBMFF.mandatory)
        }
        #expect(try MadeBMFF.check(.map(entries), file.boxes) == ["malformed"])
    }

    @Test func mediaThatNoTreeCoversMayNotBeLeftOut() throws {
        let file = Made().file()
        let boxes = file.boxes + [.leaf("mdat", [UInt8](repeating: 1, count: 40))]
        let statuses = try MadeAssertion.check(.bmff, file.assertion, boxes.flatMap(\.bytes))
        #expect(statuses.outcomes == ["mismatch"])
        #expect(statuses.first?.explanation.contains("could be changed unnoticed") == true)
    }

    @Test func treesAloneDoNotCoverAFile() throws {
        let file = Made().file()
        guard case .map(let entries) = file.assertion else { return }
        let outcomes = try MadeBMFF.check(.map(entries.filter { $0.key != .text("hash") }), file.boxes)
        #expect(outcomes == ["mismatch"])
    }

    @Test func damagedMerkleBoxesAreMalformed() throws {
        let file = Made().file()
        for payload in [[], [0xff], [0xa1, 0x61], [0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0xa0]]
            as [[UInt8]]
        {
            var boxes = file.boxes
            boxes[6] = .leaf("uuid", MadeBox.c2paType + [0, 0, 0, 0] + Array("merkle\0".utf8) + payload)
            let outcomes = try MadeBMFF.check(file.assertion, boxes)
            #expect(outcomes == ["malformed"] || outcomes == ["mismatch"])
        }
    }
}
