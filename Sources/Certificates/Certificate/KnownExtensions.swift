// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

/// The extensions that this room understands, decoded.
struct KnownExtensions {
    var basicConstraints: BasicConstraints?
    var keyUsage: KeyUsage?
    var extendedKeyUsage: [ObjectIdentifier]?
    var subjectKeyIdentifier: [UInt8]?
    var hasAuthorityKeyIdentifier = false
    var authorityKeyIdentifier: [UInt8]?
    var nameConstraints: NameConstraints?
    var alternativeNames: [GeneralName] = []
    var policies: [ObjectIdentifier] = []
    var ocspAddresses: [String] = []
    var assuranceLevel: ObjectIdentifier?
    var productRecord: String?
    var unknownCritical: [ObjectIdentifier] = []

    /// Decodes one extension. Those that decide whether a certificate may be used must be well formed; those that only
    /// inform are left out when they are not.
    mutating func read(_ item: CertificateExtension) throws(EncodingFault) {
        switch item.identifier {
        case .basicConstraints:
            basicConstraints = try BasicConstraints(try Self.parse(item))
        case .keyUsage:
            keyUsage = try KeyUsage(try Self.parse(item))
        case .extendedKeyUsage:
            var usages: [ObjectIdentifier] = []
            for member in try Self.parse(item).members("extended key usage") {
                usages.append(try member.objectIdentifier("extended key usage"))
            }
            extendedKeyUsage = usages
        case .subjectKeyIdentifier:
            subjectKeyIdentifier = Array(
                try Self.parse(item).primitive("subject key identifier", tag: .octetString))
        case .authorityKeyIdentifier:
            hasAuthorityKeyIdentifier = true
            var parts = try Self.parse(item).sequence("authority key identifier")
            if let node = parts.optional(context: 0) {
                authorityKeyIdentifier = Array(try node.primitive("authority key identifier", tag: .context(0)))
            }
        case .nameConstraints:
            nameConstraints = try NameConstraints(try Self.parse(item))
        case .subjectAlternativeName:
            alternativeNames = try GeneralName.list(try Self.parse(item), "alternative names")
        case .certificatePolicies:
            policies = (try? Self.policies(try Self.parse(item))) ?? []
        case .authorityInformation:
            ocspAddresses = (try? Self.ocspAddresses(try Self.parse(item))) ?? []
            if item.isCritical { unknownCritical.append(item.identifier) }
        case .assuranceLevel:
            assuranceLevel = try? Self.parse(item).objectIdentifier("assurance level")
            if item.isCritical { unknownCritical.append(item.identifier) }
        case .productRecord:
            productRecord = Self.productRecord(item.value)
            if item.isCritical { unknownCritical.append(item.identifier) }
        default:
            if item.isCritical { unknownCritical.append(item.identifier) }
        }
    }

    private static func parse(_ item: CertificateExtension) throws(EncodingFault) -> ASN1Node {
        try BoundedParsing.distinguished(item.value[...], "extension \(item.identifier)")
    }

    private static func policies(_ node: ASN1Node) throws(EncodingFault) -> [ObjectIdentifier] {
        var policies: [ObjectIdentifier] = []
        for member in try node.members("policies") {
            var parts = try member.sequence("policy")
            policies.append(try parts.required().objectIdentifier("policy"))
        }
        return policies
    }

    private static func ocspAddresses(_ node: ASN1Node) throws(EncodingFault) -> [String] {
        var addresses: [String] = []
        for member in try node.members("authority information") {
            var parts = try member.sequence("authority information")
            let method = try parts.required().objectIdentifier("access method")
            let place = try parts.required()
            guard method == .accessOCSP, place.identifier == .context(6) else { continue }
            addresses.append(String(decoding: try place.primitive("address", tag: .context(6)), as: UTF8.self))
        }
        return addresses
    }

    /// The programme asks for a UUID and certificates have it as text or as 16 bytes.
    private static func productRecord(_ value: [UInt8]) -> String? {
        guard let node = try? BoundedParsing.distinguished(value[...], "product record"),
            case .primitive(let bytes) = node.content
        else { return nil }
        switch node.identifier {
        case .utf8String, .printableString, .ia5String:
            return bytes.count <= 256 ? String(validating: bytes, as: UTF8.self) : nil
        case .octetString where bytes.count == 16:
            let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            return [digits[0..<4], digits[4..<6], digits[6..<8], digits[8..<10], digits[10..<16]]
                .map { $0.joined() }.joined(separator: "-")
        default:
            return nil
        }
    }
}
