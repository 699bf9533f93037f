// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import TestSupport
import Testing

@testable import WebMatcher

@Suite struct SignalTests {
    @Test func aPDQIs64LowerCaseDigits() {
        var random = SplitMix(state: 1)
        for _ in 0..<200 {
            let hash = PDQHash(words: (random.next(), random.next(), random.next(), random.next()))
            #expect(Signal(.pdq, hash.hex) == .pdq(hash))
            #expect(Signal(.pdq, hash.hex.uppercased()) == nil || hash.hex == hash.hex.uppercased())
            #expect(Signal(.pdq, " " + hash.hex) == nil)
            #expect(Signal(.pdq, String(hash.hex.dropLast())) == nil)
            #expect(Signal(.pdq, hash.hex + "0") == nil)
            #expect(Signal.pdq(hash).text == hash.hex)
        }
    }

    @Test func anMD5IsReadInEitherCaseAndWithSpaceAround() {
        let digits = "0123456789abcdeffedcba9876543210"
        let digest: [UInt8] = [
            0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10,
        ]
        #expect(Signal(.videoMD5, digits) == .videoMD5(digest))
        #expect(Signal(.videoMD5, " \(digits.uppercased())\n") == .videoMD5(digest))
        #expect(Signal(.videoMD5, digits + "0") == nil)
        #expect(Signal(.videoMD5, "") == nil)
        #expect(Signal.videoMD5(digest).text == digits)
    }

    @Test func theReferenceReadsAndRefusesTheSame() throws {
        guard Repository.python != nil else {
            print("skipped: .venv is missing; scripts/install-peers makes it")
            return
        }
        var random = SplitMix(state: 2)
        let alphabet = Array("0123456789abcdefABCDEFgx \t-")
        var cases: [(SignalType, String)] = []
        for type in SignalType.allCases {
            let full = type == .pdq ? 64 : 32
            for _ in 0..<300 {
                let letters = Int.random(in: 0..<3, using: &random) == 0 ? alphabet.count : 16
                let length = full + [0, 0, 0, -1, 1][Int.random(in: 0..<5, using: &random)]
                let text = String((0..<length).map { _ in alphabet[Int.random(in: 0..<letters, using: &random)] })
                cases.append((type, [text, " " + text, text + "  "][Int.random(in: 0..<3, using: &random)]))
            }
        }
        let folder = try TemporaryFolder()
        let lines = try cases.map {
            "\($0.0.rawValue)\t" + String(decoding: try JSONEncoder().encode($0.1), as: UTF8.self)
        }
        let path = try folder.write(Data(lines.joined(separator: "\n").utf8), to: "signals")
        let answers = try Execution.peer("hma_oracle.py", ["signals", path]).lines
        #expect(answers.count == cases.count)
        for ((type, text), answer) in zip(cases, answers) {
            #expect((Signal(type, text)?.text ?? "-") == answer, "\(type) \(text)")
        }
    }
}
