// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Policy
public import Screening

/// A decision about one item, as it is kept: enough to tell why and to decide the same again, and nothing by which the
/// picture could be found again.
public struct StoredDecision: Sendable, Equatable {
    /// `dec_` and 32 characters; later ones sort after earlier ones.
    public var id: String
    /// On whose behalf; `nil` is the house.
    public var tenant: String?
    /// Who handed the item in: `key:…`, `user:…`.
    public var actor: String
    /// When it was decided.
    public var at: UTCTime
    /// The client's own id of the item.
    public var reference: String?
    /// The job in which it was screened.
    public var job: String?
    /// How far screening got.
    public var status: ItemStatus
    /// Why it got no further, or why only a part was compared.
    public var reason: StatusReason?
    /// Whether all of the item was compared.
    public var isComplete: Bool
    /// What a platform is told.
    public var decisionClass: DecisionClass
    /// What to do with the item: the strictest of what the class, corroboration and the rules ask for.
    public var action: Action
    /// Plain sentences on the second signal that agreed, or on why it is held. They name lists and entries.
    public var because: [String]
    /// Which entries agreed, for whoever may see that.
    public var matches: [Match]
    /// The decision by rules in its canonical form, facts included; `nil` when no rules were asked.
    public var canonical: String?
    /// SHA-256 of the rule set.
    public var ruleSet: String?
    /// The last change of the lists that was applied when the item was compared.
    public var listChange: Int64

    /// An entry that agreed.
    public struct Match: Sendable, Hashable, Codable {
        /// Name of the list, as its tenant sees it.
        public var bank: String
        /// The entry's id in the list.
        public var entry: String
        /// What agreed: `pdq`, `md5`, `sha1`, `sha256`.
        public var kind: String
        /// Bits that differ; 0 for digests.
        public var distance: Int
        /// How the item was seen when it agreed.
        public var view: String
        /// How the known picture was seen; `nil`: as a whole.
        public var knownView: String?
        /// Index of the frame, from 0.
        public var frame: Int
        /// Trust tier of the list: `A`, `B`, `C`.
        public var tier: String
        /// How many independent parties contribute to the list.
        public var contributors: Int
        /// A person confirmed the entry.
        public var confirmed: Bool
        /// What the list says it lists.
        public var category: String?
        /// The list is of known-good files.
        public var knownGood: Bool

        /// Copies what a record says of a match.
        ///
        /// - Parameter match: of a record.
        public init(_ match: ScanRecord.Match) {
            bank = match.bank
            entry = match.entry
            kind = match.kind.rawValue
            distance = match.distance
            view = match.view.name
            knownView = match.knownView
            frame = match.frame
            tier = match.tier
            contributors = match.contributors
            confirmed = match.isConfirmed
            category = match.category
            knownGood = match.isKnownGood
        }
    }

    /// So many matches of one item are kept, the closest first. The rest would say the same again.
    public static let mostMatches = 64

    /// Makes a decision out of a record. Digests and fingerprints stay behind.
    ///
    /// - Parameters:
    ///   - id: of the decision.
    ///   - record: what screening learned.
    ///   - tenant: on whose behalf; `nil` is the house.
    ///   - actor: who handed the item in.
    ///   - at: when it was decided.
    ///   - reference: the client's own id of the item.
    ///   - job: in which it was screened.
    ///   - listChange: the last change of the lists that was applied.
    public init(
        id: String, _ record: ScanRecord, tenant: String?, actor: String, at: UTCTime, reference: String? = nil,
        job: String? = nil, listChange: Int64
    ) {
        let decisionClass = DecisionClass(record)
        self.id = id
        self.tenant = tenant
        self.actor = actor
        self.at = at
        self.reference = reference
        self.job = job
        status = record.status
        reason = record.reason
        isComplete = record.status == .screened && !record.isPartial
        self.decisionClass = decisionClass
        action = max(record.decision.action, decisionClass.mildestAction)
        because = record.decision.because
        matches = record.matches.prefix(Self.mostMatches).map(Match.init)
        canonical = record.decision.policy?.canonical.text
        ruleSet = record.decision.policy?.ruleSet
        self.listChange = listChange
    }

    init(
        id: String, tenant: String?, actor: String, at: UTCTime, reference: String?, job: String?, status: ItemStatus,
        reason: StatusReason?, isComplete: Bool, decisionClass: DecisionClass, action: Action, because: [String],
        matches: [Match], canonical: String?, ruleSet: String?, listChange: Int64
    ) {
        self.id = id
        self.tenant = tenant
        self.actor = actor
        self.at = at
        self.reference = reference
        self.job = job
        self.status = status
        self.reason = reason
        self.isComplete = isComplete
        self.decisionClass = decisionClass
        self.action = action
        self.because = because
        self.matches = matches
        self.canonical = canonical
        self.ruleSet = ruleSet
        self.listChange = listChange
    }
}
