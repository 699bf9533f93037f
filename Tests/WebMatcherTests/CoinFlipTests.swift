// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import WebMatcher

@Suite struct CoinFlipTests {
    /// Draws of CPython 3.11, `random.Random(seed).random().hex()`.
    @Test(arguments: [
        ("", 0x1.eba2b25d163e4p-1),
        ("0", 0x1.725efd0a5330cp-2),
        ("1", 0x1.e9b9d7bd32f82p-2),
        ("abc", 0x1.8b46cfff46349p-1),
        ("content-4711", 0x1.84f4b8a17bd6fp-1),
        ("seed with spaces", 0x1.bfbd07b63d53ap-1),
        ("\u{0}", 0x1.85c0f770e0488p-1),
        ("\u{0}\u{0}x", 0x1.e3da5c03474c0p-5),
        ("\u{e4}\u{f6}\u{fc}", 0x1.a65e23cac5809p-1),
        ("\u{1f642}", 0x1.af891d983870ep-1),
        (String(repeating: "x", count: 200), 0x1.b33406ebe504bp-1),
    ])
    func aSeedGivesPythonsDraw(seed: String, draw: Double) {
        #expect(CoinFlip.draw(seed: seed) == draw)
    }

    @Test func thousandsOfSeedsGivePythonsDraws() throws {
        guard Repository.python != nil else {
            print("skipped: .venv is missing; scripts/install-peers makes it")
            return
        }
        var random = SplitMix(state: 20_261_124)
        var seeds = ["", "0", "content:1", "日本語", "🙂", String(repeating: "x", count: 700)]
        for _ in 0..<3_000 {
            let length = Int.random(in: 0...40, using: &random)
            var seed = String.UnicodeScalarView()
            for _ in 0..<length {
                // Any scalar but a surrogate, NUL included: a number has no leading zeros.
                seed.append(Unicode.Scalar(UInt32.random(in: 0...0xD7FF, using: &random) >> 8) ?? "x")
            }
            seeds.append(String(seed))
        }
        let folder = try TemporaryFolder()
        let lines = try seeds.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
        let path = try folder.write(Data((lines.joined(separator: "\n") + "\n").utf8), to: "seeds")
        let answers = try Execution.peer("hma_oracle.py", ["flips", path]).lines
        #expect(answers.count == seeds.count)
        for (seed, answer) in zip(seeds, answers) {
            #expect(CoinFlip.draw(seed: seed) == Double(answer), "seed of \(seed.utf8.count) bytes")
        }
    }

    @Test func withoutASeedDrawsDifferAndStayBelowOne() {
        let draws = (0..<200).map { _ in CoinFlip.draw() }
        #expect(Set(draws).count > 190)
        #expect(draws.allSatisfy { (0..<1).contains($0) })
    }
}
