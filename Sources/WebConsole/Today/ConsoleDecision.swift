// SPDX-License-Identifier: Apache-2.0

public import CivilTime

/// A decision as the console shows it: a class, no picture, no fingerprint, no distance.
public struct ConsoleDecision: Hashable, Sendable {
    /// What is told of an item. The raw values are those of the API.
    public enum Class: String, Sendable, CaseIterable {
        /// A trusted list and a second signal agree.
        case match
        /// Something agrees, but one source alone.
        case held
        /// Nothing is known of it.
        case notScanned = "not-scanned"
        /// On a list of known-good files.
        case cleared
        /// Screened, and no entry is near.
        case noMatch = "no-match"

        var mark: String {
            switch self {
            case .match: Mark.found
            case .held: Mark.held
            case .notScanned: Mark.unknown
            case .cleared: Mark.cleared
            case .noMatch: Mark.plain
            }
        }

        var word: String {
            switch self {
            case .match: "Match"
            case .held: "Held for a person"
            case .notScanned: "Not scanned"
            case .cleared: "Known good"
            case .noMatch: "No match"
            }
        }

        var meaning: String {
            switch self {
            case .match: "A trusted list, and an exact copy, a second view or a person says the same."
            case .held: "One list or one view alone decides nothing."
            case .notScanned: "Damaged, too large, too slow or of an unknown kind: nothing is known about them."
            case .cleared: "Exactly a file that a list names as good."
            case .noMatch: "Not near any entry of any list. That is no clearance."
            }
        }
    }

    /// The reference: what a platform got as the answer's id.
    public var id: String
    /// When.
    public var at: UTCTime
    /// What was told.
    public var decisionClass: Class
    /// What to do: `allow`, `label`, `restrict`, `review`, `block`.
    public var action: String

    /// Describes a decision.
    ///
    /// - Parameters:
    ///   - id: the reference.
    ///   - at: when.
    ///   - decisionClass: what was told.
    ///   - action: what to do.
    public init(id: String, at: UTCTime, decisionClass: Class, action: String) {
        self.id = id
        self.at = at
        self.decisionClass = decisionClass
        self.action = action
    }
}

/// The last decisions, and how many there were of each class in the last day.
public struct ConsoleDecisions: Sendable {
    /// The last ones, newest first.
    public var last: [ConsoleDecision]
    /// How many of each class in the last 24 hours.
    public var lastDay: [ConsoleDecision.Class: Int]

    /// Describes decisions.
    ///
    /// - Parameters:
    ///   - last: the last ones, newest first.
    ///   - lastDay: how many of each class in the last 24 hours.
    public init(last: [ConsoleDecision], lastDay: [ConsoleDecision.Class: Int]) {
        self.last = last
        self.lastDay = lastDay
    }
}
