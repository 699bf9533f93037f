// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import Policy
import PolicyWords
public import Screening

/// What stands before and after the table: what is going to be scanned, the ledger, and the next commands.
public enum TerminalSummary {
    /// What opens a scan, for standard error: usually one line.
    public static func opening(run: ScanRun, terminal: Terminal) -> String {
        let words = Catalogue.english
        let lists = run.lists.filter { $0.takesPart && !$0.isKnownGood }
        let places =
            run.places.count == 1
            ? VisibleText(run.places.first?.bytes ?? []).line : words.say(.openingPlaces, count: run.places.count)
        let entries = words.say(.entries, count: lists.reduce(0) { $0 + $1.entries })
        let line =
            lists.isEmpty
            ? words.say(.openingNoLists, ["places": places])
            : words.say(
                .openingLists, count: lists.count,
                ["places": places, "entries": entries, "radius": words.figures.number(run.radius)])
        return TextWidth.wrapped(line, terminal.width).map { TerminalStyle.dim.apply($0, terminal) + "\n" }.joined()
    }

    /// The account of a finished or stopped scan: empty-case sentence, ledger, warnings, and the next steps.
    ///
    /// - Parameters:
    ///   - run: What was done.
    ///   - ledger: Its account.
    ///   - terminal: Where the text goes.
    ///   - reportName: Name of the HTML report, when one was written.
    ///   - commands: The next steps on offer; by default what ``NextCommands/init(for:)`` knows.
    public static func render(
        run: ScanRun, ledger: ScanLedger, terminal: Terminal, reportName: String? = nil, commands: NextCommands? = nil
    ) -> String {
        let summary = Summary(
            run: run, ledger: ledger, terminal: terminal, reportName: reportName,
            commands: commands ?? NextCommands(for: run), words: .english)
        return summary.paragraphs.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") + "\n" }.joined(
            separator: "\n")
    }
}

private struct Summary {
    let run: ScanRun
    let ledger: ScanLedger
    let terminal: Terminal
    let reportName: String?
    let commands: NextCommands
    let words: Catalogue

    var number: (Int) -> String { words.figures.number }
    var found: Int { ledger[.match] + ledger[.held] }
    var listsCompared: Int { run.lists.count { $0.takesPart && !$0.isKnownGood } }
    var isCompared: Bool { listsCompared > 0 }

    var paragraphs: [[String]] {
        [warnings, answer, account, policy, [took] + nextSteps]
    }

    private var warnings: [String] {
        var warnings: [String] = []
        if run.isInsecure { warnings.append(words.say(.sumInsecure)) }
        for list in run.lists where !list.takesPart {
            let because = VisibleText(list.unusedBecause ?? words.say(.listEmpty)).line
            warnings.append(words.say(.sumUnused, ["list": VisibleText(list.name).line, "because": because]))
        }
        let label = words.say(.labelWarning)
        return warnings.flatMap { warning in
            hanging(TerminalStyle.unknown.apply(label, terminal), labelWidth: TextWidth.columns(label), warning)
        }
    }

    /// What a person reads when there is no table above: that nothing was found is never said without what was searched.
    private var answer: [String] {
        var sentences: [String] = []
        if run.wasStopped {
            let seen = ledger.media + ledger[.other]
            sentences.append(
                run.filesFound.map { words.say(.stoppedAt, count: $0, ["done": number(seen)]) }
                    ?? words.say(.stoppedEarlyAt, count: seen))
        }
        if found == 0 {
            if ledger.media == 0, !run.wasStopped {
                let places = run.places.count == 1 ? VisibleText(run.places[0].bytes).line : nil
                sentences.append(
                    words.say(
                        .emptyNothing,
                        ["places": places ?? words.say(.openingPlaces, count: run.places.count)]))
            } else if !isCompared {
                sentences.append(words.say(.emptyNotCompared))
            } else if ledger[.none] > 0 {
                sentences.append(words.say(.emptyNoMatch, count: ledger[.none]))
                sentences.append(words.say(.emptyNotHarmless, count: listsCompared))
            }
            // Near an entry is not "no match", although nobody need look at it.
            if ledger[.cleared] > 0 { sentences.append(words.say(.headlineCleared, count: ledger[.cleared])) }
            if ledger[.unknown] > 0 { sentences.append(words.say(.emptyUnknown, count: ledger[.unknown])) }
        }
        return sentences.isEmpty ? [] : TextWidth.wrapped(sentences.joined(separator: " "), terminal.width)
    }

    private var account: [String] {
        var rows: [(count: String, text: String, style: TerminalStyle?)] = []
        func row(_ count: Int, _ message: Message, _ style: TerminalStyle?) {
            rows.append((number(count), words.say(message, count: count), count > 0 ? style : nil))
        }
        row(ledger[.match], .sumMatch, .match)
        row(ledger[.held], .sumHeld, .held)
        row(ledger[.unknown], .sumUnknown, .unknown)
        row(ledger[.none], isCompared ? .sumNone : .sumNotCompared, isCompared ? nil : .unknown)
        if isCompared, ledger.tooPlain > 0 { rows.append(("", words.say(.sumTooPlain, count: ledger.tooPlain), .dim)) }
        if ledger[.cleared] > 0 { row(ledger[.cleared], .sumCleared, nil) }

        let total = number(ledger.media)
        let width = max(6, (rows.map(\.count) + [total]).map(TextWidth.columns).max() ?? 0)
        var lines = rows.flatMap { row in
            hanging(
                row.style.map { $0.apply(TextWidth.rightAligned(row.count, in: width), terminal) }
                    ?? TextWidth.rightAligned(row.count, in: width),
                labelWidth: width, row.text, gap: 2)
        }
        lines.append(String(repeating: "=", count: width))
        lines += hanging(
            TerminalStyle.bold.apply(TextWidth.rightAligned(total, in: width), terminal), labelWidth: width,
            words.say(.sumMedia, count: ledger.media), gap: 2)
        let blank = String(repeating: " ", count: width)
        if ledger[.other] > 0 {
            lines += hanging(blank, labelWidth: width, words.say(.sumOther, count: ledger[.other]), gap: 2)
        }
        for (count, message) in [(ledger.linksNotFollowed, Message.sumLinks), (ledger.specialFiles, .sumSpecial)]
        where count > 0 {
            lines += hanging(blank, labelWidth: width, words.say(message, count: count), gap: 2)
        }
        lines += origin.flatMap { hanging(blank, labelWidth: width, $0, gap: 2) }
        if run.wasStopped {
            let missing = run.filesFound.map { max(0, $0 - ledger.media - ledger[.other]) }
            let text = missing.map { words.say(.sumNotReached, count: $0) } ?? words.say(.sumNotReachedUncounted)
            lines += hanging(blank, labelWidth: width, text, gap: 2)
        }
        return lines
    }

    /// What files say of how they were made: beside the account, for it is no match and decides none.
    private var origin: [String] {
        let tally = ledger.provenance
        let speaking = tally[.aiSignedTrusted] + tally[.aiSignedOther] + tally[.aiWatermark] + tally[.aiDeclared]
        var lines: [String] = []
        if speaking > 0 {
            lines.append(words.say(.sumOriginAI, count: speaking, ["signed": number(tally[.aiSignedTrusted])]))
        }
        if tally[.credentialsFailed] > 0 {
            lines.append(words.say(.sumOriginFailed, count: tally[.credentialsFailed]))
        }
        return lines
    }

    /// What follows by law and policy, in two or three lines.
    private var policy: [String] {
        let tally = ledger.policy
        guard run.policy != nil, !tally.isEmpty else { return [] }
        var lines = [
            words.say(
                .sumPolicy,
                [
                    "block": number(tally[.block]), "review": number(tally[.review] + tally[.undetermined]),
                    "restrict": number(tally[.restrict]), "label": number(tally[.label]),
                    "allow": number(tally[.allow]),
                ])
        ]
        let due = tally.duties.filter { $0.obligation.status == .due }
        let dated = due.compactMap { duty in duty.earliest.map { (duty: duty, time: $0) } }
        if let (first, time) = dated.min(by: { $0.time < $1.time }) {
            lines.append(
                words.say(
                    .sumDeadline,
                    [
                        "time": String(time.description.prefix(16)).replacing("T", with: " "),
                        "duty": PolicyTerms(.english).verb(first.obligation.verb), "rule": first.obligation.rule,
                    ]))
        }
        let name = VisibleText(run.resultsName ?? "RESULTS").line
        lines.append(words.say(.sumNoAdvice, ["command": "tutela policy explain --results \(name)"]))
        return lines.flatMap { TextWidth.wrapped($0, terminal.width) }
    }

    private var took: String {
        let seconds = run.ended.timeIntervalSince(run.started)
        let files = max(0, ledger.media + ledger[.other] - run.resumedRecords)
        let text = words.say(
            .sumTook,
            [
                "size": words.figures.size(ledger.byteCount), "duration": words.figures.duration(seconds),
                "rate": words.figures.rate(seconds > 0 ? Double(files) / seconds : 0),
            ])
        return TerminalStyle.dim.apply(text, terminal)
    }

    private var nextSteps: [String] {
        var steps: [(label: String, value: String, note: String)] = []
        if let reportName { steps.append((words.say(.labelReport), VisibleText(reportName).line, "")) }
        if let results = run.resultsName { steps.append((words.say(.labelResults), VisibleText(results).line, "")) }
        if run.wasStopped, let resume = commands.resume { steps.append((words.say(.labelResume), resume, "")) }
        if ledger[.unknown] > 0, let retry = commands.retry {
            steps.append((words.say(.labelRetry), retry, words.say(.retryNote, count: ledger[.unknown])))
        }
        if run.lists.contains(where: { !$0.takesPart }) || run.lists.isEmpty, let lists = commands.lists {
            steps.append((words.say(.labelLists), lists, ""))
        }
        let width = steps.map { TextWidth.columns($0.label) }.max() ?? 0
        // Commands are never wrapped or shortened: they are there to be copied.
        return steps.map { step in
            let note = step.note.isEmpty ? "" : "   " + TerminalStyle.dim.apply(step.note, terminal)
            return TextWidth.padded(step.label, to: width) + "  " + step.value + note
        }
    }

    private func hanging(_ label: String, labelWidth: Int, _ text: String, gap: Int = 1) -> [String] {
        let lines = TextWidth.wrapped(text, max(10, terminal.width - labelWidth - gap))
        let space = String(repeating: " ", count: gap)
        let indent = String(repeating: " ", count: labelWidth + gap)
        return lines.enumerated().map { index, line in index == 0 ? label + space + line : indent + line }
    }
}
