// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

/// The name of an issuer or subject (X.501).
///
/// Every text in it is what its issuer wrote, and of an unlisted issuer that is anyone: pass it through `QuotedText`
/// before showing it.
public struct DistinguishedName: Sendable, Hashable {
    /// One part of a name.
    public struct Attribute: Sendable, Hashable {
        /// What it is, for example `2.5.4.3` for a common name.
        public let type: ObjectIdentifier
        /// Its text; `nil` when it is no kind of text or damaged.
        public let text: String?
    }

    /// Name, exactly as stored.
    public let der: [UInt8]
    /// All parts in the order of the name.
    public let attributes: [Attribute]
    /// What comparisons look at: the parts of each set, sorted.
    private let normalized: [[Part]]

    private struct Part: Sendable, Hashable {
        var type: [UInt8]
        var isText: Bool
        var value: [UInt8]
    }

    /// Names in use have a dozen parts. Of longer ones only the time that they take would be noticed.
    private static let mostParts = 128
    /// Longer texts are compared byte for byte: folding them takes time that a hostile file could ask for again and again.
    private static let longestFolded = 1_024

    init(_ node: ASN1Node) throws(EncodingFault) {
        der = Array(node.encodedBytes)
        var attributes: [Attribute] = []
        var normalized: [[Part]] = []
        for set in try node.members("name") {
            var together: [Part] = []
            for member in try set.members("part of a name", tag: .set) {
                var pair = try member.sequence("part of a name")
                let type = try pair.required().objectIdentifier("kind of a name's part")
                let value = try pair.required()
                try pair.end()
                let text = Self.text(of: value)
                attributes.append(Attribute(type: type, text: text))
                if let text, text.utf8.count <= Self.longestFolded {
                    together.append(Part(type: type.contents, isText: true, value: Array(Self.folded(text).utf8)))
                } else {
                    together.append(Part(type: type.contents, isText: false, value: Array(value.encodedBytes)))
                }
                guard attributes.count <= Self.mostParts else {
                    throw .damaged("A name has more than \(Self.mostParts) parts.")
                }
            }
            together.sort { ($0.type + $0.value).lexicographicallyPrecedes($1.type + $1.value) }
            normalized.append(together)
        }
        self.attributes = attributes
        self.normalized = normalized
    }

    /// The name has no parts at all. Nobody is called that, so it matches nothing.
    public var isEmpty: Bool { attributes.isEmpty }

    /// The last common name, which is the most specific.
    public var commonName: String? { last(.commonName) }

    /// The last organization.
    public var organization: String? { last(.organization) }

    /// The country's code.
    public var country: String? { last(.country) }

    private func last(_ type: ObjectIdentifier) -> String? {
        attributes.last { $0.type == type && $0.text != nil }?.text
    }

    /// Whether two names are the same: byte for byte, or in all their parts without regard to case, to runs of blanks and
    /// to the kind of string (RFC 5280, 7.1, with Unicode's lower case in place of stringprep).
    ///
    /// - Parameter other: the name to compare with.
    public func matches(_ other: DistinguishedName) -> Bool {
        !isEmpty && (der == other.der || normalized == other.normalized)
    }

    /// Whether the name lies below another in the tree of names, or is that other (RFC 5280, 4.2.1.10).
    func isWithin(_ other: DistinguishedName) -> Bool {
        normalized.starts(with: other.normalized)
    }

    private static func text(of node: ASN1Node) -> String? {
        guard case .primitive(let bytes) = node.content else { return nil }
        switch node.identifier {
        case .utf8String:
            return String(validating: bytes, as: UTF8.self)
        case .printableString, .ia5String, .numericString, .visibleString:
            return bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
        case .teletexString:
            // In certificates it is Latin-1, whatever T.61 says.
            return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        case .bmpString:
            guard bytes.count % 2 == 0 else { return nil }
            let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map {
                UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
            }
            return String(validating: units, as: UTF16.self)
        case .universalString:
            guard bytes.count % 4 == 0 else { return nil }
            let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { start in
                bytes[start..<(start + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            }
            return String(validating: units, as: UTF32.self)
        default:
            return nil
        }
    }

    private static func folded(_ text: String) -> String {
        text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
