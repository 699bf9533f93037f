// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

/// Makes a pack of a document.
struct PackReading {
    let reading: Reading
    private(set) var places: [String: [Place]] = [:]

    static let keys = [
        "pack", "title", "jurisdiction", "kind", "platform", "compiled", "rules", "equivalences", "signals",
        "categories",
        "releases", "context", "jurisdictions", "platforms", "signatures",
    ]

    init(_ reading: Reading) {
        self.reading = reading
    }

    /// - Returns: `nil` when something is missing; every reason is in the reading.
    mutating func pack(_ root: DocumentNode) -> Pack? {
        guard let fields = reading.fields(root, "a pack", Self.keys) else { return nil }
        let idNode = reading.required(fields, "pack", "us.intimate-images")
        let id = idNode.flatMap { reading.identifier($0, "the id of the pack") }
        if let id, let idNode { note(id, idNode.place) }
        let title = reading.required(fields, "title", "{en: \"…\"}").flatMap { reading.localText($0, "the title") }
        let jurisdiction = reading.required(fields, "jurisdiction", "KR").flatMap {
            reading.jurisdiction($0, "\"jurisdiction\"")
        }
        let kind: Pack.Kind? = reading.required(fields, "kind", "law").flatMap { reading.word($0, "\"kind\"") }
        let compiled = reading.required(fields, "compiled", "2026-11-24").flatMap { reading.moment($0, "\"compiled\"") }
        var rules = RuleReading(reading)
        let ruleNodes = elements(fields, "rules")
        if ruleNodes.count > reading.limits.rules {
            reading.add(
                "PACK-RULES", ruleNodes[reading.limits.rules].place,
                "the pack has \(ruleNodes.count) rules; at most \(reading.limits.rules) are read",
                "split it into several files")
            return nil
        }
        let allRules = ruleNodes.compactMap { rules.rule($0) }
        let equivalences = elements(fields, "equivalences").compactMap { rules.equivalence($0) }
        for (id, place) in rules.places { note(id, place) }
        let signals = elements(fields, "signals").compactMap { signal($0) }
        let categories = elements(fields, "categories").compactMap { derivation($0) }
        let releases = elements(fields, "releases").compactMap { release($0) }
        let context = fields.given("context").map { self.context($0) } ?? [:]
        let jurisdictions = unique(fields, "jurisdictions") {
            reading.jurisdiction($0, "an element of \"jurisdictions\"")
        }
        let platforms = unique(fields, "platforms") { self.platform($0) }
        noteChoices(fields)
        let signatures = elements(fields, "signatures").compactMap { signature($0) }
        let platform = fields.given("platform").flatMap { self.platform($0) }
        guard let id, let title, let jurisdiction, let kind, let compiled else { return nil }
        var pack = Pack(id: id, title: title, jurisdiction: jurisdiction, kind: kind, compiled: compiled)
        pack.platform = platform
        pack.rules = allRules
        pack.equivalences = equivalences
        pack.signals = signals
        pack.categories = categories
        pack.releases = releases
        pack.context = context
        pack.jurisdictions = jurisdictions
        pack.platforms = platforms
        pack.signatures = signatures
        return pack
    }

    private mutating func note(_ id: String, _ place: Place) { places[id, default: []].append(place) }

    private mutating func noteChoices(_ fields: Reading.Fields) {
        for key in ["jurisdictions", "platforms"] {
            guard case .list(let nodes)? = fields.given(key)?.content else { continue }
            for node in nodes {
                guard let text = node.text else { continue }
                note(PackFile.choice(key, key == "platforms" ? text.lowercased() : text), node.place)
            }
        }
    }

    /// Elements of a list that may be missing.
    private func elements(_ fields: Reading.Fields, _ key: String) -> [DocumentNode] {
        fields.given(key).flatMap { reading.list($0, "\"\(key)\"") } ?? []
    }

    private func unique<Value: Hashable>(
        _ fields: Reading.Fields, _ key: String, _ make: (DocumentNode) -> Value?
    ) -> [Value] {
        var values: [Value] = []
        for node in elements(fields, key) {
            guard let value = make(node) else { continue }
            if values.contains(value) {
                reading.add("PACK-TWICE", node.place, "\"\(key)\" names \"\(value)\" twice", "remove one")
            }
            values.append(value)
        }
        return values
    }

    /// Platforms are written as people write them, and compared without capitals.
    private func platform(_ node: DocumentNode) -> String? {
        guard let name = reading.text(node, "the name of a platform", limit: 100) else { return nil }
        let lower = name.lowercased()
        guard Reading.isIdentifier(lower) else {
            reading.add(
                "PACK-ID", node.place, "\"\(Reading.short(name))\" is no name of a platform", "write platform: twitch")
            return nil
        }
        return lower
    }

    private mutating func signal(_ node: DocumentNode) -> Pack.Signal? {
        guard let fields = reading.fields(node, "a signal", ["id", "when"]) else { return nil }
        let idNode = reading.required(fields, "id", "signal.name")
        let id = idNode.flatMap { reading.identifier($0, "the id of a signal", prefix: "signal.") }
        let when = reading.required(fields, "when", "match.kind is exact").flatMap {
            reading.condition($0, "\"when\"")
        }
        if let id, let idNode { note(id, idNode.place) }
        guard let id, let when else { return nil }
        return Pack.Signal(name: id, when: when)
    }

    private mutating func derivation(_ node: DocumentNode) -> Pack.Derivation? {
        guard let fields = reading.fields(node, "a category", ["id", "is", "when"]) else { return nil }
        let idNode = reading.required(fields, "id", "my.category.name")
        let id = idNode.flatMap { reading.identifier($0, "the id of a category") }
        let category: Category? = reading.required(fields, "is", "ncii.real").flatMap { reading.word($0, "\"is\"") }
        let when = reading.required(fields, "when", "match.content contains ncii").flatMap {
            reading.condition($0, "\"when\"")
        }
        if let id, let idNode { note(id, idNode.place) }
        guard let id, let category, let when else { return nil }
        return Pack.Derivation(id: id, category: category, when: when)
    }

    private mutating func release(_ node: DocumentNode) -> Pack.Release? {
        guard let fields = reading.fields(node, "a release", ["id", "title", "when"]) else { return nil }
        let idNode = reading.required(fields, "id", "house.release.name")
        let id = idNode.flatMap { reading.identifier($0, "the id of a release") }
        let title = reading.required(fields, "title", "{en: \"…\"}").flatMap { reading.localText($0, "the title") }
        let when = reading.required(fields, "when", "match.cleared is true").flatMap {
            reading.condition($0, "\"when\"")
        }
        if let id, let idNode { note(id, idNode.place) }
        guard let id, let title, let when else { return nil }
        return Pack.Release(id: id, title: title, when: when)
    }

    private func context(_ node: DocumentNode) -> [FactName: FactValue] {
        guard case .mapping(let entries) = node.content else {
            reading.add("PACK-TYPE", node.place, "\"context\" must be a mapping of facts", "write service.size: other")
            return [:]
        }
        var values: [FactName: FactValue] = [:]
        for entry in entries {
            guard let name = reading.factName(entry), let value = reading.factValue(entry.value, of: name) else {
                continue
            }
            // The rule set would refuse all of this too, and could not say where it stands.
            guard FactRegistry.definition(of: name).isStanding else {
                reading.add(
                    "POLICY-CONTEXT", entry.keyPlace, "\(name.rawValue) is about one item and cannot hold for all",
                    "a context says what your service is, for example actor.roles, service.size or service.markets")
                continue
            }
            var probe = FactSet()
            do throws(FactProblem) {
                try probe.set(name, FactReading(value, source: FactSource(.operator)))
            } catch {
                reading.add(error.code, entry.keyPlace, error.message, "correct it, or leave it out of \"context\"")
                continue
            }
            values[name] = value
        }
        return values
    }

    private mutating func signature(_ node: DocumentNode) -> Pack.Signature? {
        guard let fields = reading.fields(node, "a signature", ["rule", "digest", "by", "on", "note"]) else {
            return nil
        }
        let ruleNode = reading.required(fields, "rule", "us.tida.removal")
        let rule = ruleNode.flatMap { reading.identifier($0, "\"rule\"") }
        let digestNode = reading.required(fields, "digest", "the 64 digits that tutela policy explain prints")
        let digest = digestNode.flatMap { reading.text($0, "\"digest\"") }
        let name = reading.required(fields, "by", "\"Name of the lawyer\"").flatMap { reading.text($0, "\"by\"") }
        let on = reading.required(fields, "on", "2026-12-01").flatMap { reading.moment($0, "\"on\"") }
        let note = reading.optionalText(fields, "note")
        if let rule, let ruleNode { self.note(rule, ruleNode.place) }
        guard let rule, let digest, let digestNode, let name, let on else { return nil }
        guard digest.utf8.count == 64,
            digest.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else {
            reading.add(
                "PACK-DIGEST", digestNode.place, "\"digest\" must be 64 digits of 0 to 9 and a to f",
                "tutela policy explain \(rule) prints its digest")
            return nil
        }
        return Pack.Signature(rule: rule, digest: digest, review: Review(name: name, on: on, note: note))
    }
}
