// SPDX-License-Identifier: Apache-2.0

/// Writes one JSON object with its keys in the order in which they are added.
///
/// Foundation's encoder either sorts keys or leaves their order open; records want the contract's order, so that a person
/// can read a line and `cut` finds the path first.
struct JSONObject {
    private(set) var text = "{"

    var closed: String { text + "}" }

    mutating func add(_ key: StaticString, raw value: String) {
        if text.utf8.count > 1 { text += "," }
        text += "\"" + key.withUTF8Buffer { String(decoding: $0, as: UTF8.self) } + "\":" + value
    }

    mutating func add(_ key: StaticString, _ value: String?) {
        add(key, raw: value.map(JSONObject.quoted) ?? "null")
    }

    mutating func add(_ key: StaticString, _ value: (some FixedWidthInteger)?) {
        add(key, raw: value.map { String($0) } ?? "null")
    }

    mutating func add(_ key: StaticString, _ value: Bool) {
        add(key, raw: value ? "true" : "false")
    }

    static func array(_ values: [String]) -> String {
        "[" + values.joined(separator: ",") + "]"
    }

    /// A JSON string. Besides what JSON asks for, everything that could move a cursor, end a line or turn the direction of
    /// text is written as an escape: people do look at these lines in terminals.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where VisibleText.isDeceptive(scalar): quoted += escape(scalar)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// JSON text of the same value, in which nothing could move a cursor or turn the direction of text. Such characters can
    /// stand in strings only, where an escape means the same.
    static func escaping(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: VisibleText.isDeceptive) else { return json }
        var text = ""
        for scalar in json.unicodeScalars {
            if VisibleText.isDeceptive(scalar) { text += escape(scalar) } else { text.unicodeScalars.append(scalar) }
        }
        return text
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        String(scalar).utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }
}
