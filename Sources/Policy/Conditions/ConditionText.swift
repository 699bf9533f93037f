// SPDX-License-Identifier: Apache-2.0

internal import CivilTime

extension Condition: CustomStringConvertible {
    /// The condition in the language of the packs, in its one canonical form; ``ConditionParser`` reads it back.
    public var description: String { text(inside: .or) }

    private enum Binding: Int { case or, and, not }

    private func text(inside outer: Binding) -> String {
        switch self {
        case .all(let parts):
            if parts.isEmpty { return "always" }
            return joined(parts, by: " and ", own: .and, outer)
        case .any(let parts):
            if parts.isEmpty { return "never" }
            return joined(parts, by: " or ", own: .or, outer)
        case .not(.test(let name, .isIn(let mask))) where mask.nonzeroBitCount == 1:
            return "\(name.rawValue) is not \(words(name, mask)[0])"
        case .not(.test(let name, .isIn(let mask))):
            return "\(name.rawValue) not in [\(words(name, mask).joined(separator: ", "))]"
        case .not(let part): return "not \(part.text(inside: .not))"
        case .signal(let name): return name
        case .test(let name, let comparison): return text(name, comparison)
        }
    }

    private func joined(_ parts: [Condition], by word: String, own: Binding, _ outer: Binding) -> String {
        if parts.count == 1 { return parts[0].text(inside: outer) }
        let inner: Binding = own == .or ? .and : .not
        let text = parts.map { $0.text(inside: inner) }.joined(separator: word)
        return own.rawValue < outer.rawValue ? "(\(text))" : text
    }

    private func text(_ name: FactName, _ comparison: Comparison) -> String {
        let fact = name.rawValue
        switch comparison {
        case .isFlag(let flag): return "\(fact) is \(flag)"
        case .isIn(let mask):
            let list = words(name, mask)
            return list.count == 1 ? "\(fact) is \(list[0])" : "\(fact) in [\(list.joined(separator: ", "))]"
        case .intersects(let mask):
            let list = words(name, mask)
            return list.count == 1
                ? "\(fact) contains \(list[0])" : "\(fact) contains any of [\(list.joined(separator: ", "))]"
        case .reaches(let places):
            let list = places.sorted().map(\.code)
            return list.count == 1
                ? "\(fact) contains \(list[0])" : "\(fact) contains any of [\(list.joined(separator: ", "))]"
        case .less(let number): return "\(fact) < \(CanonicalJSON.text(number))"
        case .atMost(let number): return "\(fact) <= \(CanonicalJSON.text(number))"
        case .greater(let number): return "\(fact) > \(CanonicalJSON.text(number))"
        case .atLeast(let number): return "\(fact) >= \(CanonicalJSON.text(number))"
        case .before(let seconds): return "\(fact) before \(moment(seconds))"
        case .after(let seconds): return "\(fact) after \(moment(seconds))"
        case .isKnown: return "\(fact) is known"
        case .isUnknown: return "\(fact) is unknown"
        }
    }

    private func words(_ name: FactName, _ mask: UInt32) -> [String] {
        FactRegistry.definition(of: name).words.enumerated().filter { mask >> UInt32($0.offset) & 1 == 1 }
            .map(\.element)
    }

    private func moment(_ seconds: Int64) -> String {
        let time = UTCTime(seconds: seconds)
        return seconds % 86_400 == 0 ? time.date : time.description
    }
}
