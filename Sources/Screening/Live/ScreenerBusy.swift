// SPDX-License-Identifier: Apache-2.0

/// An item was not screened because nobody had time for it, or nobody waited for it any more. It says nothing of the item.
public struct ScreenerBusy: Error, Sendable, Hashable {
    /// Why nobody looked at it.
    public enum Reason: Sendable, Hashable {
        /// As many items as may wait were waiting.
        case full
        /// The task that asked was cancelled while the item waited.
        case cancelled
        /// The screener is being shut down.
        case stopped
    }

    /// Why nobody looked at it.
    public var reason: Reason
    /// When to try again, in seconds from now.
    public var retryAfter: Int
}
