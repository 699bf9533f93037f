// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy
internal import PolicyWords

/// A decision in short: what, then one line for each obligation.
struct DecisionTable {
    private let decision: Policy.Decision
    private let terms = PolicyTerms(.english)

    init(_ decision: Policy.Decision) {
        self.decision = decision
    }

    func text(decorated: Bool) -> String {
        guard decorated else { return obligations.text(decorated: false) }
        var lines = [
            "action      \(decision.action.rawValue)",
            "category    \(decision.category?.rawValue ?? "none is sure")",
        ]
        if decision.categories.count > 1 {
            lines.append("also        " + decision.categories.dropFirst().map(\.rawValue).joined(separator: ", "))
        }
        if !decision.possible.isEmpty {
            lines.append("possible    " + decision.possible.map(\.rawValue).joined(separator: ", "))
        }
        lines.append("rests on    " + decision.grounds.map(\.text).joined(separator: ", "))
        lines.append("at          \(decision.at)")
        var text = lines.map { $0 + "\n" }.joined()
        if !decision.obligations.isEmpty { text += "\n" + obligations.text(decorated: true) }
        text += "\n\(counted(decision.rules.count, "rule", "rules")) fired (\(decision.unsigned.count) without a "
        text += "lawyer's signature), \(decision.nearly.count) nearly. Why: tutela policy explain. Not legal advice.\n"
        return text
    }

    private func counted(_ number: Int, _ one: String, _ many: String) -> String {
        Figures.counted(number, one, many)
    }

    private var obligations: TextTable {
        TextTable(
            head: ["DO", "TO", "BY", "STATUS", "WHO", "RULE"],
            rows: decision.obligations.map { obligation in
                [
                    obligation.verb.rawValue, obligation.recipient?.rawValue ?? "",
                    obligation.deadline?.description ?? terms.deadline(of: obligation), obligation.status.rawValue,
                    obligation.execution.rawValue, obligation.rule,
                ]
            }, numeric: [])
    }
}
