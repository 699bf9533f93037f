// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// One database: the file `tutela.sqlite` of a home folder, or a PostgreSQL database that several servers share.
///
/// A transaction is one synchronous closure. Readers see a stable snapshot and never wait for writers. On SQLite there
/// is one writer at a time, over all processes; on PostgreSQL writers run side by side, and rows that a transaction reads
/// in order to change them are locked with ``SQLDialect/forUpdate``.
///
/// Open an SQLite file **once per process**: POSIX drops the locks of all connections when one of them closes.
public final class Store: Sendable {
    /// The name of the database inside the home folder.
    public static let fileName = "tutela.sqlite"

    /// The printable name of the database: a path, or a URL without its password.
    public let place: String
    /// The path of the database, when it is SQLite's.
    public let file: String?
    /// The schemas this program works with.
    public let schemas: [RoomSchema]
    let engine: any StoreEngine
    private let lanes: Lanes
    private let threadsInside = Mutex<Set<pthread_t>>([])

    /// Opens a database, creates it if it is SQLite's and does not exist, and brings the schema up to date.
    ///
    /// A home folder is created with mode 0700 and its file with 0600. A PostgreSQL database must exist.
    ///
    /// - Parameters:
    ///   - address: where the database is.
    ///   - schemas: the schema of each room that keeps tables.
    ///   - options: limits and waiting times.
    /// - Throws: ``StoreError``, in particular ``StoreError/Code/newerSchema`` when a newer program wrote the database.
    public init(at address: StoreAddress, schemas: [RoomSchema], options: StoreOptions = StoreOptions()) throws {
        switch address {
        case .sqlite(let home):
            engine = try SQLiteEngine(home: home, options: options)
            file = engine.place
        case .postgres(let url):
            engine = try PostgresEngine(url: url, options: options)
            file = nil
        }
        place = engine.place
        lanes = Lanes(options.connections, mostWaiting: options.mostWaiting, place: place)
        self.schemas = schemas
        try migrate()
    }

    /// Opens the SQLite database of a home folder; see ``init(at:schemas:options:)``.
    ///
    /// - Parameters:
    ///   - home: the path of the home folder (`TUTELA_HOME`).
    ///   - schemas: the schema of each room that keeps tables.
    ///   - options: limits and waiting times.
    /// - Throws: ``StoreError``.
    public convenience init(home: String, schemas: [RoomSchema], options: StoreOptions = StoreOptions()) throws {
        try self.init(at: .sqlite(home: home), schemas: schemas, options: options)
    }

    deinit {
        lanes.close()
        engine.announcer.close()
    }

    /// The engine's own words.
    public var dialect: SQLDialect { engine.dialect }

    /// Reads inside one transaction: every query of `body` sees the same state. The thread waits meanwhile: a server
    /// calls this inside ``perform(_:)``.
    ///
    /// - Parameter body: the queries. It must not begin another transaction of this store.
    /// - Returns: what `body` returns.
    /// - Throws: ``StoreError``, or what `body` throws.
    public func read<Result>(_ body: (SQLConnection) throws -> Result) throws -> Result {
        try alone { try engine.read(lanes.interruption, body) }
    }

    /// Writes inside one transaction: when `body` throws, nothing of it is kept. The thread waits meanwhile: a server
    /// calls this inside ``perform(_:)``.
    ///
    /// When it returns, the change is on disk. After ``StoreError/Code/outcomeUnknown`` it may or may not be: look.
    ///
    /// - Parameters:
    ///   - attempts: how often `body` may run: on PostgreSQL two writers can stand in each other's way
    ///     (``StoreError/Code/conflict``). More than 1 only when running it again has no other effects.
    ///   - body: the statements. It must not begin another transaction of this store.
    /// - Returns: what `body` returns.
    /// - Throws: ``StoreError``, or what `body` throws.
    @discardableResult
    public func write<Result>(attempts: Int = 1, _ body: (SQLConnection) throws -> Result) throws -> Result {
        try write(attempts: attempts, isMigration: false, body)
    }

    func write<Result>(
        attempts: Int, isMigration: Bool, _ body: (SQLConnection) throws -> Result
    ) throws -> Result {
        try alone {
            let interruption = lanes.interruption
            for _ in 1..<max(1, attempts) {
                do {
                    return try engine.write(isMigration: isMigration, interruption, body)
                } catch let error as StoreError where error.code == .conflict {
                    continue
                }
            }
            return try engine.write(isMigration: isMigration, interruption, body)
        }
    }

    /// Runs a closure on one of the store's own threads, in the order of the calls, without blocking the caller's.
    ///
    /// There are as many such threads as connections. Cancelling the task takes the closure out of the queue, or ends
    /// the statement that it runs; a change that is already being committed is finished.
    ///
    /// - Parameter body: calls ``read(_:)`` and ``write(attempts:_:)``, itself or through repositories.
    /// - Returns: what `body` returns.
    /// - Throws: `CancellationError`; ``StoreError`` with `overloaded` when too many wait; what `body` throws.
    public func perform<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        let cancellation = LaneCancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let job = Lanes.Job(
                    run: { continuation.resume(with: Swift.Result(catching: body)) },
                    refuse: { continuation.resume(throwing: $0) })
                cancellation.begin(job, lanes)
            }
        } onCancel: {
            cancellation.cancel()
        }
    }

    /// Hears of changes: of this process at once, of others through PostgreSQL's `NOTIFY`, or on SQLite within about 250
    /// ms.
    ///
    /// - Returns: the announcements from now on, the first of which is `connected` or `disconnected`. The stream ends
    ///   when the store is closed. A listener that is too slow hears `changed(nil)` for what it missed.
    public func announcements() -> AsyncStream<StoreAnnouncement> {
        engine.announcer.subscribe()
    }

    /// Moves what was written into the main file and empties the log, as far as readers allow. PostgreSQL needs no such
    /// help.
    ///
    /// Worth doing after a large import; losing it costs disk space only, so a failure is not an error.
    public func compactLog() {
        engine.compactLog()
    }

    /// Closes all connections. Using the store afterwards throws; closing it again does nothing.
    ///
    /// - Throws: ``StoreError`` when a statement is still running.
    public func close() throws {
        lanes.close()
        try engine.close()
    }

    /// Refuses a transaction inside a transaction: two engines would do two wrong things.
    private func alone<Result>(_ body: () throws -> Result) throws -> Result {
        let thread = pthread_self()
        guard threadsInside.withLock({ $0.insert(thread).inserted }) else { throw StoreError.nested(place) }
        defer { threadsInside.withLock { _ = $0.remove(thread) } }
        return try body()
    }
}
