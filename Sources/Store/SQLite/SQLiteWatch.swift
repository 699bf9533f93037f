// SPDX-License-Identifier: Apache-2.0

import Dispatch
import GRDB

/// Sees that another process changed the file, by asking it four times a second.
final class SQLiteWatch: Announcer.Source {
    /// How often the file is asked, in seconds.
    static let interval = 0.25

    private let end = DispatchSemaphore(value: 0)

    init(_ pool: DatabasePool, announcer: Announcer) {
        NamedThread.start("tutela.watch") { [end, weak announcer] in
            // On the writer's connection the number changes only when others commit: all writes of this process go
            // through the same connection.
            func version() throws -> Int? {
                try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA data_version") }
            }
            var last = try? version()
            announcer?.publish(.connected)
            while end.wait(timeout: .now() + Self.interval) == .timedOut {
                guard let announcer else { return }
                guard let now = try? version() else { continue }
                if now != last { announcer.publish(.changed(nil)) }
                last = now
            }
        }
    }

    func stop() {
        end.signal()
    }
}
