// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import TestSupport

/// Random facts and conditions of every type.
enum RandomPolicy {
    static func condition(_ random: inout SplitMix, depth: Int) -> Condition {
        let kind = depth == 0 ? 3 : Int.random(in: 0..<6, using: &random)
        switch kind {
        case 0: return .all(parts(&random, depth))
        case 1: return .any(parts(&random, depth))
        case 2: return .not(condition(&random, depth: depth - 1))
        default: return test(&random)
        }
    }

    private static func parts(_ random: inout SplitMix, _ depth: Int) -> [Condition] {
        (0..<Int.random(in: 2...3, using: &random)).map { _ in condition(&random, depth: depth - 1) }
    }

    private static func test(_ random: inout SplitMix) -> Condition {
        let name = FactName.allCases[Int.random(in: 0..<FactName.allCases.count, using: &random)]
        let definition = FactRegistry.definition(of: name)
        if Int.random(in: 0..<8, using: &random) == 0 {
            return .test(name, Bool.random(using: &random) ? .isKnown : .isUnknown)
        }
        switch definition.type {
        case .tri: return .test(name, .isFlag(Bool.random(using: &random)))
        case .word(let words): return .test(name, .isIn(mask(words.count, &random)))
        case .words(let words): return .test(name, .intersects(mask(words.count, &random)))
        case .number(_, let range):
            let value = (Double.random(in: range, using: &random) * 100).rounded() / 100
            return .test(name, Bool.random(using: &random) ? .less(value) : .atLeast(value))
        case .integer:
            let value = Double(Int.random(in: 0...20_000_000, using: &random))
            return .test(name, Bool.random(using: &random) ? .atMost(value) : .greater(value))
        case .countries:
            let places = ["ES", "KR", "EU", "UK"].shuffled(using: &random).prefix(2).compactMap { Jurisdiction($0) }
            return .test(name, .reaches(places.sorted()))
        case .instant:
            let days = Int64.random(in: 15_000...25_000, using: &random)
            let seconds = Bool.random(using: &random) ? Int64.random(in: 0..<86_400, using: &random) : 0
            return .test(name, Bool.random(using: &random) ? .before(days * 86_400 + seconds) : .after(days * 86_400))
        }
    }

    private static func mask(_ count: Int, _ random: inout SplitMix) -> UInt32 {
        let all = count == 32 ? UInt32.max : 1 << UInt32(count) - 1
        return max(1, UInt32.random(in: 0...all, using: &random))
    }

    /// A value of a fact, unknown now and then.
    static func value(of name: FactName, _ random: inout SplitMix) -> FactValue {
        if Int.random(in: 0..<6, using: &random) == 0 { return .unknown }
        switch FactRegistry.definition(of: name).type {
        case .tri: return .flag(Bool.random(using: &random))
        case .word(let words): return .word(Int.random(in: 0..<words.count, using: &random))
        case .words(let words): return .words(Bool.random(using: &random) ? 0 : mask(words.count, &random))
        case .number(_, let range): return .number(Double.random(in: range, using: &random))
        case .integer: return .number(Double(Int.random(in: 0...20_000_000, using: &random)))
        case .countries:
            let countries = ["ES", "KR", "US", "UK", "IE", "JP"].shuffled(using: &random)
            return .countries(
                countries.prefix(Int.random(in: 0...3, using: &random)).compactMap { Country($0) }.sorted())
        case .instant:
            return .instant(UTCTime(seconds: Int64.random(in: 1_600_000_000...1_900_000_000, using: &random)))
        }
    }

    /// Some facts of some sources.
    static func facts(_ random: inout SplitMix) -> FactSet {
        var facts = FactSet()
        for name in FactName.allCases where Int.random(in: 0..<4, using: &random) == 0 {
            let value = value(of: name, &random)
            let definition = FactRegistry.definition(of: name)
            try? facts.set(name, FactReading(value, source: FactSource(.stated)))
            if Bool.random(using: &random), let role = definition.setters.sorted(by: { $0.rank < $1.rank }).first {
                // Refused where this source may not say so.
                try? facts.set(
                    name,
                    FactReading(
                        self.value(of: name, &random), source: FactSource(role, "sample \"1\""),
                        at: UTCTime(seconds: 1_790_000_000), confidence: Double.random(in: 0...1, using: &random)))
            }
        }
        return facts
    }
}
