// SPDX-License-Identifier: Apache-2.0

/// A length of time as law states it: calendar months, and seconds. ISO 8601: `PT48H`, `P1Y`, `P21D`, `P1Y6M`.
///
/// A year is twelve months. A month has no fixed number of seconds until it is added to a moment; to compare two
/// durations a month counts as the Gregorian calendar's mean.
public struct CalendarDuration: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    /// Whole calendar months, 0 or more.
    public let months: Int
    /// Seconds beyond the months, 0 or more; days and weeks are 86,400 seconds and seven times that.
    public let seconds: Int64

    /// Makes a duration; negative parts become 0.
    ///
    /// - Parameters:
    ///   - months: whole calendar months.
    ///   - seconds: seconds beyond them.
    public init(months: Int = 0, seconds: Int64 = 0) {
        self.months = max(0, months)
        self.seconds = max(0, seconds)
    }

    /// Reads ISO 8601: `P`, then years, months, weeks and days, then `T` and hours, minutes and seconds; each a whole number
    /// of at most six digits, in this order, at least one of them, and a `T` only before a part.
    ///
    /// - Parameter text: the duration, nothing before or after.
    /// - Returns: `nil` for any other text.
    public init?(_ text: String) {
        var rest = Array(text.utf8)[...]
        guard rest.popFirst() == UInt8(ascii: "P") else { return nil }
        var months = 0
        var seconds: Int64 = 0
        var units: [(unit: UInt8, isTime: Bool)] = [
            (UInt8(ascii: "Y"), false), (UInt8(ascii: "M"), false), (UInt8(ascii: "W"), false),
            (UInt8(ascii: "D"), false), (UInt8(ascii: "H"), true), (UInt8(ascii: "M"), true), (UInt8(ascii: "S"), true),
        ]
        var isTime = false
        var parts = 0
        var timeParts = 0
        while let first = rest.first {
            if first == UInt8(ascii: "T") {
                guard !isTime else { return nil }
                isTime = true
                rest = rest.dropFirst()
                continue
            }
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard (1...6).contains(digits.count) else { return nil }
            let value = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            rest = rest.dropFirst(digits.count)
            guard let letter = rest.popFirst(),
                let index = units.firstIndex(where: { $0.unit == letter && $0.isTime == isTime })
            else { return nil }
            units.removeFirst(index + 1)
            parts += 1
            if isTime { timeParts += 1 }
            switch (letter, isTime) {
            case (UInt8(ascii: "Y"), _): months += value * 12
            case (UInt8(ascii: "M"), false): months += value
            case (UInt8(ascii: "W"), _): seconds += Int64(value) * 604_800
            case (UInt8(ascii: "D"), _): seconds += Int64(value) * 86_400
            case (UInt8(ascii: "H"), _): seconds += Int64(value) * 3_600
            case (UInt8(ascii: "M"), true): seconds += Int64(value) * 60
            default: seconds += Int64(value)
            }
        }
        guard parts > 0, isTime == (timeParts > 0) else { return nil }
        self.init(months: months, seconds: seconds)
    }

    /// ISO 8601 in its one canonical form: hours are kept up to 72 (`PT48H`), more become days (`P21D`).
    public var description: String {
        var text = "P"
        if months >= 12 { text += "\(months / 12)Y" }
        if months % 12 > 0 { text += "\(months % 12)M" }
        var rest = seconds
        if rest > 72 * 3_600 || rest % 3_600 == 0 && rest % 86_400 == 0 && rest > 48 * 3_600 {
            text += "\(rest / 86_400)D"
            rest %= 86_400
        }
        if rest > 0 {
            text += "T"
            if rest >= 3_600 { text += "\(rest / 3_600)H" }
            if rest % 3_600 >= 60 { text += "\(rest % 3_600 / 60)M" }
            if rest % 60 > 0 { text += "\(rest % 60)S" }
        }
        return text == "P" ? "PT0S" : text
    }

    /// Seconds, with a month as the mean of the Gregorian calendar: for comparing only. At most `Int64.max`.
    public var nominalSeconds: Int64 {
        let (product, isTooMuch) = Int64(months).multipliedReportingOverflow(by: 2_629_746)
        let (sum, isTooMuchAgain) = product.addingReportingOverflow(seconds)
        return isTooMuch || isTooMuchAgain ? .max : sum
    }

    /// Whether one duration is nominally shorter; of two that are nominally equal, the one with fewer months.
    public static func < (left: CalendarDuration, right: CalendarDuration) -> Bool {
        (left.nominalSeconds, left.months, left.seconds) < (right.nominalSeconds, right.months, right.seconds)
    }
}

extension UTCTime {
    /// This moment and a duration: months by the calendar (31 January and one month is the last day of February), then
    /// seconds.
    ///
    /// - Parameter duration: what to add.
    public func adding(_ duration: CalendarDuration) -> UTCTime {
        adding(months: duration.months).adding(seconds: duration.seconds)
    }
}
