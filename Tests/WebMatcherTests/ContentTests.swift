// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Fingerprints
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import WebMatcher

@Suite struct ContentTests {
    /// An invented hash.
    static func pdq(_ seed: UInt64) -> PDQHash {
        var random = SplitMix(state: seed)
        return PDQHash(words: (random.next(), random.next(), random.next(), random.next()))
    }

    private static let md5 = "0123456789abcdef0123456789abcdef"

    @Test func contentIsNumberedFrom1AndTellsItsSignals() async throws {
        try await Surface.run { ask in
            _ = try await ask(.post, "/c/banks", ["name": "NEW_BANK"])
            let hex = Self.pdq(1).hex
            let first = try await ask(.post, "/c/bank/NEW_BANK/signal", ["pdq": .string(hex)])
            #expect(first.status == 200)
            #expect(first.json == ["id": 1, "signals": ["pdq": .string(hex)]])
            let second = try await ask(
                .post, "/c/bank/NEW_BANK/signal",
                ["pdq": .string(Self.pdq(2).hex), "video_md5": .string(Self.md5.uppercased()), "note": "seen twice"])
            #expect(second.json?.members?["id"] == 2)
            #expect(second.json?.members?["signals"]?.members?["video_md5"] == .string(Self.md5))

            let shown = try await ask(.get, "/c/bank/NEW_BANK/content/2?include_signals=true")
            #expect(shown.status == 200)
            #expect(
                shown.json == [
                    "id": 2, "disable_until_ts": 1, "original_media_uri": nil,
                    "bank": ["name": "NEW_BANK", "matching_enabled_ratio": 1],
                    "signals": ["pdq": .string(Self.pdq(2).hex), "video_md5": .string(Self.md5)],
                    "metadata": ["content_id": nil, "content_uri": nil, "json": nil, "collab": [:]],
                    "note": "seen twice",
                ])
            let plain = try await ask(.get, "/c/bank/NEW_BANK/content/1?include_metadata=false")
            #expect(plain.json?.members?["signals"] == nil)
            #expect(plain.json?.members?["metadata"] == nil)
            #expect(plain.json?.members?["note"] == nil)
        }
    }

    @Test func theSameSignalsAgainAreTheSameContent() async throws {
        try await Surface.run { ask in
            _ = try await ask(.post, "/c/banks", ["name": "A"])
            _ = try await ask(.post, "/c/banks", ["name": "B"])
            let body: JSONValue = ["pdq": .string(Self.pdq(1).hex)]
            #expect(try await ask(.post, "/c/bank/A/signal", body).json?.members?["id"] == 1)
            #expect(try await ask(.post, "/c/bank/A/signal", body).json?.members?["id"] == 1)
            #expect(try await ask(.post, "/c/bank/B/signal", body).json?.members?["id"] != 1)
        }
    }

    @Test func malformedSignalsAreRefused() async throws {
        try await Surface.run { ask in
            _ = try await ask(.post, "/c/banks", ["name": "A"])
            let cases: [(JSONValue, String)] = [
                ([:], "No signals given"), (["note": "x"], "No signals given"),
                (["sha9": "00"], "No such signal type sha9"),
                (["pdq": "00"], "Invalid pdq signal: invalid PDQ hash"),
                (["pdq": .string(Self.pdq(1).hex.uppercased())], "Invalid pdq signal: invalid PDQ hash"),
                (["pdq": ""], "Invalid pdq signal: invalid PDQ hash"),
                (["pdq": 5], "Invalid pdq signal: invalid PDQ hash"),
                (["video_md5": "zz"], "Invalid video_md5 signal: not a valid MD5 hash"),
            ]
            for (body, message) in cases {
                let answer = try await ask(.post, "/c/bank/A/signal", body)
                #expect(answer.status == 400)
                #expect(answer.message == message)
            }
            #expect(try await ask(.post, "/c/bank/B/signal", ["pdq": .string(Self.pdq(1).hex)]).status == 404)
            #expect(
                try await ask(.post, "/c/bank/A/content").message
                    == "Neither `url` nor multipart file upload was received")
            // The MD5 of an empty file would match every empty file.
            #expect(
                try await ask(.post, "/c/bank/A/signal", ["video_md5": "d41d8cd98f00b204e9800998ecf8427e"]).status
                    == 400)
        }
    }

    @Test func contentIsOnlyFoundInItsBank() async throws {
        try await Surface.run { ask in
            for (bank, seed) in [("A", UInt64(1)), ("B", 2)] {
                _ = try await ask(.post, "/c/banks", ["name": .string(bank)])
                _ = try await ask(.post, "/c/bank/\(bank)/signal", ["pdq": .string(Self.pdq(seed).hex)])
            }
            #expect(try await ask(.get, "/c/bank/A/content/1").status == 200)
            for (method, body) in [("GET", nil), ("PUT", ["note": "x"])] as [(String, JSONValue?)] {
                let answer = try await ask(method == "GET" ? .get : .put, "/c/bank/B/content/1", body)
                #expect(answer.status == 404)
            }
            #expect(try await ask(.delete, "/c/bank/B/content/1").json == ["deleted": 0])
            #expect(try await ask(.get, "/c/bank/A/content/1").status == 200)
            #expect(try await ask(.get, "/c/bank/A/content/abc").status == 404)
            #expect(try await ask(.get, "/c/bank/A/content/99").message == "content '99' not found")
            #expect(try await ask(.get, "/c/bank/NONE/content/1").message == "bank 'NONE' not found")
            #expect(try await ask(.delete, "/c/bank/A/content/1").json == ["deleted": 1])
            #expect(try await ask(.delete, "/c/bank/A/content/1").json == ["deleted": 0])
            // A number is never given twice.
            #expect(
                try await ask(.post, "/c/bank/A/signal", ["pdq": .string(Self.pdq(3).hex)]).json?.members?["id"] == 3)
        }
    }

    @Test func contentIsSwitchedOffAndOn() async throws {
        try await Surface.run { ask in
            _ = try await ask(.post, "/c/banks", ["name": "A"])
            let hex = Self.pdq(1).hex
            _ = try await ask(.post, "/c/bank/A/signal", ["pdq": .string(hex)])
            let matches = { try await ask(.get, "/m/lookup?signal_type=pdq&signal=\(hex)").json?.members?["A"] != nil }
            let year = Int64(Surface.now.seconds) + 365 * 86_400
            for (value, shown, isOn) in [
                (JSONValue.integer(0), Int64(0), false), (1, 1, true), (.string("0"), 0, false),
                (.integer(year), year, false),
                (1, 1, true), (.integer(2), 2, true), (1, 1, true),
            ] {
                let answer = try await ask(.put, "/c/bank/A/content/1", ["disable_until_ts": value])
                #expect(answer.status == 200)
                #expect(answer.json?.members?["disable_until_ts"] == .integer(shown))
                #expect(try await matches() == isOn, "\(value)")
            }
            let answer = try await ask(.put, "/c/bank/A/content/1", ["note": "checked"])
            #expect(
                answer.json == [
                    "id": 1, "disable_until_ts": 1, "collab_metadata": [:], "original_media_uri": nil,
                    "bank": ["name": "A", "matching_enabled_ratio": 1], "user_metadata": nil, "note": "checked",
                ])
            #expect(try await ask(.put, "/c/bank/A/content/1", ["note": ""]).json?.members?["note"] == .null)
            for bad in [JSONValue.integer(-1), 9_999_999_999, "soon", [:]] {
                #expect(try await ask(.put, "/c/bank/A/content/1", ["disable_until_ts": bad]).status == 400)
            }
            #expect(
                try await ask(.put, "/c/bank/A/content/1", ["note": .string(String(repeating: "x", count: 256))]).status
                    == 400)
            #expect(try await ask(.put, "/c/bank/A/content/1").status == 415)
            #expect(try await ask(.put, "/c/bank/A/content/9", ["note": "x"]).status == 404)
        }
    }

    @Test func theValuesOfContentNeedAPermissionOfTheirOwn() async throws {
        try await Surface.run { ask in
            _ = try await ask(.post, "/c/banks", ["name": "A"])
            _ = try await ask(.post, "/c/bank/A/signal", ["pdq": .string(Self.pdq(1).hex)])
            #expect(try await ask(.get, "/c/bank/A/content/1", as: "matcher").status == 200)
            let refused = try await ask(.get, "/c/bank/A/content/1?include_signals=true", as: "matcher")
            #expect(refused.status == 403)
            #expect(!refused.text.contains(Self.pdq(1).hex))
            #expect(try ask.events().map(\.action) == ["bank.create", "entry.add", "entry.read"])
            #expect(try ask.events().allSatisfy { !$0.object.contains(Self.pdq(1).hex) })
        }
    }
}
