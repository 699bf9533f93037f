// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

internal import struct CivilTime.UTCTime

/// The values inside a SEQUENCE, SET or explicit tag, taken one after the other.
struct NodeSequence {
    private var iterator: ASN1NodeCollection.Iterator
    private var ahead: ASN1Node?
    private let what: String

    init(_ node: ASN1Node, _ what: String, tag: ASN1Identifier = .sequence) throws(EncodingFault) {
        guard node.identifier == tag, case .constructed(let nodes) = node.content else {
            throw .damaged("The \(what) is not the kind of value that must stand there.")
        }
        iterator = nodes.makeIterator()
        ahead = iterator.next()
        self.what = what
    }

    mutating func next() -> ASN1Node? {
        defer { ahead = iterator.next() }
        return ahead
    }

    mutating func required() throws(EncodingFault) -> ASN1Node {
        guard let node = next() else { throw .damaged("The \(what) ends too early.") }
        return node
    }

    /// The next value, if it has this tag.
    mutating func optional(_ tag: ASN1Identifier) -> ASN1Node? {
        guard let node = ahead, node.identifier == tag else { return nil }
        return next()
    }

    /// The next value, if it has this context-specific tag.
    mutating func optional(context number: UInt) -> ASN1Node? {
        optional(.context(number))
    }

    func end() throws(EncodingFault) {
        guard ahead == nil else { throw .damaged("The \(what) has more values than it may have.") }
    }
}

extension ASN1Identifier {
    static func context(_ number: UInt) -> ASN1Identifier {
        ASN1Identifier(tagWithNumber: number, tagClass: .contextSpecific)
    }
}

extension ASN1Node {
    /// The values inside.
    func sequence(_ what: String, tag: ASN1Identifier = .sequence) throws(EncodingFault) -> NodeSequence {
        try NodeSequence(self, what, tag: tag)
    }

    /// All values inside.
    func members(_ what: String, tag: ASN1Identifier = .sequence) throws(EncodingFault) -> [ASN1Node] {
        guard identifier == tag, case .constructed(let nodes) = content else {
            throw .damaged("The \(what) is not the kind of value that must stand there.")
        }
        return Array(nodes)
    }

    /// The one value inside an explicit tag.
    func explicit(_ what: String) throws(EncodingFault) -> ASN1Node {
        guard case .constructed(let nodes) = content else {
            throw .damaged("The \(what) is not the kind of value that must stand there.")
        }
        var iterator = nodes.makeIterator()
        guard let only = iterator.next(), iterator.next() == nil else {
            throw .damaged("The \(what) does not hold exactly one value.")
        }
        return only
    }

    func primitive(_ what: String, tag: ASN1Identifier) throws(EncodingFault) -> ArraySlice<UInt8> {
        guard identifier == tag, case .primitive(let bytes) = content else {
            throw .damaged("The \(what) is not the kind of value that must stand there.")
        }
        return bytes
    }

    /// A NULL, which is empty. The parser lets one with the mark of a value that holds others pass.
    var isNull: Bool {
        guard identifier == .null, case .primitive(let bytes) = content else { return false }
        return bytes.isEmpty
    }

    func objectIdentifier(_ what: String) throws(EncodingFault) -> ObjectIdentifier {
        guard let value = ObjectIdentifier(contents: try primitive(what, tag: .objectIdentifier)) else {
            throw .damaged("The \(what) is no object identifier.")
        }
        return value
    }

    /// The bytes of an INTEGER, two's complement, as short as they can be.
    func integer(_ what: String, tag: ASN1Identifier = .integer) throws(EncodingFault) -> ArraySlice<UInt8> {
        let bytes = try primitive(what, tag: tag)
        guard let first = bytes.first else { throw .damaged("The \(what) is an empty number.") }
        if let second = bytes.dropFirst().first, first == 0 && second < 0x80 || first == 0xff && second >= 0x80 {
            throw .damaged("The \(what) is a number with a superfluous first byte.")
        }
        return bytes
    }

    /// A number from 0 to 2³¹ − 1.
    func smallInteger(_ what: String, tag: ASN1Identifier = .integer) throws(EncodingFault) -> Int {
        let bytes = try integer(what, tag: tag)
        guard bytes.count <= 4, let first = bytes.first, first < 0x80 else {
            throw .damaged("The \(what) is negative or too large a number.")
        }
        return bytes.reduce(0) { $0 << 8 | Int($1) }
    }

    func boolean(_ what: String) throws(EncodingFault) -> Bool {
        let bytes = try primitive(what, tag: .boolean)
        guard bytes.count == 1, let byte = bytes.first, byte == 0 || byte == 0xff else {
            throw .damaged("The \(what) is neither true nor false.")
        }
        return byte == 0xff
    }

    /// The bytes of an OCTET STRING; those of its pieces one after the other when it is BER in pieces.
    func octets(_ what: String, tag: ASN1Identifier = .octetString) throws(EncodingFault) -> [UInt8] {
        guard identifier == tag else {
            throw .damaged("The \(what) is not the kind of value that must stand there.")
        }
        switch content {
        case .primitive(let bytes): return Array(bytes)
        case .constructed(let nodes):
            var all: [UInt8] = []
            // Nesting is bounded by the parser.
            for node in nodes { all += try node.octets(what) }
            return all
        }
    }

    /// The bytes of a BIT STRING that fills its last byte.
    func wholeBits(_ what: String) throws(EncodingFault) -> ArraySlice<UInt8> {
        let bytes = try primitive(what, tag: .bitString)
        guard bytes.first == 0 else { throw .damaged("The \(what) does not end at a byte.") }
        return bytes.dropFirst()
    }

    /// A UTCTime or GeneralizedTime.
    func time(_ what: String) throws(EncodingFault) -> UTCTime {
        guard case .primitive(let bytes) = content else { throw .damaged("The \(what) is no time.") }
        let time: UTCTime? =
            switch identifier {
            case .utcTime: UTCTime(utcTimeContents: bytes)
            case .generalizedTime: UTCTime.generalized(bytes)?.time
            default: nil
            }
        guard let time else { throw .damaged("The \(what) is no time.") }
        return time
    }
}
