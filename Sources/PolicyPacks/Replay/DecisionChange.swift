// SPDX-License-Identifier: Apache-2.0

public import Policy

/// What is otherwise in a second decision about the same facts.
public struct DecisionChange: Sendable, Hashable {
    /// One thing that is otherwise.
    public enum Part: Sendable, Hashable {
        /// Another action; whether it protects more is told by their order.
        case action(from: Action, to: Action)
        /// Other sure categories.
        case categories(added: [Policy.Category], removed: [Policy.Category])
        /// A new obligation.
        case added(RecordedDecision.Outcome.Duty)
        /// An obligation that is no more.
        case removed(RecordedDecision.Outcome.Duty)
        /// The same obligation, sooner.
        case sooner(from: RecordedDecision.Outcome.Duty, to: RecordedDecision.Outcome.Duty)
        /// The same obligation, later.
        case later(from: RecordedDecision.Outcome.Duty, to: RecordedDecision.Outcome.Duty)
        /// The same obligation with another status, for example deferred.
        case status(from: RecordedDecision.Outcome.Duty, to: RecordedDecision.Outcome.Duty)

        /// What kind of change, for counting.
        public var kind: Kind {
            switch self {
            case .action(let from, let to): from < to ? .stronger : .weaker
            case .categories: .categories
            case .added: .added
            case .removed: .removed
            case .sooner: .sooner
            case .later: .later
            case .status: .status
            }
        }
    }

    /// A kind of change.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The action protects more.
        case stronger = "action-stronger"
        /// The action protects less.
        case weaker = "action-weaker"
        /// Other sure categories.
        case categories
        /// A new obligation.
        case added = "obligation-added"
        /// An obligation that is no more.
        case removed = "obligation-removed"
        /// An obligation that is due sooner.
        case sooner = "obligation-sooner"
        /// An obligation that is due later.
        case later = "obligation-later"
        /// An obligation that stands elsewhere: due, deferred, discharged, possible.
        case status = "obligation-status"
    }

    /// Everything that is otherwise; at least one thing.
    public var parts: [Part]

    /// Compares two outcomes.
    ///
    /// - Parameters:
    ///   - old: the first.
    ///   - new: the second.
    /// - Returns: `nil` when nothing is otherwise.
    public init?(from old: RecordedDecision.Outcome, to new: RecordedDecision.Outcome) {
        if old == new { return nil }
        var parts: [Part] = []
        if old.action != new.action { parts.append(.action(from: old.action, to: new.action)) }
        let added = Set(new.categories).subtracting(old.categories)
        let removed = Set(old.categories).subtracting(new.categories)
        if !added.isEmpty || !removed.isEmpty {
            parts.append(.categories(added: added.sorted(), removed: removed.sorted()))
        }
        let before = Dictionary(old.obligations.map { (Key($0), $0) }) { first, _ in first }
        let after = Dictionary(new.obligations.map { (Key($0), $0) }) { first, _ in first }
        for duty in new.obligations {
            guard let was = before[Key(duty)] else {
                parts.append(.added(duty))
                continue
            }
            if was.status != duty.status { parts.append(.status(from: was, to: duty)) }
            switch Haste(was).compare(Haste(duty)) {
            case 0: break
            case let order where order > 0: parts.append(.sooner(from: was, to: duty))
            default: parts.append(.later(from: was, to: duty))
            }
        }
        for duty in old.obligations where after[Key(duty)] == nil { parts.append(.removed(duty)) }
        if parts.isEmpty { return nil }
        self.parts = parts
    }

    /// What makes two obligations the same one.
    private struct Key: Hashable {
        var verb: Verb
        var recipient: Recipient?
        var clock: ClockEvent?
        var what: [Matter]
        var isPossible: Bool

        init(_ duty: RecordedDecision.Outcome.Duty) {
            verb = duty.verb
            recipient = duty.recipient
            clock = duty.clock
            what = duty.what
            isPossible = duty.status == .possible
        }
    }

    /// How soon an obligation is due.
    private struct Haste {
        var duty: RecordedDecision.Outcome.Duty

        init(_ duty: RecordedDecision.Outcome.Duty) { self.duty = duty }

        /// Above 0 when the other is sooner; a time counts more than a word.
        func compare(_ other: Haste) -> Int {
            if duty.deadline != other.duty.deadline, let mine = duty.deadline, let theirs = other.duty.deadline {
                return mine < theirs ? -1 : 1
            }
            if duty.limit != other.duty.limit { return order(duty.limit, other.duty.limit) }
            if duty.urgency != other.duty.urgency { return order(duty.urgency, other.duty.urgency) }
            return 0
        }

        private func order<Value: Comparable>(_ mine: Value?, _ theirs: Value?) -> Int {
            guard let mine else { return 1 }
            guard let theirs else { return -1 }
            return mine < theirs ? -1 : 1
        }
    }
}
