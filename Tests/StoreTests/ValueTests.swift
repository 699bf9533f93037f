// SPDX-License-Identifier: Apache-2.0

import Store
import StoreTestSupport
import Testing

@Suite("Values and statements, on both engines")
struct ValueTests {
    static let insert = "INSERT INTO thing (id, name, body, size, weight, mark) VALUES ($1, $2, $3, $4, $5, $6)"

    @Test(.enabled(if: TestEngine.postgresURL != nil, Comment(rawValue: TestEngine.absent))) func postgresTakesPart() {
        #expect(TestEngine.available.contains(.postgres))
    }

    @Test(arguments: TestEngine.available) func valuesComeBackAsTheyWentIn(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        let rows: [[SQLValue]] = [
            [.integer(.max), "ünï 🙂 e\u{301} \u{FFFD}\u{10FFFF}", .blob([0, 255, 0]), 32_767, 2_147_483_647, "a"],
            [.integer(.min), "", .blob([]), -32_768, -2_147_483_648, ""],
            [0, "'; DROP TABLE thing; -- $1 \\x00 \"", .null, .null, .null, .null],
            [1, "line\r\nline\tand\u{1}", .blob(Array(0...255)), 0, -1, "$1"],
            [-1, .text(String(repeating: "é", count: 100_000)), .blob([UInt8](repeating: 0, count: 3)), 1, 1, "b"],
        ]
        try store.write { connection in
            for row in rows {
                let added = try connection.execute(Self.insert, row)
                #expect(added == 1)
            }
        }
        try store.read { connection in
            let find = try connection.prepare("SELECT name, body, size, weight, mark, id FROM thing WHERE id = $1")
            for row in rows {
                let found = try find.firstRow([row[0]]) { found -> [SQLValue] in
                    [
                        .integer(found.integer(5)), .optional(found.optionalText(0)), .optional(found.optionalBlob(1)),
                        .optional(found.optionalInteger(2)), .optional(found.optionalInteger(3)),
                        .optional(found.optionalText(4)),
                    ]
                }
                #expect(found == row)
            }
            #expect(try find.firstRow([2]) { _ in true } == nil)
        }
    }

    @Test(arguments: TestEngine.available) func nullReadsAsNothing(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        try store.write { try $0.execute(Self.insert, [1, "", .null, .null, .null, .null]) }
        try store.read { connection in
            let row: Void? = try connection.firstRow("SELECT body, size, mark FROM thing") { row in
                #expect(row.isNull(0) && row.isNull(1) && row.isNull(2))
                #expect(row.blob(0) == [] && row.integer(1) == 0 && row.text(2) == "")
                #expect(row.withBlob(0) { $0.count } == 0)
            }
            #expect(row != nil)
        }
    }

    /// PostgreSQL answers with other types than those of the columns: a sum is `numeric`, a comparison `boolean`.
    @Test(arguments: TestEngine.available) func sumsCountsAndComparisonsAreWholeNumbers(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        try store.write { connection in
            for id in [Int64.max - 70_000, 1, 69_999, -3] { try Shelf.add([id], connection) }
        }
        let sums: [(String, Int64)] = [
            ("SELECT SUM(id) FROM thing", .max - 3), ("SELECT COUNT(*) FROM thing", 4),
            ("SELECT SUM(id) FROM thing WHERE id < 0", -3), ("SELECT COUNT(*) > 3 FROM thing", 1),
            ("SELECT MIN(id) FROM thing", -3), ("SELECT SUM(weight) FROM thing", 0),
            ("SELECT EXISTS (SELECT 1 FROM thing WHERE id = 7)", 0), ("SELECT 10000 * COUNT(*) FROM thing", 40_000),
            ("SELECT SUM(id) - SUM(id) FROM thing", 0), ("SELECT SUM(id + 3) FROM thing WHERE id < 2", 4),
        ]
        try store.read { connection in
            for (sql, expected) in sums {
                let found = try connection.firstRow(sql) { $0.integer(0) }
                #expect(found == expected, "\(sql)")
            }
        }
    }

    @Test(arguments: TestEngine.available) func textWithAZeroIsRefusedAndNotCut(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        let error = #expect(throws: StoreError.self) {
            try store.write { try $0.execute(Self.insert, [1, "secret\u{0}tail", .null, 1, 1, .null]) }
        }
        #expect(error?.code == .value)
        #expect(error?.description.contains("secret") == false)
        #expect(try store.read { try Shelf.count($0) } == 0)
    }

    @Test(arguments: TestEngine.available) func parametersOutOfOrderOrTooFewAreRefused(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        for sql in [
            "SELECT 1 FROM thing WHERE id = $2 AND name = $1", "SELECT 1 FROM thing WHERE id = $2",
            "SELECT 1 FROM thing WHERE id = $1 AND name = $3", "SELECT 1 FROM thing WHERE id = $0",
        ] {
            let error = #expect(throws: StoreError.self) { try store.read { _ = try $0.prepare(sql) } }
            #expect(error?.code == .statement, "\(sql)")
        }
        let error = #expect(throws: StoreError.self) {
            try store.read { try $0.firstRow("SELECT 1 FROM thing WHERE id = $1", []) { _ in true } }
        }
        #expect(error?.code == .statement)
        // Quotes and comments hold no parameters; a parameter may come twice.
        let found = try store.read { connection in
            try connection.firstRow(
                """
                SELECT '$9', "id" -- $7
                FROM (SELECT CAST($1 AS BIGINT) AS id) AS given WHERE id = $1 AND '' = $2
                """, [4, ""]
            ) { ($0.text(0), $0.integer(1)) }
        }
        #expect(found?.0 == "$9" && found?.1 == 4)
    }

    @Test(arguments: TestEngine.available) func changesAreCounted(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        try store.write { connection in
            try Shelf.add(1...5, connection)
            #expect(try connection.execute("UPDATE thing SET name = 'x' WHERE id > $1", [3]) == 2)
            #expect(try connection.execute("UPDATE thing SET name = 'x' WHERE id > $1", [9]) == 0)
            #expect(
                try connection.execute("INSERT INTO thing (id, name) VALUES (1, 'y') ON CONFLICT DO NOTHING") == 0)
            #expect(try connection.execute("CREATE TABLE other (id BIGINT)") == 0)
            #expect(try connection.execute("DELETE FROM thing") == 5)
            #expect(try connection.execute("SELECT 1") == 0)
        }
    }

    @Test(arguments: TestEngine.available) func returnedRowsAreRead(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        try store.write { connection in
            let next = try connection.firstRow(
                "UPDATE counter SET value = value + 1 WHERE name = $1 RETURNING value", ["change"]
            ) { $0.integer(0) }
            #expect(next == 1)
        }
        #expect(try store.read { try $0.firstRow("SELECT value FROM counter") { $0.integer(0) } } == 1)
    }

    @Test(arguments: TestEngine.available) func textSortsByBytes(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        let marks = ["a", "B", "_", "ä", "é", "Z", "z", "10", "9", "🙂", "\u{FFFD}"]
        try store.write { connection in
            for (id, mark) in marks.enumerated() {
                try connection.execute(
                    "INSERT INTO thing (id, name, mark) VALUES ($1, '', $2)", [.integer(Int64(id)), .text(mark)])
            }
        }
        var sorted: [String] = []
        try store.read { try $0.forEachRow("SELECT mark FROM thing ORDER BY mark") { sorted.append($0.text(0)) } }
        #expect(sorted == marks.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    @Test(arguments: TestEngine.available) func largeBlobsComeBackWhole(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        let bytes = [UInt8](unsafeUninitializedCapacity: 12 << 20) { buffer, count in
            for index in buffer.indices { buffer[index] = UInt8(truncatingIfNeeded: index &* 31 ^ index >> 8) }
            count = buffer.count
        }
        try store.write { try $0.execute(Self.insert, [1, "", .blob(bytes), 1, 1, .null]) }
        #expect(try store.read { try $0.firstRow("SELECT body FROM thing") { $0.blob(0) } } == bytes)
    }

    @Test(arguments: TestEngine.available) func aHundredThousandRowsStreamInOrder(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        try store.write { connection in
            try connection.execute(
                """
                INSERT INTO thing (id, name, body)
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
                SELECT i, 'name', \(store.dialect == .sqlite ? "zeroblob(32)" : "decode(repeat('00', 32), 'hex')") FROM n
                """)
        }
        var (next, bytes): (Int64, Int) = (1, 0)
        try store.read { connection in
            try connection.forEachRow("SELECT id, body FROM thing ORDER BY id") { row in
                if row.integer(0) == next { next += 1 }
                bytes += row.withBlob(1) { $0.count }
            }
        }
        #expect(next == 100_001 && bytes == 3_200_000)
    }

    @Test(arguments: TestEngine.available) func aQueryThatIsBrokenOffLeavesTheConnectionUsable(
        _ engine: TestEngine
    ) throws {
        struct Enough: Error {}
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        try store.write { try Shelf.add(1...5_000, $0) }
        try store.read { connection in
            var seen = 0
            #expect(throws: Enough.self) {
                try connection.forEachRow("SELECT id FROM thing") { _ in
                    seen += 1
                    if seen == 3 { throw Enough() }
                }
            }
            let first = try connection.firstRow("SELECT id FROM thing ORDER BY id") { $0.integer(0) }
            let count = try Shelf.count(connection)
            #expect(first == 1 && count == 5_000)
        }
    }

    @Test(arguments: TestEngine.available) func numbersThatDoNotFitAreRefusedOrKeptWhole(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        do {
            try store.write { try $0.execute(Self.insert, [1, "", .null, .integer(70_000), 1, .null]) }
            #expect(try store.read { try $0.firstRow("SELECT size FROM thing") { $0.integer(0) } } == 70_000)
        } catch let error as StoreError {
            #expect(error.code == .value && engine == .postgres)
        }
    }
}
