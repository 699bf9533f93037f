// SPDX-License-Identifier: Apache-2.0

internal import Dispatch
internal import Foundation
internal import Synchronization

/// Ctrl-C and a polite kill: the first asks the work to end well, the second ends it at once.
final class Interruption {
    private let sources: [any DispatchSourceSignal]

    init(_ stop: @escaping @Sendable () -> Void) {
        let signals = SignalCount()
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if signals.isFirst() {
                    Console.say("\nStopping: the files in hand are finished first. Once more to stop at once.")
                    stop()
                } else {
                    _exit(ExitStatus.interrupted.rawValue)
                }
            }
            source.resume()
            return source
        }
    }

    func end() {
        for source in sources { source.cancel() }
        signal(SIGINT, SIG_DFL)
        signal(SIGTERM, SIG_DFL)
    }

    private final class SignalCount: Sendable {
        private let count = Mutex(0)

        func isFirst() -> Bool {
            count.withLock {
                $0 += 1
                return $0 == 1
            }
        }
    }
}
