// SPDX-License-Identifier: Apache-2.0

internal import NIOCore

/// Closes a channel when its patience ends. Lives on the channel's event loop.
///
/// One timer a channel, set anew only when it has fired: a request moves the end of patience several times, and the queue of
/// the event loop should not hear of it each time.
final class PatienceTimer {
    var patience: Patience
    private let channel: any Channel
    private let meters: ServerMeters
    private var scheduled: Scheduled<Void>?
    private var scheduledAt = Int64.max
    /// HTTP/2 keeps its own time for the connection; streams are timed one by one.
    var isMultiplexed = false

    init(_ settings: ListenerSettings, channel: any Channel, meters: ServerMeters) {
        patience = Patience(settings, now: Self.now())
        self.channel = channel
        self.meters = meters
    }

    static func now() -> Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

    /// Notes what happened.
    func note(_ change: (inout Patience, Int64) -> Void) {
        change(&patience, Self.now())
        arm()
    }

    func arm() {
        guard let end = patience.end, end.at < scheduledAt else { return }
        scheduled?.cancel()
        scheduledAt = end.at
        scheduled = channel.eventLoop.assumeIsolated().scheduleTask(
            deadline: .uptimeNanoseconds(UInt64(max(0, end.at)))
        ) { [weak self] in self?.fired() }
    }

    private func fired() {
        scheduledAt = .max
        guard !isMultiplexed, let end = patience.end else { return }
        guard end.at <= Self.now() else { return arm() }
        meters.closed(end.reason)
        channel.close(promise: nil)
    }

    func cancel() {
        scheduled?.cancel()
        scheduled = nil
        scheduledAt = .max
    }
}
