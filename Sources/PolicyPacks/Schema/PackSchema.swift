// SPDX-License-Identifier: Apache-2.0

internal import Policy

/// The schema of packs. Its keys are those that the reader knows; a test compares both.
enum PackSchema {
    private typealias Part = SchemaPart

    static let document = Part.document(.pack, title: "A pack of rules of Tutela", root, definitions: definitions)

    private static let root = Part.object(
        [
            ("pack", Part.reference("id")), ("title", Part.reference("local-text")),
            ("jurisdiction", Part.jurisdiction), ("kind", Part.words(Pack.Kind.self)),
            ("platform", Part.described(Part.text, "Which platform, of packs of the kind platform.")),
            ("compiled", Part.reference("date")), ("rules", Part.list(rule, most: ReadingLimits.file.rules)),
            ("equivalences", Part.list(equivalence)), ("signals", Part.list(signal)),
            ("categories", Part.list(derivation)), ("releases", Part.list(release)),
            ("context", Part.facts(withSources: false)),
            ("jurisdictions", Part.list(Part.jurisdiction, isUnique: true)),
            ("platforms", Part.list(Part.text, isUnique: true)), ("signatures", Part.list(signature)),
        ], required: ["pack", "title", "jurisdiction", "kind", "compiled"])

    private static let definitions: [(String, CanonicalJSON)] = [
        ("id", Part.id), ("date", Part.date), ("duration", Part.duration), ("condition", Part.condition),
        ("local-text", Part.localText), ("source", source), ("review", review),
    ]

    private static let source = Part.object(
        [
            ("kind", Part.words(RuleSource.Kind.self)), ("url", Part.optional(address)),
            ("verify-at", Part.optional(address)), ("note", Part.optional(Part.text)),
        ], required: ["kind"])
    private static let address = Part.pattern("^https?://[^ ]+$", "An address on the web.")
    private static let review = Part.optional(
        Part.object(
            [("name", Part.text), ("on", Part.reference("date")), ("note", Part.optional(Part.text))],
            required: ["name", "on"]))

    private static let rule = Part.object(
        [
            ("id", Part.reference("id")), ("title", Part.reference("local-text")),
            ("citation", Part.described(Part.text, "Where it stands, as lawyers cite it.")),
            ("says", Part.described(Part.text, "Who must do what, when, and what does not count; in plain English.")),
            ("status", Part.words(Rule.Status.self)),
            (
                "in-force",
                Part.described(
                    Part.optional(Part.reference("date")),
                    "First day it binds; null only when status is pending or enacted.")
            ),
            ("expires", Part.described(Part.optional(Part.reference("date")), "First day it no longer binds.")),
            ("grace", Part.optional(grace)), ("concerns", Part.words(Rule.Concern.self)),
            ("nexus", Part.list(Part.words(Nexus.self), isUnique: true, least: 1)),
            (
                "applies-to",
                Part.object([
                    ("categories", Part.list(Part.words(Category.self), isUnique: true, least: 1)),
                    (
                        "actors",
                        Part.list(Part.words(FactRegistry.definition(of: .actorRoles).words), isUnique: true, least: 1)
                    ),
                ])
            ),
            ("when", Part.reference("condition")), ("on-unknown", Part.words(Rule.OnUnknown.self)),
            ("obligations", Part.list(obligation, least: 1)), ("source", Part.reference("source")),
            ("confidence", Part.words(Confidence.self)), ("reviewed-by", Part.reference("review")),
        ], required: ["id", "title", "citation", "says", "in-force", "obligations", "source", "confidence"])

    private static let grace = Part.object(
        [
            ("until", Part.described(Part.reference("date"), "First day without grace.")),
            ("when", Part.reference("condition")), ("relieves", Part.words(Rule.Grace.Relief.self)),
            ("note", Part.optional(Part.text)),
        ], required: ["until", "relieves"])

    private static let obligation = Part.object(
        [
            ("do", Part.words(Verb.self)), ("to", Part.words(Recipient.self)), ("when", Part.reference("condition")),
            ("modality", Part.words(Duty.Modality.self)), ("within", Part.within),
            ("from", Part.words(ClockEvent.self)),
            ("what", Part.list(Part.words(Matter.self), isUnique: true, least: 1)),
            ("for", Part.described(Part.reference("duration"), "For how long at least.")),
            ("at-most", Part.described(Part.reference("duration"), "For how long at most.")),
            ("format", Part.described(Part.text, "A word for the program that carries it out.")),
            ("note", Part.reference("local-text")),
        ], required: ["do"])

    private static let equivalence = Part.object(
        [
            ("id", Part.reference("id")), ("when-reported-to", Part.words(Recipient.self)),
            ("discharges", Part.words(Recipient.self)), ("citation", Part.text), ("says", Part.text),
            ("source", Part.reference("source")), ("confidence", Part.words(Confidence.self)),
            ("reviewed-by", Part.reference("review")),
        ], required: ["id", "when-reported-to", "discharges", "citation", "says", "source", "confidence"])

    private static let signal = Part.object(
        [
            ("id", Part.pattern("^signal\\.[a-z0-9]+([.-][a-z0-9]+)*$", "signal. and words.")),
            ("when", Part.reference("condition")),
        ],
        required: ["id", "when"])
    private static let derivation = Part.object(
        [("id", Part.reference("id")), ("is", Part.words(Category.self)), ("when", Part.reference("condition"))],
        required: ["id", "is", "when"])
    private static let release = Part.object(
        [("id", Part.reference("id")), ("title", Part.reference("local-text")), ("when", Part.reference("condition"))],
        required: ["id", "title", "when"])
    private static let signature = Part.object(
        [
            ("rule", Part.reference("id")),
            ("digest", Part.pattern("^[0-9a-f]{64}$", "64 digits, as policy explain --rule prints them.")),
            ("by", Part.text), ("on", Part.reference("date")), ("note", Part.optional(Part.text)),
        ], required: ["rule", "digest", "by", "on"])
}
