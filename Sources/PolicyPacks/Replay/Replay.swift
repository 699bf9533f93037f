// SPDX-License-Identifier: Apache-2.0

public import Policy

/// Makes a stored decision again.
public enum Replay {
    /// How a replay under the decision's own rules went.
    public enum Verdict: Sendable, Hashable {
        /// The same, byte for byte.
        case same
        /// Another decision: the stored text was changed, or this program decides otherwise than the one that stored it.
        case different(Difference)
        /// The rule set is not in the archive.
        case rulesMissing
        /// The archive holds the rule set, and cannot give it.
        case rulesUnreadable(RuleSetArchiveProblem)
        /// Another version of the rules of composition made it.
        case otherEngine(stored: Int, ours: Int)
    }

    /// Where two texts of a decision part.
    public struct Difference: Sendable, Hashable {
        /// Offset of the first byte that differs.
        public var offset: Int
        /// What is stored around it.
        public var stored: String
        /// What is decided around it.
        public var replayed: String
        /// What changed, when anything does that is compared.
        public var change: DecisionChange?
    }

    /// A replay, and what the rules of today say.
    public struct Result: Sendable {
        /// The stored decision.
        public var recorded: RecordedDecision
        /// How the replay under its own rules went.
        public var verdict: Verdict
        /// The replayed decision, when there is one.
        public var replayed: Decision?
        /// The decision under today's rules, of the same facts, at the same event time.
        public var today: Decision
        /// What today's rules change; `nil`: nothing that is compared.
        public var change: DecisionChange?
    }

    /// Replays a decision.
    ///
    /// - Parameters:
    ///   - recorded: as it was stored.
    ///   - archive: where its rule set lies; `nil`: only `current` is asked.
    ///   - current: the rules of today. When the decision was made under them, the archive is not needed.
    public static func run(_ recorded: RecordedDecision, archive: RuleSetArchive?, current: RuleSet) -> Result {
        let today = decide(recorded.withoutPolicy(of: [current]), under: current)
        var result = Result(
            recorded: recorded, verdict: .rulesMissing, replayed: nil, today: today,
            change: DecisionChange(from: recorded.outcome, to: .init(today)))
        guard recorded.engine == Decision.engine else {
            result.verdict = .otherEngine(stored: recorded.engine, ours: Decision.engine)
            return result
        }
        var set: RuleSet? = recorded.ruleSet == current.digest ? current : nil
        if set == nil, let archive {
            do throws(RuleSetArchiveProblem) {
                set = try archive.ruleSet(recorded.ruleSet)
            } catch {
                result.verdict = .rulesUnreadable(error)
                return result
            }
        }
        guard let set else { return result }
        let replayed = decide(recorded, under: set)
        result.replayed = replayed
        result.today = decide(recorded.withoutPolicy(of: [set, current]), under: current)
        result.change = DecisionChange(from: recorded.outcome, to: .init(result.today))
        let text = replayed.canonical.text
        result.verdict =
            text == recorded.text && text.utf8.elementsEqual(recorded.text.utf8)
            ? .same : .different(difference(recorded, replayed, text))
        return result
    }

    /// Decides about the recorded facts, at the recorded time, as it was asked then.
    static func decide(_ recorded: RecordedDecision, under set: RuleSet) -> Decision {
        set.decide(
            recorded.facts, at: recorded.at, jurisdictions: recorded.jurisdictions, platforms: recorded.platforms)
    }

    private static func difference(_ recorded: RecordedDecision, _ replayed: Decision, _ text: String) -> Difference {
        let (stored, made) = (Array(recorded.text.utf8), Array(text.utf8))
        let offset =
            zip(stored, made).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            ?? min(stored.count, made.count)
        func around(_ bytes: [UInt8]) -> String {
            let range = max(0, min(offset, bytes.count) - 40)..<min(bytes.count, offset + 80)
            return String(decoding: bytes[range], as: UTF8.self)
        }
        return Difference(
            offset: offset, stored: around(stored), replayed: around(made),
            change: DecisionChange(from: recorded.outcome, to: .init(replayed)))
    }
}
