// SPDX-License-Identifier: Apache-2.0

internal import Policy
internal import Synchronization

/// Deals items to the lanes of a screener, first come first served, and turns away what there is no room for.
final class AdmissionQueue: Sendable {
    /// One item, and who waits for its record.
    struct Item: Sendable {
        let number: Int
        let bytes: [UInt8]
        let wish: Wish
        fileprivate let continuation: CheckedContinuation<Result<ScanRecord, ScreenerBusy>, Never>
    }

    /// What is wanted of an item.
    enum Wish: Sendable {
        /// Fingerprints and digests.
        case hash
        /// A comparison with the lists of a tenant, and a decision.
        case screen(tenant: String?, circumstances: FactSet)
    }

    private struct State {
        var waiting: [Item] = []
        var idle: [CheckedContinuation<Item?, Never>] = []
        var running = 0
        var next = 0
        /// Items that are about to come.
        var coming: Set<Int> = []
        /// Those among them whose task was cancelled already.
        var cancelled: Set<Int> = []
        var isStopped = false
        /// How long a lane is busy with an item, in seconds, of late.
        var pace = 0.05
    }

    private let state = Mutex(State())
    private let lanes: Int
    private let room: Int

    /// - Parameters:
    ///   - lanes: items that are screened at once.
    ///   - waiting: items that may wait besides.
    init(lanes: Int, waiting: Int) {
        self.lanes = lanes
        room = lanes + max(0, waiting)
    }

    /// Items that are being screened or wait.
    var load: (running: Int, waiting: Int) { state.withLock { ($0.running, $0.waiting.count) } }

    /// Brings an item and waits for its record.
    func submit(_ bytes: [UInt8], _ wish: Wish) async throws(ScreenerBusy) -> ScanRecord {
        let number = state.withLock { state in
            state.next += 1
            state.coming.insert(state.next)
            return state.next
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                admit(
                    Item(
                        number: number, bytes: bytes, wish: wish, continuation: continuation))
            }
        } onCancel: {
            drop(number)
        }
        return try result.get()
    }

    private func admit(_ item: Item) {
        let (refusal, lane) = state.withLock { state -> (ScreenerBusy?, CheckedContinuation<Item?, Never>?) in
            state.coming.remove(item.number)
            if state.cancelled.remove(item.number) != nil {
                return (ScreenerBusy(reason: .cancelled, retryAfter: 0), nil)
            }
            if state.isStopped { return (ScreenerBusy(reason: .stopped, retryAfter: 5), nil) }
            guard state.running + state.waiting.count < room else {
                return (ScreenerBusy(reason: .full, retryAfter: retryAfter(state)), nil)
            }
            guard let lane = state.idle.popLast() else {
                state.waiting.append(item)
                return (nil, nil)
            }
            state.running += 1
            return (nil, lane)
        }
        if let refusal {
            item.continuation.resume(returning: .failure(refusal))
        } else {
            lane?.resume(returning: item)
        }
    }

    /// About when half of those who are here now will be gone.
    private func retryAfter(_ state: State) -> Int {
        let seconds = state.pace * Double(state.running + state.waiting.count) / Double(2 * lanes)
        return min(60, max(1, Int(seconds.rounded(.up))))
    }

    /// The task that waits for an item was cancelled: an item that still waits goes. One that a lane has is finished, because
    /// a decoder cannot be told to stop, and its record goes to nobody.
    private func drop(_ number: Int) {
        let dropped = state.withLock { state -> Item? in
            guard let index = state.waiting.firstIndex(where: { $0.number == number }) else {
                if state.coming.contains(number) { state.cancelled.insert(number) }
                return nil
            }
            return state.waiting.remove(at: index)
        }
        dropped?.continuation.resume(returning: .failure(ScreenerBusy(reason: .cancelled, retryAfter: 0)))
    }

    /// The next item for a lane; `nil` when there will be none.
    func next() async -> Item? {
        await withCheckedContinuation { continuation in
            let (item, isOver) = state.withLock { state -> (Item?, Bool) in
                if !state.waiting.isEmpty {
                    state.running += 1
                    return (state.waiting.removeFirst(), false)
                }
                if state.isStopped { return (nil, true) }
                state.idle.append(continuation)
                return (nil, false)
            }
            if let item { continuation.resume(returning: item) } else if isOver { continuation.resume(returning: nil) }
        }
    }

    /// Brings the record of an item.
    func finish(_ item: Item, _ record: ScanRecord, took: Duration) {
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18
        state.withLock { state in
            state.running -= 1
            state.pace += (seconds - state.pace) / 16
        }
        item.continuation.resume(returning: .success(record))
    }

    /// Sends everybody away who waits, and lets the lanes end.
    func stop() {
        let (waiting, idle) = state.withLock { state in
            state.isStopped = true
            defer {
                state.waiting = []
                state.idle = []
            }
            return (state.waiting, state.idle)
        }
        for item in waiting {
            item.continuation.resume(returning: .failure(ScreenerBusy(reason: .stopped, retryAfter: 5)))
        }
        for lane in idle { lane.resume(returning: nil) }
    }
}
