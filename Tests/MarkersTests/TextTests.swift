// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import Markers

@Suite("Texts of EXIF and IIM")
struct TextTests {
    static let word = "Steps: 20, ä 人工智能 😀"

    static func text(_ bytes: [UInt8]) -> String {
        String(decoding: UserComment.text(of: bytes), as: UTF8.self)
    }

    @Test(arguments: [
        Array("ASCII\0\0\0\(word)".utf8), Array("\0\0\0\0\0\0\0\0\(word)\0\0 ".utf8), Array(word.utf8),
        Array("UNICODE\0".utf8) + UTF16Bytes.bigEndian(word), Array("UNICODE\0".utf8) + UTF16Bytes.littleEndian(word),
        Array("UNICODE\0".utf8) + [0xFE, 0xFF] + UTF16Bytes.bigEndian(word),
        Array("UNICODE\0".utf8) + [0xFF, 0xFE] + UTF16Bytes.littleEndian(word), Array("UNICODE\0\(word)".utf8),
    ]) func aCommentIsDecodedFromEveryEncodingThatOccurs(_ bytes: [UInt8]) {
        #expect(Self.text(bytes) == Self.word)
    }

    @Test func aCommentInJISKeepsItsASCII() {
        let bytes = Array("JIS\0\0\0\0\0ab".utf8) + [0x1B, 0x24, 0x42, 0x30, 0x21, 0x1B, 0x28, 0x42] + Array("cd".utf8)
        #expect(Self.text(bytes) == "abcd")
    }

    @Test func aFieldThatIsNotUTF8IsLatin1() {
        #expect(Self.text(Array("ASCII\0\0\0".utf8) + [0x63, 0x61, 0x66, 0xE9]) == "café")
        #expect(String(decoding: TextEncoding.utf8(fromLoose: [0x80, 0xFF]), as: UTF8.self) == "\u{80}ÿ")
    }

    @Test func damagedCommentsAreTextOfSomeKind() {
        for bytes: [UInt8] in [
            [], [0], Array("UNICODE\0".utf8), Array("UNICODE\0x".utf8), Array("UNICODE".utf8), Array("ASCII\0\0".utf8),
            Array("UNICODE\0".utf8) + [0xD8, 0x3D, 0, 0x41], Array("JIS\0\0\0\0\0".utf8) + [0x1B], [0x1B, 0x24],
        ] {
            #expect(Self.text(bytes).utf8.count <= bytes.count * 2)
        }
    }

    @Test func UTF8IsToldFromLatin1() {
        var random = SplitMix(state: 7)
        for _ in 0..<2_000 {
            let bytes = (0..<random.next() % 8).map { _ in UInt8(truncatingIfNeeded: random.next()) | 0x80 }
            // Decoding repairs what is broken, so only what is right comes back.
            let isValid = Array(String(decoding: bytes, as: UTF8.self).utf8) == bytes
            #expect(TextEncoding.isUTF8(bytes) == isValid, "\(bytes)")
        }
    }

    @Test func UTF16IsDecodedAsTheStandardLibraryDoes() {
        var random = SplitMix(state: 8)
        for _ in 0..<2_000 {
            let units = (0..<random.next() % 9).map { _ in
                let unit = UInt16(truncatingIfNeeded: random.next())
                switch random.next() % 4 {
                case 0: return unit & 0x7F
                case 1: return unit & 0x7FF | 0xD800
                default: return unit
                }
            }
            let wanted = Array(String(decoding: units, as: UTF16.self).utf8)
            let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            #expect(TextEncoding.utf8(fromUTF16: big[...], bigEndian: true) == wanted, "\(units)")
            #expect(TextEncoding.utf8(fromUTF16: (little + [1])[...], bigEndian: false) == wanted, "\(units)")
        }
    }

    @Test func dataSetsOfEveryLengthAreRead() {
        let long = [UInt8](repeating: 0x61, count: 40_000)
        let bytes: [UInt8] =
            [0x1C, 1, 90, 0, 3, 0x1B, 0x25, 0x47, 0x1C, 2, 110, 0, 2, 0x68, 0x69]
            + [0x1C, 2, 120, 0x80, 4, 0, 0, 0x9C, 0x40] + long + [0x1C, 2, 110, 0, 1, 0x7A]
        let found = IIM.dataSets(in: bytes, limit: 9) { $0 == 2 && $1 != 90 }
        #expect(found.map(\.number) == [110, 120, 110])
        #expect(found.map(\.text.count) == [2, 40_000, 1])
    }

    @Test func damagedRecordsGiveWhatLiesBefore() {
        let good: [UInt8] = [0x1C, 2, 110, 0, 2, 0x68, 0x69]
        for tail: [UInt8] in [
            [0x1C], [0x1C, 2, 110, 0], [0x1C, 2, 110, 0xFF, 0xFF], [0x1C, 2, 110, 0x7F, 0xFF, 1],
            [0x1C, 2, 110, 0x80, 4, 0xFF, 0xFF, 0xFF, 0xFF, 1], [0x1C, 2, 110, 0x80, 8, 1, 1, 1, 1, 1, 1, 1, 1],
            [0, 0],
        ] {
            #expect(IIM.dataSets(in: good + tail, limit: 9) { _, _ in true }.count == 1, "\(tail)")
        }
    }

    @Test func wordsAreFoundAnywhere() {
        let bytes = Array("aaab AIGC aab".utf8)
        #expect(bytes.firstIndex(of: "aab") == 1)
        #expect(bytes.firstIndex(of: "aab", from: 2) == 10)
        #expect(bytes.firstIndex(of: "aab", from: 11) == nil)
        #expect(bytes[3...].firstIndex(of: "aab") == 10)
        #expect(bytes.firstIndex(of: "aaab AIGC aab ") == nil)
        #expect([UInt8]().firstIndex(of: "a") == nil)
        #expect(bytes.firstIndex(of: "b", from: 99) == nil)
        #expect(Array("ReVe.com".utf8).isWord("reve.COM"))
        #expect(!Array("reve.co".utf8).isWord("reve.com"))
    }
}

@Suite("Settings in A1111's form")
struct GenerationParameterTests {
    static func parameters(_ text: String) -> GenerationParameters? {
        GenerationParameters(Array(text.utf8))
    }

    static func model(_ text: String) -> String? {
        parameters(text)?.model.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func theLastLineOfSettingsCounts() {
        let pasted = "Steps: 1, Sampler: a, Seed: 1, Model: \(prompt)\nSteps: 20, Sampler: b, Seed: 2, Model: real"
        #expect(Self.model(pasted) == "real")
        #expect(Self.model(pasted + "\nTemplate: \(prompt)\nNegative Template: \(prompt)") == "real")
    }

    @Test func quotedValuesAreSteppedOver() {
        #expect(
            Self.model("Steps: 2, Sampler: a, X: \"1, Model: \(prompt), \\\"Model: \(prompt)\", Seed: 2, Model: m")
                == "m")
        #expect(Self.model("Steps: 2, Sampler: a, Seed: 1, Model: \"a, b\"") == "a, b")
        #expect(Self.model("Steps: 2, Sampler: a, Seed: 1, X: \"Model: \(prompt)") == nil)
    }

    @Test(arguments: [
        "Steps: 20, Sampler: Euler a, Seed: 1", "Steps: 20, CFG scale: 7.5, Seed: 1",
        "Steps: 4, Sampler: x, CFG scale: 1",
        "x\r\nSteps: 20, Sampler: Euler a, Seed: -1\r\n",
    ]) func stepsAndTwoMoreAreEnough(_ text: String) {
        #expect(Self.parameters(text) != nil)
    }

    @Test(arguments: [
        "", "Steps: ", "Steps: 20", "Steps: 20, Seed: 1", "Steps: x, Sampler: a, Seed: 1",
        "steps: 20, Sampler: a, Seed: 1",
        "aSteps: 20, Sampler: a, Seed: 1", "Steps: 20\nSampler: a, Seed: 1", "Steps: 20, Sampler, Seed, CFG scale",
        "Steps: 20, Sampler: , CFG scale: x, Seed: y", "\n\n\n",
    ]) func lessIsNot(_ text: String) {
        #expect(Self.parameters(text) == nil)
    }
}
