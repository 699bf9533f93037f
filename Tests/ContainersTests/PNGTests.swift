// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary
import Testing

@Suite("PNG")
struct PNGTests {
    @Test func chunksFollowEachOtherWithoutGaps() throws {
        let bytes = PNGBuilder.file(PNGBuilder.text("a", text("b")), trailer: text("rest"))
        let walk = try PNGChunkWalk(MemoryBytes(bytes))
        #expect(walk.chunks.map(\.type) == ["IHDR", "tEXt", "IDAT", "IEND"])
        #expect(walk.chunks.first?.range.lowerBound == PNGChunkWalk.signature.upperBound)
        for (one, next) in zip(walk.chunks, walk.chunks.dropFirst()) {
            #expect(one.range.upperBound == next.range.lowerBound)
        }
        #expect(walk.isComplete && walk.faults.isEmpty)
        #expect([UInt8](bytes[walk.end...]) == text("rest"))
        #expect([UInt8](bytes[walk.chunks[1].data]) == text("a\0b"))
    }

    @Test func textsOfEveryKindAreGivenAsUTF8() throws {
        let reading = try read(
            PNGBuilder.file(
                PNGBuilder.text("latin", [0x67, 0x72, 0xfc, 0x6e]), PNGBuilder.text("utf8", text("grün")),
                PNGBuilder.compressed("packed", text("inflated")), PNGBuilder.international("int", text("字")),
                PNGBuilder.international("both", text("字"), compressed: true), PNGBuilder.text("empty", [])))
        #expect(reading.texts(.pngText(keyword: "latin")) == ["grün"])
        #expect(reading.texts(.pngText(keyword: "utf8")) == ["grün"])
        #expect(reading.texts(.pngText(keyword: "packed")) == ["inflated"])
        #expect(reading.texts(.pngText(keyword: "int")) == ["字"])
        #expect(reading.texts(.pngText(keyword: "both")) == ["字"])
        #expect(reading.texts(.pngText(keyword: "empty")) == [""])
        #expect(reading.faults.isEmpty)
    }

    @Test func xmpEXIFAndStoreAreFound() throws {
        let store = StoreBuilder.store()
        let chunk = PNGBuilder.chunk("caBX", store)
        let bytes = PNGBuilder.file(
            PNGBuilder.international("XML:com.adobe.xmp", text("<x/>")), PNGBuilder.chunk("eXIf", TIFFBuilder.exif()),
            chunk)
        let reading = try read(bytes)
        #expect(reading.texts(.xmp) == ["<x/>"])
        #expect(reading.texts(.exif(tag: 0x010f)) == ["Nonsense Camera\0"])
        #expect(reading.stores.map(\.bytes) == [store])
        #expect(reading.stores.first?.ranges.map { [UInt8](bytes[$0]) } == [chunk])
        #expect(reading.faults.isEmpty)
    }

    @Test func twoStoresAreRefused() throws {
        let chunk = PNGBuilder.chunk("caBX", StoreBuilder.store())
        let reading = try read(PNGBuilder.file(chunk, chunk))
        #expect(reading.stores.count == 2)
        #expect(reading.fault("c2pa.more-than-one-store")?.gravity == .malformed)
    }

    @Test func aChunkThatIsNoStoreIsTold() throws {
        let reading = try read(PNGBuilder.file(PNGBuilder.chunk("caBX", text("something else altogether"))))
        #expect(reading.fault("c2pa.store-start")?.gravity == .malformed)
    }

    @Test func profilesInHexadecimalDigitsAreRead() throws {
        func profile(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
            let digits = bytes.enumerated().map { index, byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16) + (index % 36 == 35 ? "\n" : "")
            }.joined()
            return text("\n\(name)\n    \(bytes.count)\n\(digits)\n")
        }
        let iim = JPEGBuilder.iim(110, "credit")
        let reading = try read(
            PNGBuilder.file(
                PNGBuilder.compressed("Raw profile type exif", profile("exif", text("Exif\0\0") + TIFFBuilder.exif())),
                PNGBuilder.compressed("Raw profile type iptc", profile("iptc", JPEGBuilder.resource(0x0404, iim))),
                PNGBuilder.compressed("Raw profile type xmp", profile("xmp", text("<x/>")))))
        #expect(reading.texts(.exif(tag: 0x010f)) == ["Nonsense Camera\0"])
        #expect(reading.blocks(.iptcIIM).map(\.bytes) == [iim])
        #expect(reading.texts(.xmp) == ["<x/>"])
        #expect(reading.faults.isEmpty)
        let wrong = try read(PNGBuilder.file(PNGBuilder.text("Raw profile type xmp", text("\nxmp\n 9\n3c78\n"))))
        #expect(wrong.codes == ["png.raw-profile"])
    }

    @Test func damagedTextsAreToldAndTheRestIsRead() throws {
        var wrongChecksum = PNGBuilder.text("key", text("value"))
        wrongChecksum[wrongChecksum.count - 1] ^= 1
        let cutStream = PNGBuilder.chunk("zTXt", text("cut") + [0, 0] + ZlibBuilder.stored(text("abcdef")).prefix(10))
        let reading = try read(
            PNGBuilder.file(
                wrongChecksum, cutStream, PNGBuilder.chunk("tEXt", text("no zero")),
                PNGBuilder.chunk("zTXt", text("k") + [0, 9, 1]), PNGBuilder.chunk("iTXt", text("k") + [0, 0]),
                PNGBuilder.text("last", text("read"))))
        #expect(reading.texts(.pngText(keyword: "key")) == ["value"])
        #expect(reading.texts(.pngText(keyword: "cut")) == ["abc"])
        #expect(reading.texts(.pngText(keyword: "last")) == ["read"])
        #expect(Set(reading.codes) == ["png.checksum", "inflate.cut", "png.keyword", "png.compression"])
        #expect(reading.graveFaults.isEmpty)
    }

    @Test func pixelsAreNeverRead() throws {
        let pixels = PNGBuilder.chunk("IDAT", noise(3_000_000))
        let bytes = PNGBuilder.file(pixels, PNGBuilder.text("key", text("value")))
        let source = WatchedSource(bytes, forbidden: 41..<41 + 2_999_999)
        let reading = try ContainerReader.read(source)
        #expect(reading.texts(.pngText(keyword: "key")) == ["value"])
        #expect(source.touched == 0)
        #expect(source.bytesRead < 2000)
    }

    @Test func whatFollowsTheImageIsATrailer() throws {
        #expect(try read(PNGBuilder.file(trailer: text("more"))).texts(.trailer) == ["more"])
    }

    @Test func aFileThatIsCutIsMalformed() throws {
        let bytes = PNGBuilder.file(PNGBuilder.text("key", text("kept")))
        for length in 8..<bytes.count {
            let reading = try read([UInt8](bytes.prefix(length)))
            #expect(reading.graveFaults.map(\.gravity) == [.malformed], "cut at \(length)")
            if length > 60 { #expect(reading.texts(.pngText(keyword: "key")) == ["kept"]) }
        }
    }

    @Test func bombsStopAtTheLimitOfTheWholeFile() throws {
        // Three texts of 7 MiB each: every one is below its limit, together they are not.
        let large = PNGBuilder.compressed("large", zeros(7 << 20))
        let reading = try read(PNGBuilder.file(large, large, large))
        let kept = reading.metadata.reduce(0) { $0 + $1.bytes.count }
        #expect(kept <= ProvenanceLimits.metadataBytes)
        #expect(reading.graveFaults.contains { $0.gravity == .overLimit })
        let single = try read(PNGBuilder.file(PNGBuilder.text("large", zeros(9 << 20))))
        #expect(single.fault("metadata.block-bytes")?.gravity == .overLimit)
    }

    @Test func aMillionEmptyTextsStayBounded() throws {
        let chunk = PNGBuilder.text("k", [])
        let reading = try read(PNGBuilder.file([UInt8]((0..<150_000).map { _ in chunk }.joined())))
        #expect(reading.metadata.count < 70_000)
        #expect(reading.fault("metadata.bytes")?.gravity == .overLimit)
    }
}
