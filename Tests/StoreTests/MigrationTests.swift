// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import StoreTestSupport
import Testing

@Suite("Migrations, on both engines")
struct MigrationTests {
    static let steps = [
        Migration(version: 1, summary: "things") { dialect in
            [
                "CREATE TABLE item (id \(dialect.key), name TEXT NOT NULL, body \(dialect.bytes))",
                "CREATE TABLE item_number (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)",
                "INSERT INTO item_number (name, value) VALUES ('item', 0)",
            ]
        },
        Migration(version: 2, summary: "weight") { _ in
            ["ALTER TABLE item ADD COLUMN weight BIGINT NOT NULL DEFAULT 7", "CREATE INDEX item_name ON item (name)"]
        },
        // What earlier rows counted with a row is counted by a sequence from here on.
        Migration(version: 3, summary: "numbers in blocks") { dialect in
            dialect.createSequence(
                "item_id", startingAt: "SELECT value + 1 FROM item_number WHERE name = 'item'")
                + ["CREATE TABLE item_log (number BIGINT NOT NULL PRIMARY KEY, item_id BIGINT REFERENCES item (id))"]
        },
    ]

    static func schema(_ version: Int) -> RoomSchema {
        RoomSchema(room: "items", migrations: Array(steps.prefix(version)))
    }

    /// Rows as a program of that version wrote them.
    static func fill(_ store: Store, version: Int) throws {
        try store.write { connection in
            for id in 1...50 as ClosedRange<Int64> {
                let number = version < 3 ? id : try connection.reserve(1, of: "item_id")
                try connection.execute(
                    "INSERT INTO item (id, name, body) VALUES ($1, $2, $3)",
                    [.integer(number), .text("naïve \(number)"), .blob([UInt8(number), 0, 255])])
            }
            try connection.execute("UPDATE item_number SET value = 50 WHERE name = 'item'")
        }
    }

    @Test(arguments: TestEngine.available, 1...3) func everyEarlierVersionComesUpWithItsRows(
        _ engine: TestEngine, version: Int
    ) throws {
        let database = try TestDatabase(engine)
        let old = try database.open([Self.schema(version)])
        try Self.fill(old, version: version)
        try old.close()
        let new = try database.open([Self.schema(3)])
        #expect(try new.schemaVersions() == ["items": 3])
        try new.write { connection in
            var rows = 0
            try connection.forEachRow("SELECT id, name, body, weight FROM item ORDER BY id") { row in
                rows += 1
                #expect(row.integer(0) == Int64(rows) && row.text(1) == "naïve \(rows)")
                #expect(row.blob(2) == [UInt8(rows), 0, 255] && row.integer(3) == 7)
            }
            #expect(rows == 50)
            // The next number is a new one, on whichever version the row before was numbered.
            let next = try connection.reserve(1, of: "item_id")
            #expect(next > 50)
            try connection.execute("INSERT INTO item (id, name) VALUES ($1, 'new')", [.integer(next)])
            try connection.execute("INSERT INTO item_log (number, item_id) VALUES (1, $1)", [.integer(next)])
        }
    }

    @Test(arguments: TestEngine.available) func aFailedMigrationLeavesTheOldSchema(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let old = try database.open([Self.schema(1)])
        try Self.fill(old, version: 1)
        try old.close()
        let broken = RoomSchema(
            room: "items",
            migrations: [
                Self.steps[0],
                Migration(version: 2, summary: "broken") { _ in
                    ["ALTER TABLE item ADD COLUMN weight BIGINT", "ALTER TABLE nothing ADD COLUMN weight BIGINT"]
                },
            ])
        let error = #expect(throws: StoreError.self) { try database.open([broken]) }
        #expect(error?.code == .statement)
        let new = try database.open([Self.schema(3)])
        let count = try new.read {
            try $0.firstRow("SELECT COUNT(*), SUM(weight) FROM item") { ($0.integer(0), $0.integer(1)) }
        }
        #expect(count?.0 == 50 && count?.1 == 350)
    }

    @Test(arguments: TestEngine.available) func aNewerSchemaIsRefusedAndUntouched(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        try database.open([Self.schema(3)]).close()
        let error = #expect(throws: StoreError.self) { try database.open([Self.schema(2)]) }
        #expect(error?.code == .newerSchema && error?.message.contains("schema 3") == true)
        #expect(error?.message.contains(database.address.description) == true)
    }

    @Test(arguments: TestEngine.available) func roomsKeepTheirOwnVersions(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let other = RoomSchema(room: "other", migrations: [])
        let store = try database.open([Self.schema(2), other])
        #expect(try store.schemaVersions() == ["items": 2, "other": 0])
        try store.close()
        let again = try database.open([Self.schema(3), Shelf.schema])
        #expect(try again.schemaVersions() == ["items": 3, "other": 0, "shelf": 1])
    }

    /// Servers that start together. SQLite's are processes (one file is opened once per process): see store-churn.
    @Test(.enabled(if: TestEngine.postgresURL != nil, Comment(rawValue: TestEngine.absent)))
    func serversThatStartTogetherMigrateOnce() async throws {
        let database = try TestDatabase(.postgres)
        let old = try database.open([Self.schema(1)])
        try Self.fill(old, version: 1)
        try await concurrently(8) { _ in
            let store = try database.open([Self.schema(3), Shelf.schema])
            #expect(try store.schemaVersions() == ["items": 3, "shelf": 1])
            try store.close()
        }
        // One that runs on while tables change below it is not left with stale statements.
        #expect(try old.read { try $0.firstRow("SELECT COUNT(*) FROM item") { $0.integer(0) } } == 50)
    }

    @Test func processesThatStartTogetherMigrateOneFileOnce() async throws {
        let database = try TestDatabase(.sqlite)
        guard case .sqlite(let home) = database.address else { return }
        try await concurrently(6) { index in
            let churn = try Churn(home, from: Int64(index) * 1_000_000, threads: 1)
            defer { churn.kill() }
            #expect(churn.next() == "ready")
        }
        let store = try database.open([Churn.schema])
        #expect(try store.schemaVersions() == ["churn": 1])
    }
}
