// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import StoreTestSupport
import Testing

@Suite("The store's own threads, on both engines")
struct PerformTests {
    /// A question that a server works on for minutes.
    static func endless(_ dialect: SQLDialect) -> String {
        switch dialect {
        case .sqlite:
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000000) SELECT MAX(i) FROM n"
        case .postgres: "SELECT pg_sleep(100)"
        }
    }

    @Test(arguments: TestEngine.available) func workRunsOnThreadsOfTheStore(_ engine: TestEngine) async throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        try await withThrowingTaskGroup(of: Int64?.self) { group in
            for id in 0..<64 {
                group.addTask {
                    try await store.perform {
                        let name = try String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
                        #expect(name == "tutela.store\n")
                        try store.write { try Shelf.add([Int64(id)], $0) }
                        return try store.read { try Shelf.count($0) }
                    }
                }
            }
            for try await count in group { #expect((1...64).contains(count ?? 0)) }
        }
        struct Stop: Error {}
        await #expect(throws: Stop.self) { try await store.perform { throw Stop() } }
    }

    @Test(arguments: TestEngine.available) func workBeginsInTheOrderOfTheCalls(_ engine: TestEngine) async throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database, StoreOptions(connections: 1))
        let (begun, end) = (Door(), Door())
        let order = Collected<Int>()
        async let first: Void = store.perform {
            begun.open()
            end.wait()
        }
        #expect(await begun.waitAsync())
        // All wait for the only thread, each since a moment before the next.
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<50 {
            tasks.append(Task { try await store.perform { order.append(number) } })
            try await Task.sleep(for: .milliseconds(5))
        }
        end.open()
        try await first
        for task in tasks { try await task.value }
        #expect(order.values == Array(0..<50))
    }

    @Test(arguments: TestEngine.available) func waitingWorkIsTakenBackByCancellation(_ engine: TestEngine) async throws
    {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database, StoreOptions(connections: 1))
        let (begun, end) = (Door(), Door())
        async let first: Void = store.perform {
            begun.open()
            end.wait()
        }
        #expect(await begun.waitAsync())
        let waiting = Task { try await store.perform { Issue.record("ran although it was cancelled") } }
        try await Task.sleep(for: .milliseconds(20))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        end.open()
        try await first
        #expect(try await store.perform { try store.read { try Shelf.count($0) } } == 0)
    }

    @Test(arguments: TestEngine.available) func runningWorkIsEndedByCancellation(_ engine: TestEngine) async throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database, StoreOptions(connections: 1))
        let begun = Door()
        let running = Task {
            try await store.perform {
                try store.write { connection in
                    try Shelf.add([1], connection)
                    begun.open()
                    _ = try connection.firstRow(Self.endless(connection.dialect)) { $0.isNull(0) }
                }
            }
        }
        #expect(await begun.waitAsync())
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        // The only connection is free again, or was replaced, and the server works no more.
        #expect(try await store.perform { try store.read { try Shelf.count($0) } } == 0)
        guard engine == .postgres else { return }
        let sleeping = try await store.perform {
            try store.read { connection in
                try connection.firstRow(
                    """
                    SELECT COUNT(*) FROM pg_stat_activity
                    WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active' AND pid <> pg_backend_pid()
                        AND usename = current_user AND application_name = 'tutela' AND query_start < now()
                        AND backend_xmin IS NOT NULL AND wait_event = 'PgSleep'
                    """
                ) { $0.integer(0) }
            }
        }
        #expect(sleeping == 0)
    }

    @Test(arguments: TestEngine.available) func workThatWaitsForAWriterIsEndedByCancellation(
        _ engine: TestEngine
    ) async throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database, StoreOptions(busyTimeout: 60))
        let (locked, end) = (Door(), Door())
        let lock = "SELECT value FROM counter WHERE name = 'change'" + store.dialect.forUpdate
        async let holder: Void = store.perform {
            try store.write { connection in
                _ = try connection.firstRow(lock) { $0.integer(0) }
                locked.open()
                end.wait()
            }
        }
        #expect(await locked.waitAsync())
        let waiting = Task {
            try await store.perform {
                try store.write { connection in _ = try connection.firstRow(lock) { $0.integer(0) } }
            }
        }
        try await Task.sleep(for: .milliseconds(50))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        end.open()
        try await holder
    }

    @Test(arguments: TestEngine.available) func tooMuchWorkIsRefused(_ engine: TestEngine) async throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database, StoreOptions(connections: 1, mostWaiting: 3))
        let (begun, end) = (Door(), Door())
        async let first: Void = store.perform {
            begun.open()
            end.wait()
        }
        #expect(await begun.waitAsync())
        let outcomes = await withTaskGroup(of: StoreError.Code?.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    do {
                        try await store.perform {}
                        return nil
                    } catch {
                        return (error as? StoreError)?.code
                    }
                }
            }
            var outcomes: [StoreError.Code?] = []
            while outcomes.count < 7, let outcome = await group.next() { outcomes.append(outcome) }
            end.open()
            for await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
        try await first
        #expect(outcomes.count { $0 == .overloaded } == 7 && outcomes.count { $0 == nil } == 3)
    }

    @Test(arguments: TestEngine.available) func aClosedStoreRefusesEverything(_ engine: TestEngine) async throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        let announcements = store.announcements()
        try store.close()
        try store.close()
        store.compactLog()
        let error = await #expect(throws: StoreError.self) { try await store.perform {} }
        #expect(error?.code == .closed)
        #expect(throws: StoreError.self) { try store.read { try Shelf.count($0) } }
        #expect(throws: StoreError.self) { try store.write { try Shelf.add([1], $0) } }
        for await _ in announcements {}
        for await _ in store.announcements() { Issue.record("announced after the end") }
    }
}
