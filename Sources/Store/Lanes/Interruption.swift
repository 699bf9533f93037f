// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Lets somebody else end what one thread is waiting for.
final class Interruption: Sendable {
    private struct State {
        var isCancelled = false
        var wake: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Ends what is being waited for, now or later.
    func cancel() {
        state.withLock { state in
            state.isCancelled = true
            // Inside the lock: once `waking` has returned, its closure must never be called again.
            state.wake?()
        }
    }

    /// - Throws: `CancellationError` when somebody has cancelled.
    func check() throws {
        if isCancelled { throw CancellationError() }
    }

    /// Calls `wake` when somebody cancels while `body` runs; at once when it happened before. Calls do not nest: the
    /// inner one counts while it runs.
    ///
    /// - Parameters:
    ///   - wake: returns at once; called from any thread.
    ///   - body: what may wait.
    func waking<Result>(_ wake: @escaping @Sendable () -> Void, _ body: () throws -> Result) rethrows -> Result {
        let outer = state.withLock { state in
            defer { state.wake = wake }
            if state.isCancelled { wake() }
            return state.wake
        }
        defer { state.withLock { $0.wake = outer } }
        return try body()
    }
}

extension Optional where Wrapped == Interruption {
    /// As ``Interruption/waking(_:_:)``; without an interruption, `body` just runs.
    func waking<Result>(_ wake: @escaping @Sendable () -> Void, _ body: () throws -> Result) rethrows -> Result {
        guard let self else { return try body() }
        return try self.waking(wake, body)
    }
}
