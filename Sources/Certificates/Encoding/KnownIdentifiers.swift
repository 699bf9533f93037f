// SPDX-License-Identifier: Apache-2.0

// Sources: RFC 5280, 4055, 5758, 8410 (certificates and keys), 5652, 5035, 3161, 5816 (CMS and time stamps), 6960 (OCSP);
// the C2PA specification, "X.509 Certificates", and its conformance programme's certificate profile.
extension ObjectIdentifier {
    // Keys and curves.
    static let rsaEncryption = ObjectIdentifier(1, 2, 840, 113_549, 1, 1, 1)
    static let rsaPSS = ObjectIdentifier(1, 2, 840, 113_549, 1, 1, 10)
    static let maskGeneration1 = ObjectIdentifier(1, 2, 840, 113_549, 1, 1, 8)
    static let ellipticKey = ObjectIdentifier(1, 2, 840, 10_045, 2, 1)
    static let p256 = ObjectIdentifier(1, 2, 840, 10_045, 3, 1, 7)
    static let p384 = ObjectIdentifier(1, 3, 132, 0, 34)
    static let p521 = ObjectIdentifier(1, 3, 132, 0, 35)
    static let ed25519 = ObjectIdentifier(1, 3, 101, 112)

    // Signatures and digests.
    static let sha256WithRSA = ObjectIdentifier(1, 2, 840, 113_549, 1, 1, 11)
    static let sha384WithRSA = ObjectIdentifier(1, 2, 840, 113_549, 1, 1, 12)
    static let sha512WithRSA = ObjectIdentifier(1, 2, 840, 113_549, 1, 1, 13)
    static let ecdsaWithSHA256 = ObjectIdentifier(1, 2, 840, 10_045, 4, 3, 2)
    static let ecdsaWithSHA384 = ObjectIdentifier(1, 2, 840, 10_045, 4, 3, 3)
    static let ecdsaWithSHA512 = ObjectIdentifier(1, 2, 840, 10_045, 4, 3, 4)
    static let sha1 = ObjectIdentifier(1, 3, 14, 3, 2, 26)
    static let sha256 = ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 1)
    static let sha384 = ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 2)
    static let sha512 = ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, 3)

    // Parts of names.
    static let commonName = ObjectIdentifier(2, 5, 4, 3)
    static let organization = ObjectIdentifier(2, 5, 4, 10)
    static let organizationalUnit = ObjectIdentifier(2, 5, 4, 11)
    static let country = ObjectIdentifier(2, 5, 4, 6)
    static let emailAddress = ObjectIdentifier(1, 2, 840, 113_549, 1, 9, 1)

    // Extensions of certificates.
    static let subjectKeyIdentifier = ObjectIdentifier(2, 5, 29, 14)
    static let keyUsage = ObjectIdentifier(2, 5, 29, 15)
    static let subjectAlternativeName = ObjectIdentifier(2, 5, 29, 17)
    static let basicConstraints = ObjectIdentifier(2, 5, 29, 19)
    static let nameConstraints = ObjectIdentifier(2, 5, 29, 30)
    static let certificatePolicies = ObjectIdentifier(2, 5, 29, 32)
    static let authorityKeyIdentifier = ObjectIdentifier(2, 5, 29, 35)
    static let extendedKeyUsage = ObjectIdentifier(2, 5, 29, 37)
    static let authorityInformation = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 1, 1)
    static let accessOCSP = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 48, 1)
    static let assuranceLevel = ObjectIdentifier(1, 3, 6, 1, 4, 1, 62_558, 3)
    static let productRecord = ObjectIdentifier(1, 3, 6, 1, 4, 1, 62_558, 4)

    // CMS, time stamps, OCSP.
    static let signedData = ObjectIdentifier(1, 2, 840, 113_549, 1, 7, 2)
    static let timeStampInformation = ObjectIdentifier(1, 2, 840, 113_549, 1, 9, 16, 1, 4)
    static let contentType = ObjectIdentifier(1, 2, 840, 113_549, 1, 9, 3)
    static let messageDigest = ObjectIdentifier(1, 2, 840, 113_549, 1, 9, 4)
    static let signingCertificate = ObjectIdentifier(1, 2, 840, 113_549, 1, 9, 16, 2, 12)
    static let signingCertificateV2 = ObjectIdentifier(1, 2, 840, 113_549, 1, 9, 16, 2, 47)
    static let basicOCSPResponse = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 48, 1, 1)
}

/// Extended key usages that profiles ask for.
extension ObjectIdentifier {
    /// `anyExtendedKeyUsage`: every purpose, hence no statement of one.
    public static let anyExtendedKeyUsage = ObjectIdentifier(2, 5, 29, 37, 0)
    /// `id-kp-emailProtection`.
    public static let emailProtection = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 4)
    /// `id-kp-timeStamping`.
    public static let timeStamping = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 8)
    /// `id-kp-OCSPSigning`.
    public static let ocspSigning = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 9)
    /// `id-kp-documentSigning` (RFC 9336).
    public static let documentSigning = ObjectIdentifier(1, 3, 6, 1, 5, 5, 7, 3, 36)
    /// Microsoft's own usage for signing Content Credentials.
    public static let microsoftClaimSigning = ObjectIdentifier(1, 3, 6, 1, 4, 1, 311, 76, 59, 1, 9)
    /// `c2pa-kp-claimSigning`.
    public static let claimSigning = ObjectIdentifier(1, 3, 6, 1, 4, 1, 62_558, 2, 1)
}
