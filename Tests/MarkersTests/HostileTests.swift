// SPDX-License-Identifier: Apache-2.0

import Containers
import Markers
import ProvenanceVocabulary
import TestSupport
import Testing

/// Nothing in a file's metadata traps, hangs or blows up.
@Suite("Hostile metadata")
struct HostileTests {
    @Test func everyTruncationOfEverySampleIsRead() {
        for sample in Samples.all {
            for number in sample.blocks.indices {
                var blocks = sample.blocks
                let whole = blocks[number].bytes
                for count in stride(from: 0, to: whole.count, by: 1 + whole.count / 60) {
                    blocks[number].bytes = Array(whole.prefix(count))
                    check(reading(blocks))
                }
            }
        }
    }

    @Test func mutatedSamplesAreRead() {
        var random = SplitMix(state: 4)
        for sample in Samples.all {
            for _ in 0..<60 {
                var blocks = sample.blocks
                let number = Int(random.next() % UInt64(blocks.count))
                for _ in 0...random.next() % 3 where !blocks[number].bytes.isEmpty {
                    let place = Int(random.next() % UInt64(blocks[number].bytes.count))
                    switch random.next() % 4 {
                    case 0: blocks[number].bytes[place] = UInt8(truncatingIfNeeded: random.next())
                    case 1: blocks[number].bytes.remove(at: place)
                    case 2: blocks[number].bytes.insert(Array("<>{}[]\"&\\,:".utf8)[Int(random.next() % 11)], at: place)
                    default: blocks[number].bytes += blocks[number].bytes.prefix(place)
                    }
                }
                check(reading(blocks))
            }
        }
    }

    @Test func randomBytesAreRead() {
        var random = SplitMix(state: 5)
        let kinds: [MetadataBlock.Kind] = [
            .xmp, .iptcIIM, .exif(tag: 0x9286), .exif(tag: 0x010E), .exif(tag: 0x9C9C), .exif(tag: 0x927C), .comment,
            .trailer, .application(marker: 0xE1), .tag(name: "AIGC"), .pngText(keyword: "AIGC"),
            .pngText(keyword: "prompt"), .pngText(keyword: "parameters"),
        ]
        let pieces = [
            "<", "/>", "rdf:", "<!--", "]]>", "{", "}", "\"", ":", ",", "[", "AIGC", "Steps: 2", "\u{1C}\u{2}n", "&#",
            ";",
            "UNICODE\0", "Label", "\\u", "PhotoEditor_Re_Edit_Data{", "\0", "1", "é",
        ].map { Array($0.utf8) }
        for _ in 0..<4_000 {
            let bytes = (0..<random.next() % 40).flatMap { _ in
                random.next() % 8 == 0
                    ? [UInt8(truncatingIfNeeded: random.next())] : pieces[Int(random.next() % UInt64(pieces.count))]
            }
            let kind = kinds[Int(random.next() % UInt64(kinds.count))]
            check(reading([MetadataBlock(kind: kind, bytes: bytes, offset: 0)]))
        }
    }

    @Test(arguments: [
        ("{\"a\":", 30_000), ("[", 100_000), ("{\"a\":[", 20_000), ("\\", 100_000), ("\"", 100_000), ("{", 100_000),
        ("{\"AIGC\":", 20_000), ("AIGC{", 20_000), ("PhotoEditor_Re_Edit_Data{", 4_000), ("Steps: 2\n", 20_000),
        ("Steps: 2, Sampler: a, Seed: 1\n", 4_000), ("<a ", 30_000), ("<a>", 30_000), ("<!--", 30_000),
        ("&amp;", 30_000),
        ("<a xmlns:b='c'>", 8_000), ("<![CDATA[", 12_000), ("<?", 50_000), ("a='", 40_000), (" --v Job ID: ", 10_000),
        ("\u{1C}\u{2}n\0\0", 20_000), ("&quot;", 20_000), ("prompt:{", 14_000), (" -s -S -W", 12_000),
    ]) func aLongRepetitionIsReadInEveryPlace(_ piece: String, _ count: Int) {
        let bytes = Array(String(repeating: piece, count: count).utf8)
        let kinds: [MetadataBlock.Kind] = [
            .xmp, .iptcIIM, .exif(tag: 0x9286), .exif(tag: 0x010F), .comment, .trailer, .application(marker: 0xE1),
            .tag(name: "AIGC"), .pngText(keyword: "AIGC"), .pngText(keyword: "parameters"), .pngText(keyword: "Dream"),
            .pngText(keyword: "Description"),
        ]
        for kind in kinds {
            check(reading([MetadataBlock(kind: kind, bytes: bytes, offset: 0)]))
        }
    }

    @Test func aLargeXMPPacketOfHarmlessPropertiesIsRead() {
        let items = (0..<20_000).map { "<rdf:li>xmp.did:\($0)</rdf:li>" }.joined()
        let ancestors = "<photoshop:DocumentAncestors><rdf:Bag>\(items)</rdf:Bag></photoshop:DocumentAncestors>"
        let credit = "<photoshop:Credit>Made with Google AI</photoshop:Credit>"
        let result = reading([Blocks.xmp(ancestors + credit)])
        #expect(result.markers.count == 1)
        #expect(result.faults.isEmpty)
    }

    @Test func moreThanTheLimitAtOnePlaceIsAFault() {
        let blocks = (0..<200).map { Blocks.png("parameters", "\(Texts.a1111) \($0)") }
        let result = reading(blocks)
        #expect(result.faults.map(\.code) == ["markers.fields"])
        #expect(result.faults.first?.gravity == .overLimit)
        #expect(!result.markers.isEmpty)
    }

    @Test func theSameTextManyTimesIsNoFault() {
        let pages = (0..<200).map { _ in Blocks.exif(0x0131, "Scanner 3") }
        #expect(reading(pages) == MarkerReading())
    }

    @Test func moreDataSetsThanTheLimitAreAFault() {
        let lines: [(UInt8, UInt8, String)] = (0..<300).map { number in
            (UInt8(2), [UInt8(65), 110, 120][number % 3], "line \(number)")
        }
        #expect(reading([Blocks.iim(lines)]).faults.map(\.code) == ["markers.fields"])
        #expect(reading([Blocks.iim(Array(lines.prefix(180)))]).faults.isEmpty)
    }

    @Test func moreMarkersThanTheLimitAreAFault() {
        let places: [MetadataBlock.Kind] = [
            .pngText(keyword: "parameters"), .pngText(keyword: "Comment"), .exif(tag: 0x9286), .exif(tag: 0x010E),
        ]
        let blocks = (0..<160).map { number in
            let text = "Steps: 2, Sampler: a, Seed: 1, Model: m\(number)"
            return MetadataBlock(kind: places[number % 4], bytes: Array(text.utf8), offset: number)
        }
        let result = reading(blocks)
        #expect(result.markers.count == ProvenanceLimits.findings)
        #expect(result.faults.map(\.code) == ["markers.findings"])
    }

    @Test func deepOrLongJSONIsAFault() {
        let deep = "{\"a\":" + String(repeating: "[", count: 80) + String(repeating: "]", count: 80) + "}"
        #expect(reading([Blocks.png("prompt", deep)]).faults.map(\.code) == ["json.depth"])
        let long = "{\"a\":[" + String(repeating: "1,", count: ProvenanceLimits.textNodes) + "1]}"
        #expect(reading([Blocks.png("workflow", long)]).faults.map(\.code) == ["json.nodes"])
        // Many texts, each below the limit: together they are not.
        let half = "{\"a\":[" + String(repeating: "1,", count: ProvenanceLimits.textNodes / 2) + "1]}"
        let blocks = (0..<5).map { Blocks.png("workflow", half.replacing("\"a\"", with: "\"a\($0)\"")) }
        #expect(reading(blocks).faults.contains { $0.code == "json.nodes" })
    }

    @Test func manyPacketsTogetherHaveOneLimit() {
        let half = Array(String(repeating: "<a/>", count: ProvenanceLimits.textNodes / 2).utf8)
        #expect(reading([Blocks.xmp(half), Blocks.xmp(half)]).faults.isEmpty)
        #expect(reading([Blocks.xmp(half), Blocks.xmp(half), Blocks.xmp(half)]).faults.map(\.code) == ["xmp.nodes"])
    }

    @Test func whatIsQuotedIsShortAndOfOneLine() {
        let long = String(repeating: "m", count: 500)
        for text in [
            "Steps: 1, Sampler: a, Seed: 1, Model: \(long)", "Steps: 1, Sampler: a, Seed: 1, Version: \(long)",
        ] {
            let marker = reading([Blocks.png("parameters", text)]).markers.first
            #expect(marker != nil)
            #expect(marker?.generator == nil)
            #expect(marker?.value == nil)
        }
        let label = reading([Blocks.png("AIGC", "{\"Label\":\"1\\n2\",\"ProduceID\":\"\(long)\"}")]).markers.first
        #expect(label?.label == TC260Label())
        let bidirectional = "{\"Label\":\"1\",\"ContentProducer\":\"a\u{202E}b\u{0007}\"}"
        let quoted = reading([Blocks.png("AIGC", bidirectional)]).markers.first?.label?.contentProducer
        #expect(quoted?.description == "ab")
        #expect(quoted?.isAltered == true)
    }

    private func check(_ result: MarkerReading) {
        #expect(result.markers.allSatisfy { ($0.value?.description.utf8.count ?? 0) <= 640 })
        #expect(result.markers.count <= ProvenanceLimits.findings * MarkerSource.allCases.count)
    }
}
