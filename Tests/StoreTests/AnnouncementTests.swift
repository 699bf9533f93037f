// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import StoreTestSupport
import Testing

/// One after the other: a channel of PostgreSQL belongs to the whole database, and one of the tests floods it.
@Suite("Announcements, on both engines", .serialized)
struct AnnouncementTests {
    struct Stop: Error {}

    /// Reads up to an announcement, or to the end of half a minute.
    static func hear(
        _ wanted: StoreAnnouncement, in stream: AsyncStream<StoreAnnouncement>
    ) async -> [StoreAnnouncement] {
        await withTaskGroup(of: [StoreAnnouncement]?.self) { group in
            group.addTask {
                var heard: [StoreAnnouncement] = []
                for await announcement in stream {
                    heard.append(announcement)
                    if announcement == wanted { return heard }
                }
                return heard
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(30))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? []
        }
    }

    @Test(arguments: TestEngine.available) func aCommitIsAnnouncedOnceATopicAndARollbackNever(
        _ engine: TestEngine
    ) async throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        let stream = store.announcements()
        #expect(await Self.hear(.connected, in: stream) == [.connected])
        #expect(throws: Stop.self) {
            try store.write { connection in
                connection.announce("gone")
                throw Stop()
            }
        }
        try store.write { connection in
            connection.announce("banks")
            try Shelf.add([1], connection)
            connection.announce("banks")
            connection.announce("keys ü")
        }
        try store.write { $0.announce("last") }
        let heard = await Self.hear(.changed("last"), in: stream).filter { $0 != .changed(nil) }
        // PostgreSQL's channel belongs to the whole database, in which other tests run.
        #expect(heard.filter { $0 == .changed("banks") }.count == 1 && heard.contains(.changed("keys ü")))
        #expect(!heard.contains(.changed("gone")) && heard.last == .changed("last"))
    }

    @Test(arguments: TestEngine.available) func everySubscriberHearsAndALaterOneKnowsTheStanding(
        _ engine: TestEngine
    ) async throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        let first = store.announcements()
        #expect(await Self.hear(.connected, in: first) == [.connected])
        let second = store.announcements()
        #expect(await Self.hear(.connected, in: second) == [.connected])
        let topic = "topic \(UUID())"
        try await store.perform { try store.write { $0.announce(topic) } }
        #expect(await Self.hear(.changed(topic), in: first).last == .changed(topic))
        #expect(await Self.hear(.changed(topic), in: second).last == .changed(topic))
    }

    @Test(arguments: TestEngine.available) func aSlowListenerHearsThatItMissedSomething(
        _ engine: TestEngine
    ) async throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        let (slow, quick) = (store.announcements(), store.announcements())
        #expect(await Self.hear(.connected, in: quick) == [.connected])
        for number in 0..<600 { try store.write { $0.announce("slow \(number)") } }
        #expect(await Self.hear(.changed("slow 599"), in: quick).last == .changed("slow 599"))
        let heard = await Self.hear(.changed("slow 599"), in: slow)
        #expect(heard.contains(.changed(nil)) && heard.contains(.connected) && heard.count < 600)
    }

    /// What another program writes, seen by this one.
    @Test(arguments: TestEngine.available) func anotherProcessIsHeard(_ engine: TestEngine) async throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        let stream = store.announcements()
        #expect(await Self.hear(.connected, in: stream) == [.connected])
        switch database.address {
        case .sqlite:
            let other = Process()
            other.executableURL = URL(filePath: "/usr/bin/python3")
            other.arguments = [
                "-c",
                "import sqlite3, sys\nwith sqlite3.connect(sys.argv[1]) as c: c.execute(\"DELETE FROM thing\"); "
                    + "c.execute(\"INSERT INTO thing (id, name) VALUES (1, 'x')\")",
                store.place,
            ]
            try other.run()
            other.waitUntilExit()
            #expect(await Self.hear(.changed(nil), in: stream).last == .changed(nil))
        case .postgres:
            let other = try Shelf.store(database)
            try other.write { $0.announce("from the other") }
            #expect(await Self.hear(.changed("from the other"), in: stream).last == .changed("from the other"))
        }
        #expect(try store.read { try Shelf.count($0) } == (engine == .sqlite ? 1 : 0))
    }

    @Test(.enabled(if: TestEngine.postgresURL != nil, Comment(rawValue: TestEngine.absent)))
    func aListenerThatWasCutOffSaysSoAndComesBack() async throws {
        let database = try TestDatabase(.postgres)
        guard case .postgres(let url) = database.address else { return }
        let name = "listener-\(UUID())"
        let store = try Store(
            at: .postgres(TestDatabase.url(url, adding: "application_name=\(name)")), schemas: [Shelf.schema])
        let stream = store.announcements()
        #expect(await Self.hear(.connected, in: stream) == [.connected])
        let other = try Shelf.store(database)
        for round in 1...3 {
            let ended = try other.write { connection in
                try connection.firstRow(
                    """
                    SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
                    WHERE application_name = $1 AND query LIKE 'LISTEN%' OR application_name = $1 AND query = 'SELECT 1'
                    """, [.text(name)]
                ) { $0.integer(0) }
            }
            #expect(ended == 1)
            #expect(await Self.hear(.disconnected, in: stream).last == .disconnected)
            #expect(await Self.hear(.connected, in: stream).last == .connected)
            try other.write { $0.announce("round \(round)") }
            #expect(await Self.hear(.changed("round \(round)"), in: stream).last == .changed("round \(round)"))
        }
    }
}
