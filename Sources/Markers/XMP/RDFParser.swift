// SPDX-License-Identifier: Apache-2.0

/// Turns the elements and attributes of RDF into properties with values.
///
/// Source: XMP specification part 1 (ISO 16684-1:2019), clause 7: properties as elements and as attributes, arrays
/// (`rdf:Alt`, `rdf:Seq`, `rdf:Bag`), structures (`rdf:Description` inside, `rdf:parseType="Resource"`, attributes of the
/// property element), `rdf:resource`, qualifiers with `rdf:value`.
struct RDFParser {
    private var reader: XMLReader
    /// Found so far; stays when a later part of the packet is broken.
    private(set) var properties: [XMPProperty] = []
    /// Values with references to undefined entities.
    private(set) var unresolved = 0
    /// Values longer than the limit.
    private(set) var overlong = 0
    private var structures = 0

    /// Bytes of one value as it is written. The longest that means anything here is a generator's settings, some kilobytes of JSON.
    static let valueLimit = 1 << 20

    init(reader: XMLReader) {
        self.reader = reader
    }

    /// Elements and attributes that were read.
    var nodes: Int { reader.nodes }

    /// Where in the tree of properties something stands.
    private struct Context {
        var parents: [XMPName] = []
        var depth = 0
        var structure = 0
    }

    /// Reads every `rdf:RDF` in the text.
    mutating func readPacket() throws(XMLFault) {
        while let event = try reader.next() {
            if case .start(let name, _) = event, isRDF(name, "RDF") { try readRoot() }
        }
    }

    private mutating func readRoot() throws(XMLFault) {
        while let event = try reader.next() {
            switch event {
            case .start(_, let attributes): try readNode(attributes, context: Context())
            case .end: return
            case .text, .characterData: continue
            }
        }
    }

    /// Reads the rest of a node element: a resource with its properties.
    private mutating func readNode(_ attributes: [XMLAttribute], context: Context) throws(XMLFault) {
        structures += 1
        var context = context
        context.structure = structures
        addAttributes(attributes, context: context)
        while let event = try reader.next() {
            switch event {
            case .start(let name, let attributes): try readProperty(name, attributes, context: context)
            case .end: return
            case .text, .characterData: continue
            }
        }
    }

    /// Reads the rest of a property element.
    private mutating func readProperty(
        _ name: XMLName, _ attributes: [XMLAttribute], context: Context
    ) throws(XMLFault) {
        try readValue(of: XMPName(name, in: reader.bytes), attributes, context: context)
    }

    /// Reads the rest of an element that holds a value of a property: the property element, or an item of its array.
    private mutating func readValue(
        of property: XMPName?, _ attributes: [XMLAttribute], context: Context
    ) throws(XMLFault) {
        var inner = context
        if let property { inner.parents.append(property) }
        inner.depth += 1
        var isStructure = false
        for attribute in attributes {
            if isRDF(attribute.name, "resource") || isRDF(attribute.name, "value") {
                add(property, attribute.value, context: context)
            } else if isRDF(attribute.name, "parseType") {
                isStructure = reader.bytes[attribute.value].elementsEqual("Resource".utf8)
            }
        }
        if isStructure { return try readNode([], context: inner) }
        structures += 1
        inner.structure = structures
        addAttributes(attributes, context: inner)
        try readContent(of: property, context: context, inner: inner)
    }

    /// Reads what an element with a value contains: characters, an array or a structure.
    private mutating func readContent(
        of property: XMPName?, context: Context, inner: Context
    ) throws(XMLFault) {
        var value: [UInt8] = []
        var written = 0
        var isResolved = true
        var hasElements = false
        while let event = try reader.next() {
            switch event {
            case .start(let name, let attributes):
                hasElements = true
                if isRDF(name, "Alt") || isRDF(name, "Seq") || isRDF(name, "Bag") {
                    try readItems(of: property, context: context)
                } else {
                    try readStructure(of: property, attributes, context: context, inner: inner)
                }
            case .text(let range):
                guard property != nil, !hasElements else { continue }
                written += range.count
                guard written <= Self.valueLimit else { continue }
                if !XMLReferences.append(reader.bytes[range], to: &value) { isResolved = false }
            case .characterData(let range):
                guard property != nil, !hasElements else { continue }
                written += range.count
                if written <= Self.valueLimit { value.append(contentsOf: reader.bytes[range]) }
            case .end:
                guard !hasElements else { return }
                if written > Self.valueLimit {
                    overlong += 1
                } else {
                    add(property, isResolved ? value[...] : nil, context: context)
                }
                return
            }
        }
    }

    private mutating func readItems(of property: XMPName?, context: Context) throws(XMLFault) {
        while let event = try reader.next() {
            switch event {
            case .start(_, let attributes): try readValue(of: property, attributes, context: context)
            case .end: return
            case .text, .characterData: continue
            }
        }
    }

    /// Reads a node element inside of a property. One that has `rdf:value` is the property's value with qualifiers.
    private mutating func readStructure(
        of property: XMPName?, _ attributes: [XMLAttribute], context: Context, inner: Context
    ) throws(XMLFault) {
        structures += 1
        var inner = inner
        inner.structure = structures
        for attribute in attributes where isRDF(attribute.name, "value") {
            add(property, attribute.value, context: context)
        }
        addAttributes(attributes, context: inner)
        while let event = try reader.next() {
            switch event {
            case .start(let name, let attributes):
                if isRDF(name, "value") {
                    try readValue(of: property, attributes, context: context)
                } else {
                    try readProperty(name, attributes, context: inner)
                }
            case .end: return
            case .text, .characterData: continue
            }
        }
    }

    private mutating func addAttributes(_ attributes: [XMLAttribute], context: Context) {
        for attribute in attributes {
            guard let name = XMPName(attribute.name, in: reader.bytes) else { continue }
            add(name, attribute.value, context: context)
        }
    }

    /// Adds the value of an attribute.
    private mutating func add(_ name: XMPName?, _ range: Range<Int>, context: Context) {
        guard name != nil else { return }
        guard range.count <= Self.valueLimit else {
            overlong += 1
            return
        }
        let bytes = reader.bytes[range]
        guard bytes.contains(UInt8(ascii: "&")) else { return add(name, bytes, context: context) }
        add(name, XMLReferences.resolve(bytes)?[...], context: context)
    }

    /// - Parameter value: `nil` when it refers to something that is not defined.
    private mutating func add(_ name: XMPName?, _ value: ArraySlice<UInt8>?, context: Context) {
        guard let name else { return }
        guard let trimmed = value?.trimmed else {
            unresolved += 1
            return
        }
        guard !trimmed.isEmpty else { return }
        properties.append(
            XMPProperty(
                name: name, parents: context.parents, depth: context.depth, structure: context.structure,
                value: Array(trimmed)))
    }

    private func isRDF(_ name: XMLName, _ local: StaticString) -> Bool {
        guard name.namespace == XMPNamespace.rdf.rawValue else { return false }
        return name.local.count == local.utf8CodeUnitCount && reader.bytes.has(local, at: name.local.lowerBound)
    }
}
