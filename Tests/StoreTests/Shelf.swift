// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import StoreTestSupport
import Synchronization
import Testing

/// A room that exists for these tests.
enum Shelf {
    static let schema = RoomSchema(
        room: "shelf",
        migrations: [
            Migration(version: 1, summary: "things and counters") { dialect in
                [
                    """
                    CREATE TABLE thing (
                        id \(dialect.key), name TEXT NOT NULL, body \(dialect.bytes), size SMALLINT, weight INTEGER,
                        mark \(dialect.text))
                    """,
                    "CREATE UNIQUE INDEX thing_mark ON thing (mark)",
                    "CREATE TABLE counter (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)",
                    "INSERT INTO counter (name, value) VALUES ('change', 0)",
                    "CREATE TABLE taken (number BIGINT NOT NULL PRIMARY KEY)",
                ] + dialect.createSequence("thing_id")
            }
        ])

    static func store(_ database: TestDatabase, _ options: StoreOptions = StoreOptions()) throws -> Store {
        try database.open([schema], options)
    }

    static func add(_ ids: some Sequence<Int64>, _ connection: SQLConnection) throws {
        let insert = try connection.prepare("INSERT INTO thing (id, name) VALUES ($1, $2)")
        for id in ids { try insert.run([.integer(id), .text("name \(id)")]) }
    }

    static func count(_ connection: SQLConnection) throws -> Int64? {
        try connection.firstRow("SELECT COUNT(*) FROM thing") { $0.integer(0) }
    }
}

/// Waits for threads without holding one of Swift's pool.
func concurrently(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for index in 0..<count {
            group.addTask {
                try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
                    Thread.detachNewThread { done.resume(with: Result { try body(index) }) }
                }
            }
        }
        try await group.waitForAll()
    }
}

/// Something that opens once, for threads to wait at.
final class Door: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)

    func open() { semaphore.signal() }

    var isOpen: Bool {
        guard semaphore.wait(timeout: .now()) == .success else { return false }
        semaphore.signal()
        return true
    }

    /// - Returns: whether it was opened within half a minute.
    @discardableResult
    func wait() -> Bool {
        guard semaphore.wait(timeout: .now() + 30) == .success else { return false }
        semaphore.signal()
        return true
    }

    func waitAsync() async -> Bool {
        await withCheckedContinuation { done in Thread.detachNewThread { done.resume(returning: self.wait()) } }
    }
}

/// Values from many threads.
final class Collected<Value: Sendable>: Sendable {
    private let mutex = Mutex<[Value]>([])

    func append(_ value: Value) { mutex.withLock { $0.append(value) } }

    var values: [Value] { mutex.withLock { $0 } }
}

/// The error of the store that something ends with, if it does.
func refusal(_ body: () throws -> Void) -> StoreError? {
    do {
        try body()
        return nil
    } catch {
        return error as? StoreError
    }
}
