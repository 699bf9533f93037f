// SPDX-License-Identifier: Apache-2.0

public import CivilTime

/// The message that a job ended, on its way to a client. It says which job and how it ended, and nothing of the items: no
/// class, no fingerprint, no picture. The client then asks for the job.
public struct Callback: Sendable, Hashable {
    /// `msg_` and 32 characters: the `webhook-id`, the same in every attempt.
    public var id: String
    /// On whose behalf; `nil` is the house.
    public var tenant: String?
    /// Where it goes.
    public var endpoint: String
    /// The job.
    public var job: String
    /// The body, JSON.
    public var payload: String
    /// How often it was tried.
    public var attempts: Int

    /// When a failed attempt is repeated, in seconds after it: about 75 hours in all.
    ///
    /// Source: the schedule of Standard Webhooks 1.0.0, "Deliverability and reliability".
    public static let schedule: [Int64] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
}

/// What became of one attempt to deliver a callback.
public enum CallbackReceipt: Sendable, Hashable {
    /// The endpoint took it.
    case delivered
    /// It was not taken; to be tried again, not before the seconds that the endpoint asked for.
    case retry(after: Int64?, why: String)
    /// Nothing more is to be sent there: the endpoint is gone for good (410), or its address is none.
    case disabled(why: String)
}

/// Delivers one callback, signed.
public protocol CallbackSender: Sendable {
    /// Tries once.
    ///
    /// - Parameters:
    ///   - callback: what to send.
    ///   - at: the time of the attempt, which is signed.
    func send(_ callback: Callback, at: UTCTime) async -> CallbackReceipt
}
