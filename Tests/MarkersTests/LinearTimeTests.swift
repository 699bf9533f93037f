// SPDX-License-Identifier: Apache-2.0

import Containers
import Foundation
import Markers
import ProvenanceVocabulary
import TestSupport
import Testing

/// Four times the bytes cost about four times the processor time, also where a reader could fall into a trap.
@Suite("Time of hostile metadata", .enabled(if: Repository.runsLongTests, "runs with TUTELA_TEST_LONG=1"), .serialized)
struct LinearTimeTests {
    static let head = Array(
        """
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description \(XMP.usual)>
        """.utf8)

    /// Of this thread: other tests run beside.
    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test(arguments: [
        ("xmp", "<!-- -->", 40_000), ("xmp", "<a/>", 20_000), ("xmp", "<dc:description>", 10_000),
        ("xmp", "&amp;", 50_000),
        ("xmp", "<xmpMM:History stEvt:action='created' stEvt:softwareAgent='Adobe Firefly'/>", 4_000),
        ("xmp", "<", 50_000),
        ("xmp", "<a b='", 30_000), ("xmp", "<![CDATA[", 30_000), ("json", "{\"a\":1},", 20_000),
        ("json", "\"", 100_000),
        ("json", "\"\\u004cabel\":1,", 12_000), ("json", "{\"AIGC\":\"", 30_000), ("text", "Steps: 2\n", 60_000),
        ("text", "Steps: 2, Sampler: a, Seed: 1\n", 20_000), ("text", " --v 1 Job ID: ", 30_000),
        ("trailer", "PhotoEditor_Re_Edit_Data{\"a\":", 8_000), ("trailer", "AIGC{\"a\":", 25_000),
        ("iim", "\u{1C}\u{2}n\0\0", 60_000),
    ]) func timeGrowsWithLength(_ kind: String, _ piece: String, _ count: Int) {
        func seconds(_ count: Int) -> Double {
            let bytes = Array(String(repeating: piece, count: count).utf8)
            let blocks: [MetadataBlock] =
                switch kind {
                case "xmp": [Blocks.xmp(Self.head + bytes)]
                case "json": [Blocks.exif(0x9286, bytes: Array("{\"x\":[".utf8) + bytes)]
                case "text": [Blocks.exif(0x9286, bytes: bytes), Blocks.exif(0x010E, bytes: bytes)]
                case "trailer": [Blocks.trailer(bytes)]
                default: [MetadataBlock(kind: .iptcIIM, bytes: bytes, offset: 0)]
                }
            let best = (0..<5).map { _ in
                let start = Self.processorTime()
                _ = reading(blocks)
                return Self.processorTime() - start
            }
            return best.min() ?? 0
        }
        let (one, four) = (seconds(count), seconds(count * 4))
        #expect(four < one * 8 + 0.002, "\(piece): \(one) s, four times as long: \(four) s")
    }
}
