// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Fingerprints
import HTTPTypes
import TestSupport
import Testing

@testable import WebMatcher

@Suite struct ExchangeTests {
    @Test func theKindsOfExchangeAreThoseThatExist() async throws {
        try await Surface.run { ask in
            let apis = try await ask(.get, "/c/exchanges/apis")
            #expect(apis.json == ["sample"])
            let none: JSONValue = ["supports_authentification": false, "has_set_authentification": false]
            #expect(try await ask(.get, "/c/exchanges/api/sample").json == none)
            #expect(try await ask(.post, "/c/exchanges/api/sample", ["credential_json": [:]]).json == none)
            let refused = try await ask(.post, "/c/exchanges/api/sample", ["credential_json": ["key": "x"]])
            #expect(refused.status == 400)
            #expect(refused.message == "sample does not support credentials")
            #expect(try await ask(.post, "/c/exchanges/api/sample", []).status == 400)
            #expect(
                try await ask(.get, "/c/exchanges/api/sample/schema").json
                    == ["config_schema": ["fields": []], "credentials_schema": nil])
            #expect(try await ask(.get, "/c/exchanges/api/ncmec").status == 400)
        }
    }

    @Test func theSampleExchangeFillsItsBank() async throws {
        try await Surface.run { ask in
            let made = try await ask(.post, "/c/exchanges", ["bank": "SAMPLE", "api": "sample", "api_json": [:]])
            #expect(made.status == 201)
            #expect(made.json == ["message": "Created successfully"])
            #expect(try await ask(.get, "/c/exchanges").json == ["SAMPLE"])
            #expect(
                try await ask(.get, "/c/exchange/SAMPLE").json == ["name": "SAMPLE", "api": "sample", "enabled": true])
            let status = try await ask(.get, "/c/exchange/SAMPLE/status")
            #expect(
                status.json == [
                    "checkpoint_ts": nil, "running_fetch_start_ts": nil,
                    "last_fetch_complete_ts": .integer(Int64(Surface.now.seconds)), "last_fetch_succeeded": true,
                    "up_to_date": true, "fetched_items": 18,
                ])
            let index = try await ask(.get, "/c/signal_type/index")
            #expect(index.json?.members?["pdq"]?.members?["db_size"] == 16)
            #expect(index.json?.members?["video_md5"]?.members?["db_size"] == 2)
            #expect(index.json?.members?["pdq"]?.members?["index_out_of_date"] == false)
            let ready = try await ask(.get, "/m/index/status?signal_type=pdq")
            #expect(ready.json?.members?["pdq"]?.members?["size"] == 16)
            #expect(ready.json?.members?["pdq"]?.members?["present"] == true)
            let first = SampleList.entries[0]
            let found = try await ask(.get, "/m/lookup?signal_type=pdq&signal=\(first.signal.text)")
            #expect(found.json?.members?["SAMPLE"] == [["bank_content_id": 1, "distance": "0"]])
            let content = try await ask(.get, "/c/bank/SAMPLE/content/1")
            #expect(
                content.json?.members?["metadata"]?.members?["collab"] == ["SAMPLE": [.string(first.key)]])

            let off = try await ask(.put, "/c/exchange/SAMPLE", ["enabled": false])
            #expect(off.json == ["name": "SAMPLE", "api": "sample", "enabled": false])
            #expect(try await ask(.put, "/c/bank/SAMPLE", ["name": "OTHER"]).status == 400)
            for _ in 0..<2 {
                let gone = try await ask(.delete, "/c/exchange/SAMPLE")
                #expect(gone.status == 200)
                #expect(gone.json == ["message": "Exchange deleted"])
            }
            #expect(try await ask(.get, "/c/exchange/SAMPLE").status == 404)
            #expect(try await ask(.get, "/c/bank/SAMPLE").status == 404)
            #expect(try await ask(.get, "/c/banks").json == [])
        }
    }

    @Test func exchangesThatCannotBeAreRefused() async throws {
        try await Surface.run { ask in
            _ = try await ask(.post, "/c/banks", ["name": "TAKEN"])
            let cases: [(JSONValue, String)] = [
                ([:], "bank is required"),
                (["bank": "lower", "api": "sample"], "Field `bank` must match /^[A-Z0-9_]+$/"),
                (["bank": "X"], "Field `api_type` is required"),
                (["bank": "X", "api": "ncmec"], "No such exchange type 'ncmec'"),
                (["bank": "X", "api": "sample", "api_json": []], "Field `api_json` must be object"),
                (["bank": "TAKEN", "api": "sample"], "Bank already exists"),
                (["bank": "1X", "api": "sample"], "Bank names must be UPPER_WITH_UNDERSCORE"),
            ]
            for (body, message) in cases {
                let answer = try await ask(.post, "/c/exchanges", body)
                #expect(answer.status == 400)
                #expect(answer.message == message)
            }
            #expect(
                try await ask(.post, "/c/exchanges", ["bank": "X", "api": "sample", "api_json": ["y": 1]]).status == 400
            )
            #expect(try await ask(.get, "/c/exchange/X").message == "Exchange 'X' not found")
            #expect(try await ask(.get, "/c/exchange/X/status").status == 404)
            // A bank that no exchange filled is not removed with one.
            #expect(try await ask(.delete, "/c/exchange/TAKEN").status == 200)
            #expect(try await ask(.get, "/c/bank/TAKEN").status == 200)
        }
    }

    @Test func anExchangeThatIsOffIsFetchedWhenItIsSwitchedOn() async throws {
        try await Surface.run { ask in
            _ = try await ask(.post, "/c/exchanges", ["bank": "S", "api": "sample", "api_json": ["enabled": false]])
            let before = try await ask(.get, "/c/exchange/S/status")
            #expect(before.json?.members?["fetched_items"] == 0)
            #expect(before.json?.members?["last_fetch_succeeded"] == .null)
            #expect(try await ask(.put, "/c/exchange/S", ["enabled": true]).status == 200)
            #expect(try await ask(.get, "/c/exchange/S/status").json?.members?["fetched_items"] == 18)
        }
    }
}

@Suite struct TypeTests {
    @Test func kindsAreListed() async throws {
        try await Surface.run { ask in
            let types = try await ask(.get, "/c/signal_type")
            #expect(
                types.text == #"[{"enabled_ratio":1.0,"name":"pdq"},{"enabled_ratio":1.0,"name":"video_md5"}]"#)
            #expect(
                try await ask(.get, "/c/content_type").json
                    == [["name": "photo", "enabled": true], ["name": "video", "enabled": true]])
            #expect(
                try await ask(.get, "/m/index/status").json == [
                    "pdq": ["present": false, "built_to": -1, "size": 0],
                    "video_md5": ["present": false, "built_to": -1, "size": 0],
                ])
            #expect(try await ask(.get, "/m/index/status?signal_type=x").status == 400)
            #expect(try await ask(.get, "/c/signal_type/index?signal_type=x").status == 400)
            #expect(
                try await ask(.get, "/c/signal_type/index?signal_type=pdq").json == [
                    "pdq": [
                        "db_size": 0, "index_size": 0, "index_out_of_date": false, "newest_db_item": -1,
                        "index_built_to": -1,
                    ]
                ])
        }
    }

    @Test func aShareOf0SwitchesAKindOff() async throws {
        try await Surface.run { ask in
            let hex = ContentTests.pdq(1).hex
            let off = try await ask(.put, "/c/signal_type/pdq", ["enabled_ratio": 0])
            #expect(off.status == 204)
            #expect(off.text.isEmpty)
            #expect(try await ask(.get, "/c/signal_type").text.contains(#"{"enabled_ratio":0.0,"name":"pdq"}"#))
            let refused = try await ask(.get, "/m/lookup?signal_type=pdq&signal=\(hex)")
            #expect(refused.status == 400)
            #expect(refused.message == "SignalType 'pdq' is not enabled")
            #expect(try await ask.upload("/h/hash", files: [("photo", Pictures.png(seed: 1))]).status == 400)
            #expect(try await ask(.put, "/c/signal_type/pdq", ["enabled_ratio": "0.5"]).status == 204)
            #expect(try await ask(.get, "/m/lookup?signal_type=pdq&signal=\(hex)").text == "{}")
            for body in [[:], ["enabled_ratio": 2], ["enabled_ratio": "x"], ["enabled_ratio": nil]] as [JSONValue] {
                #expect(try await ask(.put, "/c/signal_type/pdq", body).status == 400)
            }
            #expect(try await ask(.put, "/c/signal_type/nope", ["enabled_ratio": 1]).status == 400)
            #expect(try await ask(.put, "/c/signal_type/pdq", ["enabled_ratio": 1], as: "acme").status == 403)
            #expect(try ask.events().map(\.action) == ["signal-type.change", "signal-type.change"])
        }
    }
}
