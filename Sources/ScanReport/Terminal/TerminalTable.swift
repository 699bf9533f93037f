// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy
public import Screening

/// What a person must look at, one line a file: word first, then value, then list, then path.
///
/// On a terminal the columns are aligned and fit its width: the reason goes first, then the entry, then the list; the word
/// and the path never. In a pipe every value stands whole, between tabs, without a header. File names are always escaped.
public enum TerminalTable {
    /// The files that matched, are held, or could not be scanned, in this order, closest first.
    ///
    /// - Parameters:
    ///   - run: What was done.
    ///   - ledger: Its account.
    ///   - terminal: Where the text goes.
    ///   - names: How much of the files' names is shown.
    ///   - perOutcome: Lines of each kind on a terminal; what is left out is counted. A pipe gets everything that the ledger
    ///     kept.
    /// - Returns: Lines, each with its line feed; empty when there is nothing to show.
    public static func render(
        run: ScanRun, ledger: ScanLedger, terminal: Terminal, names: NameDisclosure = .full, perOutcome: Int = 40
    ) -> String {
        let findings = Findings(ledger)
        let kinds: [(outcome: ScanRecord.Decision.Outcome, records: [ScanRecord])] = [
            (.match, findings.matched.joined().map(\.record)),
            (.held, findings.held.joined().map(\.record)),
            (.unknown, ledger.unknown.sorted { $0.path < $1.path }),
        ]
        guard terminal.isTerminal else {
            return kinds.flatMap(\.records).map { pipedLine($0, names: names) + "\n" }.joined()
        }
        let words = Catalogue.english
        let shown = kinds.map {
            $0.records.prefix(max(0, perOutcome)).map { Line($0, run: run, names: names, words: words) }
        }
        let layout = Layout(shown.flatMap(\.self), width: terminal.width)
        var text = ""
        for (kind, lines) in zip(kinds, shown) {
            for line in lines { text += layout.text(line, terminal) + "\n" }
            let more = ledger[kind.outcome] - lines.count
            if more > 0 {
                let places = ["state": words.say(kind.outcome.word), "name": VisibleText(run.resultsName ?? "").line]
                let note = words.say(run.resultsName == nil ? .moreLinesNoFile : .moreLines, count: more, places)
                text += TerminalStyle.dim.apply("  " + note, terminal) + "\n"
            }
        }
        return text
    }

    /// Any file as a line for programs, without the line feed: `state`, `distance`, `list`, `entry`, `status`, `reason`,
    /// `path`, between tabs; after a decision by rules also `action`, `category`, and the earliest `deadline`. The distance is `exact` for an equal digest and empty without a match. A cleared file shows the
    /// entry that it is near.
    public static func pipedLine(_ record: ScanRecord, names: NameDisclosure = .full) -> String {
        let match = [.match, .held, .cleared].contains(record.decision.outcome) ? record.closestMatch : nil
        return [
            record.decision.outcome.rawValue,
            match.map { $0.kind == .pdq ? String($0.distance) : "exact" } ?? "",
            ItemPath(match?.bank ?? "").display,
            ItemPath(match?.entry ?? "").display,
            record.status.rawValue,
            ItemPath(record.reason?.message ?? "").display,
            Line.path(record.path, names: names)?.display ?? "",
        ].joined(separator: "\t") + policyColumns(record)
    }

    private static func policyColumns(_ record: ScanRecord) -> String {
        guard let policy = record.decision.policy else { return "" }
        return "\t\(record.decision.action.rawValue)\t\(policy.category?.rawValue ?? "")\t"
            + (policy.earliestDeadline?.description ?? "")
    }

    /// One line before it is laid out.
    struct Line {
        let outcome: ScanRecord.Decision.Outcome
        let state: String
        let distance: String
        /// The list, or the status of what could not be scanned.
        let list: String
        let entry: String
        let path: String
        let note: String

        init(_ record: ScanRecord, run: ScanRun, names: NameDisclosure, words: Catalogue) {
            outcome = record.decision.outcome
            state = words.say(record.decision.outcome.word)
            let match = outcome == .unknown ? nil : record.closestMatch
            distance =
                match.map { $0.kind == .pdq ? words.figures.number($0.distance) : words.say(.distanceExact) }
                ?? words.say(.distanceNone)
            list =
                match.map { VisibleText($0.bank).line }
                ?? (record.status == .screened ? "in part" : record.status.rawValue)
            entry = match.map { VisibleText($0.entry).line } ?? ""
            let below = run.places.count == 1 ? run.places.first : nil
            path =
                Self.path(record.path.relative(to: below), names: names).map {
                    VisibleText($0.bytes, longest: 4096).line
                }
                ?? words.say(.nameLeftOut)
            let because =
                VisibleText(
                    (outcome == .unknown ? record.reason?.message : record.decision.because.first) ?? ""
                ).line
            note = record.decision.policy.map { Self.what($0, record.decision.action) + ": " + because } ?? because
        }

        /// "block, csam.real, by 2026-06-03 10:00".
        private static func what(_ decision: Policy.Decision, _ action: Policy.Action) -> String {
            let time = decision.earliestDeadline.map { "by " + $0.description.prefix(16).replacing("T", with: " ") }
            return [action.rawValue, decision.category?.rawValue, time].compactMap { $0 }.joined(separator: ", ")
        }

        static func path(_ path: ItemPath, names: NameDisclosure) -> ItemPath? {
            switch names {
            case .full: path
            case .short: ItemPath(bytes: path.parts.name)
            case .hidden: nil
            }
        }
    }

    /// Widths of the columns, shared by all lines so that the eye can run down them.
    struct Layout {
        let width: Int
        private(set) var state = 0
        private(set) var distance = 0
        private(set) var list = 0
        private(set) var entry = 0
        /// `list entry` for matches, or the status.
        private(set) var what = 0
        private(set) var path = 0
        private(set) var hasNote = true

        private static let gap = 2
        private static let leastPath = 24
        private static let mostList = 24

        init(_ lines: [Line], width: Int) {
            self.width = width
            func widest(_ part: (Line) -> String) -> Int { lines.map { TextWidth.columns(part($0)) }.max() ?? 0 }
            state = widest(\.state)
            distance = widest(\.distance)
            list = min(widest { $0.entry.isEmpty ? "" : $0.list }, Self.mostList)
            entry = min(widest(\.entry), Self.mostList)
            let status = widest { $0.entry.isEmpty ? $0.list : "" }
            let wanted = min(widest(\.path), Self.leastPath)
            func needed() -> Int { state + Self.gap + distance + Self.gap + (what > 0 ? what + Self.gap : 0) + wanted }
            what = max(entry > 0 ? list + 1 + entry : list, status)
            if needed() > width {
                entry = 0
                what = max(list, status)
            }
            if needed() > width {
                list = 0
                what = 0
            }
            let fixed = needed() - wanted
            path = min(widest(\.path), max(1, width - fixed))
            // The reason is worth its place only when the paths stay whole.
            hasNote = path == widest(\.path) && width - fixed - path - Self.gap >= 12
        }

        func text(_ line: Line, _ terminal: Terminal) -> String {
            let spaces = String(repeating: " ", count: Self.gap)
            var text = line.style.apply(TextWidth.padded(line.state, to: state), terminal) + spaces
            text += TextWidth.rightAligned(line.distance, in: distance) + spaces
            if what > 0 { text += TextWidth.padded(self.what(line), to: what) + spaces }
            let path = TextWidth.path(line.path, self.path)
            guard hasNote, !line.note.isEmpty else { return text + path }
            let used =
                width - (state + distance + 2 * Self.gap + (what > 0 ? what + Self.gap : 0) + self.path + Self.gap)
            let note = TextWidth.head(line.note, used)
            return text + TextWidth.padded(path, to: self.path) + spaces + TerminalStyle.dim.apply(note, terminal)
        }

        private func what(_ line: Line) -> String {
            guard !line.entry.isEmpty else { return TextWidth.head(line.list, what) }
            let list = TextWidth.head(line.list, self.list)
            return entry > 0 ? TextWidth.padded(list, to: self.list) + " " + TextWidth.head(line.entry, entry) : list
        }
    }
}

extension TerminalTable.Line {
    var style: TerminalStyle {
        switch outcome {
        case .match: .match
        case .held: .held
        case .unknown: .unknown
        default: .dim
        }
    }
}

extension ScanRecord.Decision.Outcome {
    var word: Message {
        switch self {
        case .match: .wordStateMatch
        case .held: .wordStateHeld
        case .unknown: .wordStateUnknown
        case .none: .wordStateNone
        case .cleared: .wordStateCleared
        case .other: .wordStateOther
        }
    }
}
