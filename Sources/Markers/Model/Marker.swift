// SPDX-License-Identifier: Apache-2.0

public import ProvenanceVocabulary

/// One public, unsigned statement of a file about its own origin. Anyone can add or remove it.
///
/// A marker never holds a prompt or a part of one: prompts are private, and may be abusive. It quotes names of tools, models,
/// labels and jobs, and nothing else.
public struct Marker: Sendable, Hashable {
    /// Which kind of marker this is.
    public var source: MarkerSource
    /// What it says of the file.
    public var claim: Claim
    /// Where it stands, in words for a person and free of text out of the file: `PNG text "parameters"`.
    public var place: String
    /// First byte, in the file, of the block of metadata that holds it.
    public var offset: Int
    /// What stands there, as far as it may be shown: a code, a credit line, a job, a version.
    public var value: QuotedText?
    /// The tool or the model that is named.
    public var generator: QuotedText?
    /// The fields of China's label. `nil` for all other sources.
    public var label: TC260Label?

    /// Makes a marker.
    ///
    /// - Parameters:
    ///   - source: which kind.
    ///   - claim: what it says.
    ///   - place: where, in own words.
    ///   - offset: first byte of its block.
    ///   - value: the text that may be shown.
    ///   - generator: tool or model.
    ///   - label: fields of China's label.
    public init(
        source: MarkerSource, claim: Claim, place: String, offset: Int, value: QuotedText? = nil,
        generator: QuotedText? = nil, label: TC260Label? = nil
    ) {
        self.source = source
        self.claim = claim
        self.place = place
        self.offset = offset
        self.value = value
        self.generator = generator
        self.label = label
    }
}
