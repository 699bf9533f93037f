// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary
import Testing

@Suite("Matroska and FLV")
struct FilmTagTests {
    private typealias Build = MatroskaBuilder

    @Test func simpleTagsAreGiven() throws {
        let tags = Build.tags(
            Build.simpleTag("AIGC", "{\"Label\":1}"),
            Build.simpleTag("ARTIST", "nobody", inner: Build.simpleTag("SORT", "inner")))
        let cluster = Build.sized(Build.cluster, Build.block)
        for segment in [
            Build.sized(Build.segment, cluster, tags), Build.open(Build.segment, cluster + tags),
            Build.open(Build.segment, Build.open(Build.cluster, Build.block + Build.block) + tags),
            Build.sized(Build.segment, tags, cluster),
        ] {
            let reading = try read(Build.header + segment)
            #expect(reading.format == .matroska)
            #expect(reading.texts(.tag(name: "AIGC")) == ["{\"Label\":1}"])
            #expect(reading.texts(.tag(name: "ARTIST")) == ["nobody"])
            #expect(reading.texts(.tag(name: "SORT")) == ["inner"])
            #expect(reading.faults.isEmpty)
        }
    }

    @Test func picturesAreNeverRead() throws {
        let cluster = Build.sized(Build.cluster, noise(1_000_000))
        let bytes = Build.header + Build.open(Build.segment, cluster + Build.tags(Build.simpleTag("a", "b")))
        let source = WatchedSource(bytes)
        #expect(try ContainerReader.read(source).texts(.tag(name: "a")) == ["b"])
        #expect(source.bytesRead < 1000)
    }

    @Test func tagsNestedTooDeepAreTold() throws {
        var tag = Build.simpleTag("a", "b")
        for _ in 0..<100 { tag = Build.sized([0x67, 0xc8], tag) }
        let reading = try read(Build.header + Build.open(Build.segment, Build.tags(tag)))
        #expect(reading.fault("matroska.depth")?.gravity == .overLimit)
    }

    @Test func aCutFileIsMalformedAndReadAsFarAsItGoes() throws {
        let tags = Build.tags(Build.simpleTag("first", "kept"), Build.simpleTag("second", "lost"))
        let bytes = Build.header + Build.sized(Build.segment, tags)
        let reading = try read([UInt8](bytes.dropLast(3)))
        #expect(reading.texts(.tag(name: "first")) == ["kept"])
        #expect(reading.graveFaults.contains { $0.gravity == .malformed })
    }

    @Test func scriptDataIsGiven() throws {
        let entries: [(String, [UInt8])] = [
            ("duration", [0] + zeros(8)), ("stereo", [1, 1]), ("AIGC", FLVBuilder.string("{\"Label\":1}")),
            ("nothing", [5]), ("when", [11] + zeros(10)),
            ("list", [10] + big32(2) + FLVBuilder.string("x") + FLVBuilder.string("y")),
            ("inner", [3] + FLVBuilder.members([("deep", FLVBuilder.string("text"))])),
            ("last", FLVBuilder.string("end")),
        ]
        for metadata in [FLVBuilder.array(entries), [3] + FLVBuilder.members(entries)] {
            let reading = try read(FLVBuilder.file(metadata))
            #expect(reading.format == .flv)
            #expect(reading.texts(.tag(name: "AIGC")) == ["{\"Label\":1}"])
            #expect(reading.texts(.tag(name: "list")) == ["x", "y"])
            #expect(reading.texts(.tag(name: "deep")) == ["text"])
            #expect(reading.texts(.tag(name: "last")) == ["end"])
            #expect(reading.faults.isEmpty)
        }
    }

    @Test func scriptDataThatIsWrongIsTold() throws {
        let cut = FLVBuilder.array([("a", FLVBuilder.string("b")), ("c", [2, 0, 200, 1])])
        let reading = try read(FLVBuilder.file(cut))
        #expect(reading.texts(.tag(name: "a")) == ["b"])
        #expect(reading.codes == ["flv.script"])
        var deep = FLVBuilder.string("x")
        for _ in 0..<100 { deep = [10] + big32(1) + deep }
        #expect(try read(FLVBuilder.file(deep)).fault("flv.depth")?.gravity == .overLimit)
        let endless = try read(FLVBuilder.file([10] + big32(0x7fff_ffff) + [5, 5, 5]))
        #expect(endless.codes == ["flv.script"])
    }
}
