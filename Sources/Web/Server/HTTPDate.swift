// SPDX-License-Identifier: Apache-2.0

internal import Glibc
internal import Synchronization

/// The `date` of answers: written once a second, RFC 9110 §5.6.7.
final class HTTPDate: Sendable {
    private let current = Mutex<(second: Int, text: String)>((-1, ""))

    func text() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return current.withLock { current in
            if current.second != time.tv_sec { current = (time.tv_sec, Self.text(of: time.tv_sec)) }
            return current.text
        }
    }

    static func text(of second: Int) -> String {
        var second = second
        var parts = tm()
        gmtime_r(&second, &parts)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return
            "\(days[Int(parts.tm_wday)]), \(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(parts.tm_year + 1900) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) GMT"
    }
}
