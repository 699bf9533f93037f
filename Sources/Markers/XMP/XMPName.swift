// SPDX-License-Identifier: Apache-2.0

/// The namespaces in which a marker can stand. The raw value is the position in ``addresses``.
enum XMPNamespace: Int, Sendable, Hashable, CaseIterable {
    case rdf, iptcExt, photoshop, xmp, xmpMM, event, dc, dcterms, exif, tiff, tc260

    /// Addresses in the order of the cases. XML's own prefix needs no declaration and no namespace here.
    static let addresses: [StaticString] = [
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
        "http://ns.adobe.com/photoshop/1.0/",
        "http://ns.adobe.com/xap/1.0/",
        "http://ns.adobe.com/xap/1.0/mm/",
        "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
        "http://purl.org/dc/elements/1.1/",
        "http://purl.org/dc/terms/",
        "http://ns.adobe.com/exif/1.0/",
        "http://ns.adobe.com/tiff/1.0/",
        "http://www.tc260.org.cn/ns/AIGC/1.0/",
    ]

    /// The prefix under which people know the namespace.
    var usualPrefix: String {
        switch self {
        case .rdf: "rdf"
        case .iptcExt: "Iptc4xmpExt"
        case .photoshop: "photoshop"
        case .xmp: "xmp"
        case .xmpMM: "xmpMM"
        case .event: "stEvt"
        case .dc: "dc"
        case .dcterms: "dcterms"
        case .exif: "exif"
        case .tiff: "tiff"
        case .tc260: "TC260"
        }
    }
}

/// A property that some recogniser looks at. All others are passed over.
enum XMPName: Sendable, Hashable, CaseIterable {
    case digitalSourceType, aiSystemUsed, aiSystemVersionUsed, aiPromptInformation, aiPromptWriterName, digImageGUID
    case credit
    case creatorTool
    case pantry, ingredients, derivedFrom, history
    case softwareAgent, action
    case description
    case provenance
    case userComment
    case software, imageDescription, make
    case aigc, label, contentProducer, produceID, contentPropagator, propagateID, reservedCode1, reservedCode2

    /// Namespace and local name.
    var spelling: (XMPNamespace, StaticString) {
        switch self {
        case .digitalSourceType: (.iptcExt, "DigitalSourceType")
        case .aiSystemUsed: (.iptcExt, "AISystemUsed")
        case .aiSystemVersionUsed: (.iptcExt, "AISystemVersionUsed")
        case .aiPromptInformation: (.iptcExt, "AIPromptInformation")
        case .aiPromptWriterName: (.iptcExt, "AIPromptWriterName")
        case .digImageGUID: (.iptcExt, "DigImageGUID")
        case .credit: (.photoshop, "Credit")
        case .creatorTool: (.xmp, "CreatorTool")
        case .pantry: (.xmpMM, "Pantry")
        case .ingredients: (.xmpMM, "Ingredients")
        case .derivedFrom: (.xmpMM, "DerivedFrom")
        case .history: (.xmpMM, "History")
        case .softwareAgent: (.event, "softwareAgent")
        case .action: (.event, "action")
        case .description: (.dc, "description")
        case .provenance: (.dcterms, "provenance")
        case .userComment: (.exif, "UserComment")
        case .software: (.tiff, "Software")
        case .imageDescription: (.tiff, "ImageDescription")
        case .make: (.tiff, "Make")
        case .aigc: (.tc260, "AIGC")
        case .label: (.tc260, "Label")
        case .contentProducer: (.tc260, "ContentProducer")
        case .produceID: (.tc260, "ProduceID")
        case .contentPropagator: (.tc260, "ContentPropagator")
        case .propagateID: (.tc260, "PropagateID")
        case .reservedCode1: (.tc260, "ReservedCode1")
        case .reservedCode2: (.tc260, "ReservedCode2")
        }
    }

    /// As people write it, with the usual prefix.
    var description: String {
        let (namespace, name) = spelling
        return "\(namespace.usualPrefix):\(name)"
    }

    /// The property with a name out of a packet.
    init?(_ name: XMLName, in bytes: [UInt8]) {
        guard let candidates = Self.byNamespace[name.namespace] else { return nil }
        let local = bytes[name.local]
        guard let found = candidates.first(where: { $0.1.utf8CodeUnitCount == local.count && local.starts(with: $0.1) })
        else { return nil }
        self = found.0
    }

    private static let byNamespace: [Int: [(XMPName, StaticString)]] = {
        var table: [Int: [(XMPName, StaticString)]] = [:]
        for name in allCases {
            let (namespace, local) = name.spelling
            table[namespace.rawValue, default: []].append((name, local))
        }
        return table
    }()
}
