// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import ScanReport
internal import Screening
internal import Synchronization

/// The progress line on standard error: redrawn on a terminal, a plain line now and then elsewhere.
struct ProgressDisplay {
    private enum Manner {
        case redrawn, plain, silent
    }

    private let manner: Manner
    private let alreadyDone: Int
    private let total: Total
    private let started = ContinuousClock.now
    private var lastShown: ContinuousClock.Instant
    private var interval: Duration
    private var done = 0
    private var isDrawn = false

    init(_ wanted: ScanCommand.Progress, places: [ItemPath], alreadyDone: Int) {
        manner =
            switch wanted {
            case .none: .silent
            case .plain: .plain
            case .auto: Console.errorIsTerminal ? .redrawn : .plain
            }
        self.alreadyDone = alreadyDone
        lastShown = started
        interval = manner == .redrawn ? .milliseconds(200) : .seconds(10)
        total = Total()
        if manner != .silent { total.count(places) }
    }

    /// Files in all, once they have been counted.
    var filesFound: Int? { total.value }

    mutating func advance(_ ledger: ScanLedger) {
        done += 1
        guard manner != .silent, lastShown.duration(to: .now) >= interval else { return }
        lastShown = .now
        let seconds = started.duration(to: .now) / .seconds(1)
        let state = ProgressLine.State(
            done: done + alreadyDone, found: total.value ?? done + alreadyDone, isWalkEnded: total.value != nil,
            rate: Double(done) / max(seconds, 0.001), elapsed: seconds, matches: ledger[.match] + ledger[.held],
            unknown: ledger[.unknown], resumed: alreadyDone)
        if manner == .redrawn {
            isDrawn = true
            Console.sayRaw(
                ProgressLine.redraw(state, terminal: ScanReport.Terminal(isTerminal: true, width: Console.width)))
        } else {
            interval = .seconds(60)
            Console.sayRaw(ProgressLine.plain(state) + "\n")
        }
    }

    /// Takes the line away, so that results stand alone.
    mutating func end() {
        total.cancel()
        if isDrawn { Console.sayRaw(ProgressLine.clear) }
    }

    /// How many files there are, found out beside the scan by a walk of its own.
    private final class Total: Sendable {
        private struct State {
            var count: Int?
            var isCancelled = false
        }

        private let state = Mutex(State())

        var value: Int? { state.withLock(\.count) }

        func cancel() {
            state.withLock { $0.isCancelled = true }
        }

        func count(_ places: [ItemPath]) {
            Thread.detachNewThread { [self] in
                let count = TreeWalk.count(places) { state.withLock(\.isCancelled) }
                state.withLock { $0.count = count }
            }
        }
    }
}
