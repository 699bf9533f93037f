// SPDX-License-Identifier: Apache-2.0

import Screening

/// What matched: how close, and every listed file with the reason.
extension ReportPage {
    var matches: Section? {
        guard found > 0 else { return nil }
        let isWhole = ledger.matched.count + ledger.held.count == found
        let amount =
            isWhole && findings.pictureCount < found
            ? words.say(
                .filesAndPictures, count: found, ["pictures": words.say(.pictures, count: findings.pictureCount)])
            : words.say(.files, count: found)
        return Section(
            "matches", short: words.say(.navMatches), count: found, heading: words.say(.matchesTitle), amount: amount,
            .joined([
                .tag("p", ["class": "note"]) { words.say(.matchesNote) },
                DistanceStrip(page: self)?.html ?? HTML(),
                table(
                    findings.matched, count: ledger[.match], listed: ledger.matched.count, id: "matched", mark: .found,
                    title: .matchedTitle, caption: .matchedCaption, why: .columnSecond),
                table(
                    findings.held, count: ledger[.held], listed: ledger.held.count, id: "held", mark: .held,
                    title: .heldTitle, caption: .heldCaption, why: .columnHeld),
            ]))
    }

    private func table(
        _ groups: [[Findings.Finding]], count: Int, listed: Int, id: String, mark: Mark, title: Message,
        caption: Message,
        why: Message
    ) -> HTML {
        guard count > 0 else { return HTML() }
        let table = HTML.tag("table", ["class": "data stack matches"]) {
            HTML.tag("caption", ["class": "hide"]) { words.say(caption) }
            HTML.tag("colgroup") {
                for column in ["c-no", "c-file", "c-list", "c-near", "c-why"] { HTML.void("col", ["class": column]) }
            }
            HTML.tag("thead") {
                HTML.tag("tr") {
                    HTML.tag("th", ["scope": "col", "class": "num"]) { words.say(.columnNumber) }
                    for column in [.columnFile, .columnList, .columnDistance, why] {
                        HTML.tag("th", ["scope": "col"]) { words.say(column) }
                    }
                }
            }
            // One group is one picture; rows inside it stand closer together.
            for group in groups {
                HTML.tag("tbody") {
                    for finding in group { row(finding, mark: mark, why: why) }
                }
            }
        }
        return .joined([
            .tag("h3", ["id": id]) { words.say(title, count: count) },
            cut(listed: listed, of: count) ?? HTML(),
            listed > 0 ? table : HTML(),
        ])
    }

    private func row(_ finding: Findings.Finding, mark: Mark, why: Message) -> HTML {
        let record = finding.record
        return .tag("tr") {
            HTML.tag("th", ["scope": "row", "class": "id num"]) { HTML.tag("b") { number(finding.number) } }
            cell(
                .columnFile, class: "file",
                .joined([
                    name(of: record),
                    finding.alike.isEmpty ? HTML() : sub(alike(finding.alike)),
                    record.isPartial ? sub(words.say(.damaged)) : HTML(),
                    origin(of: record),
                ]))
            cell(.columnList, record.closestMatch.map { entry($0, of: record) } ?? HTML())
            cell(.columnDistanceShort, record.closestMatch.map { distance($0, of: record, mark: mark) } ?? HTML())
            cell(
                why,
                HTML.joined(record.decision.because.prefix(6).map { reason in .tag("p") { VisibleText(reason).html } }))
        }
    }

    /// "probably the same picture as 2, 3, 6": all of a few, the first of many.
    private func alike(_ numbers: [Int]) -> String {
        let shown = numbers.prefix(6).map(number).joined(separator: ", ")
        let more = numbers.count - 6
        return more > 0
            ? words.say(.alikeMany, count: more, ["numbers": shown]) : words.say(.alike, ["numbers": shown])
    }

    private func entry(_ match: ScanRecord.Match, of record: ScanRecord) -> HTML {
        let others = record.matches.count { !$0.isKnownGood && ($0.bank, $0.entry) != (match.bank, match.entry) }
        return .joined([
            .tag("bdi") { VisibleText(match.bank, longest: 80).html },
            sub(code(.tag("bdi", ["dir": "ltr"]) { VisibleText(match.entry, longest: 80).html })),
            match.category.map { category in sub(.tag("bdi") { VisibleText(category, longest: 80).html }) } ?? HTML(),
            others > 0 ? sub(words.say(.moreEntries, count: others)) : HTML(),
        ])
    }

    private func distance(_ match: ScanRecord.Match, of record: ScanRecord, mark: Mark) -> HTML {
        let share =
            Double(min(match.distance, DistanceStrip.end(of: self))) / Double(max(1, DistanceStrip.end(of: self)))
        let middle = DistanceStrip.percent(5 + share * 90)
        return .joined([
            .tag("span", ["class": "near"]) {
                HTML.tag("svg", ["aria-hidden": "true", "class": "rail"]) {
                    HTML.tag("line", ["x1": "5%", "x2": "95%", "y1": "7", "y2": "7"])
                    HTML.tag("svg", ["x": middle, "y": "7", "overflow": "visible"]) { mark.bead }
                }
                HTML.tag("b", ["class": "num"]) { number(match.distance) }
            },
            sub(words.words(for: match)),
            record.frameCount > 1 && match.kind == .pdq
                ? sub(words.say(.frame, count: record.frameCount, ["frame": number(match.frame + 1)])) : HTML(),
        ])
    }
}
