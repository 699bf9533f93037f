// SPDX-License-Identifier: Apache-2.0

public import CivilTime

/// One file of rules.
public struct Pack: Sendable, Hashable {
    /// Whose rules they are.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A jurisdiction's law.
        case law
        /// A platform's published rules, applied only when they are chosen.
        case platform
        /// This project's: what items are, what releases them, what holds everywhere.
        case house
        /// The operator's own.
        case `operator` = "operator"
    }

    /// A named condition that others use.
    public struct Signal: Sendable, Hashable {
        /// `signal.` and words.
        public var name: String
        /// When it is raised. Speaks of facts only.
        public var when: Condition

        /// Makes a signal.
        public init(name: String, when: Condition) {
            self.name = name
            self.when = when
        }
    }

    /// When an item is of a category.
    public struct Derivation: Sendable, Hashable {
        /// Unique over all packs.
        public var id: String
        /// The category.
        public var category: Category
        /// When it is.
        public var when: Condition

        /// Makes a derivation.
        public init(id: String, category: Category, when: Condition) {
            self.id = id
            self.category = category
            self.when = when
        }
    }

    /// When an item is let go although something was raised.
    public struct Release: Sendable, Hashable {
        /// Unique over all packs.
        public var id: String
        /// In words.
        public var title: LocalText
        /// Must surely hold.
        public var when: Condition

        /// Makes a release.
        public init(id: String, title: LocalText, when: Condition) {
            self.id = id
            self.title = title
            self.when = when
        }
    }

    /// A lawyer's name under another pack's rule, which falls off when the rule changes.
    public struct Signature: Sendable, Hashable {
        /// The rule.
        public var rule: String
        /// SHA-256 of the rule as signed, 64 lower-case hex digits: ``Rule/digest``.
        public var digest: String
        /// Who and when.
        public var review: Review

        /// Makes a signature.
        public init(rule: String, digest: String, review: Review) {
            self.rule = rule
            self.digest = digest
            self.review = review
        }
    }

    /// Unique: `us.intimate-images`.
    public var id: String
    /// In words.
    public var title: LocalText
    /// Whose law.
    public var jurisdiction: Jurisdiction
    /// Whose rules.
    public var kind: Kind
    /// Which platform, of a platform's rules: `twitch`.
    public var platform: String?
    /// On which day they were compiled.
    public var compiled: UTCTime
    /// The rules.
    public var rules: [Rule] = []
    /// Reports that make others needless.
    public var equivalences: [Equivalence] = []
    /// Named conditions; house packs only.
    public var signals: [Signal] = []
    /// What items are; house and operators' packs.
    public var categories: [Derivation] = []
    /// What lets items go; house packs only.
    public var releases: [Release] = []
    /// What always holds at this operator; operators' packs only.
    public var context: [FactName: FactValue] = [:]
    /// Whose law binds, when the operator says so; operators' packs only.
    public var jurisdictions: [Jurisdiction] = []
    /// Platforms whose rules apply; operators' packs only.
    public var platforms: [String] = []
    /// Lawyers' names under other packs' rules; operators' packs only.
    public var signatures: [Signature] = []

    /// Makes an empty pack.
    ///
    /// - Parameters:
    ///   - id: unique.
    ///   - title: in words.
    ///   - jurisdiction: whose law.
    ///   - kind: whose rules.
    ///   - compiled: on which day.
    public init(id: String, title: LocalText, jurisdiction: Jurisdiction, kind: Kind, compiled: UTCTime) {
        self.id = id
        self.title = title
        self.jurisdiction = jurisdiction
        self.kind = kind
        self.compiled = compiled
    }
}
