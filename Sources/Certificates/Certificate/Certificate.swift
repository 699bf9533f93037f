// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import SwiftASN1

public import struct CivilTime.UTCTime

/// An X.509 certificate as a value: what it says, not whether to believe it (RFC 5280).
///
/// Reading refuses only what is damaged. Keys and algorithms that are not accepted are read as such, so that a finding can
/// name them.
public struct Certificate: Sendable {
    /// The certificate, exactly as stored.
    public let der: [UInt8]
    /// What is signed, exactly as stored.
    public let tbs: [UInt8]
    /// 1, 2 or 3.
    public let version: Int
    /// The number that its issuer gave it: two's complement, the most significant byte first.
    public let serialNumber: [UInt8]
    /// How it is signed.
    public let signatureAlgorithm: SignatureAlgorithm
    /// The signature.
    public let signature: [UInt8]
    /// Who issued it.
    public let issuer: DistinguishedName
    /// Whom it is about.
    public let subject: DistinguishedName
    /// The first moment of its validity.
    public let notBefore: UTCTime
    /// The last moment of its validity.
    public let notAfter: UTCTime
    /// The key that it vouches for.
    public let publicKey: PublicKey
    /// It carries the unique identifiers of X.509 version 2.
    public let hasUniqueIdentifiers: Bool
    /// All extensions in their order.
    public let extensions: [CertificateExtension]
    /// Whether it may issue others; `nil` when it says nothing.
    public let basicConstraints: BasicConstraints?
    /// What its key may be used for; `nil` when it says nothing.
    public let keyUsage: KeyUsage?
    /// For which purposes; `nil` when it says nothing.
    public let extendedKeyUsage: [ObjectIdentifier]?
    /// A name of its key.
    public let subjectKeyIdentifier: [UInt8]?
    /// It has an authority key identifier, with or without a name of the key in it.
    public let hasAuthorityKeyIdentifier: Bool
    /// A name of its issuer's key.
    public let authorityKeyIdentifier: [UInt8]?
    /// The policies under which it was issued.
    public let policies: [ObjectIdentifier]
    /// Where its issuer answers OCSP. Nothing is ever fetched from there.
    public let ocspAddresses: [String]
    /// The C2PA conformance programme's assurance level of the product, if the certificate states one: an object
    /// identifier below `1.3.6.1.4.1.62558.3`.
    public let assuranceLevel: ObjectIdentifier?
    /// The product's record in the C2PA list of conforming products, if the certificate states one.
    public let productRecord: String?
    /// Critical extensions that this room does not understand. No path may contain such a certificate.
    public let unknownCriticalExtensions: [ObjectIdentifier]
    /// SHA-256 of the certificate, by which allowed lists know it.
    public let fingerprint: [UInt8]

    let nameConstraints: NameConstraints?
    let alternativeNames: [GeneralName]

    /// Reads a certificate.
    ///
    /// - Parameter der: DER, with nothing after it.
    public init(der: [UInt8]) throws(EncodingFault) {
        self.der = der
        var outer = try BoundedParsing.distinguished(der[...], "certificate").sequence("certificate")
        let signed = try outer.required()
        let outerAlgorithm = try outer.required()
        signature = Array(try outer.required().wholeBits("certificate's signature"))
        try outer.end()
        tbs = Array(signed.encodedBytes)
        fingerprint = Array(SHA256.hash(data: der))

        var parts = try signed.sequence("certificate")
        if let node = parts.optional(context: 0) {
            version = try node.explicit("version").smallInteger("version") + 1
        } else {
            version = 1
        }
        guard (1...3).contains(version) else { throw .damaged("The certificate is of version \(version).") }
        serialNumber = Array(try parts.required().integer("serial number"))
        let innerAlgorithm = try parts.required()
        // The outer one is not signed; a difference is an attack or a defect (RFC 5280, 4.1.1.2).
        guard innerAlgorithm.encodedBytes == outerAlgorithm.encodedBytes else {
            throw .damaged("The certificate names two different signature algorithms.")
        }
        signatureAlgorithm = try SignatureAlgorithm.read(innerAlgorithm)
        issuer = try DistinguishedName(try parts.required())
        var validity = try parts.required().sequence("validity")
        notBefore = try validity.required().time("start of validity")
        notAfter = try validity.required().time("end of validity")
        try validity.end()
        subject = try DistinguishedName(try parts.required())
        publicKey = try PublicKey(try parts.required())
        let issuerIdentifier = parts.optional(context: 1)
        let subjectIdentifier = parts.optional(context: 2)
        hasUniqueIdentifiers = issuerIdentifier != nil || subjectIdentifier != nil
        if let node = parts.optional(context: 3) {
            extensions = try CertificateExtension.list(try node.explicit("extensions"))
        } else {
            extensions = []
        }
        try parts.end()

        var known = KnownExtensions()
        for item in extensions { try known.read(item) }
        basicConstraints = known.basicConstraints
        keyUsage = known.keyUsage
        extendedKeyUsage = known.extendedKeyUsage
        subjectKeyIdentifier = known.subjectKeyIdentifier
        hasAuthorityKeyIdentifier = known.hasAuthorityKeyIdentifier
        authorityKeyIdentifier = known.authorityKeyIdentifier
        policies = known.policies
        ocspAddresses = known.ocspAddresses
        assuranceLevel = known.assuranceLevel
        productRecord = known.productRecord
        unknownCriticalExtensions = known.unknownCritical
        nameConstraints = known.nameConstraints
        alternativeNames = known.alternativeNames
    }

    /// Issuer and subject are the same. It need not be signed with its own key for that.
    public var isSelfIssued: Bool { issuer.matches(subject) }

    /// Whether a moment lies within the certificate's validity, both ends included.
    ///
    /// - Parameter time: the moment.
    public func isValid(at time: UTCTime) -> Bool { notBefore <= time && time <= notAfter }

    /// Whether an extension is there and marked critical.
    ///
    /// - Parameter identifier: the extension's name.
    public func isCritical(_ identifier: ObjectIdentifier) -> Bool {
        extensions.contains { $0.identifier == identifier && $0.isCritical }
    }

    /// What a person would call the subject: its common name, or its organization. Chosen by whoever issued the
    /// certificate; pass it through `QuotedText` before showing it.
    public var displayName: String {
        subject.commonName ?? subject.organization ?? "a certificate without a name"
    }
}

extension Certificate: Hashable {
    /// Two certificates are the same when all their bytes are.
    public static func == (left: Certificate, right: Certificate) -> Bool { left.der == right.der }

    /// Hashes the fingerprint.
    public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }
}

extension Certificate: CustomStringConvertible {
    /// The first bytes of the fingerprint. Nothing that the certificate's maker could choose freely.
    public var description: String {
        "certificate " + fingerprint.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
