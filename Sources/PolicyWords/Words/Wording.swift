// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

/// One language's catalogue. Every word is a `switch` over the whole vocabulary, so that the compiler finds what is missing,
/// and every sentence is whole: none is glued together from parts that another language would put in another order.
protocol Wording: Sendable {
    // Short words.
    func category(_ category: Category) -> String
    func action(_ action: Action) -> String
    func measure(_ measure: Measure) -> String
    func ground(_ ground: Ground) -> String
    func verb(_ verb: Verb) -> String
    func recipient(_ recipient: Recipient) -> String
    func matter(_ matter: Matter) -> String
    func modality(_ modality: Duty.Modality) -> String
    func status(_ status: Obligation.Status) -> String
    func execution(_ execution: Obligation.Execution) -> String
    func ruleStatus(_ status: Rule.Status) -> String
    func role(_ role: FactRole) -> String
    func place(_ jurisdiction: Jurisdiction) -> String
    /// A country's name; `nil` when the catalogue has none.
    func country(_ code: String) -> String?

    // Time.
    func duration(_ duration: CalendarDuration) -> String
    /// A day.
    func date(_ date: CivilDate) -> String
    /// A day and a time.
    func moment(_ day: CivilDate, clock: String) -> String
    /// How soon, alone or from an event.
    func urgency(_ urgency: Urgency, from event: ClockEvent?) -> String
    /// A time from an event, or without one.
    func limit(_ duration: String, from event: ClockEvent?) -> String
    /// A word of haste and a time.
    func haste(_ urgency: Urgency, within limit: String) -> String
    /// A moment that must not pass.
    func by(_ moment: String) -> String
    /// How long something is kept, from an event or without one.
    func keeping(_ term: KeepingTerm, from event: ClockEvent?) -> String
    /// That the time of an event is not on record.
    func pending(_ event: ClockEvent) -> String

    // Facts and conditions.
    func fact(_ name: FactName) -> FactPhrases
    /// Values of a fact's list, in the order of the registry; empty for facts of other types.
    func values(of name: FactName) -> [String]
    /// The clauses for "none" or "absent" of a fact that has such a word first in its list.
    func absence(of name: FactName) -> ConditionPhrases?
    /// The clauses for "more than the first two words" of a fact whose first two are "none" and the ordinary case.
    func beyondOrdinary(_ name: FactName) -> ConditionPhrases?
    func signal(_ name: String) -> ConditionPhrases?
    func comparison(_ comparison: Comparator) -> String
    /// A number with the unit of a fact.
    func quantity(_ number: String, isOne: Bool, of name: FactName) -> String
    func isKnown(_ asked: String) -> String
    func isUnknown(_ asked: String) -> String
    /// A clause that is also taken to hold while nobody knows.
    func orUnknown(_ clause: String) -> String
    var always: String { get }
    var never: String { get }
    var yes: String { get }
    var no: String { get }
    var unknown: String { get }
    var nothing: String { get }
    var decimalSeparator: String { get }
    var groupSeparator: String { get }

    // Joining.
    func and(_ parts: [String]) -> String
    func or(_ parts: [String]) -> String
    /// Alternatives of which none holds.
    func nor(_ parts: [String]) -> String
    /// That a list goes on.
    func more(_ count: Int) -> String
    /// Conditions that must all hold.
    func all(_ clauses: [String]) -> String
    /// Conditions of which one must hold.
    func any(_ clauses: [String]) -> String
    /// A sentence that begins with these words.
    func sentence(_ words: String) -> String

    // Sentences.
    func heading(_ topic: Section.Topic) -> String
    func label(_ label: Label) -> String
    /// How sure a source is, from 0 to 1.
    func confidence(_ figure: String) -> String
    /// A rule's title and id, for a sentence.
    func rule(_ title: String, id: String) -> String
    /// A title that stands in English because its pack has no other.
    func inEnglish(_ title: String) -> String
    /// What to do and for whom, as the heading of a row.
    func task(_ verb: Verb, _ recipient: Recipient?) -> String
    /// The same for a standing duty of the service, where no item is meant.
    func standingTask(_ verb: Verb, _ recipient: Recipient?) -> String
    /// Above the standing duties of the service.
    var standingHeading: String { get }
    func say(_ sentence: Sentence) -> String
}

/// A fact in words.
struct FactPhrases: Sendable, Hashable {
    /// An indirect question: "whether a real person can be recognised".
    var asked: String
    /// A clause that says that it is so; where a fact has values they stand at `{values}`.
    var holds: String
    /// The clause that says that it is not so.
    var fails: String

    init(_ asked: String, _ holds: String, _ fails: String) {
        self.asked = asked
        self.holds = holds
        self.fails = fails
    }

    /// A number or a moment: the comparison itself turns round, and no other clause is needed.
    init(_ asked: String, _ holds: String) {
        self.init(asked, holds, "")
    }
}

/// A condition in words.
struct ConditionPhrases: Sendable, Hashable {
    var holds: String
    var fails: String

    init(_ holds: String, _ fails: String) {
        self.holds = holds
        self.fails = fails
    }
}

/// How long something is kept; the time is in words already.
enum KeepingTerm: Sendable, Hashable {
    case atLeast(String), atMost(String), exactly(String)
}

/// How a number or a moment compares with another, which is in words already.
enum Comparator: Sendable, Hashable {
    case less(String), atMost(String), greater(String), atLeast(String)
    case before(String), onOrAfter(String)
}

extension Wording {
    /// A day alone when it is a day's first second: how law states dates.
    func lawMoment(_ time: UTCTime) -> String {
        let (day, clock) = CivilDate.reading(time)
        guard let day else { return time.description }
        return time.seconds % 86_400 == 0 ? date(day) : moment(day, clock: clock)
    }

    /// A day and a time, also at midnight: how events and deadlines are stated.
    func exactMoment(_ time: UTCTime) -> String {
        let (day, clock) = CivilDate.reading(time)
        guard let day else { return time.description }
        return moment(day, clock: clock)
    }
}
