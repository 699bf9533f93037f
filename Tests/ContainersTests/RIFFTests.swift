// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary
import Testing

@Suite("RIFF")
struct RIFFTests {
    @Test func chunksAreWalkedWithThoseInside() throws {
        let bytes = RIFFBuilder.file(
            "AVI ", RIFFBuilder.list("INFO", RIFFBuilder.chunk("ISFT", text("abc"))),
            RIFFBuilder.list("movi", RIFFBuilder.chunk("00dc", noise(9))), RIFFBuilder.chunk("idx1", zeros(4)))
        let walk = try RIFFChunkWalk(MemoryBytes(bytes))
        #expect(walk.form == "AVI ")
        #expect(walk.chunks.map(\.type) == ["RIFF", "LIST", "ISFT", "LIST", "idx1"])
        #expect(walk.chunks.map(\.depth) == [0, 1, 2, 1, 1])
        #expect(walk.chunks.map(\.parent) == [nil, 0, 1, 0, 0])
        #expect([UInt8](bytes[walk.chunks[2].data]) == text("abc"))
        #expect(walk.chunks[2].range.count == 12)
        #expect(walk.end == bytes.count)
        #expect(walk.faults.isEmpty)
        let all = try RIFFChunkWalk(MemoryBytes(bytes), descending: { $0.form != nil })
        #expect(all.chunks.contains { $0.type == "00dc" })
        let flat = try RIFFChunkWalk(MemoryBytes(bytes), descending: { $0.depth == 0 })
        #expect(flat.chunks.map(\.type) == ["RIFF", "LIST", "LIST", "idx1"])
    }

    @Test func webPHasStoreEXIFAndXMP() throws {
        let store = StoreBuilder.store(bytes: 401)
        let chunk = RIFFBuilder.chunk("C2PA", store)
        let bytes = RIFFBuilder.file(
            "WEBP", RIFFBuilder.chunk("VP8 ", noise(20)), RIFFBuilder.chunk("EXIF", TIFFBuilder.exif()),
            RIFFBuilder.chunk("XMP ", text("<x/>")), chunk)
        let reading = try read(bytes)
        #expect(reading.format == .webp)
        #expect(reading.stores.map(\.bytes) == [store])
        #expect(reading.stores.first?.ranges.map { [UInt8](bytes[$0]) } == [chunk])
        #expect(reading.texts(.xmp) == ["<x/>"])
        #expect(reading.texts(.exif(tag: 0x0131)) == ["abc\0"])
        #expect(reading.faults.isEmpty)
        let named = try read(
            RIFFBuilder.file("WEBP", RIFFBuilder.chunk("EXIF", text("Exif\0\0") + TIFFBuilder.exif())))
        #expect(named.texts(.exif(tag: 0x0131)) == ["abc\0"])
    }

    @Test func aviAndWaveHaveTags() throws {
        for (form, format) in [("AVI ", ContainerFormat.avi), ("WAVE", .wav)] {
            let reading = try read(
                RIFFBuilder.file(
                    form, RIFFBuilder.list("INFO", RIFFBuilder.chunk("AIGC", text("{\"Label\":1}\0")))))
            #expect(reading.format == format)
            #expect(reading.texts(.tag(name: "AIGC")) == ["{\"Label\":1}"])
        }
    }

    @Test func aFilmGoesOnInFurtherChunks() throws {
        let bytes =
            RIFFBuilder.file("AVI ")
            + RIFFBuilder.file("AVIX", RIFFBuilder.list("INFO", RIFFBuilder.chunk("INAM", text("x"))))
        #expect(try read(bytes).texts(.tag(name: "INAM")) == ["x"])
    }

    @Test func bigEndianLengthsAreRead() throws {
        let walk = try RIFFChunkWalk(MemoryBytes(RIFFBuilder.bigEndianFile("WAVE", "fmt ", zeros(16))))
        #expect(walk.order == .big)
        #expect(walk.chunks.map(\.data.count) == [24, 16])
    }

    @Test func cutAndOverlongChunksAreTold() throws {
        let bytes = RIFFBuilder.file(
            "WEBP", RIFFBuilder.chunk("XMP ", text("<x/>")), RIFFBuilder.chunk("VP8 ", noise(80)))
        let cut = try read([UInt8](bytes.dropLast(10)))
        #expect(cut.fault("riff.beyond-end")?.gravity == .malformed)
        #expect(cut.texts(.xmp) == ["<x/>"])
        var overlong = bytes
        overlong[16] = 0xff
        #expect(try read(overlong).fault("riff.chunk-beyond-end")?.gravity == .malformed)
    }

    @Test func lengthsThatAWriterDidNotKnowAreOdd() throws {
        let info = RIFFBuilder.list("INFO", RIFFBuilder.chunk("INAM", text("x")))
        let open =
            text("RIFF") + [0xff, 0xff, 0xff, 0xff] + text("WAVE") + info + text("data") + [0xff, 0xff, 0xff, 0xff]
        let reading = try read(open + noise(40))
        #expect(reading.texts(.tag(name: "INAM")) == ["x"])
        #expect(reading.codes == ["riff.no-length"])
        #expect(reading.graveFaults.isEmpty)
        let long = text("RF64") + [0xff, 0xff, 0xff, 0xff] + text("WAVE") + RIFFBuilder.chunk("ds64", zeros(28)) + info
        #expect(try read(long + text("data") + [0xff, 0xff, 0xff, 0xff] + noise(40)).faults.isEmpty)
        let padding = try read([UInt8](RIFFBuilder.file("WEBP", RIFFBuilder.chunk("VP8 ", noise(9))).dropLast()))
        #expect(padding.codes == ["riff.no-padding"])
        #expect(padding.graveFaults.isEmpty)
    }

    @Test func listsNestedTooDeepAreTold() throws {
        var list = RIFFBuilder.list("deep")
        for _ in 0..<100 { list = RIFFBuilder.list("deep", list) }
        #expect(try read(RIFFBuilder.file("AVI ", list)).fault("riff.depth")?.gravity == .overLimit)
    }

    @Test func whatFollowsIsATrailer() throws {
        #expect(try read(RIFFBuilder.file("WEBP", trailer: text("more"))).texts(.trailer) == ["more"])
    }
}
