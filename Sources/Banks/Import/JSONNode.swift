// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Any JSON value. Lists write numbers as text and text as numbers, so reading starts from what is there.
enum JSONNode: Decodable {
    case null
    case flag(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case array([JSONNode])
    case object([String: JSONNode])

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        if let keyed = try? decoder.container(keyedBy: Key.self) {
            var object: [String: JSONNode] = [:]
            for key in keyed.allKeys {
                object[key.stringValue] = try keyed.decode(JSONNode.self, forKey: key)
            }
            self = .object(object)
        } else if var list = try? decoder.unkeyedContainer() {
            var array: [JSONNode] = []
            while !list.isAtEnd { array.append(try list.decode(JSONNode.self)) }
            self = .array(array)
        } else {
            let single = try decoder.singleValueContainer()
            if let text = try? single.decode(String.self) {
                self = .text(text)
            } else if single.decodeNil() {
                self = .null
            } else if let integer = try? single.decode(Int64.self) {
                self = .integer(integer)
            } else if let flag = try? single.decode(Bool.self) {
                self = .flag(flag)
            } else {
                self = .number(try single.decode(Double.self))
            }
        }
    }

    /// Reads one object, or says that it is none. The decoder's own message may quote the text, so it is not kept.
    static func object(_ bytes: [UInt8]) throws(FieldProblem) -> [String: JSONNode] {
        var depth = 0
        var inString = false
        var escaped = false
        for byte in bytes {
            if escaped {
                escaped = false
            } else if inString {
                if byte == UInt8(ascii: "\\") { escaped = true }
                if byte == UInt8(ascii: "\"") { inString = false }
            } else if byte == UInt8(ascii: "\"") {
                inString = true
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                depth += 1
                guard depth <= ImportLimits.depth else {
                    throw FieldProblem(reason: "nested deeper than \(ImportLimits.depth)", remedy: "Remove the entry.")
                }
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                depth -= 1
            }
        }
        guard case .object(let object)? = try? JSONDecoder().decode(JSONNode.self, from: Data(bytes)) else {
            throw FieldProblem(reason: "not a JSON object", remedy: "Correct or remove it.")
        }
        return object
    }

    /// The value as a list would write it in CSV; nil for arrays and objects.
    var fieldText: [UInt8]? {
        switch self {
        case .null: []
        case .flag(let flag): Array((flag ? "true" : "false").utf8)
        case .integer(let integer): Array(String(integer).utf8)
        case .number(let number): Array(String(number).utf8)
        case .text(let text): Array(text.utf8)
        case .array, .object: nil
        }
    }

    var string: String? {
        if case .text(let text) = self { return text }
        return nil
    }

    var int: Int64? {
        switch self {
        case .integer(let integer): integer
        case .text(let text): Int64(text)
        default: nil
        }
    }
}
