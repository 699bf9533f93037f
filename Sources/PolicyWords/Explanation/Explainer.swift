// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

/// One decision and everything that its sentences need.
struct Explainer {
    let decision: Decision
    let rules: RuleSet
    let wording: any Wording
    let facts: FactWords
    let conditions: ConditionWords
    /// The decision is about the standing duties of a service, and no item is meant.
    let isOfService: Bool
    private let language: Language

    init(_ decision: Decision, rules: RuleSet, language: Language, isOfService: Bool = false) {
        self.decision = decision
        self.isOfService = isOfService
        self.rules = rules
        self.language = language
        wording = language.wording
        facts = FactWords(wording)
        conditions = ConditionWords(wording, rules: rules)
    }

    /// One part; `nil` when it has nothing to say.
    func section(_ topic: Section.Topic) -> Section? {
        let (paragraphs, rows) =
            switch topic {
            case .decision: (whatWasDecided, visibilityRows)
            case .reasons: (reasons, [])
            case .duties: duties
            case .permissions: permissions
            case .prohibitions: prohibitions
            case .fired: fired
            case .nearly: ([], nearlyRows)
            case .unknown: unknowns
            case .summary: ([summary], [])
            case .unsigned: unsigned
            case .facts: factRows
            case .foot: ([foot], [])
            }
        guard !paragraphs.isEmpty || !rows.isEmpty else { return nil }
        let heading = isOfService && topic == .duties ? wording.standingHeading : wording.heading(topic)
        return Section(topic: topic, heading: heading, paragraphs: paragraphs, rows: rows)
    }

    private var whatWasDecided: [String] {
        var paragraphs = [wording.say(.action(decision.action))]
        if decision.jurisdictions.isEmpty {
            paragraphs.append(wording.say(.lawByNexus))
        } else {
            paragraphs.append(wording.say(.lawNamed(wording.and(decision.jurisdictions.map(wording.place)))))
        }
        if !decision.platforms.isEmpty {
            paragraphs.append(wording.say(.platforms(wording.and(decision.platforms.map(\.visible.capitalizedFirst)))))
        }
        if decision.ruleSet != rules.digest {
            paragraphs.append(wording.say(.otherRuleSet(Self.short(decision.ruleSet))))
        }
        if !decision.visibility.isEmpty { paragraphs.append(wording.say(.askedFor)) }
        return paragraphs
    }

    private var visibilityRows: [Section.Row] {
        decision.visibility.map { visibility in
            Section.Row(
                title: wording.measure(visibility.measure).capitalizedFirst,
                fields: [
                    field(.territory, wording.and(visibility.territories.map(wording.place))),
                    field(.rules, ids(visibility.rules)),
                ], notes: [])
        }
    }

    private var reasons: [String] {
        var paragraphs: [String] = []
        func list(_ categories: [Category]) -> String {
            categories.map(wording.category).joined(separator: "; ")
        }
        let raised = decision.categories.filter { $0 != .benign }
        if !raised.isEmpty {
            paragraphs.append(wording.say(.surely(list(raised))))
        } else if decision.categories.isEmpty {
            paragraphs.append(wording.say(.surelyNothing))
        } else if !decision.grounds.contains(.nothingRaised) {
            // That ground says the same, and more.
            paragraphs.append(wording.say(.nothingSeen))
        }
        paragraphs += unlawfulness
        if isUnscanned { paragraphs.append(wording.say(.unscanned)) }
        if !decision.possible.isEmpty { paragraphs.append(wording.say(.possibly(list(decision.possible)))) }
        for ground in decision.grounds {
            if case .released(let id) = ground {
                let title = rules.release(id).map { text($0.title) } ?? id.visible
                paragraphs.append(wording.say(.released(title.withoutStop)))
            } else if ground == .nothingRaised, decision.categories.contains(where: { $0 != .benign }) {
                paragraphs.append(wording.say(.nothingAsked))
            } else {
                paragraphs.append(wording.say(.ground(ground)))
            }
        }
        return paragraphs
    }

    /// A scan that failed found nothing, which is no finding. Who saw the whole item knows what it shows all the same.
    private var isUnscanned: Bool {
        decision.facts[.scanFailed] != .flag(false) && decision.facts[.reviewViewedWhole] != .flag(true)
    }

    private var summary: String {
        wording.say(
            .summary(
                applied: decision.rules.count, nearly: decision.nearly.count, unsigned: decision.unsigned.count))
    }

    private var foot: String {
        wording.say(.foot(digest: Self.short(decision.ruleSet), at: wording.exactMoment(decision.at)))
    }

    /// The beginning of a digest, enough to tell two sets apart by eye.
    static func short(_ digest: String) -> String { String(digest.visible.prefix(12)) }
}

extension Explainer {
    func field(_ label: Label, _ text: String) -> Section.Field {
        Section.Field(label: wording.label(label), text: text)
    }

    /// Ids of rules, of which a long list shows the beginning.
    func ids(_ ids: [String], atMost limit: Int = 8) -> String {
        let shown = ids.prefix(limit).map(\.visible).joined(separator: ", ")
        return ids.count > limit ? shown + " " + wording.more(ids.count - limit) : shown
    }

    /// A text of a pack in the language; English, and said to be, where the pack has no other.
    func text(_ text: LocalText) -> String {
        let own: String? =
            switch language {
            case .english: text.en
            case .korean: text.ko
            case .spanish: text.es
            }
        return own?.visible ?? wording.inEnglish(text.en.visible)
    }

    /// A rule's title; its id where the set at hand lacks it.
    func title(ofRule id: String) -> String { rules.rule(id).map { text($0.title) } ?? id.visible }

    /// Why something is deferred or need not be done, from the decision's own word for it.
    func cause(_ word: String, of obligation: Obligation) -> Cause {
        switch word {
        case FactName.reportSentTo.rawValue: return .alreadyReported
        case FactName.legalHold.rawValue: return .legalHold
        case FactName.authorityNondisclosureUntil.rawValue: return .nondisclosure
        default: break
        }
        if let equivalence = rules.packs.lazy.flatMap(\.equivalences).first(where: { $0.id == word }) {
            return .equivalence(
                reported: wording.recipient(equivalence.whenReportedTo),
                discharged: wording.recipient(equivalence.discharges), citation: equivalence.citation.visible)
        }
        let title = title(ofRule: word).withoutStop
        let forbids =
            rules.rule(word)?.obligations.contains {
                $0.verb == .doNotReportTo && $0.recipient == obligation.recipient
            } ?? false
        return obligation.verb == .reportTo && forbids
            ? .forbidden(title, id: word.visible) : .rule(title, id: word.visible)
    }
}
