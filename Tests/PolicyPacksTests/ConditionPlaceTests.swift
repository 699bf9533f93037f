// SPDX-License-Identifier: Apache-2.0

import Policy
import PolicyPacks
import Testing

/// A mistake inside a condition is shown where the author typed it, however the text is written.
@Suite struct ConditionPlaceTests {
    struct Writing: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// What stands behind `when:`; `§` marks the place of the mistake and is taken out.
        var text: String
    }

    @Test(arguments: [
        Writing(testDescription: "plain", text: "legal.hold and §no.fact is true"),
        Writing(
            testDescription: "plain over lines",
            text: "legal.hold and\n      threat.present\n        or §no.fact is true"),
        Writing(testDescription: "single quotes", text: "'legal.hold and §no.fact is true'"),
        Writing(testDescription: "double quotes", text: "\"legal.hold and §no.fact is true\""),
        Writing(testDescription: "double quotes over lines", text: "\"legal.hold and\n\n      §no.fact is true\""),
        Writing(
            testDescription: "escapes before it", text: "\"legal\\x2Ehold\\tand \\u0074hreat.present and §no.fact\""),
        Writing(testDescription: "a line that goes on", text: "\"legal.hold \\\n       and §no.fact\""),
        Writing(
            testDescription: "a folded block", text: ">-\n      legal.hold and\n      threat.present and §no.fact\n"),
        Writing(testDescription: "a literal block", text: "|\n      legal.hold and\n\n        §no.fact\n"),
        Writing(testDescription: "a list", text: "\n      - legal.hold\n      - \"§no.fact is true\""),
        Writing(testDescription: "any", text: "{any: [legal.hold, 'threat.present and §no.fact']}"),
        Writing(testDescription: "not", text: "\n      not: >-\n        legal.hold\n        and §no.fact"),
    ])
    func isThatOfTheFile(writing: Writing) throws {
        let marked = Sample.pack("request.valid is true", writing.text)
        let before = try #require(marked.split(separator: "§", omittingEmptySubsequences: false).first)
        let lines = before.split(separator: "\n", omittingEmptySubsequences: false)
        let found = problems(marked.replacing("§", with: ""))
        #expect(found.count == 1)
        #expect(found.first?.code == "PACK-CONDITION")
        #expect(found.first?.line == lines.count, "\(found)")
        #expect(found.first?.column == (lines.last?.unicodeScalars.count ?? 0) + 1, "\(found)")
    }

    @Test func theEndOfATextIsBehindItsLastLetter() {
        let found = problems(Sample.pack("request.valid is true", ">-\n      legal.hold\n      and  \n"))
        #expect(found.first?.line == 15)
        #expect(found.first?.column == 10)
    }

    @Test func independentMistakesAreAllTold() {
        let found = problems(
            Sample.pack("request.valid is true", "no.fact").replacing("PT48H", with: "48h").replacing(
                "confidence: high", with: "confidence: sure"))
        #expect(found.map(\.line) == [13, 15, 17])
        #expect(found.map(\.code) == ["PACK-CONDITION", "PACK-DURATION", "PACK-WORD"])
    }
}
