// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import CryptoExtras
internal import SwiftASN1

/// What came of checking a signature.
public enum SignatureVerdict: Sendable, Hashable {
    /// The key made this signature of this message.
    case valid
    /// It did not, or the signature is not even well formed.
    case invalid
    /// It was not checked: key and algorithm do not go together or are not accepted. Never treat it as valid.
    case notChecked(String)
}

extension PublicKey {
    /// Checks a signature as COSE has it: ECDSA as r and s, each as long as the curve's order.
    ///
    /// Any accepted curve goes with any ES algorithm, as the C2PA specification allows. An RSA key may be one for any
    /// signature or one for PSS alone; the salt must be as long as the digest (RFC 8230, 2).
    ///
    /// - Parameters:
    ///   - signature: as it stands in the COSE structure.
    ///   - message: what was signed, for COSE the Sig_structure.
    ///   - algorithm: the one that the protected header names.
    public func verify(_ signature: [UInt8], of message: [UInt8], algorithm: COSEAlgorithm) -> SignatureVerdict {
        switch (algorithm, algorithm.hash) {
        case (.es256, let hash?), (.es384, let hash?), (.es512, let hash?):
            return verifyECDSA(raw: signature, of: message, hash)
        case (.ps256, let hash?), (.ps384, let hash?), (.ps512, let hash?):
            return verifyPSS(
                signature, of: message, PSSParameters(hash: hash, maskHash: hash, saltLength: hash.length))
        default:
            return verifyEd25519(signature, of: message)
        }
    }

    /// Checks a signature as X.509, CMS and OCSP have it: ECDSA as a DER SEQUENCE of r and s.
    ///
    /// - Parameters:
    ///   - signature: the contents of the BIT STRING or OCTET STRING.
    ///   - message: what was signed, exactly as stored.
    ///   - algorithm: the one that the structure names.
    public func verify(_ signature: [UInt8], of message: [UInt8], algorithm: SignatureAlgorithm) -> SignatureVerdict {
        switch algorithm {
        case .ecdsa(let hash):
            guard let size = curveBytes else { return .notChecked("an ECDSA signature cannot be of this key") }
            guard let raw = Self.rawECDSA(signature, coordinate: size) else { return .invalid }
            return verifyECDSA(raw: raw, of: message, hash)
        case .rsaPKCS1(let hash):
            guard case .rsa = kind, let key = rsaKey else {
                return .notChecked("a PKCS #1 signature cannot be of this key")
            }
            let value = _RSA.Signing.RSASignature(rawRepresentation: signature)
            let isValid =
                switch hash {
                case .sha256:
                    key.isValidSignature(value, for: SHA256.hash(data: message), padding: .insecurePKCS1v1_5)
                case .sha384:
                    key.isValidSignature(value, for: SHA384.hash(data: message), padding: .insecurePKCS1v1_5)
                case .sha512:
                    key.isValidSignature(value, for: SHA512.hash(data: message), padding: .insecurePKCS1v1_5)
                }
            return isValid ? .valid : .invalid
        case .rsaPSS(let parameters):
            return verifyPSS(signature, of: message, parameters)
        case .ed25519:
            return verifyEd25519(signature, of: message)
        case .unsupported(let identifier):
            return .notChecked("signature algorithm \(identifier) is not accepted")
        }
    }

    private var curveBytes: Int? {
        switch kind {
        case .p256: 32
        case .p384: 48
        case .p521: 66
        case .rsa, .rsaPSS, .ed25519, .unsupported: nil
        }
    }

    private var rsaKey: _RSA.Signing.PublicKey? {
        guard let rsa else { return nil }
        return try? _RSA.Signing.PublicKey(n: rsa.modulus, e: rsa.exponent)
    }

    private func verifyEd25519(_ signature: [UInt8], of message: [UInt8]) -> SignatureVerdict {
        guard kind == .ed25519 else { return .notChecked("an Ed25519 signature cannot be of this key") }
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bits) else { return .invalid }
        return key.isValidSignature(signature, for: message) ? .valid : .invalid
    }

    private func verifyPSS(
        _ signature: [UInt8], of message: [UInt8], _ parameters: PSSParameters
    ) -> SignatureVerdict {
        switch kind {
        case .rsa: break
        case .rsaPSS(_, let required?):
            guard required.hash == parameters.hash, required.maskHash == parameters.maskHash,
                parameters.saltLength >= required.saltLength
            else { return .notChecked("the PSS key is for other parameters than the signature has") }
        case .rsaPSS(_, nil): break
        case .p256, .p384, .p521, .ed25519, .unsupported:
            return .notChecked("an RSASSA-PSS signature cannot be of this key")
        }
        guard let key = rsaKey else { return .notChecked("the RSA key has impossible numbers") }
        // swift-crypto takes no other combination; neither does any Content Credential seen so far.
        guard parameters.hash == parameters.maskHash else {
            return .notChecked("RSASSA-PSS with two different digests is not accepted")
        }
        guard parameters.saltLength == parameters.hash.length else {
            return .notChecked("RSASSA-PSS with \(parameters.saltLength) bytes of salt is not accepted")
        }
        let value = _RSA.Signing.RSASignature(rawRepresentation: signature)
        let isValid =
            switch parameters.hash {
            case .sha256: key.isValidSignature(value, for: SHA256.hash(data: message), padding: .PSS)
            case .sha384: key.isValidSignature(value, for: SHA384.hash(data: message), padding: .PSS)
            case .sha512: key.isValidSignature(value, for: SHA512.hash(data: message), padding: .PSS)
            }
        return isValid ? .valid : .invalid
    }

    private func verifyECDSA(raw: [UInt8], of message: [UInt8], _ hash: HashAlgorithm) -> SignatureVerdict {
        switch hash {
        case .sha256: verifyECDSA(raw: raw, SHA256.hash(data: message))
        case .sha384: verifyECDSA(raw: raw, SHA384.hash(data: message))
        case .sha512: verifyECDSA(raw: raw, SHA512.hash(data: message))
        }
    }

    private func verifyECDSA(raw: [UInt8], _ digest: some Digest) -> SignatureVerdict {
        let isCompressed = bits.first != 0x04
        let isValid: Bool
        switch kind {
        case .p256:
            guard
                let key = isCompressed
                    ? try? P256.Signing.PublicKey(compressedRepresentation: bits)
                    : try? P256.Signing.PublicKey(x963Representation: bits)
            else { return .notChecked("the key is no point of its curve") }
            guard let value = try? P256.Signing.ECDSASignature(rawRepresentation: raw) else { return .invalid }
            isValid = key.isValidSignature(value, for: digest)
        case .p384:
            guard
                let key = isCompressed
                    ? try? P384.Signing.PublicKey(compressedRepresentation: bits)
                    : try? P384.Signing.PublicKey(x963Representation: bits)
            else { return .notChecked("the key is no point of its curve") }
            guard let value = try? P384.Signing.ECDSASignature(rawRepresentation: raw) else { return .invalid }
            isValid = key.isValidSignature(value, for: digest)
        case .p521:
            guard
                let key = isCompressed
                    ? try? P521.Signing.PublicKey(compressedRepresentation: bits)
                    : try? P521.Signing.PublicKey(x963Representation: bits)
            else { return .notChecked("the key is no point of its curve") }
            guard let value = try? P521.Signing.ECDSASignature(rawRepresentation: raw) else { return .invalid }
            isValid = key.isValidSignature(value, for: digest)
        case .rsa, .rsaPSS, .ed25519, .unsupported:
            return .notChecked("an ECDSA signature cannot be of this key")
        }
        return isValid ? .valid : .invalid
    }

    /// r and s of a DER signature, each filled up to the curve's size.
    private static func rawECDSA(_ der: [UInt8], coordinate: Int) -> [UInt8]? {
        guard der.count <= 2 * coordinate + 16,
            let node = try? BoundedParsing.distinguished(der[...], "ECDSA signature"),
            var parts = try? node.sequence("ECDSA signature"),
            let r = try? parts.required().integer("r"), let s = try? parts.required().integer("s"),
            (try? parts.end()) != nil
        else { return nil }
        var raw: [UInt8] = []
        for number in [r, s] {
            guard let first = number.first, first < 0x80 else { return nil }
            let digits = number.drop { $0 == 0 }
            guard digits.count <= coordinate else { return nil }
            raw += [UInt8](repeating: 0, count: coordinate - digits.count)
            raw += digits
        }
        return raw
    }
}
