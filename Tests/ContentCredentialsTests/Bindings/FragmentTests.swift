// SPDX-License-Identifier: Apache-2.0

import Containers
import ContentCredentials
import Testing

/// Fragmented files: an initial segment, then pairs of `moof` and `mdat`, each behind its merkle box.
@Suite struct FragmentTests {
    private struct Made {
        var tracks = [7]
        var fragments = 5
        var row = 1
        var hasHash = false
        var exclusions = MadeBMFF.mandatory
        var tree: [(String, CBORValue)] = []

        var initial: [MadeBox] = [.fileType, .store(), .leaf("moov", [1, 2, 3, 4]), .leaf("sidx", [5, 6])]

        /// Fragment `number` of a track: what its leaf covers, in order.
        static func content(_ track: Int, _ number: Int) -> [MadeBox] {
            [
                .leaf("moof", [0, 0, 0, 0, UInt8(track), UInt8(number)]),
                .leaf("mdat", (0..<30).map { UInt8(truncatingIfNeeded: $0 * number + track) }),
            ]
        }

        func file() -> (boxes: [MadeBox], assertion: CBORValue) {
            // Offsets are hashed, so the leaves are known only when the lengths of all boxes are: proofs of zeros first.
            let order = (0..<fragments).flatMap { number in tracks.map { ($0, number) } }
            var proofs: [Int: [[[UInt8]]]] = [:]
            var boxes: [MadeBox] = []
            var rows: [Int: [[[UInt8]]]] = [:]
            for _ in 0..<2 {
                boxes = initial
                var starts: [Int: [Int]] = [:]
                var offset = initial.reduce(0) { $0 + $1.bytes.count }
                for (track, number) in order {
                    let width = MerkleTests.rows([[UInt8]](repeating: [], count: fragments))
                    let proof =
                        proofs[track]?[number]
                        ?? MerkleTests.proof(
                            width.map { $0.map { _ in [UInt8](repeating: 0, count: 32) } }, number, to: row)
                    let merkle = MadeBox.merkle([
                        ("uniqueId", .unsigned(3)), ("localId", MadeAssertion.number(track)),
                        ("location", MadeAssertion.number(number)), ("hashes", .array(proof.map(CBORValue.bytes))),
                    ])
                    let content = Self.content(track, number)
                    offset += merkle.bytes.count
                    starts[track, default: []].append(offset)
                    boxes += [merkle] + content
                    offset += content.reduce(0) { $0 + $1.bytes.count }
                }
                for track in tracks {
                    let leaves = (0..<fragments).map { number in
                        MadeBMFF.hash(
                            Self.content(track, number), from: starts[track]?[number] ?? 0, offsets: !hasHash)
                    }
                    let made = MerkleTests.rows(leaves)
                    rows[track] = made
                    proofs[track] = (0..<fragments).map { MerkleTests.proof(made, $0, to: row) }
                }
            }
            let hidden = MadeBMFF.offsets(boxes)
            let maps = tracks.map { track in
                var fields: [(String, CBORValue)] = [
                    ("uniqueId", .unsigned(3)), ("localId", MadeAssertion.number(track)),
                    ("count", MadeAssertion.number(fragments)),
                    ("hashes", .array((rows[track]?[row] ?? []).map(CBORValue.bytes))),
                    ("initHash", .bytes(MadeBMFF.hash(initial, hiding: hidden, offsets: !hasHash))),
                ]
                for change in tree {
                    fields.removeAll { $0.0 == change.0 }
                    fields.append(change)
                }
                return MadeAssertion.map(fields)
            }
            let exclusions = exclusions + (hasHash ? [MadeBMFF.mediaExclusion] : [])
            return (
                boxes,
                MadeBMFF.assertion(
                    exclusions, hash: hasHash ? MadeBMFF.hash(boxes, hiding: hidden) : nil, merkle: maps)
            )
        }
    }

    @Test(arguments: [1, 2, 5, 8], 0...2)
    func fragmentsMatchWhateverRowTheManifestHolds(_ fragments: Int, _ row: Int) throws {
        var made = Made()
        made.fragments = fragments
        made.row = min(row, fragments == 1 ? 0 : fragments == 2 ? 1 : 2)
        let file = made.file()
        #expect(try MadeBMFF.check(file.assertion, file.boxes) == ["match"])
    }

    @Test func eachTrackHasItsTree() throws {
        var made = Made()
        made.tracks = [1, 2]
        let file = made.file()
        #expect(try MadeBMFF.check(file.assertion, file.boxes) == ["match"])
    }

    @Test func everyChangedByteIsNoticed() throws {
        let file = Made().file()
        let bytes = file.boxes.flatMap(\.bytes)
        let hidden = MadeBMFF.offsets(file.boxes)
        for index in bytes.indices where !hidden.contains(index) {
            var changed = bytes
            changed[index] ^= 2
            let outcomes = try MadeAssertion.check(.bmff, file.assertion, changed).outcomes
            #expect(!outcomes.contains("match") && !outcomes.contains("unsupported"), "byte \(index): \(outcomes)")
        }
    }

    @Test func missingMovedAndRepeatedFragmentsAreNoticed() throws {
        let file = Made().file()
        let start = 4
        // The last fragment, or one of the middle, is cut out with its merkle box.
        #expect(try MadeBMFF.check(file.assertion, file.boxes.dropLast(3)) == ["mismatch"])
        var boxes = file.boxes
        boxes.removeSubrange(start + 3..<start + 6)
        #expect(try MadeBMFF.check(file.assertion, boxes) == ["mismatch"])
        boxes = file.boxes
        boxes.swapAt(start + 2, start + 5)
        #expect(try MadeBMFF.check(file.assertion, boxes) == ["mismatch"])
        boxes = file.boxes + file.boxes[start..<start + 3]
        #expect(try MadeBMFF.check(file.assertion, boxes) == ["mismatch"])
        boxes = file.boxes + file.boxes[start + 1..<start + 3]
        #expect(try MadeBMFF.check(file.assertion, boxes) == ["malformed"])
        boxes = file.boxes
        boxes.remove(at: start)
        #expect(try MadeBMFF.check(file.assertion, boxes) == ["malformed"])
    }

    /// Free space may be left out in silence: a fragment that is painted over with it moves nothing behind it.
    @Test func aFragmentThatBecameFreeSpaceIsNoticed() throws {
        var made = Made()
        made.exclusions.append(MadeBMFF.exclusion("/free"))
        let file = made.file()
        #expect(try MadeBMFF.check(file.assertion, file.boxes) == ["match"])
        for number in 0..<5 {
            var boxes = file.boxes
            let range = 4 + 3 * number..<7 + 3 * number
            let length = boxes[range].reduce(0) { $0 + $1.bytes.count }
            boxes.replaceSubrange(range, with: [.leaf("free", [UInt8](repeating: 0, count: length - 8))])
            #expect(try MadeBMFF.check(file.assertion, boxes) == ["mismatch"], "fragment \(number)")
        }
    }

    @Test func theInitialSegmentIsCovered() throws {
        let file = Made().file()
        var boxes = file.boxes
        boxes[2] = .leaf("moov", [1, 2, 3, 5])
        #expect(try MadeBMFF.check(file.assertion, boxes) == ["mismatch"])
        var made = Made()
        made.tree = [("initHash", .null)]
        #expect(try MadeBMFF.check(made.file().assertion, file.boxes) == ["malformed"])
    }

    /// What the mandatory exclusion of media beside a hash of the file would hide is not in the trees of fragments either.
    @Test func mediaOfFragmentsMayNotBeLeftOut() throws {
        var made = Made()
        made.hasHash = true
        let file = made.file()
        let statuses = try MadeAssertion.check(.bmff, file.assertion, file.boxes.flatMap(\.bytes))
        #expect(statuses.outcomes == ["mismatch"])
        #expect(statuses.first?.explanation.contains("could be changed unnoticed") == true)
    }

    @Test func anInitialSegmentByItselfIsLeftOpen() throws {
        let file = Made().file()
        let initial = Array(file.boxes[..<4])
        #expect(
            try MadeAssertion.check(.bmff, file.assertion, initial.flatMap(\.bytes)).map(\.code)
                == [HardBinding.uncheckedCode])
        var changed = initial
        changed[3] = .leaf("sidx", [5, 7])
        #expect(try MadeBMFF.check(file.assertion, changed) == ["mismatch"])
    }

    @Test func aTreeThatTheAssertionDoesNotHaveIsMalformed() throws {
        var made = Made()
        made.tree = [("localId", .unsigned(8))]
        let file = made.file()
        #expect(try MadeBMFF.check(file.assertion, file.boxes) == ["malformed"])
        made.tracks = [7, 8]
        let twice = made.file()
        #expect(try MadeBMFF.check(twice.assertion, twice.boxes) == ["malformed"])
    }
}
