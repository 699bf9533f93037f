// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
public import Policy

/// Reads facts: one flat mapping from the name of a fact to what is known. That is a plain value, which whoever evaluates
/// states; or `{value, source, at, confidence}`; or a list of such, one for each source.
///
/// ```json
/// {"origin": "synthetic", "depicted.minor": {"value": true, "source": "classifier:acme 2", "confidence": 0.9}}
/// ```
public enum FactReader {
    /// Reads facts.
    ///
    /// - Parameters:
    ///   - file: JSON if its name ends in `.json` or its text begins like a JSON object; else YAML.
    ///   - limits: how much is read.
    /// - Throws: ``PackProblems`` with every mistake.
    public static func read(_ file: PolicyFile, limits: ReadingLimits = .file) throws(PackProblems) -> FactSet {
        let opened: (reading: Reading, root: DocumentNode)
        do throws(PackProblems) {
            opened = try Reading.open(file, limits: limits, asJSON: looksLikeJSON(file.withoutMark))
        } catch {
            throw PackProblems(error.problems.map { $0.code == "PACK-EMPTY" ? noFacts(file) : $0 })
        }
        let facts = opened.reading.facts(opened.root)
        try opened.reading.finish()
        // Nothing known is decided as benign: from a file that was meant to say something, that would be a silent mistake.
        guard !facts.names.isEmpty else { throw PackProblems([noFacts(file)]) }
        return facts
    }

    private static func noFacts(_ file: PolicyFile) -> PackProblem {
        PackProblem(
            code: "POLICY-NO-FACTS", file: file.path, line: 1, column: 1, message: "no facts",
            hint: "write {\"origin\": \"real\"}, or name facts with --fact origin=real")
    }

    /// Reads one value as people type it after `--fact name=value`: a word, a number, a date, `[a, b]`.
    ///
    /// - Parameters:
    ///   - text: the value.
    ///   - name: the fact.
    ///   - origin: how messages call the text.
    /// - Throws: ``PackProblems`` with one mistake.
    public static func value(
        _ text: String, of name: FactName, origin: String = "--fact"
    ) throws(PackProblems) -> FactValue {
        let (reading, root) = try Reading.open(PolicyFile(path: origin, text: text), limits: .file)
        let value = reading.factValue(root, of: name)
        try reading.finish()
        return value ?? .unknown
    }

    static func looksLikeJSON(_ bytes: [UInt8]) -> Bool {
        let visible = bytes.lazy.filter { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }.prefix(2)
        return visible.elementsEqual("{\"".utf8) || visible.elementsEqual("{}".utf8)
    }
}

extension Reading {
    /// Facts and who says so.
    func facts(_ node: DocumentNode) -> FactSet {
        var facts = FactSet()
        guard case .mapping(let entries) = node.content else {
            add(
                "PACK-TYPE", node.place, "facts must be a mapping from names to values, not \(node.inWords)",
                "write {origin: real}")
            return facts
        }
        for entry in entries {
            guard let name = factName(entry) else { continue }
            for element in readings(of: entry) {
                guard let reading = factReading(element, of: name) else { continue }
                let said = facts.readings(of: name)
                if said.contains(where: { $0.source == reading.source }) {
                    add(
                        "FACT-TWICE", element.place, "\(reading.source) speaks twice of \(name.rawValue)",
                        "name different sources, or remove one")
                    continue
                }
                do throws(FactProblem) {
                    try facts.set(name, reading)
                } catch {
                    add(error.code, element.place, error.message, "correct the value or its source")
                }
            }
        }
        return facts
    }

    private func readings(of entry: DocumentNode.Entry) -> [DocumentNode] {
        guard case .list(let elements) = entry.value.content, let first = elements.first, case .mapping = first.content
        else { return [entry.value] }
        return elements
    }

    private func factReading(_ node: DocumentNode, of name: FactName) -> FactReading? {
        guard case .mapping = node.content else {
            return factValue(node, of: name).map { FactReading($0, source: FactSource(.stated)) }
        }
        guard let fields = fields(node, name.rawValue, ["value", "source", "at", "confidence"]),
            let value = required(fields, "value", "true").flatMap({ factValue($0, of: name) })
        else { return nil }
        var reading = FactReading(value, source: FactSource(.stated))
        if let node = fields.given("source") {
            guard let text = text(node, "the source", limit: 200) else { return nil }
            guard let source = FactSource(text) else {
                unknownWord(text, node.place, "the role of a source", FactRole.allCases.map(\.rawValue))
                return nil
            }
            reading.source = source
        }
        if let node = fields.given("at") {
            guard let at = moment(node, "\"at\"") else { return nil }
            reading.at = at
        }
        if let node = fields.given("confidence") {
            guard let text = node.text, let number = Self.number(text), (0...1).contains(number) else {
                add("FACT-CONFIDENCE", node.place, "\"confidence\" must be a number from 0 to 1", "write 0.85")
                return nil
            }
            reading.confidence = number
        }
        return reading
    }
}
