// SPDX-License-Identifier: Apache-2.0

import Screening

/// The answer in one or two sentences. Whatever is not known stands in it, beside what is.
struct Headline {
    private struct Sentence {
        let message: Message
        var count: Int?
        var places: [String: String] = [:]
    }

    private let sentences: [Sentence]
    private let words: Catalogue
    /// The one list that took no part is named here, so that nothing else needs to.
    let namesUnusedList: Bool

    var text: String {
        sentences.map { words.say($0.message, count: $0.count, $0.places) }.joined(separator: " ")
    }

    /// The same, where a name in it does not break over two lines.
    var html: HTML {
        HTML.joined(
            sentences.map { sentence in
                let places = sentence.places.mapValues { place in
                    place.count > 30 ? HTML.text(place) : HTML.tag("span", ["class": "nb"]) { place }
                }
                return words.html(sentence.message, count: sentence.count, places)
            }, by: " ")
    }

    init(run: ScanRun, ledger: ScanLedger, words: Catalogue) {
        var sentences: [Sentence] = []
        func say(_ message: Message, count: Int? = nil, _ places: [String: String] = [:]) {
            sentences.append(Sentence(message: message, count: count, places: places))
        }
        let found = ledger[.match] + ledger[.held]
        let unknown = ledger[.unknown]
        let cleared = ledger[.cleared]
        let scanned = ledger.media - unknown
        let compared = run.lists.contains { $0.takesPart && !$0.isKnownGood }

        if run.wasStopped {
            let seen = ledger.media + ledger[.other]
            if let total = run.filesFound {
                say(.headlineStopped, count: total, ["done": words.figures.number(seen)])
            } else {
                say(.headlineStoppedEarly, count: seen)
            }
            if found > 0 {
                say(.headlineSoFar, count: found)
            } else if compared {
                say(.headlineNoneSoFar)
            }
            if unknown > 0 { say(.headlineUnknownOthers, count: unknown) }
            if cleared > 0, found == 0 { say(.headlineCleared, count: cleared) }
        } else if ledger.media == 0, found == 0 {
            say(.headlineNothingToScan, count: max(1, run.places.count))
        } else if found > 0 {
            say(.headlineMatches, count: found)
            if unknown > 0 { say(.headlineUnknownOthers, count: unknown) }
        } else if scanned == 0 {
            say(.headlineAllUnknown)
            say(.headlineUnknown, count: unknown)
        } else {
            // A cleared file is near an entry: it is never among those of which "no match" is said.
            if cleared > 0 { say(.headlineCleared, count: cleared) }
            if compared, ledger[.none] > 0 {
                say(cleared > 0 ? .headlineNoneOther : unknown > 0 ? .headlineNoneButUnknown : .headlineNone)
            }
            if unknown > 0 { say(.headlineUnknown, count: unknown) }
        }

        let unused = run.lists.filter { !$0.takesPart }
        if !compared, found == 0 {
            say(.headlineNothingCompared)
        } else if unused.count == 1, let list = unused.first {
            say(
                .headlineListUnused,
                [
                    "list": VisibleText(list.name).line,
                    "because": VisibleText(list.unusedBecause ?? words.say(.listEmpty)).line,
                ])
        } else if unused.count > 1 {
            say(.headlineListsUnused, count: unused.count)
        }
        self.sentences = sentences
        self.words = words
        namesUnusedList = sentences.contains { $0.message == .headlineListUnused }
    }
}

extension ScanRun.List {
    /// Whether anything could match this list at all.
    var takesPart: Bool { unusedBecause == nil && entries > 0 }
}
