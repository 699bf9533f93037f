// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy
internal import PolicyPacks

extension DecisionChange.Part {
    /// One line for a table.
    var words: String {
        switch self {
        case .action(let from, let to): "action \(from.rawValue) → \(to.rawValue)"
        case .categories(let added, let removed):
            "category " + (added.map { "+" + $0.rawValue } + removed.map { "-" + $0.rawValue }).joined(separator: " ")
        case .added(let duty): "+ \(duty.words)"
        case .removed(let duty): "- \(duty.words)"
        case .sooner(let from, let to): "sooner: \(from.name) \(from.time) → \(to.time)"
        case .later(let from, let to): "later: \(from.name) \(from.time) → \(to.time)"
        case .status(let from, let to): "\(from.name): \(from.status.rawValue) → \(to.status.rawValue)"
        }
    }
}

extension RecordedDecision.Outcome.Duty {
    fileprivate var name: String { verb.rawValue + (recipient.map { " to \($0.rawValue)" } ?? "") }

    fileprivate var time: String {
        let within = [urgency?.rawValue, limit?.description].compactMap { $0 }.joined(separator: " ")
        return deadline.map { "by \($0)" } ?? (within.isEmpty ? "without a time" : within)
    }

    fileprivate var words: String { "\(name), \(time) (\(rule))" }
}

extension DecisionChange.Kind {
    /// What changed, for counting.
    var words: String {
        switch self {
        case .stronger: "action protects more"
        case .weaker: "action protects less"
        case .categories: "other categories"
        case .added: "new obligation"
        case .removed: "obligation gone"
        case .sooner: "due sooner"
        case .later: "due later"
        case .status: "obligation stands elsewhere"
        }
    }
}
