// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import PolicyWords
import Screening

/// What follows by law and policy: a ledger of actions that adds up, what must be done by when, and what that rests on.
extension ReportPage {
    var policy: Section? {
        let tally = ledger.policy
        guard let policy = run.policy, !tally.isEmpty else { return nil }
        let rules = RuleTitles(policy.rules, terms: PolicyTerms(.english))
        return Section(
            "follows", short: words.say(.navFollows), count: tally.listedCount, heading: words.say(.followsTitle),
            amount: words.say(.files, count: ledger.media),
            .joined([
                .tag("p", ["class": "note"]) { words.say(.followsNote, ["law": law(policy)]) },
                actions(tally),
                categories(tally, rules),
                duties(tally, rules),
                actedOn(tally, rules),
                ruleList(
                    .followsUnsigned, tally.unsigned.map { ($0.key, $0.value, nil) }, note: .followsUnsignedNote, rules),
                ruleList(
                    .followsNearly,
                    tally.nearly.filter { !$0.value.reason.isOrdinary }.map {
                        ($0.key, $0.value.items, $0.value.reason)
                    },
                    note: .followsNearlyNote, rules),
                .tag("p", ["class": "note"]) {
                    words.html(.followsDigest, ["digest": code(.text(String(policy.rules.digest.prefix(16)) + "…"))])
                },
            ]))
    }

    private func law(_ policy: ScanPolicy) -> String {
        let terms = PolicyTerms(.english)
        let chosen = policy.jurisdictions.isEmpty ? policy.rules.chosenJurisdictions : policy.jurisdictions
        let places = chosen.map(terms.jurisdiction).joined(separator: ", ")
        let platforms = policy.platforms.union(policy.rules.chosenPlatforms).sorted().joined(separator: ", ")
        let law = places.isEmpty ? words.say(.followsByNexus) : words.say(.followsByChoice, ["places": places])
        return platforms.isEmpty ? law : law + " " + words.say(.followsPlatforms, ["platforms": platforms])
    }

    private func actions(_ tally: PolicyTally) -> HTML {
        .tag("table", ["class": "ledger"]) {
            HTML.tag("caption", ["class": "hide"]) { words.say(.followsCaption) }
            HTML.tag("tbody") {
                for row in PolicyTally.Row.allCases where tally[row] > 0 || row == .allow {
                    HTML.tag("tr", ["class": row == .allow ? "quiet" : "loud"]) {
                        HTML.tag("td", ["class": "count num"]) { number(tally[row]) }
                        HTML.tag("td", ["class": "sign"]) { row.mark.icon }
                        HTML.tag("th", ["scope": "row"]) {
                            HTML.tag("b") { words.say(row.title) }
                            HTML.tag("span") { words.say(row.why) }
                        }
                        HTML.tag("td")
                    }
                }
            }
            HTML.tag("tfoot") { allMedia }
        }
    }

    private func categories(_ tally: PolicyTally, _ rules: RuleTitles) -> HTML {
        .joined([
            .tag("h3") { words.say(.followsCategories) },
            .tag("table", ["class": "data"]) {
                HTML.tag("thead") {
                    HTML.tag("tr") {
                        HTML.tag("th", ["scope": "col"]) { words.say(.columnCategory) }
                        HTML.tag("th", ["scope": "col", "class": "num"]) { words.say(.columnFiles) }
                    }
                }
                HTML.tag("tbody") {
                    for (category, count) in tally.categories.sorted(by: { $0.key < $1.key }) {
                        categoryRow(rules.terms.category(category), category.rawValue, count)
                    }
                    if tally.withoutCategory > 0 {
                        categoryRow(words.say(.noCategory), nil, tally.withoutCategory)
                    }
                }
            },
        ])
    }

    private func categoryRow(_ name: String, _ word: String?, _ count: Int) -> HTML {
        .tag("tr") {
            HTML.tag("th", ["scope": "row"]) {
                if word == nil { tag(.unknown, words.say(.tagUnknown)) }
                HTML.text((word == nil ? " " : "") + capitalised(name))
                word.map { word in sub(code(.text(word))) }
            }
            HTML.tag("td", ["class": "num"]) { number(count) }
        }
    }

    private func tag(_ mark: Mark, _ text: String) -> HTML {
        .tag("span", ["class": "tag unknown"]) {
            mark.icon
            text
        }
    }

    private func duties(_ tally: PolicyTally, _ rules: RuleTitles) -> HTML {
        let duties = tally.duties.filter { $0.obligation.status != .discharged }
        guard !duties.isEmpty else { return HTML() }
        return .joined([
            .tag("h3") { words.say(.followsDuties) },
            .tag("p", ["class": "note"]) { words.say(.followsDutiesNote) },
            .tag("table", ["class": "data stack"]) {
                HTML.tag("caption", ["class": "hide"]) { words.say(.followsDuties) }
                HTML.tag("thead") {
                    HTML.tag("tr") {
                        for column in [Message.columnDo, .columnBy, .columnWho, .columnRule] {
                            HTML.tag("th", ["scope": "col"]) { words.say(column) }
                        }
                        HTML.tag("th", ["scope": "col", "class": "num"]) { words.say(.columnFiles) }
                    }
                }
                HTML.tag("tbody") { for duty in duties { dutyRow(duty, rules) } }
            },
        ])
    }

    private func dutyRow(_ duty: PolicyTally.Duty, _ rules: RuleTitles) -> HTML {
        let obligation = duty.obligation
        let terms = rules.terms
        let isPossible = obligation.status == .possible
        return .tag("tr") {
            HTML.tag("th", ["scope": "row", "data-is": words.say(.columnDo)]) {
                HTML.tag("div") {
                    HTML.tag("b") { capitalised(terms.verb(obligation.verb)) }
                    obligation.recipient.map { recipient in
                        sub(words.say(.dutyTo, ["recipient": terms.recipient(recipient)]))
                    }
                    if !obligation.what.isEmpty { sub(obligation.what.map(terms.matter).joined(separator: ", ")) }
                    if isPossible {
                        HTML.text(" ")
                        tag(.unknown, words.say(.tagPossible))
                    }
                    if obligation.status == .deferred { sub(terms.status(obligation.status)) }
                    if obligation.modality != .required { sub(terms.modality(obligation.modality)) }
                }
            }
            cell(.columnBy, time(duty, terms))
            cell(.columnWho, .text(capitalised(terms.execution(obligation.execution))))
            cell(.columnRule, rules.html(obligation.rule))
            cell(.columnFiles, class: "num", .text(number(duty.items)))
        }
    }

    private func time(_ duty: PolicyTally.Duty, _ terms: PolicyTerms) -> HTML {
        guard let earliest = duty.earliest else {
            let text = terms.deadline(of: duty.obligation)
            return .text(text.isEmpty ? "–" : text)
        }
        return .joined([
            .tag("time", ["datetime": earliest.description]) { terms.moment(earliest) },
            duty.items > 1 ? sub(words.say(.dutyEarliest)) : HTML(),
        ])
    }

    private func actedOn(_ tally: PolicyTally, _ rules: RuleTitles) -> HTML {
        guard tally.listedCount > 0 else { return HTML() }
        return .joined([
            .tag("h3") { words.say(.followsFiles) },
            cut(listed: tally.listed.count, of: tally.listedCount) ?? HTML(),
            .tag("details", tally.listedCount <= 40 ? ["open": ""] : [:]) {
                HTML.tag("summary") { words.say(.followsShow, count: tally.listed.count) }
                HTML.tag("ul") {
                    for record in tally.listed.sorted(by: Self.isGraver) {
                        HTML.tag("li") {
                            name(of: record)
                            HTML.tag("p", ["class": "why"]) { summary(record.decision, rules.terms) }
                        }
                    }
                }
            },
        ])
    }

    private static func isGraver(_ left: ScanRecord, _ right: ScanRecord) -> Bool {
        if left.decision.action != right.decision.action { return left.decision.action > right.decision.action }
        return left.path < right.path
    }

    private func summary(_ decision: ScanRecord.Decision, _ terms: PolicyTerms) -> String {
        var parts = [capitalised(terms.action(decision.action))]
        if let category = decision.policy?.category { parts.append(terms.category(category)) }
        if let time = decision.policy?.earliestDeadline {
            parts.append(words.say(.firstDue, ["time": terms.moment(time)]))
        }
        return parts.joined(separator: " · ")
    }

    private func ruleList(
        _ title: Message, _ entries: [(id: String, items: Int, reason: NearMiss.Reason?)], note: Message,
        _ rules: RuleTitles
    ) -> HTML {
        guard !entries.isEmpty else { return HTML() }
        return .tag("details") {
            HTML.tag("summary") { HTML.tag("b") { words.say(title, count: entries.count) } }
            HTML.tag("p", ["class": "note"]) { words.say(note) }
            HTML.tag("ul") {
                for entry in entries.sorted(by: { $0.id < $1.id }) {
                    HTML.tag("li") {
                        rules.html(entry.id)
                        HTML.tag("p", ["class": "why"]) {
                            let reason = entry.reason.map { rules.text($0, words) + " · " } ?? ""
                            HTML.text(reason + words.say(.files, count: entry.items))
                        }
                    }
                }
            }
        }
    }

    private func capitalised(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }
}

/// Rules as a report names them.
private struct RuleTitles {
    let terms: PolicyTerms
    private let titles: [String: (title: String, citation: String)]

    init(_ rules: RuleSet, terms: PolicyTerms) {
        self.terms = terms
        var titles: [String: (String, String)] = [:]
        for rule in rules.packs.flatMap(\.rules) { titles[rule.id] = (rule.title.en, rule.citation) }
        self.titles = titles
    }

    func html(_ id: String) -> HTML {
        guard let (title, citation) = titles[id] else { return .tag("code") { VisibleText(id).html } }
        return .joined([
            .tag("span") { VisibleText(title, longest: 200).html },
            .tag("span", ["class": "sub"]) {
                HTML.joined([
                    VisibleText(citation, longest: 200).html, .text(" · "), .tag("code") { VisibleText(id).html },
                ])
            },
        ])
    }

    func text(_ reason: NearMiss.Reason, _ words: Catalogue) -> String {
        switch reason {
        case .notYetInForce(let time): words.say(.nearFuture, ["date": terms.moment(time)])
        case .expired(let time): words.say(.nearExpired, ["date": terms.moment(time)])
        case .grace(let time): words.say(.nearGrace, ["date": terms.moment(time)])
        case .notLaw(let status): terms.status(status)
        case .unknown(let facts): words.say(.nearUnknown, ["facts": facts.map(terms.fact).joined(separator: "; ")])
        case .failed(let condition): words.say(.nearFailed, ["condition": VisibleText(condition, longest: 300).line])
        }
    }
}

extension PolicyTally.Row {
    fileprivate var mark: Mark {
        switch self {
        case .block: .found
        case .review: .held
        case .undetermined: .unknown
        case .restrict, .label, .allow: .plain
        }
    }

    fileprivate var title: Message {
        switch self {
        case .block: .actionBlock
        case .review: .actionReview
        case .undetermined: .actionUndetermined
        case .restrict: .actionRestrict
        case .label: .actionLabel
        case .allow: .actionAllow
        }
    }

    fileprivate var why: Message {
        switch self {
        case .block: .actionBlockWhy
        case .review: .actionReviewWhy
        case .undetermined: .actionUndeterminedWhy
        case .restrict: .actionRestrictWhy
        case .label: .actionLabelWhy
        case .allow: .actionAllowWhy
        }
    }
}

extension NearMiss.Reason {
    /// One condition does not hold, for example because nobody asked: true of most rules and most files, and no question to
    /// anybody. The results file has them.
    fileprivate var isOrdinary: Bool {
        if case .failed = self { return true }
        return false
    }
}
