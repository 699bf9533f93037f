// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import Policy

/// Rules and items as JSON that peers can be set up with: conditions as trees, facts as plain values.
struct Export {
    private let set: RuleSet

    init(_ set: RuleSet) {
        self.set = set
    }

    var document: String {
        let signals = set.packs.flatMap(\.signals).map {
            CanonicalJSON.object([("id", .string($0.name)), ("when", tree($0.when))])
        }
        let categories = set.packs.flatMap(\.categories).map {
            CanonicalJSON.object([("is", .string($0.category.rawValue)), ("when", tree($0.when))])
        }
        let roles = FactRegistry.definition(of: .actorRoles).words
        let rules = set.packs.flatMap { pack in
            pack.rules.filter { $0.concerns == .item && $0.status.canFire }.map { rule in
                CanonicalJSON.object([
                    ("id", .string(rule.id)), ("jurisdiction", .string(pack.jurisdiction.code)),
                    ("from", .number(Double(rule.inForce?.seconds ?? 0))),
                    ("until", .number(Double(rule.expires?.seconds ?? 1 << 40))),
                    ("categories", rule.categories.map { .array($0.sorted.map { .string($0.rawValue) }) }),
                    (
                        "actors",
                        rule.actors.map { mask in
                            .array(
                                roles.enumerated().filter { mask >> UInt32($0.offset) & 1 == 1 }.map {
                                    .string($0.element)
                                })
                        }
                    ),
                    ("when", rule.when.map(tree)),
                    (
                        "duties",
                        .array(
                            rule.obligations.map { duty in
                                .object([("do", .string(duty.verb.rawValue)), ("when", duty.when.map(tree))])
                            })
                    ),
                ])
            }
        }
        let mixes = Mix.allCases.map { mix in (mix.rawValue, CanonicalJSON?.some(.array(mix.items.map(facts)))) }
        return CanonicalJSON.object([
            ("at", .number(Double(Mix.at.seconds))), ("signals", .array(signals)), ("categories", .array(categories)),
            ("rules", .array(rules)), ("items", .object(mixes)),
        ]).text
    }

    private func facts(_ set: FactSet) -> CanonicalJSON {
        .object(
            FactName.allCases.map { name in
                if case .instant(let time) = set[name] { return (name.rawValue, .number(Double(time.seconds))) }
                return (name.rawValue, set[name] == .unknown ? .null : set[name].canonical(of: name))
            })
    }

    private func tree(_ condition: Condition) -> CanonicalJSON {
        switch condition {
        case .all(let parts): .object([("all", .array(parts.map(tree)))])
        case .any(let parts): .object([("any", .array(parts.map(tree)))])
        case .not(let part): .object([("not", tree(part))])
        case .signal(let name): .object([("signal", .string(name))])
        case .test(let name, let comparison): .object([("fact", .string(name.rawValue)), operation(name, comparison)])
        }
    }

    private func operation(_ name: FactName, _ comparison: Condition.Comparison) -> (String, CanonicalJSON?) {
        let words = FactRegistry.definition(of: name).words
        func list(_ mask: UInt32) -> CanonicalJSON {
            .array(words.enumerated().filter { mask >> UInt32($0.offset) & 1 == 1 }.map { .string($0.element) })
        }
        switch comparison {
        case .isFlag(let flag): return ("is", .bool(flag))
        case .isIn(let mask): return ("in", list(mask))
        case .intersects(let mask): return ("contains", list(mask))
        case .reaches(let places): return ("contains", .array(places.map { .string($0.code) }))
        case .less(let number): return ("<", .number(number))
        case .atMost(let number): return ("<=", .number(number))
        case .greater(let number): return (">", .number(number))
        case .atLeast(let number): return (">=", .number(number))
        case .before(let seconds): return ("<", .number(Double(seconds)))
        case .after(let seconds): return (">=", .number(Double(seconds)))
        case .isKnown: return ("known", .bool(true))
        case .isUnknown: return ("known", .bool(false))
        }
    }
}
