// SPDX-License-Identifier: Apache-2.0

/// Markup that is safe by construction.
///
/// A typed builder instead of a template: tag and attribute names are literals of the program (`StaticString`), and the only
/// way for other text into the page is ``text(_:)`` or an attribute's value, which both escape. So "somebody forgot to
/// escape" does not compile, and tags always close.
struct HTML: Sendable {
    private(set) var markup: String = ""

    var isEmpty: Bool { markup.isEmpty }

    mutating func append(_ other: HTML) {
        markup += other.markup
    }

    /// Words, escaped.
    static func text(_ words: String) -> HTML {
        HTML(markup: escape(words))
    }

    /// An element. Elements without content that HTML writes without an end tag are ``void(_:_:)``.
    static func tag(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
        @HTMLBuilder _ content: () -> HTML = { HTML() }
    ) -> HTML {
        HTML(markup: open(name, attributes) + content().markup + "</" + string(name) + ">")
    }

    /// `<meta>`, `<col>`, `<wbr>`, `<br>`.
    static func void(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]) -> HTML {
        HTML(markup: open(name, attributes))
    }

    /// Markup written in this program's source, such as the drawings of the marks.
    static func literal(_ markup: StaticString) -> HTML {
        HTML(markup: string(markup))
    }

    /// The style block. Its text is not escaped, for browsers read it raw; so it refuses what would end it.
    static func style(_ css: String) -> HTML {
        HTML(markup: "<style>" + css.replacing("</", with: "<\\/") + "</style>")
    }

    static func joined(_ parts: [HTML], by separator: String = "") -> HTML {
        HTML(markup: parts.map(\.markup).joined(separator: escape(separator)))
    }

    private static func open(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>) -> String {
        var markup = "<" + string(name)
        for (key, value) in attributes {
            markup += " " + string(key)
            // `hidden` and `open` are true by standing there.
            if !value.isEmpty { markup += "=\"" + escape(value) + "\"" }
        }
        return markup + ">"
    }

    private static func string(_ literal: StaticString) -> String {
        literal.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
    }

    /// Attributes always stand in double quotes, so the single one is harmless and the policy stays readable.
    /// Characters that HTML forbids even as references become U+FFFD. What a person should see of them is made visible
    /// before, by ``VisibleText``.
    private static func escape(_ words: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(words.utf8.count)
        for scalar in words.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            default:
                let isForbidden =
                    scalar.properties.generalCategory == .control || scalar.properties.isNoncharacterCodePoint
                escaped.unicodeScalars.append(isForbidden ? "\u{FFFD}" : scalar)
            }
        }
        return escaped
    }
}

/// Lists, conditions and loops inside an element.
@resultBuilder
enum HTMLBuilder {
    static func buildExpression(_ part: HTML) -> HTML { part }
    static func buildExpression(_ words: String) -> HTML { .text(words) }
    static func buildExpression(_ part: HTML?) -> HTML { part ?? HTML() }
    static func buildBlock(_ parts: HTML...) -> HTML { .joined(parts) }
    static func buildOptional(_ part: HTML?) -> HTML { part ?? HTML() }
    static func buildEither(first part: HTML) -> HTML { part }
    static func buildEither(second part: HTML) -> HTML { part }
    static func buildArray(_ parts: [HTML]) -> HTML { .joined(parts) }
}
