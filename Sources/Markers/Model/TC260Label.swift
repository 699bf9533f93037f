// SPDX-License-Identifier: Apache-2.0

public import ProvenanceVocabulary

/// The implicit label that China's GB 45438-2025 asks for, field by field, as far as the file has them.
///
/// Source: GB 45438-2025 annex E; TC260-PG-20257A (video), TC260-PG-20258A (images). The two reserved codes are the makers'
/// own and are not kept.
public struct TC260Label: Sendable, Hashable {
    /// `1` generated, `2` possibly generated, `3` suspected; other values occur and mean nothing known.
    public var label: QuotedText?
    /// Code or name of the service that generated the content.
    public var contentProducer: QuotedText?
    /// Number that the producer gave.
    public var produceID: QuotedText?
    /// Code or name of the platform that spread the content.
    public var contentPropagator: QuotedText?
    /// Number that the platform gave.
    public var propagateID: QuotedText?

    /// Makes a label.
    public init(
        label: QuotedText? = nil, contentProducer: QuotedText? = nil, produceID: QuotedText? = nil,
        contentPropagator: QuotedText? = nil, propagateID: QuotedText? = nil
    ) {
        self.label = label
        self.contentProducer = contentProducer
        self.produceID = produceID
        self.contentPropagator = contentPropagator
        self.propagateID = propagateID
    }
}
