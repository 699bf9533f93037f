// SPDX-License-Identifier: Apache-2.0

public import ProvenanceVocabulary

/// All that is known of how one item was made. Findings stand side by side; none is averaged away.
public struct ProvenanceRecord: Sendable, Hashable {
    /// How far ``claim`` can be believed.
    public var level: Level
    /// The claim of the finding that ranks first: see ``Ranking``.
    public var claim: Claim
    /// Everything that was found, the first in rank first.
    public var statements: [Statement]
    /// Findings that cannot both be true of one picture, each as a sentence.
    public var contradictions: [String]
    /// Whether the pixels were looked at, too.
    public var pixels: PixelExamination

    /// Ranks the findings and puts contradictions beside them.
    ///
    /// - Parameters:
    ///   - statements: in any order.
    ///   - pixels: whether the pixels were looked at.
    public init(statements: [Statement], pixels: PixelExamination) {
        let ranked = Ranking.sorted(statements)
        let first = Ranking.first(ranked)
        level = first?.level ?? .none
        claim = first?.claim ?? .notStated
        self.statements = ranked
        contradictions = Contradictions.sentences(ranked)
        self.pixels = pixels
    }

    /// Makes a record out of its parts, as a results file holds them.
    public init(
        level: Level, claim: Claim, statements: [Statement], contradictions: [String], pixels: PixelExamination
    ) {
        self.level = level
        self.claim = claim
        self.statements = statements
        self.contradictions = contradictions
        self.pixels = pixels
    }

    /// What is said when nothing was found. Absence is never a sign of anything.
    public static let nothingFound = "No provenance information found. This says nothing about how it was made."
}

/// Whether watermarks and bits hidden in pixels were looked for.
public enum PixelExamination: Sendable, Hashable {
    /// They were, as far as the format carries them.
    case examined
    /// There is nothing to look at: no picture, or one too small to carry a mark.
    case notApplicable
    /// They were not, and why.
    case notExamined(because: String)
}
