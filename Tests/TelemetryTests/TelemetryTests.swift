// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import Synchronization
import Telemetry
import Testing

@Suite struct SensitiveTests {
    private struct Holder { let secret = Sensitive("quorvex-17") }

    @Test func nothingPrintsASensitiveValue() throws {
        let secret = Sensitive("quorvex-17")
        var dumped = ""
        dump(Holder(), to: &dumped)
        dump(secret, to: &dumped)
        var streamed = ""
        print(secret, to: &streamed)
        let texts = [
            "\(secret)", secret.description, secret.debugDescription, String(reflecting: secret),
            String(describing: Holder()), "\(Optional(secret) as Any)", "\([secret])", dumped, streamed,
            Mirror(reflecting: secret).children.map { "\($0.value)" }.joined(),
        ]
        for text in texts { #expect(!text.contains("quorvex"), "\(text)") }
        #expect(throws: EncodingError.self) { try JSONEncoder().encode(["key": secret]) }
        #expect(secret.reveal() == "quorvex-17")
    }
}

@Suite struct MetricsTests {
    /// The grammar of the text format, version 0.0.4: each line is a comment or a sample.
    private func check(_ text: String) throws {
        let label = #"[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*""#
        let sample = try Regex(
            #"[a-zA-Z_:][a-zA-Z0-9_:]*(?:\{\#(label)(?:,\#(label))*\})? (?:[-+]?[0-9.]+(?:e[-+]?[0-9]+)?|[+-]Inf|NaN)"#)
        #expect(text.hasSuffix("\n"))
        for line in text.split(separator: "\n") where !line.hasPrefix("# HELP ") && !line.hasPrefix("# TYPE ") {
            #expect(try sample.wholeMatch(in: line) != nil, "\(line)")
        }
    }

    @Test func theTextFollowsTheGrammarWhateverLabelsHold() throws {
        let registry = MetricsRegistry()
        registry.counter("a_total", help: "Back\\slash\nline", labels: [("x", "q\"\\\n"), ("a.b", "")]).add(3)
        registry.gauge("b.c-d", help: "h").set(-.infinity)
        registry.histogram("d_seconds", help: "h", labels: [("x", "y")]).record(nanoseconds: 6_000_000)
        registry.reading("e", help: "h") { 1.5 }
        registry.reading("f", help: "h") { nil }
        let text = registry.text()
        try check(text)
        #expect(text.contains("d_seconds_bucket{x=\"y\",le=\"0.005\"} 0\n"))
        #expect(text.contains("d_seconds_bucket{x=\"y\",le=\"0.01\"} 1\n"))
        #expect(text.contains("d_seconds_bucket{x=\"y\",le=\"+Inf\"} 1\n"))
        #expect(text.contains("d_seconds_sum{x=\"y\"} 0.006\n"))
        #expect(!text.contains("\nf "))
    }

    @Test func seriesAboveTheLimitAreCountedAndNotShown() {
        let registry = MetricsRegistry(limit: 5)
        for number in 0..<9 { registry.counter("a_total", help: "h", labels: [("n", "\(number)")]).add() }
        let lines = registry.text().split(separator: "\n")
        #expect(lines.count { $0.hasPrefix("a_total{") } == 5)
        #expect(lines.contains("telemetry_series_dropped_total 4"))
        registry.counter("a_total", help: "h", labels: [("n", "0")]).add()
        #expect(registry.text().contains("a_total{n=\"0\"} 2\n"))
    }
}

@Suite struct LogTests {
    @Test func aLineIsOneObjectWithAllowedKeysOnly() throws {
        let lines = Mutex<[String]>([])
        var logger = Logger(label: "t") { label in
            JSONLogHandler(
                label: label, clock: { (951_782_399, 7) }, write: { line in lines.withLock { $0.append(line) } })
        }
        logger[metadataKey: "fingerprint"] = "quorvex-17"
        logger.info(
            "two\nlines \u{1B}[31m \u{202E}", metadata: ["status": "200", "error": .dictionary(["a": "quorvex-17"])])
        let line = try #require(lines.withLock { $0.first })
        #expect(line.split(separator: "\n", omittingEmptySubsequences: false).count == 2)
        #expect(
            !line.contains("quorvex")
                && !line.unicodeScalars.contains { ($0.value < 32 && $0 != "\n") || $0 == "\u{202E}" })
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["time"] as? String == "2000-02-28T23:59:59.007Z")
        #expect(object["status"] as? String == "200")
        #expect(object["dropped"] as? Int == 1)
    }
}
