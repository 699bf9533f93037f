// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary
import Testing

@Suite("TIFF")
struct TIFFTests {
    @Test("directories are walked in both byte orders", arguments: [true, false])
    func walk(little: Bool) throws {
        let bytes = TIFFBuilder.file(
            [
                [
                    (0x0100, .long(7)), (0x014a, .directories([[(0x0131, .ascii("one"))], [(0x0131, .ascii("two"))]])),
                    (0x8769, .directory([(0x9286, .bytes(type: 7, text("comment")))])),
                    (0x8825, .directory([(1, .ascii("N"))])),
                ],
                [(0x0100, .long(8))],
            ], little: little)
        let walk = try TIFFDirectoryWalk(MemoryBytes(bytes))
        #expect(walk.order == (little ? .little : .big))
        #expect(walk.directories.map(\.role) == [.image, .sub, .sub, .exif, .gps, .image])
        #expect(walk.directories.map(\.parent) == [nil, 0, 0, 0, 0, nil])
        #expect(walk.faults.isEmpty)
        let comment = try #require(walk.directories[3].entries.first)
        #expect(comment.tag == 0x9286 && comment.type == 7 && comment.count == 7)
        #expect([UInt8](bytes[try #require(comment.value)]) == text("comment"))
        let inline = try #require(walk.directories[4].entries.first?.value)
        #expect([UInt8](bytes[inline]) == text("N\0"))
    }

    @Test func aStructureInsideAFileCountsFromItsOwnStart() throws {
        let bytes = noise(100) + TIFFBuilder.exif() + noise(50)
        let walk = try TIFFDirectoryWalk(MemoryBytes(bytes), in: 100..<bytes.count - 50)
        let make = try #require(walk.directories.first?.entries.first?.value)
        #expect([UInt8](bytes[make]) == text("Nonsense Camera\0"))
        #expect(walk.base == 100)
    }

    @Test func bigTIFFIsWalked() throws {
        // One directory of one entry: a text of twelve bytes behind it, and one of eight in it.
        let bytes =
            text("II") + little16(43) + little16(8) + little16(0) + little64(16) + little64(2)
            + little16(0x010e) + little16(2) + little64(12) + little64(80)
            + little16(0x0131) + little16(2) + little64(8) + text("inlined\0")
            + little64(0) + zeros(8) + text("elsewhere!!\0")
        let reading = try read(bytes)
        #expect(reading.format == .tiff)
        #expect(reading.texts(.exif(tag: 0x010e)) == ["elsewhere!!\0"])
        #expect(reading.texts(.exif(tag: 0x0131)) == ["inlined\0"])
        #expect(reading.faults.isEmpty)
    }

    private func little64(_ value: Int) -> [UInt8] { big64(value).reversed() }

    @Test("a store is the value of its tag", arguments: [true, false])
    func store(little: Bool) throws {
        let store = StoreBuilder.store()
        let bytes = TIFFBuilder.file(
            [[(0x010e, .ascii("a picture"))], [(0xcd41, .bytes(type: 7, store))]], little: little)
        let reading = try read(bytes)
        #expect(reading.stores.map(\.bytes) == [store])
        #expect(reading.stores.first?.ranges.map { [UInt8](bytes[$0]) } == [store])
        #expect(reading.faults.isEmpty)
        let two = try read(
            TIFFBuilder.file([[(0xcd41, .bytes(type: 7, store))], [(0xcd41, .bytes(type: 7, store))]], little: little))
        #expect(two.fault("c2pa.more-than-one-store")?.gravity == .malformed)
    }

    @Test func fieldsOfInterestAreGiven() throws {
        let iim = JPEGBuilder.iim(110, "credit")
        let reading = try read(
            TIFFBuilder.file([
                [
                    (0x0100, .long(3)), (0x010e, .ascii("a picture")), (0x02bc, .bytes(type: 1, text("<x/>"))),
                    (0x83bb, .bytes(type: 7, iim)), (0x8649, .bytes(type: 7, JPEGBuilder.resource(0x0404, iim))),
                    (0x8769, .directory([(0x9286, .bytes(type: 7, text("comment")))])),
                ]
            ]))
        #expect(reading.texts(.exif(tag: 0x010e)) == ["a picture\0"])
        #expect(reading.texts(.xmp) == ["<x/>"])
        #expect(reading.blocks(.iptcIIM).map(\.bytes) == [iim, iim])
        #expect(reading.texts(.exif(tag: 0x9286)) == ["comment"])
        #expect(reading.metadata.count == 5)
    }

    @Test func loopsEnd() throws {
        // The directory names itself as the next one.
        let itself = text("II") + little16(42) + little32(8) + little16(0) + little32(8)
        #expect(try read(itself).fault("tiff.loop")?.gravity == .malformed)
        var chain = text("II") + little16(42) + little32(8)
        for index in 0..<100 { chain += little16(0) + little32(8 + 6 * (index + 1)) }
        let reading = try read(chain + little16(0) + little32(0))
        #expect(reading.fault("tiff.directories")?.gravity == .overLimit)
        #expect(reading.fault("tiff.directories")?.message.contains("64") == true)
    }

    @Test func oneEXIFDirectoryMayServeSeveralPictures() throws {
        // Two directories that name the same EXIF directory at 44.
        let entry = little16(0x8769) + little16(4) + little32(1) + little32(44)
        let bytes =
            text("II") + little16(42) + little32(8) + little16(1) + entry + little32(26) + little16(1) + entry
            + little32(0) + little16(0) + little32(0)
        let reading = try read(bytes)
        #expect(reading.codes == ["tiff.shared-directory"])
        #expect(reading.graveFaults.isEmpty)
    }

    @Test func wrongPlacesAndCountsAreTold() throws {
        let beyond = text("MM") + big16(42) + big32(8000)
        #expect(try read(beyond).fault("tiff.directory-beyond-end")?.gravity == .malformed)
        let many = text("MM") + big16(42) + big32(8) + big16(5000) + zeros(5000 * 12 + 4)
        #expect(try read(many).fault("tiff.entries")?.gravity == .overLimit)
        let few = text("MM") + big16(42) + big32(8) + big16(50) + zeros(30)
        #expect(try read(few).fault("tiff.directory-beyond-end")?.gravity == .malformed)
        var value = TIFFBuilder.file([[(0x010e, .ascii("a picture"))]])
        value[8 + 2 + 8] = 0xf0
        #expect(try read(value).fault("tiff.value-beyond-end")?.gravity == .oddity)
        var huge = TIFFBuilder.file([[(0x010e, .ascii("a picture"))]])
        huge.replaceSubrange(14..<18, with: [0xff, 0xff, 0xff, 0xff])
        #expect(try read(huge).fault("tiff.value-beyond-end")?.gravity == .oddity)
    }

    @Test func directoriesThatNameManyOthersCostLittle() throws {
        // Each of 4,096 entries names 65 directories.
        var bytes = text("II") + little16(42) + little32(8) + little16(4096)
        for _ in 0..<4096 { bytes += little16(0x014a) + little16(4) + little32(65) + little32(8) }
        let source = WatchedSource(bytes + zeros(300))
        let reading = try ContainerReader.read(source)
        #expect(reading.fault("tiff.directories")?.gravity == .overLimit)
        #expect(source.bytesRead < 20 * source.count)
    }

    @Test func entriesOfAllEXIFStructuresAreCountedTogether() throws {
        let entry = little16(0x0100) + little16(4) + little32(1) + little32(7)
        let exif =
            text("II") + little16(42) + little32(8) + little16(4096) + [UInt8]((0..<4096).map { _ in entry }.joined())
            + little32(0)
        let segment = JPEGBuilder.exif(exif)
        let reading = try read(JPEGBuilder.file([UInt8]((0..<70).map { _ in segment }.joined())))
        #expect(reading.fault("exif.tiff.entries")?.gravity == .overLimit)
        let few = try read(JPEGBuilder.file([UInt8]((0..<3).map { _ in segment }.joined())))
        #expect(few.faults.isEmpty)
    }

    @Test func missingSubdirectoriesLeaveThePictureReadable() throws {
        var bytes = TIFFBuilder.file([[(0x8769, .long(60_000)), (0x010e, .ascii("a picture"))]])
        #expect(try read(bytes).graveFaults.isEmpty)
        #expect(try read(bytes).codes == ["tiff.directory-beyond-end"])
        #expect(try read(bytes).texts(.exif(tag: 0x010e)) == ["a picture\0"])
        bytes.replaceSubrange(8 + 2 + 24..<8 + 2 + 28, with: little32(60_000))
        #expect(try read(bytes).fault("tiff.directory-beyond-end")?.gravity == .malformed)
    }

    @Test func overlappingValuesCannotMultiplyMemory() throws {
        // Every entry of many directories names the same bytes.
        let shared = 300_000
        let perDirectory = 400
        var bytes = text("II") + little16(42) + little32(8)
        for index in 0..<10 {
            let start = 8 + index * (6 + perDirectory * 12)
            bytes += little16(perDirectory)
            for _ in 0..<perDirectory { bytes += little16(0x9286) + little16(7) + little32(shared) + little32(60_000) }
            bytes += little32(index == 9 ? 0 : start + 6 + perDirectory * 12)
        }
        bytes += zeros(60_000 + shared - bytes.count)
        let reading = try read(bytes)
        #expect(reading.fault("metadata.bytes")?.gravity == .overLimit)
        #expect(reading.metadata.reduce(0) { $0 + $1.bytes.count } <= ProvenanceLimits.metadataBytes)
    }
}
