// SPDX-License-Identifier: Apache-2.0

internal import Policy

/// The schema of suites of tests.
enum PolicyTestSchema {
    private typealias Part = SchemaPart

    static let document = Part.document(
        .policytest, title: "Tests of a policy of Tutela", root,
        definitions: [
            ("id", Part.id), ("date", Part.date), ("duration", Part.duration), ("facts", Part.facts(withSources: true)),
            ("obligation", obligation), ("reading", Part.reading),
        ])

    private static let places = Part.list(Part.jurisdiction)
    private static let ids = Part.list(Part.reference("id"))

    private static let root = Part.object(
        [
            ("policytest", Part.described(Part.text, "What the suite is about.")), ("context", Part.reference("facts")),
            ("jurisdictions", places), ("platforms", Part.list(Part.text)), ("cases", Part.list(testCase, least: 1)),
        ], required: ["policytest", "cases"])

    private static let testCase = Part.object(
        [
            ("name", Part.described(Part.text, "What it shows, in a sentence.")),
            ("cites", Part.list(Part.reference("id"), least: 1)), ("at", Part.reference("date")),
            ("jurisdictions", places), ("platforms", Part.list(Part.text)),
            ("facts", Part.optional(Part.reference("facts"))), ("concerns", Part.words(Rule.Concern.self)),
            ("expect", expectation), ("note", Part.text),
        ], required: ["name", "cites", "at", "facts", "expect"])

    private static let categories = Part.list(Part.words(Category.self))

    private static let expectation = Part.object(
        [
            (
                "category",
                Part.described(
                    Part.optional(Part.words(Category.self)), "The gravest sure category; null: none is sure.")
            ), ("categories", categories), ("possible", categories), ("action", Part.words(Action.self)),
            ("fires", ids),
            ("does-not-fire", ids), ("nearly", ids), ("unsigned", ids),
            ("obligations", Part.list(Part.reference("obligation"))),
            ("no-obligations", Part.list(Part.reference("obligation"))),
            ("processing-denied", Part.list(Part.words(Matter.self))),
        ], atLeastOne: true)

    private static let obligation = Part.object(
        [
            ("do", Part.words(Verb.self)), ("to", Part.words(Recipient.self)), ("within", Part.within),
            ("from", Part.words(ClockEvent.self)), ("deadline", Part.optional(Part.reference("date"))),
            ("rule", Part.reference("id")), ("status", Part.words(Obligation.Status.self)),
            ("execution", Part.words(Obligation.Execution.self)), ("until", Part.reference("date")),
            ("form", Part.words(["neutral"])), ("for", Part.reference("duration")),
            ("at-most", Part.reference("duration")),
            ("what", Part.list(Part.words(Matter.self))), ("modality", Part.words(Duty.Modality.self)),
            ("format", Part.text), ("by", Part.text),
        ], atLeastOne: true)
}
