// SPDX-License-Identifier: Apache-2.0

/// The words beside an event, as canonical JSON: equal events have equal bytes, whoever writes them.
///
/// RFC 8785 for an object of strings: names sorted, nothing between the tokens, only what must be escaped is escaped.
/// Names are held to ASCII, so that the orders of UTF-8, UTF-16 and of scalars are the same.
enum AuditDetail {
    static func text(_ detail: [String: String]) -> String {
        let members = detail.sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
            .map { "\(quoted($0.key)):\(quoted($0.value))" }
        return "{" + members.joined(separator: ",") + "}"
    }

    /// Reads what ``text(_:)`` wrote; `nil` for anything else that is not an object of strings.
    static func read(_ text: String) -> [String: String]? {
        var reader = Reader(bytes: Array(text.utf8)[...])
        return reader.object()
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{8}": quoted += "\\b"
            case "\t": quoted += "\\t"
            case "\n": quoted += "\\n"
            case "\u{C}": quoted += "\\f"
            case "\r": quoted += "\\r"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    private struct Reader {
        var bytes: ArraySlice<UInt8>

        mutating func object() -> [String: String]? {
            guard skip("{") else { return nil }
            var members: [String: String] = [:]
            if skip("}") { return bytes.isEmpty ? members : nil }
            repeat {
                guard let name = string(), skip(":"), let value = string(), members[name] == nil else { return nil }
                members[name] = value
            } while skip(",")
            return skip("}") && bytes.isEmpty ? members : nil
        }

        private mutating func skip(_ character: Unicode.Scalar) -> Bool {
            guard bytes.first == UInt8(ascii: character) else { return false }
            bytes.removeFirst()
            return true
        }

        private mutating func string() -> String? {
            guard skip("\"") else { return nil }
            var text: [UInt8] = []
            while let byte = bytes.popFirst() {
                if byte == UInt8(ascii: "\"") { return String(validating: text, as: UTF8.self) }
                guard byte == UInt8(ascii: "\\") else {
                    text.append(byte)
                    continue
                }
                switch bytes.popFirst() {
                case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
                case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
                case UInt8(ascii: "b"): text.append(0x08)
                case UInt8(ascii: "t"): text.append(0x09)
                case UInt8(ascii: "n"): text.append(0x0A)
                case UInt8(ascii: "f"): text.append(0x0C)
                case UInt8(ascii: "r"): text.append(0x0D)
                case UInt8(ascii: "u"):
                    let digits = String(decoding: bytes.prefix(4), as: UTF8.self)
                    guard bytes.count >= 4, let value = UInt8(digits, radix: 16), value < 0x80 else { return nil }
                    bytes.removeFirst(4)
                    text.append(value)
                default: return nil
                }
            }
            return nil
        }
    }
}
