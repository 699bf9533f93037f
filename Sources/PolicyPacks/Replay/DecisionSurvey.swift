// SPDX-License-Identifier: Apache-2.0

public import Policy

/// What would change for recorded decisions if one rule set replaced another. Takes one decision after another and keeps
/// counts and a few examples only, so that any number of them fits.
public struct DecisionSurvey: Sendable {
    /// A decision that changes.
    public struct Example: Sendable {
        /// Line of the file, from 1.
        public var line: Int
        /// Path of the item, when it is known.
        public var item: String?
        /// What changes.
        public var change: DecisionChange
    }

    /// Decisions so far.
    public private(set) var decisions = 0
    /// Of them, those for which nothing changes.
    public private(set) var unchanged = 0
    /// How many decisions have a change of a kind.
    public private(set) var counts: [DecisionChange.Kind: Int] = [:]
    /// How many decisions go from one action to another.
    public private(set) var actions: [Transition: Int] = [:]
    /// The first few examples of each kind.
    public private(set) var examples: [DecisionChange.Kind: [Example]] = [:]

    /// From one action to another.
    public struct Transition: Sendable, Hashable, Comparable {
        /// Under the old rules.
        public var from: Action
        /// Under the new rules.
        public var to: Action

        /// By the old action, then the new one.
        public static func < (left: Transition, right: Transition) -> Bool {
            (left.from, left.to) < (right.from, right.to)
        }
    }

    private let old: RuleSet
    private let new: RuleSet
    private let keptExamples: Int

    /// Begins a survey.
    ///
    /// - Parameters:
    ///   - old: rules of today.
    ///   - new: rules that would replace them.
    ///   - examples: how many are kept of each kind.
    public init(from old: RuleSet, to new: RuleSet, examples: Int = 5) {
        self.old = old
        self.new = new
        keptExamples = max(0, examples)
    }

    /// Decides about the facts of a recorded decision under both rule sets and counts what changes.
    ///
    /// - Parameters:
    ///   - recorded: as it was stored. What was decided then is not looked at, only what was known.
    ///   - line: of the file, from 1.
    public mutating func add(_ recorded: RecordedDecision, line: Int) {
        decisions += 1
        let asked = recorded.withoutPolicy(of: [old, new])
        let before = Replay.decide(asked, under: old)
        let after = Replay.decide(asked, under: new)
        if before.action != after.action { actions[Transition(from: before.action, to: after.action), default: 0] += 1 }
        guard let change = DecisionChange(from: .init(before), to: .init(after)) else {
            unchanged += 1
            return
        }
        for kind in Set(change.parts.map(\.kind)) {
            counts[kind, default: 0] += 1
            if examples[kind, default: []].count < keptExamples {
                examples[kind, default: []].append(Example(line: line, item: recorded.item, change: change))
            }
        }
    }
}
