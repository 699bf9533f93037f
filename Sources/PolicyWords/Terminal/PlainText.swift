// SPDX-License-Identifier: Apache-2.0

/// Sections as lines of a terminal. Headings stand at the margin, all else is indented; the names of fields form a column
/// where there is room for one.
struct PlainText {
    private let width: Int

    init(width: Int) {
        self.width = max(24, width)
    }

    func text(_ sections: [Section]) -> String {
        sections.map { lines($0).map { $0 + "\n" }.joined() }.joined(separator: "\n")
    }

    private func lines(_ section: Section) -> [String] {
        var lines = Columns.wrapped(section.heading, width)
        for paragraph in section.paragraphs { lines += indented(paragraph, by: 2) }
        let labels = section.rows.flatMap(\.fields).map { Columns.count($0.label) }.max() ?? 0
        let isCompact = section.topic == .facts || section.topic == .unknown || section.topic == .unsigned
        for (index, row) in section.rows.enumerated() {
            if index > 0 || !section.paragraphs.isEmpty, !isCompact { lines.append("") }
            lines += isCompact ? compact(row) : full(row, labels)
        }
        return lines
    }

    private func full(_ row: Section.Row, _ labels: Int) -> [String] {
        var lines = indented(row.title, by: 2)
        for field in row.fields {
            guard labels + 2 <= width / 3 else {
                lines += indented("\(field.label): \(field.text)", by: 4)
                continue
            }
            let text = Columns.wrapped(field.text, width - 6 - labels)
            for (index, part) in text.enumerated() {
                lines.append("    " + Columns.padded(index == 0 ? field.label : "", to: labels) + "  " + part)
            }
        }
        for note in row.notes { lines += indented(note, by: 4) }
        return lines
    }

    /// A fact on as few lines as it needs: the question, and below it what is said.
    private func compact(_ row: Section.Row) -> [String] {
        var lines = indented(row.title, by: 2)
        let said = row.fields.map { "\($0.label): \($0.text)" }.joined(separator: "; ")
        if !said.isEmpty { lines += indented(said, by: 4) }
        for note in row.notes { lines += indented(note, by: 4) }
        return lines
    }

    private func indented(_ text: String, by count: Int) -> [String] {
        Columns.wrapped(text, width - count).map { String(repeating: " ", count: count) + $0 }
    }
}
