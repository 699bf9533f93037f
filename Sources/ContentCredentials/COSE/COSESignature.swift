// SPDX-License-Identifier: Apache-2.0

public import Certificates
import ProvenanceVocabulary

/// The signature of a claim: COSE_Sign1 with a detached payload.
///
/// Nothing signs the unprotected header. So it may only hold what is read here or is zero: the certificates (which the
/// signature and each other's signatures tie down), time stamps and revocation answers (signed by others), and padding.
/// Source: C2PA specification, "Digital signatures"; RFC 9052, section 4.2.
public struct COSESignature: Sendable, Hashable {
    /// A time stamp in the unprotected header.
    public struct TimeStampHeader: Sendable, Hashable {
        /// What a time stamp is made over, and how it is stored.
        public enum Form: Sendable, Hashable {
            /// `sigTst`: a TimeStampResp over the claim.
            case claim
            /// `sigTst2`: a TimeStampToken over the signature.
            case signature
        }

        /// What it is made over.
        public var form: Form
        /// DER; `nil`: the header does not hold exactly one token.
        public var token: [UInt8]?
    }

    /// The protected header, as stored.
    public var protectedHeader: [UInt8]
    /// How the claim is signed.
    public var algorithm: COSEAlgorithm
    /// DER certificates, the signer's first.
    public var certificates: [[UInt8]]
    /// Time stamps.
    public var timeStamps: [TimeStampHeader]
    /// DER OCSP responses, the header `rVals`.
    public var revocationAnswers: [[UInt8]]
    /// `rVals` is there and is not a list of OCSP responses.
    public var hasMalformedRevocationAnswers: Bool
    /// When the signer says that it signed, in seconds since 1970: the claim `iat`. Nobody vouches for it.
    public var claimedTime: Int64?
    /// The signature.
    public var signature: [UInt8]

    /// Reads the CBOR in a signature box.
    ///
    /// - Throws: ``COSEFault``.
    public init(_ value: CBORValue) throws(COSEFault) {
        guard case .tagged(18, .array(let parts)) = value, parts.count == 4 else {
            throw COSEFault(.malformed, "the signature is no tagged COSE_Sign1")
        }
        guard case .bytes(let protected) = parts[0], case .map(let unprotected) = parts[1], parts[2] == .null,
            case .bytes(let signature) = parts[3], !signature.isEmpty
        else { throw COSEFault(.malformed, "the signature has no protected header, payload nil and signature") }
        protectedHeader = protected
        self.signature = signature
        let header: CBORValue
        do {
            header = protected.isEmpty ? .map([]) : try CBORReader.value(of: protected[...])
        } catch {
            throw COSEFault(.malformed, "the protected header is not CBOR: \(error.message)")
        }
        guard header.map != nil else { throw COSEFault(.malformed, "the protected header is not a map") }
        // RFC 9052, 3.1: who does not understand a critical header must not accept the signature.
        guard header[2] == nil else { throw COSEFault(.unsupported, "a critical header is not understood") }
        guard let number = header[1]?.integer, let algorithm = COSEAlgorithm(rawValue: number) else {
            throw COSEFault(.algorithm, "the signature names no allowed algorithm")
        }
        self.algorithm = algorithm
        claimedTime = Self.claimedTime(in: header)
        timeStamps = []
        revocationAnswers = []
        hasMalformedRevocationAnswers = false

        var chains = [header[33], header["x5chain"]].compactMap { $0 }
        // C2PA has always stored them unprotected, but nothing forbids to sign them.
        let signedAnswers = header["rVals"]
        if let signedAnswers { (revocationAnswers, hasMalformedRevocationAnswers) = Self.answers(in: signedAnswers) }
        if let signed = header["sigTst"] {
            timeStamps.append(TimeStampHeader(form: .claim, token: Self.token(in: signed)))
        }
        for entry in unprotected {
            switch entry.key {
            case .unsigned(33), .text("x5chain"): chains.append(entry.value)
            case .text("sigTst"):
                timeStamps.append(TimeStampHeader(form: .claim, token: Self.token(in: entry.value)))
            case .text("sigTst2"):
                timeStamps.append(TimeStampHeader(form: .signature, token: Self.token(in: entry.value)))
            case .text("rVals") where signedAnswers == nil:
                (revocationAnswers, hasMalformedRevocationAnswers) = Self.answers(in: entry.value)
            case .text("pad"), .text("pad2"):
                guard let padding = entry.value.bytes, padding.allSatisfy({ $0 == 0 }) else {
                    throw COSEFault(.malformed, "the padding of the signature is not zero")
                }
            default:
                throw COSEFault(.unsupported, "an unprotected header is not understood, and nothing protects it")
            }
        }
        guard chains.count == 1, let chain = chains.first else {
            throw COSEFault(
                .certificates, chains.isEmpty ? "no certificates are there" : "certificates are there more than once")
        }
        certificates = try Self.certificates(in: chain)
    }

    private static func certificates(in value: CBORValue) throws(COSEFault) -> [[UInt8]] {
        let elements = value.array ?? [value]
        guard (1...ProvenanceLimits.certificates).contains(elements.count) else {
            throw COSEFault(
                .certificates, "\(elements.count) certificates; at most \(ProvenanceLimits.certificates) are read")
        }
        var certificates: [[UInt8]] = []
        for element in elements {
            guard let der = element.bytes, der.count <= ProvenanceLimits.certificateBytes else {
                throw COSEFault(.certificates, "a certificate is no byte string, or too long")
            }
            certificates.append(der)
        }
        return certificates
    }

    private static func token(in value: CBORValue) -> [UInt8]? {
        guard let tokens = value["tstTokens"]?.array, tokens.count == 1, let token = tokens.first?["val"]?.bytes,
            token.count <= ProvenanceLimits.certificateBytes
        else { return nil }
        return token
    }

    private static func answers(in value: CBORValue) -> ([[UInt8]], Bool) {
        guard let elements = value["ocspVals"]?.array, elements.count <= ProvenanceLimits.certificates else {
            return ([], true)
        }
        let answers = elements.compactMap(\.bytes).filter { $0.count <= ProvenanceLimits.certificateBytes }
        return (answers, answers.count < elements.count)
    }

    /// CWT claims (RFC 9597) hold it at 6; a protected header `iat` has been seen as well.
    private static func claimedTime(in header: CBORValue) -> Int64? {
        let value = header["iat"] ?? header[15]?[6]
        return value?.untagged.integer.map(Int64.init)
    }

    /// What the signer signed: the Sig_structure around a claim.
    ///
    /// - Parameter claim: content of the claim box, exactly as stored.
    public func signedBytes(of claim: ArraySlice<UInt8>) -> [UInt8] {
        structure(context: "Signature1", payload: claim)
    }

    /// What a time stamp is made over.
    ///
    /// - Parameters:
    ///   - form: whether it is made over the claim or the signature.
    ///   - claim: content of the claim box, exactly as stored.
    public func stampedBytes(_ form: TimeStampHeader.Form, claim: ArraySlice<UInt8>) -> [UInt8] {
        switch form {
        case .claim: structure(context: "CounterSignature", payload: claim)
        case .signature:
            // The payload is the signature with its own CBOR head.
            structure(context: "CounterSignature", payload: CBORValue.bytes(signature).encoded[...])
        }
    }

    private func structure(context: String, payload: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = [0x84]
        bytes.reserveCapacity(payload.count + protectedHeader.count + 48)
        bytes += CBORValue.text(context).encoded
        bytes += CBORValue.bytes(protectedHeader).encoded
        bytes.append(0x40)
        CBORValue.encodeHead(major: 2, UInt64(payload.count), to: &bytes)
        bytes += payload
        return bytes
    }
}

/// Why a signature box is no signature that can be checked.
public struct COSEFault: Error, Sendable, Hashable {
    /// What kind of fault it is.
    public enum Reason: Sendable, Hashable {
        /// Not the structure that C2PA wants.
        case malformed
        /// No allowed algorithm.
        case algorithm
        /// No certificates, twice certificates, or too many.
        case certificates
        /// May be right, and is not understood here.
        case unsupported
    }

    /// What kind of fault it is.
    public var reason: Reason
    /// For an engineer.
    public var message: String

    /// Makes a fault.
    public init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }
}
