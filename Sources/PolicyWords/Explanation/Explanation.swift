// SPDX-License-Identifier: Apache-2.0

public import Policy

/// A decision in plain sentences: what was decided, why, what is owed to whom by when, and what is not known. Written to be
/// read aloud to a lawyer, a moderator, and somebody who helps a victim.
public enum Explanation {
    /// How much is told.
    public enum Detail: String, Sendable, Hashable, CaseIterable {
        /// The decision, why, what to do, what is not known, and one line on the rules.
        case short
        /// All of it: also every rule that applies or nearly does, and the facts.
        case full
    }

    /// Explains a decision about an item.
    ///
    /// - Parameters:
    ///   - decision: to explain.
    ///   - rules: the set that it was made under; titles, citations and conditions are read from it. Of rules that another
    ///     set lacks only the ids are named, and the explanation says so.
    ///   - language: of the explanation.
    ///   - detail: how much is told.
    /// - Returns: the parts that have something to say, in the order of ``Section/Topic``.
    public static func render(
        _ decision: Decision, rules: RuleSet, language: Language, detail: Detail = .full
    ) -> [Section] {
        let explainer = Explainer(decision, rules: rules, language: language)
        return Section.Topic.allCases.filter { $0.isTold(in: detail) }.compactMap(explainer.section)
    }

    /// Explains the standing duties of a service: what must be done and by which rules, without a word about an item.
    ///
    /// - Parameters:
    ///   - duties: what the rule set says of the service's standing duties.
    ///   - rules: the set that it was made under.
    ///   - language: of the explanation.
    ///   - detail: how much is told.
    /// - Returns: the parts that have something to say, in the order of ``Section/Topic``.
    public static func renderDuties(
        _ duties: Decision, rules: RuleSet, language: Language, detail: Detail = .full
    ) -> [Section] {
        let explainer = Explainer(duties, rules: rules, language: language, isOfService: true)
        let topics = Section.Topic.allCases.filter { $0.isOfService && $0.isTold(in: detail) }
        return topics.compactMap(explainer.section)
    }

    /// An explanation as plain text.
    ///
    /// - Parameters:
    ///   - sections: what ``render(_:rules:language:detail:)`` made.
    ///   - width: columns of the terminal; at least 24 are used. A letter of Korean takes two.
    /// - Returns: lines that end with a line feed each.
    public static func text(_ sections: [Section], width: Int) -> String {
        PlainText(width: width).text(sections)
    }
}

extension Section.Topic {
    /// Whether a version has this part.
    func isTold(in detail: Explanation.Detail) -> Bool {
        switch self {
        case .decision, .reasons, .duties, .permissions, .prohibitions, .unknown, .foot: true
        case .summary: detail == .short
        case .fired, .nearly, .unsigned, .facts: detail == .full
        }
    }

    /// Whether it says something of a service, without an item.
    var isOfService: Bool {
        switch self {
        case .decision, .reasons, .prohibitions: false
        case .duties, .permissions, .unknown, .summary, .fired, .nearly, .unsigned, .facts, .foot: true
        }
    }
}
