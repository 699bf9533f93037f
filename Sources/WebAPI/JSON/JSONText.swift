// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Writes one JSON object member by member, for answers that hold JSON which was written before.
struct JSONText {
    private var text = "{"

    var closed: String { text + "}" }

    mutating func add(_ name: StaticString, raw value: String) {
        if text.utf8.count > 1 { text += "," }
        text += "\"\(name)\":\(value)"
    }

    mutating func add(_ name: StaticString, _ value: String) { add(name, raw: Self.quoted(value)) }

    static func array(_ values: some Sequence<String>) -> String { "[" + values.joined(separator: ",") + "]" }

    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// Encodes a value with its names in order.
    static func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
