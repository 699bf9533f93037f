// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Calls somebody who works; calls that come meanwhile are one call.
final class WakeUp: Sendable {
    private let worker = Mutex<AsyncStream<Void>.Continuation?>(nil)

    /// The calls from now on, for the one who works. They end when ``end()`` or the task says so.
    func calls() -> AsyncStream<Void> {
        let (calls, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        worker.withLock { worker in
            worker?.finish()
            worker = continuation
        }
        return calls
    }

    func now() { worker.withLock { _ = $0?.yield() } }
    func end() { worker.withLock { $0?.finish() } }
}
