// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

/// What a key may be used for (RFC 5280, 4.2.1.3).
public struct KeyUsage: OptionSet, Sendable, Hashable {
    /// Bit 0 of the ASN.1 type is the value 1.
    public let rawValue: UInt16

    /// - Parameter rawValue: bit n for bit n of the ASN.1 type.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// Signatures of anything but certificates and revocation lists.
    public static let digitalSignature = KeyUsage(rawValue: 1 << 0)
    /// Signatures that their maker shall not be able to deny.
    public static let contentCommitment = KeyUsage(rawValue: 1 << 1)
    /// Signatures of certificates.
    public static let keyCertSign = KeyUsage(rawValue: 1 << 5)
    /// Signatures of revocation lists.
    public static let cRLSign = KeyUsage(rawValue: 1 << 6)

    init(_ node: ASN1Node) throws(EncodingFault) {
        let bytes = try node.primitive("key usage", tag: .bitString)
        guard let unused = bytes.first, unused < 8, bytes.count > 1 || unused == 0 else {
            throw .damaged("The key usage is no string of bits.")
        }
        var value: UInt16 = 0
        for (index, byte) in bytes.dropFirst().prefix(2).enumerated() {
            for bit in 0..<8 where byte & (0x80 >> UInt8(bit)) != 0 { value |= 1 << UInt16(index * 8 + bit) }
        }
        rawValue = value
    }
}

/// Whether a certificate may issue others (RFC 5280, 4.2.1.9).
public struct BasicConstraints: Sendable, Hashable {
    /// It belongs to a certification authority.
    public let isAuthority: Bool
    /// How many authorities at most may stand between it and the last certificate; `nil` for any number.
    public let pathLength: Int?

    init(_ node: ASN1Node) throws(EncodingFault) {
        var parts = try node.sequence("basic constraints")
        isAuthority = try parts.optional(.boolean)?.boolean("basic constraint") ?? false
        pathLength = try parts.optional(.integer)?.smallInteger("path length")
        try parts.end()
    }
}

/// A name of any kind, as far as name constraints ask (RFC 5280, 4.2.1.6).
enum GeneralName: Sendable, Hashable {
    case directory(DistinguishedName)
    /// Number of the choice: 1 for e-mail, 2 for DNS, 6 for a URI, 7 for an IP address.
    case other(UInt)

    init(_ node: ASN1Node) throws(EncodingFault) {
        guard node.identifier.tagClass == .contextSpecific, node.identifier.tagNumber <= 8 else {
            throw .damaged("A general name is of no known kind.")
        }
        if node.identifier.tagNumber == 4 {
            self = .directory(try DistinguishedName(try node.explicit("directory name")))
        } else {
            self = .other(node.identifier.tagNumber)
        }
    }

    static func list(_ node: ASN1Node, _ what: String) throws(EncodingFault) -> [GeneralName] {
        var names: [GeneralName] = []
        for member in try node.members(what) { names.append(try GeneralName(member)) }
        return names
    }
}

/// Which names an authority may give (RFC 5280, 4.2.1.10).
struct NameConstraints: Sendable, Hashable {
    var permitted: [GeneralName] = []
    var excluded: [GeneralName] = []

    init(_ node: ASN1Node) throws(EncodingFault) {
        var parts = try node.sequence("name constraints")
        if let subtrees = parts.optional(context: 0) { permitted = try Self.bases(subtrees, 0) }
        if let subtrees = parts.optional(context: 1) { excluded = try Self.bases(subtrees, 1) }
        try parts.end()
    }

    private static func bases(_ node: ASN1Node, _ number: UInt) throws(EncodingFault) -> [GeneralName] {
        var names: [GeneralName] = []
        for member in try node.members("name constraints", tag: .context(number)) {
            var parts = try member.sequence("name constraint")
            names.append(try GeneralName(try parts.required()))
            // minimum and maximum must be 0 and absent.
            try parts.end()
        }
        return names
    }
}

/// An extension of a certificate as it is stored.
public struct CertificateExtension: Sendable, Hashable {
    /// Its name.
    public let identifier: ObjectIdentifier
    /// Whoever does not understand it must not use the certificate.
    public let isCritical: Bool
    /// The contents of its OCTET STRING.
    public let value: [UInt8]

    init(_ node: ASN1Node) throws(EncodingFault) {
        var parts = try node.sequence("extension")
        identifier = try parts.required().objectIdentifier("extension's name")
        // Some issuers write out the default, false.
        isCritical = try parts.optional(.boolean)?.boolean("extension's criticality") ?? false
        value = Array(try parts.required().primitive("extension's value", tag: .octetString))
        try parts.end()
    }

    /// Reads a list of extensions.
    static func list(_ node: ASN1Node) throws(EncodingFault) -> [CertificateExtension] {
        var extensions: [CertificateExtension] = []
        var seen: Set<ObjectIdentifier> = []
        for member in try node.members("extensions") {
            let next = try CertificateExtension(member)
            // Two of a kind could be read as either.
            guard seen.insert(next.identifier).inserted else {
                throw .damaged("The extension \(next.identifier) occurs twice.")
            }
            extensions.append(next)
        }
        return extensions
    }
}
