// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The database of one home folder: `tutela.sqlite`, opened once per process.
///
/// Readers see a stable snapshot and never wait for the writer. There is one writer at a time, over all processes.
/// Open a file **once per process**: POSIX drops the locks of all connections when one of them closes.
public final class Store: Sendable {
    /// The name of the database inside the home folder.
    public static let fileName = "tutela.sqlite"

    /// The path of the database.
    public let file: String
    /// The schemas this program works with.
    public let schemas: [RoomSchema]
    let pool: DatabasePool

    /// Opens the database of a home folder, creates both if they do not exist, and brings the schema up to date.
    ///
    /// The folder is created with mode 0700 and the file with 0600.
    ///
    /// - Parameters:
    ///   - home: the path of the home folder (`TUTELA_HOME`).
    ///   - schemas: the schema of each room that keeps tables.
    ///   - options: limits and waiting times.
    /// - Throws: ``StoreError``, in particular ``StoreError/Code/newerSchema`` when a newer program wrote the file.
    public init(home: String, schemas: [RoomSchema], options: StoreOptions = StoreOptions()) throws {
        let file = home + "/" + Self.fileName
        self.file = file
        self.schemas = schemas
        try DatabaseFile.prepare(home: home, file: file)
        self.pool = try StoreError.translating(file: file) {
            try DatabasePool(path: file, configuration: Self.configuration(options))
        }
        try migrate()
    }

    /// Reads inside one transaction: every query of `body` sees the same state.
    ///
    /// - Parameter body: the queries.
    /// - Returns: what `body` returns.
    /// - Throws: ``StoreError``, or what `body` throws.
    public func read<Result>(_ body: (SQLConnection) throws -> Result) throws -> Result {
        try StoreError.translating(file: file) {
            try pool.read { try body(SQLConnection($0, file: file)) }
        }
    }

    /// Writes inside one transaction: when `body` throws, nothing of it is kept.
    ///
    /// - Parameter body: the statements.
    /// - Returns: what `body` returns.
    /// - Throws: ``StoreError``, or what `body` throws.
    @discardableResult
    public func write<Result>(_ body: (SQLConnection) throws -> Result) throws -> Result {
        try StoreError.translating(file: file) {
            try pool.write { try body(SQLConnection($0, file: file)) }
        }
    }

    /// Moves what was written into the main file and empties the log, as far as readers allow.
    ///
    /// Worth doing after a large import; losing it costs disk space only, so a failure is not an error.
    public func compactLog() {
        // A query first: on a closed pool it throws, while the checkpoint would reach into a connection that is gone.
        _ = try? pool.writeWithoutTransaction { database in
            try database.execute(sql: "SELECT 1")
            try database.checkpoint(.truncate)
        }
    }

    /// Closes all connections. Using the store afterwards throws; closing it again does nothing.
    ///
    /// - Throws: ``StoreError`` when a statement is still running.
    public func close() throws {
        // The connection that closes last may be a reader, which would leave the whole log behind.
        compactLog()
        try StoreError.translating(file: file) { try pool.close() }
    }

    private static func configuration(_ options: StoreOptions) -> Configuration {
        var configuration = Configuration()
        configuration.label = "tutela.store"
        configuration.busyMode = .timeout(options.busyTimeout)
        configuration.foreignKeysEnabled = true
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
