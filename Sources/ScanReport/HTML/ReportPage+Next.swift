// SPDX-License-Identifier: Apache-2.0

import Screening

/// What to do next, and the words that were used.
extension ReportPage {
    var nextSteps: Section {
        var steps: [HTML] = []
        func step(_ message: Message, count: Int? = nil, _ line: String? = nil) {
            var html = words.html(message, count: count)
            if let line { html.append(command(line)) }
            steps.append(html)
        }
        if found > 0 || ledger[.unknown] > 0 { step(.stepDoNotOpen) }
        if ledger[.held] > 0 { step(.stepHeld, count: ledger[.held]) }
        // The command names the places, so it is shown only where names are.
        if run.wasStopped { step(.stepResume, names == .full ? commands.resume : nil) }
        if ledger[.unknown] > 0 { step(.stepRetry, count: ledger[.unknown], commands.retry) }
        if run.lists.contains(where: { !$0.takesPart }) || run.lists.isEmpty { step(.stepLists, commands.lists) }
        if let verify = commands.verify { step(.stepVerify, verify) }
        if found == 0, !run.wasStopped { step(.stepAgain) }
        return Section(
            "next", short: words.say(.nextTitle), heading: words.say(.nextTitle),
            .tag("ol", ["class": "steps"]) {
                for step in steps { HTML.tag("li") { step } }
            })
    }

    var glossary: Section {
        let entries: [(Message, Message)] = [
            (.wordMatch, .wordMatchMeans), (.wordDistance, .wordDistanceMeans), (.wordView, .wordViewMeans),
            (.wordSecond, .wordSecondMeans), (.wordUnknown, .wordUnknownMeans), (.wordKnownGood, .wordKnownGoodMeans),
        ]
        return Section(
            "words", short: words.say(.wordsTitle), heading: words.say(.wordsTitle),
            .tag("dl", ["class": "words"]) {
                for (word, meaning) in entries {
                    HTML.tag("div") {
                        HTML.tag("dt") { words.say(word) }
                        HTML.tag("dd") { words.say(meaning) }
                    }
                }
            })
    }
}
