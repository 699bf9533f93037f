// SPDX-License-Identifier: Apache-2.0

/// Strings of JSON in which nothing can begin a new line or move a terminal's cursor.
public enum JSONText {
    /// Appends a quoted string.
    ///
    /// - Parameters:
    ///   - text: anything.
    ///   - line: gets it.
    public static func append(_ text: String, to line: inout String) {
        line += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": line += "\\\""
            case "\\": line += "\\\\"
            // C0, DEL and C1, line separators, and what turns the direction of writing around.
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                let hex = String(scalar.value, radix: 16)
                line += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: line.unicodeScalars.append(scalar)
            }
        }
        line += "\""
    }

    /// A quoted string.
    ///
    /// - Parameter text: anything.
    /// - Returns: with its quotes.
    public static func quoted(_ text: String) -> String {
        var line = ""
        append(text, to: &line)
        return line
    }
}
