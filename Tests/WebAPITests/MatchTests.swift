// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import HTTPTypes
import NIOCore
import TestSupport
import Testing
import Web

@testable import WebAPI

@Suite struct MatchTests {
    @Test func classesFollowTheListsWithinTheSameRequestOrder() async throws {
        try await API.run { ask in
            let pdq = String(repeating: "0f", count: 32)
            let near = "00" + String(repeating: "0f", count: 31)
            _ = try await ask(.post, "/api/v1/banks", #"{"name":"a"}"#)
            let added = try await ask(
                .post, "/api/v1/banks/a/entries",
                #"{"entries":[{"fingerprints":{"pdq":"\#(pdq)"}},{"fingerprints":{"md5":"\#(String(repeating: "5", count: 32))"}}]}"#
            )
            #expect(added.status == 201, "\(added.text)")
            let answer = try await ask(
                .post, "/api/v1/match",
                """
                {"queries":[{"pdq":"\(near)"},{"pdq":"\(String(repeating: "f0", count: 32))","quality":100},
                 {"md5":"\(String(repeating: "5", count: 32))"},{"pdq":"\(pdq)","quality":10},
                 {"pdq":"\(pdq)","quality":10,"md5":"\(String(repeating: "6", count: 32))"},
                 {"pdq":"\(pdq)","quality":10,"md5":"\(String(repeating: "5", count: 32))"}]}
                """, as: "submitter")
            #expect(answer.status == 200, "\(answer.text)")
            let classes = (answer["results"] as? [[String: Any]])?.map { $0["class"] as? String }
            #expect(classes == ["held", "no-match", "held", "not-scanned", "not-scanned", "held"])
            #expect(answer.text.contains("matches") == false)
            let inspected = try await ask(
                .post, "/api/v1/match", #"{"queries":[{"pdq":"\#(near)"}]}"#, as: "matcher")
            let matches = (inspected["results"] as? [[String: Any]])?.first?["matches"] as? [[String: Any]]
            #expect(matches?.first?["distance"] as? Int == 4)
        }
    }

    @Test func queriesAreReadAsATreeWouldReadThem() throws {
        let pdq = String(repeating: "AB", count: 32)
        let good =
            #" { "queries" : [ {"pdq":"\#(pdq)" , "quality": 7e1} , {"sha1":"\#(String(repeating: "0", count: 40))"} ] } "#
        let read = try MatchQuery.read(Array(good.utf8), most: 256)
        #expect(read.count == 2)
        #expect(read[0].pdq?.hex == pdq.lowercased() && read[0].quality == 70)
        #expect(read[1].sha1?.count == 20)
    }

    @Test(arguments: [
        ("", 400), ("{", 400), ("[]", 422), ("{}", 422), (#"{"queries":[]}"#, 422), (#"{"queries":{}}"#, 422),
        (#"{"queries":[{}]}"#, 422), (#"{"queries":[{"quality":5}]}"#, 422), (#"{"queries":[{"pdq":"00"}]}"#, 422),
        (#"{"queries":[{"pdq":1}]}"#, 422), (#"{"queries":[{"other":1}]}"#, 422), (#"{"queries":[1]}"#, 422),
        (#"{"other":[]}"#, 422), (#"{"queries":[{"md5":"00000000000000000000000000000000"}],"a":1}"#, 422),
        (#"{"queries":[{"md5":"00000000000000000000000000000000"}]} x"#, 400),
        (#"{"queries":[{"md5":"00000000000000000000000000000000","md5":"00000000000000000000000000000000"}]}"#, 422),
        (#"{"queries":[{"md5":"00000000000000000000000000000000",}]}"#, 400), ("nul", 400), (#""\ud800""#, 400),
    ])
    func aBadQueryIsRefused(_ body: String, _ status: Int) {
        #expect {
            _ = try MatchQuery.read(Array(body.utf8), most: 256)
        } throws: { ($0 as? Problem)?.status.code == status }
    }

    @Test func jsonIsReadStrictly() throws {
        let value = try JSONValue(Array(#" {"a":[1,-2.5e1,true,null,"\u00e9\ud83d\ude00\n"]} "#.utf8))
        #expect(
            value
                == .object([
                    .init(name: "a", value: .array([.number(1), .number(-25), .bool(true), .null, .string("é😀\n")]))
                ]))
        let deep = String(repeating: "[", count: 17) + String(repeating: "]", count: 17)
        for bad in [
            "01", "1.", "+1", "\"\u{1}\"", "\"\\x\"", "[1,]", "{\"a\":1,\"a\":2}", "{a:1}", "'a'", "1 2", deep, "\"",
            "-", "1e", "tru", "\"\\ud800\\u0041\"",
        ] {
            #expect(throws: Problem.self, "\(bad)") { _ = try JSONValue(Array(bad.utf8)) }
        }
        #expect(throws: Problem.self) { _ = try JSONValue([0x22, 0xFF, 0x22]) }
    }
}
