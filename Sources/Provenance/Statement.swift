// SPDX-License-Identifier: Apache-2.0

public import ProvenanceVocabulary

/// One finding about how an item was made: who says what, and how far that can be believed.
public struct Statement: Sendable, Hashable {
    /// What speaks: `c2pa`, `iptc.digitalSourceType`, `tc260.aigc`, `watermark.dwtDct`, … Stable, for programs.
    public var source: String
    /// How far it can be believed.
    public var level: Level
    /// What it says.
    public var claim: Claim
    /// The finding for a person who is no engineer: one or two sentences that stay true when they are read aloud in court.
    public var text: String
    /// The same finding for an engineer: where it stands, what was compared, with which result.
    public var technical: String
    /// Codes of the C2PA specification, or of this program, that the finding rests on. The deciding ones come first.
    public var codes: [String]

    /// Makes a statement.
    public init(source: String, level: Level, claim: Claim, text: String, technical: String, codes: [String] = []) {
        self.source = source
        self.level = level
        self.claim = claim
        self.text = text
        self.technical = technical
        self.codes = codes
    }
}
