// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Connects the cancellation of a task with its closure on a lane, whichever comes first.
final class LaneCancellation: Sendable {
    private struct State {
        var isCancelled = false
        var job: (Lanes.Job, Lanes)?
    }

    private let state = Mutex(State())

    func begin(_ job: Lanes.Job, _ lanes: Lanes) {
        let isCancelled = state.withLock { state in
            state.job = (job, lanes)
            return state.isCancelled
        }
        if isCancelled { job.interruption.cancel() }
        lanes.add(job)
    }

    func cancel() {
        let job = state.withLock { state in
            state.isCancelled = true
            return state.job
        }
        if let (job, lanes) = job { lanes.cancel(job) }
    }
}
