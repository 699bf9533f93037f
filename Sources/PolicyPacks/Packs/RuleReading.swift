// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

/// Makes rules and equivalences of nodes.
struct RuleReading {
    let reading: Reading
    private(set) var places: [(String, Place)] = []

    static let keys = [
        "id", "title", "citation", "says", "status", "in-force", "expires", "grace", "concerns", "nexus", "applies-to",
        "when", "on-unknown", "obligations", "source", "confidence", "reviewed-by",
    ]
    static let equivalenceKeys = [
        "id", "when-reported-to", "discharges", "citation", "says", "source", "confidence", "reviewed-by",
    ]

    init(_ reading: Reading) {
        self.reading = reading
    }

    mutating func rule(_ node: DocumentNode) -> Rule? {
        guard let fields = reading.fields(node, "a rule", Self.keys) else { return nil }
        let id = identifier(fields, "the id of a rule")
        let title = reading.required(fields, "title", "{en: \"…\"}").flatMap { reading.localText($0, "the title") }
        let citation = text(fields, "citation", "\"Act of 2025, sec. 3\"")
        let says = text(fields, "says", "\"who must do what, when\"")
        let source = reading.required(fields, "source", "{kind: primary, url: \"https://…\"}").flatMap {
            self.source($0)
        }
        let confidence: Confidence? = reading.required(fields, "confidence", "medium").flatMap {
            reading.word($0, "\"confidence\"")
        }
        let inForceNode = reading.required(fields, "in-force", "2026-05-19")
        let inForce = inForceNode.flatMap { $0.isNull ? nil : reading.moment($0, "\"in-force\"") }
        var rule = Rule(
            id: id ?? "", title: title ?? LocalText(en: ""), citation: citation ?? "", says: says ?? "",
            inForce: inForce,
            source: source ?? RuleSource(kind: .memory), confidence: confidence ?? .low)
        if let status: Rule.Status = word(fields, "status") { rule.status = status }
        if let concerns: Rule.Concern = word(fields, "concerns") { rule.concerns = concerns }
        if let onUnknown: Rule.OnUnknown = word(fields, "on-unknown") { rule.onUnknown = onUnknown }
        rule.expires = fields.given("expires").flatMap { reading.moment($0, "\"expires\"") }
        rule.grace = fields.given("grace").flatMap { grace($0) }
        if let nexus: [Nexus] = fields.given("nexus").flatMap({ reading.words($0, "\"nexus\"") }) { rule.nexus = nexus }
        if let reach = fields.given("applies-to") { apply(reach, to: &rule) }
        rule.when = fields.given("when").flatMap { reading.condition($0, "\"when\"") }
        if let node = reading.required(fields, "obligations", "[{do: remove}]"), !node.isNull {
            rule.obligations = (reading.list(node, "\"obligations\"") ?? []).compactMap { duty($0) }
        }
        rule.review = review(fields)
        guard id != nil, title != nil, citation != nil, says != nil, source != nil, confidence != nil else {
            return nil
        }
        return rule
    }

    mutating func equivalence(_ node: DocumentNode) -> Equivalence? {
        guard let fields = reading.fields(node, "an equivalence", Self.equivalenceKeys) else { return nil }
        let id = identifier(fields, "the id of an equivalence")
        let reported: Recipient? = reading.required(fields, "when-reported-to", "ncmec").flatMap {
            reading.word($0, "\"when-reported-to\"")
        }
        let discharged: Recipient? = reading.required(fields, "discharges", "nca").flatMap {
            reading.word($0, "\"discharges\"")
        }
        let citation = text(fields, "citation", "\"Act of 2025, sec. 3\"")
        let says = text(fields, "says", "\"which report makes which needless\"")
        let source = reading.required(fields, "source", "{kind: primary, url: \"https://…\"}").flatMap {
            self.source($0)
        }
        let confidence: Confidence? = reading.required(fields, "confidence", "medium").flatMap {
            reading.word($0, "\"confidence\"")
        }
        let review = review(fields)
        guard let id, let reported, let discharged, let citation, let says, let source, let confidence else {
            return nil
        }
        return Equivalence(
            id: id, whenReportedTo: reported, discharges: discharged, citation: citation, says: says, source: source,
            confidence: confidence, review: review)
    }

    private mutating func identifier(_ fields: Reading.Fields, _ what: String) -> String? {
        guard let node = reading.required(fields, "id", "us.tida.removal"), let id = reading.identifier(node, what)
        else {
            return nil
        }
        places.append((id, node.place))
        return id
    }

    private func text(_ fields: Reading.Fields, _ key: String, _ example: String) -> String? {
        reading.required(fields, key, example).flatMap { reading.text($0, "\"\(key)\"") }
    }

    private func word<Word: RawRepresentable & CaseIterable>(_ fields: Reading.Fields, _ key: String) -> Word?
    where Word.RawValue == String {
        fields.given(key).flatMap { reading.word($0, "\"\(key)\"") }
    }

    private func source(_ node: DocumentNode) -> RuleSource? {
        guard let fields = reading.fields(node, "a source", ["kind", "url", "verify-at", "note"]) else { return nil }
        let kind: RuleSource.Kind? = reading.required(fields, "kind", "primary").flatMap {
            reading.word($0, "\"kind\"")
        }
        let url = address(fields, "url")
        let verify = address(fields, "verify-at")
        let note = reading.optionalText(fields, "note")
        guard let kind else { return nil }
        if url == nil, fields.given("url") == nil, kind == .primary || kind == .secondary || kind == .code {
            reading.add(
                "PACK-SOURCE", fields.place, "a source of the kind \(kind.rawValue) says where it was read",
                "add url: \"https://…\", or write kind: memory and verify-at:")
        }
        return RuleSource(kind: kind, url: url, verifyAt: verify, note: note)
    }

    private func address(_ fields: Reading.Fields, _ key: String) -> String? {
        guard let node = fields.given(key), let text = reading.text(node, "\"\(key)\"") else { return nil }
        guard text.hasPrefix("https://") || text.hasPrefix("http://"), !text.contains(" "), text.utf8.count > 10 else {
            reading.add(
                "PACK-URL", node.place, "\"\(key)\" must be an address on the web", "write https://… without blanks")
            return nil
        }
        return text
    }

    private func review(_ fields: Reading.Fields) -> Review? {
        guard let node = fields.given("reviewed-by") else { return nil }
        guard let fields = reading.fields(node, "\"reviewed-by\"", ["name", "on", "note"]) else { return nil }
        let name = text(fields, "name", "\"Name of the lawyer\"")
        let on = reading.required(fields, "on", "2026-12-01").flatMap { reading.moment($0, "\"on\"") }
        let note = reading.optionalText(fields, "note")
        guard let name, let on else { return nil }
        return Review(name: name, on: on, note: note)
    }

    private func grace(_ node: DocumentNode) -> Rule.Grace? {
        guard let fields = reading.fields(node, "\"grace\"", ["until", "when", "relieves", "note"]) else { return nil }
        let until = reading.required(fields, "until", "2026-12-02").flatMap { reading.moment($0, "\"until\"") }
        let relieves: Rule.Grace.Relief? = reading.required(fields, "relieves", "duty").flatMap {
            reading.word($0, "\"relieves\"")
        }
        let when = fields.given("when").flatMap { reading.condition($0, "the condition of the grace") }
        let note = reading.optionalText(fields, "note")
        guard let until, let relieves else { return nil }
        return Rule.Grace(until: until, when: when, relieves: relieves, note: note)
    }

    private func apply(_ node: DocumentNode, to rule: inout Rule) {
        guard let fields = reading.fields(node, "\"applies-to\"", ["categories", "actors"]) else { return }
        if let node = fields.given("categories"), let categories: [Category] = reading.words(node, "\"categories\"") {
            rule.categories = CategorySet(categories)
        }
        if let node = fields.given("actors") {
            guard let value = reading.factValue(node, of: .actorRoles, what: "\"actors\"") else { return }
            guard case .words(let mask) = value, mask != 0 else {
                reading.add(
                    "PACK-TYPE", node.place, "\"actors\" names nobody", "leave the key out, or name at least one")
                return
            }
            rule.actors = mask
        }
    }
}
