// SPDX-License-Identifier: Apache-2.0

/// What a schema allows, in words and as rows of a table.
struct SchemaWords: Sendable {
    struct Row: Sendable {
        var name, type, description: String
        var isRequired: Bool
    }

    let specification: Specification

    /// The type in a few words, as markup: names of schemas are links.
    func type(_ schema: Specification.Part) -> String {
        if let name = Specification.schemaName(schema) { return Self.link(name) }
        for (word, joint) in [("oneOf", " or "), ("anyOf", " or "), ("allOf", " and ")] {
            if let parts = schema[word]?.list, !parts.isEmpty { return parts.map(type).joined(separator: joint) }
        }
        if let value = schema["const"]?.words { return "<code>\(ScalarEscaping.escape(value))</code>" }
        if let values = schema["enum"]?.list, !values.isEmpty {
            return values.compactMap(\.words).map { "<code>\(ScalarEscaping.escape($0))</code>" }.joined(
                separator: ", ")
        }
        let names = schema["type"]?.words.map { [$0] } ?? schema["type"]?.list.compactMap(\.words) ?? []
        let words = names.map { name in
            switch name {
            case "array": "list of " + (schema["items"].map { "(\(type($0)))" } ?? "anything")
            case "object" where schema["properties"] == nil:
                schema["additionalProperties"].flatMap { $0.members.isEmpty ? nil : "object of (\(type($0)))" }
                    ?? "object"
            case "string" where schema["format"]?.words != nil:
                "string, " + ScalarEscaping.escape(schema["format"]?.words ?? "")
            default: ScalarEscaping.escape(name)
            }
        }
        return words.isEmpty ? "anything" : words.joined(separator: " or ")
    }

    /// Limits, in words.
    func limits(_ schema: Specification.Part) -> String {
        var parts: [String] = []
        func add(_ name: String, _ words: (String) -> String) {
            if let value = schema[name]?.words { parts.append(words(value)) }
        }
        add("minimum") { "at least \($0)" }
        add("maximum") { "at most \($0)" }
        add("minLength") { "at least \($0) characters" }
        add("maxLength") { "at most \($0) characters" }
        add("minItems") { "at least \($0) items" }
        add("maxItems") { "at most \($0) items" }
        add("pattern") { "matches `\($0)`" }
        add("default") { "`\($0)` unless given" }
        return parts.isEmpty ? "" : parts.joined(separator: ", ") + "."
    }

    /// Description and limits, as markup.
    func meaning(_ part: Specification.Part, _ schema: Specification.Part) -> String {
        let own = part["description"]?.words ?? ""
        // A named schema says its meaning where it stands; a reference without words of its own borrows the first sentence.
        let text =
            own.isEmpty ? (specification.resolved(schema)["description"]?.words.map(Self.firstSentence) ?? "") : own
        return Markdown.html([text, limits(schema)].filter { !$0.isEmpty }.joined(separator: "\n\n"), heading: 5)
    }

    /// The properties, those of inner objects by their path: `item.width`, `items[].status`.
    func rows(_ schema: Specification.Part, prefix: String = "", depth: Int = 0) -> [Row] {
        let schema = depth == 0 ? specification.resolved(schema) : schema
        guard depth < 4 else { return [] }
        var rows: [Row] = []
        for part in schema["allOf"]?.list ?? [] {
            rows += self.rows(specification.resolved(part), prefix: prefix, depth: depth)
        }
        let required = Set(schema["required"]?.list.compactMap(\.words) ?? [])
        for (name, part) in schema["properties"]?.members ?? [] {
            rows.append(
                Row(
                    name: prefix + name, type: type(part), description: meaning(part, part),
                    isRequired: required.contains(name)))
            guard Specification.schemaName(part) == nil else { continue }
            rows += self.rows(part, prefix: prefix + name + ".", depth: depth + 1)
            if let items = part["items"], Specification.schemaName(items) == nil {
                rows += self.rows(items, prefix: prefix + name + "[].", depth: depth + 1)
            }
        }
        return rows
    }

    static func link(_ name: String) -> String {
        "<a href=\"#\(anchor(name))\">\(ScalarEscaping.escape(name))</a>"
    }

    static func anchor(_ name: String) -> String {
        "schema-" + ScalarEscaping.escape(name)
    }

    private static func firstSentence(_ text: String) -> String {
        let line = text.split(separator: "\n\n").first.map(String.init) ?? text
        guard let end = line.firstRange(of: ". ") else { return line }
        return String(line[..<end.lowerBound]) + "."
    }
}
