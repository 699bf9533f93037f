// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Foundation
internal import Policy
internal import Screening
internal import Submissions

/// A decision as a client reads it. Which entries agreed, and how closely, is there only for who may see that.
struct DecisionAnswer: Encodable, Sendable {
    var id: String
    var at: String
    var reference: String?
    var job: String?
    var status: String
    var complete: Bool
    var reason: ReasonAnswer?
    var `class`: String
    var action: String
    var obligations: [ObligationAnswer]?
    var matches: [StoredDecision.Match]?
    var listChange: Int64

    /// - Parameters:
    ///   - decision: stored, or about to be.
    ///   - withMatches: the asker has the permission `match.inspect`.
    init(_ decision: StoredDecision, withMatches: Bool) {
        id = decision.id
        at = decision.at.description
        reference = decision.reference
        job = decision.job
        status = decision.status.rawValue
        complete = decision.isComplete
        reason = decision.reason.map { ReasonAnswer(code: $0.code, message: $0.message) }
        `class` = decision.decisionClass.rawValue
        action = decision.action.rawValue
        obligations = decision.canonical.flatMap(ObligationAnswer.obligations)
        matches = withMatches ? decision.matches : nil
        listChange = decision.listChange
    }
}

/// Why screening got no further.
struct ReasonAnswer: Encodable, Sendable {
    var code: String
    var message: String
}

/// What must be done, of what a decision's canonical form holds.
struct ObligationAnswer: Encodable, Sendable {
    var kind: String
    var to: String?
    var status: String
    var execution: String
    var modality: String?
    var within: String?
    var from: String?
    var deadline: String?
    var rule: String?

    /// The obligations of a decision in its canonical form.
    static func obligations(of canonical: String) -> [ObligationAnswer]? {
        try? JSONDecoder().decode(Wire.self, from: Data(canonical.utf8)).obligations.map(ObligationAnswer.init)
    }

    private init(_ wire: Wire.Obligation) {
        kind = wire.kind
        to = wire.to
        status = wire.status
        execution = wire.execution
        modality = wire.modality
        within = wire.within?.text
        from = wire.from
        deadline = wire.deadline
        rule = wire.rule
    }

    private struct Wire: Decodable {
        var obligations: [Obligation]

        struct Obligation: Decodable {
            var kind: String
            var to: String?
            var status: String
            var execution: String
            var modality: String?
            var within: Within?
            var from: String?
            var deadline: String?
            var rule: String?
        }

        /// A word, a duration, or both.
        struct Within: Decodable {
            var text: String

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let one = try? container.decode(String.self) {
                    text = one
                } else {
                    text = try container.decode([String].self).joined(separator: ", ")
                }
            }
        }
    }
}
