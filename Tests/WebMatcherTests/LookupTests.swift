// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import WebMatcher

@Suite struct LookupTests {
    private func fill(_ ask: Surface) async throws -> [PDQHash] {
        let base = ContentTests.pdq(1)
        var near = base
        near.words.0 ^= 0b1111_1111_1111  // 12 bits
        var edge = base
        edge.words.1 ^= 0x7FFF_FFFF  // 31 bits
        var far = base
        far.words.1 ^= 0xFFFF_FFFF  // 32 bits
        for (bank, hash) in [("A", base), ("B", near), ("A", edge), ("B", far)] {
            _ = try await ask(.post, "/c/banks", ["name": .string(bank)])
            let added = try await ask(.post, "/c/bank/\(bank)/signal", ["pdq": .string(hash.hex)])
            #expect(added.status == 200)
        }
        return [base, near, edge, far]
    }

    @Test func rawLookupsGiveNumbersAndDistances() async throws {
        try await Surface.run { ask in
            let base = try await fill(ask)[0].hex
            let plain = try await ask(.get, "/m/raw_lookup?signal_type=pdq&signal=\(base)")
            #expect(plain.status == 200)
            #expect(plain.text == #"{"matches":[1,2,3]}"#)
            #expect(plain.headers[.contentType] == "application/json")
            let distances = try await ask(
                .get, "/m/raw_lookup?signal_type=pdq&signal=\(base)&include_distance=true&banks=A,C")
            #expect(
                distances.text
                    == #"{"matches":[{"bank_content_id":1,"distance":"0"},{"bank_content_id":3,"distance":"31"}]}"#)
            let none = try await ask(.get, "/m/raw_lookup?signal_type=pdq&signal=\(ContentTests.pdq(99).hex)")
            #expect(none.text == #"{"matches":[]}"#)
        }
    }

    @Test func lookupsGroupByBank() async throws {
        try await Surface.run { ask in
            let base = try await fill(ask)[0].hex
            let answer = try await ask(.get, "/m/lookup?signal=\(base)&signal_type=pdq")
            #expect(
                answer.text
                    == #"{"A":[{"bank_content_id":1,"distance":"0"},{"bank_content_id":3,"distance":"31"}],"B":[{"bank_content_id":2,"distance":"12"}]}"#
            )
            #expect(
                try await ask(.get, "/m/lookup?signal=\(base)&signal_type=pdq&banks=B").json
                    == ["B": [["bank_content_id": 2, "distance": "12"]]])
            #expect(
                try await ask(.get, "/m/lookup?signal=\(ContentTests.pdq(99).hex)&signal_type=pdq").text == "{}")
        }
    }

    @Test func exactKindsHaveADashForTheirDistance() async throws {
        try await Surface.run { ask in
            _ = try await ask(.post, "/c/banks", ["name": "V"])
            let md5 = "0123456789abcdef0123456789abcdef"
            _ = try await ask(.post, "/c/bank/V/signal", ["video_md5": .string(md5)])
            let raw = try await ask(
                .get, "/m/raw_lookup?signal_type=video_md5&signal=\(md5.uppercased())&include_distance=1")
            #expect(raw.text == #"{"matches":[{"bank_content_id":1,"distance":"-"}]}"#)
            let lookup = try await ask(.get, "/m/lookup?signal_type=video_md5&signal=\(md5)")
            #expect(lookup.text == #"{"V":[{"bank_content_id":1,"distance":"-"}]}"#)
        }
    }

    @Test func aBankAnswersTheShareOfSeedsThatPythonSays() async throws {
        try await Surface.run { ask in
            let base = try await fill(ask)[0].hex
            _ = try await ask(.put, "/c/bank/A", ["enabled_ratio": 0.5])
            _ = try await ask(.put, "/c/bank/B", ["enabled_ratio": 0])
            var answered = 0
            for number in 0..<60 {
                let answer = try await ask(.get, "/m/lookup?signal=\(base)&signal_type=pdq&seed=item-\(number)")
                let draw = CoinFlip.draw(seed: "item-\(number)")
                #expect((answer.json?.members?["A"] != nil) == (0.5 >= draw))
                #expect(answer.json?.members?["B"] == nil)
                if draw <= 0.5 { answered += 1 }
            }
            #expect((1..<60).contains(answered))
            // Raw look-ups flip no coin, and neither does who asks for that.
            #expect(try await ask(.get, "/m/raw_lookup?signal_type=pdq&signal=\(base)").text == #"{"matches":[1,2,3]}"#)
            let bypassed = try await ask(.get, "/m/lookup?signal=\(base)&signal_type=pdq&bypass_coinflip=true")
            #expect(bypassed.json?.members.map { Set($0.keys) } == ["A", "B"])
        }
    }

    @Test func whatIsMissingOrMalformedIsRefusedAsTheReferenceDoes() async throws {
        try await Surface.run { ask in
            let hex = ContentTests.pdq(1).hex
            let nothing = try await ask(.get, "/m/raw_lookup")
            #expect(nothing.status == 422)
            guard case .array(let problems) = nothing.json else {
                Issue.record("no list: \(nothing.text)")
                return
            }
            #expect(problems.compactMap { $0.members?["loc"] } == [["signal"], ["signal_type"]])
            #expect(try await ask(.get, "/m/raw_lookup?signal_type=pdq").status == 422)
            #expect(
                try await ask(.get, "/m/raw_lookup?signal_type=pdq&signal=\(hex)&include_distance=maybe").status == 422)
            let type = try await ask(.get, "/m/raw_lookup?signal_type=nope&signal=\(hex)")
            #expect(type.status == 400)
            #expect(type.message == "No such SignalType 'nope'")
            for signal in ["", "00", hex.uppercased(), hex + "0"] {
                let answer = try await ask(.get, "/m/raw_lookup?signal_type=pdq&signal=\(signal)")
                #expect(answer.status == 400)
                #expect(answer.message == "invalid signal: invalid PDQ hash")
            }
            for query in ["", "?signal=\(hex)", "?signal_type=pdq"] {
                let answer = try await ask(.get, "/m/lookup\(query)")
                #expect(answer.status == 400)
                #expect(answer.message == "Either url or both signal and signal_type are required")
            }
            #expect(
                try await ask(.get, "/m/lookup?signal=\(hex)&signal_type=nope").message == "No such SignalType 'nope'")
        }
    }

    @Test func tenantsMatchTheirOwnBanksAndTheHouses() async throws {
        try await Surface.run { ask in
            let hex = ContentTests.pdq(5).hex
            for (key, bank) in [("all", "HOUSE"), ("acme", "OWN"), ("other", "THEIRS")] {
                _ = try await ask(.post, "/c/banks", ["name": .string(bank)], as: key)
                _ = try await ask(.post, "/c/bank/\(bank)/signal", ["pdq": .string(hex)], as: key)
            }
            let acme = try await ask(.get, "/m/lookup?signal=\(hex)&signal_type=pdq", as: "acme")
            #expect(acme.json?.members.map { Set($0.keys) } == ["HOUSE", "OWN"])
            #expect(
                try await ask(.get, "/m/raw_lookup?signal=\(hex)&signal_type=pdq", as: "acme").text
                    == #"{"matches":[1,2]}"#)
        }
    }

    @Test func hashesAreCompared() async throws {
        try await Surface.run { ask in
            let base = ContentTests.pdq(1)
            var other = base
            other.words.3 ^= 0x1FF
            let answer = try await ask(.post, "/m/compare", ["pdq": [.string(base.hex), .string(other.hex)]])
            #expect(answer.status == 200)
            #expect(answer.text == #"{"pdq":[true,{"distance":9}]}"#)
            let far = try await ask(
                .post, "/m/compare", ["pdq": [.string(base.hex), .string(ContentTests.pdq(2).hex)]])
            #expect(far.text.hasPrefix(#"{"pdq":[false,{"distance":"#))
            let md5 = JSONValue.string("0123456789abcdef0123456789abcdef")
            #expect(try await ask(.post, "/m/compare", ["video_md5": [md5, md5]]).text == #"{"video_md5":[true,{}]}"#)
            let bad: [JSONValue] = [
                [1], ["pdq": "x"], ["pdq": [.string(base.hex)]], ["pdq": ["x", "y"]], ["nope": [md5, md5]],
                ["pdq": [1, 2]],
            ]
            for body in bad { #expect(try await ask(.post, "/m/compare", body).status == 400) }
            #expect(try await ask(.post, "/m/compare").status == 415)
        }
    }

    @Test func distancesAreThoseOfTheReference() async throws {
        guard Repository.python != nil else {
            print("skipped: .venv is missing; scripts/install-peers makes it")
            return
        }
        try await Surface.run { ask in
            var random = SplitMix(state: 6)
            var pairs: [(PDQHash, PDQHash)] = []
            for _ in 0..<80 {
                let left = PDQHash(words: (random.next(), random.next(), random.next(), random.next()))
                var right = left
                for _ in 0..<Int.random(in: 0...45, using: &random) {
                    let bit = UInt64(1) << UInt64.random(in: 0..<64, using: &random)
                    switch Int.random(in: 0..<4, using: &random) {
                    case 0: right.words.0 ^= bit
                    case 1: right.words.1 ^= bit
                    case 2: right.words.2 ^= bit
                    default: right.words.3 ^= bit
                    }
                }
                pairs.append((left, right))
            }
            let folder = try TemporaryFolder()
            let lines = pairs.map { "\($0.0.hex)\t\($0.1.hex)" }
            let path = try folder.write(Data(lines.joined(separator: "\n").utf8), to: "pairs")
            let answers = try Execution.peer("hma_oracle.py", ["compare", path]).lines
            #expect(answers.count == pairs.count)
            for (pair, answer) in zip(pairs, answers) {
                let parts = answer.split(separator: "\t")
                let own = try await ask(.post, "/m/compare", ["pdq": [.string(pair.0.hex), .string(pair.1.hex)]])
                #expect(own.text == #"{"pdq":[\#(parts[0]),{"distance":\#(parts[1])}]}"#)
            }
        }
    }
}
