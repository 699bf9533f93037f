// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import ScanReport
internal import Screening

/// Columns with two spaces between them, numbers to the right; in a pipe tabs and no head.
struct TextTable {
    let head: [String]
    let rows: [[String]]
    /// Columns that hold numbers.
    let numeric: Set<Int>

    func text(decorated: Bool) -> String {
        let cells = rows.map { $0.map { ItemPath($0).display } }
        guard decorated else { return cells.map { $0.joined(separator: "\t") + "\n" }.joined() }
        let shown = [head] + cells
        let used = head.indices.filter { column in cells.contains { !$0[column].isEmpty } }
        let widths = head.indices.map { column in shown.map { $0[column].count }.max() ?? 0 }
        return shown.map { row in
            used.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return numeric.contains(column) ? space + row[column] : row[column] + space
            }
            .joined(separator: "  ").trimmingTrailingSpaces + "\n"
        }.joined()
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

/// Numbers and times as people read them.
enum Figures {
    /// 1,204,551.
    static func grouped(_ number: Int) -> String {
        ScanReport.Figures.english.number(number)
    }

    /// "1 entry", "1,204 entries".
    static func counted(_ number: Int, _ one: String, _ many: String) -> String {
        "\(grouped(number)) \(number == 1 ? one : many)"
    }

    /// "just now", "5 min ago", "2 days ago".
    static func ago(_ date: Date, now: Date = Date()) -> String {
        let seconds = Int(now.timeIntervalSince(date))
        switch seconds {
        case ..<60: return "just now"
        case ..<3600: return "\(seconds / 60) min ago"
        case ..<86_400: return "\(seconds / 3600) h ago"
        case ..<172_800: return "1 day ago"
        default: return "\(seconds / 86_400) days ago"
        }
    }
}
