// SPDX-License-Identifier: Apache-2.0

/// Reads XML from the first byte to the last, in time linear in its length, and hands out one event after the other.
///
/// Source: XML 1.0 and Namespaces in XML 1.0. Left out on purpose: document types with everything that they can define.
/// A second attribute of the same name and text outside of the root are no errors here.
struct XMLReader {
    /// The text, UTF-8.
    let bytes: [UInt8]
    /// Namespaces that are told apart.
    private let namespaces: [StaticString]
    private let depthLimit: Int
    private let nodeLimit: Int
    private var index = 0
    /// Elements and attributes that were read.
    private(set) var nodes = 0
    private var open: [OpenElement] = []
    private var declarations: [Declaration] = []
    /// An empty element `<a/>` ends without a tag of its own.
    private var endsAtOnce = false

    /// Namespace declarations in force at one place. Photoshop and Lightroom write up to thirty.
    private static let namespaceLimit = 256

    private struct OpenElement {
        var name: Range<Int>
        var declarations: Int
    }

    private struct Declaration {
        /// Of the prefix, seeded anew in every process: a file cannot be made so that prefixes collide.
        var hash: Int
        var prefix: Range<Int>
        var namespace: Int
    }

    /// - Parameters:
    ///   - bytes: the text, UTF-8 without byte order mark.
    ///   - namespaces: addresses of the namespaces that are told apart; events name them by position.
    ///   - depthLimit: deepest nesting of elements.
    ///   - nodeLimit: most elements and attributes.
    init(bytes: [UInt8], namespaces: [StaticString], depthLimit: Int, nodeLimit: Int) {
        self.bytes = bytes
        self.namespaces = namespaces
        self.depthLimit = depthLimit
        self.nodeLimit = nodeLimit
    }

    /// How many elements are open.
    var depth: Int { open.count }

    /// The next event; `nil` at the end of the text.
    mutating func next() throws(XMLFault) -> XMLEvent? {
        if endsAtOnce {
            endsAtOnce = false
            close()
            return .end
        }
        while index < bytes.count {
            if bytes[index] != UInt8(ascii: "<") {
                let start = index
                while index < bytes.count, bytes[index] != UInt8(ascii: "<") { index += 1 }
                if open.isEmpty { continue }
                return .text(start..<index)
            }
            guard index + 1 < bytes.count else { throw .malformed(at: index) }
            switch bytes[index + 1] {
            case UInt8(ascii: "?"):
                try skip(to: "?>")
            case UInt8(ascii: "!"):
                if bytes.has("<!--", at: index) {
                    index += 4
                    try skip(to: "-->")
                } else if bytes.has("<![CDATA[", at: index), !open.isEmpty {
                    let start = index + 9
                    index = start
                    try skip(to: "]]>")
                    return .characterData(start..<index - 3)
                } else {
                    throw .documentType
                }
            case UInt8(ascii: "/"):
                try readEndTag()
                return .end
            default:
                return try readStartTag()
            }
        }
        guard open.isEmpty else { throw .malformed(at: index) }
        return nil
    }

    private mutating func skip(to terminator: StaticString) throws(XMLFault) {
        guard let end = bytes.firstIndex(of: terminator, from: index) else { throw .malformed(at: index) }
        index = end + terminator.utf8CodeUnitCount
    }

    private mutating func readEndTag() throws(XMLFault) {
        index += 2
        let name = try readName()
        skipBlanks()
        guard let element = open.last, bytes[element.name].elementsEqual(bytes[name]), index < bytes.count,
            bytes[index] == UInt8(ascii: ">")
        else { throw .malformed(at: index) }
        index += 1
        close()
    }

    private mutating func close() {
        guard let element = open.popLast() else { return }
        declarations.removeLast(declarations.count - element.declarations)
    }

    private mutating func readStartTag() throws(XMLFault) -> XMLEvent {
        index += 1
        let name = try readName()
        guard open.count < depthLimit else { throw .tooDeep }
        try count()
        open.append(OpenElement(name: name, declarations: declarations.count))
        var raw: [(name: Range<Int>, value: Range<Int>)] = []
        while true {
            let beforeBlanks = index
            skipBlanks()
            guard index < bytes.count else { throw .malformed(at: index) }
            if bytes[index] == UInt8(ascii: ">") {
                index += 1
                break
            }
            if bytes.has("/>", at: index) {
                index += 2
                endsAtOnce = true
                break
            }
            guard index > beforeBlanks else { throw .malformed(at: index) }
            let attribute = try readAttribute()
            try count()
            if try !declares(attribute) { raw.append(attribute) }
        }
        let attributes = raw.map { attribute in
            XMLAttribute(name: resolve(attribute.name, isAttribute: true), value: attribute.value)
        }
        return .start(resolve(name, isAttribute: false), attributes)
    }

    private mutating func readAttribute() throws(XMLFault) -> (name: Range<Int>, value: Range<Int>) {
        let name = try readName()
        skipBlanks()
        guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { throw .malformed(at: index) }
        index += 1
        skipBlanks()
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") else {
            throw .malformed(at: index)
        }
        let mark = bytes[index]
        index += 1
        let start = index
        while index < bytes.count, bytes[index] != mark {
            if bytes[index] == UInt8(ascii: "<") { throw .malformed(at: index) }
            index += 1
        }
        guard index < bytes.count else { throw .malformed(at: index) }
        index += 1
        return (name, start..<index - 1)
    }

    /// Takes in a namespace declaration.
    ///
    /// - Returns: whether the attribute is one.
    private mutating func declares(_ attribute: (name: Range<Int>, value: Range<Int>)) throws(XMLFault) -> Bool {
        let name = bytes[attribute.name]
        guard name.starts(with: "xmlns") else { return false }
        let prefix: Range<Int>
        if name.count == 5 {
            prefix = attribute.name.upperBound..<attribute.name.upperBound
        } else if bytes[attribute.name.lowerBound + 5] == UInt8(ascii: ":") {
            prefix = attribute.name.lowerBound + 6..<attribute.name.upperBound
        } else {
            return false
        }
        guard declarations.count < Self.namespaceLimit else { throw .tooManyNamespaces }
        let address = bytes[attribute.value].trimmed
        let known = namespaces.firstIndex { $0.utf8CodeUnitCount == address.count && address.starts(with: $0) }
        let none = address.isEmpty ? XMLName.noNamespace : XMLName.unknownNamespace
        declarations.append(Declaration(hash: hash(prefix), prefix: prefix, namespace: known ?? none))
        return true
    }

    private func resolve(_ name: Range<Int>, isAttribute: Bool) -> XMLName {
        guard let colon = bytes[name].firstIndex(of: UInt8(ascii: ":")) else {
            // An attribute without a prefix is in no namespace, whatever the default one is.
            let namespace = isAttribute ? XMLName.noNamespace : lookUp(name.lowerBound..<name.lowerBound)
            return XMLName(namespace: namespace ?? XMLName.noNamespace, local: name)
        }
        let namespace = lookUp(name.lowerBound..<colon) ?? XMLName.unknownNamespace
        return XMLName(namespace: namespace, local: colon + 1..<name.upperBound)
    }

    private func lookUp(_ prefix: Range<Int>) -> Int? {
        let wanted = hash(prefix)
        for declaration in declarations.reversed()
        where declaration.hash == wanted && bytes[declaration.prefix].elementsEqual(bytes[prefix]) {
            return declaration.namespace
        }
        return nil
    }

    private func hash(_ range: Range<Int>) -> Int {
        var hasher = Hasher()
        bytes[range].withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }

    private mutating func readName() throws(XMLFault) -> Range<Int> {
        let start = index
        while index < bytes.count, Self.isNameByte(bytes[index]) { index += 1 }
        guard index > start else { throw .malformed(at: index) }
        return start..<index
    }

    /// Looser than XML: what ends a name in practice.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: ":"), 0x80...0xFF:
            true
        default: false
        }
    }

    private mutating func count() throws(XMLFault) {
        nodes += 1
        guard nodes <= nodeLimit else { throw .tooManyNodes }
    }

    private mutating func skipBlanks() {
        while index < bytes.count, bytes[index].isBlank { index += 1 }
    }
}
