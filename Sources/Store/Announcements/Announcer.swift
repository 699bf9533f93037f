// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Passes announcements to everybody in this process who listens.
final class Announcer: Sendable {
    /// What hears the changes of other processes, while somebody listens.
    protocol Source: Sendable {
        func stop()
    }

    private struct State {
        var subscribers: [Int: AsyncStream<StoreAnnouncement>.Continuation] = [:]
        var next = 0
        /// `connected` or `disconnected`, once known.
        var standing: StoreAnnouncement?
        var source: (any Source)?
        var isClosed = false
    }

    /// How many announcements wait for a slow listener; the oldest are replaced by one that stands for all.
    static let waiting = 256

    private let state = Mutex(State())
    private let listen: @Sendable (Announcer) -> any Source

    /// - Parameter listen: begins to hear other processes; called when the first listener comes.
    init(listen: @escaping @Sendable (Announcer) -> any Source) {
        self.listen = listen
    }

    func subscribe() -> AsyncStream<StoreAnnouncement> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: StoreAnnouncement.self, bufferingPolicy: .bufferingNewest(Self.waiting))
        let number = state.withLock { state -> Int? in
            guard !state.isClosed else { return nil }
            state.next += 1
            state.subscribers[state.next] = continuation
            if let standing = state.standing { continuation.yield(standing) }
            if state.source == nil { state.source = listen(self) }
            return state.next
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.remove(number) }
        return stream
    }

    func publish(_ announcement: StoreAnnouncement) {
        state.withLock { state in
            switch announcement {
            case .changed: break
            case .connected, .disconnected:
                guard state.standing != announcement, state.source != nil else { return }
                state.standing = announcement
            }
            for subscriber in state.subscribers.values {
                if case .dropped = subscriber.yield(announcement) {
                    // Whatever was lost, this says to look everywhere; the standing comes last, so that it is right.
                    subscriber.yield(.changed(nil))
                    if let standing = state.standing { subscriber.yield(standing) }
                }
            }
        }
    }

    func close() {
        let (subscribers, source) = state.withLock { state in
            state.isClosed = true
            defer {
                state.subscribers = [:]
                state.source = nil
            }
            return (state.subscribers, state.source)
        }
        source?.stop()
        for subscriber in subscribers.values { subscriber.finish() }
    }

    private func remove(_ number: Int) {
        let source = state.withLock { state -> (any Source)? in
            state.subscribers[number] = nil
            guard state.subscribers.isEmpty else { return nil }
            defer {
                state.source = nil
                state.standing = nil
            }
            return state.source
        }
        source?.stop()
    }
}
