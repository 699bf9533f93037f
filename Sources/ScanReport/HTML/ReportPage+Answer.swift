// SPDX-License-Identifier: Apache-2.0

import Foundation
import Screening

/// The answer: one headline, a few sentences, and the ledger.
extension ReportPage {
    var answer: Section {
        let headline = Headline(run: run, ledger: ledger, words: words)
        let title = HTML.tag("h1", ["id": "h-answer"]) { headline.html }
        return Section(
            "answer", short: words.say(.navAnswer), title: title,
            .joined([
                insecureWarning,
                .tag("p", ["class": "lede"]) { HTML.joined(lede(namesUnused: !headline.namesUnusedList), by: " ") },
                ledgerTable,
            ]))
    }

    private var insecureWarning: HTML {
        guard run.isInsecure else { return HTML() }
        return .tag("div", ["class": "warning", "role": "note"]) {
            Mark.unknown.icon
            HTML.tag("p") {
                HTML.tag("b") { words.say(.warning) }
                " "
                words.say(.insecureDecoder)
            }
        }
    }

    private func lede(namesUnused: Bool) -> [HTML] {
        var sentences: [HTML] = []
        let used = run.lists.filter(\.takesPart)
        let listed = used.filter { !$0.isKnownGood }
        if let where_ = whereSentence { sentences.append(where_) }
        if !listed.isEmpty, ledger.media > 0 {
            let entries = listed.reduce(0) { $0 + $1.entries }
            let places: [String: HTML] = ["entries": .text(words.say(.entries, count: entries))]
            sentences.append(words.html(.ledeLists, count: listed.count, places))
        }
        if ledger.media > 0 { sentences.append(words.html(.ledeLead)) }
        if ledger.media > 0, ledger[.none] > 0 || found == 0 { sentences.append(words.html(.ledeNoClearance)) }
        for list in run.lists where namesUnused && !list.takesPart {
            sentences.append(
                words.html(
                    .listUnused,
                    [
                        "list": VisibleText(list.name).html,
                        "because": VisibleText(list.unusedBecause ?? words.say(.listEmpty)).html,
                    ]))
        }
        for list in used {
            if let days = run.staleDays(of: list) {
                sentences.append(words.html(.listStale, count: days, ["list": VisibleText(list.name).html]))
            }
        }
        return sentences
    }

    private var whereSentence: HTML? {
        guard let first = run.places.first else { return nil }
        let others = run.places.count - 1
        if names == .hidden { return words.html(.ledePlacesHidden, count: run.places.count) }
        let shown = names == .full ? first : ItemPath(bytes: first.parts.name)
        let place = code(HTML.tag("bdi") { VisibleText(shown.bytes).html })
        return others == 0
            ? words.html(.ledePlace, ["place": place]) : words.html(.ledePlaces, count: others, ["place": place])
    }

    private var ledgerTable: HTML {
        let entries = run.lists.filter { $0.takesPart && !$0.isKnownGood }.reduce(0) { $0 + $1.entries }
        let isCompared = entries > 0
        var plain = [
            words.say(
                isCompared ? .ledgerNoneWhy : .ledgerNotComparedWhy, count: entries,
                ["radius": number(run.radius), "views": number(run.settings.views)])
        ]
        if isCompared, ledger.tooPlain > 0 { plain.append(words.say(.ledgerTooPlain, count: ledger.tooPlain)) }

        return .tag("table", ["class": "ledger"]) {
            HTML.tag("caption", ["class": "hide"]) { words.say(.ledgerCaption) }
            HTML.tag("tbody") {
                row(
                    .found, ledger[.match], .ledgerMatch, words.say(.ledgerMatchWhy),
                    see: ledger.matched.isEmpty ? nil : "matched")
                row(
                    .held, ledger[.held], .ledgerHeld, words.say(.ledgerHeldWhy),
                    see: ledger.held.isEmpty ? nil : "held")
                row(
                    .unknown, ledger[.unknown], .ledgerUnknown, words.say(.ledgerUnknownWhy),
                    see: ledger.unknown.isEmpty ? nil : "unscanned")
                // Without a list, "no match" would be a lie; what is not known is hatched.
                row(
                    isCompared ? .plain : .unknown, ledger[.none], isCompared ? .ledgerNone : .ledgerNotCompared,
                    plain.joined(separator: " "), see: nil, isQuiet: isCompared)
                if ledger[.cleared] > 0 {
                    row(
                        .cleared, ledger[.cleared], .ledgerCleared, words.say(.ledgerClearedWhy),
                        see: ledger.cleared.isEmpty ? nil : "cleared", isQuiet: true)
                }
            }
            HTML.tag("tfoot") {
                allMedia
                aside(ledger[.other], .ledgerOther)
                aside(ledger.linksNotFollowed, .ledgerLinks)
                aside(ledger.specialFiles, .ledgerSpecial)
                notReached
            }
        }
    }

    /// The sum under a ledger.
    var allMedia: HTML {
        .tag("tr") {
            HTML.tag("td", ["class": "count num"]) { number(ledger.media) }
            HTML.tag("td")
            HTML.tag("th", ["scope": "row"]) { HTML.tag("b") { words.say(.ledgerMedia) } }
            HTML.tag("td")
        }
    }

    /// What a stopped scan never came to is unknown too, and stands here so that nobody takes it for scanned.
    private var notReached: HTML {
        guard run.wasStopped else { return HTML() }
        let missing = run.filesFound.map { max(0, $0 - ledger.media - ledger[.other]) }
        return .tag("tr", ["class": "aside"]) {
            HTML.tag("td", ["class": "count num"]) { missing.map(number) ?? "?" }
            HTML.tag("td", ["class": "sign"]) { Mark.unknown.icon }
            HTML.tag("th", ["scope": "row"]) {
                missing.map { words.say(.ledgerNotReached, count: $0) } ?? words.say(.ledgerNotReachedUncounted)
            }
            HTML.tag("td")
        }
    }

    private func row(
        _ mark: Mark, _ count: Int, _ title: Message, _ why: String, see target: String?, isQuiet: Bool = false
    ) -> HTML {
        .tag("tr", ["class": isQuiet || count == 0 ? "quiet" : "loud"]) {
            HTML.tag("td", ["class": "count num"]) { number(count) }
            HTML.tag("td", ["class": "sign"]) { mark.icon }
            HTML.tag("th", ["scope": "row"]) {
                HTML.tag("b") { words.say(title) }
                HTML.tag("span") { why }
            }
            HTML.tag("td", ["class": "go"]) {
                target.map { id in HTML.tag("a", ["href": "#" + id]) { words.say(.seeThem, count: count) } }
            }
        }
    }

    private func aside(_ count: Int, _ message: Message) -> HTML {
        guard count > 0 else { return HTML() }
        return .tag("tr", ["class": "aside"]) {
            HTML.tag("td", ["class": "count num"]) { number(count) }
            HTML.tag("td")
            HTML.tag("th", ["scope": "row"]) { words.say(message, count: count) }
            HTML.tag("td")
        }
    }
}

extension ScanRun {
    /// The operator switched the decoder's confinement off.
    var isInsecure: Bool { decoder.hasPrefix("INSECURE") }

    /// Days since a list that took part last changed, when that is more than a month.
    func staleDays(of list: List) -> Int? {
        let days = Int(min(ended.timeIntervalSince(list.changed) / 86_400, 1_000_000))
        return days > 30 ? days : nil
    }
}
