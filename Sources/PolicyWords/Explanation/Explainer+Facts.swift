// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

extension Explainer {
    /// On which facts the decision rests, in the order of the registry.
    var factRows: (paragraphs: [String], rows: [Section.Row]) {
        let names = decision.facts.names.sorted { $0.index < $1.index }
        guard !names.isEmpty else { return ([wording.say(.noFacts)], []) }
        return ([], names.map(row))
    }

    private func row(_ name: FactName) -> Section.Row {
        let readings = decision.facts.readings(of: name)
        var fields = [field(.value, facts.value(decision.facts[name], of: name))]
        var notes: [String] = []
        for reading in readings {
            var source = wording.role(reading.source.role)
            if !reading.source.name.isEmpty { source += " (\(reading.source.name.visible))" }
            let details = [
                reading.at.map { field(.said, wording.exactMoment($0)) },
                reading.confidence.map { field(.confidence, wording.confidence(facts.figure($0))) },
            ].compactMap(\.self)
            if readings.count == 1 {
                fields.append(field(.source, source))
                fields += details
            } else {
                // Several words on one fact: each with what belongs to it.
                let value = facts.value(reading.value, of: name)
                let all = ["\(source): \(value)"] + details.map { "\($0.label): \($0.text)" }
                fields.append(field(.source, all.joined(separator: ", ")))
            }
        }
        if decision.facts.isDisputed(name) {
            notes.append(wording.say(.disputed))
        } else if readings.contains(where: { $0.value != decision.facts[name] }) {
            notes.append(wording.say(.overruled))
        }
        return Section.Row(title: wording.fact(name).asked.capitalizedFirst, fields: fields, notes: notes)
    }

    /// Facts that nobody knows and that the decision could turn on; those that most rules wait for come first.
    var unknowns: (paragraphs: [String], rows: [Section.Row]) {
        let waiting = waitingRules()
        guard !waiting.isEmpty else { return ([wording.say(.nothingUnknown)], []) }
        let ordered = waiting.sorted { ($1.value.count, $0.key.index) < ($0.value.count, $1.key.index) }
        return (
            [wording.say(.unknownsMatter)],
            ordered.map { name, ids in
                let rules = self.ids(ids.sorted(), atMost: 4)
                return Section.Row(
                    title: wording.fact(name).asked.capitalizedFirst,
                    fields: rules.isEmpty ? [] : [field(.rules, rules)],
                    notes: decision.facts.isDisputed(name) ? [wording.say(.disputed)] : [])
            }
        )
    }

    /// Unknown facts, with the rules that wait for each.
    private func waitingRules() -> [FactName: Set<String>] {
        var waiting: [FactName: Set<String>] = [:]
        func wait(for names: some Sequence<FactName>, _ id: String?) {
            for name in names where decision.facts[name] == .unknown {
                waiting[name, default: []].formUnion(id.map { [$0] } ?? [])
            }
        }
        for miss in decision.nearly {
            if case .unknown(let names) = miss.reason { wait(for: names, miss.id) }
        }
        for derivation in rules.packs.flatMap(\.categories) where decision.possible.contains(derivation.category) {
            wait(for: factsBehind(derivation.when), nil)
        }
        for fired in decision.rules where fired.isProvisional {
            guard let rule = rules.rule(fired.id) else { continue }
            if let condition = rule.when { wait(for: factsBehind(condition), rule.id) }
            if let condition = rule.grace?.when { wait(for: factsBehind(condition), rule.id) }
            if rule.actors != nil { wait(for: [.actorRoles], rule.id) }
            if decision.jurisdictions.isEmpty, rules.pack(ofRule: rule.id)?.jurisdiction != .everywhere {
                wait(for: (rule.nexus.isEmpty ? Nexus.allCases : rule.nexus).map(\.asked), rule.id)
            }
        }
        for obligation in decision.obligations where obligation.status == .possible {
            for condition in asked(obligation).compactMap(\.when) {
                wait(for: factsBehind(condition), obligation.rule)
            }
        }
        for obligation in decision.obligations where obligation.status != .discharged {
            // Without the moment from which a time runs nobody can say when it ends.
            guard obligation.limit != nil, obligation.deadline == nil, let clock = obligation.clock else { continue }
            wait(for: [.clock(clock)], obligation.rule)
        }
        if decision.processing.contains(where: { $0.purpose == .privateScan && !$0.isAllowed }) {
            wait(for: [.surface], nil)
        }
        for name in unanswerable { waiting[name] = nil }
        return waiting
    }

    /// Questions that nobody can answer here, or whose answer changes nothing.
    private var unanswerable: [FactName] {
        var names: [FactName] = []
        // Of a request that nobody made.
        if decision.facts[.requestKind] == .word(0) { names += [.requestValid, .requestConcerns] }
        if !decision.obligations.contains(where: \.verb.isStayedByHold) { names.append(.legalHold) }
        return names
    }

    /// Facts that a condition speaks of, also through signals.
    private func factsBehind(_ condition: Condition) -> Set<FactName> {
        var names = condition.facts
        for signal in rules.packs.flatMap(\.signals) where condition.signals.contains(signal.name) {
            names.formUnion(signal.when.facts)
        }
        return names
    }
}

extension Nexus {
    /// The fact that says whether there is this tie.
    fileprivate var asked: FactName {
        switch self {
        case .establishment: .serviceEstablishment
        case .market: .serviceMarkets
        case .uploader: .uploaderCountry
        case .subject: .subjectCountry
        case .viewer: .viewerCountries
        case .storage: .storageCountries
        }
    }
}
