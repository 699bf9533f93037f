// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary
import Testing

@Suite("JPEG")
struct JPEGTests {
    private let store = StoreBuilder.store(bytes: 900)

    @Test func segmentsFollowEachOtherWithoutGaps() throws {
        let comment = JPEGBuilder.segment(0xfe, text("hello"))
        let bytes = JPEGBuilder.file(comment)
        let walk = try JPEGSegmentWalk(MemoryBytes(bytes))
        #expect(walk.segments.map(\.marker) == [0xd8, 0xe0, 0xfe, 0xdb, 0xc0, 0xda])
        #expect(walk.faults.isEmpty)
        #expect(walk.isComplete)
        var end = 0
        for segment in walk.segments {
            #expect(segment.range.lowerBound == end)
            end = segment.range.upperBound
        }
        #expect(walk.end == end)
        #expect([UInt8](bytes[walk.segments[2].range]) == comment)
        #expect([UInt8](bytes[walk.segments[2].payload]) == text("hello"))
    }

    @Test func scansAreWalkedOnRequest() throws {
        let between = JPEGBuilder.segment(0xc4, noise(20))
        let data: [UInt8] = [1, 2, 0xff, 0, 3, 0xff, 0xd0, 4]
        let bytes =
            JPEGBuilder.start + JPEGBuilder.tables + JPEGBuilder.scan + data + between + JPEGBuilder.scan + data
            + JPEGBuilder.end + text("rest")
        let source = WatchedSource(bytes)
        let walk = try JPEGSegmentWalk(source)
        let scans = try JPEGScanWalk(source, after: walk)
        #expect(scans.segments.map(\.marker) == [0xda, 0xc4, 0xda, 0xd9])
        #expect(scans.isComplete)
        #expect(scans.faults.isEmpty)
        #expect([UInt8](bytes[scans.segments[0].range]) == JPEGBuilder.scan + data)
        #expect([UInt8](bytes[scans.segments[1].range]) == between)
        #expect([UInt8](bytes[scans.segments[2].range]) == JPEGBuilder.scan + data)
        #expect([UInt8](bytes[scans.end...]) == text("rest"))
    }

    @Test func aScanLongerThanTheWindowIsWalked() throws {
        // FF and its zero on either side of every border of the window.
        for shift in 0..<3 {
            let data = zeros(65536 * 2 - 10 - shift) + [0xff, 0] + noise(70_000) + [0xff, 0xd3]
            let bytes = JPEGBuilder.file(data: data)
            let source = MemoryBytes(bytes)
            let scans = try JPEGScanWalk(source, after: JPEGSegmentWalk(source))
            #expect(scans.segments.map(\.marker) == [0xda, 0xd9])
            #expect(scans.end == bytes.count)
        }
    }

    @Test func aScanWithoutEndIsMalformedForWhoeverWalksIt() throws {
        let source = MemoryBytes([UInt8](JPEGBuilder.file().dropLast(2)))
        let scans = try JPEGScanWalk(source, after: JPEGSegmentWalk(source))
        #expect(!scans.isComplete)
        #expect(scans.faults.map(\.code) == ["jpeg.no-end"])
        #expect(scans.segments.last?.range.upperBound == source.count)
    }

    @Test func fillBytesBelongToTheSegmentBehindThem() throws {
        let bytes = JPEGBuilder.start + [0xff, 0xff] + JPEGBuilder.segment(0xfe, text("x")) + JPEGBuilder.scan
        let walk = try JPEGSegmentWalk(MemoryBytes(bytes))
        #expect(walk.segments[1].range == 2..<2 + 2 + 5)
        #expect(walk.segments[1].payload.count == 1)
        #expect(walk.faults.isEmpty)
    }

    @Test func bytesBetweenSegmentsAreSkippedAndTold() throws {
        let reading = try read(
            JPEGBuilder.file([1, 2, 3, 0xff, 0] + JPEGBuilder.segment(0xfe, text("found all the same"))))
        #expect(reading.texts(.comment) == ["found all the same"])
        #expect(reading.fault("jpeg.bytes-between-segments")?.gravity == .oddity)
        #expect(reading.graveFaults.isEmpty)
    }

    @Test func imageDataIsNeverRead() throws {
        let data = noise(4_000_000)
        let bytes = JPEGBuilder.file(JPEGBuilder.exif(TIFFBuilder.exif()), data: data)
        let start = bytes.count - 2 - data.count
        let source = WatchedSource(bytes, forbidden: start..<bytes.count - 2)
        let reading = try ContainerReader.read(source)
        #expect(reading.faults.isEmpty)
        #expect(source.touched == 0)
        #expect(source.bytesRead < 4000)
    }

    @Test func aStoreInOneSegmentIsFound() throws {
        let packets = JPEGBuilder.packets(store)
        #expect(packets.count == 1)
        let bytes = JPEGBuilder.file(packets[0])
        let reading = try read(bytes)
        #expect(reading.stores.count == 1)
        #expect(reading.stores.first?.bytes == store)
        #expect(reading.stores.first?.ranges.map { [UInt8](bytes[$0]) } == packets)
        #expect(reading.faults.isEmpty)
        #expect(reading.metadata.isEmpty)
    }

    @Test func aStoreInManySegmentsIsPutTogether() throws {
        let packets = JPEGBuilder.packets(store, bytesEach: 100)
        #expect(packets.count > 5)
        let bytes = JPEGBuilder.file(packets.flatMap { $0 })
        let reading = try read(bytes)
        #expect(reading.stores.first?.bytes == store)
        #expect(reading.stores.first?.ranges.map { [UInt8](bytes[$0]) } == packets)
        #expect(reading.faults.isEmpty)
    }

    @Test func otherBoxesInAPP11AreNoStores() throws {
        let other = StoreBuilder.superbox(noise(50), uuid: noise(16), label: "c2pa")
        let relabelled = StoreBuilder.superbox(noise(50), label: "other")
        let reading = try read(
            JPEGBuilder.file(
                JPEGBuilder.packets(other, instance: 1, bytesEach: 60).flatMap { $0 },
                JPEGBuilder.packets(relabelled, instance: 2).flatMap { $0 },
                JPEGBuilder.packets(store, instance: 3).flatMap { $0 }, JPEGBuilder.segment(0xeb, text("HDR stuff"))))
        #expect(reading.stores.map(\.bytes) == [store])
        #expect(reading.texts(.application(marker: 0xeb)) == ["HDR stuff"])
        #expect(reading.graveFaults.isEmpty)
    }

    @Test func twoStoresAreBothGivenAndRefused() throws {
        let other = StoreBuilder.store(bytes: 20, seed: 9)
        for instance in [1, 2] {
            let reading = try read(
                JPEGBuilder.file(
                    JPEGBuilder.packets(store, bytesEach: 300).flatMap { $0 },
                    JPEGBuilder.packets(other, instance: instance).flatMap { $0 }))
            #expect(reading.stores.map(\.bytes) == [store, other])
            #expect(reading.fault("c2pa.more-than-one-store")?.gravity == .malformed)
        }
    }

    @Test func segmentsOfAStoreMustFollowEachOther() throws {
        let packets = JPEGBuilder.packets(store, bytesEach: 300)
        let apart = try read(JPEGBuilder.file(packets[0], JPEGBuilder.segment(0xfe, []), packets[1...].flatMap { $0 }))
        #expect(apart.codes.contains("c2pa.segments-apart"))
        #expect(apart.stores.first?.bytes == store)

        let swapped = try read(JPEGBuilder.file(packets[0], packets[2], packets[1], packets[3...].flatMap { $0 }))
        #expect(swapped.fault("c2pa.segment-order")?.gravity == .malformed)
        #expect(swapped.stores.first?.bytes == store)

        let missing = try read(JPEGBuilder.file(packets[0], packets[2...].flatMap { $0 }))
        #expect(missing.codes.contains("c2pa.segment-order"))
        #expect(missing.codes.contains("c2pa.store-cut"))

        var renamed = packets
        renamed[1][12 + 3] ^= 1
        let header = try read(JPEGBuilder.file(renamed.flatMap { $0 }))
        #expect(header.fault("c2pa.segment-header")?.gravity == .malformed)
    }

    @Test func bytesBehindAStoreAreRefusedUnlessTheyArePadding() throws {
        let padded = try read(JPEGBuilder.file(JPEGBuilder.packets(store + zeros(9)).flatMap { $0 }))
        #expect(padded.stores.first?.bytes == store)
        #expect(padded.faults.isEmpty)
        let hidden = try read(JPEGBuilder.file(JPEGBuilder.packets(store + zeros(9) + [1]).flatMap { $0 }))
        #expect(hidden.stores.first?.bytes == store)
        #expect(hidden.fault("c2pa.bytes-after-store")?.gravity == .malformed)
        let cut = try read(JPEGBuilder.file(JPEGBuilder.packets([UInt8](store.dropLast())).flatMap { $0 }))
        #expect(cut.fault("c2pa.store-cut")?.gravity == .malformed)
    }

    @Test func metadataIsGivenInTheOrderOfTheFile() throws {
        let reading = try read(
            JPEGBuilder.file(
                JPEGBuilder.segment(0xfe, text("first")), JPEGBuilder.xmp("<x/>"),
                JPEGBuilder.segment(0xe7, text("other")), JPEGBuilder.segment(0xe1, text("unknown")),
                JPEGBuilder.segment(0xe2, text("ICC_PROFILE\0") + noise(40))))
        #expect(
            reading.metadata.map(\.kind) == [
                .comment, .xmp, .application(marker: 0xe7), .application(marker: 0xe1),
            ])
        #expect(
            reading.metadata.map { String(decoding: $0.bytes, as: UTF8.self) } == ["first", "<x/>", "other", "unknown"])
        #expect(reading.metadata.map(\.offset) == reading.metadata.map(\.offset).sorted())
    }

    @Test("EXIF is read in both byte orders", arguments: [true, false])
    func exif(little: Bool) throws {
        let bytes = JPEGBuilder.file(JPEGBuilder.exif(TIFFBuilder.exif(little: little)))
        let reading = try read(bytes)
        #expect(reading.texts(.exif(tag: 0x010f)) == ["Nonsense Camera\0"])
        #expect(reading.texts(.exif(tag: 0x9286)) == ["ASCII\0\0\0hello there"])
        #expect(reading.blocks(.exif(tag: 0x927c)).map(\.bytes) == [noise(50)])
        #expect(reading.blocks(.exif(tag: 0x9c9c)).map(\.bytes) == [[0x41, 0, 0x42, 0, 0, 0]])
        #expect(reading.metadata.count == 5)
        for block in reading.metadata {
            #expect([UInt8](bytes[block.offset..<block.offset + block.bytes.count]) == block.bytes)
        }
        #expect(reading.faults.isEmpty)
    }

    @Test func brokenEXIFLeavesThePictureReadable() throws {
        for exif in [
            text("nonsense"), [], text("II") + little16(42) + little32(4000), text("MM") + big16(42) + big32(8),
        ] {
            let reading = try read(JPEGBuilder.file(JPEGBuilder.exif(exif), JPEGBuilder.segment(0xfe, text("after"))))
            #expect(reading.texts(.comment) == ["after"])
            #expect(reading.graveFaults.isEmpty)
            #expect(reading.codes.contains { $0.hasPrefix("exif.") })
        }
    }

    @Test func extendedXMPIsPutTogether() throws {
        let digest = "0123456789ABCDEF0123456789ABCDEF"
        let whole = "<x>" + String(repeating: "long ", count: 30) + "</x>"
        let bytes = text(whole)
        func pieces(_ full: Int = bytes.count, second: Int = 50) -> [[UInt8]] {
            [
                JPEGBuilder.extendedXMP(digest, full: full, offset: second, [UInt8](bytes[50...])),
                JPEGBuilder.extendedXMP(digest, full: full, offset: 0, [UInt8](bytes[..<50])),
            ]
        }
        let main = JPEGBuilder.xmp("<main xmpNote:HasExtendedXMP='\(digest)'/>")
        let good = try read(JPEGBuilder.file(main, pieces().flatMap { $0 }))
        #expect(good.texts(.xmp).contains(whole))
        #expect(good.blocks(.xmp).count == 2)
        #expect(good.faults.isEmpty)

        let unclaimed = try read(JPEGBuilder.file(JPEGBuilder.xmp("<main/>"), pieces().flatMap { $0 }))
        #expect(unclaimed.codes == ["xmp.extension-unclaimed"])
        #expect(unclaimed.blocks(.xmp).count == 1)
        let gap = try read(JPEGBuilder.file(main, pieces(second: 51).flatMap { $0 }))
        #expect(gap.codes == ["xmp.extension-incomplete"])
        let short = try read(JPEGBuilder.file(main, pieces(bytes.count + 1).flatMap { $0 }))
        #expect(short.codes == ["xmp.extension-incomplete"])
        let twice = try read(JPEGBuilder.file(main, pieces().flatMap { $0 }, pieces()[0]))
        #expect(twice.codes == ["xmp.extension-incomplete"])
    }

    @Test func extendedXMPMayBeNamedByAnElement() throws {
        let digest = "0123456789abcdef0123456789ABCDEF"
        let reading = try read(
            JPEGBuilder.file(
                JPEGBuilder.xmp("<a:HasExtendedXMP>\(digest)</a:HasExtendedXMP>"),
                JPEGBuilder.extendedXMP(digest.uppercased(), full: 4, offset: 0, text("<x/>"))))
        #expect(reading.texts(.xmp).contains("<x/>"))
        #expect(reading.faults.isEmpty)
    }

    @Test func photoshopResourcesGoOnOverSegments() throws {
        let iim = JPEGBuilder.iim(110, "Made by nobody") + JPEGBuilder.iim(80, "someone")
        let resources =
            JPEGBuilder.resource(0x040c, noise(33), name: "odd") + JPEGBuilder.resource(0x0404, iim, name: "name")
            + JPEGBuilder.resource(0x0424, text("<x/>"))
        for cut in [0, 11, 60, resources.count - 3] {
            let reading = try read(
                JPEGBuilder.file(
                    JPEGBuilder.photoshop([UInt8](resources[..<cut])), JPEGBuilder.photoshop([UInt8](resources[cut...]))
                ))
            #expect(reading.blocks(.iptcIIM).map(\.bytes) == [iim], "cut at \(cut)")
            #expect(reading.texts(.xmp) == ["<x/>"])
            #expect(reading.faults.isEmpty)
        }
    }

    @Test func whatFollowsTheImageIsATrailer() throws {
        for trailer in [text("AIGC{}"), noise(5000), [0]] {
            let reading = try read(JPEGBuilder.file(trailer: trailer))
            #expect(reading.blocks(.trailer).map(\.bytes) == [trailer])
            #expect(reading.faults.isEmpty)
        }
        #expect(try read(JPEGBuilder.file()).metadata.isEmpty)
    }

    @Test func theEndIsFoundOnEitherSideOfEachPieceThatIsLookedAt() throws {
        // The first piece is 4096 bytes; FF D9 lies across its border.
        for length in 4090...4100 {
            let reading = try read(JPEGBuilder.file(trailer: noise(length)))
            #expect(reading.blocks(.trailer).map(\.bytes.count) == [length])
        }
    }

    @Test func aSamsungTrailerIsGivenWholeThoughItHoldsAPicture() throws {
        let trailer = JPEGBuilder.samsung(
            "PhotoEditor_Re_Edit_Data", text("{\"a\":1}") + JPEGBuilder.file() + text("x"))
        let reading = try read(JPEGBuilder.file(trailer: trailer))
        #expect(reading.blocks(.trailer).map(\.bytes) == [trailer])
    }

    @Test func aLongTrailerIsGivenFromItsEnd() throws {
        let reading = try read(JPEGBuilder.file(trailer: text("start") + [0xff, 1] + noise(2 << 20) + [0xff, 1]))
        #expect(reading.blocks(.trailer).map(\.bytes.count) == [ProvenanceLimits.trailerBytes])
        #expect(reading.faults.isEmpty)
    }

    @Test func imageDataWithoutEndIsOdd() throws {
        let bytes = [UInt8](JPEGBuilder.file(data: noise(3_000_000)).dropLast(2))
        let reading = try read(bytes)
        #expect(reading.fault("jpeg.no-end")?.gravity == .oddity)
        #expect(reading.metadata.isEmpty)
        // Credentials cover all of the picture.
        let signed = try read([UInt8](JPEGBuilder.file(JPEGBuilder.packets(store)[0]).dropLast(2)))
        #expect(signed.fault("jpeg.no-end")?.gravity == .malformed)
    }

    @Test func aFileThatEndsInsideAHeaderSegmentIsMalformed() throws {
        let bytes = JPEGBuilder.file(JPEGBuilder.segment(0xfe, text("kept")), JPEGBuilder.packets(store)[0])
        let walk = try JPEGSegmentWalk(MemoryBytes(bytes))
        for length in 2..<walk.end {
            let reading = try read([UInt8](bytes.prefix(length)))
            #expect(reading.graveFaults.contains { $0.gravity == .malformed }, "cut at \(length)")
            if length >= walk.segments[2].range.upperBound { #expect(reading.texts(.comment) == ["kept"]) }
        }
    }

    @Test func aStoreInTooManySegmentsIsTold() throws {
        let packets = JPEGBuilder.packets(StoreBuilder.store(bytes: 5000), bytesEach: 1)
        let reading = try read(JPEGBuilder.file([UInt8](packets.joined())))
        #expect(reading.stores.isEmpty)
        let small = JPEGBuilder.packets(StoreBuilder.store(bytes: 5000), bytesEach: 64)
        let many =
            small
            + (0..<4200).map { JPEGBuilder.segment(0xeb, text("JP") + big16(1) + big32($0 + 9000) + small[0][12..<21]) }
        #expect(try read(JPEGBuilder.file([UInt8](many.joined()))).fault("c2pa.segments")?.gravity == .overLimit)
    }

    @Test func segmentsBeyondTheLimitAreTold() throws {
        let segment: [UInt8] = [0xff, 0xfe, 0, 2]
        let many = [UInt8]((0..<ProvenanceLimits.segments + 5).map { _ in segment }.joined())
        let reading = try read(JPEGBuilder.file(many))
        #expect(reading.fault("jpeg.segments")?.gravity == .overLimit)
        #expect(reading.fault("jpeg.segments")?.message.contains("\(ProvenanceLimits.segments)") == true)
    }
}
