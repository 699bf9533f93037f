// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Markers

@Suite("JSON")
struct JSONTests {
    static func parse(_ text: String, nodes: Int = 1_000, depth: Int = 64) throws(JSONFault) -> JSONValue {
        try JSONText.parse(Array(text.utf8), nodeLimit: nodes, depthLimit: depth).root
    }

    @Test func membersElementsAndScalarsAreFound() throws {
        let json = try Self.parse(
            " {\"a\": [1, -2.5e3, \"x\", true, null, {}], \"b\": {\"c\": \"d\"}, \"e\": [] } \n\0")
        let array = try #require(json["a"])
        #expect(array.isArray)
        #expect(array.children.map(\.scalar) == ["1", "-2.5e3", "x", "true", "null", nil])
        #expect(json["b"]?["c"]?.string == "d")
        #expect(json["c"] == nil)
        #expect(json.children.map(\.isArray) == [true, false, true])
        #expect(json["e"]?.children.map(\.scalar) == [])
        #expect(json["b"]?["c"]?["x"] == nil)
        #expect(json["a"]?.scalar == nil)
        #expect(json["b"]?["c"]?.children.map(\.scalar) == [])
    }

    @Test func descendantsAreFoundAtAnyDepth() throws {
        let json = try Self.parse(
            "{\"a\": [{\"b\": 1}, [[{\"x\": {\"deep\": 7}}]]], \"deep2\": 8, \"list\": [\"deep\"]}")
        #expect(json.descendant("deep")?.scalar == "7")
        #expect(json.descendant("deep2")?.scalar == "8")
        #expect(json.descendant("no") == nil)
    }

    @Test func ofTwoMembersWithOneNameTheFirstCounts() throws {
        #expect(try Self.parse("{\"a\": 1, \"a\": 2}")["a"]?.scalar == "1")
    }

    @Test func whatOtherReadersRefuseIsTolerated() throws {
        let json = try Self.parse("{\"a\": NaN, \"b\": -Infinity, \"c\": \"line\nbreak\", \"d\": \"\\q\\u12\"}")
        #expect(json["a"]?.scalar == "NaN")
        #expect(json["b"]?.scalar == "-Infinity")
        #expect(json["c"]?.string == "line\nbreak")
        #expect(json["d"]?.string == "qu12")
        let bytes = Array("{\"a\": \"".utf8) + [0xFF, 0xC0] + Array("\"}".utf8)
        let text = try JSONText.parse(bytes, nodeLimit: 9, depthLimit: 9)
        #expect(text.root["a"]?.string?.unicodeScalars.allSatisfy { $0 == "\u{FFFD}" } == true)
    }

    @Test func escapesAreResolvedAndLoneSurrogatesReplaced() throws {
        let json = try Self.parse(
            #"{"a": "\"\\\/\b\f\n\r\t\u00e9\u4eba", "b": "\ud83d\ude00", "c": "\ud83d!", "d": "\ude00\ud83d\ud83d\ude00"}"#
        )
        #expect(json["a"]?.string == "\"\\/\u{8}\u{C}\n\r\té人")
        #expect(json["b"]?.string == "😀")
        #expect(json["c"]?.string == "\u{FFFD}!")
        #expect(json["d"]?.string == "\u{FFFD}\u{FFFD}😀")
    }

    @Test func namesWithEscapesAreFound() throws {
        let json = try Self.parse(#"{"\u004cabe\u006C": 1, "Labe\l": 2, "Lab\u0065": 3, "a\u004c": 4, "\u00e9": 5}"#)
        #expect(json["Label"]?.scalar == "1")
        #expect(json["Labe"]?.scalar == "3")
        #expect(json["aL"]?.scalar == "4")
        #expect(json["abel"] == nil)
        #expect(json["Labels"] == nil)
    }

    @Test(arguments: [
        "", "{", "}", "[", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1,]", "{a:1}", "{'a':1}", "{\"a\":1} x", "tru", "\"",
        "\"\\", "{\"a\":1 \"b\":2}", "[1 2]", "{\"a\":\"\\\"}", "nul", "[}", "{]",
    ]) func whatIsNoJSONIsRefused(_ text: String) {
        #expect(throws: JSONFault.malformed) { try Self.parse(text) }
    }

    @Test func limitsHold() throws {
        let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        #expect(try Self.parse(deep).isArray)
        #expect(throws: JSONFault.tooDeep) { try Self.parse("[" + deep + "]") }
        #expect(throws: JSONFault.tooDeep) { try Self.parse(String(repeating: "{\"a\":", count: 100_000)) }
        #expect(try Self.parse("[1,2,3]", nodes: 4).isArray)
        #expect(throws: JSONFault.tooManyNodes) { try Self.parse("[1,2,3,4]", nodes: 4) }
    }

    /// Random values, written with random spacing and escapes, are read as Foundation reads them.
    @Test func readsWhatFoundationReads() throws {
        var random = SplitMix(state: 20)
        for _ in 0..<400 {
            let text = Self.randomText(&random, depth: 4)
            let mine = try Self.parse(text, nodes: 10_000)
            let theirs = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
            #expect(Self.same(mine, theirs), "\(text)")
        }
    }

    /// Cut anywhere, or with any byte changed, a text is read or refused; what Foundation accepts is never refused.
    @Test func damagedTextIsReadOrRefused() throws {
        var random = SplitMix(state: 21)
        for _ in 0..<2_000 {
            var bytes = Array(Self.randomText(&random, depth: 3).utf8)
            if random.next() % 2 == 0 {
                bytes.removeLast(Int(random.next() % UInt64(bytes.count)))
            } else {
                bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            let mine = try? JSONText.parse(bytes, nodeLimit: 10_000, depthLimit: 64)
            let theirs = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            if theirs != nil { #expect(mine != nil, "\(String(decoding: bytes, as: UTF8.self))") }
        }
    }

    static func randomText(_ random: inout SplitMix, depth: Int) -> String {
        let blank = ["", " ", "\n", "\t "][Int(random.next() % 4)]
        switch random.next() % (depth == 0 ? 4 : 7) {
        case 0: return blank + "\(Int(random.next() % 2_000) - 1_000)"
        case 1: return ["true", "false", "null"][Int(random.next() % 3)] + blank
        case 2, 3: return "\"" + randomLetters(&random) + "\""
        case 4, 5:
            let members = (0..<random.next() % 5).map { number in
                "\(blank)\"k\(number)\(randomLetters(&random))\"\(blank):" + randomText(&random, depth: depth - 1)
            }
            return "{" + members.joined(separator: ",") + blank + "}"
        default:
            let elements = (0..<random.next() % 5).map { _ in randomText(&random, depth: depth - 1) }
            return "[" + elements.joined(separator: ",") + blank + "]"
        }
    }

    static func randomLetters(_ random: inout SplitMix) -> String {
        let pieces = ["a", "é", "人", "😀", #"\n"#, #"\""#, #"\\"#, #"\u00e9"#, #"\ud83d\ude00"#, "{", "]", ":", ","]
        return (0..<random.next() % 6).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
    }

    static func same(_ mine: JSONValue, _ theirs: Any) -> Bool {
        switch theirs {
        case let text as String: mine.isString && mine.string == text
        case let list as [Any]:
            mine.isArray && Array(mine.children).count == list.count
                && zip(mine.children, list).allSatisfy { same($0, $1) }
        case let object as [String: Any]:
            mine.isObject && Array(mine.children).count == object.count
                && mine.members.allSatisfy { name, value in object[name].map { same(value, $0) } ?? false }
        case is NSNull: mine.scalar == "null"
        case let number as NSNumber:
            mine.scalar == "true" || mine.scalar == "false"
                ? number.boolValue == (mine.scalar == "true") : mine.scalar == number.stringValue
        default: false
        }
    }
}

extension JSONValue {
    /// Names and values of an object, for comparison.
    fileprivate var members: [(String, JSONValue)] {
        var found: [(String, JSONValue)] = []
        var child = index + 1
        while child < text.nodes[index].next {
            found.append(
                (JSONValue(text: text, index: child).string ?? "?", JSONValue(text: text, index: child + 1)))
            child = text.nodes[child + 1].next
        }
        return found
    }
}
