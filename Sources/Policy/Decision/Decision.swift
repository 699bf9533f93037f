// SPDX-License-Identifier: Apache-2.0

public import CivilTime

/// What follows for one item from facts and rules at one moment, and everything that is needed to say why and to decide
/// the same again.
public struct Decision: Sendable, Hashable {
    /// Version of the rules of composition in this program. A replay with another one is no replay.
    public static let engine = 1

    /// SHA-256 of the rule set.
    public var ruleSet: String
    /// The event time: rules are those of this moment.
    public var at: UTCTime
    /// Whose law binds, if somebody said so; empty: by nexus.
    public var jurisdictions: [Jurisdiction]
    /// Platforms whose rules apply.
    public var platforms: [String]
    /// Everything that was known.
    public var facts: FactSet
    /// What the item surely is, the gravest first.
    public var categories: [Category]
    /// What it may be: the facts that would tell are unknown.
    public var possible: [Category]
    /// What a program does with it.
    public var action: Action
    /// Why the action is not what the rules alone ask for, or what it rests on.
    public var grounds: [Ground]
    /// What the rules ask for visibility, the strictest first.
    public var visibility: [Visibility]
    /// What must be done, for whom, by when.
    public var obligations: [Obligation]
    /// Processing that was in question.
    public var processing: [Processing]
    /// Rules that fired, by id.
    public var rules: [FiredRule]
    /// Rules that nearly did, by id.
    public var nearly: [NearMiss]
    /// Rules that fired although no lawyer signed them: they protect, and tell and destroy nothing by themselves.
    public var unsigned: [String]

    /// The gravest of ``categories``; `nil` when nothing is sure.
    public var category: Category? { categories.first }

    /// Whether some processing is forbidden. Training, export and caches of thumbnails always are.
    ///
    /// - Parameter purpose: of the processing.
    public func forbids(_ purpose: Matter) -> Bool {
        switch purpose {
        case .mlTrain, .export, .thumbnailCache, .datasetBuild, .embed: true
        default:
            processing.contains { $0.purpose == purpose && !$0.isAllowed }
                || obligations.contains { $0.verb == .doNotProcess && $0.what.contains(purpose) }
        }
    }
}

/// What an action rests on.
public enum Ground: Sendable, Hashable {
    /// Nothing was raised.
    case nothingRaised
    /// A release holds.
    case released(String)
    /// A trusted list and a second signal agree.
    case corroborated
    /// A person found it.
    case confirmedByPerson
    /// The rules ask for a block, but only one source speaks: withheld until a person decides.
    case oneSource
    /// It may be something that the rules withhold: the facts that would tell are unknown.
    case undetermined
    /// The rules themselves ask for it.
    case rules
}

/// How the rules limit who may see an item.
public struct Visibility: Sendable, Hashable {
    /// The measure.
    public var measure: Measure
    /// Where: ``Jurisdiction/everywhere``, or the jurisdictions that ask for it.
    public var territories: [Jurisdiction]
    /// The rules that ask for it.
    public var rules: [String]
}

/// A rule that fired.
public struct FiredRule: Sendable, Hashable {
    /// Its id.
    public var id: String
    /// It fired although something is unknown: which tie to the jurisdiction there is, or a fact that the rule says to take
    /// for true. A person confirms what follows.
    public var isProvisional: Bool
    /// It is in force, but no fine stands on it yet.
    public var isWithoutSanction: Bool
}

/// A rule that nearly fired.
public struct NearMiss: Sendable, Hashable {
    /// Why it did not.
    public enum Reason: Sendable, Hashable {
        /// It binds only from this moment.
        case notYetInForce(UTCTime)
        /// It bound until this moment.
        case expired(UTCTime)
        /// It is a bill, or its beginning is not known.
        case notLaw(Rule.Status)
        /// A period of grace spares it until this moment.
        case grace(UTCTime)
        /// These facts are unknown; with other values it would fire.
        case unknown([FactName])
        /// One condition does not hold.
        case failed(String)
    }

    /// Its id.
    public var id: String
    /// Why it did not fire.
    public var reason: Reason
}

/// Whether some processing is allowed.
public struct Processing: Sendable, Hashable {
    /// The purpose.
    public var purpose: Matter
    /// Whether every jurisdiction that applies surely permits it.
    public var isAllowed: Bool
    /// Rules that permit it.
    public var permittedBy: [String]
    /// Jurisdictions that apply and do not permit it.
    public var notPermittedIn: [Jurisdiction]
}

/// One thing to do, composed of everything that the fired rules ask for.
public struct Obligation: Sendable, Hashable {
    /// Where it stands.
    public enum Status: String, Sendable, Hashable, CaseIterable {
        /// To be done.
        case due
        /// To be done when a hold has ended.
        case deferred
        /// Done by something else, or forbidden.
        case discharged
        /// To be done if a fact that is unknown turns out so.
        case possible
    }

    /// Who sets it going.
    public enum Execution: String, Sendable, Hashable, CaseIterable {
        /// The program may.
        case automatic
        /// A person must.
        case confirm
    }

    /// What to do.
    public var verb: Verb
    /// For or to whom.
    public var recipient: Recipient?
    /// Where it stands.
    public var status: Status
    /// Who sets it going.
    public var execution: Execution
    /// How binding it is.
    public var modality: Duty.Modality
    /// How soon, in a word.
    public var urgency: Urgency?
    /// How soon, as a time that must not pass.
    public var limit: CalendarDuration?
    /// What starts the time.
    public var clock: ClockEvent?
    /// The moment that must not pass, once the clock has started.
    public var deadline: UTCTime?
    /// What is kept, destroyed or processed; sorted.
    public var what: [Matter]
    /// For how long at least.
    public var keepFor: CalendarDuration?
    /// For how long at most.
    public var atMost: CalendarDuration?
    /// Of what is deferred: until when, if that is known.
    public var until: UTCTime?
    /// The uploader is told in neutral words, which do not speak of a report.
    public var isNeutral: Bool
    /// A word for the program that carries it out.
    public var format: String?
    /// The rule that sets the deadline.
    public var rule: String
    /// All rules that ask for it, sorted.
    public var rules: [String]
    /// What discharged or deferred it: a rule, an equivalence, or the fact `report.sent-to` or `legal.hold`.
    public var by: String?
}
