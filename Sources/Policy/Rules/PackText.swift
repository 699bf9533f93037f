// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Crypto

extension Pack {
    /// The pack in its one canonical form: JSON with the keys of the YAML format, so that the reader of packs reads it back.
    /// Comments, order of keys and layout are not in it; order of rules is not either.
    public var canonical: CanonicalJSON {
        .object([
            ("pack", .string(id)), ("title", title.canonical), ("jurisdiction", .string(jurisdiction.code)),
            ("kind", .string(kind.rawValue)), ("platform", platform.map { .string($0) }),
            ("compiled", .string(compiled.lawDate)),
            ("rules", sorted(rules, by: \.id) { $0.canonical(withReview: true) }),
            ("equivalences", sorted(equivalences, by: \.id, \.canonical)),
            (
                "signals",
                sorted(signals, by: \.name) { .object([("id", .string($0.name)), ("when", $0.when.canonical)]) }
            ),
            (
                "categories",
                sorted(categories, by: \.id) {
                    .object([
                        ("id", .string($0.id)), ("is", .string($0.category.rawValue)), ("when", $0.when.canonical),
                    ])
                }
            ),
            (
                "releases",
                sorted(releases, by: \.id) {
                    .object([("id", .string($0.id)), ("title", $0.title.canonical), ("when", $0.when.canonical)])
                }
            ),
            (
                "context",
                context.isEmpty
                    ? nil
                    : .object(
                        Dictionary(
                            uniqueKeysWithValues: context.map { ($0.key.rawValue, $0.value.canonical(of: $0.key)) }))
            ),
            ("jurisdictions", .strings(jurisdictions.map(\.code).sorted())),
            ("platforms", .strings(platforms.sorted())),
            (
                "signatures",
                sorted(signatures, by: \.rule) {
                    .object([
                        ("rule", .string($0.rule)), ("digest", .string($0.digest)), ("by", .string($0.review.name)),
                        ("on", .string($0.review.on.lawDate)), ("note", $0.review.note.map { .string($0) }),
                    ])
                }
            ),
        ])
    }

    private func sorted<Element>(
        _ elements: [Element], by key: (Element) -> String, _ make: (Element) -> CanonicalJSON
    ) -> CanonicalJSON? {
        elements.isEmpty ? nil : .array(elements.sorted { key($0) < key($1) }.map(make))
    }
}

extension Rule {
    /// SHA-256 of the rule without its review, 64 lower-case hex digits: what a lawyer signs.
    public var digest: String {
        SHA256.hash(data: Array(canonical(withReview: false).text.utf8)).hexadecimal
    }

    func canonical(withReview: Bool) -> CanonicalJSON {
        let roles = FactRegistry.definition(of: .actorRoles).words
        let reach: CanonicalJSON = .object([
            ("categories", categories.flatMap { .strings($0.sorted.map(\.rawValue)) }),
            (
                "actors",
                actors.flatMap { mask in
                    .strings(roles.enumerated().filter { mask >> UInt32($0.offset) & 1 == 1 }.map(\.element))
                }
            ),
        ])
        return .object([
            ("id", .string(id)), ("title", title.canonical), ("citation", .string(citation)), ("says", .string(says)),
            ("status", .string(status.rawValue)), ("in-force", inForce.map { .string($0.lawDate) } ?? .null),
            ("expires", expires.map { .string($0.lawDate) }),
            (
                "grace",
                grace.map { grace in
                    .object([
                        ("until", .string(grace.until.lawDate)), ("when", grace.when?.canonical),
                        ("relieves", .string(grace.relieves.rawValue)), ("note", grace.note.map { .string($0) }),
                    ])
                }
            ),
            ("concerns", .string(concerns.rawValue)), ("nexus", .strings(nexus.map(\.rawValue).sorted())),
            ("applies-to", categories == nil && actors == nil ? nil : reach),
            ("when", when?.canonical), ("on-unknown", .string(onUnknown.rawValue)),
            ("obligations", .array(obligations.map(\.canonical))), ("source", source.canonical),
            ("confidence", .string(confidence.rawValue)),
            ("reviewed-by", withReview ? review?.canonical ?? .null : nil),
        ])
    }
}

extension Duty {
    var canonical: CanonicalJSON {
        var within: CanonicalJSON?
        switch (urgency, limit) {
        case (let word?, let limit?): within = .array([.string(word.rawValue), .string(limit.description)])
        case (let word?, nil): within = .string(word.rawValue)
        case (nil, let limit?): within = .string(limit.description)
        case (nil, nil): within = nil
        }
        return .object([
            ("do", .string(verb.rawValue)), ("to", recipient.map { .string($0.rawValue) }),
            ("when", when?.canonical), ("modality", .string(modality.rawValue)), ("within", within),
            ("from", clock.map { .string($0.rawValue) }), ("what", .strings(what.map(\.rawValue).sorted())),
            ("for", keepFor.map { .string($0.description) }), ("at-most", atMost.map { .string($0.description) }),
            ("format", format.map { .string($0) }), ("note", note?.canonical),
        ])
    }
}

extension Equivalence {
    var canonical: CanonicalJSON {
        .object([
            ("id", .string(id)), ("when-reported-to", .string(whenReportedTo.rawValue)),
            ("discharges", .string(discharges.rawValue)), ("citation", .string(citation)), ("says", .string(says)),
            ("source", source.canonical), ("confidence", .string(confidence.rawValue)),
            ("reviewed-by", review?.canonical ?? .null),
        ])
    }
}

extension RuleSource {
    var canonical: CanonicalJSON {
        .object([
            ("kind", .string(kind.rawValue)), ("url", url.map { .string($0) } ?? .null),
            ("verify-at", verifyAt.map { .string($0) }), ("note", note.map { .string($0) }),
        ])
    }
}

extension Review {
    var canonical: CanonicalJSON {
        .object([("name", .string(name)), ("on", .string(on.lawDate)), ("note", note.map { .string($0) })])
    }
}

extension LocalText {
    var canonical: CanonicalJSON {
        .object([("en", .string(en)), ("ko", ko.map { .string($0) }), ("es", es.map { .string($0) })])
    }
}

extension Condition {
    var canonical: CanonicalJSON { .string(description) }
}

extension FactValue {
    /// The value as packs, facts and decisions write it.
    ///
    /// - Parameter name: the fact, whose words are needed.
    public func canonical(of name: FactName) -> CanonicalJSON {
        let words = FactRegistry.definition(of: name).words
        switch self {
        case .unknown: return .string("unknown")
        case .flag(let flag): return .bool(flag)
        case .word(let index): return words.indices.contains(index) ? .string(words[index]) : .null
        case .words(let mask):
            return .array(words.enumerated().filter { mask >> UInt32($0.offset) & 1 == 1 }.map { .string($0.element) })
        case .number(let number): return .number(number)
        case .countries(let countries): return .array(Set(countries).sorted().map { .string($0.code) })
        case .instant(let time): return .string(time.description)
        }
    }
}

extension UTCTime {
    /// A day alone when it is a day's first second.
    var lawDate: String { seconds % 86_400 == 0 ? date : description }
}

extension Digest {
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
