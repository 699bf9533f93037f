// SPDX-License-Identifier: Apache-2.0

/// What a program does with an item. Later cases protect more.
public enum Action: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    /// Nothing stands against it.
    case allow
    /// Shown, with a label.
    case label
    /// Shown to fewer: behind an age gate, demoted.
    case restrict
    /// Withheld until a person decides.
    case review
    /// Refused or taken down.
    case block

    /// How much of the public still sees an item: what the word *visibility* means in every promise about decisions. An item
    /// under review is seen by as few as a blocked one.
    public var exposure: Int {
        switch self {
        case .allow: 3
        case .label: 2
        case .restrict: 1
        case .review, .block: 0
        }
    }

    /// Whether one action protects less than another.
    public static func < (left: Action, right: Action) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .allow: 0
        case .label: 1
        case .restrict: 2
        case .review: 3
        case .block: 4
        }
    }
}
