// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import TestSupport
import Testing

@Suite struct UTCTimeTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2000-02-29T12:30:15Z", 951_827_415), ("1969-12-31T23:59:59Z", -1),
        ("0000-01-01T00:00:00Z", -62_167_219_200), ("9999-12-31T23:59:59Z", 253_402_300_799),
        ("2026-08-02T00:00:00Z", 1_785_628_800), ("1900-03-01T00:00:00Z", -2_203_891_200),
    ])
    func knownMomentsAreReadAndWritten(text: String, seconds: Int) {
        #expect(UTCTime(text)?.seconds == Int64(seconds))
        #expect(UTCTime(seconds: Int64(seconds)).description == text)
    }

    @Test func aDateAloneIsItsFirstSecond() {
        #expect(UTCTime("2026-08-02") == UTCTime("2026-08-02T00:00:00Z"))
        #expect(UTCTime("2026-08-02T23:59:59Z")?.date == "2026-08-02")
    }

    @Test func anOffsetIsTakenAway() {
        #expect(UTCTime("2026-08-02T01:00:00+01:00") == UTCTime("2026-08-02"))
        #expect(UTCTime("2026-08-01t22:30:00.999-01:30") == UTCTime("2026-08-02"))
        #expect(UTCTime("2026-08-02T01:00:00+0100") == UTCTime("2026-08-02"))
        #expect(UTCTime("2026-08-02 00:00:00z") == UTCTime("2026-08-02"))
    }

    @Test(arguments: [
        "", "2026", "2026-8-2", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31",
        "2026-01-01T", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z", "2026-01-01T00:00:00",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+1:00", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00Z ",
        " 2026-01-01", "+026-01-01", "2026-01-01T00:00:00+010", "２０２６-01-01", "2026-01-01Z",
    ])
    func whatIsNoTimeIsRefused(text: String) {
        #expect(UTCTime(text) == nil)
    }

    /// A moment that could not be written again would break the archive of what was decided.
    @Test(arguments: ["0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:60Z"])
    func aMomentOutsideTheCalendarIsRefused(text: String) {
        #expect(UTCTime(text) == nil)
    }

    @Test func everyMomentOfTheCalendarIsReadBack() {
        var random = SplitMix(state: 1)
        for _ in 0..<20_000 {
            let time = UTCTime(seconds: Int64.random(in: -62_167_219_200...253_402_300_799, using: &random))
            #expect(UTCTime(time.description) == time)
        }
    }

    @Test func aThousandMomentsAreWrittenAsFoundationWritesThem() throws {
        var random = SplitMix(state: 4)
        let formatter = ISO8601DateFormatter()
        // Before 1582 Foundation's calendar is another.
        for _ in 0..<1_000 {
            let seconds = Int64.random(in: -12_000_000_000...200_000_000_000, using: &random)
            #expect(
                UTCTime(seconds: seconds).description
                    == formatter.string(from: Date(timeIntervalSince1970: Double(seconds))))
        }
    }

    /// The reference: the calendar counted a day at a time.
    @Test func everyDayFrom1600To2400HasItsDate() {
        var day = UTCTime("1600-01-01")?.seconds ?? 0
        for year in 1600..<2400 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            for (month, days) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                for date in 1...days {
                    if UTCTime(year: year, month: month + 1, day: date)?.seconds != day {
                        Issue.record("\(year)-\(month + 1)-\(date)")
                    }
                    day += 86_400
                }
            }
        }
        #expect(UTCTime("2400-01-01")?.seconds == day)
    }

    @Test func addingSecondsStaysWithinWhatCanBeCounted() {
        #expect(UTCTime(seconds: .max).adding(seconds: 1).seconds == .max)
        #expect(UTCTime(seconds: .min).adding(seconds: -1).seconds == .min)
        #expect(UTCTime(seconds: 5).adding(seconds: -6).seconds == -1)
    }
}
