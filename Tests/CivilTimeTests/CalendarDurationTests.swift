// SPDX-License-Identifier: Apache-2.0

import CivilTime
import TestSupport
import Testing

@Suite struct CalendarDurationTests {
    @Test(arguments: [
        ("P1Y", "P1Y"), ("P12M", "P1Y"), ("P18M", "P1Y6M"), ("PT48H", "PT48H"), ("P2D", "PT48H"), ("P3D", "P3D"),
        ("PT72H", "P3D"), ("PT71H", "PT71H"), ("PT73H", "P3DT1H"), ("P21D", "P21D"), ("P3W", "P21D"), ("P60D", "P60D"),
        ("P1D", "PT24H"), ("PT24H", "PT24H"), ("PT90M", "PT1H30M"), ("PT61S", "PT1M1S"),
        ("P1Y2M3W4DT5H6M7S", "P1Y2M25DT5H6M7S"),
        ("PT0S", "PT0S"), ("P0D", "PT0S"), ("P0Y", "PT0S"), ("P1M", "P1M"), ("PT1M", "PT1M"),
    ])
    func everyLengthHasOneCanonicalForm(text: String, canonical: String) throws {
        let duration = try #require(CalendarDuration(text))
        #expect(duration.description == canonical)
        #expect(CalendarDuration(canonical) == duration)
    }

    @Test(arguments: [
        "", "P", "PT", "P1", "1Y", "P1YT", "PT1", "P-1D", "P1.5D", "P1D ", " P1D", "p1d", "P1S", "PT1D", "PT1Y",
        "P1M1Y",
        "P1D1W", "PT1S1M", "P1Y1Y", "PT1HT1M", "PTT1H", "P1H", "P1000000D", "PD", "P１D", "P1D\n", "P+1D",
    ])
    func whatIsNoDurationIsRefused(text: String) {
        #expect(CalendarDuration(text) == nil)
    }

    @Test func everyDurationIsReadBack() {
        var random = SplitMix(state: 2)
        for _ in 0..<20_000 {
            let duration = CalendarDuration(
                months: Int.random(in: 0...1_200, using: &random),
                seconds: Bool.random(using: &random)
                    ? Int64.random(in: 0...400_000, using: &random)
                    : Int64.random(in: 0...1_000_000_000, using: &random))
            #expect(CalendarDuration(duration.description) == duration, "\(duration)")
        }
    }

    @Test(arguments: [
        ("2026-01-31", "P1M", "2026-02-28"), ("2024-01-31", "P1M", "2024-02-29"), ("2024-02-29", "P1Y", "2025-02-28"),
        ("2026-11-30", "P3M", "2027-02-28"), ("2026-12-31", "P1M", "2027-01-31"), ("2026-05-19", "PT48H", "2026-05-21"),
        ("2026-03-31", "P1MT24H", "2026-05-01"), ("1969-12-31", "P2M", "1970-02-28"),
        ("2026-01-15", "PT0S", "2026-01-15"),
    ])
    func monthsFollowTheCalendarAndThenSecondsAreAdded(start: String, length: String, end: String) throws {
        let duration = try #require(CalendarDuration(length))
        #expect(UTCTime(start)?.adding(duration) == UTCTime(end))
    }

    @Test func theTimeOfDayStays() {
        #expect(UTCTime("2026-01-31T13:57:24Z")?.adding(CalendarDuration(months: 1)) == UTCTime("2026-02-28T13:57:24Z"))
    }

    @Test func beyondTheCalendarTimeStandsStill() {
        #expect(UTCTime("9999-12-31")?.adding(CalendarDuration(months: 1)).seconds == .max)
        #expect(UTCTime("2026-01-01")?.adding(CalendarDuration(months: .max)).seconds == .max)
        #expect(UTCTime("2026-01-01")?.adding(CalendarDuration(seconds: .max)).seconds == .max)
    }

    @Test func addingNeverGoesBack() {
        var random = SplitMix(state: 3)
        for _ in 0..<20_000 {
            let start = UTCTime(seconds: Int64.random(in: 0...10_000_000_000, using: &random))
            let short = CalendarDuration(
                months: Int.random(in: 0...24, using: &random), seconds: Int64.random(in: 0...9_999_999, using: &random)
            )
            let long = CalendarDuration(months: short.months + 1, seconds: short.seconds)
            #expect(start.adding(short) >= start)
            #expect(start.adding(long) > start.adding(short))
        }
    }

    @Test func shorterComesFirst() throws {
        let sorted = ["PT0S", "PT24H", "PT48H", "P21D", "P30D", "P1M", "P60D", "P365D", "P1Y", "P366D", "P5Y"]
        let durations = try sorted.map { try #require(CalendarDuration($0)) }
        #expect(durations.shuffled().sorted() == durations)
        #expect(durations.sorted().map(\.description) == sorted)
    }

    /// A total order, or the shortest of three deadlines would depend on the order of the rules.
    @Test func theOrderIsTotal() {
        let mean = CalendarDuration(seconds: 2_629_746)
        let month = CalendarDuration(months: 1)
        #expect(mean < month && !(month < mean) && mean != month)
        #expect(CalendarDuration(months: .max) > month)
        #expect(CalendarDuration(months: .max, seconds: .max) > month)
        #expect(CalendarDuration(months: -1, seconds: -1) == CalendarDuration())
    }
}
