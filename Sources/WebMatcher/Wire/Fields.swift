// SPDX-License-Identifier: Apache-2.0

/// The members of a body, read as leniently as the models of the reference read them: `"0.5"` is a number, `"yes"` and `1`
/// are true.
struct Fields {
    let members: [String: JSONValue]
    private(set) var problems = FieldProblems()

    /// Begins to read a body.
    ///
    /// - Throws: ``FieldProblems`` when it is no object.
    init(_ body: JSONValue?) throws(FieldProblems) {
        guard let members = body?.members else { throw .noObject(body ?? .null) }
        self.members = members
    }

    /// A text; required or not.
    mutating func text(_ name: String, required: Bool = false) -> String? {
        switch members[name] {
        case .string(let text): return text
        case nil where required: problems.missing(name, in: .object(members))
        case nil: break
        case .null where !required: break
        case let other?: refuse("string_type", name, "Input should be a valid string", other)
        }
        return nil
    }

    /// A number.
    mutating func number(_ name: String) -> Double? {
        switch members[name] {
        case nil, .null: return nil
        case .integer(let value): return Double(value)
        case .number(let value): return value
        case .bool(let value): return value ? 1 : 0
        case .string(let text):
            if let value = Double(text.filter { !$0.isWhitespace }), value.isFinite { return value }
            refuse(
                "float_parsing", name, "Input should be a valid number, unable to parse string as a number",
                .string(text))
        case let other?: refuse("float_type", name, "Input should be a valid number", other)
        }
        return nil
    }

    /// A truth value.
    mutating func flag(_ name: String) -> Bool? {
        switch members[name] {
        case nil, .null: return nil
        case .bool(let value): return value
        case .integer(0), .number(0): return false
        case .integer(1), .number(1): return true
        case .string(let text):
            if let value = Self.flag(text) { return value }
            fallthrough
        case .integer, .number:
            refuse(
                "bool_parsing", name, "Input should be a valid boolean, unable to interpret input",
                members[name] ?? .null)
        case let other?: refuse("bool_type", name, "Input should be a valid boolean", other)
        }
        return nil
    }

    /// Ends the reading.
    ///
    /// - Throws: ``FieldProblems`` when something was wrong.
    func check() throws(FieldProblems) {
        guard problems.isEmpty else { throw problems }
    }

    /// The words that pydantic takes for true and false.
    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "1", "on", "t", "y", "yes": true
        case "false", "0", "off", "f", "n", "no": false
        default: nil
        }
    }

    private mutating func refuse(_ type: String, _ name: String, _ message: String, _ input: JSONValue) {
        problems.add(.init(type: type, field: name, message: message, input: input))
    }
}
