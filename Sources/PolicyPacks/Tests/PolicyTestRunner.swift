// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
public import Policy

/// How one case of a suite went.
public struct PolicyTestResult: Sendable {
    /// Path of the suite's file.
    public var file: String
    /// Title of the suite.
    public var suite: String
    /// The case.
    public var testCase: PolicyTest.Case
    /// Everything that is otherwise than expected, in plain words; empty: the case holds.
    public var differences: [String]
    /// What was decided.
    public var decision: Decision

    /// Whether everything is as expected.
    public var holds: Bool { differences.isEmpty }
}

extension PolicyTest {
    /// Runs every case.
    ///
    /// - Parameter set: the rules under test.
    public func run(under set: RuleSet) -> [PolicyTestResult] { cases.map { run($0, under: set) } }

    /// Runs one case.
    ///
    /// - Parameters:
    ///   - test: of this suite.
    ///   - set: the rules under test.
    public func run(_ test: Case, under set: RuleSet) -> PolicyTestResult {
        let decision =
            test.expectation.isService
            ? set.standingDuties(test.facts, at: test.at, jurisdictions: test.jurisdictions)
            : set.decide(test.facts, at: test.at, jurisdictions: test.jurisdictions, platforms: test.platforms)
        var comparison = Comparison(test.expectation, decision)
        comparison.cited(test.cites, set)
        return PolicyTestResult(
            file: file, suite: title, testCase: test, differences: comparison.differences, decision: decision)
    }

    /// Ids that the cases speak of but the rules do not have, each with the case's line.
    func unknownIDs(in known: Set<String>) -> [(id: String, line: Int, name: String)] {
        cases.flatMap { test in
            let expected = test.expectation
            let named =
                test.cites + expected.fires + expected.doesNotFire + expected.nearly + expected.unsigned
                + (expected.obligations + expected.absentObligations).compactMap(\.rule)
            return Set(named).subtracting(known).sorted().map { (id: $0, line: test.line, name: test.name) }
        }
    }
}

extension RuleSet {
    /// Everything that a case can cite.
    var citableIDs: Set<String> {
        var ids: Set<String> = []
        for pack in packs {
            ids.formUnion(pack.rules.map(\.id))
            ids.formUnion(pack.equivalences.map(\.id))
            ids.formUnion(pack.categories.map(\.id))
            ids.formUnion(pack.releases.map(\.id))
            ids.formUnion(pack.signals.map(\.name))
        }
        return ids
    }
}

/// Compares a decision with what was expected.
private struct Comparison {
    private(set) var differences: [String] = []
    private let expected: PolicyTest.Expectation
    private let decision: Decision

    init(_ expected: PolicyTest.Expectation, _ decision: Decision) {
        self.expected = expected
        self.decision = decision
        compareCategories()
        compareRules()
        for obligation in expected.obligations where !decision.obligations.contains(where: obligation.agrees) {
            differ(missing(obligation))
        }
        for obligation in expected.absentObligations {
            for found in decision.obligations where obligation.agrees(found) {
                differ("expected no obligation \(obligation.inWords), but there is: \(found.inWords)")
            }
        }
        for purpose in expected.processingDenied where !decision.forbids(purpose) {
            differ("expected that processing for \(purpose.rawValue) is denied, but it is not")
        }
    }

    private mutating func differ(_ text: String) { differences.append(text) }

    mutating func cited(_ ids: [String], _ set: RuleSet) {
        let known = set.citableIDs
        for id in ids where !known.contains(id) { differ("it cites \(id), which does not exist") }
    }

    private mutating func compareCategories() {
        func list(_ categories: [Category]) -> String {
            categories.isEmpty ? "none" : categories.map(\.rawValue).joined(separator: ", ")
        }
        if let category = expected.category, category != decision.category {
            let possible = decision.possible.isEmpty ? "" : " (possible: \(list(decision.possible)))"
            differ(
                "expected the category \(category?.rawValue ?? "none"), got \(decision.category?.rawValue ?? "none")\(possible)"
            )
        }
        if let categories = expected.categories, categories != Set(decision.categories) {
            differ("expected the categories \(list(categories.sorted())), got \(list(decision.categories))")
        }
        if let possible = expected.possible {
            if possible.isEmpty, !decision.possible.isEmpty {
                differ("expected that nothing more is possible, but these are: \(list(decision.possible))")
            }
            let missing = possible.filter { !decision.possible.contains($0) }
            if !missing.isEmpty {
                differ("expected that \(list(missing)) is possible; possible are: \(list(decision.possible))")
            }
        }
        if let action = expected.action, action != decision.action {
            let grounds = decision.grounds.map(\.text).joined(separator: ", ")
            differ("expected the action \(action.rawValue), got \(decision.action.rawValue) (\(grounds))")
        }
    }

    private mutating func compareRules() {
        let fired = Set(decision.rules.map(\.id))
        for id in expected.fires where !fired.contains(id) {
            let near = decision.nearly.first { $0.id == id }
            differ(
                "expected that \(id) fires; \(near.map { "it nearly did: \($0.reason.inWords)" } ?? "it is not near")")
        }
        for id in expected.doesNotFire where fired.contains(id) {
            differ("expected that \(id) does not fire, but it does")
        }
        for id in expected.nearly where !decision.nearly.contains(where: { $0.id == id }) {
            let instead = fired.contains(id) ? "it fires" : "it neither fires nor nearly fires"
            differ("expected that \(id) nearly fires; \(instead)")
        }
        for id in expected.unsigned where !decision.unsigned.contains(id) {
            differ("expected that \(id) is listed as unsigned, but it is not")
        }
    }

    private func missing(_ obligation: PolicyTest.ExpectedObligation) -> String {
        let alike = decision.obligations.filter {
            $0.verb == obligation.verb && (obligation.recipient == nil || $0.recipient == obligation.recipient)
        }
        let found =
            alike.isEmpty ? "there is none of this kind" : "there is: \(alike.map(\.inWords).joined(separator: "; "))"
        return "expected the obligation \(obligation.inWords); \(found)"
    }
}

extension NearMiss.Reason {
    fileprivate var inWords: String {
        switch self {
        case .notYetInForce(let time): "it is not in force before \(time)"
        case .expired(let time): "it expired at \(time)"
        case .notLaw(let status): "its status is \(status.rawValue)"
        case .grace(let time): "grace until \(time)"
        case .unknown(let names): "unknown: \(names.map(\.rawValue).joined(separator: ", "))"
        case .failed(let condition): "this does not hold: \(condition)"
        }
    }
}

extension PolicyTest.ExpectedObligation {
    func agrees(_ other: Obligation) -> Bool {
        func agree<Value: Equatable>(_ asked: Value?, _ found: Value?) -> Bool { asked == nil || asked == found }
        guard agree(verb, other.verb), agree(recipient, other.recipient), agree(urgency, other.urgency),
            agree(limit, other.limit), agree(clock, other.clock), agree(status, other.status),
            agree(execution, other.execution), agree(until, other.until), agree(isNeutral, other.isNeutral),
            agree(keepFor, other.keepFor), agree(atMost, other.atMost), agree(modality, other.modality),
            agree(format, other.format), agree(by, other.by)
        else { return false }
        if let deadline, deadline != other.deadline { return false }
        if let rule, !other.rules.contains(rule) { return false }
        return Set(what).isSubset(of: other.what)
    }

    fileprivate var inWords: String {
        var parts: [String] = []
        func add(_ key: String, _ value: String?) { if let value { parts.append("\(key): \(value)") } }
        add("do", verb?.rawValue)
        add("to", recipient?.rawValue)
        add("within", urgency?.rawValue)
        add("within", limit?.description)
        add("from", clock?.rawValue)
        if let deadline { add("deadline", deadline?.description ?? "null") }
        add("rule", rule)
        add("status", status?.rawValue)
        add("execution", execution?.rawValue)
        add("until", until?.description)
        add("form", isNeutral == true ? "neutral" : nil)
        add("for", keepFor?.description)
        add("at-most", atMost?.description)
        add("what", what.isEmpty ? nil : what.map(\.rawValue).joined(separator: ", "))
        add("modality", modality?.rawValue)
        add("format", format)
        add("by", by)
        return "{\(parts.joined(separator: ", "))}"
    }
}

extension Obligation {
    fileprivate var inWords: String {
        let deadline: UTCTime?? = self.deadline.map { .some($0) }
        return PolicyTest.ExpectedObligation(
            verb: verb, recipient: recipient, urgency: urgency, limit: limit, clock: clock, deadline: deadline,
            rule: rule,
            status: status, execution: execution, until: until, isNeutral: isNeutral ? true : nil, keepFor: keepFor,
            atMost: atMost, what: what, modality: modality == .required ? nil : modality, format: format, by: by
        ).inWords
    }
}
