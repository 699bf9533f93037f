// SPDX-License-Identifier: Apache-2.0

/// Deals work to the lanes and puts their records back into the order of the walk.
///
/// Lanes claim, consumers take. At most ``window`` items are on their way, so that one slow picture makes the others
/// wait rather than memory grow.
actor ScanQueue {
    /// One item of work.
    struct Claim: Sendable {
        let number: Int
        let step: TreeWalk.Step
    }

    private let window: Int
    private var walk: TreeWalk
    private let isDone: @Sendable (ItemPath) -> Bool
    private var claimed = 0
    private var taken = 0
    /// `nil` for an item that was given up because the scan is being stopped.
    private var finished: [Int: ScanRecord?] = [:]
    private var isExhausted = false
    private var waitingLanes: [CheckedContinuation<Void, Never>] = []
    private var waitingConsumer: CheckedContinuation<Void, Never>?
    private(set) var linksNotFollowed = 0
    private(set) var specialFiles = 0

    /// - Parameter isDone: whether an earlier run already has a record of this path.
    init(walk: TreeWalk, window: Int, isDone: @escaping @Sendable (ItemPath) -> Bool) {
        self.walk = walk
        self.window = window
        self.isDone = isDone
    }

    /// The next item for a lane, or `nil` when there is nothing more to do.
    func claim() async -> Claim? {
        while !isExhausted, claimed - taken >= window {
            await withCheckedContinuation { waitingLanes.append($0) }
        }
        while !isExhausted {
            guard let step = walk.next() else {
                stop()
                break
            }
            switch step {
            case .link: linksNotFollowed += 1
            case .special: specialFiles += 1
            case .file(let path), .unreadable(let path, _):
                if isDone(path) { continue }
                defer { claimed += 1 }
                return Claim(number: claimed, step: step)
            }
        }
        return nil
    }

    /// Brings the record of a claimed item, or none if it was given up.
    func finish(_ claim: Claim, _ record: ScanRecord?) {
        finished.updateValue(record, forKey: claim.number)
        if claim.number == taken { wakeConsumer() }
    }

    /// The next record in the order of the walk, or `nil` when all claimed items have been taken and no more will come.
    func take() async -> ScanRecord? {
        while true {
            if let record = finished.removeValue(forKey: taken) {
                taken += 1
                wakeLanes()
                if let record { return record }
                continue
            }
            if isExhausted && taken == claimed { return nil }
            await withCheckedContinuation { waitingConsumer = $0 }
        }
    }

    /// Deals no more; what is on its way still arrives.
    func stop() {
        isExhausted = true
        wakeLanes()
        wakeConsumer()
    }

    private func wakeLanes() {
        let lanes = waitingLanes
        waitingLanes = []
        for lane in lanes { lane.resume() }
    }

    private func wakeConsumer() {
        waitingConsumer?.resume()
        waitingConsumer = nil
    }
}
