// SPDX-License-Identifier: Apache-2.0

public import CivilTime

/// How a server's copy of the lists stands.
public struct ListStanding: Sendable, Hashable {
    /// The last change that is contained.
    public var change: Int64
    /// The newest change that the database was seen to have.
    public var newest: Int64
    /// When it was last known that nothing newer exists than what is contained.
    public var confirmedAt: UTCTime
    /// How long that is ago.
    public var lag: Duration
    /// Whether that is recent enough to answer. If not, nothing is answered.
    public var isCurrent: Bool
    /// Banks, those that take no part included.
    public var banks: Int
    /// Entries of any state.
    public var entries: Int
    /// PDQ hashes: of entries and of their views.
    public var hashes: Int
    /// Exact digests.
    public var digests: Int
    /// Why the lists could not be brought up to date the last time, in a sentence; `nil` when they could.
    public var trouble: String?
    /// Why the index is not kept between runs, in a sentence; `nil` when it is, or need not be.
    public var indexTrouble: String?
}

/// The lists are not known to be up to date, so they answer nothing: an entry that was added meanwhile would be missed.
public struct ListsStale: Error, Sendable, Hashable, CustomStringConvertible {
    /// How long ago they were up to date.
    public var lag: Duration
    /// What keeps them from it, if that is known.
    public var trouble: String?

    /// A stable name, printed as is, and the code of the reason in a record.
    public static let code = "lists-stale"

    /// A sentence for a person.
    public var description: String {
        "the lists were last up to date \(lag.components.seconds) s ago" + (trouble.map { ": \($0)" } ?? "")
    }
}
