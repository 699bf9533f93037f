// SPDX-License-Identifier: Apache-2.0

import ContentCredentials
import ProvenanceVocabulary
import Testing

@Suite struct CBORReaderTests {
    private func read(_ bytes: [UInt8]) throws(CBORFault) -> CBORValue { try CBORReader.value(of: bytes[...]) }

    private func code(_ bytes: [UInt8]) -> String? {
        do {
            _ = try read(bytes)
            return nil
        } catch {
            return error.code
        }
    }

    /// RFC 8949, appendix A.
    @Test func theExamplesOfTheStandardAreRead() throws {
        #expect(try read([0x18, 0x64]) == .unsigned(100))
        #expect(try read([0x1B, 255, 255, 255, 255, 255, 255, 255, 255]) == .unsigned(.max))
        #expect(try read([0x3B, 255, 255, 255, 255, 255, 255, 255, 255]) == .negative(.max))
        #expect(try read([0x38, 0x63]).integer == -100)
        #expect(try read([0xF9, 0x3C, 0x00]) == .floating(1))
        #expect(try read([0xF9, 0x00, 0x01]) == .floating(5.960464477539063e-8))
        #expect(try read([0xF9, 0xC4, 0x00]) == .floating(-4))
        #expect(try read([0xF9, 0xFC, 0x00]) == .floating(-.infinity))
        #expect(try read([0xFA, 0x47, 0xC3, 0x50, 0x00]) == .floating(100_000))
        #expect(try read([0xFB, 0x3F, 0xF1, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9A]) == .floating(1.1))
        #expect(try read([0xF4]) == .boolean(false))
        #expect(try read([0xF6]) == .null)
        #expect(try read([0xF7]) == .undefined)
        #expect(try read([0xF8, 0xFF]) == .simple(255))
        #expect(try read([0xC1, 0x1A, 0x51, 0x4B, 0x67, 0xB0]) == .tagged(1, .unsigned(1_363_896_240)))
        #expect(try read([0x64, 0xF0, 0x90, 0x85, 0x91]) == .text("\u{10151}"))
        #expect(try read([0x5F, 0x42, 1, 2, 0x43, 3, 4, 5, 0xFF]) == .bytes([1, 2, 3, 4, 5]))
        #expect(
            try read([0x7F, 0x65] + Array("strea".utf8) + [0x64] + Array("ming".utf8) + [0xFF]) == .text("streaming"))
        #expect(
            try read([0x9F, 1, 0x82, 2, 3, 0x9F, 4, 5, 0xFF, 0xFF])
                == .array([.unsigned(1), .array([.unsigned(2), .unsigned(3)]), .array([.unsigned(4), .unsigned(5)])]))
        #expect(try read([0xBF, 0x61, 0x61, 1, 0xFF])["a"] == .unsigned(1))
    }

    @Test func whatTwoReadersCouldReadDifferentlyIsRefused() {
        #expect(code([0xA2, 0x61, 0x61, 1, 0x61, 0x61, 2]) == "cbor.duplicate-key")
        // The same key in two encodings.
        #expect(code([0xA2, 1, 1, 0x18, 1, 2]) == "cbor.duplicate-key")
        #expect(code([1, 1]) == "cbor.trailing")
        #expect(code([0x61, 0xFF]) == "cbor.text")
        #expect(code([0x7F, 0x61, 0xC3, 0x61, 0xA4, 0xFF]) == "cbor.text")
        #expect(code([0xA1, 0x80, 1]) == "cbor.key")
        #expect(code([0x5F, 0x61, 0x61, 0xFF]) == "cbor.chunk")
        #expect(code([0x5F, 0x5F, 0xFF, 0xFF]) == "cbor.chunk")
        #expect(code([0xFF]) == "cbor.break")
        #expect(code([0xA1, 1, 0xFF]) == "cbor.break")
        #expect(code([0x1C]) == "cbor.reserved")
        #expect(code([0x1F]) == "cbor.reserved")
        #expect(code([0xF8, 0x18]) == "cbor.simple")
        #expect(code([]) == "cbor.truncated")
    }

    @Test func aKeyThatComesTwiceAmongManyIsFound() {
        for count in [9, 300] {
            var entries = (0..<count).map { CBOREntry(key: .text("k\($0)"), value: .null) }
            #expect(code(CBORValue.map(entries).encoded) == nil)
            entries.append(entries[count / 2])
            #expect(code(CBORValue.map(entries).encoded) == "cbor.duplicate-key")
        }
    }

    @Test func depthIsLimited() {
        let most = ProvenanceLimits.cborDepth
        #expect(code([UInt8](repeating: 0x81, count: most - 1) + [0]) == nil)
        #expect(code([UInt8](repeating: 0x81, count: most) + [0]) == "cbor.depth")
        #expect(code([UInt8](repeating: 0xC1, count: 100_000) + [0]) == "cbor.depth")
        #expect(code([UInt8](repeating: 0x9F, count: 100_000)) == "cbor.depth")
    }

    @Test func promisedLengthsAreComparedWithTheBytesFirst() {
        for major: UInt8 in [2, 3, 4, 5] {
            #expect(code([major << 5 | 27, 0x7F, 255, 255, 255, 255, 255, 255, 255]) == "cbor.truncated")
            #expect(code([major << 5 | 27, 255, 255, 255, 255, 255, 255, 255, 255]) == "cbor.truncated")
            #expect(code([major << 5 | 26, 0x10, 0, 0, 0]) == "cbor.truncated")
        }
    }

    @Test func itemsAreCountedAcrossValues() throws {
        var left = 5
        _ = try CBORReader.value(of: [0x82, 1, 2][...], itemsLeft: &left)
        #expect(left == 2)
        #expect(throws: CBORFault(code: "cbor.items", offset: 1)) {
            try CBORReader.value(of: [0x82, 1, 2][...], itemsLeft: &left)
        }
    }

    /// Values at random, of any shape.
    private func value(_ random: inout SystemRandomNumberGenerator, depth: Int) -> CBORValue {
        switch Int.random(in: 0..<(depth > 4 ? 6 : 9), using: &random) {
        case 0: .unsigned(.random(in: 0...UInt64.max >> UInt64.random(in: 0..<64), using: &random))
        case 1: .negative(.random(in: 0...UInt64.max >> UInt64.random(in: 0..<64), using: &random))
        case 2: .bytes((0..<Int.random(in: 0..<40, using: &random)).map { UInt8($0) })
        case 3: .text(String(repeating: "ä", count: Int.random(in: 0..<40, using: &random)))
        case 4: .boolean(.random(using: &random))
        case 5: .floating(Double(Int.random(in: -9...9, using: &random)) / 8)
        case 6: .array((0..<Int.random(in: 0..<5, using: &random)).map { _ in value(&random, depth: depth + 1) })
        case 7:
            .map(
                (0..<Int.random(in: 0..<14, using: &random)).map {
                    CBOREntry(key: .text("\($0)"), value: value(&random, depth: depth + 1))
                })
        default: .tagged(18, value(&random, depth: depth + 1))
        }
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let value = value(&random, depth: 0)
            #expect(try read(value.encoded) == value)
        }
    }

    @Test func everyTruncationIsRefused() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<50 {
            let bytes = value(&random, depth: 0).encoded
            for length in 0..<min(bytes.count, 300) { #expect(code(Array(bytes[..<length])) != nil) }
        }
    }

    @Test func changedBytesAreReadOrRefusedAndNothingElse() {
        var random = SystemRandomNumberGenerator()
        var refused = 0
        for _ in 0..<2_000 {
            var bytes = value(&random, depth: 0).encoded
            for _ in 0..<3 {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            if code(bytes) != nil { refused += 1 }
        }
        #expect(refused > 0)
    }
}
