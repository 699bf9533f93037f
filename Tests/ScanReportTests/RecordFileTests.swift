// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import Policy
import Provenance
import ProvenanceVocabulary
import Screening
import TestSupport
import Testing

@testable import ScanReport

/// Random records that use every field.
enum RandomRecord {
    static func make(_ dice: inout SplitMix) -> ScanRecord {
        let outcome = pick(ScanRecord.Decision.Outcome.allCases, &dice)
        let status: ItemStatus = outcome == .none ? .screened : pick(ItemStatus.allCases, &dice)
        var record = ScanRecord(
            path: path(&dice), status: status,
            reason: Bool.random(using: &dice) ? StatusReason(code: text(&dice), message: text(&dice)) : nil,
            decision: ScanRecord.Decision(
                outcome, pick([.allow, .review, .block], &dice),
                because: (0..<Int.random(in: 0...2, using: &dice)).map { _ in text(&dice) }))
        record.byteCount = Bool.random(using: &dice) ? UInt64.random(in: 0 ... .max, using: &dice) : nil
        record.format = Bool.random(using: &dice) ? text(&dice) : nil
        record.width = Bool.random(using: &dice) ? Int.random(in: 0...99_999, using: &dice) : nil
        record.height = Bool.random(using: &dice) ? Int.random(in: 0...99_999, using: &dice) : nil
        record.frameCount = Int.random(in: 0...512, using: &dice)
        record.isPartial = Bool.random(using: &dice)
        if Bool.random(using: &dice) {
            record.digests = .init(md5: text(&dice), sha1: text(&dice), sha256: text(&dice))
        }
        for _ in 0..<Int.random(in: 0...3, using: &dice) {
            record.fingerprints.append(
                .init(
                    frame: Int.random(in: 0...511, using: &dice), region: pick(View.Region.allCases, &dice),
                    pdq: text(&dice), quality: Int.random(in: 0...100, using: &dice)))
            record.matches.append(
                .init(
                    bank: text(&dice), entry: text(&dice), kind: pick([.pdq, .md5, .sha1, .sha256], &dice),
                    distance: Int.random(in: 0...256, using: &dice),
                    view: View(
                        region: pick(View.Region.allCases, &dice), orientation: pick(View.Orientation.allCases, &dice)),
                    knownView: Bool.random(using: &dice) ? text(&dice) : nil,
                    frame: Int.random(in: 0...511, using: &dice), tier: text(&dice),
                    contributors: Int.random(in: 0...9, using: &dice), isConfirmed: Bool.random(using: &dice),
                    category: Bool.random(using: &dice) ? text(&dice) : nil, isKnownGood: Bool.random(using: &dice)))
        }
        record.provenance = Bool.random(using: &dice) ? provenance(&dice) : nil
        return record
    }

    private static func provenance(_ dice: inout SplitMix) -> ProvenanceRecord {
        let statements = (0..<Int.random(in: 0...3, using: &dice)).map { _ in
            Statement(
                source: text(&dice), level: pick(Level.allCases, &dice), claim: pick(Claim.allCases, &dice),
                text: text(&dice), technical: text(&dice),
                codes: (0..<Int.random(in: 0...2, using: &dice)).map { _ in text(&dice) })
        }
        return ProvenanceRecord(
            level: pick(Level.allCases, &dice), claim: pick(Claim.allCases, &dice), statements: statements,
            contradictions: Bool.random(using: &dice) ? [text(&dice)] : [],
            pixels: pick([.examined, .notApplicable, .notExamined(because: text(&dice))], &dice))
    }

    private static func pick<Value>(_ values: [Value], _ dice: inout SplitMix) -> Value {
        values[Int.random(in: 0..<values.count, using: &dice)]
    }

    private static func path(_ dice: inout SplitMix) -> ItemPath {
        if Bool.random(using: &dice) { return ItemPath(text(&dice)) }
        return ItemPath(
            bytes: (0..<Int.random(in: 0...40, using: &dice)).map { _ in UInt8.random(in: 1...255, using: &dice) })
    }

    private static func text(_ dice: inout SplitMix) -> String {
        let alphabet = Array(
            "ab0/ \\\"',=+-@\t\r\n\u{0}\u{7F}\u{85}\u{202E}\u{2028}\u{E000}\u{1F600}é한{}<&>\u{10FFFF}".unicodeScalars)
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &dice) { text.unicodeScalars.append(pick(alphabet, &dice)) }
        return text
    }
}

@Suite struct NDJSONTests {
    @Test func `every record reads back as it was, for 2,000 random records`() throws {
        for seed in 0..<2000 {
            var dice = SplitMix(state: UInt64(seed))
            let record = RandomRecord.make(&dice)
            let line = NDJSON.encode(record)
            try #require(try NDJSON.decode(line) == record, "seed \(seed)")
            for scalar in line.unicodeScalars {
                try #require(!VisibleText.isDeceptive(scalar), "seed \(seed): \(scalar.value)")
            }
        }
    }

    @Test func `a line has the keys of the contract in their order`() throws {
        let line = NDJSON.encode(Sample.matched[1])
        let keys = line.matches(of: /"([a-zA-Z0-9]+)":/).map { String($0.output.1) }
        #expect(
            keys == [
                "path", "status", "sha256", "fingerprints", "frame", "view", "pdq", "quality", "matches", "bank",
                "entry",
                "kind", "distance", "view", "knownView", "frame", "tier", "contributors", "confirmed", "category",
                "knownGood",
                "bank",
                "entry", "kind", "distance", "view", "knownView", "frame", "tier", "contributors", "confirmed",
                "category",
                "knownGood",
                "provenance", "decision", "outcome", "action", "because", "md5", "sha1", "bytes", "format", "width",
                "height",
                "frames", "partial", "reason",
            ])
        #expect(line.hasPrefix("{\"path\":\"/media/holidays/Downloads/pack-3/tile (4).png\",\"status\":\"screened\","))
        #expect(line.contains("\"view\":\"flipY\""))
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(object?.count == 16)
    }

    @Test func `a path that is not UTF-8 keeps its bytes`() throws {
        let record = Sample.record(ItemPath(bytes: [0x61, 0xFF, 0x62]), .unknown, status: .unreadable)
        let line = NDJSON.encode(record)
        #expect(line.contains("\"path\":\"a\\\\xFFb\""))
        #expect(line.hasSuffix("\"pathBytes\":\"Yf9i\"}"))
        #expect(try NDJSON.decode(line).path.bytes == [0x61, 0xFF, 0x62])
    }

    @Test func `keys of later versions are passed over`() throws {
        let line = NDJSON.encode(Sample.held[0])
        let later = line.replacing("\"provenance\":null", with: "\"provenance\":null,\"more\":[1]")
        #expect(later != line)
        #expect(try NDJSON.decode(later) == Sample.held[0])
    }

    @Test(arguments: [
        ("", "not-json"), ("{", "not-json"), ("[]", "wrong-value"), ("{}", "missing-key"),
    ])
    func `what is no record is refused with a code`(line: String, code: String) {
        let error = #expect(throws: RecordError.self) { try NDJSON.decode(line) }
        #expect(["not-json", "wrong-value", "missing-key"].contains(error?.code ?? ""))
        if line != "[]" { #expect(error?.code == code) }
    }

    @Test func `a line that contradicts itself is refused`() {
        let line = NDJSON.encode(Sample.record("a.jpg", .none))
        for (old, new) in [
            ("\"status\":\"screened\"", "\"status\":\"timeout\""), ("\"status\":\"screened\"", "\"status\":\"fine\""),
            ("\"view\":\"original\"", "\"view\":\"sideways\""),
            ("\"md5\":\"\(String(repeating: "1", count: 32))\"", "\"md5\":null"),
            ("\"bytes\":3004551", "\"bytes\":-1"),
        ] {
            #expect(line.contains(old))
            #expect(throws: RecordError.self) { try NDJSON.decode(line.replacing(old, with: new)) }
        }
        // A line that was cut off at any place is no record.
        for length in 0..<line.count {
            #expect(throws: RecordError.self) { try NDJSON.decode(String(line.prefix(length))) }
        }
    }
}

@Suite struct CSVTests {
    /// RFC 4180, strictly.
    private func parse(_ text: String) throws -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = ""
        var rest = text.unicodeScalars[...]
        var isQuoted = false
        while let scalar = rest.popFirst() {
            switch (isQuoted, scalar) {
            case (true, "\""):
                if rest.first == "\"" {
                    cell.append("\"")
                    rest.removeFirst()
                } else {
                    isQuoted = false
                }
            case (true, _): cell.unicodeScalars.append(scalar)
            case (false, "\""):
                try #require(cell.isEmpty)
                isQuoted = true
            case (false, ","):
                row.append(cell)
                cell = ""
            case (false, "\r"):
                try #require(rest.popFirst() == "\n")
                rows.append(row + [cell])
                row = []
                cell = ""
            case (false, _): cell.unicodeScalars.append(scalar)
            }
        }
        try #require(!isQuoted && row.isEmpty && cell.isEmpty)
        return rows
    }

    @Test func `rows read back cell by cell`() throws {
        let rows = try parse(CSV.header() + CSV.encode(Sample.matched[1]) + CSV.encode(Sample.unknown[7]))
        #expect(rows[0] == CSV.columns)
        #expect(
            rows[1] == [
                "/media/holidays/Downloads/pack-3/tile (4).png", "match", "screened", "", "2", "demo-a", "a-0977310",
                "pdq", "6",
                "flipY", String(repeating: "3", count: 64), "3004551", "jpeg", "4032", "3024",
                "", "",
            ])
        #expect(rows[2][0] == "/media/holidays/Downloads/scan\\u{202E}gnp.jpg")
        #expect(rows[2][1...4] == ["unknown", "undecodable", "corrupt: no valid header", "0"])
    }

    @Test func `no random record breaks the table or starts a formula`() throws {
        for seed in 0..<2000 {
            var dice = SplitMix(state: UInt64(seed))
            let record = RandomRecord.make(&dice)
            let rows = try parse(CSV.encode(record))
            try #require(rows.count == 1 && rows[0].count == CSV.columns.count, "seed \(seed)")
            for cell in rows[0] {
                if let first = cell.first { try #require(!"=+-@\t\r\n".contains(first), "seed \(seed)") }
                try #require(!cell.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }))
            }
        }
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "＝1"])
    func `formulas become text`(name: String) throws {
        let cell = try parse(CSV.encode(Sample.record(ItemPath(name), .none)))[0][0]
        #expect(cell == "'" + name)
    }

    @Test func `an exact copy on a known-good list does not hide the match`() throws {
        let row = try parse(CSV.encode(Sample.cleared[0]))[0]
        #expect(row[1] == "cleared" && row[4] == "2" && row[5] == "demo-a")
    }
}
