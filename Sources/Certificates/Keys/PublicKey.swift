// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

/// A key that verifies signatures, as certificates hold it (RFC 5280, SubjectPublicKeyInfo).
public struct PublicKey: Sendable, Hashable {
    /// What kind of key it is.
    public enum Kind: Sendable, Hashable {
        /// The elliptic curve secp256r1.
        case p256
        /// The elliptic curve secp384r1.
        case p384
        /// The elliptic curve secp521r1.
        case p521
        /// RSA for any signature, and the bits of its modulus.
        case rsa(bits: Int)
        /// RSA for RSASSA-PSS only, the bits of its modulus, and the parameters that its signatures must have.
        case rsaPSS(bits: Int, parameters: PSSParameters?)
        /// Ed25519.
        case ed25519
        /// A kind that is not accepted, and why. It verifies nothing.
        case unsupported(String)
    }

    /// What kind of key it is.
    public let kind: Kind
    /// SubjectPublicKeyInfo, exactly as stored.
    public let der: [UInt8]
    /// The contents of its BIT STRING, which OCSP names by their SHA-1.
    let bits: [UInt8]
    /// Modulus and exponent of an RSA key, without leading zeros.
    let rsa: RSANumbers?

    struct RSANumbers: Sendable, Hashable {
        var modulus: [UInt8]
        var exponent: [UInt8]
    }

    /// The least and the greatest size of an RSA key, in bits.
    public static let rsaBits = 2_048...8_192

    /// Reads a SubjectPublicKeyInfo.
    ///
    /// - Parameter der: DER, with nothing after it.
    public init(der: [UInt8]) throws(EncodingFault) {
        try self.init(try BoundedParsing.distinguished(der[...], "public key"))
    }

    init(_ node: ASN1Node) throws(EncodingFault) {
        var parts = try node.sequence("public key")
        let (identifier, parameters) = try AlgorithmIdentifier.read(try parts.required(), "key algorithm")
        bits = Array(try parts.required().wholeBits("key"))
        try parts.end()
        der = Array(node.encodedBytes)
        switch identifier {
        case .ellipticKey:
            rsa = nil
            kind = try Self.curve(parameters)
        case .ed25519:
            rsa = nil
            kind = parameters == nil && bits.count == 32 ? .ed25519 : .unsupported("Ed25519 key of an unknown form")
        case .rsaEncryption, .rsaPSS:
            let (numbers, size) = try Self.rsa(bits)
            rsa = numbers
            if !Self.rsaBits.contains(size) {
                kind = .unsupported("RSA key of \(size) bits")
            } else if identifier == .rsaEncryption {
                kind =
                    parameters == nil || parameters?.isNull == true
                    ? .rsa(bits: size) : .unsupported("RSA key with parameters")
            } else if let parameters {
                if let read = try PSSParameters.read(parameters) {
                    kind = .rsaPSS(bits: size, parameters: read)
                } else {
                    kind = .unsupported("RSA-PSS key for a digest that is not accepted")
                }
            } else {
                kind = .rsaPSS(bits: size, parameters: nil)
            }
        default:
            rsa = nil
            kind = .unsupported("key algorithm \(identifier)")
        }
    }

    private static func curve(_ parameters: ASN1Node?) throws(EncodingFault) -> Kind {
        guard let parameters, parameters.identifier == .objectIdentifier else {
            return .unsupported("elliptic curve that has no name")
        }
        let curve = try parameters.objectIdentifier("curve")
        return switch curve {
        case .p256: .p256
        case .p384: .p384
        case .p521: .p521
        default: .unsupported("elliptic curve \(curve)")
        }
    }

    private static func rsa(_ bits: [UInt8]) throws(EncodingFault) -> (RSANumbers, Int) {
        var parts = try BoundedParsing.distinguished(bits[...], "RSA key").sequence("RSA key")
        let modulus = try positive(try parts.required().integer("RSA modulus"))
        let exponent = try positive(try parts.required().integer("RSA exponent"))
        try parts.end()
        guard let first = modulus.first else { throw .damaged("The RSA modulus is zero.") }
        return (
            RSANumbers(modulus: modulus, exponent: exponent),
            modulus.count * 8 - first.leadingZeroBitCount
        )
    }

    private static func positive(_ bytes: ArraySlice<UInt8>) throws(EncodingFault) -> [UInt8] {
        guard let first = bytes.first, first < 0x80 else { throw .damaged("A number of the RSA key is negative.") }
        return Array(bytes.drop { $0 == 0 })
    }
}
