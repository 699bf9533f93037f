// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Policy

/// A suite of tests of a policy: facts in, decision out. A lawyer can write it.
public struct PolicyTest: Sendable {
    /// Path of the file.
    public var file: String
    /// What it is about.
    public var title: String
    /// Its cases.
    public var cases: [Case]

    /// One case.
    public struct Case: Sendable {
        /// What it shows, in a sentence.
        public var name: String
        /// Line of the file, from 1.
        public var line: Int
        /// Ids of the rules, categories, releases and equivalences that it is about.
        public var cites: [String]
        /// The event time.
        public var at: UTCTime
        /// Whose law binds; empty: by nexus.
        public var jurisdictions: [Jurisdiction]
        /// Platforms whose rules apply.
        public var platforms: Set<String>
        /// What is known: the suite's context and the case's own facts, which win.
        public var facts: FactSet
        /// What must follow.
        public var expectation: Expectation
    }

    /// What must follow. What is `nil` or empty is not asked.
    public struct Expectation: Sendable {
        /// The gravest sure category; `.some(nil)`: none is sure.
        public var category: Category??
        /// All sure categories, in any order.
        public var categories: Set<Category>?
        /// Categories that are possible; others may be, too. An empty list: none is.
        public var possible: [Category]?
        /// What a program does.
        public var action: Action?
        /// Rules that fire; others may, too.
        public var fires: [String] = []
        /// Rules that do not fire.
        public var doesNotFire: [String] = []
        /// Rules that nearly fire.
        public var nearly: [String] = []
        /// Rules that fire unsigned.
        public var unsigned: [String] = []
        /// Obligations that are there.
        public var obligations: [ExpectedObligation] = []
        /// Obligations that are not there.
        public var absentObligations: [ExpectedObligation] = []
        /// Processing that is denied.
        public var processingDenied: [Matter] = []
        /// Whether the duties of the service are asked for instead of an item's decision.
        public var isService = false
    }

    /// What an obligation must look like. Keys that are not given agree with everything.
    public struct ExpectedObligation: Sendable, Hashable {
        /// What to do.
        public var verb: Verb?
        /// For or to whom.
        public var recipient: Recipient?
        /// How soon, in a word.
        public var urgency: Urgency?
        /// How soon, as a time.
        public var limit: CalendarDuration?
        /// What starts the time.
        public var clock: ClockEvent?
        /// The moment that must not pass; `.some(nil)`: none is set.
        public var deadline: UTCTime??
        /// One of its rules.
        public var rule: String?
        /// Where it stands.
        public var status: Obligation.Status?
        /// Who sets it going.
        public var execution: Obligation.Execution?
        /// Until when it is deferred.
        public var until: UTCTime?
        /// Whether the uploader is told in neutral words.
        public var isNeutral: Bool?
        /// For how long at least.
        public var keepFor: CalendarDuration?
        /// For how long at most.
        public var atMost: CalendarDuration?
        /// What is kept, destroyed or processed: these, and maybe more.
        public var what: [Matter] = []
        /// How binding it is.
        public var modality: Duty.Modality?
        /// A word for the program that carries it out.
        public var format: String?
        /// What discharged or deferred it.
        public var by: String?
    }
}
