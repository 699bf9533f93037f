// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// The connections of one store: a bounded number, each lent to one thread at a time, first come, first served.
///
/// A connection that broke is thrown away, and its successor is made by whoever needs it next. While the server cannot
/// be reached, one thread at a time tries, at growing intervals with some chance in them; the others wait for the outcome
/// until their own time is up.
final class PostgresPool: Sendable {
    /// A connection that nobody uses. It moves between threads, but only one ever holds it.
    private struct Idle: @unchecked Sendable {
        let link: PostgresLink
    }

    private struct State {
        var idle: [Idle] = []
        /// Connection attempts that failed since the last that succeeded.
        var failures = 0
        var nextAttempt = ContinuousClock.now
        var reason: StoreError?
        var isClosed = false
    }

    /// How many prepared statements a connection keeps.
    private static let mostPlans = 256

    private let url: PostgresURL
    private let options: StoreOptions
    private let places: Turnstile
    private let attempts = Turnstile(places: 1)
    private let state = Mutex(State())

    init(_ url: PostgresURL, options: StoreOptions) {
        self.url = url
        self.options = options
        places = Turnstile(places: options.connections)
    }

    /// Lends a connection on which `begin` was run.
    ///
    /// - Parameters:
    ///   - begin: what opens the transaction; when the connection turns out to be broken, another one is taken.
    ///   - interruption: ends the waiting.
    ///   - body: uses the connection. What it leaves open is rolled back.
    /// - Throws: ``StoreError``, `CancellationError`, or what `body` throws.
    func lend<Result>(
        _ begin: String, _ interruption: Interruption?, _ body: (PostgresLink) throws -> Result
    ) throws -> Result {
        let deadline = ContinuousClock.now + .seconds(options.connectTimeout)
        try enter(places, until: deadline, interruption)
        defer { places.leave() }
        let link = try begun(begin, until: deadline, interruption)
        defer { giveBack(link) }
        return try interruption.waking({ [wake = link.wake] in wake.signal() }) { try body(link) }
    }

    /// Turns away whoever comes. Connections that are lent are closed when they are given back.
    func close() {
        places.close()
        attempts.close()
        let idle = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        // They hang up here, outside the lock.
        _ = consume idle
    }

    // MARK: Lending

    private func begun(
        _ begin: String, until deadline: ContinuousClock.Instant, _ interruption: Interruption?
    ) throws -> PostgresLink {
        while true {
            let (link, isFresh) = try take(until: deadline, interruption)
            link.interruption = interruption
            link.patience = options.statementTimeout + 10
            link.wake.clear()
            do {
                try interruption.waking({ [wake = link.wake] in wake.signal() }) {
                    _ = try link.execute(begin, within: options.connectTimeout)
                }
                return link
            } catch let error as StoreError where error.code == .disconnected {
                // It lay idle while the server went away. Nothing has happened yet, so another one will do.
                if isFresh { throw note(.unreachable(url.place, "it hung up")) }
            }
        }
    }

    private func giveBack(_ link: PostgresLink) {
        link.interruption = nil
        guard !link.isBroken else { return }
        do {
            if link.isInTransaction { try link.execute("ROLLBACK", within: options.connectTimeout) }
            if link.hasStalePlans || link.prepared.count > Self.mostPlans {
                try link.execute("DEALLOCATE ALL", within: options.connectTimeout)
                link.forgetPlans()
            }
        } catch {
            return
        }
        guard !link.isBroken, !link.isInTransaction else { return }
        let idle = Idle(link: link)
        state.withLock { state in
            // Otherwise it hangs up.
            if !state.isClosed { state.idle.append(idle) }
        }
    }

    private func enter(
        _ turnstile: Turnstile, until deadline: ContinuousClock.Instant, _ interruption: Interruption?
    ) throws {
        do {
            try turnstile.enter(within: max(0, ContinuousClock.now.duration(to: deadline) / .seconds(1)), interruption)
        } catch Turnstile.Refusal.closed {
            throw StoreError.closed(url.place)
        } catch Turnstile.Refusal.waitedTooLong {
            throw state.withLock { $0.failures > 0 ? $0.reason : nil }
                ?? StoreError(
                    code: .busy,
                    message: "\(url.place): all \(options.connections) connections are in use; waited "
                        + "\(options.connectTimeout) seconds",
                    remedy: "Try again later, or allow more connections. Nothing was changed.")
        }
    }

    // MARK: Connecting

    private func take(
        until deadline: ContinuousClock.Instant, _ interruption: Interruption?
    ) throws -> (PostgresLink, isFresh: Bool) {
        while let idle = state.withLock({ $0.idle.popLast() }) {
            if !idle.link.isGone() { return (idle.link, false) }
        }
        if state.withLock({ $0.isClosed }) { throw StoreError.closed(url.place) }
        if state.withLock({ $0.failures == 0 }) {
            do {
                return (try connect(until: deadline, interruption), true)
            } catch let error as StoreError where !isFinal(error, deadline) {
                // Wait and try again, together with the others.
            }
        }
        try enter(attempts, until: deadline, interruption)
        defer { attempts.leave() }
        while true {
            let next = state.withLock { $0.failures == 0 ? .now : $0.nextAttempt }
            try pause(until: min(next, deadline), interruption)
            do {
                return (try connect(until: deadline, interruption), true)
            } catch let error as StoreError where !isFinal(error, deadline) {
                continue
            }
        }
    }

    private func isFinal(_ error: StoreError, _ deadline: ContinuousClock.Instant) -> Bool {
        error.code != .unreachable || PostgresRefusal.isFinal(error.message) || ContinuousClock.now >= deadline
    }

    private func pause(until instant: ContinuousClock.Instant, _ interruption: Interruption?) throws {
        let seconds = ContinuousClock.now.duration(to: instant) / .seconds(1)
        guard seconds > 0 else { return }
        let signal = DispatchSemaphore(value: 0)
        _ = interruption.waking({ signal.signal() }) { signal.wait(timeout: .now() + seconds) }
        try interruption?.check()
    }

    private func connect(
        until deadline: ContinuousClock.Instant, _ interruption: Interruption?
    ) throws -> PostgresLink {
        do {
            let link = try PostgresLink(
                url, until: deadline, interruption, wake: try PostgresWake(place: url.place), options)
            state.withLock { $0.failures = 0 }
            return link
        } catch let error as StoreError {
            throw note(error)
        }
    }

    /// Remembers a failed attempt and says when the next may be made.
    private func note(_ error: StoreError) -> StoreError {
        state.withLock { state in
            state.failures += 1
            state.reason = error
            state.nextAttempt = .now + PostgresBackoff.pause(after: state.failures)
        }
        return error
    }
}

/// How long to leave a server alone that could not be reached.
enum PostgresBackoff {
    /// 50 ms after the first failure, twice as long after each other, 1 s at most; up to a quarter more by chance, so
    /// that many servers do not come back in step.
    static func pause(after failures: Int) -> Duration {
        let milliseconds = min(1_000, 50 << min(max(failures - 1, 0), 5))
        return .milliseconds(milliseconds + Int.random(in: 0...milliseconds / 4))
    }
}
