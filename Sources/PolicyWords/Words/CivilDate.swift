// SPDX-License-Identifier: Apache-2.0

internal import CivilTime

/// A day of the civil calendar, in Greenwich.
struct CivilDate: Sendable, Hashable {
    var year: Int
    /// 1 to 12.
    var month: Int
    /// 1 to 31.
    var day: Int

    /// A moment as a day and a time: `10:00`, `10:00:07`.
    ///
    /// - Returns: no day for a moment beyond the years that a calendar writes with four digits.
    static func reading(_ time: UTCTime) -> (day: CivilDate?, clock: String) {
        // 2026-11-24T13:57:24Z: the one form that a moment within the calendar is written in.
        let text = Array(time.description.utf8)
        guard text.count == 20, text[10] == UInt8(ascii: "T") else { return (nil, "") }
        func number(_ range: Range<Int>) -> Int { text[range].reduce(0) { $0 * 10 + Int($1) - 0x30 } }
        let hasSeconds = number(17..<19) != 0
        let clock = String(decoding: text[11..<(hasSeconds ? 19 : 16)], as: UTF8.self)
        return (CivilDate(year: number(0..<4), month: number(5..<7), day: number(8..<10)), clock)
    }
}
