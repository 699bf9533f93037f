// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How a language writes numbers, sizes, spans of time and moments.
public struct Figures: Sendable {
    /// Between groups of three digits.
    var groupSeparator: String
    var decimalSeparator: String
    /// Short names of the months, January first.
    var months: [String]
    var unitHour: String
    var unitMinute: String
    var unitSecond: String

    /// A whole number in groups of three digits: 12,847.
    public func number(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped += groupSeparator }
            grouped.append(digit)
        }
        return value < 0 ? "−" + grouped : grouped
    }

    /// One decimal below 100, none above: 36.9, 412.
    func rate(_ value: Double) -> String {
        guard value.isFinite, value >= 0 else { return "0" }
        return value < 99.95 ? decimal(value) : number(Int(min(value, 1e15).rounded()))
    }

    /// Decimal units, as disks are sold and file managers count: 38.6 GB.
    func size(_ bytes: UInt64) -> String {
        guard bytes >= 1000 else { return "\(bytes) bytes" }
        var value = Double(bytes) / 1000
        var unit = "kB"
        for next in ["MB", "GB", "TB", "PB", "EB"] where value >= 999.95 {
            value /= 1000
            unit = next
        }
        return rate(value) + " " + unit
    }

    /// Binary units where the value is one, since limits are set in them: 20 MiB.
    func limit(_ bytes: UInt64) -> String {
        for (shift, unit) in [(30, "GiB"), (20, "MiB"), (10, "KiB")] {
            let one = UInt64(1) << UInt64(shift)
            if bytes >= one, bytes.isMultiple(of: one) { return number(Int(bytes / one)) + " " + unit }
        }
        return size(bytes)
    }

    /// 100 MP, or the bare number below a million.
    func pixels(_ count: UInt64) -> String {
        let clamped = Int(min(count, UInt64(Int.max)))
        guard clamped >= 1_000_000 else { return number(clamped) + " px" }
        let megapixels = Double(clamped) / 1_000_000
        let isWhole = megapixels == megapixels.rounded()
        return (isWhole ? number(Int(megapixels)) : rate(megapixels)) + " MP"
    }

    /// 5 min 48 s; 2 h 3 min; 0.8 s.
    func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds > 0 else { return "0 " + unitSecond }
        if seconds < 9.95 { return decimal(seconds) + " " + unitSecond }
        let whole = Int(min(seconds, 1e12).rounded())
        let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
        if hours > 0 { return "\(number(hours)) \(unitHour) \(minutes) \(unitMinute)" }
        if minutes > 0 { return "\(minutes) \(unitMinute) \(rest) \(unitSecond)" }
        return "\(rest) \(unitSecond)"
    }

    /// 22 Nov 2026
    func day(_ date: Date, in zone: TimeZone) -> String {
        let parts = Self.parts(date, in: zone)
        return "\(parts.day) \(months[(parts.month - 1) % months.count]) \(parts.year)"
    }

    /// 22 Nov 2026, 09:19:55
    func moment(_ date: Date, in zone: TimeZone) -> String {
        let parts = Self.parts(date, in: zone)
        return day(date, in: zone)
            + ", \(Self.two(parts.hour)):\(Self.two(parts.minute)):\(Self.two(parts.second))"
    }

    /// UTC+01:00
    func offset(_ date: Date, in zone: TimeZone) -> String {
        "UTC" + Self.offset(zone.secondsFromGMT(for: date))
    }

    /// 2026-11-22T09:19:55+01:00, for programs; the same in every language.
    static func iso(_ date: Date, in zone: TimeZone) -> String {
        let parts = parts(date, in: zone)
        let year = String(repeating: "0", count: max(0, 4 - String(parts.year).count)) + String(parts.year)
        return "\(year)-\(two(parts.month))-\(two(parts.day))"
            + "T\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))"
            + offset(zone.secondsFromGMT(for: date))
    }

    private func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10)\(decimalSeparator)\(tenths % 10)"
    }

    private struct Parts {
        var year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0
    }

    private static func parts(_ date: Date, in zone: TimeZone) -> Parts {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        let found = calendar.dateComponents([.year, .month, .day, .hour, .minute, .second], from: date)
        return Parts(
            year: found.year ?? 1970, month: found.month ?? 1, day: found.day ?? 1,
            hour: found.hour ?? 0, minute: found.minute ?? 0, second: found.second ?? 0)
    }

    private static func two(_ value: Int) -> String {
        value < 10 ? "0\(value)" : String(value)
    }

    private static func offset(_ seconds: Int) -> String {
        (seconds < 0 ? "-" : "+") + two(abs(seconds) / 3600) + ":" + two(abs(seconds) / 60 % 60)
    }
}
