// SPDX-License-Identifier: Apache-2.0

/// A moment in coordinated universal time, to the second. Leap seconds are not counted, as in POSIX.
public struct UTCTime: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z; negative before.
    public let seconds: Int64

    /// - Parameter seconds: since 1970-01-01T00:00:00Z.
    public init(seconds: Int64) {
        self.seconds = seconds
    }

    /// Reads a date and time of the proleptic Gregorian calendar.
    ///
    /// - Parameters:
    ///   - year: 0 to 9999.
    ///   - month: 1 to 12.
    ///   - day: 1 to the month's last.
    ///   - hour: 0 to 23.
    ///   - minute: 0 to 59.
    ///   - second: 0 to 60.
    /// - Returns: `nil` when there is no such day or time. A leap second, 60, is the next minute's first second.
    public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (0...9999).contains(year), (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        let days = Self.daysSince1970(year: year, month: month, day: day)
        seconds = Int64(days * 86_400 + hour * 3_600 + minute * 60 + second)
    }

    /// Reads ISO 8601 as RFC 3339 narrows it: `2026-11-24T13:57:24Z`, with fractions of a second, which are cut off, and
    /// with an offset such as `+01:00` or `+0100`; or a date alone, which means its first second.
    ///
    /// - Parameter text: the date and time, nothing before or after.
    /// - Returns: `nil` for any other text, and for a moment that lies outside the years 0 to 9999 in Greenwich.
    public init?(_ text: String) {
        var digits = DigitReader(Array(text.utf8)[...])
        guard text.utf8.count <= 64, let year = digits.number(4), digits.skip("-"), let month = digits.number(2),
            digits.skip("-"), let day = digits.number(2)
        else { return nil }
        if digits.isAtEnd {
            guard let start = UTCTime(year: year, month: month, day: day) else { return nil }
            seconds = start.seconds
            return
        }
        guard digits.skip("T") || digits.skip("t") || digits.skip(" "), let hour = digits.number(2), digits.skip(":"),
            let minute = digits.number(2), digits.skip(":"), let second = digits.number(2)
        else { return nil }
        if digits.skip("."), digits.fraction() == nil { return nil }
        guard let offset = digits.offset(separator: true), digits.isAtEnd,
            let time = UTCTime(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        // In Greenwich it may be a day outside the four digits of a year, which could not be written again.
        let moment = UTCTime(seconds: time.seconds - offset)
        guard moment.calendar != nil else { return nil }
        self = moment
    }

    /// ISO 8601, for example `2026-11-24T13:57:24Z`.
    public var description: String {
        // Beyond the calendar's four digits the number itself is clearer than an invented date.
        guard let parts = calendar else { return "\(seconds) s since 1970" }
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return
            "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))T"
            + "\(padded(parts.hour, 2)):\(padded(parts.minute, 2)):\(padded(parts.second, 2))Z"
    }

    /// This moment and a number of seconds, which stays within what can be counted.
    ///
    /// - Parameter count: seconds to add; negative to take away.
    public func adding(seconds count: Int64) -> UTCTime {
        let (sum, overflow) = seconds.addingReportingOverflow(count)
        return UTCTime(seconds: overflow ? (count < 0 ? .min : .max) : sum)
    }

    /// This moment some calendar months later, at the same time of day; on the last day of a shorter month.
    ///
    /// - Parameter count: months to add, 0 or more.
    func adding(months count: Int) -> UTCTime {
        guard count > 0, let parts = calendar else { return self }
        // More months than the calendar has lead out of it, however many more.
        let month = parts.month - 1 + min(count, 120_000)
        let year = parts.year + month / 12
        let day = min(parts.day, Self.days(in: month % 12 + 1, of: year))
        return UTCTime(
            year: year, month: month % 12 + 1, day: day, hour: parts.hour, minute: parts.minute, second: parts.second)
            ?? UTCTime(seconds: .max)
    }

    /// The civil date in Greenwich, for example `2026-11-24`.
    public var date: String { String(description.prefix(10)) }

    /// Whether one moment lies before another.
    public static func < (left: UTCTime, right: UTCTime) -> Bool { left.seconds < right.seconds }
}

extension UTCTime {
    private struct Calendar {
        var year, month, day, hour, minute, second: Int
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    // Source of both directions: Howard Hinnant, "chrono-compatible low-level date algorithms", 2013.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private var calendar: Calendar? {
        guard (-62_167_219_200...253_402_300_799).contains(seconds) else { return nil }
        var days = Int(seconds / 86_400)
        var rest = Int(seconds % 86_400)
        if rest < 0 {
            rest += 86_400
            days -= 1
        }
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return Calendar(
            year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month, day: dayOfYear - (153 * part + 2) / 5 + 1,
            hour: rest / 3_600, minute: rest % 3_600 / 60, second: rest % 60)
    }
}
