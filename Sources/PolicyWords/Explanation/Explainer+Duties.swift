// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

extension Explainer {
    /// What must be done, the most pressing first.
    var duties: (paragraphs: [String], rows: [Section.Row]) {
        let rows = tasks.filter { $0.modality == .required }
        return rows.isEmpty ? ([wording.say(.noDuties)], []) : ([], self.rows(ordered(rows)))
    }

    /// What is recommended or permitted.
    var permissions: (paragraphs: [String], rows: [Section.Row]) {
        ([], rows(ordered(tasks.filter { $0.modality != .required })))
    }

    /// Obligations to do something. That a law forbids the item is nothing to do.
    private var tasks: [Obligation] {
        decision.obligations.filter { !$0.verb.isProhibition && $0.verb != .illegalityGround }
    }

    private func ordered(_ obligations: [Obligation]) -> [Obligation] {
        obligations.enumerated().sorted {
            (standing($0.element), due($0.element), $0.offset) < (standing($1.element), due($1.element), $1.offset)
        }.map(\.element)
    }

    /// Which laws make the item unlawful. What waits for a fact, or binds nobody, is not said to forbid.
    var unlawfulness: [String] {
        var certain: [String] = []
        var possible: [String] = []
        for obligation in decision.obligations where obligation.verb == .illegalityGround {
            for id in obligation.rules {
                let rule = rules.rule(id)
                let name = title(ofRule: id).withoutStop + (rule.map { " (\($0.citation.visible))" } ?? "")
                let isProvisional = decision.rules.contains { $0.id == id && $0.isProvisional }
                let isSure = obligation.status == .due && obligation.modality == .required && !isProvisional
                if isSure, !certain.contains(name) { certain.append(name) }
                if !isSure, !possible.contains(name) { possible.append(name) }
            }
        }
        possible.removeAll(where: certain.contains)
        var paragraphs: [String] = []
        if !certain.isEmpty { paragraphs.append(wording.say(.forbiddenBy(certain.joined(separator: "; ")))) }
        if !possible.isEmpty { paragraphs.append(wording.say(.perhapsForbiddenBy(possible.joined(separator: "; ")))) }
        return paragraphs
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
        return (paragraphs, rows(decision.obligations.filter(\.verb.isProhibition)))
    }

    /// One row for all obligations that read alike but for their rules and what they concern.
    private func rows(_ obligations: [Obligation]) -> [Section.Row] {
        var groups: [[Obligation]] = []
        for obligation in obligations {
            let slot = groups.firstIndex { group in group.first.map { readsAlike($0, obligation) } ?? false }
            if let slot { groups[slot].append(obligation) } else { groups.append([obligation]) }
        }
        return groups.compactMap(row)
    }

    private func readsAlike(_ one: Obligation, _ other: Obligation) -> Bool {
        // What names nothing is about everything, and stays apart from what names something.
        guard one.what.isEmpty == other.what.isEmpty, deadline(one) == deadline(other) else { return false }
        var twin = other
        (twin.rule, twin.rules, twin.what, twin.format) = (one.rule, one.rules, one.what, one.format)
        (twin.urgency, twin.limit, twin.deadline) = (one.urgency, one.limit, one.deadline)
        // The clock may stand in how long something is kept.
        if one.keepFor == nil, one.atMost == nil { twin.clock = one.clock }
        return twin == one
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

    private func row(_ group: [Obligation]) -> Section.Row? {
        guard let obligation = group.first else { return nil }
        var fields: [Section.Field] = []
        if let deadline = deadline(obligation) { fields.append(field(.deadline, deadline)) }
        if !obligation.verb.isProhibition, obligation.status != .discharged, !isOfService {
            fields.append(field(.execution, wording.execution(obligation.execution)))
        }
        if obligation.modality != .required { fields.append(field(.modality, wording.modality(obligation.modality))) }
        if obligation.status != .due { fields.append(field(.standing, wording.status(obligation.status))) }
        let what = Set(group.flatMap(\.what)).sorted()
        if !what.isEmpty { fields.append(field(.matter, wording.and(what.map(wording.matter)))) }
        if let keeping = keeping(obligation) { fields.append(field(.keeping, keeping)) }
        fields.append(field(.rules, ids(Set(group.flatMap(\.rules)).sorted())))
        var notes: [String] = []
        for note in group.flatMap(self.notes) where !notes.contains(note) { notes.append(note) }
        let title =
            isOfService
            ? wording.standingTask(obligation.verb, obligation.recipient)
            : wording.task(obligation.verb, obligation.recipient)
        return Section.Row(title: title, fields: fields, notes: notes)
    }

    /// For how long, from the event that starts the time.
    private func keeping(_ obligation: Obligation) -> String? {
        func words(_ term: KeepingTerm) -> String { wording.keeping(term, from: obligation.clock) }
        if let time = obligation.keepFor, time == obligation.atMost { return words(.exactly(wording.duration(time))) }
        let parts =
            [
                obligation.keepFor.map { words(.atLeast(wording.duration($0))) },
                obligation.atMost.map { words(.atMost(wording.duration($0))) },
            ].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    /// By when, with the reckoning; and that the time of the event is not on record, where that is so.
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
        for duty in asked(obligation) where isSame(duty, as: obligation) {
            guard let note = duty.note else { continue }
            let sentence = text(note).withStop
            if !notes.contains(sentence) { notes.append(sentence) }
        }
        return notes
    }

    /// An obligation can be the earliest of several: what one duty says of its own time is not true of another's.
    private func isSame(_ duty: Duty, as obligation: Obligation) -> Bool {
        guard duty.urgency == obligation.urgency, duty.limit == obligation.limit, duty.modality <= obligation.modality
        else { return false }
        // Only a duty with a condition of its own can wait for a fact.
        if obligation.status == .possible, duty.when == nil { return false }
        return duty.what == obligation.what || !Set(duty.what).isDisjoint(with: obligation.what)
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
        let asking = asked(obligation).filter { $0.when != nil }
        let same = asking.filter { isSame($0, as: obligation) }
        for condition in (same.isEmpty ? asking : same).compactMap(\.when) {
            let clause = conditions.clause(condition)
            if !clauses.contains(clause) { clauses.append(clause) }
        }
        return clauses.isEmpty ? .onlyIfUnknown : .onlyIf(wording.any(clauses))
    }
}

extension Verb {
    /// It asks that something be left undone.
    var isProhibition: Bool { self == .doNotNotify || self == .doNotReportTo || self == .doNotProcess }

    /// It tells or destroys, which a recorded hold forbids.
    var isStayedByHold: Bool {
        isIrrevocable && self != .accountAction || self == .warnUser || self == .supportReferral
    }
}

extension ClockEvent {
    /// Somebody does it or it arrives, so that a reader must be told when its time is not on record.
    var isDeed: Bool {
        switch self {
        case .humanConfirmedAt, .validRequestAt, .orderReceivedAt, .reportSubmittedAt, .restrictionImposedAt: true
        case .detectedAt, .actualKnowledgeAt, .periodEnd, .firstExposureAt, .systemPlacedOnMarketAt: false
        }
    }
}
