// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

extension Explainer {
    /// What must be done, the most pressing first.
    var duties: (paragraphs: [String], rows: [Section.Row]) {
        let all = Self.merged(decision.obligations.filter { !$0.verb.isProhibition })
        let ordered = all.enumerated().sorted {
            (standing($0.element), due($0.element), $0.offset) < (standing($1.element), due($1.element), $1.offset)
        }
        guard !ordered.isEmpty else { return ([wording.say(.noDuties)], []) }
        return ([], ordered.map { row($0.element) })
    }

    /// What must not be done.
    var prohibitions: (paragraphs: [String], rows: [Section.Row]) {
        var paragraphs: [String] = []
        for processing in decision.processing where processing.purpose == .privateScan {
            if processing.isAllowed {
                paragraphs.append(wording.say(.privateScanAllowed(ids(processing.permittedBy))))
            } else if processing.notPermittedIn.isEmpty {
                paragraphs.append(wording.say(.privateScanNotPermitted))
            } else {
                let places = wording.and(processing.notPermittedIn.map(wording.place))
                paragraphs.append(wording.say(.privateScanDenied(places)))
            }
        }
        paragraphs.append(wording.say(.neverAllowed))
        return (paragraphs, Self.merged(decision.obligations.filter(\.verb.isProhibition)).map(row))
    }

    /// Obligations that differ only in what they concern, as one.
    private static func merged(_ obligations: [Obligation]) -> [Obligation] {
        var merged: [Obligation] = []
        for obligation in obligations {
            let slot = merged.firstIndex { other in
                var other = other
                other.what = obligation.what
                return other == obligation && !obligation.what.isEmpty
            }
            if let slot, !merged[slot].what.isEmpty {
                merged[slot].what = Set(merged[slot].what + obligation.what).sorted()
            } else {
                merged.append(obligation)
            }
        }
        return merged
    }

    /// What is owed comes before what may be owed, and that before what need not be done.
    private func standing(_ obligation: Obligation) -> Int {
        switch (obligation.status, obligation.modality) {
        case (.due, .required): 0
        case (.deferred, _): 1
        case (.possible, _): 2
        case (.due, _): 3
        case (.discharged, _): 4
        }
    }

    /// A number that grows with the time that is left; what has to be done at once counts as due at the event.
    private func due(_ obligation: Obligation) -> Int64 {
        var earliest = obligation.deadline?.seconds ?? .max
        switch obligation.urgency {
        case .immediately: earliest = min(earliest, decision.at.seconds)
        case .asap: earliest = min(earliest, decision.at.adding(seconds: 1).seconds)
        case .withoutUndueDelay: earliest = min(earliest, decision.at.adding(seconds: 2).seconds)
        case .ongoing, .annual, nil: break
        }
        return earliest
    }

    private func row(_ obligation: Obligation) -> Section.Row {
        var fields: [Section.Field] = []
        if let deadline = deadline(obligation) { fields.append(field(.deadline, deadline)) }
        if !obligation.verb.isProhibition, obligation.status != .discharged {
            fields.append(field(.execution, wording.execution(obligation.execution)))
        }
        if obligation.modality != .required { fields.append(field(.modality, wording.modality(obligation.modality))) }
        if obligation.status != .due { fields.append(field(.standing, wording.status(obligation.status))) }
        if !obligation.what.isEmpty { fields.append(field(.matter, wording.and(obligation.what.map(wording.matter)))) }
        let keeping =
            [
                obligation.keepFor.map { wording.atLeast(wording.duration($0)) },
                obligation.atMost.map { wording.atMost(wording.duration($0)) },
            ].compactMap(\.self)
        if !keeping.isEmpty { fields.append(field(.keeping, keeping.joined(separator: "; "))) }
        fields.append(field(.rules, ids(obligation.rules)))
        return Section.Row(
            title: wording.task(obligation.verb, obligation.recipient), fields: fields, notes: notes(obligation))
    }

    /// By when, with the reckoning; and that the clock does not run, where that is so.
    private func deadline(_ obligation: Obligation) -> String? {
        let words = DeadlineWords(wording)
        guard let short = words.short(obligation) else { return nil }
        if obligation.deadline != nil {
            guard let limit = obligation.limit else { return short }
            return "\(short) (\(wording.limit(wording.duration(limit), from: obligation.clock)))"
        }
        guard let clock = obligation.clock, decision.facts[FactName.clock(clock)] == .unknown,
            obligation.limit != nil || clock.isDeed
        else { return short }
        return short + wording.pending(clock)
    }

    private func notes(_ obligation: Obligation) -> [String] {
        var notes: [String] = []
        if let deadline = obligation.deadline, deadline < decision.at, obligation.status == .due {
            notes.append(wording.say(.overdue))
        }
        switch obligation.status {
        case .due: break
        case .deferred:
            notes.append(
                wording.say(obligation.until.map { .deferredUntil(wording.exactMoment($0)) } ?? .deferredWithoutDate))
            if let by = obligation.by { notes.append(wording.say(.because(cause(by, of: obligation)))) }
            notes.append(wording.say(.revives))
        case .discharged:
            if let by = obligation.by { notes.append(wording.say(.because(cause(by, of: obligation)))) }
        case .possible: notes.append(wording.say(proviso(obligation)))
        }
        if obligation.isNeutral { notes.append(wording.say(.neutralWords)) }
        for duty in asked(obligation) {
            guard let note = duty.note else { continue }
            let sentence = text(note).withStop
            if !notes.contains(sentence) { notes.append(sentence) }
        }
        return notes
    }

    /// What the rules say that ask for it.
    func asked(_ obligation: Obligation) -> [Duty] {
        obligation.rules.flatMap { id in
            (rules.rule(id)?.obligations ?? []).filter {
                $0.verb == obligation.verb && $0.recipient == obligation.recipient && $0.clock == obligation.clock
            }
        }
    }

    /// On which condition something is to be done.
    private func proviso(_ obligation: Obligation) -> Sentence {
        var clauses: [String] = []
        for condition in asked(obligation).compactMap(\.when) {
            let clause = conditions.clause(condition)
            if !clauses.contains(clause) { clauses.append(clause) }
        }
        return clauses.isEmpty ? .onlyIfUnknown : .onlyIf(wording.any(clauses))
    }
}

extension Verb {
    /// It asks that something be left undone.
    var isProhibition: Bool { self == .doNotNotify || self == .doNotReportTo || self == .doNotProcess }
}

extension ClockEvent {
    /// Somebody does it or it arrives: without a time it has not happened. Of the others only the time is missing.
    var isDeed: Bool {
        switch self {
        case .humanConfirmedAt, .validRequestAt, .orderReceivedAt, .reportSubmittedAt, .restrictionImposedAt: true
        case .detectedAt, .actualKnowledgeAt, .periodEnd, .firstExposureAt, .systemPlacedOnMarketAt: false
        }
    }
}
