// SPDX-License-Identifier: Apache-2.0

internal import ProvenanceVocabulary
internal import SwiftASN1

/// CMS SignedData with one signer and signed attributes, as time-stamp tokens have it (RFC 5652, 5).
///
/// Tokens in use are often BER: the outer values have indefinite lengths, and the content comes in pieces. That is read
/// when the bytes are not DER. Certificates inside are taken as stored.
struct SignedData {
    let contentType: ObjectIdentifier
    /// The contents of the eContent OCTET STRING.
    let content: [UInt8]
    /// Certificates that could be read.
    let certificates: [Certificate]
    /// How many could not.
    let unreadableCertificates: Int
    let signer: SignerInfo

    init(_ bytes: ArraySlice<UInt8>) throws(EncodingFault) {
        let node: ASN1Node
        do {
            node = try BoundedParsing.distinguished(bytes, "time-stamp token")
        } catch {
            node = try BoundedParsing.basic(bytes, "time-stamp token")
        }
        var information = try node.sequence("time-stamp token")
        guard try information.required().objectIdentifier("kind of CMS content") == .signedData else {
            throw .damaged("The time-stamp token is not signed data.")
        }
        guard let wrapped = information.optional(context: 0) else {
            throw .damaged("The time-stamp token is empty.")
        }
        try information.end()
        var parts = try wrapped.explicit("signed data").sequence("signed data")
        guard (1...5).contains(try parts.required().smallInteger("CMS version")) else {
            throw .damaged("The signed data are of an unknown version.")
        }
        for algorithm in try parts.required().members("digest algorithms", tag: .set) {
            _ = try AlgorithmIdentifier.read(algorithm, "digest algorithm")
        }
        var encapsulated = try parts.required().sequence("signed content")
        contentType = try encapsulated.required().objectIdentifier("kind of signed content")
        guard let contentNode = encapsulated.optional(context: 0) else {
            throw .damaged("The signed content is not in the token.")
        }
        try encapsulated.end()
        content = try contentNode.explicit("signed content").octets("signed content")
        var certificates: [Certificate] = []
        var unreadable = 0
        if let set = parts.optional(context: 0) {
            let members = try set.members("certificates", tag: .context(0))
            guard members.count <= ProvenanceLimits.certificates else {
                throw .damaged(
                    "The token holds \(members.count) certificates; the limit is \(ProvenanceLimits.certificates).")
            }
            // Attribute certificates and other formats have tags of their own and play no part here.
            for member in members where member.identifier == .sequence {
                if let certificate = try? Certificate(der: Array(member.encodedBytes)) {
                    certificates.append(certificate)
                } else {
                    unreadable += 1
                }
            }
        }
        self.certificates = certificates
        unreadableCertificates = unreadable
        // Revocation lists in the token say nothing that is used.
        _ = parts.optional(context: 1)
        let signers = try parts.required().members("signers", tag: .set)
        try parts.end()
        guard signers.count == 1, let only = signers.first else {
            throw .damaged("The token has \(signers.count) signers; a time stamp has exactly one.")
        }
        signer = try SignerInfo(only)
    }
}

/// The one who signed, what exactly, and how.
struct SignerInfo {
    enum Identifier {
        case issuerAndSerial(DistinguishedName, [UInt8])
        case keyIdentifier([UInt8])
    }

    let identifier: Identifier
    /// `nil` when it is not accepted.
    let digest: HashAlgorithm?
    let signatureAlgorithm: SignatureAlgorithm
    let signature: [UInt8]
    /// What was signed: the attributes as a SET OF, in every reading under which a signer may have encoded them.
    let signedBytes: [[UInt8]]
    /// Single-valued attributes.
    private let attributes: [ObjectIdentifier: ASN1Node]

    init(_ node: ASN1Node) throws(EncodingFault) {
        var parts = try node.sequence("signer")
        guard [1, 3].contains(try parts.required().smallInteger("signer's version")) else {
            throw .damaged("The signer is of an unknown version.")
        }
        let name = try parts.required()
        if name.identifier == .context(0) {
            identifier = .keyIdentifier(Array(try name.primitive("signer's key identifier", tag: .context(0))))
        } else {
            var pair = try name.sequence("signer's certificate")
            let issuer = try DistinguishedName(try pair.required())
            identifier = .issuerAndSerial(issuer, Array(try pair.required().integer("signer's serial number")))
            try pair.end()
        }
        digest = try HashAlgorithm.read(try parts.required(), "digest algorithm")
        guard let signed = parts.optional(context: 0) else {
            throw .damaged("The time-stamp token has no signed attributes.")
        }
        signatureAlgorithm = try SignatureAlgorithm.read(try parts.required(), digest: digest)
        signature = try parts.required().octets("signature")
        // Anyone may add unsigned attributes.
        _ = parts.optional(context: 1)
        try parts.end()

        var attributes: [ObjectIdentifier: ASN1Node] = [:]
        for member in try signed.members("signed attributes", tag: .context(0)) {
            var pair = try member.sequence("signed attribute")
            let type = try pair.required().objectIdentifier("kind of signed attribute")
            let values = try pair.required().members("signed attribute", tag: .set)
            try pair.end()
            guard attributes[type] == nil else { throw .damaged("The signed attribute \(type) occurs twice.") }
            if values.count == 1 { attributes[type] = values.first }
        }
        self.attributes = attributes
        signedBytes = Self.readings(of: signed)
    }

    func attribute(_ type: ObjectIdentifier) -> ASN1Node? { attributes[type] }

    /// The signature covers the DER encoding of the attributes with the tag of a SET (RFC 5652, 5.4). As stored they have
    /// another tag, and in BER perhaps other lengths; the order is left alone, as OpenSSL leaves it.
    private static func readings(of node: ASN1Node) -> [[UInt8]] {
        var stored = Array(node.encodedBytes)
        guard !stored.isEmpty else { return [] }
        stored[0] = 0x31
        var serializer = DER.Serializer()
        serializer.serialize(node)
        var encoded = serializer.serializedBytes
        encoded[0] = 0x31
        return stored == encoded ? [stored] : [encoded, stored]
    }
}
