// SPDX-License-Identifier: Apache-2.0

/// The moment from which a deadline runs. Each is also a fact, `clock.` and the word.
public enum ClockEvent: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case detectedAt = "detected-at"
    case actualKnowledgeAt = "actual-knowledge-at"
    case humanConfirmedAt = "human-confirmed-at"
    case validRequestAt = "valid-request-at"
    case orderReceivedAt = "order-received-at"
    case reportSubmittedAt = "report-submitted-at"
    case restrictionImposedAt = "restriction-imposed-at"
    case periodEnd = "period-end"
    case firstExposureAt = "first-exposure-at"
    case systemPlacedOnMarketAt = "system-placed-on-market-at"

    /// By name, so that lists of obligations have one order.
    public static func < (left: ClockEvent, right: ClockEvent) -> Bool { left.rawValue < right.rawValue }
}

/// How soon, where law names no number. Earlier cases are sooner.
public enum Urgency: String, Sendable, Hashable, Codable, CaseIterable, Comparable {
    case immediately
    case asap
    case withoutUndueDelay = "without-undue-delay"
    case ongoing
    case annual

    /// Whether one word asks for more haste than another.
    public static func < (left: Urgency, right: Urgency) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .immediately: 0
        case .asap: 1
        case .withoutUndueDelay: 2
        case .ongoing: 3
        case .annual: 4
        }
    }
}
