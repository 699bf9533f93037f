// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import Provenance
import ProvenanceVocabulary
import Testing

@testable import Screening

/// Small rules and invented records.
enum PolicySample {
    static let time = UTCTime(seconds: 1_795_530_000)

    /// A house of three rules: listed material is blocked, what failed is looked at, AI output is labelled.
    static func rules() throws -> RuleSet {
        var pack = Pack(
            id: "house.sample", title: LocalText(en: "Sample"), jurisdiction: .everywhere, kind: .house, compiled: time)
        pack.categories = [
            .init(
                id: "house.category.listed", category: .csamUnknownOrigin,
                when: try ConditionParser.parse("match.content contains csam")),
            .init(
                id: "house.category.ai", category: .aiLabelled,
                when: try ConditionParser.parse("provenance.claims contains ai-generated")),
            .init(
                id: "house.category.benign", category: .benign,
                when: try ConditionParser.parse("match.kind is none and not scan.failed")),
        ]
        pack.releases = [
            .init(
                id: "house.release.good", title: LocalText(en: "Known good"),
                when: try ConditionParser.parse("match.cleared and match.kind is none"))
        ]
        pack.rules = [
            try rule("house.block", .blockUpload, "match.content contains csam"),
            try rule("house.look", .humanReview, "scan.failed"),
            try rule("house.label", .labelVisible, "provenance.claims contains ai-generated"),
        ]
        return try RuleSet([pack])
    }

    private static func rule(_ id: String, _ verb: Verb, _ condition: String) throws -> Rule {
        var rule = Rule(
            id: id, title: LocalText(en: id), citation: "Sample", says: "A sample.", inForce: UTCTime(seconds: 0),
            source: RuleSource(kind: .terms), confidence: .high)
        rule.when = try ConditionParser.parse(condition)
        rule.onUnknown = .include
        rule.obligations = [Duty(verb)]
        return rule
    }

    static func policy() throws -> ScanPolicy { ScanPolicy(try rules(), clock: { time }) }

    static func match(
        _ category: String? = nil, _ kind: ScanRecord.Match.Kind = .pdq, bank: String = "a", distance: Int = 12,
        isKnownGood: Bool = false, tier: String = "A"
    ) -> ScanRecord.Match {
        ScanRecord.Match(
            bank: bank, entry: "1", kind: kind, distance: kind == .pdq ? distance : 0, tier: tier, contributors: 2,
            category: category, isKnownGood: isKnownGood)
    }

    /// A record as corroboration leaves it.
    static func record(
        _ matches: [ScanRecord.Match] = [], status: ItemStatus = .screened, reason: StatusReason? = nil,
        isPartial: Bool = false, provenance: ProvenanceRecord? = nil
    ) -> ScanRecord {
        var record = ScanRecord(
            path: ItemPath("disk/one.jpg"), status: status, reason: reason, decision: Corroboration.decide(matches))
        record.matches = matches
        record.isPartial = isPartial
        record.provenance = provenance
        return record
    }

    static func statement(
        _ source: String, _ level: Level, _ claim: Claim, technical: String = ""
    ) -> Statement {
        Statement(source: source, level: level, claim: claim, text: "Invented.", technical: technical)
    }
}
