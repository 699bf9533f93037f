// SPDX-License-Identifier: Apache-2.0

import Containers
import Markers
import ProvenanceVocabulary

/// Blocks of metadata as the reader of containers hands them on.
enum Blocks {
    static func png(_ keyword: String, _ text: String) -> MetadataBlock {
        MetadataBlock(kind: .pngText(keyword: keyword), bytes: Array(text.utf8), offset: 33)
    }

    static func exif(_ tag: UInt16, _ text: String) -> MetadataBlock {
        MetadataBlock(kind: .exif(tag: tag), bytes: Array(text.utf8) + [0], offset: 30)
    }

    static func exif(_ tag: UInt16, bytes: [UInt8]) -> MetadataBlock {
        MetadataBlock(kind: .exif(tag: tag), bytes: bytes, offset: 30)
    }

    static func comment(_ text: String) -> MetadataBlock {
        MetadataBlock(kind: .comment, bytes: Array(text.utf8), offset: 20)
    }

    static func tag(_ name: String, _ text: String) -> MetadataBlock {
        MetadataBlock(kind: .tag(name: name), bytes: Array(text.utf8), offset: 900)
    }

    static func trailer(_ bytes: [UInt8]) -> MetadataBlock {
        MetadataBlock(kind: .trailer, bytes: bytes, offset: 5_000)
    }

    static func application(_ marker: UInt8, _ text: String) -> MetadataBlock {
        MetadataBlock(kind: .application(marker: marker), bytes: Array(text.utf8), offset: 60)
    }

    static func iim(_ dataSets: [(UInt8, UInt8, String)]) -> MetadataBlock {
        var bytes: [UInt8] = []
        for (record, number, text) in dataSets {
            let value = Array(text.utf8)
            bytes += [0x1C, record, number, UInt8(value.count >> 8), UInt8(value.count & 0xFF)] + value
        }
        return MetadataBlock(kind: .iptcIIM, bytes: bytes, offset: 40)
    }

    static func xmp(_ bytes: [UInt8]) -> MetadataBlock {
        MetadataBlock(kind: .xmp, bytes: bytes, offset: 70)
    }

    /// A packet with one description.
    static func xmp(attributes: String = "", _ elements: String = "", namespaces: String = XMP.usual) -> MetadataBlock {
        xmp(Array(XMP.packet(attributes: attributes, elements, namespaces: namespaces).utf8))
    }

    /// `UserComment` as A1111's web UI writes it.
    static func userComment(_ text: String) -> MetadataBlock {
        exif(0x9286, bytes: Array("UNICODE\0".utf8) + UTF16Bytes.bigEndian(text))
    }
}

enum UTF16Bytes {
    static func bigEndian(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    static func littleEndian(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }
}

enum XMP {
    static let addresses = [
        "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
        "photoshop": "http://ns.adobe.com/photoshop/1.0/",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
        "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "exif": "http://ns.adobe.com/exif/1.0/",
        "tiff": "http://ns.adobe.com/tiff/1.0/",
        "TC260": "http://www.tc260.org.cn/ns/AIGC/1.0/",
    ]

    static let usual = addresses.sorted { $0.key < $1.key }.map { "xmlns:\($0.key)=\"\($0.value)\"" }
        .joined(separator: " ")

    static func packet(attributes: String = "", _ elements: String = "", namespaces: String = usual) -> String {
        """
        <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" \(namespaces) \(attributes)>\(elements)</rdf:Description>
        </rdf:RDF></x:xmpmeta>
        <?xpacket end="w"?>
        """
    }

    static func escaped(_ text: String) -> String {
        String(
            text.flatMap { character -> [Character] in
                switch character {
                case "&": Array("&amp;")
                case "<": Array("&lt;")
                case "\"": Array("&quot;")
                default: [character]
                }
            })
    }
}

/// What the recognisers make of some blocks.
func reading(_ blocks: [MetadataBlock]) -> MarkerReading {
    MarkerReader.markers(in: ContainerReading(format: .unknown, metadata: blocks))
}
