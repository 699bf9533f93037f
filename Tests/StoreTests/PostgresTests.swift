// SPDX-License-Identifier: Apache-2.0

import Foundation
import Store
import StoreTestSupport
import Testing

@Suite("PostgreSQL", .enabled(if: TestEngine.postgresURL != nil, Comment(rawValue: TestEngine.absent)))
struct PostgresTests {
    let database: TestDatabase
    let url: String

    init() throws {
        database = try TestDatabase(.postgres)
        guard case .postgres(let url) = database.address else { throw CocoaError(.featureUnsupported) }
        self.url = url
    }

    /// The test server's URL with another host, which the certificate names or not.
    private func host(_ host: String, _ parameters: String) -> String {
        TestDatabase.url(url.replacing("@127.0.0.1:", with: "@\(host):"), adding: parameters)
    }

    private func opening(_ url: String, timeout: Double = 5) throws -> StoreError? {
        refusal { _ = try Store(at: .postgres(url), schemas: [], options: StoreOptions(connectTimeout: timeout)) }
    }

    @Test func encryptionAndTheNameOfTheServerAreChecked() throws {
        let authority = try #require(ProcessInfo.processInfo.environment["TUTELA_TEST_POSTGRES_CA"])
        let verified = try Store(
            at: .postgres(host("localhost", "sslmode=verify-full&sslrootcert=\(authority)")), schemas: [])
        guard case .postgres(let server) = try verified.checkup().engine else { return }
        #expect(server.encryption?.hasPrefix("TLSv1.") == true && server.isServerVerified && server.isLocal)
        // The certificate is for localhost.
        let wrongName = try opening(host("127.0.0.1", "sslmode=verify-full&sslrootcert=\(authority)"))
        #expect(wrongName?.code == .unreachable && wrongName?.message.contains("certificate") == true)
        // Another authority.
        let other = try opening(host("localhost", "sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt"))
        #expect(other?.code == .unreachable)
        let plain = try Store(at: .postgres(host("localhost", "sslmode=disable")), schemas: [])
        guard case .postgres(let open) = try plain.checkup().engine else { return }
        #expect(open.encryption == nil && !open.isServerVerified)
    }

    @Test func aCheckupSpeaksOfTheServer() throws {
        let store = try Shelf.store(database)
        let checkup = try store.checkup()
        #expect(checkup.schemaVersions == ["shelf": 1] && checkup.bytes > 1_000_000 && checkup.damage == [])
        #expect(checkup.version.hasPrefix("1") && checkup.place == store.place && store.file == nil)
        guard case .postgres(let server) = checkup.engine else {
            Issue.record("\(checkup.engine)")
            return
        }
        #expect(server.latency > 0 && server.connectionsInUse >= 1 && server.mostConnections >= server.connectionsInUse)
        #expect(!server.isReadOnly && server.isDurable)
    }

    @Test func noPasswordIsEverPrinted() throws {
        let secret = "s3cr3t-w0rd"
        let address = StoreAddress.postgres("postgresql://someone:\(secret)@127.0.0.1:1/name")
        var text = "\(address) \(String(reflecting: address))"
        dump(address, to: &text)
        #expect(address.description == "postgresql://someone@127.0.0.1:1/name")
        for url in [
            "postgresql://someone:\(secret)@127.0.0.1:1/name",
            "postgresql://someone@127.0.0.1:1/name?password=\(secret)",
            // Forgotten to write @ as %40, / as %2F, : as %3A.
            "postgresql://someone:pa@\(secret)@127.0.0.1:1/name", "postgresql://someone:pa/\(secret)@127.0.0.1:1/name",
            "postgresql://someone:\(secret):@127.0.0.1:1/name", "postgresql://some:one:\(secret)@[::1/name",
            "postgresql://a:b@h/n?\(secret)=1", "postgresql://a:b@h:\(secret)/n", "postgresql://a:b%\(secret)@h/n",
        ] {
            let error = try opening(url, timeout: 0.2)
            #expect(error != nil)
            text += "\(error as Any) \(error?.cause as Any)"
            text += "\(StoreAddress.postgres(url))"
        }
        #expect(!text.contains(secret), "\(text)")
    }

    @Test func settingsBecomeAddresses() throws {
        #expect(try StoreAddress(setting: nil, home: "/h") == .sqlite(home: "/h"))
        #expect(try StoreAddress(setting: "", home: "/h") == .sqlite(home: "/h"))
        #expect(try StoreAddress(setting: "postgres://u@h/n", home: "/h") == .postgres("postgres://u@h/n"))
        for setting in ["mysql://u:secret@h/n", "secret", "postgresql://u:p@q@h/n"] {
            let error = #expect(throws: StoreError.self) { try StoreAddress(setting: setting, home: "/h") }
            #expect(error?.code == .address && error?.description.contains("secret") == false)
        }
    }

    @Test func whoIsNotLetInIsToldWhyAtOnce() throws {
        let password = try #require(URLComponents(string: url)?.password)
        for (wrong, word) in [
            (url.replacing(":\(password)@", with: ":wrong@"), "password"),
            (url.replacing("/tutela?", with: "/nothing?"), "does not exist"),
        ] {
            let error = try opening(wrong, timeout: 60)
            #expect(error?.code == .unreachable && error?.message.contains("lets nobody in") == true)
            #expect(error?.message.contains(word) == true && error?.remedy.contains("password") == true)
        }
        let nobody = try opening("postgresql://u:p@127.0.0.1:1/n", timeout: 0.3)
        #expect(nobody?.code == .unreachable && nobody?.message.contains("cannot be reached") == true)
        // A host that takes the connection and says nothing.
        let silent = try Relay(to: 0)
        let mute = try opening("postgresql://u:p@127.0.0.1:\(silent.port)/n", timeout: 0.3)
        #expect(mute?.code == .unreachable && mute?.message.contains("no answer") == true)
    }

    /// PostgreSQL's own messages quote values.
    @Test func noValueIsEverPrinted() throws {
        let store = try Shelf.store(database)
        let secret = "f8f8f0cee0f4a84f06370a22038f63f0"
        try store.write { connection in
            try connection.execute("CREATE TABLE rule (n BIGINT CHECK (n < 5), word VARCHAR(8), UNIQUE (word))")
        }
        let attempts: [(String, [SQLValue], StoreError.Code)] = [
            ("INSERT INTO rule (n) VALUES (CAST($1 AS BIGINT))", [.text(secret)], .value),
            ("INSERT INTO rule (n) VALUES (CAST(CAST($1 AS TEXT) AS BIGINT))", [.text(secret)], .value),
            ("INSERT INTO rule (word) VALUES ($1)", [.text(secret)], .value),
            ("INSERT INTO rule (n) VALUES ($1)", [424_242], .constraint),
            ("INSERT INTO nothing (n) VALUES ($1)", [424_242], .statement),
            ("SELECT 424242 / (CAST($1 AS BIGINT) - 424242)", [424_242], .value),
        ]
        for (sql, values, code) in attempts {
            let error = refusal { try store.write { try $0.firstRow(sql, values) { _ in } } }
            #expect(error?.code == code, "\(sql)")
            let text = "\(error as Any) \(error?.cause as Any)"
            #expect(!text.contains(secret) && !text.contains("424242") && text.contains("SQLSTATE"), "\(text)")
        }
    }

    @Test func foreignTypesAreRefused() throws {
        let store = try Shelf.store(database)
        for sql in ["SELECT now()", "SELECT 1.5::float8", "SELECT '{}'::jsonb", "SELECT ARRAY[1]"] {
            #expect(refusal { try store.read { try $0.firstRow(sql) { _ in } } }?.code == .statement, "\(sql)")
        }
        let error = refusal {
            _ = try store.write {
                try $0.execute("INSERT INTO thing (id, name, body) VALUES (1, 'x', $1)", ["text for bytes"])
            }
        }
        #expect(error?.code == .statement)
    }

    @Test func notMoreConnectionsThanAllowed() async throws {
        let name = "pool-\(UUID())"
        let store = try Store(
            at: .postgres(TestDatabase.url(url, adding: "application_name=\(name)")), schemas: [Shelf.schema],
            options: StoreOptions(connections: 3))
        let watcher = try Shelf.store(database)
        let most = Collected<Int64>()
        try await concurrently(20) { index in
            for round in 0..<10 {
                try store.write { try Shelf.add([Int64(index * 100 + round)], $0) }
                if index == 0 {
                    let count = try watcher.read { connection in
                        try connection.firstRow(
                            "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = $1", [.text(name)]
                        ) { $0.integer(0) }
                    }
                    most.append(count ?? 0)
                }
            }
        }
        #expect(most.values.max() ?? 0 <= 3)
        // Who waits too long for one of them is told so.
        let impatient = try Store(
            at: .postgres(url), schemas: [], options: StoreOptions(connections: 1, connectTimeout: 2))
        let (held, end) = (Door(), Door())
        try await concurrently(2) { index in
            if index == 0 {
                try impatient.read { _ in
                    held.open()
                    end.wait()
                }
            } else {
                held.wait()
                let error = refusal { try impatient.read { _ in } }
                #expect(error?.code == .busy && error?.message.contains("all 1 connections") == true)
                end.open()
            }
        }
    }

    @Test func aConnectionThatTheServerEndedIsReplaced() throws {
        let name = "ended-\(UUID())"
        let store = try Store(
            at: .postgres(TestDatabase.url(url, adding: "application_name=\(name)")), schemas: [Shelf.schema],
            options: StoreOptions(connections: 2))
        let other = try Shelf.store(database)
        func end() throws -> Int64? {
            try other.write { connection in
                try connection.firstRow(
                    "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = $1",
                    [.text(name)]
                ) { $0.integer(0) }
            }
        }
        for id in 1...5 as ClosedRange<Int64> {
            _ = try store.read { try Shelf.count($0) }
            // While it is idle: nobody notices.
            #expect(try end() == 1)
            try store.write { try Shelf.add([id], $0) }
            // Inside a transaction: nothing of it is kept, and it is said so.
            let error = refusal {
                try store.write { connection in
                    try Shelf.add([1_000 + id], connection)
                    _ = try end()
                    try Shelf.add([2_000 + id], connection)
                }
            }
            #expect(error?.code == .disconnected)
        }
        #expect(try store.read { try Shelf.count($0) } == 5)
    }

    @Test func aStatementThatTakesTooLongIsEnded() throws {
        let store = try Store(
            at: .postgres(url), schemas: [Shelf.schema], options: StoreOptions(statementTimeout: 0.2))
        let error = refusal { try store.read { try $0.firstRow("SELECT pg_sleep(60)") { _ in } } }
        #expect(error?.code == .timeout)
        #expect(try store.read { try Shelf.count($0) } == 0)
    }

    @Test func writersThatStandInEachOthersWayAreTold() async throws {
        let store = try Shelf.store(database, StoreOptions(busyTimeout: 20))
        try store.write { try Shelf.add(1...2, $0) }
        let doors = [Door(), Door()]
        let outcomes = Collected<StoreError.Code?>()
        let change = "UPDATE thing SET name = name || 'x' WHERE id = $1"
        try await concurrently(2) { index in
            let error = refusal {
                try store.write { connection in
                    try connection.execute(change, [.integer(Int64(1 + index))])
                    doors[index].open()
                    doors[1 - index].wait()
                    try connection.execute(change, [.integer(Int64(2 - index))])
                }
            }
            outcomes.append(error?.code)
        }
        #expect(Set(outcomes.values) == [nil, .conflict])
        // With leave to run again, both come through.
        try await concurrently(2) { index in
            for _ in 0..<30 {
                try store.write(attempts: 20) { connection in
                    for id in index == 0 ? [1, 2] : [2, 1] as [Int64] {
                        try connection.execute(change, [.integer(id)])
                    }
                }
            }
        }
        let length = try store.read { connection in
            try connection.firstRow("SELECT SUM(LENGTH(name)) FROM thing") { Int($0.integer(0)) }
        }
        // Two names of six letters, one letter by whoever came first, and two of each round.
        #expect(length == 2 * 6 + 2 + 2 * 60)
    }

    /// A table that another program changes under prepared statements.
    @Test func aChangedTableStopsOneTransactionAtMost() throws {
        let (store, other) = (try Shelf.store(database), try Shelf.store(database))
        try store.write { try Shelf.add(1...3, $0) }
        func all() throws -> Int {
            var columns = 0
            try store.read { try $0.forEachRow("SELECT * FROM thing") { _ in columns += 1 } }
            return columns
        }
        #expect(try all() == 3)
        try other.write { try $0.execute("ALTER TABLE thing ADD COLUMN extra BIGINT") }
        let error = refusal { _ = try all() }
        #expect(error == nil || error?.code == .conflict)
        #expect(try all() == 3)
    }

    /// The one case in which nobody can know: the answer to a commit is lost. It must not be called a failure.
    @Test(arguments: [true, false]) func aLostAnswerToACommitIsSaidToBeUnknown(_ reaches: Bool) async throws {
        let watcher = try Shelf.store(database)
        let parts = try #require(URLComponents(string: url))
        let relay = try Relay(to: try #require(parts.port))
        let through = TestDatabase.url(
            url.replacing(":\(try #require(parts.port))/", with: ":\(relay.port)/"), adding: "sslmode=disable")
        let store = try Store(at: .postgres(through), schemas: [Shelf.schema])
        try store.write { try Shelf.add([1], $0) }
        relay.cut(at: Array("COMMIT\0".utf8), passingIt: reaches)
        let error = refusal { try store.write { try Shelf.add([2], $0) } }
        #expect(error?.code == .outcomeUnknown && error?.remedy.contains("Look") == true)
        // What passed is kept a moment later; what did not is not.
        var count = try watcher.read { try Shelf.count($0) }
        for _ in 0..<100 where reaches && count != 2 {
            try await Task.sleep(for: .milliseconds(20))
            count = try watcher.read { try Shelf.count($0) }
        }
        #expect(count == (reaches ? 2 : 1))
        // The next change finds its way.
        try store.write { try Shelf.add([3], $0) }
    }

    /// A network that swallows everything: only the program itself can end the waiting.
    @Test func aDeadNetworkHoldsNobodyWhoIsCancelled() async throws {
        let parts = try #require(URLComponents(string: url))
        let relay = try Relay(to: try #require(parts.port))
        let through = TestDatabase.url(
            url.replacing(":\(try #require(parts.port))/", with: ":\(relay.port)/"), adding: "sslmode=disable")
        let store = try Store(at: .postgres(through), schemas: [Shelf.schema], options: StoreOptions(connections: 1))
        let begun = Door()
        let waiting = Task {
            try await store.perform {
                try store.read { connection in
                    relay.swallow()
                    begun.open()
                    return try Shelf.count(connection)
                }
            }
        }
        #expect(await begun.waitAsync())
        try await Task.sleep(for: .milliseconds(50))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        relay.heal()
        #expect(try await store.perform { try store.read { try Shelf.count($0) } } == 0)
    }
}
