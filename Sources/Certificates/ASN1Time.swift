// SPDX-License-Identifier: Apache-2.0

internal import CivilTime

extension UTCTime {
    /// Reads the contents of an ASN.1 UTCTime: `YYMMDDhhmm[ss](Z|±hhmm)`; years 50–99 are 1950–1999 (RFC 5280, 4.1.2.5.1).
    init?(utcTimeContents bytes: ArraySlice<UInt8>) {
        var digits = DigitReader(bytes)
        guard bytes.count <= 32, let short = digits.number(2), let month = digits.number(2), let day = digits.number(2),
            let hour = digits.number(2), let minute = digits.number(2)
        else { return nil }
        let second = digits.number(2) ?? 0
        guard let offset = digits.offset(separator: false), digits.isAtEnd,
            let time = UTCTime(
                year: short < 50 ? 2000 + short : 1900 + short, month: month, day: day, hour: hour, minute: minute,
                second: second)
        else { return nil }
        self.init(seconds: time.seconds - offset)
    }

    /// Reads the contents of an ASN.1 GeneralizedTime: `YYYYMMDDhhmmss[.f…](Z|±hhmm)`. A time without zone is refused: it
    /// names no moment.
    ///
    /// - Returns: the moment, and the nanoseconds that its fraction adds.
    static func generalized(_ bytes: ArraySlice<UInt8>) -> (time: UTCTime, nanoseconds: Int)? {
        var digits = DigitReader(bytes)
        guard bytes.count <= 48, let year = digits.number(4), let month = digits.number(2), let day = digits.number(2),
            let hour = digits.number(2), let minute = digits.number(2), let second = digits.number(2)
        else { return nil }
        var nanoseconds = 0
        if digits.skip(".") || digits.skip(",") {
            guard let fraction = digits.fraction() else { return nil }
            nanoseconds = fraction
        }
        guard let offset = digits.offset(separator: false), digits.isAtEnd,
            let time = UTCTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        return (UTCTime(seconds: time.seconds - offset), nanoseconds)
    }
}
