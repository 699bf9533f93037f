// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary

/// All texts of one file in which a marker can stand, decoded once.
struct Metadata: Sendable {
    /// Values that stand inside of another known property of XMP.
    private(set) var nested: [NestedProperty] = []
    /// What could not be read.
    private(set) var faults: [ContainerFault] = []
    private var fields: [FieldPlace: [Field]] = [:]
    /// Several texts of a file are large sometimes, all of them never.
    private var remainingJSONNodes = ProvenanceLimits.textNodes * 2
    private var remainingXMLNodes = ProvenanceLimits.textNodes
    private var isOverflowing = false

    /// A value in XMP that is not one of the file itself.
    struct NestedProperty: Sendable {
        var property: XMPProperty
        var offset: Int
    }

    init() {}

    /// Decodes blocks.
    init(_ blocks: [MetadataBlock]) {
        for block in blocks { add(block) }
    }

    /// The texts at a place, in the order of the file.
    subscript(place: FieldPlace) -> [Field] {
        fields[place] ?? []
    }

    /// The texts at several places.
    subscript(places: [FieldPlace]) -> [Field] {
        places.flatMap { fields[$0] ?? [] }
    }

    /// Every JPEG APP segment that was kept.
    var applications: [Field] {
        (0xE0...0xEF).flatMap { self[.application($0)] }
    }

    private mutating func add(_ block: MetadataBlock) {
        switch block.kind {
        case .exif(let tag):
            guard let field = EXIFField(rawValue: tag) else { return }
            addEXIF(field, block)
        case .xmp:
            addXMP(block)
        case .iptcIIM:
            let wanted = { (record: UInt8, number: UInt8) in record == 2 && IIMField(rawValue: number) != nil }
            // So many that one of the three fields goes beyond its own limit, which is a fault, before this one is reached.
            let limit = 3 * ProvenanceLimits.findings + 1
            for dataSet in IIM.dataSets(in: block.bytes, limit: limit, where: wanted) {
                guard let field = IIMField(rawValue: dataSet.number) else { continue }
                add(.iim(field), dataSet.text, offset: block.offset)
            }
        case .pngText(let keyword):
            guard let keyword = PNGKeyword(rawValue: keyword) else { return }
            add(.png(keyword), block.bytes, offset: block.offset)
        case .tag(let name):
            guard let name = TagName(container: name) else { return }
            add(.tag(name), block.bytes, offset: block.offset)
        case .comment:
            // Comments are free text: only what has the shape of a marker is kept.
            let text = TextEncoding.utf8(fromLoose: block.bytes.trimmed)
            guard text.first == UInt8(ascii: "{") || text.firstIndex(of: "Steps: ") != nil else { return }
            add(.comment, text, offset: block.offset)
        case .application(let marker):
            guard block.bytes.firstIndex(of: "AIGC") != nil else { return }
            add(.application(marker), block.bytes, offset: block.offset)
        case .trailer:
            add(.trailer, block.bytes, offset: block.offset)
        }
    }

    private mutating func addEXIF(_ field: EXIFField, _ block: MetadataBlock) {
        switch field {
        case .userComment:
            add(.exif(field), UserComment.text(of: block.bytes), offset: block.offset)
        case .commentOfWindows:
            add(.exif(field), TextEncoding.utf8(fromUTF16: block.bytes[...], bigEndian: false), offset: block.offset)
        case .makerNote:
            // Fooocus writes the name of its scheme here; what cameras write is long and no text.
            guard block.bytes.count <= 64 else { return }
            add(.exif(field), block.bytes, offset: block.offset)
        case .imageDescription, .make, .model, .software, .artist:
            let text = block.bytes.prefix { $0 != 0 }
            add(.exif(field), TextEncoding.utf8(fromLoose: text), offset: block.offset)
        }
    }

    private mutating func addXMP(_ block: MetadataBlock) {
        let packet = XMPPacket(
            block.bytes, depthLimit: ProvenanceLimits.textDepth, nodeLimit: remainingXMLNodes)
        remainingXMLNodes -= packet.nodes
        for property in packet.properties {
            if property.depth == 0 {
                add(.xmp(property.name), property.value, offset: block.offset)
            } else if !property.parents.isEmpty {
                nested.append(NestedProperty(property: property, offset: block.offset))
            }
        }
        if let fault = packet.fault { faults.append(XMPFaults.describe(fault, offset: block.offset)) }
        if packet.overlong > 0 {
            faults.append(
                ContainerFault(
                    .overLimit, code: "xmp.value",
                    message: "XMP at byte \(block.offset): a value is longer than \(RDFParser.valueLimit) bytes"))
        }
        if packet.unresolved > 0 {
            faults.append(
                ContainerFault(
                    .oddity, code: "xmp.entity",
                    message: "XMP at byte \(block.offset): \(packet.unresolved) values refer to entities that XML does "
                        + "not define, and were left out"))
        }
    }

    /// Keeps a text, and reads it as JSON if it looks like that.
    mutating func add(_ place: FieldPlace, _ bytes: [UInt8], offset: Int) {
        let trimmed = bytes.trimmed
        // Every page of a TIFF names the same software.
        guard !trimmed.isEmpty, fields[place]?.last?.text.elementsEqual(trimmed) != true else { return }
        guard fields[place, default: []].count < ProvenanceLimits.findings else { return overflow(place) }
        let text = trimmed.count == bytes.count ? bytes : Array(trimmed)
        let json = text.first == UInt8(ascii: "{") ? parse(text, place: place, offset: offset) : nil
        fields[place, default: []].append(Field(place: place, text: text, json: json, offset: offset))
    }

    private mutating func overflow(_ place: FieldPlace) {
        guard !isOverflowing else { return }
        isOverflowing = true
        faults.append(
            ContainerFault(
                .overLimit, code: "markers.fields",
                message:
                    "more than \(ProvenanceLimits.findings) texts at one place (\(place.description)); the rest of "
                    + "them was not read"))
    }

    /// Text that is no JSON is no fault: anything may stand in these fields.
    private mutating func parse(_ text: [UInt8], place: FieldPlace, offset: Int) -> JSONValue? {
        do {
            let json = try JSONText.parse(
                text, nodeLimit: min(ProvenanceLimits.textNodes, remainingJSONNodes),
                depthLimit: ProvenanceLimits.textDepth)
            remainingJSONNodes -= json.nodes.count
            return json.root
        } catch .malformed {
            return nil
        } catch {
            let isDepth = error == .tooDeep
            let limit = isDepth ? ProvenanceLimits.textDepth : ProvenanceLimits.textNodes
            faults.append(
                ContainerFault(
                    .overLimit, code: isDepth ? "json.depth" : "json.nodes",
                    message: "\(place.description) at byte \(offset): JSON "
                        + (isDepth ? "nested deeper than \(limit)" : "of more than \(limit) values")))
            return nil
        }
    }
}
