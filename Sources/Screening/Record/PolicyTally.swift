// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Policy

/// What follows by law and policy, over all pictures and videos of a scan. Each stands in exactly one action, so the
/// actions add up to ``ScanLedger/media``; what the rules ask for is counted by rule, so memory does not grow with the scan.
public struct PolicyTally: Sendable {
    /// What is done with an item, and whether that is known or only feared.
    public enum Row: Sendable, Hashable, CaseIterable {
        /// Refused or taken down.
        case block
        /// Withheld until a person decides.
        case review
        /// Withheld because something that would tell is unknown, or because it could not be scanned.
        case undetermined
        /// Shown to fewer.
        case restrict
        /// Shown with a label.
        case label
        /// No rule asks for anything.
        case allow

        init(_ decision: ScanRecord.Decision) {
            let isUndetermined =
                decision.outcome == .unknown || decision.policy?.grounds.contains(.undetermined) == true
            switch decision.action {
            case .block: self = .block
            case .review: self = isUndetermined ? .undetermined : .review
            case .restrict: self = .restrict
            case .label: self = .label
            case .allow: self = .allow
            }
        }
    }

    /// One thing to do, as one rule asks for it.
    public struct Duty: Sendable, Hashable {
        /// An obligation of the first item; what differs between items is not looked at.
        public var obligation: Obligation
        /// Items for which it must be done.
        public var items: Int
        /// The earliest moment that must not pass; `nil` when no clock has started.
        public var earliest: UTCTime?
    }

    /// A rule that nearly fired.
    public struct Near: Sendable, Hashable {
        /// Why, for the first item.
        public var reason: NearMiss.Reason
        /// Items for which it nearly did.
        public var items: Int
    }

    /// Items by what is done with them.
    public private(set) var rows: [Row: Int] = [:]
    /// Items by the gravest category that is sure; items of which nothing is sure are not among them.
    public private(set) var categories: [Policy.Category: Int] = [:]
    /// Items of which no category is sure.
    public private(set) var withoutCategory = 0
    /// Items by rules that fired although no lawyer signed them.
    public private(set) var unsigned: [String: Int] = [:]
    /// Rules that nearly fired.
    public private(set) var nearly: [String: Near] = [:]
    /// The first items with which anything is done, in the order of the scan.
    public private(set) var listed: [ScanRecord] = []
    private var dutiesByKey: [Key: Duty] = [:]

    private struct Key: Hashable {
        var verb: Verb
        var recipient: Recipient?
        var rule: String
        var status: Obligation.Status
        var execution: Obligation.Execution
        var modality: Policy.Duty.Modality
        var urgency: Urgency?
        var limit: CalendarDuration?
        var clock: ClockEvent?
        var what: [Matter]
    }

    /// Whether any item was decided by rules.
    public var isEmpty: Bool { rows.isEmpty }
    /// Items of a row, 0 when there is none.
    public subscript(row: Row) -> Int { rows[row, default: 0] }
    /// Items with which anything is done.
    public var listedCount: Int { rows.reduce(0) { $1.key == .allow ? $0 : $0 + $1.value } }

    /// What must be done: first what bears no delay, then what has a deadline, the earliest first, then the rest by haste;
    /// what only may have to be done, last.
    public var duties: [Duty] {
        dutiesByKey.values.sorted { left, right in
            func rank(_ duty: Duty) -> (Int, Int, Int64, String, String) {
                let status = duty.obligation.status == .possible ? 2 : duty.obligation.status == .due ? 0 : 1
                let haste =
                    switch duty.obligation.urgency {
                    case .immediately: 0
                    case _ where duty.earliest != nil: 1
                    case .asap: 2
                    case .withoutUndueDelay: 3
                    case .ongoing, .annual, nil: 4
                    }
                return (
                    status, haste, duty.earliest?.seconds ?? .max, duty.obligation.verb.rawValue, duty.obligation.rule
                )
            }
            return rank(left) < rank(right)
        }
    }

    mutating func add(_ record: ScanRecord, listingLimit: Int) {
        guard let decision = record.decision.policy else { return }
        let row = Row(record.decision)
        rows[row, default: 0] += 1
        if let category = decision.category {
            categories[category, default: 0] += 1
        } else {
            withoutCategory += 1
        }
        for rule in decision.unsigned { unsigned[rule, default: 0] += 1 }
        for near in decision.nearly {
            nearly[near.id, default: Near(reason: near.reason, items: 0)].items += 1
        }
        for obligation in decision.obligations { add(obligation) }
        if row != .allow, listed.count < listingLimit { listed.append(record) }
    }

    private mutating func add(_ obligation: Obligation) {
        let key = Key(
            verb: obligation.verb, recipient: obligation.recipient, rule: obligation.rule, status: obligation.status,
            execution: obligation.execution, modality: obligation.modality, urgency: obligation.urgency,
            limit: obligation.limit, clock: obligation.clock, what: obligation.what)
        var duty = dutiesByKey[key] ?? Duty(obligation: obligation, items: 0)
        duty.items += 1
        if let deadline = obligation.deadline { duty.earliest = min(duty.earliest ?? deadline, deadline) }
        dutiesByKey[key] = duty
    }
}

extension Policy.Decision {
    /// The earliest moment that must not pass, of everything that is due.
    public var earliestDeadline: UTCTime? {
        obligations.filter { $0.status == .due }.compactMap(\.deadline).min()
    }
}
