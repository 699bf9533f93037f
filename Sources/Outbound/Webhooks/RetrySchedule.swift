// SPDX-License-Identifier: Apache-2.0

/// When a message that was not delivered is tried again.
///
/// Source: the example schedule of Standard Webhooks 1.0.0: ten attempts over three days.
public enum RetrySchedule {
    private static let seconds: [Int64] = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]

    /// The attempts after which a message counts as undeliverable.
    public static var attempts: Int { seconds.count }

    /// The seconds to wait before the next attempt.
    ///
    /// - Parameters:
    ///   - attempts: how many were made, 0 for a new message.
    ///   - jitter: 0 to 1, drawn anew for every attempt: up to a tenth is added, so that what failed together does not come
    ///     back together.
    ///   - asked: the seconds that the receiver asked to be left alone; they can lengthen the wait up to a day, never shorten it.
    /// - Returns: `nil` when all attempts were made.
    public static func wait(after attempts: Int, jitter: Double, asked: Int64? = nil) -> Int64? {
        guard seconds.indices.contains(attempts) else { return nil }
        let planned = seconds[attempts]
        let share = jitter.isFinite ? min(max(jitter, 0), 1) : 0
        let spread = Int64((Double(planned) * 0.1 * share).rounded())
        return max(planned + spread, min(asked ?? 0, 86_400))
    }
}
