// SPDX-License-Identifier: Apache-2.0

internal import Glibc
public import Logging

/// Writes one JSON object a line: `time`, `level`, `message`, `source`, and the metadata whose keys are allowed.
///
/// Metadata under other keys are left out, and `dropped` says how many: a value can be logged only after somebody decided
/// that its key never carries anything sensitive.
public struct JSONLogHandler: LogHandler {
    /// Keys that may be logged. None of them ever carries a fingerprint, a picture, a name of a file or a secret.
    public static let allowedKeys: Set<String> = [
        "action", "actor", "address", "attempt", "bank", "banks", "bytes", "change", "check", "code", "count",
        "database",
        "door", "duration_ms", "entries", "error", "error.type", "job", "kind", "lag_s", "limit", "listener", "method",
        "name",
        "outcome", "peer", "port", "protocol", "reason", "request", "route", "seconds", "service", "setting", "signal",
        "state", "status", "step", "tenant", "topic", "version",
    ]

    /// What the logger carries.
    public var metadata: Logger.Metadata = [:]
    /// What is written.
    public var logLevel: Logger.Level
    private let label: String
    private let clock: @Sendable () -> (seconds: Int64, milliseconds: Int)
    private let write: @Sendable (String) -> Void

    /// Makes a handler.
    ///
    /// - Parameters:
    ///   - label: of the logger.
    ///   - level: what is written.
    ///   - clock: the time in UTC: seconds since 1970, and milliseconds of the second.
    ///   - write: takes a line that ends in a line feed.
    public init(
        label: String, level: Logger.Level = .info,
        clock: @escaping @Sendable () -> (seconds: Int64, milliseconds: Int) = LogClock.now,
        write: @escaping @Sendable (String) -> Void = LogClock.writeToStandardError
    ) {
        self.label = label
        logLevel = level
        self.clock = clock
        self.write = write
    }

    /// What the logger carries under a key.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line.
    public func log(event: LogEvent) {
        let now = clock()
        var line = "{\"time\":\"\(LogClock.text(seconds: now.seconds, milliseconds: now.milliseconds))\""
        line += ",\"level\":\"\(event.level.rawValue)\",\"message\":"
        JSONText.append(event.message.description, to: &line)
        line += ",\"source\":"
        JSONText.append(label, to: &line)
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        var dropped = 0
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            guard Self.allowedKeys.contains(key) else {
                dropped += 1
                continue
            }
            line += ",\"\(key)\":"
            JSONText.append(Self.text(value), to: &line)
        }
        if dropped > 0 { line += ",\"dropped\":\(dropped)" }
        write(line + "}\n")
    }

    private static func text(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): text
        case .stringConvertible(let value): value.description
        case .array(let values): values.map(text).joined(separator: ",")
        // A dictionary would bring keys that nobody allowed.
        case .dictionary: "[not logged]"
        }
    }
}

/// The clock and the place of logs.
public enum LogClock {
    /// The time in UTC: seconds since 1970, and milliseconds of the second.
    public static func now() -> (seconds: Int64, milliseconds: Int) {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return (Int64(time.tv_sec), time.tv_nsec / 1_000_000)
    }

    /// Writes a line to standard error with one call, so that lines of several threads do not mix.
    ///
    /// - Parameter line: ends in a line feed.
    public static func writeToStandardError(_ line: String) {
        var line = line
        line.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// RFC 3339 in UTC: `2026-11-24T20:41:07.123Z`. The days are counted as Howard Hinnant's `civil_from_days` does.
    static func text(seconds: Int64, milliseconds: Int) -> String {
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let rest = seconds - days * 86_400
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func padded(_ number: Int64, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + "T" + padded(rest / 3600, 2) + ":"
            + padded(rest / 60 % 60, 2) + ":" + padded(rest % 60, 2) + "." + padded(Int64(milliseconds), 3) + "Z"
    }
}
