// SPDX-License-Identifier: Apache-2.0

import Screening

/// How close the matches are, on one axis from "same picture" to the limit. A few are drawn one by one with their numbers,
/// many as columns. Either way the label says everything in words.
struct DistanceStrip {
    private struct Dot {
        let number: Int
        let distance: Int
        let mark: Mark
    }

    private let page: ReportPage
    private let dots: [Dot]
    private let end: Int
    /// Row of each dot, counted from the axis up; `nil` when they do not fit.
    private let rows: [Int]?

    private static let mostRows = 6
    private static let rowHeight = 24
    /// Percent of the width between neighbours in one row: a mark with its number.
    private static let gap = 4.6
    private static let columnHeight = 84.0

    /// `nil` when there is nothing to compare: a single match, or none.
    init?(page: ReportPage) {
        guard page.found > 1 else { return nil }
        self.page = page
        end = Self.end(of: page)
        func dots(_ groups: [[Findings.Finding]], _ mark: Mark) -> [Dot] {
            groups.joined().compactMap { finding in
                finding.record.closestMatch.map { Dot(number: finding.number, distance: $0.distance, mark: mark) }
            }
        }
        self.dots = (dots(page.findings.matched, .found) + dots(page.findings.held, .held))
            .sorted { ($0.distance, $0.number) < ($1.distance, $1.number) }
        rows = self.dots.count == page.found ? Self.rows(self.dots, end: end) : nil
    }

    /// The axis ends at the limit of the scan, or beyond it when a list has a wider one.
    static func end(of page: ReportPage) -> Int {
        let farthest = page.ledger.distances.values.flatMap(\.keys).max() ?? 0
        return max(1, page.run.radius, farthest)
    }

    static func percent(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)%"
    }

    private func x(_ distance: Int) -> Double {
        Self.x(distance, end: end)
    }

    private static func x(_ distance: Int, end: Int) -> Double {
        1.5 + 94 * Double(distance) / Double(end)
    }

    private static func rows(_ dots: [Dot], end: Int) -> [Int]? {
        var last: [Double] = []
        var rows: [Int] = []
        for dot in dots {
            let x = x(dot.distance, end: end)
            if let row = last.firstIndex(where: { x - $0 >= gap }) {
                last[row] = x
                rows.append(row)
            } else if last.count < mostRows {
                rows.append(last.count)
                last.append(x)
            } else {
                return nil
            }
        }
        return rows
    }

    var html: HTML {
        let words = page.words
        let floor = rows.map { 20 + (($0.max() ?? 0) + 1) * Self.rowHeight - 4 } ?? Int(Self.columnHeight) + 22
        return .tag("figure") {
            HTML.tag("figcaption") {
                words.say(.stripTitle, count: page.found)
                HTML.tag("span") { insight }
            }
            HTML.tag(
                "svg",
                ["class": "strip", "role": "img", "aria-label": label, "width": "100%", "height": String(floor + 44)]
            ) {
                HTML.tag(
                    "line",
                    ["class": "axis", "x1": "1.5%", "x2": "95.5%", "y1": String(floor), "y2": String(floor)])
                for tick in ticks { self.tick(tick, floor: floor) }
                if let rows { marks(rows, floor: floor) } else { columns(floor: floor) }
                HTML.tag("text", ["x": "0", "y": String(floor + 39)]) { words.say(.stripStart) }
                if end == page.run.radius {
                    HTML.tag("text", ["x": "97%", "y": String(floor + 39), "text-anchor": "end"]) {
                        words.say(.stripEnd)
                    }
                }
            }
            HTML.tag("ul", ["class": "key"]) {
                if page.ledger[.match] > 0 {
                    HTML.tag("li") {
                        Mark.found.icon
                        words.say(.keyFound)
                    }
                }
                if page.ledger[.held] > 0 {
                    HTML.tag("li") {
                        Mark.held.icon
                        words.say(.keyHeld)
                    }
                }
                HTML.tag("li") { words.say(.keyUnrelated) }
            }
        }
    }

    /// Distances and how many files have them, over all matches and not only the listed ones.
    private var counts: [(distance: Int, found: Int, held: Int)] {
        let found = page.ledger.distances[.match] ?? [:]
        let held = page.ledger.distances[.held] ?? [:]
        return Set(found.keys).union(held.keys).sorted().map { ($0, found[$0] ?? 0, held[$0] ?? 0) }
    }

    private var insight: String {
        let words = page.words
        let limit = words.figures.number(page.run.radius)
        let near = counts.filter { $0.distance * 5 > page.run.radius * 4 }.reduce(0) { $0 + $1.found + $1.held }
        return near == 0
            ? words.say(.stripNoneNear, ["limit": limit]) : words.say(.stripSomeNear, count: near, ["limit": limit])
    }

    private var label: String {
        let words = page.words
        let details =
            rows != nil
            ? dots.map { words.say(.stripFile, ["file": String($0.number), "distance": String($0.distance)]) }
            : counts.map { words.say(.stripFiles, count: $0.found + $0.held, ["distance": String($0.distance)]) }
        return words.say(
            .stripLabel, count: page.found,
            ["limit": String(page.run.radius), "details": details.joined(separator: "; ")])
    }

    private var ticks: [Int] {
        let step = end > 60 ? 20 : end > 40 ? 10 : 5
        return Array(stride(from: 0, to: max(1, end - step / 2), by: step)) + [end]
    }

    private func tick(_ distance: Int, floor: Int) -> HTML {
        .tag("svg", ["x": Self.percent(x(distance)), "y": String(floor), "overflow": "visible"]) {
            HTML.literal(##"<path class="axis" d="M0 0v6"/>"##)
            HTML.tag("text", ["y": "21", "text-anchor": "middle"]) { String(distance) }
        }
    }

    private func marks(_ rows: [Int], floor: Int) -> HTML {
        .joined(
            zip(dots, rows).map { dot, row in
                .tag(
                    "svg",
                    [
                        "x": Self.percent(x(dot.distance)), "y": String(floor - 16 - row * Self.rowHeight),
                        "overflow": "visible",
                    ]
                ) {
                    dot.mark.dot
                    HTML.tag("text", ["class": "n", "x": "11", "y": "4.5"]) { page.number(dot.number) }
                }
            })
    }

    private func columns(floor: Int) -> HTML {
        let tallest = max(1, counts.map { $0.found + $0.held }.max() ?? 1)
        let width = 94 / Double(end) * 0.62
        return .joined(
            counts.map { count in
                let scale = Self.columnHeight / Double(tallest)
                // A single file among thousands stays visible.
                let found = count.found > 0 ? max(2, Int(Double(count.found) * scale)) : 0
                let held = count.held > 0 ? max(3, Int(Double(count.held) * scale)) : 0
                let left = Self.percent(max(0, x(count.distance) - width / 2))
                return .joined([
                    found > 0 ? column("b-found", left, width, top: floor - 1 - found, found) : HTML(),
                    held > 0 ? column("b-held", left, width, top: floor - 1 - found - held, held) : HTML(),
                    count.found + count.held == tallest
                        ? .tag(
                            "text",
                            [
                                "x": Self.percent(x(count.distance)), "y": String(floor - found - held - 7),
                                "text-anchor": "middle",
                            ]
                        ) { page.number(tallest) }
                        : HTML(),
                ])
            })
    }

    private func column(_ name: String, _ left: String, _ width: Double, top: Int, _ height: Int) -> HTML {
        .tag(
            "rect",
            ["class": name, "x": left, "y": String(top), "width": Self.percent(width), "height": String(height)])
    }
}
