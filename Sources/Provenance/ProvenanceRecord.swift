// SPDX-License-Identifier: Apache-2.0

public import ProvenanceVocabulary

/// All that is known of how one item was made. Findings stand side by side; none is averaged away.
public struct ProvenanceRecord: Sendable, Hashable {
    /// How far ``claim`` can be believed.
    public var level: Level
    /// The claim of the finding that ranks first: broken credentials outrank every claim.
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
    ///   - contradictions: those inside one finding, as sentences.
    ///   - pixels: whether the pixels were looked at.
    public init(statements: [Statement], contradictions: [String] = [], pixels: PixelExamination) {
        let ranked = Ranking.sorted(statements)
        let first = Ranking.first(ranked)
        level = first?.level ?? .none
        claim = first?.claim ?? .notStated
        self.statements = ranked
        self.contradictions = contradictions + Contradictions.sentences(ranked)
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

    /// An item whose bytes could not be had.
    ///
    /// - Parameter reason: why, for a person.
    public static func unread(because reason: String) -> ProvenanceRecord {
        ProvenanceRecord(
            statements: [
                Statement(
                    source: "file", level: .unreadableOrHostile, claim: .noneUsable,
                    text: "The file could not be read, so nothing is known of how it was made.", technical: reason)
            ],
            pixels: .notExamined(because: reason))
    }

    /// Nothing in it could be looked at, because files of its kind are not read.
    public var isOfUnknownKind: Bool { statements.contains { $0.codes.contains(Statement.unknownKind) } }

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
