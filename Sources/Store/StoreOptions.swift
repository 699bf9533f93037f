// SPDX-License-Identifier: Apache-2.0

/// How a store is opened.
public struct StoreOptions: Sendable {
    /// How long a writer waits for another one, in seconds.
    public static let busySeconds = 5

    /// How long a writer waits for a lock that another writer or process holds, in seconds.
    public var busyTimeout: Double
    /// The largest size of an SQLite file in pages of 4,096 bytes, or nil for the disk's own limit.
    public var maximumPages: Int?
    /// How many connections at most, and how many threads ``Store/perform(_:)`` has. PostgreSQL's listening connection
    /// comes on top.
    public var connections: Int
    /// How many closures may wait in ``Store/perform(_:)``.
    public var mostWaiting: Int
    /// How long a transaction waits for a free connection, and a connection for its server, in seconds.
    public var connectTimeout: Double
    /// How long one statement may take on PostgreSQL, in seconds; migrations have no limit.
    public var statementTimeout: Double

    /// Makes options.
    ///
    /// - Parameters:
    ///   - busyTimeout: how long a writer waits for a lock, in seconds.
    ///   - maximumPages: the largest size of an SQLite file in pages of 4,096 bytes; nil sets no limit.
    ///   - connections: how many connections at most, 1 or more.
    ///   - mostWaiting: how many closures may wait in ``Store/perform(_:)``.
    ///   - connectTimeout: how long to wait for a free connection or an unreachable server, in seconds.
    ///   - statementTimeout: how long one statement may take on PostgreSQL, in seconds.
    public init(
        busyTimeout: Double = Double(StoreOptions.busySeconds), maximumPages: Int? = nil, connections: Int = 8,
        mostWaiting: Int = 1_024, connectTimeout: Double = 5, statementTimeout: Double = 600
    ) {
        self.busyTimeout = busyTimeout
        self.maximumPages = maximumPages
        self.connections = max(1, connections)
        self.mostWaiting = mostWaiting
        self.connectTimeout = connectTimeout
        self.statementTimeout = statementTimeout
    }
}
