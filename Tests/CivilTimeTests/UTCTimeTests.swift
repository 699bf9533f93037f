// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Foundation
import TestSupport
import Testing

@Suite struct UTCTimeTests {
    @Test func aThousandMomentsAreWrittenAsFoundationWritesThem() throws {
        var random = SplitMix(state: 4)
        let formatter = ISO8601DateFormatter()
        for _ in 0..<1_000 {
            let seconds = Int64.random(in: -50_000_000_000...200_000_000_000, using: &random)
            let text = UTCTime(seconds: seconds).description
            // Before 1582 Foundation's calendar is another.
            if seconds > -12_000_000_000 {
                #expect(text == formatter.string(from: Date(timeIntervalSince1970: Double(seconds))))
            }
            #expect(UTCTime(text) == UTCTime(seconds: seconds))
        }
    }

    @Test func offsetsFractionsAndDatesAreRead() {
        #expect(UTCTime("1970-01-01T01:00:00+01:00") == UTCTime(seconds: 0))
        #expect(UTCTime("1970-01-01T01:00:00+0100") == UTCTime(seconds: 0))
        #expect(UTCTime("1969-12-31T16:30:00.9876-07:30") == UTCTime(seconds: 0))
        #expect(UTCTime("2024-02-29") == UTCTime(year: 2024, month: 2, day: 29))
        #expect(UTCTime("2016-12-31T23:59:60Z") == UTCTime(year: 2017, month: 1, day: 1))
    }

    @Test(arguments: [
        "", "2023-02-29", "2023-13-01", "2023-01-01T24:00:00Z", "2023-01-01T00:00:00", "2023-01-01T00:00:00.Z",
        "2023-01-01T00:00:00+010", "2023-1-1", "２０２３-01-01", "2023-01-01T00:00:00Zz", "-023-01-01",
    ])
    func whatIsNoMomentIsRefused(_ text: String) {
        #expect(UTCTime(text) == nil)
    }

    @Test func theEndsOfTimeDoNotOverflow() {
        #expect(UTCTime(seconds: .max).description == "9223372036854775807 s since 1970")
        #expect(UTCTime(seconds: .min).adding(seconds: -1) == UTCTime(seconds: .min))
        #expect(UTCTime(seconds: .max).adding(seconds: 1) == UTCTime(seconds: .max))
    }
}
