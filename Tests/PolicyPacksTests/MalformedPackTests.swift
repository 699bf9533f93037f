// SPDX-License-Identifier: Apache-2.0

import Policy
import PolicyPacks
import Testing

/// A pack with one mistake, and how the mistake must be told.
struct MalformedPack: Sendable, CustomTestStringConvertible {
    var what: String
    var bytes: [UInt8]
    var code: String
    /// Line and column; `nil`: not asked.
    var line: Int?
    var column: Int?
    /// A part of the message or the hint.
    var says: String?

    init(_ what: String, _ text: String, _ code: String, _ line: Int? = nil, _ column: Int? = nil, says: String? = nil)
    {
        self.init(what, bytes: Array(text.utf8), code, line, column, says: says)
    }

    init(_ what: String, bytes: [UInt8], _ code: String, _ line: Int? = nil, _ column: Int? = nil, says: String? = nil)
    {
        self.what = what
        self.bytes = bytes
        self.code = code
        self.line = line
        self.column = column
        self.says = says
    }

    var testDescription: String { what }
}

@Suite struct MalformedPackTests {
    @Test func theSampleItselfIsRead() throws {
        let set = try Sample.ruleSet(Sample.pack, Sample.house)
        #expect(set.rule("zz.sample.removal")?.obligations.count == 1)
        #expect(MalformedPack.all.count >= 60)
        #expect(Set(MalformedPack.all.map(\.what)).count == MalformedPack.all.count)
    }

    @Test(arguments: MalformedPack.all)
    func isToldOnceWithItsPlaceAndNothingIsLoaded(pack: MalformedPack) {
        // Beside a good pack: nothing of both may be loaded.
        let files = [Sample.file(Sample.house, "house.yaml"), PolicyFile(path: "bad.yaml", bytes: pack.bytes)]
        do throws(PackProblems) {
            let set = try PackReader.read(files: files)
            Issue.record("it was loaded: \(set.packs.map(\.id))")
        } catch {
            #expect(error.problems.count == 1, "\(error)")
            guard let problem = error.problems.first else { return }
            #expect(problem.file == "bad.yaml")
            #expect(problem.code == pack.code, "\(problem)")
            if let line = pack.line { #expect(problem.line == line, "\(problem)") }
            if let column = pack.column { #expect(problem.column == column, "\(problem)") }
            if let part = pack.says { #expect("\(problem)".contains(part), "\(problem)") }
            #expect(!problem.message.isEmpty && !problem.hint.isEmpty)
        }
    }
}

extension MalformedPack {
    static let all = bytes + documents + types + words + dates + conditions + meanings

    /// Not even a text, or too much of it.
    private static let bytes: [MalformedPack] = [
        .init("an empty file", "", "PACK-EMPTY", 1, 1),
        .init("only comments", "# nothing\n# at all\n", "PACK-EMPTY"),
        .init("null alone", "~\n", "PACK-EMPTY"),
        .init("UTF-16 with its mark", bytes: [0xFF, 0xFE, 0x70, 0x00], "PACK-ENCODING", 1, 1, says: "UTF-16"),
        .init("UTF-16 without its mark", bytes: [0x70, 0x00, 0x61, 0x00], "PACK-ENCODING", 1, 2),
        .init(
            "Latin-1", bytes: Array("pack: zz\ntitle: {en: \"Ni".utf8) + [0xF1] + Array("os\"}\n".utf8),
            "PACK-ENCODING", 2, 16),
        .init("a NUL byte", bytes: Array(Sample.head.utf8) + [0], "PACK-ENCODING", 6, 1),
        .init("a control character", Sample.pack("Act of", "Act\u{07} of"), "PACK-CHARACTER", 9, 19, says: "U+0007"),
        .init(
            "an escape that makes a control character", Sample.pack("Act of", "Act\\x07 of"), "PACK-CHARACTER", 9, 15),
        .init("a line separator", Sample.pack("Act of", "Act\u{2028}of"), "PACK-CHARACTER", 9, 19),
        .init("text that runs backwards", Sample.pack("Act of", "Act\u{202E}of"), "PACK-CHARACTER", 9, 19),
        .init("a lone carriage return", Sample.pack("Act of", "Act\rof"), "PACK-CHARACTER", 9),
        .init("too many bytes", Sample.pack + "#" + String(repeating: "x", count: 512 * 1_024), "PACK-SIZE", 1, 1),
        .init(
            "too many values",
            Sample.pack("[ncii.real, ncii.synthetic]", "[" + String(repeating: "a,", count: 50_001) + "]"),
            "PACK-NODES", 12),
        .init(
            "nested too deep in brackets", Sample.pack("request.valid is true", String(repeating: "[", count: 200_000)),
            "PACK-DEPTH", 13),
        .init("nested too deep in dashes", Sample.head + String(repeating: "- ", count: 200_000), "PACK-DEPTH", 6),
        .init(
            "nested a little too deep",
            Sample.pack("request.valid is true", String(repeating: "[", count: 33) + String(repeating: "]", count: 33)),
            "PACK-DEPTH", 13),
        .init(
            "nested too deep by indentation", (0..<70).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
            "PACK-DEPTH"),
        .init(
            "a text that is too long", Sample.pack("Act of", String(repeating: "ab ", count: 1_400)), "PACK-LENGTH", 9,
            15),
        .init(
            "too many rules", Sample.head + "rules:\n" + String(repeating: "  - {id: a}\n", count: 1_001), "PACK-RULES",
            1_007, 5),
    ]

    /// A text, but no document of ours.
    private static let documents: [MalformedPack] = [
        .init("two documents", Sample.pack + "---\n" + Sample.pack, "PACK-DOCUMENTS", 19),
        .init("an anchor", Sample.pack("[ncii.real", "&a [ncii.real"), "PACK-ANCHOR", 12, 30),
        .init("an alias", Sample.pack("[ncii.real, ncii.synthetic]", "*a"), "PACK-ANCHOR", 12, 30),
        .init(
            "an asterisk without quotes", Sample.pack("jurisdiction: ES", "jurisdiction: *"), "PACK-ANCHOR", 3, 15,
            says: "\"*\""),
        .init("an anchor bomb", bomb, "PACK-ANCHOR", 1, 5),
        .init("an anchor bomb whose aliases are keys", keyBomb, "PACK-ANCHOR", 1, 6),
        .init(
            "an anchor behind a text over two lines",
            Sample.pack("\"Act of 2025, sec. 3\"", "Act of\n      \"2025\n    x: &a 1"), "PACK-ANCHOR", 11, 8),
        .init("a merge key", Sample.pack("kind: law", "<<: {kind: law}"), "PACK-MERGE", 4, 1),
        .init("a tag", Sample.pack("2025-05-19", "!!timestamp 2025-05-19"), "PACK-TAG", 11, 15),
        .init("a tag of somebody's own", Sample.pack("request.valid is true", "!ruby/object x"), "PACK-TAG", 13, 11),
        .init("a key that is a list", Sample.pack("kind: law", "[a, b]: law"), "PACK-KEY", 4, 1),
        .init("a key with a question mark", Sample.pack("kind: law", "? kind\n: law"), "PACK-KEY", 4, 1),
        .init("a directive", "%YAML 1.1\n---\n" + Sample.pack, "PACK-DIRECTIVE", 1, 1),
        .init(
            "a key twice", Sample.pack("kind: law", "kind: law\njurisdiction: FR"), "PACK-DUPLICATE-KEY", 3, 1,
            says: "jurisdiction"),
        .init(
            "a key twice, once in quotes", Sample.pack("kind: law", "kind: law\n\"kind\": law"), "PACK-DUPLICATE-KEY",
            nil, nil, says: "kind"),
        .init(
            "a key twice in brackets", Sample.pack("{do: remove,", "{do: remove, do: remove,"), "PACK-DUPLICATE-KEY", 15
        ),
        .init("a tab as indentation", Sample.pack("    citation:", "\tcitation:"), "PACK-TAB", 9, 1),
        .init("a bracket that is not closed", Sample.pack("[ncii.real, ncii.synthetic]}", "[ncii.real"), "PACK-YAML"),
        .init(
            "a quote that is not closed", Sample.pack("\"Act of 2025, sec. 3\"", "\"Act of 2025, sec. 3"), "PACK-YAML"),
        .init(
            "a colon in a text without quotes", Sample.pack("request.valid is true", "request: valid: true"),
            "PACK-YAML", 13, nil, says: "quotes"),
        .init("indentation that fits nowhere", Sample.pack("    citation:", "   citation:"), "PACK-YAML", 9),
    ]

    private static let bomb =
        "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        + (1..<20).map { n in "a\(n): &a\(n) [\(Array(repeating: "*a\(n - 1)", count: 9).joined(separator: ", "))]\n" }
        .joined()

    private static let keyBomb =
        "k: [ &a0 [x, x, x, x, x, x, x, x, x]"
        + (1..<20).map { n in ", &a\(n) [\(Array(repeating: "*a\(n - 1)", count: 9).joined(separator: ", "))]" }
        .joined()
        + "]\n? *a19\n: x\n"

    /// A document, but not of the right shape.
    private static let types: [MalformedPack] = [
        .init("a list instead of a pack", "- pack\n- title\n", "PACK-TYPE", 1, 1),
        .init("a text instead of a pack", "a pack\n", "PACK-TYPE", 1, 1),
        .init("an unknown key of a pack", Sample.pack + "platfrom: x\n", "PACK-KEY", 19, 1, says: "platform"),
        .init(
            "an unknown key of a rule", Sample.pack("    when:", "    wen:"), "PACK-KEY", 13, 5,
            says: "did you mean \"when\"?"),
        .init(
            "an unknown key of an obligation", Sample.pack("within: PT48H", "withing: PT48H"), "PACK-KEY", 15, 22,
            says: "within"),
        .init("an unknown key of a source", Sample.pack("url:", "uri: x, url:"), "PACK-KEY", 16, 29),
        .init("an unknown language", Sample.pack("es: \"Muestra\"", "fr: \"Exemple\""), "PACK-KEY", 2, 33),
        .init("no id of the pack", Sample.pack("pack: zz.sample\n", ""), "PACK-MISSING", 1, 1, says: "pack"),
        .init(
            "no citation", Sample.pack("    citation: \"Act of 2025, sec. 3\"\n", ""), "PACK-MISSING", 7, 5,
            says: "citation"),
        .init("no English title", Sample.pack("{en: \"Sample\", ", "{"), "PACK-MISSING", 2, 8, says: "en"),
        .init(
            "no obligations",
            Sample.pack("    obligations:\n      - {do: remove, within: PT48H, from: valid-request-at}\n", ""),
            "PACK-MISSING", 7, 5),
        .init(
            "a title without language",
            Sample.pack("{en: \"Remove it\", ko: \"삭제\", es: \"Retirarlo\"}", "\"Remove it\""), "PACK-TYPE", 8, 12,
            says: "language"),
        .init("a number instead of a list of rules", Sample.head + "rules: 3\n", "PACK-TYPE", 6, 8),
        .init(
            "a mapping instead of obligations",
            Sample.pack(
                "obligations:\n      - {do: remove, within: PT48H, from: valid-request-at}", "obligations: {do: remove}"
            ), "PACK-TYPE", 14, 18),
        .init("an empty citation", Sample.pack("\"Act of 2025, sec. 3\"", "\"\""), "PACK-TYPE", 9, 15),
        .init(
            "null as what it says",
            Sample.pack("\"Whoever hosts it removes it within two days of a valid request.\"", "null"), "PACK-TYPE", 10,
            11),
        .init("an empty list of categories", Sample.pack("[ncii.real, ncii.synthetic]", "[]"), "PACK-TYPE", 12, 30),
        .init("a capital in an id", Sample.pack("zz.sample.removal", "zz.Sample.removal"), "PACK-ID", 7, 9),
        .init("a blank in an id", Sample.pack("zz.sample.removal", "\"zz sample\""), "PACK-ID", 7, 9),
        .init("a point at the end of an id", Sample.pack("pack: zz.sample", "pack: zz.sample."), "PACK-ID", 1, 7),
        .init("an address that is none", Sample.pack("\"https://law.example/act\"", "\"law.example\""), "PACK-URL", 16),
        .init(
            "a primary source without address", Sample.pack("url: \"https://law.example/act\"", "url: null"),
            "PACK-SOURCE", 16),
        .init(
            "a review without date", Sample.pack("reviewed-by: null", "reviewed-by: {name: A. Lawyer}"), "PACK-MISSING",
            18, 18),
    ]

    /// Words that are not of the vocabulary.
    private static let words: [MalformedPack] = [
        .init(
            "an unknown category", Sample.pack("ncii.synthetic]", "ncii.syntetic]"), "PACK-WORD", 12, 42,
            says: "did you mean \"ncii.synthetic\"?"),
        .init("an unknown verb", Sample.pack("do: remove", "do: delete"), "PACK-WORD", 15, 14),
        .init(
            "an unknown recipient", Sample.pack("do: remove,", "do: report-to, to: ncmek,"), "PACK-WORD", 15, 29,
            says: "ncmec"),
        .init(
            "an unknown clock", Sample.pack("from: valid-request-at", "from: valid-request"), "PACK-WORD", 15, 43,
            says: "valid-request-at"),
        .init(
            "an unknown status", Sample.pack("    when:", "    status: inforce\n    when:"), "PACK-WORD", 13, 13,
            says: "in-force"),
        .init("an unknown kind of pack", Sample.pack("kind: law", "kind: laws"), "PACK-WORD", 4, 7),
        .init("an unknown actor", Sample.pack("{categories:", "{actors: [platform], categories:"), "PACK-WORD", 12, 27),
        .init("an unknown kind of source", Sample.pack("kind: primary", "kind: blog"), "PACK-WORD", 16, 20),
        .init("an unknown confidence", Sample.pack("confidence: high", "confidence: sure"), "PACK-WORD", 17, 17),
        .init(
            "an unknown tie", Sample.pack("    when:", "    nexus: [market, harbour]\n    when:"), "PACK-WORD", 13, 21),
        .init(
            "an unknown artifact", Sample.pack("{do: remove,", "{do: preserve, for: P1Y, what: [contents],"),
            "PACK-WORD", 15, 41),
        .init(
            "a word twice", Sample.pack("[ncii.real, ncii.synthetic]", "[ncii.real, ncii.real]"), "PACK-TWICE", 12, 42),
        .init(
            "a jurisdiction in small letters", Sample.pack("jurisdiction: ES", "jurisdiction: es"), "PACK-JURISDICTION",
            3, 15),
        .init(
            "a jurisdiction in words", Sample.pack("jurisdiction: ES", "jurisdiction: Spain"), "PACK-JURISDICTION", 3,
            15),
    ]

    private static let dates: [MalformedPack] = [
        .init(
            "a day that does not exist", Sample.pack("2025-05-19", "2026-02-30"), "PACK-DATE", 11, 15,
            says: "2026-02-30"),
        .init(
            "a leap day in a common year", Sample.pack("compiled: 2026-11-24", "compiled: 2026-02-29"), "PACK-DATE", 5,
            11),
        .init("a date the other way round", Sample.pack("2025-05-19", "19.05.2025"), "PACK-DATE", 11, 15),
        .init("a year as a date", Sample.pack("2025-05-19", "2025"), "PACK-DATE", 11, 15),
        .init("a time without zone", Sample.pack("2025-05-19", "2025-05-19T10:00:00"), "PACK-DATE", 11, 15),
        .init(
            "a duration in words", Sample.pack("within: PT48H", "within: 48 hours"), "PACK-DURATION", 15, 30,
            says: "PT48H"),
        .init("a duration without T", Sample.pack("within: PT48H", "within: P48H"), "PACK-DURATION", 15, 30),
        .init(
            "an urgency that is mistyped", Sample.pack("within: PT48H", "within: imediately"), "PACK-DURATION", 15, 30,
            says: "immediately"),
        .init("two durations", Sample.pack("within: PT48H", "within: [PT48H, PT24H]"), "PACK-TYPE", 15),
        .init("a mapping as time", Sample.pack("within: PT48H", "within: {hours: 48}"), "PACK-TYPE", 15, 30),
        .init(
            "a keeping time that is no duration", Sample.pack("{do: remove,", "{do: preserve, for: a year,"),
            "PACK-DURATION", 15, 29),
    ]

    private static let conditions: [MalformedPack] = [
        .init(
            "an unknown fact", Sample.pack("request.valid is true", "request.vaild is true"), "PACK-CONDITION", 13, 11,
            says: "request.valid"),
        .init(
            "a value of another fact", Sample.pack("request.valid is true", "request.valid is maybe"), "PACK-CONDITION",
            13, 28),
        .init(
            "an equals sign", Sample.pack("request.valid is true", "request.valid = true"), "PACK-CONDITION", 13, 25,
            says: "is"),
        .init(
            "a condition that stops short", Sample.pack("request.valid is true", "request.valid is"), "PACK-CONDITION",
            13, 27),
        .init(
            "a day that does not exist in a condition",
            Sample.pack("request.valid is true", "system.on-market-since before 2026-02-30"), "PACK-CONDITION", 13, 41),
        .init(
            "an unknown way to combine", Sample.pack("request.valid is true", "{xor: [legal.hold, request.valid]}"),
            "PACK-CONDITION", 13, 11),
        .init("an empty list of conditions", Sample.pack("request.valid is true", "[]"), "PACK-CONDITION", 13, 11),
        .init(
            "conditions nested too deep",
            Sample.pack(
                "request.valid is true",
                String(repeating: "(", count: 20) + "legal.hold" + String(repeating: ")", count: 20)), "PACK-CONDITION",
            13),
        .init(
            "conditions nested too deep as mappings",
            Sample.pack(
                "request.valid is true",
                String(repeating: "{not: ", count: 18) + "legal.hold" + String(repeating: "}", count: 18)),
            "PACK-CONDITION", 13, 11),
        .init(
            "too many comparisons",
            Sample.pack(
                "request.valid is true", "[" + Array(repeating: "legal.hold", count: 201).joined(separator: ", ") + "]"),
            "PACK-CONDITION", 13, 11),
        .init("a call", Sample.pack("request.valid is true", "\"exec(rm) is true\""), "PACK-CONDITION", 13, 12),
    ]

    /// Each part is right, but they do not fit together.
    private static let meanings: [MalformedPack] = [
        .init("an id twice", Sample.pack + Sample.rule, "POLICY-DUPLICATE", 19, 9),
        .init("an id of another pack", Sample.pack("zz.sample.removal", "house.ncii"), "POLICY-DUPLICATE", 7, 9),
        .init(
            "the id of another pack as the pack's", Sample.pack("pack: zz.sample", "pack: house.sample"),
            "POLICY-DUPLICATE", 1, 7),
        .init(
            "an unknown signal", Sample.pack("request.valid is true", "signal.nci"), "POLICY-SIGNAL", 7, 9,
            says: "signal.ncii"),
        .init(
            "a signal that uses itself",
            Sample.house.replacing("house.", with: "zz.").replacing("signal.ncii", with: "signal.zz").replacing(
                "when: match.content contains ncii or", with: "when: signal.zz or"), "POLICY-SIGNAL-CYCLE", 7, 10),
        .init("signals of a law", Sample.pack + "signals: [{id: signal.x, when: legal.hold}]\n", "POLICY-KIND", 1, 7),
        .init(
            "a release that rests on provenance",
            Sample.house.replacing("house.", with: "zz.").replacing("signal.ncii", with: "signal.zz").replacing(
                "match.cleared is true", with: "provenance.claims contains captured"), "POLICY-RELEASE", 12),
        .init(
            "it expires before it begins", Sample.pack("    when:", "    expires: 2024-01-01\n    when:"),
            "POLICY-DATE", 7, 9),
        .init("no date in force", Sample.pack("in-force: 2025-05-19", "in-force: null"), "POLICY-DATE", 7, 9),
        .init(
            "memory with high confidence",
            Sample.pack(
                "{kind: primary, url: \"https://law.example/act\"}",
                "{kind: memory, url: null, verify-at: \"https://law.example\"}"), "POLICY-CONFIDENCE", 7, 9),
        .init("a report to nobody", Sample.pack("{do: remove,", "{do: report-to,"), "POLICY-OBLIGATION", 7, 9),
        .init("a deadline that nothing starts", Sample.pack(", from: valid-request-at", ""), "POLICY-OBLIGATION", 7, 9),
        .init("a law of everywhere", Sample.pack("jurisdiction: ES", "jurisdiction: \"*\""), "POLICY-KIND", 1, 7),
        .init(
            "a signature under a rule that is not there", signature("zz.none", String(repeating: "0", count: 64)),
            "POLICY-SIGNATURE", 7, 12),
        .init(
            "a signature under another text", signature("house.ncii", String(repeating: "0", count: 64)),
            "POLICY-SIGNATURE", 7, 12, says: "tutela policy explain house.ncii"),
        .init("a digest that is none", signature("house.ncii", "abc"), "PACK-DIGEST", 7, 32),
        .init(
            "a fact that the operator cannot set", operators + "context: {review.people: 2}\n", "POLICY-CONTEXT", 6, 11),
        .init(
            "an unknown fact in the context", operators + "context: {service.sise: other}\n", "FACT-NAME", 6, 11,
            says: "service.size"),
        .init("a wrong value in the context", operators + "context: {service.size: large}\n", "PACK-WORD", 6, 25),
        .init(
            "a country instead of a list of them", operators + "context: {service.markets: ES}\n", "FACT-TYPE", 6, 28),
    ]

    private static let operators = Sample.head.replacing("jurisdiction: ES", with: "jurisdiction: \"*\"")
        .replacing("kind: law", with: "kind: operator")

    private static func signature(_ rule: String, _ digest: String) -> String {
        operators + "signatures:\n  - {rule: \(rule), digest: \(digest), by: A. Lawyer, on: 2026-12-01}\n"
    }
}
