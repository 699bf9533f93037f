// SPDX-License-Identifier: Apache-2.0

/// How far a finding can be believed. Levels are never averaged into a figure.
public enum Level: String, Sendable, Hashable, Codable, CaseIterable {
    /// Signature and hashes are good, and the signer is on a list that the operator chose.
    case signedTrusted = "signed-trusted"
    /// Signature and hashes are good; no list names the signer.
    case signedIntactSignerUnlisted = "signed-intact-signer-unlisted"
    /// Signature and hashes are good; the certificate has expired, and no trusted time stamp shows that it was signed
    /// before.
    case signedIntactButExpired = "signed-intact-but-expired"
    /// A public watermark was decoded from the pixels. Anyone can embed it.
    case watermark
    /// Unsigned text in the file. Anyone can add or remove it.
    case declaredUnsigned = "declared-unsigned"
    /// Content Credentials are attached and do not fit this file. Nothing they say is shown as true.
    case credentialsFailed = "credentials-failed"
    /// The file only names where credentials may lie. Nothing is fetched.
    case remoteReferenceOnly = "remote-reference-only"
    /// Nothing was found. That says nothing.
    case none
    /// The file, or what is attached to it, could not be read as what it says it is.
    case unreadableOrHostile = "unreadable-or-hostile"
}
