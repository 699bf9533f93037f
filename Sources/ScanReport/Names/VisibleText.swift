// SPDX-License-Identifier: Apache-2.0

import Screening

/// Untrusted text, split into what may be printed as it is and what must be shown as a visible box.
///
/// File names, entry ids and even bank labels come from strangers. A direction mark makes `gpj.exe` read `exe.jpg`, a
/// control character moves a cursor, a tower of accents covers the neighbouring rows, and four kilobytes hide the rest.
struct VisibleText {
    enum Piece: Equatable {
        case plain(String)
        /// What a person could not see or would misread. Neighbours share one box.
        case box([Hidden])
        /// So many characters were left out in the middle.
        case gap(Int)
    }

    /// Something that is shown by its number.
    enum Hidden: Equatable {
        case scalar(Unicode.Scalar)
        /// A byte that is no UTF-8.
        case byte(UInt8)

        /// `U+202E`, `0xFF`: for a box that is drawn as one.
        var label: String {
            switch self {
            case .scalar(let scalar): "U+" + VisibleText.hex(scalar.value, width: 4)
            case .byte(let byte): "0x" + VisibleText.hex(UInt32(byte), width: 2)
            }
        }

        /// `\u{202E}`, `\xFF`: the way `ItemPath/display` writes them.
        var escape: String {
            switch self {
            case .scalar(let scalar): "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            case .byte(let byte): "\\x" + VisibleText.hex(UInt32(byte), width: 2)
            }
        }
    }

    /// Longer names than this show their beginning and end; the results file has all of them.
    static let longest = 300

    let pieces: [Piece]

    init(_ bytes: [UInt8], longest: Int = VisibleText.longest) {
        let units = Self.units(bytes)
        // A box is several characters wide, and a name of nothing but boxes would fill a page.
        let widths = units.map { if case .box = $0 { 6 } else { 1 } }
        guard widths.reduce(0, +) > longest else {
            pieces = Self.pieces(units[...])
            return
        }
        let head = Self.fitting(widths, longest * 2 / 3)
        let tail = Self.fitting(widths.dropFirst(head).reversed(), longest / 3)
        let gap = units.count - head - tail
        pieces = Self.pieces(units.prefix(head)) + [.gap(gap)] + Self.pieces(units.suffix(tail))
    }

    /// How many of the first widths fit into `room`.
    private static func fitting(_ widths: some Sequence<Int>, _ room: Int) -> Int {
        var used = 0
        var count = 0
        for width in widths {
            used += width
            guard used <= room else { break }
            count += 1
        }
        return count
    }

    init(_ text: String, longest: Int = VisibleText.longest) {
        self.init(Array(text.utf8), longest: longest)
    }

    private enum Unit {
        case plain(Unicode.Scalar)
        case box(Hidden)
    }

    private static func pieces(_ units: ArraySlice<Unit>) -> [Piece] {
        var pieces: [Piece] = []
        for unit in units {
            switch (unit, pieces.last) {
            case (.plain(let scalar), .plain(let text)?):
                var longer = text
                longer.unicodeScalars.append(scalar)
                pieces[pieces.count - 1] = .plain(longer)
            case (.plain(let scalar), _): pieces.append(.plain(String(scalar)))
            case (.box(let hidden), .box(let others)?): pieces[pieces.count - 1] = .box(others + [hidden])
            case (.box(let hidden), _): pieces.append(.box([hidden]))
            }
        }
        return pieces
    }

    private static func units(_ bytes: [UInt8]) -> [Unit] {
        var units: [Unit] = []
        var accents = 0
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .emptyInput: return units
            case .error(let length):
                for byte in bytes[offset..<(offset + length)] { units.append(.box(.byte(byte))) }
                offset += length
                accents = 0
            case .valid(let encoded):
                let scalar = Unicode.UTF8.decode(encoded)
                offset += encoded.count
                accents = isAccent(scalar) ? accents + 1 : 0
                let mustShow = isDeceptive(scalar) || accents > 4
                units.append(mustShow ? .box(.scalar(scalar)) : .plain(scalar))
            }
        }
    }

    fileprivate static func hex(_ value: UInt32, width: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func isAccent(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: true
        default: false
        }
    }

    /// Controls, direction marks and joiners, separators, and code points that have no agreed look.
    static func isDeceptive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        // Spaces that look like a space or like nothing; the ordinary one is innocent.
        case .spaceSeparator: scalar != " "
        default: scalar.properties.isDefaultIgnorableCodePoint && scalar != "\u{FE0F}"
        }
    }
}

extension VisibleText {
    /// The text as markup; each box is a `span` with a class.
    var html: HTML {
        HTML.joined(
            pieces.map { piece in
                switch piece {
                case .plain(let text): Self.breakable(text)
                case .box(let hidden): .tag("span", ["class": "esc"]) { hidden.map(\.label).joined(separator: " ") }
                case .gap(let count): .tag("span", ["class": "esc"]) { "… \(count) …" }
                }
            })
    }

    /// The text on one line, for a place where only characters can stand: boxes become `\\u{202E}`.
    var line: String {
        pieces.map { piece in
            switch piece {
            case .plain(let text): text
            case .box(let hidden): hidden.map(\.escape).joined()
            case .gap(let count): "… \(count) …"
            }
        }.joined()
    }

    /// A line may break after a slash, and before what begins a new part of a name.
    private static func breakable(_ text: String) -> HTML {
        var markup = HTML()
        var run = ""
        for character in text {
            if "-_(".contains(character), !run.isEmpty {
                markup.append(.text(run))
                markup.append(.void("wbr"))
                run = ""
            }
            run.append(character)
            if character == "/" {
                markup.append(.text(run))
                markup.append(.void("wbr"))
                run = ""
            }
        }
        markup.append(.text(run))
        return markup
    }
}
