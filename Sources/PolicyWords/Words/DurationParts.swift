// SPDX-License-Identifier: Apache-2.0

internal import CivilTime

/// A length of time in the units in which people say it. Hours are kept up to 72, as law writes "48 hours".
struct DurationParts {
    enum Unit: Sendable, Hashable, CaseIterable {
        case year, month, day, hour, minute, second
    }

    /// Numbers with their units, the largest first; never empty.
    let parts: [(count: Int64, unit: Unit)]

    init(_ duration: CalendarDuration) {
        var all: [(count: Int64, unit: Unit)] = []
        all.append((Int64(duration.months / 12), .year))
        all.append((Int64(duration.months % 12), .month))
        var rest = duration.seconds
        if rest > 72 * 3_600 || rest == 72 * 3_600 {
            all.append((rest / 86_400, .day))
            rest %= 86_400
        }
        all.append((rest / 3_600, .hour))
        all.append((rest % 3_600 / 60, .minute))
        all.append((rest % 60, .second))
        all.removeAll { $0.count == 0 }
        parts = all.isEmpty ? [(0, .hour)] : all
    }
}
