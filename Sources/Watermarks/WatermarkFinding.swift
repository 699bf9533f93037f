// SPDX-License-Identifier: Apache-2.0

public import ProvenanceVocabulary

/// An open watermark that the votes of a picture show beyond doubt. Its word is public, so anyone can embed it; usually the
/// generator did. That none is found says nothing: resizing, cropping and stronger JPEG compression destroy it.
public struct WatermarkFinding: Sendable, Hashable {
    /// Whose word it is.
    public let scheme: WatermarkScheme
    /// By how many standard deviations more blocks agree with the word than blocks that know nothing of it would.
    public let z: Double
    /// Share of the blocks that agree with the word, 0…1.
    public let agreement: Double
    /// Bits of the word that the majority of their blocks has wrong.
    public let errors: Int
    /// Bits of the word.
    public let bits: Int
    /// The order of channels in which it shows.
    public let order: WatermarkVotes.Order
    /// The arithmetic in which it shows.
    public let mode: WatermarkVotes.Mode

    /// Makes a finding out of figures that were measured elsewhere.
    ///
    /// - Parameters:
    ///   - scheme: whose word it is.
    ///   - z: standard deviations.
    ///   - agreement: share of the blocks, 0…1.
    ///   - errors: bits that are wrong.
    ///   - bits: bits of the word.
    ///   - order: the order of channels.
    ///   - mode: the arithmetic.
    public init(
        scheme: WatermarkScheme, z: Double, agreement: Double, errors: Int, bits: Int, order: WatermarkVotes.Order,
        mode: WatermarkVotes.Mode
    ) {
        self.scheme = scheme
        self.z = z
        self.agreement = agreement
        self.errors = errors
        self.bits = bits
        self.order = order
        self.mode = mode
    }

    /// How far it can be believed.
    public var level: Level { .watermark }
    /// What the watermark says: these programs only put it into pictures that they have made or made over.
    public var claim: Claim { .aiGenerated }
}
