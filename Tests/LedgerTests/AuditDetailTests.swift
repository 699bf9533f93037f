// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Ledger

@Suite struct AuditDetailTests {
    private static func random(_ random: inout SplitMix) -> [String: String] {
        let scalars: [Unicode.Scalar] =
            (0..<0x21).compactMap(Unicode.Scalar.init) + Array("\"\\/abzÄ\u{7F}\u{80}\u{2028}🙂é".unicodeScalars)
        var detail: [String: String] = [:]
        for _ in 0..<(random.next() % 6) {
            let key = String(
                (0..<(1 + random.next() % 3)).map { _ in "abz09.-_AZ".randomElement(using: &random) ?? "a" })
            var value = ""
            for _ in 0..<(random.next() % 12) {
                value.unicodeScalars.append(scalars[Int(random.next() % UInt64(scalars.count))])
            }
            detail[key] = value
        }
        return detail
    }

    @Test func whatIsWrittenIsReadBack() {
        var generator = SplitMix(state: 1)
        for _ in 0..<2_000 {
            let detail = Self.random(&generator)
            let text = AuditDetail.text(detail)
            let read = AuditDetail.read(text)
            #expect(read.map { $0.mapValues { Array($0.utf8) } } == detail.mapValues { Array($0.utf8) })
            // Equal events have equal bytes.
            #expect(AuditDetail.text(read ?? [:]) == text)
        }
    }

    /// Python's json module, sorted, without spaces and without needless escapes, writes the same bytes.
    @Test(.enabled(if: Repository.python != nil, "no .venv: run make setup"))
    func theBytesAreThoseOfAnotherWriter() throws {
        var generator = SplitMix(state: 2)
        let details = (0..<300).map { _ in Self.random(&generator) }
        let folder = try TemporaryFolder()
        let plain = try JSONSerialization.data(withJSONObject: details.map { $0 as NSDictionary })
        let input = try folder.write(plain, to: "details.json")
        let run = try Execution.run(
            try #require(Repository.python),
            [
                "-c",
                """
                import json, sys
                for detail in json.load(open(sys.argv[1], encoding="utf-8")):
                    line = json.dumps(detail, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
                    sys.stdout.buffer.write(line.encode("utf-8") + b"\\n")
                """, input,
            ])
        #expect(run.status == 0, "\(run.errors)")
        let expected = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        #expect(details.map(AuditDetail.text) == expected)
    }

    @Test(arguments: [
        "", "{", "{}x", "[]", "{\"a\":1}", "{\"a\":\"b\",}", "{\"a\":\"b\" }", "{\"a\":\"\\x\"}", "{\"a\":\"\\u00\"}",
        "{\"a\":\"\\u0141\"}", "{\"a\":\"b\",\"a\":\"c\"}", "{\"a\"}", "{a:\"b\"}", "{\"a\":\"b", "{\"a\":\"\\",
    ])
    func anythingElseIsNotRead(_ text: String) {
        #expect(AuditDetail.read(text) == nil)
    }
}
