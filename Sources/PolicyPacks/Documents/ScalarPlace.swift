// SPDX-License-Identifier: Apache-2.0

/// Finds where a character of a value stands in the file. A value of several lines or in quotes is not written as it reads:
/// lines are folded, quotes doubled, characters escaped. What is neither blank nor escaped stands in both in the same order.
struct ScalarPlace {
    private let lines: [[Unicode.Scalar]]
    private var place: Place
    private let style: DocumentNode.Scalar.Style

    /// - Parameters:
    ///   - offset: Unicode scalars from the start of the value.
    ///   - scalar: the value.
    ///   - start: where its first sign stands, a quote or the sign of a block included.
    ///   - lines: of the file.
    static func place(
        of offset: Int, in scalar: DocumentNode.Scalar, from start: Place, lines: [[Unicode.Scalar]]
    ) -> Place {
        var walk = ScalarPlace(lines: lines, place: start, style: scalar.style)
        walk.enter()
        var last = walk.place
        for (index, character) in scalar.text.unicodeScalars.enumerated() {
            guard character != " ", character != "\n", character != "\t" else {
                if index == offset { return Place(line: last.line, column: last.column) }
                continue
            }
            guard let found = walk.next() else { return start }
            if index == offset { return found }
            last = Place(line: found.line, column: found.column + 1)
        }
        return last
    }

    private init(lines: [[Unicode.Scalar]], place: Place, style: DocumentNode.Scalar.Style) {
        self.lines = lines
        self.place = place
        self.style = style
    }

    /// Steps over the opening sign.
    private mutating func enter() {
        switch style {
        case .plain: break
        case .singleQuoted, .doubleQuoted: place.column += 1
        case .literal, .folded: place = Place(line: place.line + 1, column: 1)
        }
    }

    private var scalar: Unicode.Scalar? {
        guard place.line <= lines.count, place.column <= lines[place.line - 1].count else { return nil }
        return lines[place.line - 1][place.column - 1]
    }

    /// The next character that is not blank, and steps over it.
    private mutating func next() -> Place? {
        while true {
            guard place.line <= lines.count else { return nil }
            guard let scalar else {
                place = Place(line: place.line + 1, column: 1)
                continue
            }
            if scalar == " " || scalar == "\t" {
                place.column += 1
                continue
            }
            let found = place
            if style == .singleQuoted, scalar == "'" {
                place.column += 2
                return found
            }
            guard style == .doubleQuoted, scalar == "\\" else {
                place.column += 1
                return found
            }
            place.column += 1
            guard let escaped = self.scalar else { continue }
            place.column += 1 + (Self.digits[escaped] ?? 0)
            if "ntrN_ LP\t".unicodeScalars.contains(escaped) { continue }
            return found
        }
    }

    private static let digits: [Unicode.Scalar: Int] = ["x": 2, "u": 4, "U": 8]
}
