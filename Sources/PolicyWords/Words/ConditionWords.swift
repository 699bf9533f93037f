// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

/// A condition as a clause. *Not* is carried down to the single comparisons first, so that no clause says "not" of another;
/// what stands inside an *and* or *or* of the other kind stands in brackets.
struct ConditionWords {
    private let wording: any Wording
    private let facts: FactWords
    private let signals: [String: Condition]

    /// - Parameters:
    ///   - wording: the language.
    ///   - rules: where signals that the catalogue has no words for are looked up.
    init(_ wording: any Wording, rules: RuleSet) {
        self.wording = wording
        facts = FactWords(wording)
        signals = Dictionary(rules.packs.flatMap(\.signals).map { ($0.name, $0.when) }) { first, _ in first }
    }

    /// The clause for a condition.
    ///
    /// - Parameters:
    ///   - condition: as a rule has it.
    ///   - isDenied: the clause for its opposite.
    func clause(_ condition: Condition, isDenied: Bool = false) -> String {
        phrase(condition, isDenied).text
    }

    /// The clause, and whether it is several that are joined.
    private func phrase(_ condition: Condition, _ isDenied: Bool) -> (text: String, isGroup: Bool) {
        switch condition {
        case .all(let parts): group(parts, isConjunction: !isDenied, isDenied)
        case .any(let parts): group(parts, isConjunction: isDenied, isDenied)
        case .not(let part): phrase(part, !isDenied)
        case .test(.requestKind, .isIn(let mask)): request(mask, isDenied)
        case .test(let name, let comparison): (clause(name, comparison, isDenied), false)
        case .signal(let name): signal(name, isDenied)
        }
    }

    private func group(
        _ parts: [Condition], isConjunction: Bool, _ isDenied: Bool
    ) -> (text: String, isGroup: Bool) {
        let members = flattened(parts, isConjunction: isConjunction, isDenied)
        if members.isEmpty { return (isConjunction ? wording.always : wording.never, false) }
        var open = isConjunction ? [] : members.compactMap(\.unknownFact)
        var clauses: [String] = []
        for member in members where member.unknownFact == nil || isConjunction {
            let (text, isGroup) = phrase(member.condition, member.isDenied)
            if let fact = member.fact, let index = open.firstIndex(of: fact) {
                // "X is so, or nobody knows whether X is so": once is enough.
                open.remove(at: index)
                clauses.append(wording.orUnknown(text))
            } else {
                clauses.append(members.count > 1 && isGroup ? "(\(text))" : text)
            }
        }
        clauses = open.map { wording.isUnknown(wording.fact($0).asked) } + clauses
        return (isConjunction ? wording.all(clauses) : wording.any(clauses), clauses.count > 1)
    }

    /// One part of an *and* or *or*.
    private struct Member {
        var condition: Condition
        var isDenied: Bool

        /// The fact that must be unknown, of a part that asks just that.
        var unknownFact: FactName? {
            switch condition {
            case .test(let name, .isUnknown): isDenied ? nil : name
            case .test(let name, .isKnown): isDenied ? name : nil
            default: nil
            }
        }

        /// The fact that is compared, of a part that is one comparison.
        var fact: FactName? {
            switch condition {
            case .test(_, .isUnknown), .test(_, .isKnown): nil
            case .test(let name, _): name
            default: nil
            }
        }
    }

    /// The parts of an *and* or *or*, with those of the same kind inside it.
    private func flattened(_ parts: [Condition], isConjunction: Bool, _ isDenied: Bool) -> [Member] {
        parts.flatMap { part -> [Member] in
            switch part {
            case .not(let inner): flattened([inner], isConjunction: isConjunction, !isDenied)
            case .all(let inner) where inner.count == 1 || isConjunction != isDenied:
                flattened(inner, isConjunction: isConjunction, isDenied)
            case .any(let inner) where inner.count == 1 || isConjunction == isDenied:
                flattened(inner, isConjunction: isConjunction, isDenied)
            default: [Member(condition: part, isDenied: isDenied)]
            }
        }
    }

    private func signal(_ name: String, _ isDenied: Bool) -> (text: String, isGroup: Bool) {
        if let phrases = wording.signal(name) { return (isDenied ? phrases.fails : phrases.holds, false) }
        // A signal speaks of facts only, so this ends.
        if let meaning = signals[name] { return phrase(meaning, isDenied) }
        return (isDenied ? wording.always : wording.never, false)
    }

    private func clause(_ name: FactName, _ comparison: Condition.Comparison, _ isDenied: Bool) -> String {
        let phrases = wording.fact(name)
        switch comparison {
        case .isFlag(let flag): return flag != isDenied ? phrases.holds : phrases.fails
        case .isIn(let mask): return word(name, mask, isDenied)
        case .intersects(let mask):
            if name == .reviewFinding, mask == Self.anyFinding, let found = wording.signal("signal.found") {
                return isDenied ? found.fails : found.holds
            }
            return filled(phrases, facts.words(mask, of: name), isDenied)
        case .reaches(let places): return filled(phrases, places.sorted().map(wording.place), isDenied)
        case .less(let number): return bound(name, isDenied ? .atLeast(number) : .less(number))
        case .atMost(let number): return bound(name, isDenied ? .greater(number) : .atMost(number))
        case .greater(let number): return bound(name, isDenied ? .atMost(number) : .greater(number))
        case .atLeast(let number): return bound(name, isDenied ? .less(number) : .atLeast(number))
        case .before(let seconds): return moment(phrases, seconds, isBefore: !isDenied)
        case .after(let seconds): return moment(phrases, seconds, isBefore: isDenied)
        case .isKnown: return isDenied ? wording.isUnknown(phrases.asked) : wording.isKnown(phrases.asked)
        case .isUnknown: return isDenied ? wording.isKnown(phrases.asked) : wording.isUnknown(phrases.asked)
        }
    }

    /// Everything that a person can find except that there is nothing.
    private static let anyFinding = UInt32(1) << UInt32(Category.allCases.count - 1) - 1

    /// Of "is not any of these" and "is one of the others", which mean the same of a known fact, the shorter.
    private func word(_ name: FactName, _ mask: UInt32, _ isDenied: Bool) -> String {
        let phrases = wording.fact(name)
        let every = UInt32(1) << UInt32(wording.values(of: name).count) - 1
        let meant = isDenied ? every & ~mask : mask
        if let absence = wording.absence(of: name) {
            if meant == 1 { return absence.holds }
            if meant == every & ~1 { return absence.fails }
        }
        let others = every & ~meant
        let isShorterDenied = others.nonzeroBitCount < meant.nonzeroBitCount
        let isEven = others.nonzeroBitCount == meant.nonzeroBitCount
        if others != 0, isShorterDenied || isEven && isDenied {
            return filled(phrases, facts.words(others, of: name), true)
        }
        return filled(phrases, facts.words(meant, of: name), false)
    }

    /// Who asks, by what is meant: "not nobody" is no way to speak of somebody.
    private func request(_ mask: UInt32, _ isDenied: Bool) -> (text: String, isGroup: Bool) {
        let every = UInt32(1) << UInt32(wording.values(of: .requestKind).count) - 1
        let meant = isDenied ? every & ~mask : mask & every
        let ordinary: UInt32 = 0b11
        if let phrases = wording.beyondOrdinary(.requestKind) {
            if meant == every & ~ordinary { return (phrases.holds, false) }
            if meant == ordinary { return (phrases.fails, false) }
        }
        let asks = meant & ~1
        let phrases = wording.fact(.requestKind)
        let hasFew = (every & ~meant).nonzeroBitCount <= asks.nonzeroBitCount
        if meant & 1 == 0 || asks == 0 || hasFew {
            // Without "nobody" among those that are denied, the shorter of both ways is natural.
            if meant & 1 == 0, meant != every & ~1 {
                return (filled(phrases, facts.words(meant, of: .requestKind), false), false)
            }
            return (word(.requestKind, meant, false), false)
        }
        let clauses = [
            wording.absence(of: .requestKind)?.holds ?? wording.never,
            filled(phrases, facts.words(asks, of: .requestKind), false),
        ]
        return (wording.any(clauses), true)
    }

    private func filled(_ phrases: FactPhrases, _ words: [String], _ isDenied: Bool) -> String {
        if words.isEmpty { return isDenied ? wording.always : wording.never }
        return isDenied
            ? phrases.fails.filling("{values}", with: wording.nor(words))
            : phrases.holds.filling("{values}", with: wording.or(words))
    }

    private enum Bound {
        case less(Double), atMost(Double), greater(Double), atLeast(Double)
    }

    private func bound(_ name: FactName, _ bound: Bound) -> String {
        let comparison: Comparator =
            switch bound {
            case .less(let number): .less(facts.quantity(number, of: name))
            case .atMost(let number): .atMost(facts.quantity(number, of: name))
            case .greater(let number): .greater(facts.quantity(number, of: name))
            case .atLeast(let number): .atLeast(facts.quantity(number, of: name))
            }
        return wording.fact(name).holds.filling("{values}", with: wording.comparison(comparison))
    }

    private func moment(_ phrases: FactPhrases, _ seconds: Int64, isBefore: Bool) -> String {
        let moment = wording.lawMoment(UTCTime(seconds: seconds))
        let comparison: Comparator = isBefore ? .before(moment) : .onOrAfter(moment)
        return phrases.holds.filling("{values}", with: wording.comparison(comparison))
    }
}

extension String {
    /// The text with a named place filled.
    func filling(_ place: String, with words: String) -> String {
        var text = ""
        var rest = self[...]
        while let first = place.first, let start = rest.firstIndex(of: first) {
            text += rest[..<start]
            rest = rest[start...]
            if rest.hasPrefix(place) {
                text += words
                rest = rest.dropFirst(place.count)
            } else {
                text.append(first)
                rest = rest.dropFirst()
            }
        }
        return text + rest
    }
}
