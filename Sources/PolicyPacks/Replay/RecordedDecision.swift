// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Policy

/// A decision as it was stored, and what is needed to decide again.
public struct RecordedDecision: Sendable {
    /// The decision's own text, byte for byte: what the canonical form of a decision wrote.
    public var text: String
    /// The rules of composition that made it.
    public var engine: Int
    /// Digest of the rule set.
    public var ruleSet: String
    /// The event time.
    public var at: UTCTime
    /// Whose law bound; empty: by nexus.
    public var jurisdictions: [Jurisdiction]
    /// Platforms whose rules applied.
    public var platforms: Set<String>
    /// Everything that was known.
    public var facts: FactSet
    /// Path of the item, when the decision stood in the record of a scan.
    public var item: String?
    /// What followed.
    public var outcome: Outcome

    /// What followed, as far as two decisions are compared.
    public struct Outcome: Sendable, Hashable {
        /// What a program did.
        public var action: Action
        /// What the item surely was, the gravest first.
        public var categories: [Category]
        /// What had to be done.
        public var obligations: [Duty]

        /// One obligation, as far as it is compared.
        public struct Duty: Sendable, Hashable {
            /// What to do.
            public var verb: Verb
            /// For or to whom.
            public var recipient: Recipient?
            /// The event that starts the time.
            public var clock: ClockEvent?
            /// What is kept, destroyed or processed.
            public var what: [Matter]
            /// Where it stood: `due`, `deferred`, `discharged`, `possible`.
            public var status: Obligation.Status
            /// How soon, in a word.
            public var urgency: Urgency?
            /// How soon, as a time.
            public var limit: CalendarDuration?
            /// The moment that must not pass.
            public var deadline: UTCTime?
            /// The rule that sets the deadline.
            public var rule: String
        }
    }
}

extension RecordedDecision {
    /// What was known and asked without what operators' packs added: their context, their jurisdictions, their platforms. Rules
    /// that replace others then add their own.
    ///
    /// - Parameter sets: whose operators' packs.
    func withoutPolicy(of sets: [RuleSet]) -> RecordedDecision {
        var bare = self
        for set in sets {
            for pack in set.packs where pack.kind == .operator {
                let source = FactSource(.operator, pack.id)
                for name in pack.context.keys {
                    let others = bare.facts.readings(of: name).filter { $0.source != source }
                    bare.facts.remove(name)
                    // They were checked when they were read.
                    for reading in others { try? bare.facts.set(name, reading) }
                }
            }
            if !bare.jurisdictions.isEmpty, bare.jurisdictions == set.chosenJurisdictions { bare.jurisdictions = [] }
            bare.platforms.subtract(set.chosenPlatforms)
        }
        return bare
    }
}
