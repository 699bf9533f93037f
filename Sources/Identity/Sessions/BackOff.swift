// SPDX-License-Identifier: Apache-2.0

/// How long to wait after how many failures: nothing at first, then a second, doubled with each, up to a bound.
public struct BackOff: Hashable, Sendable {
    /// Failures that cost nothing.
    public let free: Int64
    /// The longest wait, in seconds.
    public let longest: Int64

    /// Guesses at one account from one source: 4 are free, then up to 15 minutes.
    public static let accountFromAddress = BackOff(free: 4, longest: 900)
    /// Guesses at one account from anywhere: 20 are free, then up to a minute. No more, so that nobody can keep the owner
    /// out for long; still at most 1,440 guesses a day however many machines guess.
    public static let account = BackOff(free: 20, longest: 60)
    /// Guesses from one source at anything: 50 are free, then up to 15 minutes.
    public static let address = BackOff(free: 50, longest: 900)

    /// Seconds to wait after the last of so many failures.
    public func wait(after failures: Int64) -> Int64 {
        guard failures > free else { return 0 }
        let doublings = failures - free - 1
        return doublings >= 32 ? longest : min(longest, 1 << doublings)
    }
}
