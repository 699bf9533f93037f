// SPDX-License-Identifier: Apache-2.0

internal import Dispatch

/// One thread for one lane. Lanes read files and wait for decoders, which would starve the shared pool of as many threads
/// as there are cores.
final class LaneExecutor: TaskExecutor {
    private let queue: DispatchQueue

    init(number: Int) {
        queue = DispatchQueue(label: "tutela.lane.\(number)")
    }

    init(name: String) {
        queue = DispatchQueue(label: name)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async {
            job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
    }
}
