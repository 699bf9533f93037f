// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import SwiftASN1

/// A digest that signatures and time stamps may use.
public enum HashAlgorithm: String, Sendable, Hashable, CaseIterable {
    /// SHA-256.
    case sha256
    /// SHA-384.
    case sha384
    /// SHA-512.
    case sha512

    /// Bytes of a digest.
    public var length: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// The digest of a message.
    ///
    /// - Parameter message: all of it.
    public func digest(of message: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: Array(SHA256.hash(data: message))
        case .sha384: Array(SHA384.hash(data: message))
        case .sha512: Array(SHA512.hash(data: message))
        }
    }

    init?(_ identifier: ObjectIdentifier) {
        switch identifier {
        case .sha256: self = .sha256
        case .sha384: self = .sha384
        case .sha512: self = .sha512
        default: return nil
        }
    }

    /// Reads an AlgorithmIdentifier of a digest.
    ///
    /// - Returns: `nil` for digests that are not accepted, SHA-1 among them.
    static func read(_ node: ASN1Node, _ what: String) throws(EncodingFault) -> HashAlgorithm? {
        let (identifier, parameters) = try AlgorithmIdentifier.read(node, what)
        // Both no parameters and NULL are in use (RFC 5754, 2).
        if let parameters, !parameters.isNull { return nil }
        return HashAlgorithm(identifier)
    }
}

/// SHA-1 still names keys and issuers in OCSP and certificates in time stamps. It signs nothing here.
enum WeakDigest {
    static func sha1(_ bytes: [UInt8]) -> [UInt8] { Array(Insecure.SHA1.hash(data: bytes)) }
}

enum AlgorithmIdentifier {
    static func read(
        _ node: ASN1Node, _ what: String
    ) throws(EncodingFault) -> (identifier: ObjectIdentifier, parameters: ASN1Node?) {
        var parts = try node.sequence(what)
        let identifier = try parts.required().objectIdentifier(what)
        let parameters = parts.next()
        try parts.end()
        return (identifier, parameters)
    }
}
