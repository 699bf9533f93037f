// SPDX-License-Identifier: Apache-2.0

import Containers
import Testing

/// A file of every kind with everything in it that is looked for: damage to them must never do harm.
struct Sample: Sendable, CustomTestStringConvertible {
    let name: String
    let format: ContainerFormat
    let bytes: [UInt8]

    var testDescription: String { name }

    static let all: [Sample] = [
        Sample(
            name: "JPEG", format: .jpeg,
            bytes: JPEGBuilder.file(
                JPEGBuilder.exif(TIFFBuilder.exif()),
                JPEGBuilder.xmp("<x HasExtendedXMP='0123456789ABCDEF0123456789ABCDEF'/>"),
                JPEGBuilder.extendedXMP("0123456789ABCDEF0123456789ABCDEF", full: 12, offset: 0, text("<y>one ")),
                JPEGBuilder.extendedXMP("0123456789ABCDEF0123456789ABCDEF", full: 12, offset: 7, text("two/>")),
                JPEGBuilder.photoshop(JPEGBuilder.resource(0x0404, JPEGBuilder.iim(110, "credit"))),
                JPEGBuilder.segment(0xfe, text("comment")),
                JPEGBuilder.packets(StoreBuilder.store(bytes: 500), bytesEach: 200).flatMap { $0 },
                JPEGBuilder.segment(0xe5, text("something")),
                trailer: JPEGBuilder.samsung("PhotoEditor_Re_Edit_Data", text("{}")))),
        Sample(
            name: "PNG", format: .png,
            bytes: PNGBuilder.file(
                PNGBuilder.chunk("caBX", StoreBuilder.store()), PNGBuilder.chunk("eXIf", TIFFBuilder.exif()),
                PNGBuilder.text("parameters", text("Steps: 1")), PNGBuilder.compressed("prompt", text("{}")),
                PNGBuilder.international("XML:com.adobe.xmp", text("<x/>")),
                PNGBuilder.international("Comment", text("{}"), compressed: true),
                PNGBuilder.text("Raw profile type xmp", text("\nxmp\n       4\n3c782f3e\n")),
                trailer: text("after"))),
        Sample(
            name: "WebP", format: .webp,
            bytes: RIFFBuilder.file(
                "WEBP", RIFFBuilder.chunk("VP8X", zeros(10)), RIFFBuilder.chunk("VP8 ", noise(51)),
                RIFFBuilder.chunk("EXIF", TIFFBuilder.exif(little: false)), RIFFBuilder.chunk("XMP ", text("<x/>")),
                RIFFBuilder.chunk("C2PA", StoreBuilder.store()))),
        Sample(
            name: "AVI", format: .avi,
            bytes: RIFFBuilder.file(
                "AVI ", RIFFBuilder.list("hdrl", RIFFBuilder.list("strl", RIFFBuilder.chunk("strh", zeros(8)))),
                RIFFBuilder.list("INFO", RIFFBuilder.chunk("AIGC", text("{\"Label\":1}"))),
                RIFFBuilder.list("movi", RIFFBuilder.chunk("00dc", noise(30))))),
        Sample(
            name: "GIF", format: .gif,
            bytes: GIFBuilder.file(
                GIFBuilder.comment("hello"), GIFBuilder.xmp("<x>some longer packet of text</x>"),
                GIFBuilder.application("C2PA_GIF\u{1}\u{0}\u{0}", StoreBuilder.store()),
                GIFBuilder.application("NETSCAPE2.0", [1, 0, 0]))),
        Sample(
            name: "TIFF", format: .tiff,
            bytes: TIFFBuilder.file([
                [
                    (0x010e, .ascii("a picture")),
                    (0x014a, .directories([[(0x0131, .ascii("sub one"))], [(1, .long(1))]])),
                    (0x02bc, .bytes(type: 1, text("<x/>"))), (0x83bb, .bytes(type: 7, JPEGBuilder.iim(110, "credit"))),
                    (0x8649, .bytes(type: 7, JPEGBuilder.resource(0x0404, JPEGBuilder.iim(80, "by")))),
                ],
                [(0xcd41, .bytes(type: 7, StoreBuilder.store()))],
            ])),
        Sample(
            name: "MP4", format: .isoBMFF,
            bytes: BMFFBuilder.fileType() + BMFFBuilder.storeBox(StoreBuilder.store(), merkle: 77, padding: zeros(20))
                + BMFFBuilder.box(
                    "moov",
                    BMFFBuilder.box(
                        "udta", BMFFBuilder.keyedMeta([("AIGC", text("{\"Label\":1}")), ("encoder", text("none"))]),
                        BMFFBuilder.box("©xyz", big16(5) + big16(0) + text("hello")), zeros(4)),
                    BMFFBuilder.box("trak", BMFFBuilder.box("udta", BMFFBuilder.box("XMP_", text("<x/>")))))
                + BMFFBuilder.box("uuid", BMFFBuilder.xmp, text("<y/>")) + BMFFBuilder.largeBox("mdat", noise(90))),
        Sample(
            name: "AVIF", format: .isoBMFF,
            bytes: BMFFBuilder.picture(exif: TIFFBuilder.exif(little: false), xmp: "<x/>")),
        Sample(
            name: "Matroska", format: .matroska,
            bytes: MatroskaBuilder.header
                + MatroskaBuilder.open(
                    MatroskaBuilder.segment,
                    MatroskaBuilder.open(MatroskaBuilder.cluster, MatroskaBuilder.block + MatroskaBuilder.block)
                        + MatroskaBuilder.tags(
                            MatroskaBuilder.simpleTag(
                                "AIGC", "{\"Label\":1}", inner: MatroskaBuilder.simpleTag("inner", "value"))))),
        Sample(
            name: "FLV", format: .flv,
            bytes: FLVBuilder.file(
                FLVBuilder.array([
                    ("duration", [0] + zeros(8)), ("AIGC", FLVBuilder.string("{\"Label\":1}")),
                    ("inner", [3] + FLVBuilder.members([("deep", FLVBuilder.string("text"))])),
                ]))),
        Sample(name: "manifest store", format: .manifestStore, bytes: StoreBuilder.store()),
    ]
}
