// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
public import Policy

/// Reads decisions that a scan or `policy evaluate` stored: one JSON object, either a decision or a scan's record that holds
/// one as `decision.policy`.
public enum DecisionReader {
    /// Reads one line.
    ///
    /// - Parameters:
    ///   - line: one JSON object, with or without the line's end.
    ///   - file: how messages call the file.
    ///   - number: of the line, from 1.
    /// - Returns: `nil` for a scan's record in which no decision stands, because no policy was asked.
    /// - Throws: ``PackProblems`` when it is no such object, or a part that a replay needs is missing or wrong.
    public static func read(
        _ line: String, file: String = "decision", number: Int = 1
    ) throws(PackProblems) -> RecordedDecision? {
        try read(Array(line.utf8), file: file, number: number)
    }

    /// Reads one line.
    ///
    /// - Parameters:
    ///   - line: UTF-8 of one JSON object, with or without the line's end.
    ///   - file: how messages call the file.
    ///   - number: of the line, from 1.
    /// - Returns: `nil` for a scan's record in which no decision stands, because no policy was asked.
    /// - Throws: ``PackProblems`` when it is no such object, or a part that a replay needs is missing or wrong.
    public static func read(
        _ line: [UInt8], file: String = "decision", number: Int = 1
    ) throws(PackProblems) -> RecordedDecision? {
        let root = try JSONDocument.read(PolicyFile(path: file, bytes: line), limits: .decision, line: number)
        let reading = Reading(file: file, lines: [], limits: .decision)
        guard case .mapping(let entries) = root.content else {
            reading.add(
                "PACK-TYPE", root.place, "a stored decision is an object, not \(root.inWords)",
                "give the line that was stored")
            try reading.finish()
            return nil
        }
        guard let policy = entries.first(where: { $0.key == "decision" }) else {
            return try decision(root, of: nil, in: line, reading)
        }
        let item = entries.first { $0.key == "path" }?.value.text
        guard case .mapping(let parts) = policy.value.content,
            let inner = parts.first(where: { $0.key == "policy" })?.value, !inner.isNull
        else { return nil }
        return try decision(inner, of: item, in: line, reading)
    }

    private static func decision(
        _ node: DocumentNode, of item: String?, in line: [UInt8], _ reading: Reading
    ) throws(PackProblems) -> RecordedDecision? {
        guard case .mapping(let entries) = node.content else {
            reading.add("PACK-TYPE", node.place, "\"policy\" must be an object", "give the line that was stored")
            try reading.finish()
            return nil
        }
        // Keys that this program does not know belong to a newer one; whether anything changed is told by the bytes.
        let fields = Reading.Fields(
            entries: Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }, place: node.place,
            what: "a stored decision")
        let engineNode = reading.required(fields, "engine", "1")
        let engine = engineNode.flatMap { node in node.text.flatMap(Reading.number).flatMap(Int.init(exactly:)) }
        if let engineNode, engine == nil {
            reading.add(
                "PACK-TYPE", engineNode.place, "\"engine\" must be a whole number", "give the line that was stored")
        }
        let ruleSet = reading.required(fields, "ruleset", "64 digits").flatMap { reading.text($0, "\"ruleset\"") }
        let at = reading.required(fields, "at", "2026-11-24T12:00:00Z").flatMap { reading.moment($0, "\"at\"") }
        let jurisdictions = (fields.given("jurisdictions").flatMap { reading.list($0, "\"jurisdictions\"") } ?? [])
            .compactMap { reading.jurisdiction($0, "an element of \"jurisdictions\"") }
        let platforms = (fields.given("platforms").flatMap { reading.list($0, "\"platforms\"") } ?? [])
            .compactMap { reading.text($0, "an element of \"platforms\"", limit: 100) }
        let facts = reading.required(fields, "facts", "{}").map { reading.facts($0) }
        let action: Action? = reading.required(fields, "action", "review").flatMap { reading.word($0, "\"action\"") }
        let categories: [Category] = (fields.given("categories").flatMap { reading.list($0, "\"categories\"") } ?? [])
            .compactMap { reading.word($0, "an element of \"categories\"") }
        let duties = (fields.given("obligations").flatMap { reading.list($0, "\"obligations\"") } ?? []).compactMap {
            duty($0, reading)
        }
        try reading.finish()
        guard let engine, let ruleSet, let at, let facts, let action else { return nil }
        let text = node.bytes.map { String(decoding: line[$0], as: UTF8.self) } ?? ""
        return RecordedDecision(
            text: text, engine: engine, ruleSet: ruleSet, at: at, jurisdictions: jurisdictions,
            platforms: Set(platforms), facts: facts, item: item,
            outcome: .init(action: action, categories: categories, obligations: duties))
    }

    private static func duty(_ node: DocumentNode, _ reading: Reading) -> RecordedDecision.Outcome.Duty? {
        guard case .mapping(let entries) = node.content else {
            reading.add("PACK-TYPE", node.place, "an obligation is an object", "give the line that was stored")
            return nil
        }
        let fields = Reading.Fields(
            entries: Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }, place: node.place,
            what: "an obligation")
        guard let verb: Verb = reading.required(fields, "kind", "remove").flatMap({ reading.word($0, "\"kind\"") })
        else {
            return nil
        }
        let status: Obligation.Status? = fields.given("status").flatMap { reading.word($0, "\"status\"") }
        var duty = RecordedDecision.Outcome.Duty(
            verb: verb, recipient: fields.given("to").flatMap { reading.word($0, "\"to\"") },
            clock: fields.given("from").flatMap { reading.word($0, "\"from\"") },
            what: (fields.given("what").flatMap { reading.list($0, "\"what\"") } ?? []).compactMap {
                reading.word($0, "an element of \"what\"")
            }, status: status ?? .due,
            deadline: fields.given("deadline").flatMap { reading.moment($0, "\"deadline\"") },
            rule: fields.given("rule")?.text ?? "")
        if let within = fields.given("within") {
            var parts = [within]
            if case .list(let several) = within.content { parts = several }
            for part in parts {
                guard let text = part.text else { continue }
                if let word = Urgency(rawValue: text) {
                    duty.urgency = word
                } else {
                    duty.limit = CalendarDuration(text)
                }
            }
        }
        return duty
    }
}

extension RecordedDecision.Outcome {
    /// What a decision comes to.
    ///
    /// - Parameter decision: any.
    public init(_ decision: Decision) {
        self.init(
            action: decision.action, categories: decision.categories,
            obligations: decision.obligations.map {
                Duty(
                    verb: $0.verb, recipient: $0.recipient, clock: $0.clock, what: $0.what, status: $0.status,
                    urgency: $0.urgency, limit: $0.limit, deadline: $0.deadline, rule: $0.rule)
            })
    }
}
