// SPDX-License-Identifier: Apache-2.0

public import CivilTime

/// Where a rule was read.
public struct RuleSource: Sendable, Hashable {
    /// What was read.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The statute or the authority's own page.
        case primary
        /// A law firm, the press, a summary.
        case secondary
        /// A public repository that transcribes the official text.
        case code
        /// Nothing: from memory.
        case memory
        /// The operator's own terms, or this project's house rules.
        case terms
    }

    /// What was read.
    public var kind: Kind
    /// Where; `nil` when nothing was read.
    public var url: String?
    /// Where to read it, when it was not.
    public var verifyAt: String?
    /// What was and was not read.
    public var note: String?

    /// Names a source.
    ///
    /// - Parameters:
    ///   - kind: what was read.
    ///   - url: where.
    ///   - verifyAt: where to read it, when it was not.
    ///   - note: what was and was not read.
    public init(kind: Kind, url: String? = nil, verifyAt: String? = nil, note: String? = nil) {
        self.kind = kind
        self.url = url
        self.verifyAt = verifyAt
        self.note = note
    }
}

/// How sure the authors of a pack are.
public enum Confidence: String, Sendable, Hashable, CaseIterable {
    case high, medium, low
}

/// A lawyer's name under a rule.
public struct Review: Sendable, Hashable {
    /// Who signed.
    public var name: String
    /// When.
    public var on: UTCTime
    /// What was signed, or with which reservation.
    public var note: String?

    /// Makes a review.
    ///
    /// - Parameters:
    ///   - name: who signed.
    ///   - on: when.
    ///   - note: with which reservation.
    public init(name: String, on: UTCTime, note: String? = nil) {
        self.name = name
        self.on = on
        self.note = note
    }
}
