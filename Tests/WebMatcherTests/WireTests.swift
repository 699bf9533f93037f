// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import TestSupport
import Testing

@testable import WebMatcher

@Suite struct WireTests {
    @Test func jsonKeepsItsKinds() throws {
        let text = #"{"a":[1,1.5,true,false,null,"x\"\\\n\u0001é"],"b":{},"c":-9223372036854775808}"#
        let value = try #require(JSONValue(text: text))
        #expect(value.members?["a"] == [1, 1.5, true, false, nil, "x\"\\\n\u{1}é"])
        #expect(value.members?["b"] == [:])
        #expect(String(decoding: value.bytes, as: UTF8.self).contains(#""c":-9223372036854775808"#))
        #expect(JSONValue(value.bytes) == value)
        #expect(JSONValue(text: "{") == nil)
    }

    @Test func ratiosAreWrittenAsPythonWritesThem() {
        #expect(String(decoding: (["r": 1.0] as JSONValue).bytes, as: UTF8.self) == #"{"r":1.0}"#)
        #expect(String(decoding: (["r": 0.5] as JSONValue).bytes, as: UTF8.self) == #"{"r":0.5}"#)
    }

    @Test func fieldsAreReadAsLenientlyAsTheModelsOfTheReference() throws {
        var fields = try Fields(["a": "0.5", "b": 1, "c": "yes", "d": nil, "e": 0, "f": "Off", "g": " 1 "])
        #expect(fields.number("a") == 0.5)
        #expect(fields.number("b") == 1)
        #expect(fields.flag("b") == true)
        #expect(fields.flag("c") == true)
        #expect(fields.number("d") == nil)
        #expect(fields.flag("e") == false)
        #expect(fields.flag("f") == false)
        #expect(fields.number("g") == 1)
        #expect(fields.text("missing") == nil)
        try fields.check()
    }

    @Test func whatIsMissingOrOfAnotherKindIsListed() throws {
        var fields = try Fields(["ratio": "half", "on": 7, "text": 5])
        _ = fields.number("ratio")
        _ = fields.flag("on")
        _ = fields.text("text")
        _ = fields.text("name", required: true)
        #expect(fields.problems.all.map(\.type) == ["float_parsing", "bool_parsing", "string_type", "missing"])
        #expect(throws: FieldProblems.self) { try fields.check() }
        #expect(throws: FieldProblems.self) { try Fields([1]) }
        #expect(throws: FieldProblems.self) { try Fields(nil) }
    }

    @Test func matchesAreWrittenAsJSON() throws {
        let matches = [
            FoundContent(content: 7, bank: "B", distance: 0, share: 1),
            FoundContent(content: 9_223_372_036_854_775_807, bank: "A", distance: 31, share: 1),
            FoundContent(content: 3, bank: "B", distance: nil, share: 1),
            FoundContent(content: 10, bank: "odd\"\\name", distance: 12, share: 1),
        ]
        #expect(try written { $0.writeRaw(matches, withDistances: false) } == ["matches": [7, .integer(.max), 3, 10]])
        #expect(
            try written { $0.writeRaw([matches[0], matches[2]], withDistances: true) } == [
                "matches": [["bank_content_id": 7, "distance": "0"], ["bank_content_id": 3, "distance": "-"]]
            ])
        #expect(
            try written { $0.write(byBank: matches) } == [
                "A": [["bank_content_id": .integer(.max), "distance": "31"]],
                "B": [["bank_content_id": 3, "distance": "-"], ["bank_content_id": 7, "distance": "0"]],
                "odd\"\\name": [["bank_content_id": 10, "distance": "12"]],
            ])
        #expect(try written { $0.write(byBank: []) } == [:])
        #expect(
            try written { $0.write(bySignal: [(.pdq, []), (.videoMD5, [matches[2]])]) } == [
                "pdq": [:], "video_md5": ["B": [["bank_content_id": 3, "distance": "-"]]],
            ])
        #expect(try written { $0.writeRaw([], withDistances: true) } == ["matches": []])
    }

    private func written(_ write: (inout MatchWriter) -> Void) throws -> JSONValue {
        var writer = MatchWriter(matches: 1)
        write(&writer)
        return try #require(JSONValue(Array(writer.buffer.readableBytesView)))
    }

    @Test func namesOfBanksFollowTheReference() {
        for name in ["A", "MY_TEST_BANK_01", "COOP_4F_X", "Z_"] {
            #expect(throws: Never.self) { try MatcherWing.check(name: name) }
        }
        for name in ["", "01_TEST", "my_bank", "A-B", "A B", "_A", "Ä", String(repeating: "A", count: 65)] {
            #expect(throws: (any Error).self) { try MatcherWing.check(name: name) }
        }
    }
}
