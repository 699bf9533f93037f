// SPDX-License-Identifier: Apache-2.0

import ContentCredentials
import ProvenanceVocabulary
import Testing

@Suite struct JUMBFReaderTests {
    private func code(_ bytes: [UInt8]) -> String? {
        do {
            _ = try JUMBFReader.superbox(of: bytes)
            return nil
        } catch {
            return error.code
        }
    }

    private let leaf = JUMBFWriter.superbox(.cbor, "leaf", [JUMBFWriter.box("cbor", [0xF6])])

    @Test func boxesAreReadWithTheirRanges() throws {
        let salted = JUMBFWriter.superbox(
            .json, "salted", salt: [UInt8](repeating: 9, count: 16), [JUMBFWriter.box("json", [0x7B, 0x7D])])
        let bytes = JUMBFWriter.store([leaf, salted])
        let store = try JUMBFReader.superbox(of: bytes)
        #expect(store.type == .manifestStore)
        #expect(store.range == 0..<bytes.count)
        #expect(store.contents == 8..<bytes.count)
        #expect(store.superboxes.map(\.label) == ["leaf", "salted"])
        let found = try #require(store.child("leaf"))
        #expect(Array(bytes[found.range]) == leaf)
        #expect(Array(bytes[found.contents]) == Array(leaf.dropFirst(8)))
        #expect(found.contentBoxes.map { Array(bytes[$0.payload]) } == [[0xF6]])
        #expect(store.child("salted")?.salt.map { bytes[$0].allSatisfy { $0 == 9 } } == true)
    }

    @Test func aLabelThatComesTwiceDoesNotResolve() throws {
        let store = try JUMBFReader.superbox(of: JUMBFWriter.store([leaf, leaf]))
        #expect(store.child("leaf") == nil)
        #expect(store.superboxes.count == 2)
    }

    @Test func zerosMayFollowAndNothingElse() {
        #expect(code(JUMBFWriter.store([leaf]) + [0, 0, 0]) == nil)
        #expect(code(JUMBFWriter.store([leaf]) + [0, 1, 0]) == "jumbf.trailing")
    }

    @Test func descriptionsHaveExactlyTheFormOfC2PA() {
        let good = JUMBFWriter.superbox(.cbor, "a", [])
        #expect(code(good) == nil)
        let toggles = 8 + 8 + 16
        for value: UInt8 in [0x00, 0x01, 0x02, 0x07, 0x0B, 0x13, 0x23, 0x83] {
            var changed = good
            changed[toggles] = value
            #expect(code(changed) != nil, "toggles \(value)")
        }
        #expect(code(JUMBFWriter.superbox(.cbor, "a/b", [])) == "jumbf.label")
        #expect(code(JUMBFWriter.superbox(.cbor, "a\u{1}", [])) == "jumbf.label")
        #expect(code(JUMBFWriter.superbox(.cbor, "", [])) == "jumbf.label")
        let long = String(repeating: "a", count: ProvenanceLimits.jumbfLabelBytes + 1)
        #expect(code(JUMBFWriter.superbox(.cbor, long, [])) == "jumbf.label")
        #expect(code(JUMBFWriter.superbox(.cbor, "a", salt: [1, 2, 3], [])) == "jumbf.private-box")
        #expect(code(JUMBFWriter.box("jumb", JUMBFWriter.box("cbor", [0]))) == "jumbf.description")
        #expect(code(JUMBFWriter.box("jumc", [])) == "jumbf.not-a-superbox")
    }

    @Test func depthIsLimited() {
        var bytes = leaf
        for _ in 1..<ProvenanceLimits.jumbfDepth { bytes = JUMBFWriter.superbox(.cbor, "x", [bytes]) }
        #expect(code(bytes) == nil)
        #expect(code(JUMBFWriter.superbox(.cbor, "x", [bytes])) == "jumbf.depth")
    }

    @Test func boxesAreCounted() {
        let empty = JUMBFWriter.box("free", [])
        let many = [[UInt8]](repeating: empty, count: ProvenanceLimits.jumbfBoxes)
        #expect(code(JUMBFWriter.superbox(.cbor, "x", many)) == "jumbf.boxes")
    }

    @Test func lengthsThatDoNotFitAreRefused() {
        for length: UInt8 in [0, 2, 7] {
            var bytes = JUMBFWriter.store([leaf])
            bytes[3] = length
            bytes[2] = 0
            #expect(code(bytes) == "jumbf.length", "\(length)")
        }
        var huge = JUMBFWriter.store([leaf])
        huge[0] = 0x7F
        #expect(code(huge) == "jumbf.length")
        #expect(code([0, 0, 0, 1, 0x6A, 0x75, 0x6D, 0x62] + [UInt8](repeating: 255, count: 8)) == "jumbf.length")
        #expect(code([]) == "jumbf.truncated")
    }

    @Test func everyTruncationIsRefused() {
        let bytes = JUMBFWriter.store([leaf])
        for length in bytes.indices { #expect(code(Array(bytes[..<length])) != nil) }
    }

    @Test func changedBytesAreReadOrRefusedAndNothingElse() {
        let bytes = JUMBFWriter.store([leaf, leaf, JUMBFWriter.superbox(.claim, "c", [leaf])])
        var random = SystemRandomNumberGenerator()
        var refused = 0
        for _ in 0..<5_000 {
            var changed = bytes
            for _ in 0..<2 {
                changed[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            if code(changed) != nil { refused += 1 }
        }
        #expect(refused > 1_000)
    }

    @Test func addressesAreRelativeOrAbsoluteAndStayInside() throws {
        #expect(JUMBFAddress("self#jumbf=c2pa.assertions/a")?.labels == ["c2pa.assertions", "a"])
        #expect(JUMBFAddress("self#jumbf=c2pa.assertions/a")?.isAbsolute == false)
        #expect(JUMBFAddress("self#jumbf=/c2pa/m/c2pa.signature")?.labels == ["m", "c2pa.signature"])
        #expect(JUMBFAddress("self#jumbf=/c2pa/m/c2pa.signature")?.manifestLabel == "m")
        for text in [
            "", "self#jumbf=", "self#jumbf=/", "self#jumbf=/c2pa", "self#jumbf=/other/m", "self#jumbf=a//b",
            "self#jumbf=a/",
            "self#jumbf=../a", "self#jumbf=a/../b", "self#jumbf=./a", "https://example.org/a", "self#jumbf=a;b",
            "self#jumbf=" + String(repeating: "a", count: ProvenanceLimits.jumbfAddressBytes),
        ] {
            #expect(JUMBFAddress(text) == nil, "\(text.prefix(40))")
        }
        let inner = JUMBFWriter.superbox(.standardManifest, "m", [leaf])
        let store = try JUMBFReader.superbox(of: JUMBFWriter.store([inner]))
        let manifest = try #require(store.child("m"))
        #expect(JUMBFAddress("self#jumbf=leaf")?.resolve(in: store, from: manifest)?.label == "leaf")
        #expect(JUMBFAddress("self#jumbf=/c2pa/m/leaf")?.resolve(in: store, from: manifest)?.label == "leaf")
        #expect(JUMBFAddress("self#jumbf=other")?.resolve(in: store, from: manifest) == nil)
    }
}
