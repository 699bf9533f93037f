// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import Testing

/// Rules, packs and facts in the words of the pack format, so that a test reads like a pack.

let day = moment("2026-06-01")

func moment(_ text: String) -> UTCTime {
    guard let time = UTCTime(text) else {
        Issue.record("\(text) is no moment")
        return UTCTime(seconds: 0)
    }
    return time
}

func length(_ text: String) -> CalendarDuration {
    guard let duration = CalendarDuration(text) else {
        Issue.record("\(text) is no duration")
        return CalendarDuration()
    }
    return duration
}

func condition(_ text: String, _ location: SourceLocation = #_sourceLocation) -> Condition {
    do {
        return try ConditionParser.parse(text)
    } catch {
        Issue.record("\(error)", sourceLocation: location)
        return .any([])
    }
}

let unsignedSource = RuleSource(kind: .primary, url: "https://law.example/1")
let lawyer = Review(name: "A. Lawyer", on: moment("2026-01-01"))

func rule(
    _ id: String, _ categories: [Policy.Category]? = nil, when: String? = nil, from inForce: String? = "2020-01-01",
    signed: Bool = false, _ duties: [Duty] = [Duty(.log)], _ change: (inout Rule) -> Void = { _ in }
) -> Rule {
    var rule = Rule(
        id: id, title: LocalText(en: id), citation: "Sec. \(id)", says: "Says \(id).", inForce: inForce.map(moment),
        source: unsignedSource, confidence: .medium)
    rule.categories = categories.map { CategorySet($0) }
    rule.when = when.map { condition($0) }
    rule.obligations = duties
    rule.review = signed ? lawyer : nil
    change(&rule)
    return rule
}

func duty(
    _ verb: Verb, to recipient: Recipient? = nil, within: String? = nil, _ urgency: Urgency? = nil,
    from clock: ClockEvent? = nil, what: [Matter] = [], for keep: String? = nil, atMost: String? = nil,
    when: String? = nil, modality: Duty.Modality = .required
) -> Duty {
    var duty = Duty(verb, to: recipient)
    duty.limit = within.map(length)
    duty.urgency = urgency
    duty.clock = clock ?? (within == nil && urgency == nil ? nil : .detectedAt)
    duty.what = what
    duty.keepFor = keep.map(length)
    duty.atMost = atMost.map(length)
    duty.when = when.map { condition($0) }
    duty.modality = modality
    return duty
}

func pack(_ id: String, _ kind: Pack.Kind, _ jurisdiction: String = "*", _ rules: [Rule] = []) -> Pack {
    var pack = Pack(
        id: id, title: LocalText(en: id), jurisdiction: Jurisdiction(jurisdiction) ?? .everywhere, kind: kind,
        compiled: moment("2026-01-01"))
    pack.rules = rules
    if kind == .platform { pack.platform = id }
    return pack
}

/// A pack of law.
func law(_ jurisdiction: String, _ rules: Rule...) -> Pack {
    pack("law.\(jurisdiction.lowercased())", .law, jurisdiction, rules)
}

/// The least house: matches and findings make categories, and nothing else does.
func house(_ rules: Rule..., change: (inout Pack) -> Void = { _ in }) -> Pack {
    var pack = pack("house", .house, "*", rules)
    pack.signals = [Pack.Signal(name: "signal.csam", when: condition("match.content contains csam"))]
    pack.categories = [
        derivation(.csamUnknownOrigin, "signal.csam and (origin is unknown or depicted.minor)"),
        derivation(.csamReal, "signal.csam and origin is real"), derivation(.nciiReal, "match.content contains ncii"),
        derivation(.adultConsensual, "review.finding contains adult.consensual"),
        derivation(.benign, "match.kind is none and not (match.content contains any of [csam, ncii])"),
    ]
    change(&pack)
    return pack
}

func derivation(_ category: Policy.Category, _ when: String) -> Pack.Derivation {
    Pack.Derivation(id: "house.\(category.rawValue)", category: category, when: condition(when))
}

func ruleSet(_ packs: Pack..., location: SourceLocation = #_sourceLocation) throws -> RuleSet {
    try made(packs, location)
}

func made(_ packs: [Pack], _ location: SourceLocation = #_sourceLocation) throws -> RuleSet {
    do {
        return try RuleSet(packs)
    } catch {
        Issue.record("\(error.problems)", sourceLocation: location)
        throw error
    }
}

func problems(_ packs: Pack...) -> [String] {
    do {
        _ = try RuleSet(packs)
        return []
    } catch {
        return error.problems.map(\.code)
    }
}

/// Facts that somebody states by hand, as `name: value` with the value as a decision writes it.
func facts(_ values: [FactName: String], _ location: SourceLocation = #_sourceLocation) -> FactSet {
    var set = FactSet()
    for (name, text) in values { state(&set, name, text, location) }
    return set
}

func state(_ set: inout FactSet, _ name: FactName, _ text: String, _ location: SourceLocation = #_sourceLocation) {
    guard let value = value(of: name, text) else {
        Issue.record("\(name.rawValue) is never \(text)", sourceLocation: location)
        return
    }
    do {
        try set.set(name, FactReading(value, source: FactSource(.stated)))
    } catch {
        Issue.record("\(error.message)", sourceLocation: location)
    }
}

func value(of name: FactName, _ text: String) -> FactValue? {
    if text == "unknown" { return .unknown }
    let list = text.split(separator: ",").map { String($0.drop { $0 == " " }) }
    switch FactRegistry.definition(of: name).type {
    case .tri: return text == "true" ? .flag(true) : text == "false" ? .flag(false) : nil
    case .word(let words): return words.firstIndex(of: text).map { .word($0) }
    case .words(let words):
        var mask: UInt32 = 0
        for word in list {
            guard let index = words.firstIndex(of: word) else { return nil }
            mask |= 1 << UInt32(index)
        }
        return .words(mask)
    case .number, .integer: return Double(text).map { .number($0) }
    case .countries: return .countries(list.compactMap { Country($0) })
    case .instant: return UTCTime(text).map { .instant($0) }
    }
}

extension Decision {
    /// Ids of the rules that fired.
    var fired: [String] { rules.map(\.id) }

    func obligations(_ verb: Verb, to recipient: Recipient? = nil) -> [Obligation] {
        obligations.filter { $0.verb == verb && (recipient == nil || $0.recipient == recipient) }
    }

    func reason(_ id: String) -> NearMiss.Reason? { nearly.first { $0.id == id }?.reason }
}
