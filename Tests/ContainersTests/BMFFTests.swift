// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary
import Testing

@Suite("ISO-BMFF")
struct BMFFTests {
    private typealias Build = BMFFBuilder
    private let store = StoreBuilder.store()

    @Test func boxesAreWalkedWithThoseInside() throws {
        let inner = Build.box("trak", Build.box("tkhd", zeros(8)))
        let bytes =
            Build.fileType() + Build.box("moov", inner, Build.full("meta", Build.handler("mdta")))
            + Build.largeBox("mdat", noise(30)) + Build.box("uuid", Build.xmp, text("<x/>"))
        let walk = try BMFFBoxWalk(MemoryBytes(bytes))
        #expect(walk.boxes.map(\.type) == ["ftyp", "moov", "trak", "tkhd", "meta", "hdlr", "mdat", "uuid"])
        #expect(walk.boxes.map(\.depth) == [0, 0, 1, 2, 1, 2, 0, 0])
        #expect(walk.boxes.map(\.parent) == [nil, nil, 1, 2, 1, 4, nil, nil])
        #expect(walk.boxes[6].headerLength == 16)
        #expect([UInt8](bytes[walk.boxes[6].payload]) == noise(30))
        #expect(walk.boxes[7].userType == .xmpBox)
        #expect([UInt8](bytes[walk.boxes[7].payload]) == text("<x/>"))
        #expect(walk.children(of: nil) == [0, 1, 6, 7])
        #expect(walk.children(of: 1) == [2, 4])
        #expect(walk.faults.isEmpty)
        #expect(walk.end == bytes.count)
        let flat = try BMFFBoxWalk(MemoryBytes(bytes), descending: { _ in false })
        #expect(flat.boxes.map(\.type) == ["ftyp", "moov", "mdat", "uuid"])
        let moov = try BMFFBoxWalk(MemoryBytes(bytes), in: walk.boxes[1].payload, depth: 1, descending: { _ in false })
        #expect(moov.boxes.map(\.type) == ["trak", "meta"])
    }

    @Test func aBoxWithoutSizeGoesToTheEnd() throws {
        let bytes = Build.fileType() + big32(0) + text("mdat") + noise(20)
        let walk = try BMFFBoxWalk(MemoryBytes(bytes))
        #expect(walk.boxes.last?.range == 20..<bytes.count)
        #expect(walk.faults.isEmpty)
    }

    @Test func quickTimesMetaHasNoVersion() throws {
        let bytes = Build.fileType() + Build.box("moov", Build.box("meta", Build.handler("mdta")))
        #expect(try BMFFBoxWalk(MemoryBytes(bytes)).boxes.last?.type == "hdlr")
    }

    @Test("stores are found with purpose, offset and padding", arguments: ["manifest", "original", "update"])
    func storeBox(_ purpose: String) throws {
        let box = Build.storeBox(store, purpose: purpose, merkle: 1234, padding: zeros(31))
        let bytes = Build.fileType() + box + Build.box("mdat", noise(10))
        let reading = try read(bytes)
        let found = try #require(reading.stores.first)
        #expect(found.bytes == store)
        #expect(found.purpose == purpose)
        #expect(found.merkleOffset == 1234)
        #expect(found.ranges.map { [UInt8](bytes[$0]) } == [box])
        #expect(reading.faults.isEmpty)
    }

    @Test func aStoreWithoutAnOffsetBeforeItIsFound() throws {
        let reading = try read(Build.fileType() + Build.storeBox(store, purpose: "update", merkle: nil))
        #expect(reading.stores.first?.bytes == store)
        #expect(reading.stores.first?.merkleOffset == nil)
    }

    @Test func anOriginalAndAnUpdateAreOneFilesStores() throws {
        let update = StoreBuilder.store(bytes: 40, seed: 3)
        let both =
            Build.fileType() + Build.storeBox(store, purpose: "original") + Build.storeBox(update, purpose: "update")
        let reading = try read(both)
        #expect(reading.stores.map(\.purpose) == ["original", "update"])
        #expect(reading.faults.isEmpty)
        let twice = try read(Build.fileType() + Build.storeBox(store) + Build.storeBox(update))
        #expect(twice.fault("c2pa.more-than-one-store")?.gravity == .malformed)
    }

    @Test func bytesBehindAStoreMustBePadding() throws {
        let reading = try read(Build.fileType() + Build.storeBox(store, padding: zeros(70_000) + [1]))
        #expect(reading.fault("c2pa.bytes-after-store")?.gravity == .malformed)
        #expect(reading.stores.first?.bytes == store)
    }

    @Test func merkleBoxesAndBoxesInsideOthersAreNoStores() throws {
        let reading = try read(
            Build.fileType() + Build.box("uuid", Build.c2pa, zeros(4), text("merkle\0"), noise(30))
                + Build.box("moov", Build.storeBox(store)))
        #expect(reading.stores.isEmpty)
        #expect(reading.faults.isEmpty)
    }

    @Test func aBoxWithoutPurposeIsTold() throws {
        let reading = try read(Build.fileType() + Build.box("uuid", Build.c2pa, zeros(4), text("manifest")))
        #expect(reading.fault("c2pa.box-purpose")?.gravity == .malformed)
        let cut = try read(Build.fileType() + Build.box("uuid", Build.c2pa, zeros(4), text("manifest\0"), zeros(3)))
        #expect(cut.fault("c2pa.store-cut")?.gravity == .malformed)
    }

    @Test func keyedTagsAreGiven() throws {
        for place in ["udta", "moov"] {
            let meta = Build.keyedMeta([("AIGC", text("{\"Label\":1}")), ("com.example.long.key", text("value"))])
            let bytes = Build.fileType() + Build.box("moov", place == "udta" ? Build.box("udta", meta) : meta)
            let reading = try read(bytes)
            #expect(reading.texts(.tag(name: "AIGC")) == ["{\"Label\":1}"])
            #expect(reading.texts(.tag(name: "com.example.long.key")) == ["value"])
            #expect(reading.faults.isEmpty)
        }
    }

    @Test func tagsInUTF16BecomeUTF8() throws {
        let utf16: [UInt8] = [0x5b, 0x57, 0xd8, 0x3d, 0xde, 0x00]
        let box = Build.box("ilst", Build.box("©nam", Build.data(utf16, type: 2)))
        let user = Build.box("titl", zeros(6), [0xfe, 0xff], utf16)
        let bytes =
            Build.fileType()
            + Build.box("moov", Build.box("udta", Build.full("meta", Build.handler("mdir"), box), user))
        let reading = try read(bytes)
        #expect(reading.texts(.tag(name: "©nam")) == ["字😀"])
        #expect(reading.texts(.tag(name: "titl")) == ["字😀"])
    }

    @Test func iTunesTagsAreGiven() throws {
        let free = Build.box(
            "----", Build.full("mean", text("com.apple.iTunes")), Build.full("name", text("AIGC")),
            Build.data(text("{}")))
        let list = Build.box(
            "ilst", Build.box("©too", Build.data(text("encoder"))), Build.box("covr", Build.data(noise(20), type: 13)),
            free, Build.box("©cmt", Build.data([0, 0x41, 0, 0x42], type: 2)))
        let bytes =
            Build.fileType() + Build.box("moov", Build.box("udta", Build.full("meta", Build.handler("mdir"), list)))
        let reading = try read(bytes)
        #expect(reading.texts(.tag(name: "©too")) == ["encoder"])
        #expect(reading.texts(.tag(name: "AIGC")) == ["{}"])
        #expect(reading.texts(.tag(name: "©cmt")) == ["AB"])
        #expect(reading.metadata.count == 3)
    }

    @Test func userDataTextsAreGiven() throws {
        let quickTime = Build.box("©nam", big16(3) + big16(0) + text("one") + big16(3) + big16(7) + text("two"))
        let threeGPP = Build.full("titl", big16(0x15c7), text("title\0"))
        let bytes =
            Build.fileType("qt  ")
            + Build.box(
                "moov",
                Build.box(
                    "udta", quickTime, threeGPP, Build.box("XMP_", text("<x/>")), Build.box("AIGC", text("{}")),
                    zeros(4)))
        let reading = try read(bytes)
        #expect(reading.texts(.tag(name: "©nam")) == ["one", "two"])
        #expect(reading.texts(.tag(name: "titl")) == ["title"])
        #expect(reading.texts(.xmp) == ["<x/>"])
        #expect(reading.texts(.tag(name: "AIGC")) == ["{}"])
        #expect(reading.faults.isEmpty)
    }

    @Test("items of pictures are found", arguments: [2, 3] as [UInt8])
    func items(_ version: UInt8) throws {
        let exif = TIFFBuilder.exif()
        let bytes = Build.picture(exif: exif, xmp: "<x>packet</x>", itemVersion: version)
        let reading = try read(bytes)
        #expect(reading.texts(.xmp) == ["<x>packet</x>"])
        #expect(reading.texts(.exif(tag: 0x010f)) == ["Nonsense Camera\0"])
        for block in reading.metadata {
            #expect([UInt8](bytes[block.offset..<block.offset + block.bytes.count]) == block.bytes)
        }
        #expect(reading.faults.isEmpty)
    }

    @Test func itemsBeyondTheFileAreTold() throws {
        let bytes = [UInt8](Build.picture(exif: TIFFBuilder.exif(), xmp: "<x/>").dropLast(120))
        let reading = try read(bytes)
        #expect(reading.fault("bmff.item-location")?.gravity == .oddity)
        #expect(reading.fault("bmff.box-beyond-end")?.gravity == .malformed)
        #expect(reading.texts(.xmp) == ["<x/>"])
    }

    /// A picture whose `iloc` is forged: the item of interest is number 1.
    private func forged(_ locations: [UInt8]) -> [UInt8] {
        let entry = Build.full("infe", version: 2, big16(1), zeros(2), text("Exif"))
        return Build.fileType("heic")
            + Build.full("meta", Build.full("iinf", big16(1), entry), Build.box("iloc", locations))
    }

    @Test func forgedLocationsCostLittle() throws {
        // Two thousand million items; then 65,535 extents that take no room; then a file's worth of bytes each.
        let endless = try read(forged([2, 0, 0, 0, 0x44, 0] + big32(0x7fff_ffff) + zeros(4000)))
        #expect(endless.codes == ["bmff.item-locations"])
        let empty = big32(1) + zeros(4) + big16(65_535)
        let roomless = try read(forged([2, 0, 0, 0, 0, 0] + big32(900) + (0..<900).flatMap { _ in empty }))
        #expect(roomless.codes == ["bmff.item-locations"])
        let whole = [UInt8]((0..<65_535).map { _ in zeros(8) }.joined())
        let source = WatchedSource(
            forged([0, 0, 0, 0, 0x44, 0] + big16(1) + big16(1) + zeros(2) + big16(65_535) + whole))
        let huge = try ContainerReader.read(source)
        #expect(huge.fault("metadata.block-bytes")?.gravity == .overLimit)
        #expect(source.bytesRead < 2 * source.count)
        let sizes = try read(forged([0, 0, 0, 0, 0x37, 0] + big16(1) + zeros(20)))
        #expect(sizes.fault("bmff.item-locations")?.gravity == .malformed)
    }

    @Test func partsThatCostNothingElseAreCounted() throws {
        let texts = [UInt8]((0..<ProvenanceLimits.boxes + 1).map { _ in zeros(4) }.joined())
        let reading = try read(Build.fileType() + Build.box("moov", Build.box("udta", Build.box("©nam", texts))))
        #expect(reading.fault("metadata.parts")?.gravity == .overLimit)
        #expect(reading.metadata.isEmpty)
    }

    @Test func onlyTheFirstMetaHasItems() throws {
        let meta = Build.full("meta", Build.handler("pict"))
        #expect(try read(Build.fileType() + meta + meta).codes == ["bmff.second-meta"])
        let tags = Build.keyedMeta([("AIGC", text("{}"))])
        #expect(try read(Build.fileType() + tags).texts(.tag(name: "AIGC")) == ["{}"])
    }

    @Test func mediaDataIsNeverRead() throws {
        let head = Build.fileType() + Build.storeBox(store)
        let bytes = head + Build.box("mdat", noise(2_000_000)) + Build.box("moov", Build.box("udta", zeros(4)))
        let source = WatchedSource(bytes, forbidden: head.count + 8..<head.count + 2_000_000)
        _ = try ContainerReader.read(source)
        #expect(source.touched == 0)
        #expect(source.bytesRead < 4000)
    }

    @Test func boxesNestedTooDeepAreTold() throws {
        var box = Build.box("moov")
        for _ in 0..<1000 { box = Build.box("moov", box) }
        let reading = try read(Build.fileType() + box)
        #expect(reading.fault("bmff.depth")?.gravity == .overLimit)
        #expect(reading.fault("bmff.depth")?.message.contains("32") == true)
    }

    @Test func tooManyBoxesAreTold() throws {
        let many = [UInt8]((0..<ProvenanceLimits.boxes + 1).map { _ in Build.box("free") }.joined())
        #expect(try read(Build.fileType() + many).fault("bmff.boxes")?.gravity == .overLimit)
    }

    @Test(
        "sizes that cannot be are malformed",
        arguments: [
            big32(7) + text("free"), big32(40) + text("free"), big32(1) + text("free") + big64(15),
            big32(1) + text("free") + big64(.max),
            big32(1) + text("free") + [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            big32(1) + text("free"), big32(20) + text("uuid") + zeros(12), [0, 0, 0],
        ])
    func sizes(_ box: [UInt8]) throws {
        let reading = try read(Build.fileType() + Build.box("uuid", Build.xmp, text("<x/>")) + box)
        #expect(reading.graveFaults.map(\.gravity) == [.malformed])
        #expect(reading.texts(.xmp) == ["<x/>"])
    }
}
