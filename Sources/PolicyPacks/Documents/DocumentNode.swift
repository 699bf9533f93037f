// SPDX-License-Identifier: Apache-2.0

/// A place in a text, line and column from 1; columns count Unicode scalars.
struct Place: Sendable, Hashable {
    var line: Int
    var column: Int

    static let start = Place(line: 1, column: 1)
}

/// A value of a document, from YAML or JSON, and where it stands.
struct DocumentNode: Sendable {
    enum Content: Sendable {
        case scalar(Scalar)
        case list([DocumentNode])
        case mapping([Entry])
    }

    struct Entry: Sendable {
        var key: String
        var keyPlace: Place
        var value: DocumentNode
    }

    struct Scalar: Sendable {
        enum Style: Sendable { case plain, singleQuoted, doubleQuoted, literal, folded }

        var text: String
        var style: Style
    }

    var content: Content
    var place: Place
    /// Which bytes it is written in; of JSON only.
    var bytes: Range<Int>?

    /// What it is, for a person.
    var inWords: String {
        switch content {
        case .list: "a list"
        case .mapping: "a mapping"
        case .scalar(let scalar) where isNull: scalar.text.isEmpty ? "nothing" : "null"
        case .scalar: "a text or number"
        }
    }

    /// `null`, `~` or nothing at all, without quotes.
    var isNull: Bool {
        guard case .scalar(let scalar) = content, scalar.style == .plain else { return false }
        return ["", "~", "null"].contains(scalar.text)
    }

    /// A whole text, without blanks around it; `nil` when it is no scalar or is null.
    var text: String? {
        guard case .scalar(let scalar) = content, !isNull else { return nil }
        return scalar.text.trimmingBlanks
    }
}

extension String {
    /// Without blanks and line ends at both ends.
    var trimmingBlanks: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r\n" }
        let front = drop(while: isBlank)
        guard let last = front.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(front[...last])
    }
}
