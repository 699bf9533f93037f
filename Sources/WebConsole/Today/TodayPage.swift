// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Identity

/// The first page: health, lists as a ledger, the last decisions.
struct TodayPage: Sendable {
    struct Check: Sendable {
        var name, mark, state, detail: String
        var mend: String?
    }

    struct Cell: Sendable {
        var name, value: String
        var isZero: Bool
    }

    struct ListRow: Sendable {
        var name, tier, state, changed: String
        var note: String?
        var isUsed: Bool
        var cells: [Cell]
    }

    struct Lists: Sendable {
        var count, sentence: String
        var isEmpty: Bool
        var rows: [ListRow]
        var totals: [Cell]
        var cut: String?
    }

    struct ClassRow: Sendable {
        var value, mark, name, meaning: String
        var isQuiet: Bool
    }

    struct DecisionRow: Sendable {
        var time, mark, name, action, id: String
    }

    struct Decisions: Sendable {
        var count: String?
        var isEmpty: Bool
        var classes: [ClassRow]
        var total, totalName: String
        var rows: [DecisionRow]
    }

    var problem: String?
    var done: String?
    var headline: String
    var lede: String
    var healthCount: String
    var checks: [Check]
    var banks: Lists?
    var decisions: Decisions?

    /// Most lists that are shown one by one.
    static let mostLists = 200

    init(checks: [ConsoleCheck], lists: [ConsoleList]?, decisions: ConsoleDecisions?, now: UTCTime) {
        self.checks = checks.map {
            Check(name: $0.name, mark: $0.mark, state: $0.word, detail: $0.detail, mend: $0.mend)
        }
        let failed = checks.filter { $0.state == .failed }.count
        let unknown = checks.filter { $0.state == .unknown }.count
        let warnings = checks.filter { $0.state == .warning }.count
        healthCount = Self.healthCount(checks.count, failed: failed, unknown: unknown, warnings: warnings)
        banks = lists.map(Self.lists)
        self.decisions = decisions.map(Self.decisions)
        headline = Self.headline(checks, lists)
        lede =
            "As of \(Words.time(now)). "
            + "A match is a lead for a person to follow, not proof. No match is not a clearance: pictures that no list knows "
            + "look the same as harmless ones here."
    }

    /// Says what is known and what is not, in the same breath.
    private static func headline(_ checks: [ConsoleCheck], _ lists: [ConsoleList]?) -> String {
        let failed = checks.filter { $0.state == .failed }.map(\.name)
        if !failed.isEmpty { return "Not ready: \(Words.list(failed)). Nothing is told as “no match” meanwhile." }
        let unknown = checks.filter { $0.state == .unknown }.map(\.name)
        let state = unknown.isEmpty ? "Ready" : "Ready as far as is known; not known: \(Words.list(unknown))"
        guard let lists else { return state + "." }
        let used = lists.filter(\.isUsed)
        let entries = used.reduce(0) { $0 + $1.active }
        guard entries > 0 else { return "\(state), and nothing can match: no list has an active entry." }
        let unused = lists.count - used.count
        return "\(state). \(Words.count(entries, "entry", "entries")) in \(Words.count(used.count, "list", "lists")) "
            + (entries == 1 ? "is" : "are") + " compared."
            + (unused == 0 ? "" : " \(Words.count(unused, "list is", "lists are")) not used.")
    }

    private static func healthCount(_ all: Int, failed: Int, unknown: Int, warnings: Int) -> String {
        var parts: [String] = []
        if failed > 0 { parts.append("\(failed) failed") }
        if unknown > 0 { parts.append("\(unknown) not known") }
        if warnings > 0 { parts.append("\(warnings) to look at") }
        let fine = all - failed - unknown - warnings
        parts.append("\(fine) OK")
        return parts.joined(separator: ", ")
    }

    private static func cells(
        active: Int, quarantined: Int, disabled: Int, withdrawn: Int, entries: Int
    ) -> [Cell] {
        [
            ("Active", active), ("Quarantined", quarantined), ("Disabled", disabled), ("Withdrawn", withdrawn),
            ("Entries", entries),
        ].map { Cell(name: $0.0, value: Words.number($0.1), isZero: $0.1 == 0) }
    }

    private static func lists(_ lists: [ConsoleList]) -> Lists {
        let sorted = lists.sorted { ($0.isUsed ? 0 : 1, $0.name) < ($1.isUsed ? 0 : 1, $1.name) }
        func sum(_ part: KeyPath<ConsoleList, Int>) -> Int { lists.reduce(0) { $0 + $1[keyPath: part] } }
        let shown = sorted.prefix(mostLists)
        let rest = sorted.dropFirst(mostLists)
        let unused = lists.filter { !$0.isUsed }.reduce(0) { $0 + $1.active }
        return Lists(
            count: "\(Words.count(lists.count, "list", "lists")), \(Words.count(sum(\.entries), "entry", "entries"))",
            sentence: "Every entry stands in one column. Only active entries of active lists are compared"
                + (unused == 0
                    ? "."
                    : ": \(Words.count(unused, "active entry lies", "active entries lie")) in lists that are not."),
            isEmpty: lists.isEmpty,
            rows: shown.map { list in
                ListRow(
                    name: list.name, tier: list.tier, state: list.state, changed: Words.time(list.changed),
                    note: Self.note(list), isUsed: list.isUsed,
                    cells: cells(
                        active: list.active, quarantined: list.quarantined, disabled: list.disabled,
                        withdrawn: list.withdrawn, entries: list.entries))
            },
            totals: cells(
                active: sum(\.active), quarantined: sum(\.quarantined), disabled: sum(\.disabled),
                withdrawn: sum(\.withdrawn), entries: sum(\.entries)),
            cut: rest.isEmpty
                ? nil
                : "\(Words.count(rest.count, "more list", "more lists")) with "
                    + "\(Words.count(rest.reduce(0) { $0 + $1.entries }, "entry", "entries")) are counted in the last line "
                    + "and not shown. tutela bank list has all.")
    }

    private static func note(_ list: ConsoleList) -> String? {
        let expired = list.expired == 0 ? nil : "\(Words.number(list.expired)) expired"
        let parts = [list.note, expired].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private static func decisions(_ decisions: ConsoleDecisions) -> Decisions {
        let total = decisions.lastDay.values.reduce(0, +)
        return Decisions(
            count: total == 0 ? nil : "\(Words.number(total)) in 24 hours",
            isEmpty: decisions.last.isEmpty && total == 0,
            classes: ConsoleDecision.Class.allCases.map { name in
                let count = decisions.lastDay[name] ?? 0
                return ClassRow(
                    value: Words.number(count), mark: name.mark, name: name.word, meaning: name.meaning,
                    isQuiet: count == 0 || name == .noMatch || name == .cleared)
            },
            total: Words.number(total), totalName: "Items handed in during the last 24 hours, all accounted for",
            rows: decisions.last.map {
                DecisionRow(
                    time: Words.time($0.at), mark: $0.decisionClass.mark, name: $0.decisionClass.word,
                    action: $0.action, id: $0.id)
            })
    }
}
