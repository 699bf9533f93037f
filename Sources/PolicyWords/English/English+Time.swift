// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

extension English {
    func duration(_ duration: CalendarDuration) -> String {
        and(
            DurationParts(duration).parts.map { count, unit in
                let word =
                    switch unit {
                    case .year: "year"
                    case .month: "month"
                    case .day: "day"
                    case .hour: "hour"
                    case .minute: "minute"
                    case .second: "second"
                    }
                return "\(count) \(word)\(count == 1 ? "" : "s")"
            })
    }

    func date(_ date: CivilDate) -> String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        return "\(date.day) \(months[(date.month + 11) % 12]) \(date.year)"
    }

    func moment(_ day: CivilDate, clock: String) -> String { "\(date(day)), \(clock) UTC" }

    func urgency(_ urgency: Urgency, from event: ClockEvent?) -> String {
        let word =
            switch urgency {
            case .immediately: "immediately"
            case .asap: "as soon as possible"
            case .withoutUndueDelay: "without undue delay"
            case .ongoing: "at all times"
            case .annual: "once a year"
            }
        guard let event else { return word }
        switch urgency {
        case .immediately, .asap, .withoutUndueDelay: return "\(word) after \(self.event(event))"
        case .ongoing, .annual: return "\(word) from \(self.event(event))"
        }
    }

    func limit(_ duration: String, from event: ClockEvent?) -> String {
        event.map { "\(duration) from \(self.event($0))" } ?? "within \(duration)"
    }

    func haste(_ urgency: Urgency, within limit: String) -> String {
        "\(self.urgency(urgency, from: nil)), at the latest \(limit)"
    }

    func by(_ moment: String) -> String { "by \(moment)" }

    func keeping(_ term: KeepingTerm, from event: ClockEvent?) -> String {
        let words =
            switch term {
            case .atLeast(let duration): "for at least \(duration)"
            case .atMost(let duration): "for at most \(duration)"
            case .exactly(let duration): "for exactly \(duration)"
            }
        return event.map { "\(words) from \(self.event($0))" } ?? words
    }

    private func event(_ event: ClockEvent) -> String {
        switch event {
        case .detectedAt: "the detection of the item"
        case .actualKnowledgeAt: "the moment when the service knew what it was"
        case .humanConfirmedAt: "a person's confirmation"
        case .validRequestAt: "a valid request"
        case .orderReceivedAt: "the receipt of an order"
        case .reportSubmittedAt: "the submission of the report"
        case .restrictionImposedAt: "the restriction"
        case .periodEnd: "the end of the reporting period"
        case .firstExposureAt: "the moment when the item was first shown"
        case .systemPlacedOnMarketAt: "the day on which the system was placed on the market"
        }
    }

    func pending(_ event: ClockEvent) -> String {
        switch event {
        case .detectedAt: ", the time of which is not recorded"
        case .actualKnowledgeAt: ", which is not recorded"
        case .humanConfirmedAt: ", the time of which is not recorded"
        case .validRequestAt: ", the time of which is not recorded"
        case .orderReceivedAt: ", the time of which is not recorded"
        case .reportSubmittedAt: ", the time of which is not recorded"
        case .restrictionImposedAt: ", the time of which is not recorded"
        case .periodEnd: ", which is not recorded"
        case .firstExposureAt: ", which is not recorded"
        case .systemPlacedOnMarketAt: ", which is not recorded"
        }
    }
}
