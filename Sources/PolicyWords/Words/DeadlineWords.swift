// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

/// By when an obligation is to be met.
struct DeadlineWords {
    private let wording: any Wording

    init(_ wording: any Wording) {
        self.wording = wording
    }

    /// For a table: the moment if the clock runs, else how long from what. `nil` when the rules set no time.
    func short(_ obligation: Obligation) -> String? {
        if let deadline = obligation.deadline {
            let by = wording.by(wording.exactMoment(deadline))
            return obligation.urgency.map { wording.haste($0, within: by) } ?? by
        }
        return span(obligation)
    }

    /// How long from what, whether or not the clock runs. `nil` when the rules set no time.
    func span(_ obligation: Obligation) -> String? {
        switch (obligation.urgency, obligation.limit) {
        case (let urgency?, let limit?):
            wording.haste(urgency, within: wording.limit(wording.duration(limit), from: obligation.clock))
        case (let urgency?, nil): wording.urgency(urgency, from: obligation.clock)
        case (nil, let limit?): wording.limit(wording.duration(limit), from: obligation.clock)
        case (nil, nil): nil
        }
    }
}
