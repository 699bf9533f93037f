// SPDX-License-Identifier: Apache-2.0

/// The text format of Prometheus, version 0.0.4: names, labels, numbers.
enum MetricsText {
    /// A name of `[a-zA-Z_:][a-zA-Z0-9_:]*`; other characters become `_`.
    static func name(_ name: String) -> String {
        var cleaned = ""
        for (index, character) in name.unicodeScalars.enumerated() {
            let isLetter = ("a"..."z").contains(character) || ("A"..."Z").contains(character) || character == "_"
            let isDigit = ("0"..."9").contains(character)
            if isLetter || (isDigit && index > 0) {
                cleaned.unicodeScalars.append(character)
            } else {
                cleaned += isDigit ? "_\(character)" : "_"
            }
        }
        return cleaned.isEmpty ? "_" : cleaned
    }

    /// `name="value",…` in the order of names; empty when there are none.
    static func labels(_ labels: MetricsRegistry.Labels) -> String {
        labels.sorted { $0.name < $1.name }.map { "\(name($0.name))=\"\(escaped($0.value, quote: true))\"" }
            .joined(separator: ",")
    }

    static func escaped(_ text: String, quote: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quote: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == value.rounded(), abs(value) < 1e15 { return "\(Int64(value))" }
        return "\(value)"
    }

    static func line(_ name: String, _ labels: String, _ value: String) -> String {
        labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }

    static func histogram(_ name: String, _ labels: String, _ histogram: HistogramSeries) -> String {
        let prefix = labels.isEmpty ? "" : labels + ","
        var lines = ""
        var sum: UInt64 = 0
        for (count, bound) in zip(histogram.counts, HistogramSeries.boundTexts) {
            sum += count
            lines += line("\(name)_bucket", "\(prefix)le=\"\(bound)\"", "\(sum)")
        }
        // The count is that of the buckets read above, so that a reader never sees them contradict each other.
        return lines + line("\(name)_sum", labels, number(histogram.seconds)) + line("\(name)_count", labels, "\(sum)")
    }
}
