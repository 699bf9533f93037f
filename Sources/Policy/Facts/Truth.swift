// SPDX-License-Identifier: Apache-2.0

/// A truth value of Kleene's strong three-valued logic. What is unknown may turn out either way, so a combination is
/// known only where every way gives the same.
///
/// Source: S. C. Kleene, "Introduction to Metamathematics", 1952, § 64.
public enum Truth: UInt8, Sendable, Hashable, Comparable {
    case no = 0
    case unknown = 1
    case yes = 2

    /// Yes or no.
    public init(_ value: Bool) { self = value ? .yes : .no }

    /// The opposite; of unknown, unknown.
    public static prefix func ! (value: Truth) -> Truth {
        switch value {
        case .no: .yes
        case .unknown: .unknown
        case .yes: .no
        }
    }

    /// The order no, unknown, yes: *and* is the least, *or* the greatest.
    public static func < (left: Truth, right: Truth) -> Bool { left.rawValue < right.rawValue }
}
