// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Where threads put the tables that they have built.
final class BuiltTables: Sendable {
    private let tables: Mutex<[Table?]>

    init(count: Int) {
        tables = Mutex([Table?](repeating: nil, count: count))
    }

    func put(_ table: Table, at number: Int) {
        tables.withLock { $0[number] = table }
    }

    var all: [Table] { tables.withLock { $0.compactMap { $0 } } }
}
