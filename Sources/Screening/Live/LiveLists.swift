// SPDX-License-Identifier: Apache-2.0

public import Banks
public import CivilTime
public import Fingerprints
public import Store

/// The lists of an installation in the memory of a server, never far behind the database.
public final class LiveLists: Sendable {
    /// Loads everything. The thread waits meanwhile.
    public init(
        _ repository: BankRepository, indexFolder: String?, threads: Int, clock: @escaping @Sendable () -> UTCTime,
        maxStaleness: Int = 10
    ) throws {
        fatalError("not yet")
    }

    /// Follows the changes until the task is cancelled.
    public func follow(_ announcements: AsyncStream<StoreAnnouncement>) async {}

    /// How the lists stand now.
    public var standing: ListStanding { fatalError("not yet") }

    /// Entries near each of several codes, nearest first; answer *i* belongs to code *i*. Asks no database.
    public func near(_ codes: [PDQHash], within: Int? = nil, tenant: String?) throws(ListsStale) -> [[ListMatch]] { [] }

    /// Entries that have one of the digests; an entry once for each that agrees. Asks no database.
    public func exact(
        md5: [UInt8]? = nil, sha1: [UInt8]? = nil, sha256: [UInt8]? = nil, tenant: String?
    ) throws(ListsStale) -> [ListMatch] { [] }

    /// Returns when a change is contained, or the task is cancelled.
    public func reached(_ change: Int64) async {}
}
