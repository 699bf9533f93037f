// SPDX-License-Identifier: Apache-2.0

public import ProvenanceVocabulary

/// What Content Credentials attached to a file say, and how far they can be believed.
public struct CredentialReport: Sendable, Hashable {
    /// The result as a whole.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// Signature and hashes are good, and a list names the signer.
        case trusted
        /// Signature and hashes are good; no list names the signer.
        case intactSignerUnlisted = "intact-signer-unlisted"
        /// Signature and hashes are good; the certificate is not valid now, and no trusted time stamp shows that it was when
        /// the claim was signed.
        case intactButExpired = "intact-but-expired"
        /// The credentials do not fit the file or themselves. Nothing they say is to be shown as true.
        case failed
        /// They use something that this validator does not support. Nothing can be said of them, neither good nor bad.
        case unsupported
        /// They cannot be read, or go beyond a limit.
        case unreadable
    }

    /// The result as a whole.
    public var state: State
    /// The statuses that decided the state: failures, or the successes that count.
    public var decidingStatuses: [ValidationStatus]
    /// The active manifest first, then its history depth first. Empty when the store could not be read.
    public var manifests: [ManifestReport]
    /// Labels of manifests in the store that nothing refers to. They are not looked at.
    public var unreferencedManifests: [QuotedText] = []
    /// What the credentials say of the asset as a whole.
    public var claim: Claim
    /// Why, the most telling first, at most `ProvenanceLimits.findings`.
    public var reasons: [RubricReason] = []
    /// Statements of the same credentials that cannot both be right.
    public var contradictions: [String] = []

    /// The manifest that speaks for the file.
    public var activeManifest: ManifestReport? { manifests.first }

    /// Code of an informational status: a manifest in the history is compressed and was not looked at. Not in the
    /// specification's tables.
    public static let unsupportedManifestCode = "tutela.manifest.unsupported"

    /// A report of credentials that say nothing.
    init(_ state: State, _ deciding: [ValidationStatus]) {
        self.state = state
        decidingStatuses = deciding
        manifests = []
        claim = .noneUsable
    }
}
