// SPDX-License-Identifier: Apache-2.0

import Policy
import PolicyPacks
import Testing

/// What looks like an anchor, alias or tag, and is a part of a text, is a part of the text.
@Suite struct YAMLSurveyTests {
    @Test(arguments: [
        "Bus. & Prof. Code 22757, *see* there, and !never", "'& at the start, * too'", "\"*a &b !c << ? - %d\"",
        "a\n      *b &c\n      !d",
        "a\n      ? b\n      - c\n      \"d", ">-\n      *a\n      &b\n      !c\n      % d\n      \t e\n      ? f",
        "|\n      *a: &b\n       [[[[\n      \"",
        "'it''s\n      *a\n      &b'", "\"a \\\" *b\n      &c \\\\\"", "a-*b", "|-\n      - *a\n\n      # &b",
        ">2-\n      *a\n       b", "a # *b &c",
    ])
    func textsAreRead(says: String) throws {
        let old = "\"Whoever hosts it removes it within two days of a valid request.\""
        let pack = try PackReader.read(Sample.file(Sample.pack(old, says)))
        #expect(pack.rules.first?.says.isEmpty == false)
        // What follows is still seen.
        let hidden = Sample.pack(old, says).replacing("[ncii.real, ncii.synthetic]", with: "*x")
        #expect(problems(hidden).map(\.code) == ["PACK-ANCHOR"])
    }

    @Test(arguments: [
        "- &a b", "a: &a b", "{a: &b c}", "[&a b]", "[a, *b]", "a: *b", "- *a", "a:\n  - b: *c", "a:\n  *b", "? *a",
        "- - - &a b",
        "a: 'b'\nc: &d e", "a: |\n  text\nb: &c d", "a: |\n  text\n&b c: d", "- |\n text\n- &a b",
        "a: \"b\n  c\"\nd: *e", "a: b\n  c\nd: *e",
        "a:\n- b\n- *c", "a: [b,\n  *c]", "a: [b,\n  {c: d,\n   e: &f g}]", "'a': *b", "\"a\":\n    *b", "--- &a b",
        "a: # c\n  *b", "a: !b c", "!a b",
        "- !!a b", "{!a b: c}", "a: b\n# c\nd: &e f", "- a: |+\n    x\n  b: &c d", "a: &b\n  c: d", "a: >1\n  b\nc: *d",
        "&a b: c", "*a : b",
    ])
    func whatIsNotReadIsFoundBeforeItIsComposed(text: String) {
        let found = problems(text)
        #expect(found.count == 1)
        #expect(["PACK-ANCHOR", "PACK-TAG", "PACK-KEY"].contains(found.first?.code), "\(found)")
        #expect(found.first?.message.contains("begins") == true, "\(found)")
    }
}
