// SPDX-License-Identifier: Apache-2.0

internal import Certificates
public import CivilTime
public import ProvenanceVocabulary

/// Who signed a manifest and when, as far as that can be told.
public struct SignatureReport: Sendable, Hashable {
    /// Name of the COSE algorithm, for example `ES256`.
    public var algorithm: String
    /// Common name in the signer's certificate.
    public var commonName: QuotedText?
    /// Organization in the signer's certificate.
    public var organization: QuotedText?
    /// Whom the certificate names as its issuer.
    public var issuer: QuotedText?
    /// SHA-256 of the certificate, in hexadecimal.
    public var fingerprint: String
    /// First moment of the certificate's validity.
    public var notBefore: UTCTime
    /// Last moment of the certificate's validity.
    public var notAfter: UTCTime
    /// Record of the product in the C2PA list of conforming products, if the certificate states one.
    public var productRecord: QuotedText?
    /// Which of the operator's lists names the signer; `nil`: none does.
    public var listed: Listing?
    /// Who vouches for the time of signing; `nil`: nobody who is believed.
    public var timeStamp: StampedTime?
    /// What a time stamp says that is not believed.
    public var unbelievedTime: StampedTime?
    /// When the signer says that it signed. Nobody vouches for it.
    public var claimedTime: UTCTime?

    /// A list that names somebody.
    public struct Listing: Sendable, Hashable {
        /// Name of the list.
        public var list: String
        /// When the list was issued, if known.
        public var date: UTCTime?
        /// Name of the listed certificate that the chain ends at; `nil` when the signer's own certificate is listed.
        public var anchor: QuotedText?
    }

    /// A time that an authority states.
    public struct StampedTime: Sendable, Hashable {
        /// The time.
        public var time: UTCTime
        /// Name in the authority's certificate.
        public var authority: QuotedText?
        /// List that names the authority; `nil`: none does.
        public var list: String?
    }

    init(algorithm: String, certificate: Certificate) {
        self.algorithm = algorithm
        commonName = certificate.subject.commonName.map { QuotedText($0) }
        organization = certificate.subject.organization.map { QuotedText($0) }
        issuer = (certificate.issuer.commonName ?? certificate.issuer.organization).map { QuotedText($0) }
        fingerprint = certificate.fingerprint.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        notBefore = certificate.notBefore
        notAfter = certificate.notAfter
        productRecord = certificate.productRecord.map { QuotedText($0) }
    }
}
