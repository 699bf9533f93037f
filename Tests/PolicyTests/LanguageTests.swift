// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import TestSupport
import Testing

@Suite struct LanguageTests {
    private func mistake(in text: String) -> ConditionParser.Failure? {
        do {
            _ = try ConditionParser.parse(text)
            return nil
        } catch {
            return error
        }
    }

    @Test func everyConditionIsReadBack() throws {
        for seed in Chance.cases(5_000) {
            var chance = Chance(seed)
            chance.subjects = FactName.allCases
            chance.asksWhetherKnown = true
            let text = chance.condition(4).description
            let read = try ConditionParser.parse(text)
            #expect(read.description == text, "seed \(seed)")
        }
    }

    @Test(arguments: [
        ("a or b and c", "x or y and z"), ("(a or b) and c", "(x or y) and z"), ("not a and b", "not x and y"),
        ("not (a and b)", "not (x and y)"), ("a and (b and c)", "x and (y and z)"), ("((a))", "x"),
    ])
    func andBindsTighterThanOrAndNotTightest(short: String, canonical: String) throws {
        func long(_ text: String, _ names: [Character: String]) -> String {
            text.map { names[$0] ?? String($0) }.joined()
        }
        let words = short.split(separator: " ").map { word -> String in
            ["not", "and", "or"].contains(String(word))
                ? String(word) : long(String(word), ["a": "scan.failed", "b": "match.cleared", "c": "legal.hold"])
        }.joined(separator: " ")
        let expected = canonical.split(separator: " ").map { word -> String in
            ["not", "and", "or"].contains(String(word))
                ? String(word)
                : long(
                    String(word), ["x": "scan.failed is true", "y": "match.cleared is true", "z": "legal.hold is true"])
        }.joined(separator: " ")
        #expect(try ConditionParser.parse(words).description == expected)
    }

    @Test(arguments: [
        ("request.vald is true", 0, "there is no fact", "request.valid"), ("origin is reel", 10, "never", "real"),
        ("origin", 6, "expected a comparison", "origin in"),
        ("legal.hold is maybe", 14, "expected true or false", "legal.hold is true"),
        ("legal.hold is true legal.hold", 19, "one word too many", "and"),
        ("(legal.hold", 11, "closing parenthesis", ")"),
        ("", 0, "name of a fact is missing", "request.valid"), ("legal.hold and", 14, "missing", "example"),
        ("match.distance is 3", 15, "numbers are compared", ">= 1"),
        ("match.distance < x", 17, "expected a number", "match.distance >= 1"),
        ("match.distance < 999", 17, "never 999", "256"), ("legal.hold = true", 11, "no meaning", "\"is\""),
        ("system.on-market-since before 2026-02-30", 30, "a date that exists", "2026-08-02"),
        ("match.content is csam", 14, "list", "contains"), ("service.markets contains XXX", 25, "no country", "EU"),
        ("origin in real", 10, "square brackets", "origin in"), ("origin in [real drawn]", 16, "\"]\"", "origin in"),
        ("match.kind contains exact", 11, "a list", "match.kind in"), ("origin not real", 11, "\"in\" after", "not in"),
        ("legal.hold in [true]", 11, "one word", "legal.hold is true"),
        ("match.distance < nan", 17, "expected a number", ">= 1"),
    ])
    func everyMistakeHasItsPlaceAndAHint(text: String, offset: Int, message: String, hint: String) throws {
        let failure = try #require(mistake(in: text))
        #expect(failure.offset == offset)
        #expect(failure.message.contains(message), "\(failure.message)")
        #expect(failure.hint.contains(hint), "\(failure.hint)")
    }

    @Test func depthAndSizeEnd() {
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "legal.hold" + String(repeating: ")", count: depth)
        }
        #expect(mistake(in: nested(15)) == nil)
        #expect(mistake(in: nested(16))?.message.contains("nest") == true)
        #expect(mistake(in: nested(5_000))?.message.contains("nest") == true)
        #expect(mistake(in: String(repeating: "not ", count: 3_000) + "legal.hold")?.message.contains("nest") == true)
        let many = Array(repeating: "legal.hold", count: 200).joined(separator: " or ")
        #expect(mistake(in: many) == nil)
        #expect(mistake(in: many + " or legal.hold")?.message.contains("200") == true)
        #expect(mistake(in: String(repeating: " ", count: 16_001))?.message.contains("16,000") == true)
    }

    /// Text that nobody meant as a condition gives a mistake within the text, and never ends the program.
    @Test func noTextIsTooStrange() {
        let pieces = [
            "legal.hold", "is", "not", "in", "[", "]", "(", ")", ",", "true", "origin", "real", "and", "or", "<", "=",
            "é", "\u{301}", "\r\n", "1e9", "🙂",
        ]
        for seed in Chance.cases(5_000) {
            var chance = Chance(seed)
            let text = (0..<chance.number(0..<12)).map { _ in chance.one(pieces) }.joined(
                separator: chance.one([" ", ""]))
            if let failure = mistake(in: text) {
                #expect(failure.offset >= 0 && failure.offset <= text.count, "\(text)")
            }
        }
    }
}

@Suite struct KleeneTests {
    private static let values = ["true", "false", "unknown"]

    private func decide(_ text: String, _ a: String, _ b: String) throws -> Truth {
        let set = try ruleSet(house { $0.categories = [derivation(.grooming, text)] })
        let decision = set.decide(facts([.labelVisible: a, .labelStripped: b]), at: day)
        return decision.categories == [.grooming] ? .yes : decision.possible == [.grooming] ? .unknown : .no
    }

    @Test(arguments: values, values)
    func andOrAndNotFollowKleene(a: String, b: String) throws {
        let truth: [String: Truth] = ["true": .yes, "false": .no, "unknown": .unknown]
        let left = try #require(truth[a]), right = try #require(truth[b])
        #expect(try decide("label.visible and label.stripped", a, b) == min(left, right))
        #expect(try decide("label.visible or label.stripped", a, b) == max(left, right))
        #expect(try decide("not label.visible", a, b) == !left)
        #expect(try decide("not (label.visible and label.stripped)", a, b) == max(!left, !right))
        #expect(try decide("label.visible is known", a, b) == Truth(left != .unknown))
        #expect(try decide("label.visible is unknown", a, b) == Truth(left == .unknown))
        #expect(try decide("label.visible is false", a, b) == !left)
    }
}
