// SPDX-License-Identifier: Apache-2.0

public import Policy

/// JSON Schemas (draft 2020-12) of packs and of suites of tests, so that editors complete words and mark mistakes while a
/// lawyer types. They are made of the program's own vocabulary. What a schema cannot say (that an id is unique, that a day
/// exists, that a condition can be read) only the reader says.
public enum PolicySchema: String, Sendable, CaseIterable {
    /// Of packs.
    case pack
    /// Of suites of tests.
    case policytest

    /// Name of the file in law/schema.
    public var fileName: String { "\(rawValue).schema.json" }

    /// The schema.
    public var json: CanonicalJSON {
        switch self {
        case .pack: PackSchema.document
        case .policytest: PolicyTestSchema.document
        }
    }

    /// The schema as it is kept: keys sorted, two blanks of indentation, a line end at the end.
    public var text: String {
        var text = ""
        json.write(to: &text, indentation: 0)
        return text + "\n"
    }
}

/// Parts of schemas.
enum SchemaPart {
    static func object(
        _ properties: [(String, CanonicalJSON)], required: [String] = [], atLeastOne: Bool = false
    ) -> CanonicalJSON {
        .object([
            ("type", .string("object")), ("additionalProperties", .bool(false)),
            ("properties", .object(properties.map { ($0.0, Optional($0.1)) })),
            ("required", required.isEmpty ? nil : .array(required.map { .string($0) })),
            ("minProperties", atLeastOne ? .number(1) : nil),
        ])
    }

    static func list(
        _ element: CanonicalJSON, isUnique: Bool = false, least: Int? = nil, most: Int? = nil
    ) -> CanonicalJSON {
        .object([
            ("type", .string("array")), ("items", element), ("uniqueItems", isUnique ? .bool(true) : nil),
            ("minItems", least.map { .number(Double($0)) }), ("maxItems", most.map { .number(Double($0)) }),
        ])
    }

    static func words(_ words: [String]) -> CanonicalJSON { .object([("enum", .array(words.map { .string($0) }))]) }
    static func words<Word: RawRepresentable & CaseIterable>(_: Word.Type) -> CanonicalJSON
    where Word.RawValue == String {
        words(Word.allCases.map(\.rawValue))
    }

    static func either(_ parts: CanonicalJSON...) -> CanonicalJSON { .object([("anyOf", .array(parts))]) }
    static func optional(_ part: CanonicalJSON) -> CanonicalJSON { either(part, .object([("type", .string("null"))])) }
    static func reference(_ name: String) -> CanonicalJSON { .object([("$ref", .string("#/$defs/\(name)"))]) }
    static let text: CanonicalJSON = .object([("type", .string("string")), ("minLength", .number(1))])

    static func pattern(_ pattern: String, _ description: String) -> CanonicalJSON {
        .object([
            ("type", .string("string")), ("pattern", .string(pattern)), ("description", .string(description)),
        ])
    }

    static func described(_ part: CanonicalJSON, _ description: String) -> CanonicalJSON {
        guard case .object(var members) = part else { return part }
        members["description"] = .string(description)
        return .object(members)
    }

    static let id = pattern(
        "^[a-z0-9]+([.-][a-z0-9]+)*$", "Lower-case words and digits joined by . and -, for example us.tida.removal.")
    static let date = pattern(
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2}))?$",
        "A day, which is its first second in Greenwich, or a moment: 2026-08-02, 2026-08-02T12:00:00Z.")
    static let duration = pattern(
        "^P(?=[0-9T])([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$",
        "ISO 8601: PT48H is 48 hours, P7D seven days, P6M six months, P1Y a year.")
    static let jurisdiction = pattern(
        "^(\\*|[A-Z]{2}(-[A-Z0-9]{1,3})?)$", "Two capitals, EU, a state such as US-CA, or \"*\" for everywhere.")
    static let within: CanonicalJSON = {
        let one = either(words(Urgency.self), reference("duration"))
        return either(words(Urgency.self), reference("duration"), list(one, least: 1, most: 2))
    }()
    static let condition: CanonicalJSON = {
        let parts = list(reference("condition"), least: 1)
        return either(
            described(text, "For example: request.valid is true and not (origin in [real, morphed])"), parts,
            object([("all", parts)], required: ["all"]), object([("any", parts)], required: ["any"]),
            object([("not", reference("condition"))], required: ["not"]))
    }()
    static let localText = object([("en", text), ("ko", optional(text)), ("es", optional(text))], required: ["en"])

    /// A fact's value.
    static func value(_ definition: FactDefinition) -> CanonicalJSON {
        let unknown = words(["unknown"])
        let known: CanonicalJSON =
            switch definition.type {
            case .tri: .object([("type", .string("boolean"))])
            case .word(let words):
                // YAML reads a word of digits as a number.
                .object([
                    ("enum", .array(words.map { .string($0) } + words.compactMap(Double.init).map { .number($0) }))
                ])
            case .words(let words): list(self.words(words))
            case .number(_, let range):
                .object([
                    ("type", .string("number")), ("minimum", .number(range.lowerBound)),
                    ("maximum", .number(range.upperBound)),
                ])
            case .integer: .object([("type", .string("integer")), ("minimum", .number(0))])
            case .countries: list(pattern("^[A-Z]{2}$", "Two capitals."))
            case .instant: reference("date")
            }
        return described(either(known, unknown), definition.meaning)
    }

    /// Facts with plain values, or also with who says so.
    static func facts(withSources: Bool) -> CanonicalJSON {
        object(
            FactRegistry.definitions.map { definition in
                let plain = value(definition)
                guard withSources else { return (definition.name.rawValue, plain) }
                let all = either(plain, reference("reading"), list(reference("reading"), least: 1))
                return (definition.name.rawValue, described(all, definition.meaning))
            })
    }

    /// A value and who says so. Which values there are is not repeated for every fact; the reader knows.
    static let reading = object(
        [
            ("value", .object([:])),
            (
                "source",
                pattern(
                    "^(\(FactRole.allCases.map(\.rawValue).joined(separator: "|")))(:.*)?$",
                    "A role, or role:name, for example classifier:acme 2.")
            ), ("at", reference("date")),
            ("confidence", .object([("type", .string("number")), ("minimum", .number(0)), ("maximum", .number(1))])),
        ], required: ["value"])

    static func document(
        _ schema: PolicySchema, title: String, _ root: CanonicalJSON, definitions: [(String, CanonicalJSON)]
    ) -> CanonicalJSON {
        guard case .object(var members) = root else { return root }
        members["$schema"] = .string("https://json-schema.org/draft/2020-12/schema")
        members["$id"] = .string("urn:tutela:schema:\(schema.rawValue)")
        members["title"] = .string(title)
        members["$defs"] = .object(definitions.map { ($0.0, Optional($0.1)) })
        return .object(members)
    }
}

extension CanonicalJSON {
    /// Writes it for people: keys sorted, one member a line.
    fileprivate func write(to text: inout String, indentation: Int) {
        let inner = String(repeating: "  ", count: indentation + 1)
        let outer = String(repeating: "  ", count: indentation)
        switch self {
        case .object(let members) where !members.isEmpty:
            text += "{\n"
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            for (index, member) in sorted.enumerated() {
                text += inner + CanonicalJSON.string(member.key).text + ": "
                member.value.write(to: &text, indentation: indentation + 1)
                text += index + 1 < sorted.count ? ",\n" : "\n"
            }
            text += outer + "}"
        case .array(let elements) where elements.contains(where: \.hasParts):
            text += "[\n"
            for (index, element) in elements.enumerated() {
                text += inner
                element.write(to: &text, indentation: indentation + 1)
                text += index + 1 < elements.count ? ",\n" : "\n"
            }
            text += outer + "]"
        case .array(let elements): text += "[" + elements.map(\.text).joined(separator: ", ") + "]"
        default: text += self.text
        }
    }

    private var hasParts: Bool {
        switch self {
        case .object, .array: true
        default: false
        }
    }
}
