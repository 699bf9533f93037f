// SPDX-License-Identifier: Apache-2.0

public import CivilTime

/// One dated rule of law, of a platform, or of the house.
public struct Rule: Sendable, Hashable {
    /// Where a rule stands in its life.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        /// Its dates decide.
        case inForce = "in-force"
        /// Its dates decide; they lie ahead of the day on which the pack was compiled.
        case future
        /// Passed, but when it begins is not known. Does not fire.
        case enacted
        /// A bill. Does not fire.
        case pending
        /// Binds nobody; its obligations are recommended.
        case softLaw = "soft-law"
        /// One weak source says so. Fires, and is never signed.
        case unverified

        /// Whether the dates decide.
        public var canFire: Bool { self != .enacted && self != .pending }
    }

    /// What a rule is about.
    public enum Concern: String, Sendable, Hashable, CaseIterable {
        /// An item.
        case item
        /// The service as a whole: a standing duty, no part of an item's decision.
        case service
    }

    /// What happens while its condition is unknown.
    public enum OnUnknown: String, Sendable, Hashable, CaseIterable {
        /// It protects up to *review*, and says what is missing.
        case escalate
        /// It fires, and a person confirms each obligation.
        case include
    }

    /// A time in which a rule that is in force does not bite yet.
    public struct Grace: Sendable, Hashable {
        /// What grace spares.
        public enum Relief: String, Sendable, Hashable, CaseIterable {
            /// The duty itself.
            case duty
            /// Only the fine.
            case sanction
        }

        /// First moment without grace.
        public var until: UTCTime
        /// Whom it spares; `nil`: everybody.
        public var when: Condition?
        /// What it spares.
        public var relieves: Relief
        /// In words.
        public var note: String?

        /// Makes a grace period.
        ///
        /// - Parameters:
        ///   - until: first moment without grace.
        ///   - when: whom it spares; `nil`: everybody.
        ///   - relieves: what it spares.
        ///   - note: in words.
        public init(until: UTCTime, when: Condition? = nil, relieves: Relief, note: String? = nil) {
            self.until = until
            self.when = when
            self.relieves = relieves
            self.note = note
        }
    }

    /// Unique over all packs: `us.tida.removal`.
    public var id: String
    /// A short heading.
    public var title: LocalText
    /// Where it stands, as lawyers cite it.
    public var citation: String
    /// What it says, in plain English.
    public var says: String
    /// Where it stands in its life.
    public var status: Status = .inForce
    /// First moment at which it binds; `nil` only when it cannot fire.
    public var inForce: UTCTime?
    /// First moment at which it no longer binds.
    public var expires: UTCTime?
    /// Time in which it does not bite yet.
    public var grace: Grace?
    /// Whether it is about an item or the service.
    public var concerns: Concern = .item
    /// Which ties to the jurisdiction count; empty: all.
    public var nexus: [Nexus] = []
    /// What kinds of item it is about; `nil`: everything but benign items.
    public var categories: CategorySet?
    /// Whom it binds, bit *n* for position *n* of the words of `actor.roles`; `nil`: everybody.
    public var actors: UInt32?
    /// What else must hold.
    public var when: Condition?
    /// What happens while that is unknown.
    public var onUnknown: OnUnknown = .escalate
    /// What it asks for.
    public var obligations: [Duty] = []
    /// Where it was read.
    public var source: RuleSource
    /// How sure its authors are.
    public var confidence: Confidence
    /// Who signed it; `nil`: nobody.
    public var review: Review?

    /// Makes a rule without conditions and obligations.
    ///
    /// - Parameters:
    ///   - id: unique over all packs.
    ///   - title: a short heading.
    ///   - citation: where it stands, as lawyers cite it.
    ///   - says: what it says, in plain English.
    ///   - inForce: first moment at which it binds.
    ///   - source: where it was read.
    ///   - confidence: how sure its authors are.
    public init(
        id: String, title: LocalText, citation: String, says: String, inForce: UTCTime?, source: RuleSource,
        confidence: Confidence
    ) {
        self.id = id
        self.title = title
        self.citation = citation
        self.says = says
        self.inForce = inForce
        self.source = source
        self.confidence = confidence
    }

    /// Whether a lawyer signed it. What one weak source says cannot be signed. The house's own terms need no lawyer to hide
    /// something, but are not signed either.
    public var isSigned: Bool { review != nil && status != .unverified }

    /// Whether a lawyer had signed it by then. Nobody has signed yet what will be signed tomorrow.
    ///
    /// - Parameter time: of the event.
    public func isSigned(at time: UTCTime) -> Bool { isSigned && review.map { $0.on <= time } ?? false }
}

/// One thing that a rule asks for.
public struct Duty: Sendable, Hashable {
    /// How binding it is.
    public enum Modality: String, Sendable, Hashable, CaseIterable, Comparable {
        case required, recommended, permitted

        /// Whether one binds more than another.
        public static func < (left: Modality, right: Modality) -> Bool {
            left.rank < right.rank
        }

        private var rank: Int {
            switch self {
            case .required: 0
            case .recommended: 1
            case .permitted: 2
            }
        }
    }

    /// What to do.
    public var verb: Verb
    /// For or to whom.
    public var recipient: Recipient?
    /// What else must hold for this duty.
    public var when: Condition?
    /// How binding it is.
    public var modality: Modality = .required
    /// How soon, in a word.
    public var urgency: Urgency?
    /// How soon, as a time that must not pass.
    public var limit: CalendarDuration?
    /// What starts the time.
    public var clock: ClockEvent?
    /// What is kept, destroyed or processed; sorted.
    public var what: [Matter] = []
    /// For how long at least.
    public var keepFor: CalendarDuration?
    /// For how long at most.
    public var atMost: CalendarDuration?
    /// A word for the program that carries it out.
    public var format: String?
    /// One sentence.
    public var note: LocalText?

    /// Makes a duty.
    ///
    /// - Parameters:
    ///   - verb: what to do.
    ///   - recipient: for or to whom.
    public init(_ verb: Verb, to recipient: Recipient? = nil) {
        self.verb = verb
        self.recipient = recipient
    }
}

/// A report to one authority that makes a report to another needless.
public struct Equivalence: Sendable, Hashable {
    /// Unique over all packs.
    public var id: String
    /// Who has the report.
    public var whenReportedTo: Recipient
    /// Who needs none then.
    public var discharges: Recipient
    /// Where it stands.
    public var citation: String
    /// What it says, in plain English.
    public var says: String
    /// Where it was read.
    public var source: RuleSource
    /// How sure its authors are.
    public var confidence: Confidence
    /// Who signed it.
    public var review: Review?

    /// Makes an equivalence.
    ///
    /// - Parameters:
    ///   - id: unique over all packs.
    ///   - whenReportedTo: who has the report.
    ///   - discharges: who needs none then.
    ///   - citation: where it stands.
    ///   - says: what it says, in plain English.
    ///   - source: where it was read.
    ///   - confidence: how sure its authors are.
    ///   - review: who signed it.
    public init(
        id: String, whenReportedTo: Recipient, discharges: Recipient, citation: String, says: String,
        source: RuleSource, confidence: Confidence, review: Review? = nil
    ) {
        self.id = id
        self.whenReportedTo = whenReportedTo
        self.discharges = discharges
        self.citation = citation
        self.says = says
        self.source = source
        self.confidence = confidence
        self.review = review
    }
}
