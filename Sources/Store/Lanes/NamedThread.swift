// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A thread of the store's own, for work that waits.
enum NamedThread {
    /// - Parameters:
    ///   - name: what `top -H` and debuggers show; at most 15 bytes.
    ///   - body: the thread's work.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        Thread.detachNewThread {
            // Foundation names a thread only when it knows its number already, which is a race. Linux lets a thread
            // write its own name; that it could not is no reason not to work.
            let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
            if file >= 0 {
                _ = write(file, name, name.utf8.count)
                close(file)
            }
            body()
        }
    }
}
