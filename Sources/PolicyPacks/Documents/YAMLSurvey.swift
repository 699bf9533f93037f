// SPDX-License-Identifier: Apache-2.0

/// Walks over YAML before it is composed and finds what this project does not read: anchors, aliases, tags, merge keys, keys
/// that are no words, directives, tabs as indentation, nesting without end. An alias that is a key can cost more time than
/// there is (each level of it is hashed as often as it is named), so it must be found before the composer sees it.
///
/// It follows the rules of YAML 1.1 as libyaml applies them, as far as needed to know where a token starts: quotes, plain
/// texts over several lines, block texts, comments, flow brackets, the columns of open collections.
struct YAMLSurvey {
    struct Finding {
        var code: String
        var place: Place
        var message: String
        var hint: String
    }

    private(set) var finding: Finding?
    private var columns: [Int] = []
    private var flowDepth = 0
    private var quote: Unicode.Scalar?
    private var plain: (isOpen: Bool, parent: Int) = (false, -1)
    private var block: (parent: Int, indent: Int?)?
    private let depth: Int

    /// - Parameters:
    ///   - lines: of the text.
    ///   - depth: lists and mappings inside each other.
    init(_ lines: [[Unicode.Scalar]], depth: Int) {
        self.depth = depth
        for (number, line) in lines.enumerated() {
            survey(line, number + 1)
            if finding != nil { return }
        }
    }

    private mutating func find(_ code: String, _ line: Int, _ column: Int, _ message: String, _ hint: String) {
        guard finding == nil else { return }
        finding = Finding(
            code: code, place: Place(line: line, column: column + 1), message: message, hint: hint)
    }

    private mutating func survey(_ line: [Unicode.Scalar], _ number: Int) {
        var at = 0
        if quote != nil {
            guard endQuote(line, &at) else { return }
            tokens(line, number, at, isLineStart: false)
            return
        }
        let indent = line.prefix { $0 == " " }.count
        guard let first = line[indent...].firstIndex(where: { $0 != " " && $0 != "\t" }) else { return }
        if let open = block {
            if let needed = open.indent ?? (indent > open.parent ? indent : nil), indent >= needed {
                block = (open.parent, needed)
                return
            }
            block = nil
        }
        let isMarker = line.starts(with: "---".unicodeScalars) || line.starts(with: "...".unicodeScalars)
        if isMarker, line.count == 3 || Self.isBlank(line[3]), flowDepth == 0 {
            plain = (false, -1)
            columns = []
            tokens(line, number, 3, isLineStart: false)
            return
        }
        if plain.isOpen, line[first] != "#", flowDepth > 0 || first > plain.parent {
            at = first
            plainText(line, &at)
            tokens(line, number, at, isLineStart: false)
            return
        }
        plain = (false, -1)
        if line[0] == "%", flowDepth == 0 {
            find("PACK-DIRECTIVE", number, 0, "directives of YAML are not read", "remove the line that begins with %")
            return
        }
        if flowDepth == 0, first > indent, line[first] != "#" {
            find("PACK-TAB", number, indent, "a tab stands in the indentation", "indent with blanks")
            return
        }
        tokens(line, number, first, isLineStart: true)
    }

    /// Tokens of a line from a column on.
    private mutating func tokens(_ line: [Unicode.Scalar], _ number: Int, _ start: Int, isLineStart: Bool) {
        var at = start
        if isLineStart, flowDepth == 0 { while let last = columns.last, last > at { columns.removeLast() } }
        while at < line.count, finding == nil {
            let scalar = line[at]
            let isLone = at + 1 == line.count || Self.isBlank(line[at + 1])
            switch scalar {
            case " ", "\t": at += 1
            case "#" where at == 0 || Self.isBlank(line[at - 1]): return
            case "-" where isLone && flowDepth == 0:
                open(at, number)
                at += 1
            case "?" where isLone:
                find("PACK-KEY", number, at, "\"?\" begins a key that is no word", "write the key and a colon")
            case ":" where isLone || flowDepth > 0: at += 1
            case "&", "*":
                let isAlias = scalar == "*"
                find(
                    "PACK-ANCHOR", number, at,
                    isAlias
                        ? "\"*\" begins an alias, and aliases are not read"
                        : "\"&\" begins an anchor, and anchors are not read",
                    isAlias
                        ? "write the value out; put a text that begins with * in quotes, as \"*\""
                        : "write the value out where it is needed; put a text that begins with & in quotes")
            case "!":
                find(
                    "PACK-TAG", number, at, "\"!\" begins a tag, and tags are not read",
                    "remove it; put a text that begins with ! in quotes")
            case "\"", "'":
                let opening = at
                at += 1
                quote = scalar
                guard endQuote(line, &at) else { return }
                noteKey(line, at, opening, number)
            case "[", "{":
                flowDepth += 1
                at += 1
                checkDepth(number, at - 1)
            case "]", "}":
                flowDepth = max(0, flowDepth - 1)
                at += 1
            case ",": at += 1
            case "|" where flowDepth == 0, ">" where flowDepth == 0:
                let parent = columns.last ?? -1
                let digit = line[(at + 1)...].prefix(2).first { ("1"..."9").contains($0) }
                block = (parent, digit.map { max(parent, 0) + Int($0.value - 0x30) })
                return
            default:
                let opening = at
                plainText(line, &at)
                if line[opening..<at].elementsEqual("<<".unicodeScalars), Self.isColon(line, at) {
                    find("PACK-MERGE", number, opening, "merge keys are not read", "write the keys out")
                }
                noteKey(line, at, opening, number)
                if Self.isColon(line, at) { plain = (false, -1) }
            }
        }
    }

    /// Takes a plain text up to where it ends on this line; leaves ``plain`` open when it reaches the line's end.
    private mutating func plainText(_ line: [Unicode.Scalar], _ at: inout Int) {
        var end = at
        while at < line.count {
            let scalar = line[at]
            let next = at + 1 < line.count ? line[at + 1] : " "
            if scalar == ":", Self.isBlank(next) || flowDepth > 0 && Self.isFlowSign(next) { break }
            if flowDepth > 0, Self.isFlowSign(scalar) { break }
            if scalar == "#", at > 0, Self.isBlank(line[at - 1]) { break }
            at += 1
            if !Self.isBlank(scalar) { end = at }
        }
        plain = (at == line.count, plain.isOpen ? plain.parent : columns.last ?? -1)
        at = max(end, at == line.count ? at : end)
    }

    /// Takes the rest of a quoted text.
    ///
    /// - Returns: `false` when it goes on in the next line.
    private mutating func endQuote(_ line: [Unicode.Scalar], _ at: inout Int) -> Bool {
        while at < line.count {
            let scalar = line[at]
            if quote == "\"", scalar == "\\" {
                at += 2
                continue
            }
            at += 1
            guard scalar == quote else { continue }
            if quote == "'", at < line.count, line[at] == "'" {
                at += 1
                continue
            }
            quote = nil
            return true
        }
        return false
    }

    private mutating func noteKey(_ line: [Unicode.Scalar], _ at: Int, _ column: Int, _ number: Int) {
        guard flowDepth == 0, Self.isColon(line, at) else { return }
        open(column, number)
        // Its value, if it is a plain text over several lines, ends where a line is not deeper than the key.
        plain.parent = columns.last ?? -1
    }

    private mutating func open(_ column: Int, _ number: Int) {
        if column > columns.last ?? -1 { columns.append(column) }
        checkDepth(number, column)
    }

    private mutating func checkDepth(_ number: Int, _ column: Int) {
        guard columns.count + flowDepth > depth else { return }
        find(
            "PACK-DEPTH", number, column, "lists and mappings are nested more than \(depth) deep",
            "write it flatter")
    }

    private static func isColon(_ line: [Unicode.Scalar], _ at: Int) -> Bool {
        guard let colon = line[min(at, line.count)...].firstIndex(where: { !isBlank($0) }), line[colon] == ":" else {
            return false
        }
        return colon + 1 == line.count || isBlank(line[colon + 1])
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
    private static func isFlowSign(_ scalar: Unicode.Scalar) -> Bool {
        ",[]{}?".unicodeScalars.contains(scalar) && scalar != "?"
    }
}
