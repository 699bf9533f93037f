// SPDX-License-Identifier: Apache-2.0

internal import Policy
internal import PolicyPacks
internal import PolicyWords
internal import Submissions

/// Why something was decided, in plain sentences and as it is stored.
struct ExplanationAnswer: Sendable {
    let json: String

    init(
        _ decision: StoredDecision, language: Language, detail: Explanation.Detail, rules: RuleSet?,
        archive: RuleSetArchive?
    ) throws {
        var object = JSONText()
        object.add("id", decision.id)
        object.add("language", language.tag)
        if let digest = decision.ruleSet { object.add("ruleSet", digest) }
        object.add("because", raw: JSONText.array(decision.because.map(JSONText.quoted)))
        let sections = try Self.sections(decision, language, detail, rules, archive)
        object.add("sections", raw: JSONText.array(sections.map(Self.section)))
        if let canonical = decision.canonical { object.add("decision", raw: canonical) }
        object.add("matches", raw: try JSONText.encoded(decision.matches))
        json = object.closed
    }

    /// By the decision's own rules; where they are not kept any more, by those of today, which the sentences then say.
    private static func sections(
        _ decision: StoredDecision, _ language: Language, _ detail: Explanation.Detail, _ rules: RuleSet?,
        _ archive: RuleSetArchive?
    ) throws -> [Section] {
        guard let canonical = decision.canonical, let rules,
            let recorded = try DecisionReader.read(canonical)
        else { return [] }
        let replay = Replay.run(recorded, archive: archive, current: rules)
        let own = recorded.ruleSet == rules.digest ? rules : try? archive?.ruleSet(recorded.ruleSet)
        if let own, let replayed = replay.replayed {
            return Explanation.render(replayed, rules: own, language: language, detail: detail)
        }
        return Explanation.render(replay.today, rules: rules, language: language, detail: detail)
    }

    private static func section(_ section: Section) -> String {
        var object = JSONText()
        object.add("topic", section.topic.rawValue)
        object.add("heading", section.heading)
        object.add("paragraphs", raw: JSONText.array(section.paragraphs.map(JSONText.quoted)))
        object.add("rows", raw: JSONText.array(section.rows.map(row)))
        return object.closed
    }

    private static func row(_ row: Section.Row) -> String {
        let fields = row.fields.map { field in
            var object = JSONText()
            object.add("label", field.label)
            object.add("text", field.text)
            return object.closed
        }
        var object = JSONText()
        object.add("title", row.title)
        object.add("fields", raw: JSONText.array(fields))
        object.add("notes", raw: JSONText.array(row.notes.map(JSONText.quoted)))
        return object.closed
    }
}
