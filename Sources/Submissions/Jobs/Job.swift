// SPDX-License-Identifier: Apache-2.0

public import CivilTime

/// Work that goes on after its request was answered.
public struct Job: Sendable, Hashable {
    /// What is done.
    public enum Kind: String, Sendable, CaseIterable {
        /// One item is screened.
        case screen
        /// Several items are screened.
        case batch
        /// A list is imported into a bank.
        case importList = "import"
    }

    /// How far it is.
    public enum State: String, Sendable, CaseIterable {
        /// It waits for a lane.
        case queued
        /// It runs.
        case running
        /// It has a result, for every item.
        case done
        /// It could not be done; the result says why.
        case failed
        /// Its server ended before it did, and the bytes were in that server's memory only: its items are not scanned.
        case lost

        /// Whether it comes to nothing else.
        public var isEnd: Bool { self == .done || self == .failed || self == .lost }
    }

    /// `job_` and 32 characters.
    public var id: String
    /// On whose behalf; `nil` is the house.
    public var tenant: String?
    /// Who started it.
    public var actor: String
    /// What is done.
    public var kind: Kind
    /// How far it is.
    public var state: State
    /// How many items it has.
    public var items: Int
    /// When it was started.
    public var created: UTCTime
    /// When it ended.
    public var finished: UTCTime?
    /// What another server needs to do it, such as addresses to fetch from; `nil`: the bytes are in one server's memory.
    public var input: String?
    /// Where its end is told.
    public var endpoint: String?
    /// What came of it, JSON, without matches or values.
    public var result: String?
}

/// The right to go on with a job, as long as no other server took it over.
public struct JobClaim: Sendable, Hashable {
    /// Of the job.
    public let job: String
    let fence: Int64
}
