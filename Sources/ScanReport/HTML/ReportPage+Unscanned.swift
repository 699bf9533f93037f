// SPDX-License-Identifier: Apache-2.0

import Screening

/// What could not be scanned: counted by reason, then every listed file. Never folded by default.
extension ReportPage {
    var unscanned: Section? {
        let count = ledger[.unknown]
        guard count > 0 else { return nil }
        let statuses = ItemStatus.allCases
            .compactMap { status in ledger.unknownByStatus[status].map { (status, $0) } }
            .sorted { $0.1 > $1.1 }
        return Section(
            "unscanned", short: words.say(.navUnscanned), count: count, heading: words.say(.unscannedTitle),
            amount: words.say(.files, count: count),
            .joined([
                .tag("p", ["class": "note"]) { words.say(.unscannedNote) },
                bars(statuses, count: count),
                cut(listed: ledger.unknown.count, of: count) ?? HTML(),
                .joined(statuses.map { status, number in list(status, count: number) }),
            ]))
    }

    private func bars(_ statuses: [(ItemStatus, Int)], count: Int) -> HTML {
        let most = Double(max(1, statuses.map(\.1).max() ?? 1))
        return .tag("table", ["class": "bars"]) {
            HTML.tag("caption") { words.say(.unscannedBars, count: count) }
            HTML.tag("tbody") {
                for (status, number) in statuses {
                    HTML.tag("tr") {
                        HTML.tag("th", ["scope": "row"]) { words.say(status.message) }
                        HTML.tag("td", ["class": "num"]) { self.number(number) }
                        HTML.tag("td") {
                            HTML.tag("svg", ["aria-hidden": "true"]) {
                                HTML.tag(
                                    "rect",
                                    [
                                        "class": "f-unknown", "x": "1", "y": "1", "height": "15",
                                        "width": DistanceStrip.percent(max(1.5, Double(number) / most * 99)),
                                    ])
                            }
                        }
                    }
                }
            }
        }
    }

    private func list(_ status: ItemStatus, count: Int) -> HTML {
        let records = ledger.unknown.filter { $0.status == status }.sorted { $0.path < $1.path }
        guard !records.isEmpty else { return HTML() }
        return .tag("details", ["open": ""]) {
            HTML.tag("summary") {
                words.html(
                    .unscannedGroup, count: count,
                    [
                        "status": .tag("b") { words.say(status.message) },
                        "help": .tag("span", ["class": "why"]) { words.say(status.helpMessage) },
                    ])
            }
            HTML.tag("ul") {
                for record in records {
                    HTML.tag("li") {
                        name(of: record)
                        record.reason.map { reason in
                            HTML.joined([
                                .text(" "), .tag("span", ["class": "why"]) { VisibleText(reason.message).html },
                            ])
                        }
                    }
                }
            }
        }
    }

    /// Known-good files, quietly: they were near an entry and are cleared by their exact digest.
    var cleared: Section? {
        let count = ledger[.cleared]
        guard count > 0 else { return nil }
        return Section(
            "cleared", short: words.say(.navCleared), count: count, heading: words.say(.clearedTitle),
            amount: words.say(.files, count: count),
            .joined([
                .tag("p", ["class": "note"]) { words.say(.clearedNote) },
                cut(listed: ledger.cleared.count, of: count) ?? HTML(),
                .tag("details") {
                    HTML.tag("summary") { words.say(.clearedList, count: ledger.cleared.count) }
                    HTML.tag("ul") {
                        for record in ledger.cleared.sorted(by: { $0.path < $1.path }) {
                            HTML.tag("li") { name(of: record) }
                        }
                    }
                },
            ]))
    }
}

extension ItemStatus {
    /// What happened, for a person.
    var message: Message {
        switch self {
        case .screened: .statusScreened
        case .undecodable: .statusUndecodable
        case .overLimit: .statusOverLimit
        case .timeout: .statusTimeout
        case .crashed: .statusCrashed
        case .unreadable: .statusUnreadable
        case .unsupported: .statusUnsupported
        }
    }

    /// What it means, and what would help.
    var helpMessage: Message {
        switch self {
        case .screened: .helpScreened
        case .undecodable: .helpUndecodable
        case .overLimit: .helpOverLimit
        case .timeout: .helpTimeout
        case .crashed: .helpCrashed
        case .unreadable: .helpUnreadable
        case .unsupported: .helpUnsupported
        }
    }
}
