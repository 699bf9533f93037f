// SPDX-License-Identifier: Apache-2.0

/// One line about a running scan, for standard error.
public enum ProgressLine {
    /// How far a scan has come.
    public struct State: Sendable, Equatable {
        /// Files that have their record.
        public var done: Int
        /// Files that the walk has found so far.
        public var found: Int
        /// The walk has seen the whole tree, so that `found` is final.
        public var isWalkEnded: Bool
        /// Files a second, measured over the last while by the caller, who has the clock; 0 when it is not known.
        public var rate: Double
        /// Seconds since this run began.
        public var elapsed: Double
        /// Files whose record an earlier run made: they say nothing about the speed of this one.
        public var resumed: Int
        /// Matched and held files.
        public var matches: Int
        /// Files that could not be scanned.
        public var unknown: Int

        /// Makes the state of a scan at one moment.
        public init(
            done: Int, found: Int, isWalkEnded: Bool, rate: Double, elapsed: Double, matches: Int, unknown: Int,
            resumed: Int = 0
        ) {
            self.done = done
            self.found = found
            self.isWalkEnded = isWalkEnded
            self.rate = rate
            self.elapsed = elapsed
            self.resumed = resumed
            self.matches = matches
            self.unknown = unknown
        }
    }

    /// The line without anything that moves a cursor, shorter than the terminal is wide:
    /// `9,412 of 12,847   73 %   37/s   1 min 33 s left   10 matches   17 not scanned`.
    ///
    /// On narrow terminals the rate goes first, then the time, then the per cent; the counts stay.
    public static func render(_ state: State, terminal: Terminal) -> String {
        let room = terminal.width - 1
        var facts = facts(state)
        while let least = facts.filter({ $0.priority > 0 }).min(by: { $0.priority < $1.priority }), width(facts) > room
        {
            facts.removeAll { $0.priority == least.priority }
        }
        return TextWidth.head(facts.map(\.text).joined(separator: "   "), room)
    }

    /// The same, drawn over the line that stood there before.
    public static func redraw(_ state: State, terminal: Terminal) -> String {
        "\r" + TerminalStyle.dim.apply(render(state, terminal: terminal), terminal) + "\u{1B}[K"
    }

    /// Removes the line, before something else is written.
    public static let clear = "\r\u{1B}[K"

    /// A sentence on a line of its own, for logs and for screen readers.
    public static func plain(_ state: State) -> String {
        let words = Catalogue.english
        return words.say(.progressPlain, ["facts": facts(state).map(\.text).joined(separator: ", ")])
    }

    /// Remaining seconds below which they are not counted down.
    private static let leastLeft: Double = 10

    /// Whether this run has gone on for long enough that its speed says something about the rest.
    private static func isMeasured(_ state: State) -> Bool {
        state.elapsed >= 2 && state.done - state.resumed >= 20
    }

    private struct Fact {
        let text: String
        /// 0 stays; of the others the lowest goes first.
        let priority: Int
    }

    private static func width(_ facts: [Fact]) -> Int {
        facts.reduce(0) { $0 + TextWidth.columns($1.text) } + 3 * max(0, facts.count - 1)
    }

    private static func facts(_ state: State) -> [Fact] {
        let words = Catalogue.english
        let places = ["done": words.figures.number(state.done)]
        let found = max(state.found, state.done)
        var facts = [
            Fact(text: words.say(state.isWalkEnded ? .progressOf : .progressFound, count: found, places), priority: 0)
        ]
        let isMoving = state.rate.isFinite && state.rate > 0
        if state.isWalkEnded, found > 0 {
            // Rounded down: 100 % is said when it is true.
            let percent = Int(Double(state.done) / Double(found) * 100)
            facts.append(Fact(text: words.say(.progressPercent, ["percent": String(percent)]), priority: 3))
        }
        if isMoving {
            let rate =
                state.rate < 9.95 ? words.figures.rate(state.rate) : words.figures.number(Int(min(state.rate, 1e9)))
            facts.append(Fact(text: words.say(.progressRate, ["rate": rate]), priority: 1))
        }
        if state.isWalkEnded, isMoving, isMeasured(state), state.done < found {
            let seconds = (Double(found - state.done) / state.rate).rounded(.up)
            let left = words.figures.duration(max(leastLeft, seconds))
            let message: Message = seconds < leastLeft ? .progressLeftLittle : .progressLeft
            facts.append(Fact(text: words.say(message, ["duration": left]), priority: 2))
        }
        facts.append(Fact(text: words.say(.progressMatches, count: state.matches), priority: 0))
        facts.append(Fact(text: words.say(.progressUnknown, count: state.unknown), priority: 0))
        return facts
    }
}
