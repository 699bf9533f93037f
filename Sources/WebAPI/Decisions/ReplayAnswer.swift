// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import HTTPTypes
internal import Policy
internal import PolicyPacks
internal import Submissions
internal import Web

/// What would differ if an item were decided again. Nothing is changed by it.
struct ReplayAnswer: Encodable, Sendable {
    var id: String
    var verdict: String
    var ruleSet: String?
    var action: String?
    var changes: [Change]

    struct Change: Encodable, Sendable {
        var kind: String
        var text: String
    }

    /// - Parameters:
    ///   - decision: as stored.
    ///   - at: as of when; `nil`: as of then.
    ///   - digest: under which rules; `nil`: those of today.
    ///   - rules: of today.
    ///   - archive: rules of earlier days.
    init(
        _ decision: StoredDecision, at: UTCTime?, digest: String?, rules: RuleSet?, archive: RuleSetArchive?
    ) throws {
        id = decision.id
        changes = []
        guard let canonical = decision.canonical, let rules,
            let recorded = try DecisionReader.read(canonical)
        else {
            verdict = "no-rules"
            return
        }
        let replay = Replay.run(recorded, archive: archive, current: rules)
        verdict =
            switch replay.verdict {
            case .same: "same"
            case .different: "different"
            case .rulesMissing: "rules-missing"
            case .rulesUnreadable: "rules-unreadable"
            case .otherEngine: "other-engine"
            }
        var asked = rules
        if let digest, digest != rules.digest {
            guard let kept = try archive?.ruleSet(digest) else {
                throw Problem(.notFound, code: "rules-unknown", detail: "No rule set of this digest is kept here.")
            }
            asked = kept
        }
        ruleSet = asked.digest
        let made: Policy.Decision =
            if at == nil, digest == nil {
                replay.today
            } else {
                asked.decide(
                    recorded.facts, at: at ?? recorded.at, jurisdictions: recorded.jurisdictions,
                    platforms: recorded.platforms)
            }
        action = made.action.rawValue
        let change = DecisionChange(from: recorded.outcome, to: .init(made))
        changes = change?.parts.map { Change(kind: $0.kind.rawValue, text: Self.text($0)) } ?? []
    }

    /// One change, in the words of the decision's canonical form.
    private static func text(_ part: DecisionChange.Part) -> String {
        func name(_ duty: RecordedDecision.Outcome.Duty) -> String {
            duty.verb.rawValue + (duty.recipient.map { " " + $0.rawValue } ?? "")
        }
        func time(_ duty: RecordedDecision.Outcome.Duty) -> String {
            duty.deadline?.description ?? duty.limit?.description ?? duty.urgency?.rawValue ?? "no time"
        }
        switch part {
        case .action(let from, let to): return "\(from.rawValue) → \(to.rawValue)"
        case .categories(let added, let removed):
            return (added.map { "+" + $0.rawValue } + removed.map { "-" + $0.rawValue }).joined(separator: " ")
        case .added(let duty): return name(duty)
        case .removed(let duty): return name(duty)
        case .sooner(let from, let to), .later(let from, let to): return "\(name(to)): \(time(from)) → \(time(to))"
        case .status(let from, let to): return "\(name(to)): \(from.status.rawValue) → \(to.status.rawValue)"
        }
    }
}
