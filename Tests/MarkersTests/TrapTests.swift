// SPDX-License-Identifier: Apache-2.0

import Containers
import Markers
import ProvenanceVocabulary
import Testing

/// Metadata that resembles a marker and is none.
struct Trap: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var blocks: [MetadataBlock]

    init(_ name: String, _ blocks: MetadataBlock...) {
        testDescription = name
        self.blocks = blocks
    }
}

@Suite("Traps")
struct TrapTests {
    static let all: [Trap] = [
        Trap("caption about a generator", Blocks.png("Description", "Talk about Midjourney and DALL-E at the library")),
        Trap("caption about a generator in IIM", Blocks.iim([(2, 120, "How Stable Diffusion works")])),
        Trap("caption that is a generator's name", Blocks.exif(0x010E, "Midjourney")),
        Trap("caption in XMP", Blocks.xmp(attributes: "dc:description=\"Made with Google AI, says the lecture\"")),
        Trap("fireflies", Blocks.exif(0x010E, "A firefly at night, 30 s exposure"), Blocks.exif(0x010F, "ExampleCam")),
        Trap("software named Firefly", Blocks.exif(0x0131, "Firefly")),
        Trap("name inside of a longer one", Blocks.exif(0x0131, "Ideogram AI viewer")),
        Trap("name and a word", Blocks.png("Software", "Adobe Firefly plugin for GIMP")),
        Trap("name and a lens", Blocks.exif(0x010F, "Luma AIS 50mm")),
        Trap("Photoshop", Blocks.xmp(attributes: "xmp:CreatorTool=\"Adobe Photoshop 26.0 (Macintosh)\"")),
        Trap("camera", Blocks.exif(0x010F, "ExampleCam"), Blocks.exif(0x0110, "X100"), Blocks.exif(0x0131, "1.0")),
        Trap("lens called Flux", Blocks.exif(0x0110, "FLUX 35mm F1.4")),
        Trap("exposure settings as parameters", Blocks.png("parameters", "exposure=1.2; gamma=2.2")),
        Trap("prompt of a program", Blocks.png("prompt", "Enter file name:")),
        Trap("workflow of an office", Blocks.png("workflow", "draft > review > print")),
        Trap("recipe", Blocks.png("parameters", "Steps: 3, Seed: sunflower, Oven: hot")),
        Trap("knitting", Blocks.png("Comment", "Steps: 20, Seed: 5")),
        Trap("staircase", Blocks.exif(0x9286, bytes: Array("ASCII\0\0\0Steps: many, Sampler: none".utf8))),
        Trap("settings without steps", Blocks.png("parameters", "Sampler: Euler a, CFG scale: 7, Seed: 1")),
        Trap("settings inside of a sentence", Blocks.png("parameters", "He wrote Steps: 20, Sampler: x, Seed: 1")),
        Trap("JSON of something else as prompt", Blocks.png("prompt", "{\"question\": {\"class_type\": 7}}")),
        Trap(
            "JSON of an office as workflow", Blocks.png("workflow", "{\"nodes\": [{\"name\": \"review\"}], \"x\": 1}")),
        Trap("workflow without links", Blocks.png("workflow", "{\"nodes\": [{\"type\": \"KSampler\"}]}")),
        Trap("empty objects", Blocks.png("prompt", "{}"), Blocks.png("workflow", "{}")),
        Trap("AIGC without the standard's names", Blocks.png("AIGC", "{\"note\":\"not a TC260 label\"}")),
        Trap("AIGC as plain word", Blocks.png("AIGC", "yes")),
        Trap("AIGC inside of JSON of another kind", Blocks.exif(0x9286, bytes: Array("{\"AIGC\": {\"a\": 1}}".utf8))),
        Trap("AIGC as text", Blocks.exif(0x010E, "AIGC {what is it?}")),
        Trap("AIGC in a segment", Blocks.application(0xE1, "about AIGC{curly}")),
        Trap("one of the label's names alone", Blocks.exif(0x9286, bytes: Array("{\"Label\": \"1\"}".utf8))),
        Trap("label's names under another address", Blocks.xmp("<q:AIGC xmlns:q='http://example.org/'>{}</q:AIGC>")),
        Trap("print of a job", Blocks.png("Description", "Print order. Job ID: \(Texts.job)")),
        Trap("job without number", Blocks.png("Description", "noise --v 6.1 Job ID: 12345")),
        Trap("job in the middle", Blocks.png("Description", "x --v 6 Job ID: \(Texts.job) and more")),
        Trap("signature of a person", Blocks.exif(0x010E, "Signature: Jane Doe"), Blocks.exif(0x013B, Texts.job)),
        Trap("signature without artist", Blocks.exif(0x010E, Texts.signature)),
        Trap("signature of a named artist", Blocks.exif(0x010E, Texts.signature), Blocks.exif(0x013B, "Jane Doe")),
        Trap("Samsung's editor without AI", Blocks.trailer(Array("PhotoEditor_Re_Edit_Data{\"genAIType\":0}".utf8))),
        Trap("Samsung's editor, negative", Blocks.trailer(Array("PhotoEditor_Re_Edit_Data{\"genAIType\":-1}".utf8))),
        Trap("genAIType elsewhere", Blocks.trailer(Array("{\"genAIType\":2}".utf8))),
        Trap("genAIType as text", Blocks.trailer(Array("PhotoEditor_Re_Edit_Data about genAIType 2".utf8))),
        Trap("other trailer", Blocks.trailer(Array("MotionPhoto_Data".utf8) + [UInt8](repeating: 0xAB, count: 900))),
        Trap("Google Inc. as credit", Blocks.xmp(attributes: "photoshop:Credit=\"Google\"")),
        Trap("credit with more words", Blocks.xmp(attributes: "photoshop:Credit=\"Not Made with Google AI\"")),
        Trap("credit line in another field", Blocks.iim([(2, 80, "Made with Google AI"), (2, 105, "x")])),
        Trap("credit in another record", Blocks.iim([(3, 110, "Made with Google AI")])),
        Trap("source type in a caption", Blocks.exif(0x010E, "trainedAlgorithmicMedia")),
        Trap("unknown source type", Blocks.xmp(attributes: "Iptc4xmpExt:DigitalSourceType=\"artificial\"")),
        Trap(
            "source type under another address",
            Blocks.xmp(
                attributes: "Iptc4xmpExt:DigitalSourceType=\"trainedAlgorithmicMedia\"",
                namespaces: "xmlns:Iptc4xmpExt=\"http://example.org/\"")),
        Trap(
            "source type without a declaration",
            Blocks.xmp(attributes: "Iptc4xmpExt:DigitalSourceType=\"trainedAlgorithmicMedia\"", namespaces: "")),
        Trap(
            "source type in a comment of XML",
            Blocks.xmp(
                "<!-- <Iptc4xmpExt:DigitalSourceType>trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType> -->")
        ),
        Trap(
            "source type of a work that is shown",
            Blocks.xmp(
                """
                <Iptc4xmpExt:ArtworkOrObject><rdf:Bag><rdf:li rdf:parseType="Resource">
                <Iptc4xmpExt:DigitalSourceType>trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType>
                </rdf:li></rdf:Bag></Iptc4xmpExt:ArtworkOrObject>
                """)),
        Trap(
            "captured picture inside of another",
            Blocks.xmp(
                """
                <xmpMM:Ingredients><rdf:Bag><rdf:li Iptc4xmpExt:DigitalSourceType="digitalCapture"/></rdf:Bag>
                </xmpMM:Ingredients>
                """)),
        Trap("job without a number", Blocks.png("hf-job-id", "my job, done")),
        Trap("a dream", Blocks.png("Dream", "I flew -S lowly")),
        Trap("a seed", Blocks.png("Seed", "sunflower"), Blocks.png("Stable Diffusion model", "x")),
        Trap("c2pa in a comment", Blocks.comment("the letters c2pa and jumb appear here")),
        Trap("version of another program", Blocks.png("parameters", "{\"version\": \"Foo v2\", \"prompt\": \"x\"}")),
        Trap("JSON comment of another program", Blocks.png("Comment", "{\"uc\": 1, \"steps\": 2}")),
        Trap("encoder of a video", Blocks.tag("encoder", "Lavf59.27.100"), Blocks.tag("comment", "grey test video")),
        Trap("extras of a film", Blocks.png("extras", "Upscale: the making of")),
        Trap("export by an app", Blocks.exif(0x9286, bytes: Array("{\"product\":\"dreamina\"}".utf8))),
        Trap("TikTok without a label", Blocks.tag("aigc_info", "{\"aigc_label_type\":0}")),
        Trap("Apple's camera", Blocks.exif(0x010F, "Apple"), Blocks.exif(0x0110, "iPhone 16")),
        Trap("credit of an app", Blocks.xmp(attributes: "photoshop:Credit='Image Playground'")),
        Trap(
            "export of an edited picture",
            Blocks.exif(0x9286, bytes: Array("{\"product\":\"dreamina\",\"exportType\":\"edit\"}".utf8))),
        Trap(
            "no label of an app",
            Blocks.exif(0x010E, "{\"product\":\"aweme\",\"aigc_info\":{\"aigc_type\":0,\"aigc_label_type\":0}}")),
        Trap(
            "Photoshop's history",
            Blocks.xmp(
                """
                <xmpMM:History><rdf:Seq><rdf:li stEvt:action="created" stEvt:softwareAgent="Adobe Photoshop 26.0"/>
                <rdf:li stEvt:action="saved" stEvt:softwareAgent="Fireflies 1.0"/></rdf:Seq></xmpMM:History>
                """)),
    ]

    @Test(arguments: all) func nothingIsFound(_ trap: Trap) {
        #expect(reading(trap.blocks) == MarkerReading())
    }

    @Test func thereAreEnoughTraps() {
        #expect(Self.all.count >= 50)
    }
}
