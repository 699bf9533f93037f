// SPDX-License-Identifier: Apache-2.0

/// What is read out of one XMP packet.
struct XMPPacket: Sendable {
    /// Values of all properties that some recogniser looks at, in the order of the packet.
    var properties: [XMPProperty] = []
    /// Why the packet was not read to its end.
    var fault: XMLFault?
    /// Values that were left out because they refer to entities that are not defined.
    var unresolved = 0
    /// Values that were left out because they are too long.
    var overlong = 0
    /// Elements and attributes that were read.
    var nodes = 0

    /// Reads a packet.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8, or UTF-16 in either order, with or without byte order mark.
    ///   - depthLimit: deepest nesting of elements.
    ///   - nodeLimit: most elements and attributes.
    init(_ bytes: [UInt8], depthLimit: Int, nodeLimit: Int) {
        let text = Self.utf8(bytes)
        let reader = XMLReader(
            bytes: text, namespaces: XMPNamespace.addresses, depthLimit: depthLimit, nodeLimit: nodeLimit)
        var parser = RDFParser(reader: reader)
        do {
            try parser.readPacket()
        } catch {
            fault = error
        }
        properties = parser.properties
        unresolved = parser.unresolved
        overlong = parser.overlong
        nodes = min(parser.nodes, nodeLimit)
        // A document type can stand for anything, so nothing of such a packet is believed.
        if case .documentType? = fault { properties = [] }
    }

    /// The packet in UTF-8, without byte order mark. `<` tells the order of bytes where the mark is missing.
    private static func utf8(_ bytes: [UInt8]) -> [UInt8] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
        if bytes.starts(with: [0xFE, 0xFF]) {
            return TextEncoding.utf8(fromUTF16: bytes.dropFirst(2), bigEndian: true)
        }
        if bytes.starts(with: [0xFF, 0xFE]) {
            return TextEncoding.utf8(fromUTF16: bytes.dropFirst(2), bigEndian: false)
        }
        if bytes.starts(with: [0x00, 0x3C]) { return TextEncoding.utf8(fromUTF16: bytes[...], bigEndian: true) }
        if bytes.starts(with: [0x3C, 0x00]) { return TextEncoding.utf8(fromUTF16: bytes[...], bigEndian: false) }
        return bytes
    }
}
