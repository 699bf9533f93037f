// SPDX-License-Identifier: Apache-2.0

internal import Policy

/// The sentences of an explanation. Texts in them are in the same language already.
enum Sentence: Sendable, Hashable {
    // What was decided.
    case action(Action)
    case lawNamed(String)
    case lawByNexus
    case platforms(String)
    case otherRuleSet(String)
    case askedFor

    // Why.
    case surely(String)
    case surelyNothing
    /// The item counts as benign.
    case nothingSeen
    /// It could not be scanned as a whole.
    case unscanned
    /// Titles and citations of rules that make it unlawful.
    case forbiddenBy(String)
    /// The same of rules that only perhaps apply.
    case perhapsForbiddenBy(String)
    case possibly(String)
    case ground(Ground)
    /// Something is certain, and no rule that applies hides it.
    case nothingAsked
    case released(String)

    // What must be done.
    case noDuties
    case overdue
    case deferredUntil(String)
    case deferredWithoutDate
    case because(Cause)
    case revives
    case neutralWords
    case onlyIf(String)
    case onlyIfUnknown

    // What must not be done.
    case privateScanDenied(String)
    case privateScanNotPermitted
    case privateScanAllowed(String)
    case neverAllowed

    // Rules.
    case noneFired
    case noneAsked
    case provisional
    case withoutSanction
    case softLaw
    case unverified
    case signed(by: String, on: String)
    case notInRuleSet
    /// How many rules there are, in the short version.
    case summary(applied: Int, nearly: Int, unsigned: Int)
    case notYetInForce(String)
    case expired(String)
    case notLaw(Rule.Status)
    case grace(String)
    case missing(String)
    case failed(String)

    // What is not known.
    case unknownsMatter
    case disputed
    case nothingUnknown
    case unsignedMeaning

    // On what facts.
    case noFacts
    case overruled

    // The last line.
    case foot(digest: String, at: String)
}

/// Why something is deferred or need not be done.
enum Cause: Sendable, Hashable {
    case alreadyReported
    case legalHold
    case nondisclosure
    /// Title and id of a rule that asks for something else.
    case rule(String, id: String)
    /// Title and id of a rule that forbids the report.
    case forbidden(String, id: String)
    /// A report to one authority stands for that to another; both in words.
    case equivalence(reported: String, discharged: String, citation: String)
}
