// SPDX-License-Identifier: Apache-2.0

public import Policy
public import Screening

/// What is told to a platform of an item: a class, and never how close or to which entry (hard line 6).
public enum DecisionClass: String, Sendable, CaseIterable {
    /// Screened as a whole, and no entry of any list is near. Said of nothing else (hard line 4).
    case noMatch = "no-match"
    /// A trusted list and a second signal agree.
    case match
    /// Something agrees, but one source alone: a person must decide.
    case held
    /// This exact file is on a list of known-good files.
    case cleared
    /// It could not be screened, or not as a whole: nothing is known of it.
    case notScanned = "not-scanned"

    /// The class of a record.
    ///
    /// - Parameter record: of an item that was handed in to be screened.
    public init(_ record: ScanRecord) {
        switch record.decision.outcome {
        case .match: self = .match
        case .held: self = .held
        case .cleared: self = .cleared
        // A known-good list names the exact file: nothing about it is unknown, whatever a decoder could make of it.
        case .none where !record.decision.because.isEmpty: self = .cleared
        case .none where record.status == .screened && !record.isPartial: self = .noMatch
        case .none, .unknown, .other: self = .notScanned
        }
    }

    /// The mildest action that may go with the class. What was handed in to be screened and could not be, a person sees
    /// first: also what is no picture at all, which in a folder of files would be nothing to speak of.
    public var mildestAction: Action {
        switch self {
        case .noMatch, .cleared: .allow
        case .held, .notScanned: .review
        case .match: .block
        }
    }
}
