// SPDX-License-Identifier: Apache-2.0

/// How a store is opened.
public struct StoreOptions: Sendable {
    /// How long a writer waits for another process, in seconds.
    public static let busySeconds = 5

    /// How long a writer waits for another process, in seconds.
    public var busyTimeout: Double
    /// The largest size of the database file in pages of 4,096 bytes, or nil for the disk's own limit.
    public var maximumPages: Int?

    /// Makes options.
    ///
    /// - Parameters:
    ///   - busyTimeout: how long a writer waits for another process, in seconds.
    ///   - maximumPages: the largest size in pages of 4,096 bytes; nil sets no limit.
    public init(busyTimeout: Double = Double(StoreOptions.busySeconds), maximumPages: Int? = nil) {
        self.busyTimeout = busyTimeout
        self.maximumPages = maximumPages
    }
}
