// SPDX-License-Identifier: Apache-2.0

internal import CivilTime

extension Decision {
    /// The decision as it is stored: everything that is needed to replay it.
    public var canonical: CanonicalJSON {
        .object([
            ("engine", .number(Double(Self.engine))), ("ruleset", .string(ruleSet)), ("at", .string(at.description)),
            ("jurisdictions", .strings(jurisdictions.map(\.code))), ("platforms", .strings(platforms)),
            ("facts", facts.canonical), ("category", category.map { .string($0.rawValue) } ?? .null),
            ("categories", .array(categories.map { .string($0.rawValue) })),
            ("possible", .strings(possible.map(\.rawValue))), ("action", .string(action.rawValue)),
            ("grounds", .array(grounds.map { .string($0.text) })),
            ("visibility", visibility.isEmpty ? nil : .array(visibility.map(\.canonical))),
            ("obligations", .array(obligations.map(\.canonical))),
            ("processing", processing.isEmpty ? nil : .array(processing.map(\.canonical))),
            ("rules", .array(rules.map { .string($0.id) })),
            ("provisional", .strings(rules.filter(\.isProvisional).map(\.id))),
            ("without-sanction", .strings(rules.filter(\.isWithoutSanction).map(\.id))),
            ("nearly", nearly.isEmpty ? nil : .array(nearly.map(\.canonical))),
            ("unsigned", .array(unsigned.map { .string($0) })),
        ])
    }
}

extension FactSet {
    /// Every reading, by fact. One reading that a person stated is its bare value; others say who and when.
    public var canonical: CanonicalJSON {
        var object: [String: CanonicalJSON] = [:]
        for name in names {
            let all = readings(of: name)
            if all.count == 1, all[0].isBare {
                object[name.rawValue] = all[0].value.canonical(of: name)
            } else {
                let readings = all.map { $0.canonical(of: name) }
                object[name.rawValue] = readings.count == 1 ? readings[0] : .array(readings)
            }
        }
        return .object(object)
    }
}

extension FactReading {
    fileprivate var isBare: Bool { source == FactSource(.stated) && at == nil && confidence == nil }

    fileprivate func canonical(of name: FactName) -> CanonicalJSON {
        .object([
            ("value", value.canonical(of: name)), ("source", .string(source.description)),
            ("at", at.map { .string($0.description) }), ("confidence", confidence.map { .number($0) }),
        ])
    }
}

extension Ground {
    /// A stable word; a release says which.
    public var text: String {
        switch self {
        case .nothingRaised: "nothing-raised"
        case .released(let id): "released:\(id)"
        case .corroborated: "corroborated"
        case .confirmedByPerson: "confirmed-by-person"
        case .oneSource: "one-source"
        case .undetermined: "undetermined"
        case .rules: "rules"
        }
    }
}

extension Visibility {
    fileprivate var canonical: CanonicalJSON {
        .object([
            ("measure", .string(measure.rawValue)), ("territories", .array(territories.map { .string($0.code) })),
            ("rules", .array(rules.map { .string($0) })),
        ])
    }
}

extension Processing {
    fileprivate var canonical: CanonicalJSON {
        .object([
            ("what", .string(purpose.rawValue)), ("allowed", .bool(isAllowed)),
            ("permitted-by", .strings(permittedBy)), ("not-permitted-in", .strings(notPermittedIn.map(\.code))),
        ])
    }
}

extension NearMiss {
    fileprivate var canonical: CanonicalJSON {
        var why = ""
        var date: CanonicalJSON?
        var missing: CanonicalJSON?
        var condition: CanonicalJSON?
        switch reason {
        case .notYetInForce(let time): (why, date) = ("not-yet-in-force", .string(time.lawDate))
        case .expired(let time): (why, date) = ("expired", .string(time.lawDate))
        case .grace(let time): (why, date) = ("grace", .string(time.lawDate))
        case .notLaw(let status): why = status.rawValue
        case .unknown(let facts): (why, missing) = ("unknown", .strings(facts.map(\.rawValue)))
        case .failed(let text): (why, condition) = ("failed", .string(text))
        }
        return .object([
            ("rule", .string(id)), ("why", .string(why)), ("date", date), ("missing", missing),
            ("condition", condition),
        ])
    }
}

extension Obligation {
    /// The obligation as it is stored.
    public var canonical: CanonicalJSON {
        var within: CanonicalJSON?
        switch (urgency, limit) {
        case (let word?, let limit?): within = .array([.string(word.rawValue), .string(limit.description)])
        case (let word?, nil): within = .string(word.rawValue)
        case (nil, let limit?): within = .string(limit.description)
        case (nil, nil): within = nil
        }
        return .object([
            ("kind", .string(verb.rawValue)), ("to", recipient.map { .string($0.rawValue) } ?? .null),
            ("deadline", deadline.map { .string($0.description) } ?? .null), ("within", within),
            ("from", clock.map { .string($0.rawValue) }), ("status", .string(status.rawValue)),
            ("execution", .string(execution.rawValue)),
            ("modality", modality == .required ? nil : .string(modality.rawValue)),
            ("what", .strings(what.map(\.rawValue))), ("for", keepFor.map { .string($0.description) }),
            ("at-most", atMost.map { .string($0.description) }), ("until", until.map { .string($0.description) }),
            ("form", isNeutral ? .string("neutral") : nil), ("format", format.map { .string($0) }),
            ("rule", .string(rule)), ("rules", rules.count > 1 ? .strings(rules) : nil), ("by", by.map { .string($0) }),
        ])
    }
}
