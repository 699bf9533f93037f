// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

public import struct CivilTime.UTCTime

/// A statement by an authority that something existed at a moment (RFC 3161, 5816).
///
/// Reading it checks its form only; ``verification(of:to:through:budget:)`` tells what it is worth.
public struct TimeStamp: Sendable {
    /// The token, a CMS ContentInfo, exactly as stored.
    public let token: [UInt8]
    /// The moment that the authority states, cut to the second.
    public let time: UTCTime
    /// What the fraction of a second in the token adds, in nanoseconds.
    public let nanoseconds: Int
    /// How far the true time may lie from it, if the authority says so.
    public let accuracy: Accuracy?
    /// The digest by which it refers to something; `nil` when that is none that is accepted, such as SHA-1.
    public let imprintAlgorithm: HashAlgorithm?
    /// The digest's name as stored.
    public let imprintIdentifier: ObjectIdentifier
    /// The digest of what existed.
    public let imprint: [UInt8]
    /// The policy under which the authority works.
    public let policy: ObjectIdentifier
    /// The number that the authority gave it, two's complement.
    public let serialNumber: [UInt8]
    /// What the requester added against replay, two's complement.
    public let nonce: [UInt8]?
    /// Certificates in the token, the authority's among them.
    public let certificates: [Certificate]
    /// Certificates in the token that could not be read.
    public let unreadableCertificates: Int
    /// The authority's certificate, the one that the token names as its signer; `nil` when it is not in the token.
    public let signer: Certificate?

    let signedData: SignedData

    /// Reads a TimeStampToken.
    ///
    /// - Parameter token: DER, or BER as many authorities send it, with nothing after it.
    public init(token: [UInt8]) throws(EncodingFault) {
        let data = try SignedData(token[...])
        guard data.contentType == .timeStampInformation else {
            throw .damaged("The token holds \(data.contentType), which is no time stamp.")
        }
        let information = try TimeStampInformation(data.content)
        self.token = token
        time = information.time
        nanoseconds = information.nanoseconds
        accuracy = information.accuracy
        imprintAlgorithm = information.imprintAlgorithm
        imprintIdentifier = information.imprintIdentifier
        imprint = information.imprint
        policy = information.policy
        serialNumber = information.serialNumber
        nonce = information.nonce
        certificates = data.certificates
        unreadableCertificates = data.unreadableCertificates
        signedData = data
        signer = data.certificates.first { certificate in
            switch data.signer.identifier {
            case .issuerAndSerial(let issuer, let serial):
                certificate.serialNumber == serial && certificate.issuer.matches(issuer)
            case .keyIdentifier(let key): certificate.subjectKeyIdentifier == key
            }
        }
    }

    /// Reads a TimeStampResp, an authority's answer with a token in it.
    ///
    /// - Parameter response: DER or BER. An answer that grants nothing is refused.
    public init(response: [UInt8]) throws(EncodingFault) {
        let node: ASN1Node
        do {
            node = try BoundedParsing.distinguished(response[...], "time-stamp response")
        } catch {
            node = try BoundedParsing.basic(response[...], "time-stamp response")
        }
        var parts = try node.sequence("time-stamp response")
        var information = try parts.required().sequence("status")
        let status = try information.required().smallInteger("status")
        // 0 granted, 1 granted with modifications.
        guard status == 0 || status == 1 else {
            throw .notUsable("The authority did not grant the time stamp (status \(status)).")
        }
        let token = try parts.required()
        try parts.end()
        try self.init(token: Array(token.encodedBytes))
    }

    /// Reads either of the two.
    ///
    /// - Parameter bytes: a TimeStampToken, or a TimeStampResp with one in it.
    public init(responseOrToken bytes: [UInt8]) throws(EncodingFault) {
        do {
            try self.init(token: bytes)
        } catch let fault {
            do {
                try self.init(response: bytes)
            } catch {
                throw fault
            }
        }
    }
}
