// SPDX-License-Identifier: Apache-2.0

/// The part of Markdown that the specification's descriptions use: paragraphs, lists, tables, fenced code, headings; `code`,
/// **strong** words and links. Everything else stays as it is written, escaped.
enum Markdown {
    /// - Parameters:
    ///   - text: of a description.
    ///   - heading: the level that `#` becomes, so that the page's outline stays whole.
    static func html(_ text: String, heading: Int = 4) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var html = ""
        var index = 0
        while index < lines.count {
            let line = lines[index].trimmingSpaces
            if line.isEmpty {
                index += 1
            } else if line.hasPrefix("```") {
                index += 1
                var code: [String] = []
                while index < lines.count, !lines[index].trimmingSpaces.hasPrefix("```") {
                    code.append(lines[index])
                    index += 1
                }
                index += 1
                html += "<pre tabindex=\"0\">\(ScalarEscaping.escape(code.joined(separator: "\n")))</pre>"
            } else if line.hasPrefix("#") {
                let level = min(heading + line.prefix { $0 == "#" }.count - 1, 6)
                html += "<h\(level)>\(inline(line.drop { $0 == "#" }.trimmingSpaces))</h\(level)>"
                index += 1
            } else if line.hasPrefix("|") {
                let rows = take(lines, &index) { $0.hasPrefix("|") }
                html += table(rows)
            } else if marker(line) != nil {
                html += list(lines, &index)
            } else {
                let words = take(lines, &index) {
                    !$0.isEmpty && !$0.hasPrefix("```") && !$0.hasPrefix("|") && marker($0) == nil
                }
                html += "<p>\(inline(words.joined(separator: " ")))</p>"
            }
        }
        return html
    }

    private static func take(_ lines: [String], _ index: inout Int, while isPart: (String) -> Bool) -> [String] {
        var taken: [String] = []
        while index < lines.count, isPart(lines[index].trimmingSpaces) {
            taken.append(lines[index].trimmingSpaces)
            index += 1
        }
        return taken
    }

    /// What stands after `- `, `* ` or `1. `, and whether it counts.
    private static func marker(_ line: String) -> (isNumbered: Bool, rest: String)? {
        if line.hasPrefix("- ") || line.hasPrefix("* ") { return (false, line.dropFirst(2).trimmingSpaces) }
        let digits = line.prefix { ("0"..."9").contains($0) }
        guard (1...3).contains(digits.count), line.dropFirst(digits.count).hasPrefix(". ") else { return nil }
        return (true, line.dropFirst(digits.count + 2).trimmingSpaces)
    }

    private static func list(_ lines: [String], _ index: inout Int) -> String {
        var items: [String] = []
        var isNumbered = false
        while index < lines.count {
            let line = lines[index].trimmingSpaces
            if let item = marker(line) {
                isNumbered = item.isNumbered
                items.append(item.rest)
            } else if !line.isEmpty, lines[index].hasPrefix(" "), !items.isEmpty {
                items[items.count - 1] += " " + line
            } else {
                break
            }
            index += 1
        }
        let name = isNumbered ? "ol" : "ul"
        return "<\(name)>" + items.map { "<li>\(inline($0))</li>" }.joined() + "</\(name)>"
    }

    private static func table(_ rows: [String]) -> String {
        let cells = rows.map { row in
            row.dropFirst().drop(whileLast: "|").split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingSpaces }
        }
        guard let head = cells.first else { return "" }
        let body = cells.dropFirst().filter { !$0.allSatisfy { $0.allSatisfy { "-: ".contains($0) } } }
        return "<table><thead><tr>" + head.map { "<th scope=\"col\">\(inline($0))</th>" }.joined()
            + "</tr></thead><tbody>"
            + body.map { "<tr>" + $0.map { "<td>\(inline($0))</td>" }.joined() + "</tr>" }.joined() + "</tbody></table>"
    }

    /// `code`, **strong**, [text](address).
    static func inline(_ text: String) -> String {
        var html = ""
        var rest = text[...]
        while let start = rest.firstIndex(where: { "`*[".contains($0) }) {
            html += ScalarEscaping.escape(String(rest[..<start]))
            rest = rest[start...]
            if rest.hasPrefix("`"), let end = rest.dropFirst().firstIndex(of: "`") {
                html += "<code>\(ScalarEscaping.escape(String(rest[rest.index(after: start)..<end])))</code>"
                rest = rest[rest.index(after: end)...]
            } else if rest.hasPrefix("**"), let end = rest.dropFirst(2).firstRange(of: "**") {
                html += "<strong>\(ScalarEscaping.escape(String(rest.dropFirst(2)[..<end.lowerBound])))</strong>"
                rest = rest[end.upperBound...]
            } else if rest.hasPrefix("["), let middle = rest.firstRange(of: "]("),
                let end = rest[middle.upperBound...].firstIndex(of: ")"),
                isAddress(rest[middle.upperBound..<end])
            {
                let words = ScalarEscaping.escape(String(rest[rest.index(after: start)..<middle.lowerBound]))
                html += "<a href=\"\(ScalarEscaping.escape(String(rest[middle.upperBound..<end])))\">\(words)</a>"
                rest = rest[rest.index(after: end)...]
            } else {
                html += ScalarEscaping.escape(String(rest.removeFirst()))
            }
        }
        return html + ScalarEscaping.escape(String(rest))
    }

    /// Pages elsewhere, of this server, or places in this page: nothing that runs.
    private static func isAddress(_ text: Substring) -> Bool {
        text.hasPrefix("https://") || text.hasPrefix("#") || (text.hasPrefix("/") && !text.hasPrefix("//"))
    }
}

extension StringProtocol {
    fileprivate var trimmingSpaces: String {
        var view = self[...]
        while let first = view.first, first == " " || first == "\t" || first == "\r" { view.removeFirst() }
        while let last = view.last, last == " " || last == "\t" || last == "\r" { view.removeLast() }
        return String(view)
    }
}

extension Substring {
    fileprivate func drop(whileLast character: Character) -> Substring {
        var view = self
        while view.last == character { view.removeLast() }
        return view
    }
}
