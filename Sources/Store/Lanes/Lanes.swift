// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
import Synchronization

/// A few threads of the store's own, on which closures run that wait for the database, first come, first served.
///
/// The threads of Swift's shared pool are as many as cores and must never wait for a disk or a network.
final class Lanes: Sendable {
    /// One closure on its way through a lane.
    final class Job: Sendable {
        let interruption = Interruption()
        fileprivate let run: @Sendable () -> Void
        fileprivate let refuse: @Sendable (any Error) -> Void

        init(run: @escaping @Sendable () -> Void, refuse: @escaping @Sendable (any Error) -> Void) {
            self.run = run
            self.refuse = refuse
        }
    }

    private struct State {
        var waiting: ArraySlice<Job> = []
        var threads = 0
        var idle = 0
        var running: [pthread_t: Interruption] = [:]
        var isClosed = false
    }

    private let limit: Int
    private let mostWaiting: Int
    private let place: String
    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - count: how many threads at most.
    ///   - mostWaiting: how many closures may wait.
    ///   - place: the database, for messages.
    init(_ count: Int, mostWaiting: Int, place: String) {
        limit = count
        self.mostWaiting = mostWaiting
        self.place = place
    }

    /// What can end the closure that runs on this thread, when it is a lane's.
    var interruption: Interruption? {
        state.withLock { $0.running[pthread_self()] }
    }

    func add(_ job: Job) {
        let refusal = state.withLock { state -> (any Error)? in
            if state.isClosed { return StoreError.closed(place) }
            if job.interruption.isCancelled { return CancellationError() }
            if state.waiting.count >= mostWaiting { return StoreError.overloaded(waiting: mostWaiting, place) }
            state.waiting.append(job)
            if state.idle < state.waiting.count && state.threads < limit {
                state.threads += 1
                NamedThread.start("tutela.store") { [self] in serve() }
            }
            return nil
        }
        if let refusal {
            job.refuse(refusal)
        } else {
            arrivals.signal()
        }
    }

    /// Takes a closure out of the queue, or ends what it waits for.
    func cancel(_ job: Job) {
        job.interruption.cancel()
        let wasWaiting = state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0 === job }) else { return false }
            state.waiting.remove(at: index)
            return true
        }
        if wasWaiting { job.refuse(CancellationError()) }
    }

    /// Refuses what waits and lets the threads end after what they are doing.
    func close() {
        let (refused, threads) = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return (state.waiting, state.threads)
        }
        for job in refused { job.refuse(StoreError.closed(place)) }
        for _ in 0..<threads { arrivals.signal() }
    }

    private func serve() {
        let thread = pthread_self()
        while true {
            state.withLock { $0.idle += 1 }
            arrivals.wait()
            let (job, isClosed) = state.withLock { state in
                state.idle -= 1
                let job = state.waiting.popFirst()
                state.running[thread] = job?.interruption
                return (job, state.isClosed)
            }
            if let job {
                job.run()
                state.withLock { $0.running[thread] = nil }
            } else if isClosed {
                return
            }
        }
    }
}
