// SPDX-License-Identifier: Apache-2.0

import Containers
import Markers
import ProvenanceVocabulary
import Testing

/// A whole file with one marker.
struct FileSample: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var source: MarkerSource
    var claim: Claim
    var bytes: [UInt8]

    init(_ name: String, _ source: MarkerSource, _ claim: Claim, _ bytes: [UInt8]) {
        testDescription = name
        self.source = source
        self.claim = claim
        self.bytes = bytes
    }
}

/// Markers are found in every container that can hold them, through the reader of containers.
@Suite("Markers in containers")
struct ContainerTests {
    static let aigc = Array("{\"AIGC\": \(Texts.tc260)}".utf8)
    static let label = XMP.packet("<TC260:AIGC>\(XMP.escaped(Texts.tc260))</TC260:AIGC>")
    static let trained = XMP.packet(attributes: "Iptc4xmpExt:DigitalSourceType=\"trainedAlgorithmicMedia\"")
    static let comment = Array("UNICODE\0".utf8) + UTF16Bytes.bigEndian(Texts.a1111)
    static let settings = Files.tiff(fields: [], userComment: comment)
    static let comfy = Files.tiff(fields: [
        (0x010F, Array(("workflow:" + Texts.comfyWorkflow).utf8)),
        (0x0110, Array(("prompt:" + Texts.comfyPrompt).utf8)),
    ])
    static let grok = Files.tiff(fields: [(0x010E, Array(Texts.signature.utf8)), (0x013B, Array(Texts.job.utf8))])

    static let all: [FileSample] = [
        FileSample("JPEG, XMP", .digitalSourceType, .aiGenerated, Files.jpegXMP(trained)),
        FileSample("JPEG, XMP, label", .tc260, .aiGenerated, Files.jpegXMP(label)),
        FileSample("JPEG, EXIF comment", .a1111, .aiGenerated, Files.jpegEXIF(settings)),
        FileSample(
            "JPEG, EXIF comment, big-endian", .a1111, .aiGenerated,
            Files.jpegEXIF(Files.tiff(fields: [], userComment: comment, littleEndian: false))),
        FileSample("JPEG, EXIF, Grok", .grok, .aiGenerated, Files.jpegEXIF(grok)),
        FileSample(
            "JPEG, EXIF comment, label", .tc260, .aiGenerated,
            Files.jpegEXIF(Files.tiff(fields: [], userComment: Array("ASCII\0\0\0".utf8) + aigc))),
        FileSample(
            "JPEG, EXIF maker", .make, .aiGenerated,
            Files.jpegEXIF(Files.tiff(fields: [(0x010F, Array("Ideogram AI".utf8))]))),
        FileSample(
            "JPEG, IIM", .googleCredit, .aiGenerated,
            Files.jpegIIM([0x1C, 2, 110, 0, 19] + Array("Made with Google AI".utf8))),
        FileSample("JPEG, comment", .a1111, .aiGenerated, Files.jpeg([(0xFE, Array(Texts.a1111.utf8))])),
        FileSample("JPEG, APP segment", .tc260, .aiGenerated, Files.jpeg([(0xEA, Array("AIGC\(Texts.tc260)".utf8))])),
        FileSample("JPEG, trailer", .samsung, .aiEdited, Files.jpeg([(0xE0, [])], trailer: Texts.samsung)),
        FileSample(
            "PNG, tEXt", .a1111, .aiGenerated, Files.png([("tEXt", Array("parameters\0\(Texts.a1111)".utf8))])),
        FileSample(
            "PNG, iTXt", .tc260, .aiGenerated, Files.png([("iTXt", Array("AIGC\0\0\0\0\0\(Texts.tc260)".utf8))])),
        FileSample(
            "PNG, XMP", .digitalSourceType, .aiGenerated,
            Files.png([("iTXt", Array("XML:com.adobe.xmp\0\0\0\0\0\(trained)".utf8))])),
        FileSample("PNG, EXIF", .comfyUI, .aiGenerated, Files.png([("eXIf", comfy)])),
        FileSample("WebP, EXIF, ComfyUI", .comfyUI, .aiGenerated, Files.webp([("EXIF", comfy)])),
        FileSample("WebP, EXIF comment", .a1111, .aiGenerated, Files.webp([("EXIF", settings)])),
        FileSample(
            "WebP, EXIF with JPEG's preamble", .a1111, .aiGenerated,
            Files.webp([("EXIF", Array("Exif\0\0".utf8) + settings)])),
        FileSample("WebP, XMP", .tc260, .aiGenerated, Files.webp([("XMP ", Array(label.utf8))])),
        FileSample("GIF, comment", .a1111, .aiGenerated, Files.gif(comment: Texts.a1111)),
        FileSample(
            "GIF, comment, label", .tc260, .aiGenerated, Files.gif(comment: String(decoding: aigc, as: UTF8.self))),
        FileSample("TIFF", .software, .aiGenerated, Files.tiff(fields: [(0x0131, Array("Adobe Firefly".utf8))])),
        FileSample(
            "TIFF, XMP", .digitalSourceType, .aiGenerated, Files.tiff(fields: [(0x02BC, Array(trained.utf8))])),
        FileSample("MP4, keys", .tc260, .aiGenerated, Files.mp4(keys: [("encoder", "Lavf"), ("AIGC", Texts.tc260)])),
        FileSample("MP4, keys, ComfyUI", .comfyUI, .aiGenerated, Files.mp4(keys: [("prompt", Texts.comfyPrompt)])),
        FileSample("MP4, XMP", .digitalSourceType, .aiGenerated, Files.mp4(xmp: trained)),
        FileSample(
            "MOV, user data", .a1111, .aiGenerated, Files.mov(userData: [([0xA9] + Array("cmt".utf8), Texts.a1111)])),
        FileSample(
            "MOV, user data, label", .tc260, .aiGenerated, Files.mov("AIGC", Texts.tc260)),
        FileSample("Matroska", .tc260, .aiGenerated, Files.matroska(tags: [("ENCODER", "x"), ("AIGC", Texts.tc260)])),
        FileSample("Matroska, ComfyUI", .comfyUI, .aiGenerated, Files.matroska(tags: [("PROMPT", Texts.comfyPrompt)])),
        FileSample("AVI", .tc260, .aiGenerated, Files.avi(info: [("ISFT", "Lavf"), ("AIGC", Texts.tc260)])),
        FileSample("AVI, software", .software, .aiGenerated, Files.avi(info: [("ISFT", "OpenAI Sora")])),
        FileSample("FLV", .tc260, .aiGenerated, Files.flv(metadata: [("encoder", "Lavf"), ("AIGC", Texts.tc260)])),
    ]

    @Test(arguments: all) func aMarkerIsReadThroughItsContainer(_ sample: FileSample) throws {
        let container = try ContainerReader.read(MemoryBytes(sample.bytes))
        let result = MarkerReader.markers(in: container)
        #expect(Set(result.markers.map(\.source)) == [sample.source], "\(container)")
        #expect(result.markers.map(\.claim).allSatisfy { $0 == sample.claim })
        #expect(result.faults.isEmpty)
        #expect(!"\(result)".contains(prompt))
        #expect(result.markers.allSatisfy { $0.offset > 0 && $0.offset < sample.bytes.count })
    }

    /// The same files with the same bytes in a place that means nothing.
    @Test func theSameTextsElsewhereAreNoMarkers() throws {
        let texts = [Texts.a1111, Texts.comfyPrompt, Texts.tc260, Texts.fooocus, Texts.swarm, Self.trained]
        for text in texts {
            let bytes = Array(text.utf8)
            for file in [
                Files.png([("tEXt", Array("Copyright\0".utf8) + bytes)]), Files.png([("prVt", bytes)]),
                Files.jpeg([(0xE2, Array("ICC_PROFILE\0".utf8) + bytes)]), Files.webp([("ABCD", bytes)]),
                Files.tiff(fields: [(0x9999, bytes)]), Files.mp4(keys: [("artist", text)]),
                Files.matroska(tags: [("ARTIST", text)]), Files.avi(info: [("IART", text)]),
                Files.flv(metadata: [("artist", text)]),
            ] {
                let result = MarkerReader.markers(in: try ContainerReader.read(MemoryBytes(file)))
                #expect(result.markers.isEmpty, "\(text.prefix(40)): \(result.markers)")
            }
        }
    }
}
