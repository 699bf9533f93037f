// SPDX-License-Identifier: Apache-2.0

/// A parser that accepts only what a report may hold: known elements and attributes, closed in order, no scripts, no
/// pictures, nothing that loads. Real browsers forgive; this does not.
struct StrictHTML {
    private(set) var problems: [String] = []
    /// Words between tags.
    private(set) var text = ""
    private(set) var elements: [String: Int] = [:]

    private static let void: Set<String> = ["meta", "col", "wbr"]
    private static let elements: Set<String> = [
        "html", "head", "title", "style", "body", "a", "header", "div", "span", "b", "time", "nav", "h1", "h2", "h3",
        "ul",
        "ol", "li", "main", "section", "p", "code", "bdi", "table", "caption", "colgroup", "thead", "tbody", "tfoot",
        "tr",
        "th", "td", "figure", "figcaption", "svg", "path", "circle", "rect", "line", "text", "defs", "pattern",
        "details",
        "summary", "dl", "dt", "dd", "footer",
    ]
    private static let attributes: Set<String> = [
        "lang", "dir", "charset", "http-equiv", "content", "name", "class", "href", "id", "datetime", "aria-label",
        "aria-labelledby", "aria-hidden", "role", "scope", "data-is", "open", "viewBox", "d", "cx", "cy", "r", "x", "y",
        "x1",
        "x2", "y1", "y2", "width", "height", "fill", "fill-opacity", "stroke", "stroke-width", "overflow",
        "text-anchor",
        "focusable", "patternUnits", "patternTransform",
    ]

    init(_ html: String) {
        let prolog = "<!doctype html>\n"
        guard html.hasPrefix(prolog) else {
            problems = ["no doctype"]
            return
        }
        var rest = html.dropFirst(prolog.count)
        var stack: [String] = []
        while let open = rest.firstIndex(of: "<") {
            note(String(rest[..<open]))
            guard let close = Self.end(of: rest[open...]) else {
                problems.append("a tag does not end")
                return
            }
            let tag = String(rest[rest.index(after: open)..<close])
            rest = rest[rest.index(after: close)...]
            if tag.hasPrefix("/") {
                if stack.popLast() != String(tag.dropFirst()) { problems.append("<\(tag)> closes something else") }
                continue
            }
            let name = String(tag.prefix { $0 != " " && $0 != "/" })
            elements[name, default: 0] += 1
            if !Self.elements.contains(name), !Self.void.contains(name) { problems.append("element \(name)") }
            attributes(tag.dropFirst(name.count), of: name)
            if name == "style" {
                guard let end = rest.firstRange(of: "</style>") else {
                    problems.append("style does not end")
                    return
                }
                rest = rest[end.upperBound...]
            } else if !Self.void.contains(name), !tag.hasSuffix("/") {
                stack.append(name)
            }
        }
        note(String(rest))
        if !stack.isEmpty { problems.append("not closed: \(stack)") }
    }

    private mutating func note(_ words: String) {
        if words.contains(">") { problems.append("a bare > in: \(words.prefix(60))") }
        for scalar in words.unicodeScalars where scalar.value < 0x20 && scalar != "\n" || scalar == "\u{202E}" {
            problems.append("control character \(scalar.value)")
        }
        text += words
    }

    private mutating func attributes(_ list: Substring, of element: String) {
        var rest = list
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].split(separator: " ").last.map(String.init) ?? ""
            let after = rest.index(after: equals)
            guard after < rest.endIndex, rest[after] == "\"",
                let end = rest[rest.index(after: after)...].firstIndex(of: "\"")
            else { return problems.append("value without quotes in \(element)") }
            let value = rest[rest.index(after: after)..<end]
            if !Self.attributes.contains(name) { problems.append("attribute \(name) of \(element)") }
            if name == "href", !value.hasPrefix("#") { problems.append("a link leads out: \(value)") }
            rest = rest[rest.index(after: end)...]
        }
    }

    /// The `>` that ends a tag, outside of quotes.
    private static func end(of text: Substring) -> Substring.Index? {
        var isQuoted = false
        for index in text.indices {
            if text[index] == "\"" { isQuoted.toggle() }
            if text[index] == ">", !isQuoted { return index }
        }
        return nil
    }
}
