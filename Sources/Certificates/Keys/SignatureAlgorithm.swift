// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

/// The parameters of an RSASSA-PSS signature or key (RFC 4055, 3.1).
public struct PSSParameters: Sendable, Hashable {
    /// The digest of the message.
    public let hash: HashAlgorithm
    /// The digest of the mask generation.
    public let maskHash: HashAlgorithm
    /// Bytes of salt; for keys the least.
    public let saltLength: Int

    /// Reads RSASSA-PSS-params.
    ///
    /// - Returns: `nil` when a digest is not accepted: a missing field means SHA-1.
    static func read(_ node: ASN1Node) throws(EncodingFault) -> PSSParameters? {
        var parts = try node.sequence("PSS parameters")
        var hash: HashAlgorithm?
        if let field = parts.optional(context: 0) {
            hash = try HashAlgorithm.read(try field.explicit("PSS digest"), "PSS digest")
        }
        var maskHash: HashAlgorithm?
        if let field = parts.optional(context: 1) {
            let mask = try AlgorithmIdentifier.read(try field.explicit("PSS mask"), "PSS mask")
            if mask.identifier == .maskGeneration1, let parameters = mask.parameters {
                maskHash = try HashAlgorithm.read(parameters, "PSS mask digest")
            }
        }
        var saltLength = 20
        if let field = parts.optional(context: 2) {
            saltLength = try field.explicit("PSS salt length").smallInteger("PSS salt length")
        }
        if let field = parts.optional(context: 3) {
            // Only one trailer has ever been defined.
            guard try field.explicit("PSS trailer").smallInteger("PSS trailer") == 1 else { return nil }
        }
        try parts.end()
        guard let hash, let maskHash else { return nil }
        return PSSParameters(hash: hash, maskHash: maskHash, saltLength: saltLength)
    }
}

/// How a certificate, a CMS structure or an OCSP response is signed.
public enum SignatureAlgorithm: Sendable, Hashable {
    /// ECDSA; the signature is a DER SEQUENCE of r and s.
    case ecdsa(HashAlgorithm)
    /// RSASSA-PKCS1-v1_5.
    case rsaPKCS1(HashAlgorithm)
    /// RSASSA-PSS.
    case rsaPSS(PSSParameters)
    /// Pure Ed25519.
    case ed25519
    /// Anything else: SHA-1, MD5, DSA, curves and digests that are not accepted.
    case unsupported(ObjectIdentifier)

    /// Reads an AlgorithmIdentifier.
    ///
    /// - Parameter digest: the digest that CMS names beside a signature algorithm that is only the name of a kind of key;
    ///   `nil` outside CMS.
    static func read(
        _ node: ASN1Node, digest: HashAlgorithm? = nil
    ) throws(EncodingFault) -> SignatureAlgorithm {
        let (identifier, parameters) = try AlgorithmIdentifier.read(node, "signature algorithm")
        let isBare = parameters == nil
        let isBareOrNull = isBare || parameters?.isNull == true
        switch identifier {
        case .ecdsaWithSHA256 where isBareOrNull: return .ecdsa(.sha256)
        case .ecdsaWithSHA384 where isBareOrNull: return .ecdsa(.sha384)
        case .ecdsaWithSHA512 where isBareOrNull: return .ecdsa(.sha512)
        case .sha256WithRSA where isBareOrNull: return .rsaPKCS1(.sha256)
        case .sha384WithRSA where isBareOrNull: return .rsaPKCS1(.sha384)
        case .sha512WithRSA where isBareOrNull: return .rsaPKCS1(.sha512)
        case .ed25519 where isBare: return .ed25519
        case .rsaPSS:
            guard let parameters, let read = try PSSParameters.read(parameters) else { return .unsupported(identifier) }
            return .rsaPSS(read)
        case .rsaEncryption where isBareOrNull:
            guard let digest else { return .unsupported(identifier) }
            return .rsaPKCS1(digest)
        case .ellipticKey:
            guard let digest else { return .unsupported(identifier) }
            return .ecdsa(digest)
        default: return .unsupported(identifier)
        }
    }
}

/// A signature algorithm of COSE (RFC 9053, 8230) that Content Credentials may use.
public enum COSEAlgorithm: Int, Sendable, Hashable, CaseIterable {
    /// ECDSA with SHA-256, on any of the accepted curves.
    case es256 = -7
    /// ECDSA with SHA-384, on any of the accepted curves.
    case es384 = -35
    /// ECDSA with SHA-512, on any of the accepted curves.
    case es512 = -36
    /// RSASSA-PSS with SHA-256 and 32 bytes of salt.
    case ps256 = -37
    /// RSASSA-PSS with SHA-384 and 48 bytes of salt.
    case ps384 = -38
    /// RSASSA-PSS with SHA-512 and 64 bytes of salt.
    case ps512 = -39
    /// EdDSA, of which only Ed25519 is accepted.
    case edDSA = -8

    var hash: HashAlgorithm? {
        switch self {
        case .es256, .ps256: .sha256
        case .es384, .ps384: .sha384
        case .es512, .ps512: .sha512
        case .edDSA: nil
        }
    }
}
