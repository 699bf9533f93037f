// SPDX-License-Identifier: Apache-2.0

import Containers
import Markers
import ProvenanceVocabulary
import Testing

/// One kind of marker at one place, and what must be read from it.
struct Sample: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var source: MarkerSource
    var claim: Claim
    var place: String
    var value: String?
    var generator: String?
    var blocks: [MetadataBlock]

    init(
        _ name: String, _ source: MarkerSource, _ claim: Claim, at place: String, value: String? = nil,
        generator: String? = nil, _ blocks: MetadataBlock...
    ) {
        testDescription = name
        self.source = source
        self.claim = claim
        self.place = place
        self.value = value
        self.generator = generator
        self.blocks = blocks
    }
}

/// Stands for a prompt wherever a format has one.
let prompt = "zorblequax"

enum Texts {
    static let a1111 = """
        \(prompt), (\(prompt):1.2)
        Negative prompt: \(prompt)
        Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 12345, Size: 320x256, \
        Model hash: 0123456789, Model: example-v1, ADetailer prompt: "\(prompt), Model: \(prompt)", Version: v1.10.1
        """
    static let sdNext = "\(prompt)\nSteps: 20, Size: 64x64, Sampler: Default, Seed: 1, CFG scale: 6, App: SD.Next"
    static let comfyPrompt = """
        {"3": {"class_type": "KSampler", "inputs": {"seed": 1, "steps": 20, "cfg": 7, "model": ["4", 0], "denoise": NaN}},
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "example.safetensors"}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "\(prompt)"}}}
        """
    static let comfyWorkflow = """
        {"last_node_id": 4, "nodes": [{"id": 6, "type": "CLIPTextEncode", "widgets_values": ["\(prompt)"]},
        {"id": 3, "type": "KSampler"}], "links": [], "version": 0.4}
        """
    static let comfyWithoutSampler = """
        {"1": {"class_type": "LoadImage", "inputs": {"image": "a.png"}},
        "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}}}
        """
    static let tc260 = """
        {"Label": "1", "ContentProducer": "001191110000EXAMPLE0000A10000", "ProduceID": "TEST-0001",
        "ReservedCode1": "", "ContentPropagator": "001191110000EXAMPLE0000A10001", "PropagateID": "TEST-0002",
        "ReservedCode2": ""}
        """
    static let fooocus = """
        {"prompt": "\(prompt)", "negative_prompt": "\(prompt)", "base_model": "example", "performance": "Speed",
        "seed": "1", "metadata_scheme": "fooocus", "version": "Fooocus v2.5.5"}
        """
    static let swarm = """
        {"sui_image_params": {"prompt": "\(prompt)", "negativeprompt": "\(prompt)", "model": "OfficialExample/sd",
        "seed": 1, "steps": 20, "swarm_version": "0.9.7.0"}, "sui_extra_data": {"date": "2025-01-01"}}
        """
    static let novelAIComment = """
        {"prompt": "\(prompt)", "steps": 28, "scale": 5.0, "seed": 1, "sampler": "k_euler_ancestral", "uc": "\(prompt)",
        "signed_hash": "MDAwMDAwMDAwMDAwMDA="}
        """
    static let novelAIObject = """
        {"Description": "\(prompt)", "Software": "NovelAI", "Source": "NovelAI Diffusion V4 00000000",
        "Comment": "{\\"uc\\": \\"\(prompt)\\"}"}
        """
    static let invoke = """
        {"app_version": "5.0.0", "generation_mode": "txt2img", "positive_prompt": "\(prompt)",
        "negative_prompt": "\(prompt)", "seed": 1, "model": {"model_name": "example", "base_model": "sdxl"}}
        """
    static let drawThings = """
        {"c": "\(prompt)", "uc": "\(prompt)", "model": "example.ckpt", "sampler": "Euler A", "seed": 1, "steps": 20}
        """
    static let job = "11112222-3333-4444-5555-666677778888"
    static let midjourney = "\(prompt) --v 6.1 --s 250 Job ID: \(job)"
    static let signature = "Signature: " + String(repeating: "IoR6Yc+/", count: 40) + "Q1=="
    static let samsung: [UInt8] =
        [0, 0, 0xA1, 0x0B, 0x18, 0, 0, 0]
        + Array(
            "PhotoEditor_Re_Edit_Data{\"originalPath\":\"/x\",\"clipInfoValue\":\"{}\",\"genAIType\":2,\"v\":1}".utf8)
        + Array("SEFH".utf8) + [106, 0, 0, 0, 0, 0, 0, 0] + Array("SEFT".utf8)
    static let sourceType = "http://cv.iptc.org/newscodes/digitalsourcetype/"
}

enum Samples {
    static let all = standards + labels + vendors + generators

    static let standards: [Sample] = [
        Sample(
            "source type as attribute", .digitalSourceType, .aiGenerated, at: "XMP Iptc4xmpExt:DigitalSourceType",
            value: "trainedAlgorithmicMedia",
            Blocks.xmp(attributes: "Iptc4xmpExt:DigitalSourceType=\"\(Texts.sourceType)trainedAlgorithmicMedia\"")),
        Sample(
            "source type as element, https", .digitalSourceType, .aiEdited, at: "XMP Iptc4xmpExt:DigitalSourceType",
            value: "compositeSynthetic",
            Blocks.xmp(
                """
                <Iptc4xmpExt:DigitalSourceType>
                https://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic </Iptc4xmpExt:DigitalSourceType>
                """)),
        Sample(
            "source type as resource", .digitalSourceType, .aiEdited, at: "XMP Iptc4xmpExt:DigitalSourceType",
            value: "compositeWithTrainedAlgorithmicMedia",
            Blocks.xmp(
                """
                <Iptc4xmpExt:DigitalSourceType rdf:resource="\(Texts.sourceType)compositeWithTrainedAlgorithmicMedia"/>
                """)),
        Sample(
            "source type as bare code", .digitalSourceType, .aiGenerated, at: "XMP Iptc4xmpExt:DigitalSourceType",
            value: "trainedAlgorithmicMedia",
            Blocks.xmp(attributes: "Iptc4xmpExt:DigitalSourceType='trainedAlgorithmicMedia'")),
        Sample(
            "source type in IPTC's short form", .digitalSourceType, .aiGenerated,
            at: "XMP Iptc4xmpExt:DigitalSourceType", value: "trainedAlgorithmicMedia",
            Blocks.xmp(attributes: "Iptc4xmpExt:DigitalSourceType='digsrctype:trainedAlgorithmicMedia'")),
        Sample(
            "source type in an array", .digitalSourceType, .aiGenerated, at: "XMP Iptc4xmpExt:DigitalSourceType",
            value: "trainedAlgorithmicMedia",
            Blocks.xmp(
                """
                <Iptc4xmpExt:DigitalSourceType><rdf:Bag><rdf:li>\(Texts.sourceType)trainedAlgorithmicMedia</rdf:li>
                </rdf:Bag></Iptc4xmpExt:DigitalSourceType>
                """)),
        Sample(
            "source type with qualifier", .digitalSourceType, .aiGenerated, at: "XMP Iptc4xmpExt:DigitalSourceType",
            value: "trainedAlgorithmicMedia",
            Blocks.xmp(
                """
                <Iptc4xmpExt:DigitalSourceType><rdf:Description><rdf:value>trainedAlgorithmicMedia</rdf:value>
                <dc:description>x</dc:description></rdf:Description></Iptc4xmpExt:DigitalSourceType>
                """)),
        Sample(
            "source type under another prefix", .digitalSourceType, .aiGenerated,
            at: "XMP Iptc4xmpExt:DigitalSourceType", value: "trainedAlgorithmicMedia",
            Blocks.xmp(
                attributes: "iptcExt:DigitalSourceType=\"\(Texts.sourceType)trainedAlgorithmicMedia\"",
                namespaces: "xmlns:iptcExt=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\"")),
        Sample(
            "camera's source type", .digitalSourceType, .captured, at: "XMP Iptc4xmpExt:DigitalSourceType",
            value: "digitalCapture",
            Blocks.xmp(attributes: "Iptc4xmpExt:DigitalSourceType=\"\(Texts.sourceType)digitalCapture\"")),
        Sample(
            "composite", .digitalSourceType, .aiPossible, at: "XMP Iptc4xmpExt:DigitalSourceType", value: "composite",
            Blocks.xmp(attributes: "Iptc4xmpExt:DigitalSourceType=\"\(Texts.sourceType)composite\"")),
        Sample(
            "algorithm that is no AI", .digitalSourceType, .algorithmicNotAI, at: "XMP Iptc4xmpExt:DigitalSourceType",
            value: "algorithmicMedia",
            Blocks.xmp(attributes: "Iptc4xmpExt:DigitalSourceType=\"\(Texts.sourceType)algorithmicMedia\"")),
        Sample(
            "C2PA's own source type", .digitalSourceType, .aiPossible, at: "XMP Iptc4xmpExt:DigitalSourceType",
            value: "trainedAlgorithmicData",
            Blocks.xmp(
                attributes:
                    "Iptc4xmpExt:DigitalSourceType=\"http://c2pa.org/digitalsourcetype/trainedAlgorithmicData\"")),
        Sample(
            "source type of something placed", .digitalSourceType, .aiInIngredients,
            at: "XMP Iptc4xmpExt:DigitalSourceType inside xmpMM:Pantry", value: "trainedAlgorithmicMedia",
            Blocks.xmp(
                """
                <xmpMM:Pantry><rdf:Bag><rdf:li rdf:parseType="Resource">
                <Iptc4xmpExt:DigitalSourceType>\(Texts.sourceType)trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType>
                </rdf:li></rdf:Bag></xmpMM:Pantry>
                """)),
        Sample(
            "IPTC's fields for AI", .aiFields, .aiGenerated, at: "XMP Iptc4xmpExt:AISystemUsed", value: "3.1",
            generator: "Example Imager 3.1",
            Blocks.xmp(
                """
                <Iptc4xmpExt:AISystemUsed>Example Imager</Iptc4xmpExt:AISystemUsed>
                <Iptc4xmpExt:AISystemVersionUsed>3.1</Iptc4xmpExt:AISystemVersionUsed>
                <Iptc4xmpExt:AIPromptInformation>\(prompt)</Iptc4xmpExt:AIPromptInformation>
                <Iptc4xmpExt:AIPromptWriterName>\(prompt)</Iptc4xmpExt:AIPromptWriterName>
                """)),
        Sample(
            "IPTC's field for the prompt alone", .aiFields, .aiGenerated, at: "XMP Iptc4xmpExt:AIPromptInformation",
            Blocks.xmp(attributes: "Iptc4xmpExt:AIPromptInformation=\"\(prompt)\"")),
    ]

    static let labels: [Sample] = [
        Sample(
            "China's label as XMP element", .tc260, .aiGenerated, at: "XMP TC260:AIGC", value: "Label=1",
            Blocks.xmp("<TC260:AIGC>\(XMP.escaped(Texts.tc260))</TC260:AIGC>")),
        Sample(
            "China's label as XMP attribute", .tc260, .aiGenerated, at: "XMP TC260:AIGC", value: "Label=1",
            Blocks.xmp(attributes: "TC260:AIGC=\"\(XMP.escaped(Texts.tc260))\"")),
        Sample(
            "China's label in CDATA under another prefix", .tc260, .aiGenerated, at: "XMP TC260:AIGC", value: "Label=1",
            Blocks.xmp(
                "<q:AIGC><![CDATA[\(Texts.tc260)]]></q:AIGC>",
                namespaces: "xmlns:q=\"http://www.tc260.org.cn/ns/AIGC/1.0/\"")),
        Sample(
            "China's label escaped twice", .tc260, .aiGenerated, at: "XMP TC260:AIGC", value: "Label=1",
            Blocks.xmp("<TC260:AIGC>\(XMP.escaped(XMP.escaped(Texts.tc260)))</TC260:AIGC>")),
        Sample(
            "China's label as XMP structure", .tc260, .aiPossible, at: "XMP TC260:AIGC", value: "Label=2",
            Blocks.xmp(
                """
                <TC260:AIGC rdf:parseType="Resource"><TC260:Label>2</TC260:Label>
                <TC260:ContentProducer>doubao</TC260:ContentProducer></TC260:AIGC>
                """)),
        Sample(
            "China's label as PNG text", .tc260, .aiGenerated, at: "PNG text \"AIGC\"", value: "Label=1",
            Blocks.png("AIGC", Texts.tc260)),
        Sample(
            "China's label as PNG text, wrapped", .tc260, .aiGenerated, at: "PNG text \"AIGC\"", value: "Label=1",
            Blocks.png("AIGC", "{\"AIGC\": \(Texts.tc260)}")),
        Sample(
            "China's label in EXIF comment", .tc260, .aiGenerated, at: "EXIF UserComment", value: "Label=1",
            Blocks.exif(0x9286, bytes: Array("ASCII\0\0\0{\"AIGC\": \(Texts.tc260)}".utf8))),
        Sample(
            "China's label in EXIF comment, UTF-16", .tc260, .aiGenerated, at: "EXIF UserComment", value: "Label=1",
            Blocks.userComment("{\"AIGC\": \(Texts.tc260)}")),
        Sample(
            "China's label as text in JSON", .tc260, .aiPossible, at: "EXIF UserComment", value: "Label=3",
            Blocks.exif(0x9286, bytes: Array("{\"AIGC\": \"{\\\"Label\\\":\\\"3\\\"}\"}".utf8))),
        Sample(
            "Tencent's label", .tc260, .aiPossible, at: "EXIF ImageDescription", value: "no Label",
            Blocks.exif(
                0x010E,
                "{\"AIGC\":{\"ServiceProvider\":\"example\",\"ServiceUser\":\"1\",\"Time\":\"2025\",\"ContentId\":\"2\"}}"
            )
        ),
        Sample(
            "China's label bare in EXIF description", .tc260, .aiGenerated, at: "EXIF ImageDescription",
            value: "Label=1", Blocks.exif(0x010E, Texts.tc260)),
        Sample(
            "China's label in an APP segment", .tc260, .aiPossible, at: "JPEG APP10 segment", value: "Label=2",
            Blocks.application(0xEA, "AIGC{\"Label\":\"2\",\"ProduceID\":\"x\"}")),
        Sample(
            "China's label in an APP segment, after a name", .tc260, .aiGenerated, at: "JPEG APP1 segment",
            value: "Label=1", Blocks.application(0xE1, "some tool\0AIGC\0{\"Label\":1}rest")),
        Sample(
            "China's label after the image", .tc260, .aiGenerated, at: "data after the image", value: "Label=1",
            Blocks.trailer([0, 0, 7] + Array("AIGC\(Texts.tc260)".utf8) + [0])),
        Sample(
            "China's label in a comment", .tc260, .aiGenerated, at: "comment", value: "Label=1",
            Blocks.comment("{\"AIGC\": \(Texts.tc260)}")),
        Sample(
            "China's label in MP4 keys or Matroska tags", .tc260, .aiGenerated, at: "tag \"AIGC\"", value: "Label=1",
            Blocks.tag("AIGC", Texts.tc260)),
        Sample(
            "China's label with a number", .tc260, .aiGenerated, at: "tag \"AIGC\"", value: "Label=1",
            Blocks.tag("aigc", "{\"Label\":1}")),
        Sample(
            "China's label with a wrong value", .tc260, .aiPossible, at: "PNG text \"AIGC\"", value: "Label=AIGC",
            Blocks.png("AIGC", "{\"Label\":\"AIGC\",\"ProduceID\":\"1\"}")),
        Sample(
            "China's label with escaped names", .tc260, .aiGenerated, at: "PNG text \"AIGC\"", value: "Label=1",
            Blocks.png("AIGC", "{\"\\u004cabel\":\"\\u0031\"}")),
    ]

    static let vendors: [Sample] = [
        Sample(
            "Google's credit in XMP", .googleCredit, .aiGenerated, at: "XMP photoshop:Credit",
            value: "Made with Google AI", Blocks.xmp(attributes: "photoshop:Credit=\"Made with Google AI\"")),
        Sample(
            "Google's credit in IIM", .googleCredit, .aiEdited, at: "IPTC IIM 2:110 Credit",
            value: "Edited with Google AI", Blocks.iim([(1, 90, "\u{1B}%G"), (2, 110, "Edited with Google AI")])),
        Sample(
            "Apple's Clean Up", .apple, .aiEdited, at: "XMP photoshop:Credit", value: "Apple Photos Clean Up",
            Blocks.xmp("<photoshop:Credit>Apple Photos Clean Up</photoshop:Credit>")),
        Sample(
            "Apple's Clean Up in IIM", .apple, .aiEdited, at: "IPTC IIM 2:110 Credit", value: "Apple Photos Clean Up",
            Blocks.iim([(2, 110, "Apple Photos Clean Up")])),
        Sample(
            "Image Playground", .apple, .aiGenerated, at: "XMP photoshop:Credit", value: "Apple Image Playground",
            Blocks.xmp(attributes: "photoshop:Credit='Apple Image Playground'")),
        Sample(
            "Image Playground as device", .apple, .aiGenerated, at: "EXIF Model", generator: "Apple Image Playground",
            Blocks.exif(0x010F, "Apple"), Blocks.exif(0x0110, "Apple Image Playground")),
        Sample(
            "Mochi Diffusion", .software, .aiGenerated, at: "IPTC IIM 2:65 Originating Program",
            generator: "Mochi Diffusion",
            Blocks.iim([(2, 65, "Mochi Diffusion"), (2, 120, "Include in Image: \(prompt)")])),
        Sample(
            "TikTok's label", .byteDance, .aiPossible, at: "tag \"aigc_info\"", value: "aigc_label_type=2",
            Blocks.tag("aigc_info", "{\"aigc_label_type\":2}"), Blocks.tag("comment", "vid:v0123")),
        Sample(
            "Samsung's trailer", .samsung, .aiEdited, at: "data after the image", value: "genAIType=2",
            Blocks.trailer(Texts.samsung)),
        Sample(
            "Firefly as creator", .software, .aiGenerated, at: "XMP xmp:CreatorTool", generator: "Adobe Firefly",
            Blocks.xmp(attributes: "xmp:CreatorTool=\"Adobe Firefly\"")),
        Sample(
            "Firefly with version", .software, .aiGenerated, at: "XMP xmp:CreatorTool", generator: "Adobe Firefly 3.0",
            Blocks.xmp(attributes: "xmp:CreatorTool=\"Adobe Firefly 3.0\"")),
        Sample(
            "Firefly in the history", .firefly, .aiGenerated, at: "XMP stEvt:softwareAgent inside xmpMM:History",
            generator: "Adobe Firefly",
            Blocks.xmp(
                """
                <xmpMM:History><rdf:Seq><rdf:li stEvt:action="saved" stEvt:softwareAgent="Adobe Photoshop 26.0"/>
                <rdf:li rdf:parseType="Resource"><stEvt:action>created</stEvt:action>
                <stEvt:softwareAgent>Adobe Firefly</stEvt:softwareAgent></rdf:li></rdf:Seq></xmpMM:History>
                """)),
        Sample(
            "Firefly as a later step", .firefly, .aiEdited, at: "XMP stEvt:softwareAgent inside xmpMM:History",
            generator: "Adobe Firefly 1.0",
            Blocks.xmp(
                """
                <xmpMM:History><rdf:Seq><rdf:li stEvt:action="created" stEvt:softwareAgent="Adobe Photoshop 26.0"/>
                <rdf:li stEvt:action="edited" stEvt:softwareAgent="Adobe Firefly 1.0"/></rdf:Seq></xmpMM:History>
                """)),
        Sample(
            "Ideogram as maker", .make, .aiGenerated, at: "EXIF Make", generator: "Ideogram AI",
            Blocks.exif(0x010F, "Ideogram AI")),
        Sample(
            "Luma as source", .software, .aiGenerated, at: "PNG text \"Source\"", generator: "Luma AI",
            Blocks.png("Source", "Luma AI")),
        Sample(
            "Reve as software", .software, .aiGenerated, at: "EXIF Software", generator: "reve.com",
            Blocks.exif(0x0131, "reve.com")),
        Sample(
            "DALL·E as software", .software, .aiGenerated, at: "PNG text \"Software\"", generator: "DALL·E 3",
            Blocks.png("Software", "DALL·E 3")),
        Sample(
            "generator of a video", .software, .aiGenerated, at: "tag \"software\"", generator: "OpenAI Sora",
            Blocks.tag("com.apple.quicktime.software", "OpenAI Sora")),
        Sample(
            "Midjourney", .midjourney, .aiGenerated, at: "PNG text \"Description\"", value: "Job ID \(Texts.job)",
            generator: "Midjourney", Blocks.png("Author", "nobody"), Blocks.png("Description", Texts.midjourney)),
        Sample(
            "Midjourney without options", .midjourney, .aiGenerated, at: "PNG text \"Description\"",
            value: "Job ID \(Texts.job)", generator: "Midjourney", Blocks.png("Author", "nobody"),
            Blocks.png("Creation Time", "Thu, 02 Jan 2025 03:04:05 GMT"),
            Blocks.png("Description", "\(prompt) Job ID: \(Texts.job)")),
        Sample(
            "Midjourney in EXIF with the number in XMP", .midjourney, .aiGenerated, at: "EXIF ImageDescription",
            value: "Job ID \(Texts.job)", generator: "Midjourney",
            Blocks.exif(0x010E, "\(prompt) Job ID: \(Texts.job)"),
            Blocks.xmp(attributes: "Iptc4xmpExt:DigImageGUID=\"\(Texts.job)\"")),
        Sample(
            "Grok", .grok, .aiGenerated, at: "EXIF ImageDescription", value: "picture \(Texts.job)",
            generator: "xAI Grok", Blocks.exif(0x010E, Texts.signature), Blocks.exif(0x013B, Texts.job)),
        Sample(
            "Grok in the comment", .grok, .aiGenerated, at: "EXIF UserComment", value: "picture \(Texts.job)",
            generator: "xAI Grok", Blocks.exif(0x9286, bytes: Array("ASCII\0\0\0\(Texts.signature)".utf8)),
            Blocks.exif(0x013B, Texts.job)),
        Sample(
            "Dreamina's export", .byteDance, .aiGenerated, at: "EXIF UserComment", generator: "Dreamina",
            Blocks.exif(
                0x9286, bytes: Array("{\"data\":{\"product\":\"dreamina\",\"exportType\":\"generation\"}}".utf8))),
        Sample(
            "Aweme's export", .byteDance, .aiGenerated, at: "EXIF ImageDescription", value: "aigc_type=1",
            Blocks.exif(0x010E, "{\"product\":\"aweme\",\"aigc_info\":{\"aigc_type\":1}}")),
        Sample(
            "ByteDance's disclosure", .byteDance, .aiPossible, at: "EXIF ImageDescription", value: "aigc_label_type=2",
            Blocks.exif(0x010E, "{\"product\":\"vicut\",\"aigc_info\":{\"aigc_label_type\":2}}")),
        Sample(
            "job at Hugging Face", .huggingFaceJob, .aiPossible, at: "PNG text \"hf-job-id\"", value: Texts.job,
            Blocks.png("hf-job-id", Texts.job)),
    ]

    static let generators: [Sample] = [
        Sample(
            "A1111 in PNG", .a1111, .aiGenerated, at: "PNG text \"parameters\"", value: "v1.10.1",
            generator: "example-v1", Blocks.png("parameters", Texts.a1111)),
        Sample(
            "A1111 in EXIF", .a1111, .aiGenerated, at: "EXIF UserComment", value: "v1.10.1", generator: "example-v1",
            Blocks.userComment(Texts.a1111)),
        Sample(
            "A1111 in a comment", .a1111, .aiGenerated, at: "comment", value: "v1.10.1", generator: "example-v1",
            Blocks.comment(Texts.a1111)),
        Sample(
            "A1111 in a video", .a1111, .aiGenerated, at: "tag \"comment\"", value: "v1.10.1", generator: "example-v1",
            Blocks.tag("©cmt", Texts.a1111)),
        Sample(
            "A1111 in Windows' comment", .a1111, .aiGenerated, at: "EXIF XPComment", value: "v1.10.1",
            generator: "example-v1", Blocks.exif(0x9C9C, bytes: UTF16Bytes.littleEndian(Texts.a1111) + [0, 0])),
        Sample("SD.Next", .a1111, .aiGenerated, at: "PNG text \"parameters\"", Blocks.png("parameters", Texts.sdNext)),
        Sample(
            "enlarged by A1111", .a1111, .aiPossible, at: "PNG text \"postprocessing\"", value: "enlarged or restored",
            Blocks.png("postprocessing", "Postprocess upscale by: 4, Postprocess upscaler: R-ESRGAN 4x+")),
        Sample(
            "enlarged by A1111 before 2023", .a1111, .aiPossible, at: "PNG text \"extras\"",
            value: "enlarged or restored", Blocks.png("extras", "Upscale: 4, visibility: 1.0, model:R-ESRGAN 4x+\n")),
        Sample(
            "ComfyUI's prompt", .comfyUI, .aiGenerated, at: "PNG text \"prompt\"", value: "KSampler",
            generator: "example.safetensors", Blocks.png("prompt", Texts.comfyPrompt)),
        Sample(
            "ComfyUI's workflow", .comfyUI, .aiGenerated, at: "PNG text \"workflow\"", value: "KSampler",
            Blocks.png("workflow", Texts.comfyWorkflow)),
        Sample(
            "ComfyUI in WebP, prompt", .comfyUI, .aiGenerated, at: "EXIF Model", value: "KSampler",
            generator: "example.safetensors", Blocks.exif(0x0110, "prompt:" + Texts.comfyPrompt)),
        Sample(
            "ComfyUI in WebP, workflow", .comfyUI, .aiGenerated, at: "EXIF Make", value: "KSampler",
            Blocks.exif(0x010F, "workflow:" + Texts.comfyWorkflow)),
        Sample(
            "ComfyUI in EXIF description", .comfyUI, .aiGenerated, at: "EXIF ImageDescription", value: "KSampler",
            Blocks.exif(0x010E, "Workflow: " + Texts.comfyWorkflow)),
        Sample(
            "ComfyUI in a video", .comfyUI, .aiGenerated, at: "tag \"comment\"", value: "KSampler",
            generator: "example.safetensors",
            Blocks.tag("comment", "{\"prompt\": \(Texts.comfyPrompt), \"workflow\": \(Texts.comfyWorkflow)}")),
        Sample(
            "ComfyUI in a video, JSON in JSON", .comfyUI, .aiGenerated, at: "tag \"comment\"", value: "KSampler",
            Blocks.tag(
                "COMMENT",
                "{\"prompt\": \"{\\\"1\\\": {\\\"class_type\\\": \\\"KSampler\\\", \\\"inputs\\\": {}}}\"}")),
        Sample(
            "ComfyUI without a sampler", .comfyUI, .aiPossible, at: "PNG text \"prompt\"",
            Blocks.png("prompt", Texts.comfyWithoutSampler)),
        Sample(
            "InvokeAI", .invokeAI, .aiGenerated, at: "PNG text \"invokeai_metadata\"", value: "5.0.0",
            generator: "example", Blocks.png("invokeai_metadata", Texts.invoke), Blocks.png("invokeai_graph", "{}")),
        Sample(
            "InvokeAI's graph", .invokeAI, .aiGenerated, at: "PNG text \"invokeai_graph\"",
            Blocks.png("invokeai_graph", "{\"id\":\"x\",\"nodes\":{},\"edges\":[]}")),
        Sample(
            "InvokeAI 2", .invokeAI, .aiGenerated, at: "PNG text \"sd-metadata\"", value: "2.3.0",
            generator: "stable-diffusion-1.5",
            Blocks.png(
                "sd-metadata",
                """
                {"model": "stable diffusion", "model_weights": "stable-diffusion-1.5", "app_id": "invoke-ai/InvokeAI",
                "app_version": "2.3.0", "image": {"prompt": [{"prompt": "\(prompt)"}], "steps": 50}}
                """)),
        Sample(
            "InvokeAI 1", .invokeAI, .aiGenerated, at: "PNG text \"Dream\"",
            Blocks.png("Dream", "\"\(prompt)\" -s 50 -S 2577559876 -W 512 -H 512 -C 7.5 -A k_lms")),
        Sample(
            "NovelAI", .novelAI, .aiGenerated, at: "PNG text \"Software\"", value: "Software=NovelAI",
            generator: "NovelAI Diffusion V4 00000000", Blocks.png("Title", "NovelAI generated image"),
            Blocks.png("Description", prompt), Blocks.png("Software", "NovelAI"),
            Blocks.png("Source", "NovelAI Diffusion V4 00000000"), Blocks.png("Comment", Texts.novelAIComment)),
        Sample(
            "NovelAI's comment alone", .novelAI, .aiGenerated, at: "PNG text \"Comment\"",
            value: "settings with signed_hash", Blocks.png("Comment", Texts.novelAIComment)),
        Sample(
            "NovelAI in WebP", .novelAI, .aiGenerated, at: "EXIF UserComment", value: "Software=NovelAI",
            generator: "NovelAI Diffusion V4 00000000", Blocks.userComment(Texts.novelAIObject)),
        Sample(
            "NovelAI in EXIF software", .novelAI, .aiGenerated, at: "EXIF Software", value: "Software=NovelAI",
            generator: "NovelAI", Blocks.exif(0x0131, "NovelAI")),
        Sample(
            "Fooocus", .fooocus, .aiGenerated, at: "PNG text \"parameters\"", value: "example",
            generator: "Fooocus v2.5.5", Blocks.png("parameters", Texts.fooocus),
            Blocks.png("fooocus_scheme", "fooocus")),
        Sample(
            "Fooocus in EXIF", .fooocus, .aiGenerated, at: "EXIF UserComment", value: "example",
            generator: "Fooocus v2.5.5", Blocks.exif(0x0131, "Fooocus v2.5.5"), Blocks.exif(0x927C, "fooocus"),
            Blocks.exif(0x9286, bytes: Array(Texts.fooocus.utf8))),
        Sample(
            "Fooocus in A1111's form", .fooocus, .aiGenerated, at: "PNG text \"parameters\"", value: "example-v1",
            generator: "v1.10.1", Blocks.png("parameters", Texts.a1111), Blocks.png("fooocus_scheme", "a1111")),
        Sample(
            "SwarmUI", .swarmUI, .aiGenerated, at: "PNG text \"parameters\"", value: "0.9.7.0",
            generator: "OfficialExample/sd", Blocks.png("parameters", Texts.swarm)),
        Sample(
            "SwarmUI in EXIF", .swarmUI, .aiGenerated, at: "EXIF UserComment", value: "0.9.7.0",
            generator: "OfficialExample/sd", Blocks.userComment(Texts.swarm)),
        Sample(
            "Easy Diffusion", .easyDiffusion, .aiGenerated, at: "PNG text \"Stable Diffusion model\"",
            generator: "example", Blocks.png("Prompt", prompt), Blocks.png("Negative Prompt", prompt),
            Blocks.png("Seed", "1"), Blocks.png("Stable Diffusion model", "example")),
        Sample(
            "Easy Diffusion in EXIF", .easyDiffusion, .aiGenerated, at: "EXIF UserComment", generator: "example",
            Blocks.userComment("{\"Prompt\": \"\(prompt)\", \"Seed\": 1, \"Stable Diffusion model\": \"example\"}")),
        Sample(
            "Draw Things", .drawThings, .aiGenerated, at: "XMP exif:UserComment", value: "Draw Things",
            generator: "example.ckpt",
            Blocks.xmp(
                attributes: "xmp:CreatorTool=\"Draw Things\"",
                """
                <exif:UserComment><rdf:Alt><rdf:li xml:lang="x-default">\(XMP.escaped(Texts.drawThings))</rdf:li></rdf:Alt>
                </exif:UserComment>
                """)),
    ]
}
