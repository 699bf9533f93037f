// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// A count that one thread raises and others read: whoever sees it sees all that was written before.
struct Published: ~Copyable, Sendable {
    private let count = Atomic<Int>(0)

    var value: Int {
        get { count.load(ordering: .acquiring) }
        nonmutating set { count.store(newValue, ordering: .releasing) }
    }
}
