// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Policy

/// Short words for tables and reports: the vocabulary of decisions in one language. Sentences are made by ``Explanation``.
public struct PolicyTerms: Sendable {
    /// The language.
    public let language: Language
    private let wording: any Wording

    /// Chooses a language.
    ///
    /// - Parameter language: of the words.
    public init(_ language: Language) {
        self.language = language
        wording = language.wording
    }

    /// What an item is, as a noun.
    public func category(_ category: Category) -> String { wording.category(category) }
    /// What a program does with an item, in one or two words.
    public func action(_ action: Action) -> String { wording.action(action) }
    /// How the rules limit who may see an item.
    public func measure(_ measure: Measure) -> String { wording.measure(measure) }
    /// What an action rests on. Which release let an item go is not said here.
    public func ground(_ ground: Ground) -> String { wording.ground(ground) }
    /// What to do, without whom it concerns.
    public func verb(_ verb: Verb) -> String { wording.verb(verb) }
    /// Whom an obligation addresses.
    public func recipient(_ recipient: Recipient) -> String { wording.recipient(recipient) }
    /// What is kept, destroyed or processed.
    public func matter(_ matter: Matter) -> String { wording.matter(matter) }
    /// How binding an obligation is.
    public func modality(_ modality: Duty.Modality) -> String { wording.modality(modality) }
    /// Where an obligation stands.
    public func status(_ status: Obligation.Status) -> String { wording.status(status) }
    /// Who sets an obligation going.
    public func execution(_ execution: Obligation.Execution) -> String { wording.execution(execution) }
    /// Where a rule stands in its life.
    public func status(_ status: Rule.Status) -> String { wording.ruleStatus(status) }
    /// A jurisdiction's name; its code where the project has no name for it.
    public func jurisdiction(_ jurisdiction: Jurisdiction) -> String { wording.place(jurisdiction) }
    /// A fact as an indirect question: "whether the request has everything that the law asks of it".
    public func fact(_ name: FactName) -> String { wording.fact(name).asked }
    /// What a fact says.
    ///
    /// - Parameters:
    ///   - value: what a source says.
    ///   - name: of the fact; its words and unit are needed.
    public func value(_ value: FactValue, of name: FactName) -> String { FactWords(wording).value(value, of: name) }
    /// Who said so, as a kind of source.
    public func role(_ role: FactRole) -> String { wording.role(role) }
    /// A length of time.
    public func duration(_ duration: CalendarDuration) -> String { wording.duration(duration) }
    /// A day and a time, in UTC; of a day's first second only the day.
    public func moment(_ time: UTCTime) -> String { wording.lawMoment(time) }

    /// By when: the moment that must not pass, or how long from what, or how soon in a word; an empty text when the rules set
    /// no time.
    ///
    /// - Parameter obligation: whose time it is.
    public func deadline(of obligation: Obligation) -> String { DeadlineWords(wording).short(obligation) ?? "" }
}
