// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// Hears what other processes announce, on a connection of its own that it makes anew when it breaks.
final class PostgresListener: Announcer.Source {
    /// How long the connection may be silent before it is tried, in seconds.
    private static let quiet = 3.0

    private let end = Interruption()

    init(_ url: PostgresURL, options: StoreOptions, announcer: Announcer) {
        NamedThread.start("tutela.listen") { [end, weak announcer] in
            var failures = 0
            while !end.isCancelled {
                // Both are gone before the pause: who waits for nothing should not hold anything.
                do {
                    try Self.listen(url, options, end) { heard in
                        if heard == .connected { failures = 0 }
                        announcer?.publish(heard)
                    }
                } catch {
                    guard !end.isCancelled else { return }
                    announcer?.publish(.disconnected)
                    failures += 1
                }
                Self.pause(PostgresBackoff.pause(after: failures), end)
            }
        }
    }

    func stop() {
        end.cancel()
    }

    private static func listen(
        _ url: PostgresURL, _ options: StoreOptions, _ end: Interruption, _ tell: (StoreAnnouncement) -> Void
    ) throws {
        let wake = try PostgresWake(place: url.place)
        try end.waking({ wake.signal() }) {
            let link = try PostgresLink(
                url, until: .now + .seconds(options.connectTimeout), end, wake: wake, options)
            try link.execute("LISTEN \(PostgresEngine.channel)", within: options.connectTimeout)
            tell(.connected)
            while !end.isCancelled {
                var heard = try link.notifications(within: quiet)
                if heard.isEmpty {
                    // A dead network says nothing, either.
                    try link.execute("SELECT 1", within: options.connectTimeout)
                    heard = link.pendingNotifications()
                }
                for topic in heard { tell(.changed(topic.isEmpty ? nil : topic)) }
            }
        }
    }

    private static func pause(_ duration: Duration, _ end: Interruption) {
        let signal = DispatchSemaphore(value: 0)
        end.waking({ signal.signal() }) {
            _ = signal.wait(timeout: .now() + duration / .seconds(1))
        }
    }
}
