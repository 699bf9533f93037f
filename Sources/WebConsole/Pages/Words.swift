// SPDX-License-Identifier: Apache-2.0

internal import CivilTime

/// Numbers, times and counts as pages write them.
enum Words {
    /// Groups of three: 1,204,551.
    static func number(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return value < 0 ? "-" + grouped : grouped
    }

    static func count(_ value: Int, _ one: String, _ many: String) -> String {
        "\(number(value)) \(value == 1 ? one : many)"
    }

    /// 2026-11-24 20:31 UTC.
    static func time(_ time: UTCTime) -> String {
        let text = time.description
        guard text.count >= 16 else { return text }
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
    }

    static func list(_ words: [String]) -> String {
        switch words.count {
        case 0, 1: words.joined()
        default: words.dropLast().joined(separator: ", ") + " and " + (words.last ?? "")
        }
    }
}
