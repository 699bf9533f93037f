// SPDX-License-Identifier: Apache-2.0

import Store
import StoreTestSupport
import Testing

@Suite("Transactions, on both engines")
struct TransactionTests {
    struct Stop: Error {}

    @Test(arguments: TestEngine.available) func aFailedWriteLeavesNothing(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        #expect(throws: Stop.self) {
            try store.write { connection in
                try Shelf.add(1...3, connection)
                throw Stop()
            }
        }
        #expect(try store.read { try Shelf.count($0) } == 0)
        try store.write { try Shelf.add(1...3, $0) }
        #expect(try store.read { try Shelf.count($0) } == 3)
    }

    /// SQLite alone would go on and keep the rest, PostgreSQL would not: so neither does.
    @Test(arguments: TestEngine.available) func afterAnErrorNothingOfTheTransactionIsKept(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        let error = refusal {
            try store.write { connection in
                try Shelf.add(1...3, connection)
                let clash = refusal { try Shelf.add([2], connection) }
                let after = refusal { try Shelf.add([4], connection) }
                #expect(clash?.code == .constraint && after?.code == .constraint)
            }
        }
        #expect(error?.code == .constraint)
        #expect(try store.read { try Shelf.count($0) } == 0)
        try store.write { try Shelf.add(1...3, $0) }
    }

    @Test(arguments: TestEngine.available) func aRuleOfTheSchemaIsNamedButNoValue(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        let insert = "INSERT INTO thing (id, name, mark) VALUES ($1, 'x', $2)"
        try store.write { try $0.execute(insert, [7_654_321, "zanzibar"]) }
        for values: [SQLValue] in [[7_654_321, "other"], [5, "zanzibar"]] {
            let error = #expect(throws: StoreError.self) { try store.write { try $0.execute(insert, values) } }
            #expect(error?.code == .constraint)
            let text = "\(error as Any) \(error?.cause as Any)"
            #expect(!text.contains("zanzibar") && !text.contains("7654321"), "\(text)")
        }
        let error = #expect(throws: StoreError.self) {
            try store.write { try $0.execute("INSERT INTO thing (id, name) VALUES (9, $1)", [.null]) }
        }
        #expect(error?.code == .constraint)
    }

    @Test(arguments: TestEngine.available) func aTransactionInsideATransactionIsRefused(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        try store.read { _ in
            let error = #expect(throws: StoreError.self) { try store.read { try Shelf.count($0) } }
            #expect(error?.code == .statement && error?.message.contains("inside another") == true)
        }
        try store.write { connection in
            #expect(throws: StoreError.self) { try store.read { try Shelf.count($0) } }
            #expect(throws: StoreError.self) { try store.write { try Shelf.add([1], $0) } }
            try Shelf.add([2], connection)
        }
        #expect(try store.read { try Shelf.count($0) } == 1)
    }

    @Test(arguments: TestEngine.available) func aRowCannotUseItsConnection(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        try store.write { try Shelf.add(1...3, $0) }
        try store.read { connection in
            let find = try connection.prepare("SELECT name FROM thing WHERE id = $1")
            var refusals = 0
            try connection.forEachRow("SELECT id FROM thing") { row in
                for attempt in [
                    { _ = try find.firstRow([.integer(row.integer(0))]) { $0.text(0) } },
                    { _ = try connection.prepare("SELECT 1") }, { try connection.execute("DELETE FROM thing") },
                ] {
                    do { try attempt() } catch let error as StoreError where error.message.contains("its rows") {
                        refusals += 1
                    }
                }
            }
            #expect(refusals == 9)
            let name = try find.firstRow([3]) { $0.text(0) }
            #expect(name == "name 3")
        }
    }

    @Test(arguments: TestEngine.available) func aConnectionIsGoneWithItsTransaction(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        let kept = try store.read { ($0, try $0.prepare("SELECT 1")) }
        #expect(throws: StoreError.self) { try Shelf.count(kept.0) }
        #expect(throws: StoreError.self) { try kept.1.run() }
    }

    @Test(arguments: TestEngine.available) func aReadIsRefusedAChange(_ engine: TestEngine) throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        let error = #expect(throws: StoreError.self) { try store.read { try Shelf.add([1], $0) } }
        #expect(error?.code == .readOnly)
        #expect(try store.read { try Shelf.count($0) } == 0)
    }

    @Test(arguments: TestEngine.available) func aReaderKeepsItsSnapshotWhileAWriterCommits(
        _ engine: TestEngine
    ) async throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        try store.write { try Shelf.add(1...5, $0) }
        let (begun, written) = (Door(), Door())
        try await concurrently(2) { index in
            if index == 1 {
                begun.wait()
                try store.write { try Shelf.add(50...54, $0) }
                written.open()
                return
            }
            let counts = try store.read { connection in
                let before = try Shelf.count(connection)
                begun.open()
                #expect(written.wait())
                return (before, try Shelf.count(connection))
            }
            #expect(counts.0 == 5 && counts.1 == 5)
        }
        #expect(try store.read { try Shelf.count($0) } == 10)
    }

    @Test(arguments: TestEngine.available) func whatIsNotCommittedIsNotSeen(_ engine: TestEngine) async throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        let (written, seen) = (Door(), Door())
        try await concurrently(2) { index in
            if index == 1 {
                #expect(written.wait())
                #expect(try store.read { try Shelf.count($0) } == 0)
                seen.open()
                return
            }
            try store.write { connection in
                try Shelf.add(1...5, connection)
                written.open()
                #expect(seen.wait())
            }
        }
        #expect(try store.read { try Shelf.count($0) } == 5)
    }

    /// The sequence behind every change log: numbers without gaps, in the order of the commits.
    @Test(arguments: TestEngine.available) func aLockedCounterHasNoGapsAndFollowsTheCommits(
        _ engine: TestEngine
    ) async throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        let (writers, rounds) = (6, 40)
        let done = Door()
        async let follower: Int = Task.detached {
            // Whoever sees a number sees all before it, at any moment.
            var looks = 0
            while !done.isOpen {
                let (count, last) = try await store.perform {
                    try store.read { connection in
                        try connection.firstRow("SELECT COUNT(*), MAX(number) FROM taken") {
                            ($0.integer(0), $0.integer(1))
                        } ?? (0, 0)
                    }
                }
                #expect(count == last)
                looks += 1
            }
            return looks
        }.value
        try await concurrently(writers) { writer in
            for round in 0..<rounds {
                let fails = (writer + round).isMultiple(of: 7)
                do {
                    try store.write { connection in
                        try Shelf.add([Int64(writer * 1_000 + round)], connection)
                        let number = try connection.firstRow(
                            "UPDATE counter SET value = value + 1 WHERE name = 'change' RETURNING value"
                        ) { $0.integer(0) }
                        try connection.execute("INSERT INTO taken (number) VALUES ($1)", [.optional(number)])
                        if fails { throw Stop() }
                    }
                } catch is Stop {}
            }
        }
        done.open()
        #expect(try await follower > 0)
        let (things, count, last) = try store.read { connection in
            (
                try Shelf.count(connection),
                try connection.firstRow("SELECT COUNT(*) FROM taken") { $0.integer(0) },
                try connection.firstRow("SELECT MAX(number) FROM taken") { $0.integer(0) }
            )
        }
        #expect(things == count && count == last && (count ?? 0) > 200)
    }

    @Test(arguments: TestEngine.available) func aReservedNumberIsNeverHandedOutTwice(_ engine: TestEngine) async throws
    {
        let database = try TestDatabase(engine)
        // Two servers, where the engine allows it.
        let stores = try (0..<(engine == .sqlite ? 1 : 2)).map { _ in try Shelf.store(database) }
        let (writers, rounds) = (6, 40)
        let taken = Collected<Int64>()
        try await concurrently(writers) { writer in
            let store = stores[writer % stores.count]
            for round in 0..<rounds {
                let count = [1, 1, 3, 500, 1_024][(writer + round) % 5]
                let fails = (writer + round).isMultiple(of: 6)
                var first: Int64 = 0
                do {
                    try store.write { connection in
                        first = try connection.reserve(count, of: "thing_id")
                        // What two transactions got twice would break the primary key.
                        try connection.execute("INSERT INTO taken (number) VALUES ($1)", [.integer(first)])
                        try connection.execute(
                            "INSERT INTO taken (number) VALUES ($1) ON CONFLICT DO NOTHING",
                            [.integer(first + Int64(count) - 1)])
                        if fails { throw Stop() }
                    }
                    let numbers = first..<first + Int64(count)
                    for number in numbers { taken.append(number) }
                } catch is Stop {}
            }
        }
        let numbers = taken.values
        #expect(Set(numbers).count == numbers.count)
        #expect(numbers.min() ?? 0 >= 1)
        #expect(throws: StoreError.self) { try stores[0].write { try $0.reserve(1_025, of: "thing_id") } }
        #expect(throws: StoreError.self) { try stores[0].write { try $0.reserve(1, of: "no_such") } }
    }

    /// An import holds the bank's row; a second writer of the same bank must say so and not hang.
    @Test(arguments: TestEngine.available) func aSecondWriterWaitsThenSaysSo(_ engine: TestEngine) async throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database, StoreOptions(busyTimeout: 0.3))
        let (locked, refused) = (Door(), Door())
        try await concurrently(2) { index in
            let lock = "SELECT value FROM counter WHERE name = 'change'" + store.dialect.forUpdate
            if index == 0 {
                try store.write { connection in
                    _ = try connection.firstRow(lock) { $0.integer(0) }
                    locked.open()
                    #expect(refused.wait())
                }
                return
            }
            #expect(locked.wait())
            let error = #expect(throws: StoreError.self) {
                try store.write { connection in _ = try connection.firstRow(lock) { $0.integer(0) } }
            }
            #expect(error?.code == .busy && error?.remedy.contains("Wait") == true)
            refused.open()
        }
        try store.write { try Shelf.add([1], $0) }
    }

    @Test(arguments: TestEngine.available) func writersOfDifferentRowsAllSucceed(_ engine: TestEngine) async throws {
        let database = try TestDatabase(engine)
        let store = try Shelf.store(database)
        try await concurrently(12) { index in
            for round in 0..<20 { try store.write { try Shelf.add([Int64(index * 100 + round)], $0) } }
        }
        #expect(try store.read { try Shelf.count($0) } == 240)
    }
}
