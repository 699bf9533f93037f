// SPDX-License-Identifier: Apache-2.0

internal import ProvenanceVocabulary
internal import SwiftASN1

public import struct CivilTime.UTCTime

/// An issuer's answer to the question whether certificates are revoked (RFC 6960).
///
/// Reading it checks its form only; ``status(of:issuedBy:at:budget:)`` tells what it says about one certificate.
public struct OCSPResponse: Sendable {
    /// What is said about one certificate.
    public enum CertificateState: Sendable, Hashable {
        /// Not revoked.
        case good
        /// Revoked at that moment, and why, if a reason is given.
        case revoked(at: UTCTime, reason: RevocationReason?)
        /// The responder does not know it.
        case unknown
    }

    /// The answer, exactly as stored.
    public let der: [UInt8]
    /// When it was signed.
    public let producedAt: UTCTime
    /// Certificates in it, the responder's among them unless that is the issuer.
    public let certificates: [Certificate]

    let responder: Responder
    let answers: [SingleAnswer]
    let signedBytes: [UInt8]
    let signatureAlgorithm: SignatureAlgorithm
    let signature: [UInt8]
    let hasUnknownCriticalExtension: Bool

    enum Responder {
        case name(DistinguishedName)
        case keyHash([UInt8])
    }

    /// Reads an OCSPResponse.
    ///
    /// - Parameter der: DER, with nothing after it. An answer that is only an error is refused.
    public init(der: [UInt8]) throws(EncodingFault) {
        self.der = der
        var outer = try BoundedParsing.distinguished(der[...], "OCSP response").sequence("OCSP response")
        let status = try outer.required().smallInteger("status", tag: .enumerated)
        guard status == 0 else {
            throw .notUsable("The responder did not answer (status \(status)).")
        }
        guard let wrapped = outer.optional(context: 0) else { throw .damaged("The OCSP response is empty.") }
        try outer.end()
        var typed = try wrapped.explicit("OCSP response").sequence("OCSP response")
        guard try typed.required().objectIdentifier("kind of OCSP response") == .basicOCSPResponse else {
            throw .notUsable("The OCSP response is not a basic one.")
        }
        let basic = try typed.required().octets("OCSP response")
        try typed.end()

        var parts = try BoundedParsing.distinguished(basic[...], "OCSP response").sequence("OCSP response")
        let signed = try parts.required()
        signedBytes = Array(signed.encodedBytes)
        signatureAlgorithm = try SignatureAlgorithm.read(try parts.required())
        signature = Array(try parts.required().wholeBits("OCSP response's signature"))
        var certificates: [Certificate] = []
        if let list = parts.optional(context: 0) {
            let members = try list.explicit("certificates").members("certificates")
            guard members.count <= ProvenanceLimits.certificates else {
                throw .damaged(
                    "The OCSP response holds \(members.count) certificates; the limit is "
                        + "\(ProvenanceLimits.certificates).")
            }
            for member in members {
                certificates.append(try Certificate(der: Array(member.encodedBytes)))
            }
        }
        self.certificates = certificates
        try parts.end()

        var data = try signed.sequence("OCSP response")
        if let version = data.optional(context: 0) {
            guard try version.explicit("version").smallInteger("version") == 0 else {
                throw .damaged("The OCSP response is of an unknown version.")
            }
        }
        let name = try data.required()
        switch name.identifier {
        case .context(1): responder = .name(try DistinguishedName(try name.explicit("responder")))
        case .context(2): responder = .keyHash(try name.explicit("responder").octets("responder's key"))
        default: throw .damaged("The OCSP response does not name its responder.")
        }
        let moment = try data.required()
        guard moment.identifier == .generalizedTime else { throw .damaged("The OCSP response has no time.") }
        producedAt = try moment.time("time of the OCSP response")
        var answers: [SingleAnswer] = []
        for member in try data.required().members("answers") { answers.append(try SingleAnswer(member)) }
        self.answers = answers
        if let extensions = data.optional(context: 1) {
            hasUnknownCriticalExtension = try CertificateExtension.list(try extensions.explicit("extensions"))
                .contains(where: \.isCritical)
        } else {
            hasUnknownCriticalExtension = false
        }
        try data.end()
    }
}

/// Why a certificate was revoked (RFC 5280, 5.3.1).
public enum RevocationReason: Int, Sendable, Hashable, CaseIterable {
    /// No reason in particular.
    case unspecified = 0
    /// The key may be in other hands.
    case keyCompromise = 1
    /// The authority's key may be in other hands.
    case authorityCompromise = 2
    /// Its subject's name or another part is no longer right.
    case affiliationChanged = 3
    /// It was replaced.
    case superseded = 4
    /// It is no longer needed.
    case cessationOfOperation = 5
    /// It is suspended.
    case certificateHold = 6
    /// It is no longer suspended; stands in lists of changes only.
    case removeFromCRL = 8
    /// Its rights were withdrawn.
    case privilegeWithdrawn = 9
    /// An attribute authority's key may be in other hands.
    case attributeAuthorityCompromise = 10
}

/// What an OCSP response says about one certificate.
struct SingleAnswer {
    /// SHA-1 or one of the accepted digests; `nil` for any other.
    let digest: (@Sendable ([UInt8]) -> [UInt8])?
    let issuerNameHash: [UInt8]
    let issuerKeyHash: [UInt8]
    let serialNumber: [UInt8]
    let state: OCSPResponse.CertificateState
    let thisUpdate: UTCTime
    let nextUpdate: UTCTime?
    let hasUnknownCriticalExtension: Bool

    init(_ node: ASN1Node) throws(EncodingFault) {
        var parts = try node.sequence("answer")
        var identifier = try parts.required().sequence("certificate's identifier")
        let (algorithm, parameters) = try AlgorithmIdentifier.read(try identifier.required(), "digest")
        if let parameters, !parameters.isNull {
            digest = nil
        } else if algorithm == .sha1 {
            digest = { WeakDigest.sha1($0) }
        } else if let hash = HashAlgorithm(algorithm) {
            digest = { hash.digest(of: $0) }
        } else {
            digest = nil
        }
        issuerNameHash = try identifier.required().octets("digest of the issuer's name")
        issuerKeyHash = try identifier.required().octets("digest of the issuer's key")
        serialNumber = Array(try identifier.required().integer("serial number"))
        try identifier.end()

        let status = try parts.required()
        switch status.identifier {
        case .context(0):
            guard try status.primitive("state", tag: .context(0)).isEmpty else {
                throw .damaged("The state of the certificate is damaged.")
            }
            state = .good
        case .context(1):
            var revoked = try status.sequence("revocation", tag: .context(1))
            let time = try revoked.required().time("time of revocation")
            var reason: RevocationReason?
            if let field = revoked.optional(context: 0) {
                let number = try field.explicit("reason").smallInteger("reason", tag: .enumerated)
                guard let known = RevocationReason(rawValue: number) else {
                    throw .damaged("The reason of the revocation is unknown.")
                }
                reason = known
            }
            try revoked.end()
            state = .revoked(at: time, reason: reason)
        case .context(2):
            guard try status.primitive("state", tag: .context(2)).isEmpty else {
                throw .damaged("The state of the certificate is damaged.")
            }
            state = .unknown
        default: throw .damaged("The state of the certificate is none of the three.")
        }
        thisUpdate = try Self.moment(try parts.required())
        nextUpdate = try parts.optional(context: 0).map { field throws(EncodingFault) in
            try Self.moment(try field.explicit("next update"))
        }
        if let extensions = parts.optional(context: 1) {
            hasUnknownCriticalExtension = try CertificateExtension.list(try extensions.explicit("extensions"))
                .contains(where: \.isCritical)
        } else {
            hasUnknownCriticalExtension = false
        }
        try parts.end()
    }

    private static func moment(_ node: ASN1Node) throws(EncodingFault) -> UTCTime {
        guard node.identifier == .generalizedTime else { throw .damaged("A time of the answer is none.") }
        return try node.time("time of the answer")
    }

    /// Whether the answer is about a certificate of an issuer.
    func isAbout(_ certificate: Certificate, issuedBy issuer: Certificate) -> Bool {
        guard serialNumber == certificate.serialNumber, let digest else { return false }
        return issuerKeyHash == digest(issuer.publicKey.bits) && issuerNameHash == digest(certificate.issuer.der)
    }
}
