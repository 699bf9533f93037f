// SPDX-License-Identifier: Apache-2.0

public import ProvenanceVocabulary

/// One manifest of a store, with everything that was checked.
///
/// All text out of the file went through `QuotedText`. What a manifest says is only to be shown as its signer's statement
/// when the report's state allows it.
public struct ManifestReport: Sendable, Hashable {
    /// Label in the store.
    public var label: QuotedText
    /// Steps down from the active manifest, which is 0.
    public var depth: Int
    /// An update manifest: it adds to the history and does not bind the content itself.
    public var isUpdate: Bool
    /// 1 or 2; `nil`: the claim could not be read.
    public var claimVersion: Int?
    /// Programs that made the claim, with their versions.
    public var generators: [QuotedText] = []
    /// Title that the claim gives the asset.
    public var title: QuotedText?
    /// Media type that the claim gives the asset.
    public var format: QuotedText?
    /// Who signed it and when; `nil`: the signature could not be read.
    public var signature: SignatureReport?
    /// Every check with its result.
    public var statuses: [ValidationStatus] = []
    /// What was done, at most `ProvenanceLimits.findings`.
    public var actions: [Action] = []
    /// Actions that are not listed here because there are too many.
    public var omittedActions = 0
    /// The claim says that nothing else was done.
    public var allActionsIncluded = false
    /// What it was made from, at most `ProvenanceLimits.findings`.
    public var ingredients: [Ingredient] = []
    /// Ingredients that are not listed here because there are too many.
    public var omittedIngredients = 0
    /// Watermarks and fingerprints by which the manifest can be found again: names of their algorithms.
    public var softBindings: [QuotedText] = []
    /// Labels of assertions that are neither actions, ingredients, thumbnails nor bindings.
    public var otherAssertions: [QuotedText] = []
    /// What the manifest amounts to by the official rubric.
    public var outcomes: Set<RubricOutcome> = []

    /// No check failed but those that tell whether the signer is listed and still valid.
    public var isIntact: Bool {
        !statuses.isEmpty
            && statuses.allSatisfy {
                $0.kind != .failure || $0.has(.signingCredentialUntrusted) || $0.has(.claimSignatureOutsideValidity)
            }
    }

    /// The signature is good and the assertions are those that were signed, whatever else is wrong with the manifest.
    public var isUnaltered: Bool {
        statuses.contains { $0.has(.claimSignatureValidated) }
            && !statuses.contains { $0.kind == .failure && Self.alterations.contains($0.code) }
    }

    private static let alterations: Set<String> = Set(
        [
            StatusCode.claimSignatureMismatch, .claimSignatureMissing, .assertionHashMismatch, .assertionMissing,
            .assertionUndeclared, .assertionOutsideManifest, .assertionNotRedacted, .assertionSelfRedacted,
            .actionRedacted, .hashedURIMismatch, .signingCredentialInvalid, .revoked,
        ].map(\.rawValue))

    /// One thing that was done.
    public struct Action: Sendable, Hashable {
        /// For example `c2pa.created`.
        public var name: QuotedText
        /// Where the content came from, as the file says it.
        public var sourceType: QuotedText?
        /// The same, when it is a known code.
        public var knownSourceType: DigitalSourceType?
        /// Program that did it.
        public var softwareAgent: QuotedText?
        /// When it was done, as the file says.
        public var when: QuotedText?
        /// The signer does not vouch for it.
        public var isGathered: Bool
    }

    /// Something that it was made from.
    public struct Ingredient: Sendable, Hashable {
        /// `parentOf`, `componentOf` or `inputTo`.
        public var relationship: String?
        /// Title that the claim gives it.
        public var title: QuotedText?
        /// Position of its manifest in the report; `nil`: it has none, or none that is there.
        public var manifest: Int?
        /// The assertion names a manifest, there or not.
        public var namesManifest: Bool
        /// Status codes that failed already when it was taken in, as its claim generator recorded them.
        public var recordedFailures: [QuotedText]
        /// The signer does not vouch for it.
        public var isGathered: Bool
    }
}
