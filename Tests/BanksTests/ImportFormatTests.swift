// SPDX-License-Identifier: Apache-2.0

import Banks
import Fingerprints
import Foundation
import Testing

@Suite("Import formats")
struct ImportFormatTests {
    static func imported(
        _ text: String, _ options: ImportOptions = ImportOptions(), purpose: BankPurpose = .known
    ) throws -> (ImportSummary, [BankEntry]) {
        let fixture = try Fixture()
        try fixture.banks.create("own", purpose: purpose)
        let summary = try fixture.add(text, options)
        let total = summary.imported + summary.duplicates + summary.problems + summary.leftOut.values.reduce(0, +)
        #expect(total == summary.records)
        #expect(summary.entriesInBank == summary.imported)
        return (summary, try fixture.banks.entries(of: "own", limit: 10_000))
    }

    static func failure(_ text: String, _ options: ImportOptions = ImportOptions()) throws -> BankError? {
        let fixture = try Fixture()
        try fixture.banks.create("own")
        let error = #expect(throws: BankError.self) { try fixture.add(text, options) }
        #expect(try fixture.banks.show("own").entries == 0)
        // Whatever is wrong, no message repeats a value.
        #expect(error?.description.range(of: "[0-9a-f]{24}", options: .regularExpression) == nil)
        return error
    }

    // MARK: CSV

    @Test(arguments: ["\n", "\r\n"], ["", "\u{FEFF}"])
    func csvWithQuotesAndLineEnds(_ end: String, _ mark: String) throws {
        let text =
            mark
            + [
                "id,pdq,md5,sha1,sha256,category,source,note,confirmed,expires",
                "a,\(Invented.pdq(1)),\(Invented.md5(1).uppercased()),,,cat,\"a, b\",\"say \"\"hi\"\"\(end)there\",yes,2030-02-28",
                "",
                ",,,\(Invented.sha1(2)),\(Invented.sha256(2)),,,,,2030-02-28T01:02:03+01:00",
            ].joined(separator: end)
        let (summary, entries) = try Self.imported(text)
        #expect(summary.format == .csv && summary.imported == 2 && summary.bytes == text.utf8.count)
        #expect(entries[0].note == "say \"hi\"\(end)there" && entries[0].source == "a, b" && entries[0].confirmed)
        #expect(entries[0].fingerprints.md5 == Invented.bytes(1, 16))
        #expect(entries[1].id == "e-000001" && entries[1].fingerprints.kinds == [.sha1, .sha256])
        #expect(entries[1].expires == Date(timeIntervalSince1970: 1_898_467_323))
    }

    @Test func csvHeadersOfOtherProgramsAreUnderstood() throws {
        let (summary, entries) = try Self.imported(
            "\"SHA-1\";\"MD5\";\"CRC32\";\"FileName\"\n\(Invented.sha1(1));\(Invented.md5(1));1234;x.jpg\n",
            purpose: .knownGood)
        #expect(entries.first?.fingerprints.kinds == [.md5, .sha1])
        #expect(summary.ignoredColumns == ["CRC32", "FileName"])
    }

    @Test(arguments: [
        ("pdq,note\nabc,x", "line 2, pdq: 3 hex digits, 64 needed"),
        (
            "pdq,note\n\(Invented.pdq(1)),x\n\(Invented.pdq(2).dropLast())g,x",
            "line 3, pdq: character 64 is not a hex digit"
        ),
        ("pdq,note\n\(Invented.pdq(1))", "line 2: 1 fields, 2 needed"),
        ("pdq,note\n\(Invented.pdq(1)),a,b", "line 2: 3 fields, 2 needed"),
        ("pdq,note\n\(Invented.pdq(1)),a\"b", "line 2, field 2: a quote inside a field"),
        ("pdq,note\n\"\(Invented.pdq(1))\"x,b", "line 2, field 1: text behind a closing quote"),
        ("pdq,confirmed\n\(Invented.pdq(1)),maybe", "line 2, confirmed: neither true nor false"),
        ("pdq,expires\n\(Invented.pdq(1)),2030-02-30", "line 2, expires: not a date"),
        ("pdq,state\n\(Invented.pdq(1)),asleep", "line 2, state: no known state"),
        (
            "pdq,category\n\(Invented.pdq(1)),\(String(repeating: "x", count: 65))",
            "line 2, category: 65 bytes, at most 64"
        ),
        ("pdq,note\n,only a note", "line 2: no fingerprint"),
        ("pdq,photodna\n,AAAA", "line 2: only fingerprints that cannot be compared here (photodna)"),
        ("pdq\n\(String(repeating: "0", count: 64))", "the hash of an empty picture"),
        ("md5\nd41d8cd98f00b204e9800998ecf8427e", "line 2, md5: the MD5 of an empty file"),
        ("id,md5\na,\(Invented.md5(1))\na,\(Invented.md5(2))", "line 3, id: the same id as line 2"),
        ("pdq,note\n\(Invented.pdq(1)),a\u{0}b", "binary"),
    ]) func badCSVLinesAreNamed(_ text: String, _ expected: String) throws {
        let error = try Self.failure(text)
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("list.txt") == true && error?.remedy.isEmpty == false)
    }

    @Test func anUnclosedQuoteEndsTheImportEvenWhenGoingOn() throws {
        let error = try Self.failure("pdq,note\n\(Invented.pdq(1)),\"open\n\(Invented.pdq(2)),x\n", .keepGoing)
        #expect(error?.code == .listBroken && error?.message.contains("line 2: a quote is opened") == true)
    }

    @Test func aCSVWithoutAFingerprintColumnIsRefused() throws {
        let error = try Self.failure("name,age\nx,1\n", ImportOptions(format: .csv))
        #expect(error?.code == .formatUnknown)
        #expect(try Self.failure("md5,MD5\n,\n")?.code == .formatUnknown)
    }

    @Test func textThatIsNotUTF8IsNamed() throws {
        let fixture = try Fixture()
        try fixture.banks.create("own")
        let bytes = Array("md5,note\n\(Invented.md5(1)),".utf8) + [0xC3, 0x28]
        let error = #expect(throws: BankError.self) {
            try fixture.banks.importList(MemorySource(bytes), named: "l", into: "own")
        }
        #expect(error?.message.contains("line 2, note: not valid UTF-8") == true)
    }

    // MARK: JSON lines

    @Test func jsonLines() throws {
        let (summary, entries) = try Self.imported(
            """
            {"id":"a","pdq":"\(Invented.pdq(1))","md5":"\(Invented.md5(1))","note":"line\\nbreak","confirmed":true}

            {"sha256":"\(Invented.sha256(2))","category":"x","expires":"2030-01-01","width":640,"state":"quarantined"}
            {"pdq":"\(Invented.pdq(3))","quality":12,"md5":"\(Invented.md5(3))"}
            """)
        #expect(summary.format == .jsonl && summary.imported == 3 && summary.ignoredColumns == ["width"])
        #expect(entries[0].note == "line\nbreak" && entries[0].confirmed && entries[1].state == .quarantined)
        #expect(entries[2].fingerprints.kinds == [.md5] && summary.unusedFingerprints.count == 1)
    }

    @Test(arguments: [
        ("{\"pdq\":\"\(Invented.pdq(1))\"}\n{\"pdq\":\"\(Invented.pdq(2))\"", "line 2: not a JSON object"),
        ("{\"md5\":\"\(Invented.md5(1))\"}\n[1]", "line 2: not a JSON object"),
        ("{\"md5\":[1]}", "line 1, md5: an object or array"),
        ("{\"md5\":12}", "line 1, md5: 2 hex digits"),
        ("{\"md5\":\"\(Invented.md5(1))\",\"note\":\"a\\u0000b\"}", "line 1, note: a control character"),
        ("{\"md5\":\(String(repeating: "[", count: 200))", "nested deeper than 32"),
    ]) func badJSONLinesAreNamed(_ text: String, _ expected: String) throws {
        let error = try Self.failure(text, ImportOptions(format: .jsonl))
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
    }

    // MARK: plain lists

    @Test func plainListsTellTheKindByLength() throws {
        let (summary, entries) = try Self.imported(
            "# a comment\n\n\(Invented.md5(1))\r\n  \(Invented.sha1(2).uppercased())\t\n\(Invented.md5(3))  some file.jpg"
        )
        #expect(summary.format == .hashes && summary.imported == 3)
        #expect(entries.map(\.fingerprints.kinds) == [.md5, .sha1, .md5])
        #expect(entries.allSatisfy { $0.note == nil })
    }

    @Test func sixtyFourDigitsNeedTheirKind() throws {
        let error = try Self.failure(Invented.pdq(1))
        #expect(error?.remedy.contains("--kind pdq or --kind sha256") == true)
        #expect(try Self.imported(Invented.pdq(1), .pdq).1[0].fingerprints.kinds == .pdq)
        #expect(try Self.imported(Invented.pdq(1), ImportOptions(kind: .sha256)).1[0].fingerprints.kinds == .sha256)
    }

    @Test func theOutputOfTutelaHashIsAList() throws {
        let (summary, entries) = try Self.imported(
            "\(Invented.pdq(1))\t100\tphotos/a b.jpg\n\(Invented.pdq(2))\t12\tflat.png", .keepGoing)
        #expect(entries.map(\.fingerprints.kinds) == [.pdq])
        #expect(summary.firstProblems.first?.reason.contains("PDQ quality 12 is below 50") == true)
    }

    @Test(arguments: [
        (String(Invented.md5(1).dropLast()), "line 1: 31 hex digits; 32 (MD5), 40 (SHA-1) or 64"),
        ("\(Invented.md5(1))\nhello", "line 2: character 1 is not a hex digit"),
    ]) func badHashesAreNamed(_ text: String, _ expected: String) throws {
        #expect(try Self.failure(text)?.message.contains(expected) == true)
    }

    // MARK: HMA and ThreatExchange

    @Test func signalFilesOfPythonThreatexchange() throws {
        let (summary, entries) = try Self.imported(
            "pdq \(Invented.pdq(1))\nvideo_md5 \(Invented.md5(2))\nvideo_tmk \(Invented.md5(3))\n", .keepGoing)
        #expect(summary.format == .tx && summary.problems == 1)
        #expect(entries.map(\.fingerprints.kinds) == [.pdq, .md5])
        #expect(
            summary.firstProblems[0].description.contains("line 3, type: a kind of fingerprint that cannot be compared")
        )
    }

    @Test func headerlessCSVOfHMA() throws {
        let (summary, entries) = try Self.imported(
            "\(Invented.pdq(1)),2880742865368386,2020-07-31T18:47:52+0000,tag_a tag_b\n", .pdq)
        #expect(summary.format == .hma && entries[0].id == "2880742865368386" && entries[0].note == "tag_a tag_b")
    }

    @Test func headerlessIndicatorsOfOldThreatexchange() throws {
        let (summary, entries) = try Self.imported(
            """
            11,\(Invented.pdq(1)),HASH_PDQ,1601513795,1601513796,MALICIOUS,tag
            12,\(Invented.pdq(2)),HASH_PDQ,1601513795,1601513796,NON_MALICIOUS,tag
            """)
        #expect(summary.format == .hma && entries.map(\.id) == ["11"] && summary.leftOut.values.reduce(0, +) == 1)
    }

    @Test func bankContentsOfHMA() throws {
        let content = { (id: Int, signals: String, until: Int) in
            "{\"id\":\(id),\"disable_until_ts\":\(until),\"original_media_uri\":null,\"bank\":{\"name\":\"A\",\"matching_enabled_ratio\":1.0},\"signals\":{\(signals)},\"note\":\"n\(id)\"}"
        }
        let parts = [
            content(1, "\"pdq\":\"\(Invented.pdq(1))\"", 0), content(2, "\"video_md5\":\"\(Invented.md5(2))\"", 1),
            content(3, "\"pdq\":\"\(Invented.pdq(3))\",\"vpdq\":\"x\"", 1_900_000_000),
            content(4, "\"pdq\":\"\(Invented.pdq(4))\"", 1_000_000_000),
        ]
        for text in ["[\n" + parts.joined(separator: ",\n") + "]", parts.joined(separator: "\n")] {
            let (summary, entries) = try Self.imported(text)
            #expect(summary.format == .hma && entries.map(\.id) == ["1", "2", "3", "4"])
            #expect(entries.map(\.state) == [.disabled, .active, .active, .active])
            #expect(entries.map { $0.disabledUntil?.timeIntervalSince1970 } == [nil, nil, 1_900_000_000, nil])
            #expect(entries[1].fingerprints.kinds == .md5 && entries[0].note == "n1")
            #expect(summary.unusedFingerprints == ["vpdq": 1])
        }
    }

    @Test func datasetCSVOfPythonThreatexchange() throws {
        let (summary, entries) = try Self.imported(
            """
            collab,signal_type,signal_str,category,tags
            Sample,pdq,\(Invented.pdq(1)),POSITIVE_CLASS,a b
            Sample,video_md5,\(Invented.md5(2)),DISPUTED,
            Sample,pdq,\(Invented.pdq(3)),NEGATIVE_CLASS,
            Sample,raw_text,hello,POSITIVE_CLASS,
            """, .keepGoing)
        #expect(summary.format == .threatexchange && summary.leftOut.values.reduce(0, +) == 1 && summary.problems == 1)
        #expect(
            entries.map(\.state) == [.active, .quarantined] && entries[0].source == "Sample" && entries[0].note == "a b"
        )
    }

    @Test func indicatorCSVOfThreatExchange() throws {
        let (summary, entries) = try Self.imported(
            """
            id,indicator,type,status,tags
            1,\(Invented.pdq(1)),HASH_PDQ,MALICIOUS,x
            2,\(Invented.md5(2)),HASH_VIDEO_MD5,UNKNOWN,
            3,\(Invented.sha256(3)),HASH_SHA256,MALICIOUS,
            """)
        #expect(summary.format == .threatexchange && entries.map(\.fingerprints.kinds) == [.pdq, .md5, .sha256])
    }

    @Test func updatesOfThreatExchange() throws {
        let (summary, entries) = try Self.imported(
            """
            {"data":[
             {"id":"1","indicator":"\(Invented.pdq(1))","type":"HASH_PDQ","should_delete":false,"descriptors":{"data":[{"status":"MALICIOUS","tags":["t"]}]}},
             {"id":"2","indicator":"\(Invented.pdq(2))","type":"HASH_PDQ","should_delete":true},
             {"id":"3","indicator":"\(Invented.pdq(3))","type":"HASH_PDQ","descriptors":{"data":[{"status":"MALICIOUS"},{"status":"NON_MALICIOUS"}]}},
             {"id":"4","indicator":"\(Invented.pdq(4))","type":"HASH_PDQ","descriptors":{"data":[{"status":"NON_MALICIOUS"}]}}
            ],"paging":{"next":"x"}}
            """)
        #expect(summary.format == .threatexchange && summary.leftOut.count == 2)
        #expect(entries.map(\.id) == ["1", "3"] && entries.map(\.state) == [.active, .quarantined])
    }

    // MARK: Project VIC

    static func media(_ seed: Int, category: String = "1", extra: String = "") -> String {
        "{\"MediaID\":\(seed),\"Category\":\(category),\"MD5\":\"\(Invented.md5(seed).uppercased())\",\"SHA1\":\"\(seed % 2 == 0 ? "" : Invented.sha1(seed))\",\"MediaSize\":\"12\"\(extra),\"VictimIdentified\":\"true\",\"Tags\":\"a ] } \\\" b\"}"
    }

    @Test(arguments: [
        "{\"odata.metadata\":\"http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media\",\"value\":[MEDIA]}",
        "{\n\t\"@odata.context\" : \"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media\",\r\n\"value\": [\nMEDIA\n]\n}\n",
        "\u{FEFF}{\"@odata.context\":\"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/UK/$metadata#Cases\",\"value\":[{\"CaseID\":\"x\",\"Media\":[MEDIA],\"SourceApplicationName\":\"y\"}]}",
    ]) func hashSetsOfProjectVIC(_ shape: String) throws {
        let media = [
            Self.media(1, extra: ",\"PhotoDNA\":\"AAAA\""), Self.media(2, category: "null"),
            Self.media(
                3, category: "\"4\"", extra: ",\"MediaFiles\":[{\"FileName\":\"x\",\"MD5\":\"\"}],\"Media\":null"),
            Self.media(
                4,
                extra:
                    ",\"AlternativeHashes\":[{\"HashName\":\"SHA256\",\"HashValue\":\"\(Invented.sha256(4))\"},{\"HashName\":\"PhotoDNA\",\"HashValue\":\"AA\"},{\"HashName\":\"SHA1\",\"HashValue\":\"zz\"}]"
            ),
        ].joined(separator: ",\n")
        let (summary, entries) = try Self.imported(shape.replacingOccurrences(of: "MEDIA", with: media))
        #expect(summary.format == .vics && entries.map(\.id) == ["1", "2", "3", "4"])
        #expect(entries.map(\.category) == ["vics-1", nil, "vics-4", "vics-1"])
        #expect(entries.map(\.fingerprints.kinds) == [[.md5, .sha1], [.md5], [.md5, .sha1], [.md5, .sha256]])
        #expect(summary.unusedFingerprints == ["PhotoDNA": 2])
    }

    @Test func vicsCategoriesCanBeChosen() throws {
        let text = "{\"odata.metadata\":\"x\",\"value\":[\(Self.media(1)),\(Self.media(2, category: "5"))]}"
        let (summary, entries) = try Self.imported(text, ImportOptions(vicsCategories: [1, 2]))
        #expect(entries.map(\.id) == ["1"] && summary.leftOut == ["VICS category 5, not asked for": 1])
    }

    @Test(arguments: [
        (
            "{\"odata.metadata\":\"x\",\"value\":[MEDIA,{\"MD5\":", BankError.Code.listBroken,
            "line 1: the list ends in the middle"
        ),
        ("{\"odata.metadata\":\"x\",\"value\":[MEDIA}]", .listBroken, "a bracket that does not fit"),
        ("{\"odata.metadata\":\"x\",\"value\":[MEDIA]} trailing", .listBroken, "text outside"),
        ("{\"odata.metadata\":\"x\",\"value\":[]}", .listEmpty, "has no entries"),
        ("{\"odata.metadata\":\"x\",\"value\":[\n7]}", .badLine, "line 2: not a JSON object"),
        ("{\"odata.metadata\":\"x\",\"value\":[\n{\"MD5\":\"12\"}]}", .badLine, "line 2, MD5: 2 hex digits"),
        (
            "{\"odata.metadata\":\"x\",\"value\":[\n{\"PhotoDNA\":\"AA\"}]}", .badLine,
            "only fingerprints that cannot be compared"
        ),
    ]) func brokenHashSetsAreNamed(_ text: String, _ code: BankError.Code, _ expected: String) throws {
        let error = try Self.failure(text.replacingOccurrences(of: "MEDIA", with: Self.media(1)))
        #expect(error?.code == code && error?.message.contains(expected) == true, "\(error?.message ?? "")")
    }

    @Test func oversizedAndDeepObjectsDoNotFillMemory() throws {
        let big = "{\"MD5\":\"\(Invented.md5(9))\",\"Exifs\":\"\(String(repeating: "x", count: 1_100_000))\"}"
        let (summary, entries) = try Self.imported(
            "{\"odata.metadata\":\"x\",\"value\":[\(big),\(Self.media(1))]}", .keepGoing)
        #expect(entries.count == 1 && summary.firstProblems[0].reason.contains("more than 1048576 bytes"))
        let deep = "{\"odata.metadata\":\"x\",\"value\":" + String(repeating: "[", count: 100_000)
        #expect(try Self.failure(deep, .keepGoing)?.message.contains("nested deeper than 32") == true)
    }

    // MARK: everything else

    @Test(arguments: [
        ("", BankError.Code.listEmpty), ("\n \n\n", .listEmpty), ("# only a remark\n", .listEmpty),
        ("\u{FEFF}", .listEmpty),
        ("pdq,md5\n", .listEmpty), ("the quick brown fox", .formatUnknown), ("%PDF-1.7\n", .listNotText),
        ("PK\u{3}\u{4}", .listNotText),
    ]) func filesThatAreNoListsAreNamed(_ text: String, _ code: BankError.Code) throws {
        #expect(try Self.failure(text)?.code == code)
    }

    @Test func binaryJunkIsRefusedInEveryForm() throws {
        for seed in 1...20 {
            let junk = Invented.bytes(seed, 3_000)
            for format in ImportFormat.allCases.map(Optional.some) + [nil] {
                let fixture = try Fixture()
                try fixture.banks.create("own")
                #expect(throws: BankError.self) {
                    try fixture.banks.importList(
                        MemorySource(junk), named: "junk", into: "own",
                        options: ImportOptions(format: format, kind: .pdq, keepGoing: true))
                }
                if seed > 2 { break }
            }
        }
    }

    @Test(arguments: [UInt8(ascii: "a"), 0xFF, 10, UInt8(ascii: "\""), UInt8(ascii: "{")]) func damagedBytesNeverCrash(
        _ byte: UInt8
    ) throws {
        let list = Array(("pdq,md5,note\n\(Invented.pdq(1)),\(Invented.md5(1)),\"a\nb\"\n\(Invented.pdq(2)),,x\n").utf8)
        let fixture = try Fixture()
        for position in stride(from: 0, to: list.count, by: 3) {
            var damaged = list
            damaged[position] = byte
            try fixture.banks.create("b\(position)")
            do {
                let options = ImportOptions(format: position % 2 == 0 ? .csv : nil, keepGoing: true)
                try fixture.banks.importList(MemorySource(damaged), named: "l", into: "b\(position)", options: options)
            } catch is BankError {
                // A clear error is as good as an import.
            }
        }
    }

    @Test func aLineOverTheLimitIsSkippedWhole() throws {
        let long = String(repeating: "a", count: 700_000)
        let (summary, entries) = try Self.imported(
            "\(Invented.md5(1))\n\(long)\n\(Invented.md5(2))\n\(String(repeating: "b", count: 70_000))",
            ImportOptions(format: .hashes, keepGoing: true))
        #expect(entries.count == 2 && summary.firstProblems.map(\.line) == [2, 4])
        #expect(summary.firstProblems[0].reason == "longer than 65536 bytes")
    }
}
