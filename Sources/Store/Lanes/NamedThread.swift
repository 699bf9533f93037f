// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A thread of the store's own, for work that waits.
enum NamedThread {
    /// - Parameters:
    ///   - name: what `top -H` and debuggers show; at most 15 bytes.
    ///   - body: the thread's work.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        Thread.detachNewThread {
            // Only a running thread can name itself to the system.
            Thread.current.name = name
            body()
        }
    }
}
