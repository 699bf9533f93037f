// SPDX-License-Identifier: Apache-2.0

/// A condition over facts and signals. It is a finite tree without names for other conditions, so that reading it ends.
public indirect enum Condition: Sendable, Hashable {
    /// All hold. An empty list holds.
    case all([Condition])
    /// At least one holds. An empty list does not hold.
    case any([Condition])
    /// The other does not hold.
    case not(Condition)
    /// One fact compares as said.
    case test(FactName, Comparison)
    /// A signal of the house pack is raised.
    case signal(String)

    /// How a fact is compared. Every comparison with an unknown fact is unknown, except the last two.
    public enum Comparison: Sendable, Hashable {
        /// A tri is so.
        case isFlag(Bool)
        /// A word is one of these, bit *n* for position *n* of the fact's list.
        case isIn(UInt32)
        /// A set of words shares one with these.
        case intersects(UInt32)
        /// A set of countries shares one with these: each a country or the European Union.
        case reaches([Jurisdiction])
        /// A number is less.
        case less(Double)
        /// A number is less or equal.
        case atMost(Double)
        /// A number is greater.
        case greater(Double)
        /// A number is greater or equal.
        case atLeast(Double)
        /// A moment is earlier.
        case before(Int64)
        /// A moment is later or the same: *after 2026-08-02* includes the first second of that day.
        case after(Int64)
        /// Somebody knows the fact.
        case isKnown
        /// Nobody knows the fact.
        case isUnknown
    }

    /// The deepest nesting that is accepted.
    public static let maxDepth = 16
    /// The most tests in one condition.
    public static let maxTests = 200

    /// Tests and signals in it.
    public var tests: Int {
        switch self {
        case .all(let parts), .any(let parts): parts.reduce(0) { $0 + $1.tests }
        case .not(let part): part.tests
        case .test, .signal: 1
        }
    }

    /// Names of the signals in it.
    public var signals: Set<String> {
        switch self {
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.signals) }
        case .not(let part): part.signals
        case .test: []
        case .signal(let name): [name]
        }
    }

    /// Facts in it.
    public var facts: Set<FactName> {
        switch self {
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.facts) }
        case .not(let part): part.facts
        case .test(let name, _): [name]
        case .signal: []
        }
    }

    /// Whether it asks if something is known: then a fact that becomes unknown may make it false.
    public var asksWhetherKnown: Bool {
        switch self {
        case .all(let parts), .any(let parts): parts.contains(where: \.asksWhetherKnown)
        case .not(let part): part.asksWhetherKnown
        case .test(_, .isKnown), .test(_, .isUnknown): true
        case .test, .signal: false
        }
    }

    /// The parts that must all hold.
    var conjuncts: [Condition] {
        if case .all(let parts) = self { return parts.flatMap(\.conjuncts) }
        return [self]
    }
}
