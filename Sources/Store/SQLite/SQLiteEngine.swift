// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// One SQLite file through GRDB's pool: many readers, each with its snapshot, and one writer.
final class SQLiteEngine: StoreEngine {
    let dialect = SQLDialect.sqlite
    let place: String
    let announcer: Announcer
    private let pool: DatabasePool
    private let options: StoreOptions
    private let readers: Turnstile
    /// Before SQLite's own lock, which is not fair and knows nothing of cancellation.
    private let writers = Turnstile(places: 1)

    init(home: String, options: StoreOptions) throws {
        let file = home + "/" + Store.fileName
        place = file
        self.options = options
        readers = Turnstile(places: options.connections)
        try DatabaseFile.prepare(home: home, file: file)
        let pool = try StoreError.translating(file: file) {
            try DatabasePool(path: file, configuration: Self.configuration(options))
        }
        self.pool = pool
        announcer = Announcer { SQLiteWatch(pool, announcer: $0) }
    }

    func read<Result>(_ interruption: Interruption?, _ body: (SQLConnection) throws -> Result) throws -> Result {
        try entering(readers, "all \(options.connections) connections are in use", interruption) {
            try pool.read { try run(body, on: $0, interruption) }
        }
    }

    func write<Result>(
        isMigration: Bool, _ interruption: Interruption?, _ body: (SQLConnection) throws -> Result
    ) throws -> Result {
        var announced: [String] = []
        let result = try entering(writers, "another change is being written", interruption) {
            try pool.write { database in
                try run(
                    { connection in
                        let result = try body(connection)
                        try connection.rethrowFailure()
                        announced = connection.announced
                        return result
                    }, on: database, interruption)
            }
        }
        for topic in announced { announcer.publish(.changed(topic)) }
        return result
    }

    func compactLog() {
        // A query first: on a closed pool it throws, while the checkpoint would reach into a connection that is gone.
        _ = try? pool.writeWithoutTransaction { database in
            try database.execute(sql: "SELECT 1")
            try database.checkpoint(.truncate)
        }
    }

    func close() throws {
        announcer.close()
        readers.close()
        writers.close()
        // The connection that closes last may be a reader, which would leave the whole log behind.
        compactLog()
        try StoreError.translating(file: place) { try pool.close() }
    }

    /// Waits for a turn, and turns errors into those of the store.
    private func entering<Result>(
        _ turnstile: Turnstile, _ waiting: String, _ interruption: Interruption?, _ body: () throws -> Result
    ) throws -> Result {
        do {
            try turnstile.enter(within: options.busyTimeout, interruption)
        } catch Turnstile.Refusal.closed {
            throw StoreError.closed(place)
        } catch Turnstile.Refusal.waitedTooLong {
            throw StoreError(
                code: .busy, message: "\(place): \(waiting); waited \(options.busyTimeout) seconds",
                remedy: "Wait until the other import or change has ended, then run it again. Nothing was changed.")
        }
        defer { turnstile.leave() }
        return try StoreError.translating(file: place, body)
    }

    private func run<Result>(
        _ body: (SQLConnection) throws -> Result, on database: Database, _ interruption: Interruption?
    ) throws -> Result {
        let connection = SQLConnection(SQLiteConnection(database, file: place), dialect: .sqlite, place: place)
        defer { connection.end() }
        guard let interruption, let handle = database.sqliteConnection else { return try body(connection) }
        // SQLite allows this from any thread while the connection is open, which it is until `waking` returns.
        let address = UInt(bitPattern: handle)
        let result = try interruption.waking(
            { sqlite3_interrupt(OpaquePointer(bitPattern: address)) },
            {
                try interruption.check()
                return try body(connection)
            })
        // Past this point it is committed, whoever cancels.
        try interruption.check()
        return result
    }

    private static func configuration(_ options: StoreOptions) -> Configuration {
        var configuration = Configuration()
        configuration.label = "tutela.store"
        configuration.busyMode = .timeout(options.busyTimeout)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = options.connections
        configuration.prepareDatabase { database in
            // What is deleted must be gone from the file, and nothing may spill into a temporary file.
            try database.execute(sql: "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY")
            // The schema of a damaged or foreign file must not be able to run functions, and odd cells are refused.
            try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
            // A power cut must not undo a withdrawal that was already confirmed to somebody.
            try database.execute(sql: "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864")
            // The writer keeps the two unique indexes of a large import in memory; readers stream.
            let kibibytes = database.configuration.readonly ? 8_192 : 49_152
            try database.execute(sql: "PRAGMA cache_size = -\(kibibytes)")
            if let pages = options.maximumPages, !database.configuration.readonly {
                try database.execute(sql: "PRAGMA max_page_count = \(pages)")
            }
        }
        return configuration
    }
}
