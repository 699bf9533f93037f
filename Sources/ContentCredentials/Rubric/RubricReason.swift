// SPDX-License-Identifier: Apache-2.0

public import ProvenanceVocabulary

/// Why the rubric says what it says: one statement of one manifest.
public struct RubricReason: Sendable, Hashable {
    /// Position of the manifest in the report.
    public var manifest: Int
    /// Where in the manifest it stands: `c2pa.created`, `c2pa.ai_generated_content`, `digitalSourceType` of metadata.
    public var statement: QuotedText
    /// The code or value, as far as it is known.
    public var value: QuotedText?
    /// What it amounts to.
    public var outcome: RubricOutcome
    /// The assertion was gathered: the claim holds it, its signer does not vouch for it.
    public var isGathered: Bool
    /// No rubric knows it; the manifest declares it in a vendor's or a metadata assertion.
    public var isVendorFact: Bool
}
