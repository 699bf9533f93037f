// SPDX-License-Identifier: Apache-2.0

public import CivilTime

extension RuleSet {
    /// Decides about one item. Pure: the same arguments give the same decision, everywhere and always.
    ///
    /// - Parameters:
    ///   - facts: what is known of it and its circumstances; what operators' packs say always holds is added.
    ///   - at: the event time. Rules are those of this moment.
    ///   - jurisdictions: whose law binds; empty: what operators' packs say, else by nexus, where an unknown tie counts.
    ///   - platforms: whose rules apply besides those that operators' packs choose.
    public func decide(
        _ facts: FactSet, at: UTCTime, jurisdictions: [Jurisdiction] = [], platforms: Set<String> = []
    ) -> Decision {
        let asked = jurisdictions.isEmpty ? chosenJurisdictions : Set(jurisdictions).sorted()
        let all = context.names.isEmpty ? facts : context.adding(facts)
        var evaluation = Evaluation(
            set: self, facts: all, at: at, asked: asked,
            platforms: chosenPlatforms.isEmpty ? platforms : platforms.union(chosenPlatforms))
        return evaluation.decision()
    }

    /// The standing duties of a service: rules that are about the service and not about an item.
    ///
    /// - Parameters:
    ///   - facts: what is known of the service.
    ///   - at: the day.
    ///   - jurisdictions: whose law binds; empty: what operators' packs say, else by nexus.
    public func standingDuties(_ facts: FactSet, at: UTCTime, jurisdictions: [Jurisdiction] = []) -> Decision {
        let asked = jurisdictions.isEmpty ? chosenJurisdictions : Set(jurisdictions).sorted()
        let all = context.names.isEmpty ? facts : context.adding(facts)
        var evaluation = Evaluation(
            set: self, facts: all, at: at, asked: asked, platforms: chosenPlatforms, concern: .service)
        return evaluation.decision()
    }
}

/// One run from facts to a decision.
struct Evaluation {
    let set: RuleSet
    let facts: FactSet
    let at: UTCTime
    let asked: [Jurisdiction]
    let platforms: Set<String>
    var concern = Rule.Concern.item

    /// A rule that fired, with what is sure about it.
    struct Firing {
        var rule: CompiledRule
        var isProvisional: Bool
        var isWithoutSanction: Bool
        /// A lawyer had signed it at the time of the event.
        var isSigned: Bool
    }

    private(set) var snapshot: Snapshot
    private(set) var sure = CategorySet()
    private(set) var possible = CategorySet()
    private(set) var release: String?
    /// What was sure and possible before a release.
    private var raised = (CategorySet(), CategorySet())
    private(set) var firings: [Firing] = []
    private(set) var nearly: [NearMiss] = []
    /// The strictest measure of rules that may hold, at most ``Measure/withhold``.
    private(set) var possibleMeasure: Measure?
    /// A rule that may hold asks to preserve something.
    private(set) var mayHaveToKeep = false
    private var reach: Reach

    init(
        set: RuleSet, facts: FactSet, at: UTCTime, asked: [Jurisdiction], platforms: Set<String>,
        concern: Rule.Concern = .item
    ) {
        self.set = set
        self.facts = facts
        self.at = at
        self.asked = asked
        self.platforms = platforms
        self.concern = concern
        snapshot = Snapshot(facts, signals: set.signals.count)
        reach = Reach(set.jurisdictions, asked: asked)
    }

    mutating func decision() -> Decision {
        classify()
        if release == nil {
            for rule in set.rules where rule.rule.concerns == concern { consider(rule) }
        } else {
            findWhatOutlivesTheRelease()
        }
        return Composition(self).decision()
    }

    /// A release lets an item be seen. What is owed already because it was reported, somebody asked, or a hold runs is owed
    /// still: a report is kept, and who asked is answered.
    private mutating func findWhatOutlivesTheRelease() {
        let sent = snapshot[.reportSentTo]
        let asked = snapshot[.requestKind]
        let isOwed =
            !sent.isKnown || sent.bits != 0 || !asked.isKnown || asked.bits != 1
            || snapshot.truth(.legalHold) == .yes
        guard isOwed else { return }
        let released = (sure, possible)
        (sure, possible) = raised
        for rule in set.rules where rule.rule.concerns == concern { consider(rule) }
        (sure, possible) = released
        nearly = []
        firings.removeAll { firing in !firing.rule.duties.contains(where: \.duty.verb.outlivesRelease) }
    }

    /// Signals, categories, releases.
    private mutating func classify() {
        for signal in set.signals { snapshot.set(signal.cell, set.program.truth(at: signal.start, snapshot)) }
        for derivation in set.derivations {
            switch set.program.truth(at: derivation.start, snapshot) {
            case .yes: sure.insert(derivation.category)
            case .unknown: possible.insert(derivation.category)
            case .no: break
            }
        }
        possible.subtract(sure)
        release = set.releases.first { set.program.truth(at: $0.start, snapshot) == .yes }?.id
        if release != nil {
            raised = (sure, possible)
            // What a person or a known-good list let go is what they say it is.
            sure = CategorySet([.benign])
            possible = CategorySet()
        }
    }

    private static let onlyBenign = CategorySet([.benign])
    private static let every = CategorySet(Category.allCases)

    /// How far the kind of item is the rule's.
    private func truthOfCategory(_ rule: CompiledRule) -> Truth {
        if concern == .service { return .yes }
        guard let categories = rule.onlyFor else {
            if rule.kind == .house || rule.kind == .operator { return .yes }
            // Surely benign and yet possibly something else: nobody knows.
            if sure == Self.onlyBenign { return possible.isEmpty ? .no : .unknown }
            return .yes
        }
        // Who names them all speaks of every item, also of one that nobody could tell anything about.
        if categories == Self.every { return .yes }
        if categories.intersects(sure) { return .yes }
        return categories.intersects(possible) ? .unknown : .no
    }

    private mutating func consider(_ compiled: CompiledRule) {
        let rule = compiled.rule
        let kindOfItem = truthOfCategory(compiled)
        guard kindOfItem != .no else { return }
        if let platform = compiled.platform, !platforms.contains(platform) { return }
        let tie = reach.truth(compiled, snapshot)
        guard tie != .no else { return }
        var actor = Truth.yes
        if let actors = rule.actors {
            let cell = snapshot[.actorRoles]
            actor = cell.isKnown ? Truth(cell.bits & UInt64(actors) != 0) : .unknown
            guard actor != .no else { return }
        }
        let isAboutEverything = concern == .item && rule.categories == nil
        var holds = kindOfItem
        var failed: Int?
        for (index, start) in compiled.conjuncts.enumerated() {
            let truth = set.program.truth(at: start, snapshot)
            if truth == .no {
                // Far from firing, or a rule about everything, which is always one condition away: no need to say so.
                if failed != nil || kindOfItem != .yes || isAboutEverything { return }
                failed = index
            }
            holds = min(holds, truth)
        }
        if let failed {
            guard rule.status.canFire, isInForce(compiled) else { return }
            nearly.append(NearMiss(id: rule.id, reason: .failed(compiled.conjunctTexts[failed])))
            return
        }
        if let reason = untimely(compiled) {
            nearly.append(NearMiss(id: rule.id, reason: reason))
            return
        }
        var isProvisional = tie == .unknown || actor == .unknown
        var isWithoutSanction = false
        if let grace = rule.grace, at < grace.until {
            let spared = compiled.graceStart.map { set.program.truth(at: $0, snapshot) } ?? .yes
            switch (grace.relieves, spared) {
            case (_, .no): break
            case (.sanction, _): isWithoutSanction = true
            case (.duty, .yes):
                nearly.append(NearMiss(id: rule.id, reason: .grace(grace.until)))
                return
            case (.duty, .unknown): isProvisional = true
            }
        }
        if holds == .unknown {
            // What the item is, is the first question of every law: while it is open, nothing is owed yet.
            let isAboutThisItem = kindOfItem == .yes || compiled.kind == .house || compiled.kind == .operator
            guard rule.onUnknown == .include, isAboutThisItem else {
                protect(compiled)
                nearly.append(NearMiss(id: rule.id, reason: .unknown(missing(compiled, kindOfItem))))
                return
            }
            isProvisional = true
        }
        firings.append(
            Firing(
                rule: compiled, isProvisional: isProvisional, isWithoutSanction: isWithoutSanction,
                isSigned: rule.isSigned(at: at)))
    }

    private func isInForce(_ rule: CompiledRule) -> Bool {
        at.seconds >= rule.inForce && at.seconds < rule.expires
    }

    private func untimely(_ compiled: CompiledRule) -> NearMiss.Reason? {
        if !compiled.rule.status.canFire { return .notLaw(compiled.rule.status) }
        if at.seconds < compiled.inForce { return .notYetInForce(UTCTime(seconds: compiled.inForce)) }
        if at.seconds >= compiled.expires { return .expired(UTCTime(seconds: compiled.expires)) }
        return nil
    }

    /// A rule that may hold hides, at most until a person has decided, and stands in the way of destroying.
    private mutating func protect(_ compiled: CompiledRule) {
        for duty in compiled.duties where duty.measure != nil || duty.duty.verb == .preserve {
            if let start = duty.start, set.program.truth(at: start, snapshot) == .no { continue }
            if duty.duty.verb == .preserve { mayHaveToKeep = true }
            guard let measure = duty.measure else { continue }
            possibleMeasure = max(possibleMeasure ?? .label, min(measure, .withhold))
        }
    }

    /// Unknown facts that keep a rule from firing, by name.
    private func missing(_ compiled: CompiledRule, _ kindOfItem: Truth) -> [FactName] {
        var isMissing = Array(repeating: false, count: FactName.allCases.count)
        func look(_ names: Set<FactName>) {
            for name in names where !snapshot[name].isKnown { isMissing[name.index] = true }
        }
        look(compiled.facts)
        if kindOfItem == .unknown, let categories = compiled.onlyFor {
            for derivation in set.derivations
            where categories.contains(derivation.category) && possible.contains(derivation.category) {
                look(derivation.facts)
            }
        }
        return FactName.byName.filter { isMissing[$0.index] }
    }
}

/// Whether the law of a jurisdiction reaches an item. Each answer is worked out once a decision.
struct Reach {
    private let places: [Jurisdiction]
    private let asked: [Jurisdiction]
    /// For each place the answer of each tie, in the order of ``Nexus``, and of all of them.
    private var answers: [Truth?]

    private static let ties = Nexus.allCases.count

    init(_ places: [Jurisdiction], asked: [Jurisdiction]) {
        self.places = places
        self.asked = asked
        answers = Array(repeating: nil, count: places.count * (Self.ties + 1))
    }

    mutating func truth(_ rule: CompiledRule, _ snapshot: Snapshot) -> Truth {
        if rule.kind != .law { return .yes }
        return truth(rule.place, asked.isEmpty ? rule.rule.nexus : [], snapshot)
    }

    /// - Parameters:
    ///   - place: position of whose law.
    ///   - nexus: which ties count; empty: all.
    mutating func truth(_ place: Int, _ nexus: [Nexus], _ snapshot: Snapshot) -> Truth {
        let all = place * (Self.ties + 1) + Self.ties
        if nexus.isEmpty, let answer = answers[all] { return answer }
        let jurisdiction = places[place]
        var answer = Truth.no
        if asked.isEmpty {
            for tie in nexus.isEmpty ? Nexus.allCases : nexus { answer = max(answer, tied(tie, place, snapshot)) }
            // A tie to the country says nothing of the state.
            if answer == .yes, jurisdiction.isState { answer = .unknown }
        } else {
            for place in asked { answer = max(answer, Self.truth(jurisdiction, named: place)) }
        }
        if nexus.isEmpty { answers[all] = answer }
        return answer
    }

    private static func truth(_ jurisdiction: Jurisdiction, named place: Jurisdiction) -> Truth {
        if place == jurisdiction || place.country == jurisdiction { return .yes }
        if jurisdiction == .europeanUnion { return Truth(Country(place.country.code)?.isInEU == true) }
        return jurisdiction.country == place ? .unknown : .no
    }

    private mutating func tied(_ nexus: Nexus, _ place: Int, _ snapshot: Snapshot) -> Truth {
        let slot = place * (Self.ties + 1) + nexus.position
        if let answer = answers[slot] { return answer }
        let name = nexus.fact
        var answer = Truth.unknown
        if snapshot[name].isKnown {
            let jurisdiction = places[place]
            answer = Truth((snapshot.countries(name) ?? []).contains { jurisdiction.covers($0) })
        }
        answers[slot] = answer
        return answer
    }
}

extension Nexus {
    fileprivate var position: Int {
        switch self {
        case .establishment: 0
        case .market: 1
        case .uploader: 2
        case .subject: 3
        case .viewer: 4
        case .storage: 5
        }
    }

    /// The fact that says so.
    var fact: FactName {
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
