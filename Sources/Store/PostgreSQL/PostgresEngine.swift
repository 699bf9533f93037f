// SPDX-License-Identifier: Apache-2.0

/// A PostgreSQL database through libpq.
final class PostgresEngine: StoreEngine {
    /// The channel of `NOTIFY`; a database has its own channels.
    static let channel = "tutela"

    let dialect = SQLDialect.postgres
    let place: String
    let announcer: Announcer
    let url: PostgresURL
    private let options: StoreOptions
    private let pool: PostgresPool
    private let blocks = SequenceBlocks()

    init(url text: String, options: StoreOptions) throws {
        let url = try PostgresURL(text)
        self.url = url
        self.options = options
        place = url.place
        pool = PostgresPool(url, options: options)
        announcer = Announcer { PostgresListener(url, options: options, announcer: $0) }
    }

    deinit {
        pool.close()
    }

    func read<Result>(_ interruption: Interruption?, _ body: (SQLConnection) throws -> Result) throws -> Result {
        try pool.lend("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", interruption) { link in
            let connection = connection(link)
            defer { connection.end() }
            return try body(connection)
        }
    }

    func write<Result>(
        isMigration: Bool, _ interruption: Interruption?, _ body: (SQLConnection) throws -> Result
    ) throws -> Result {
        let begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
        let patience = "; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0"
        return try pool.lend(isMigration ? begin + patience : begin, interruption) { link in
            if isMigration { link.patience = nil }
            let connection = connection(link)
            defer { connection.end() }
            let result = try body(connection)
            try connection.rethrowFailure()
            for topic in connection.announced {
                try connection.execute("SELECT pg_notify('\(Self.channel)', $1)", [.text(topic)])
            }
            // Past this point it is committed, whoever cancels.
            try interruption?.check()
            try commit(link)
            return result
        }
    }

    private func connection(_ link: PostgresLink) -> SQLConnection {
        SQLConnection(PostgresConnection(link, blocks: blocks), dialect: .postgres, place: place)
    }

    /// Commits. Only here can an error leave open whether the change was kept.
    private func commit(_ link: PostgresLink) throws {
        link.interruption = nil
        // A server that hung up before it was asked to commit has kept nothing.
        guard !link.isGone() else { throw StoreError.disconnected(place) }
        let tag: String
        do {
            tag = try link.execute("COMMIT", within: link.patience)
        } catch let error as StoreError where error.code == .disconnected {
            throw StoreError.outcomeUnknown(place, cause: error.cause)
        }
        guard tag == "COMMIT" else {
            throw StoreError.misuse("a change was undone although no statement had failed", place: place)
        }
    }

    func compactLog() {}

    func close() throws {
        announcer.close()
        pool.close()
    }

    func checkup() throws -> StoreCheckup {
        let clock = ContinuousClock()
        var encryption: String?
        var latencies: [Duration] = []
        let facts = try pool.lend("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", nil) { link in
            encryption = link.encryption
            for _ in 0..<3 {
                latencies.append(try clock.measure { _ = try link.execute("SELECT 1", within: link.patience) })
            }
            let connection = connection(link)
            defer { connection.end() }
            let versions = try Store.versions(connection)
            let row = try connection.firstRow(
                """
                SELECT current_setting('server_version'), pg_database_size(current_database()),
                    (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
                    CAST(current_setting('max_connections') AS BIGINT), pg_is_in_recovery(),
                    current_setting('fsync') = 'on' AND current_setting('synchronous_commit') <> 'off'
                """
            ) { row in
                (
                    version: row.text(0), bytes: row.integer(1), inUse: Int(row.integer(2)), most: Int(row.integer(3)),
                    isReadOnly: row.integer(4) != 0, isDurable: row.integer(5) != 0
                )
            }
            return (versions, row)
        }
        guard let row = facts.1 else {
            throw StoreError.misuse("the server described itself with nothing", place: place)
        }
        return StoreCheckup(
            engine: .postgres(
                PostgresCheckup(
                    encryption: encryption, isServerVerified: encryption != nil && url.isVerified,
                    isLocal: url.isLocal, latency: latencies.sorted()[1] / .seconds(1), connectionsInUse: row.inUse,
                    mostConnections: row.most, isReadOnly: row.isReadOnly, isDurable: row.isDurable)),
            place: place, version: row.version, bytes: row.bytes, schemaVersions: facts.0, damage: [])
    }
}
