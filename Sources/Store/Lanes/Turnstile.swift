// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Lets a number of threads in at once; the others wait in the order in which they came.
final class Turnstile: Sendable {
    /// Why a thread was not let in.
    enum Refusal: Error {
        case waitedTooLong
        case closed
    }

    private final class Waiter: Sendable {
        let signal = DispatchSemaphore(value: 0)
    }

    private struct State {
        var free: Int
        var waiting: [Waiter] = []
        var isClosed = false
    }

    private let state: Mutex<State>

    init(places: Int) {
        state = Mutex(State(free: places))
    }

    /// Waits for a place. Each success must be followed by one ``leave()``.
    ///
    /// - Parameters:
    ///   - seconds: how long to wait.
    ///   - interruption: ends the waiting with `CancellationError`.
    /// - Throws: ``Refusal`` or `CancellationError`.
    func enter(within seconds: Double, _ interruption: Interruption?) throws {
        try interruption?.check()
        let waiter = try state.withLock { state throws -> Waiter? in
            guard !state.isClosed else { throw Refusal.closed }
            if state.free > 0 && state.waiting.isEmpty {
                state.free -= 1
                return nil
            }
            let waiter = Waiter()
            state.waiting.append(waiter)
            return waiter
        }
        guard let waiter else { return }
        _ = interruption.waking({ waiter.signal.signal() }) {
            waiter.signal.wait(timeout: .now() + seconds)
        }
        // Whoever is still in the queue was not let in, whatever woke it.
        let (wasLetIn, isClosed) = state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0 === waiter }) else { return (true, state.isClosed) }
            state.waiting.remove(at: index)
            return (false, state.isClosed)
        }
        if wasLetIn {
            guard interruption?.isCancelled == true else { return }
            leave()
            throw CancellationError()
        }
        try interruption?.check()
        throw isClosed ? Refusal.closed : Refusal.waitedTooLong
    }

    /// Gives the place to whoever waits longest.
    func leave() {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return
            }
            state.waiting.removeFirst().signal.signal()
        }
    }

    /// Turns away whoever waits or comes.
    func close() {
        state.withLock { state in
            state.isClosed = true
            for waiter in state.waiting { waiter.signal.signal() }
        }
    }
}
