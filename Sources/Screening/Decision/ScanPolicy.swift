// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Policy

/// By which rules a scan decides, beside the rule of corroboration.
public struct ScanPolicy: Sendable {
    /// The rules.
    public var rules: RuleSet
    /// Whose law binds; empty: what operators' packs say, else by nexus.
    public var jurisdictions: [Jurisdiction]
    /// Platforms whose rules apply, besides those that operators' packs choose.
    public var platforms: Set<String>
    /// What the operator says of every item and of the service.
    public var circumstances: FactSet
    /// The event time of each item.
    public var clock: @Sendable () -> UTCTime

    /// Chooses rules.
    ///
    /// - Parameters:
    ///   - rules: checked together.
    ///   - jurisdictions: whose law binds; empty: what operators' packs say, else by nexus.
    ///   - platforms: whose rules apply, besides those that operators' packs choose.
    ///   - circumstances: what the operator says of every item and of the service.
    ///   - clock: the event time of each item.
    public init(
        _ rules: RuleSet, jurisdictions: [Jurisdiction] = [], platforms: Set<String> = [],
        circumstances: FactSet = FactSet(), clock: @escaping @Sendable () -> UTCTime
    ) {
        self.rules = rules
        self.jurisdictions = jurisdictions
        self.platforms = platforms
        self.circumstances = circumstances
        self.clock = clock
    }

    /// Decides about one item, and makes the record's action the stricter of both decisions. Never a milder one.
    ///
    /// - Parameters:
    ///   - record: with the decision that corroboration made.
    ///   - facts: makes facts of records.
    ///   - further: what is said of this item alone.
    func decide(_ record: inout ScanRecord, _ facts: ItemFacts, adding further: FactSet = FactSet()) {
        let time = clock()
        let decision = rules.decide(
            facts.facts(of: record, at: time).adding(circumstances).adding(further), at: time,
            jurisdictions: jurisdictions,
            platforms: platforms)
        record.decision.action = max(record.decision.action, decision.action)
        record.decision.policy = decision
    }
}
