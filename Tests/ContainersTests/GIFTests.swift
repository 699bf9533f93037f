// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary
import Testing

@Suite("GIF")
struct GIFTests {
    @Test func partsFollowEachOtherWithoutGaps() throws {
        let control: [UInt8] = [0x21, 0xf9, 4, 0, 0, 0, 0, 0]
        let bytes = GIFBuilder.file(GIFBuilder.comment("hi"), control, trailer: text("rest"))
        let walk = try GIFBlockWalk(MemoryBytes(bytes))
        #expect(
            walk.blocks.map(\.kind) == [
                .header, .logicalScreenDescriptor, .globalColorTable, .extension(label: 0xfe), .extension(label: 0xf9),
                .imageDescriptor, .localColorTable, .imageData, .trailer,
            ])
        #expect(walk.blocks.first?.range.lowerBound == 0)
        for (one, next) in zip(walk.blocks, walk.blocks.dropFirst()) {
            #expect(one.range.upperBound == next.range.lowerBound)
        }
        #expect([UInt8](bytes[walk.end...]) == text("rest"))
        #expect([UInt8](bytes[walk.blocks[4].range]) == control)
        #expect(walk.isComplete && walk.faults.isEmpty)
    }

    @Test func commentsXMPAndStoreAreFound() throws {
        let store = StoreBuilder.store(bytes: 700)
        let application = GIFBuilder.application("C2PA_GIF\u{1}\u{0}\u{0}", store)
        let packet = "<x>" + String(repeating: "a long packet of text ", count: 40) + "</x>"
        let comment = String(repeating: "comment ", count: 50)
        let bytes = GIFBuilder.file(GIFBuilder.comment(comment), GIFBuilder.xmp(packet), application)
        let reading = try read(bytes)
        #expect(reading.texts(.comment) == [comment])
        #expect(reading.texts(.xmp) == [packet])
        #expect(reading.stores.map(\.bytes) == [store])
        #expect(reading.stores.first?.ranges.map { [UInt8](bytes[$0]) } == [application])
        #expect(reading.faults.isEmpty)
    }

    @Test("XMP of any length is found between its name and its trailer", arguments: 1..<300)
    func xmpLength(_ length: Int) throws {
        let packet = String(repeating: "ab<>~ ", count: 60).prefix(length)
        #expect(try read(GIFBuilder.file(GIFBuilder.xmp(String(packet)))).texts(.xmp) == [String(packet)])
    }

    @Test func xmpInSubBlocksIsOddButRead() throws {
        let reading = try read(GIFBuilder.file(GIFBuilder.application("XMP DataXMP", text("<x/>"))))
        #expect(reading.texts(.xmp) == ["<x/>"])
        #expect(reading.codes == ["gif.xmp-trailer"])
    }

    @Test func aFileThatIsCutIsMalformed() throws {
        let bytes = GIFBuilder.file(GIFBuilder.comment("kept"))
        for length in 6..<bytes.count {
            #expect(try read([UInt8](bytes.prefix(length))).codes == ["gif.cut"], "cut at \(length)")
        }
    }

    @Test func unknownBlocksAreMalformed() throws {
        let reading = try read(GIFBuilder.file([0x77]))
        #expect(reading.fault("gif.block-type")?.gravity == .malformed)
    }

    @Test func subBlocksBeyondTheLimitAreTold() throws {
        let many = [UInt8](repeating: 1, count: 2 * (ProvenanceLimits.gifSubBlocks + 1))
        let reading = try read(GIFBuilder.file([0x21, 0xfe] + many + [0]))
        #expect(reading.codes == ["gif.sub-blocks"])
        #expect(reading.fault("gif.sub-blocks")?.gravity == .overLimit)
    }

    @Test func blocksBeyondTheLimitAreTold() throws {
        let empty: [UInt8] = [0x21, 0xfe, 0]
        let many = [UInt8]((0..<ProvenanceLimits.segments + 1).map { _ in empty }.joined())
        #expect(try read(GIFBuilder.file(many)).fault("gif.blocks")?.gravity == .overLimit)
    }
}
