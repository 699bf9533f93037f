// SPDX-License-Identifier: Apache-2.0

/// The sentences of one language, whole and with named places, and how that language writes figures.
///
/// Everything a person reads in this module comes from here, so that another language is one more value of this type and
/// no other change. Sentences are never glued together from pieces; a page only sets whole sentences side by side.
struct Catalogue: Sendable {
    /// BCP 47, for `<html lang>`.
    let languageTag: String
    /// `ltr` or `rtl`, for `<html dir>`.
    let direction: String
    /// The sentence for a message. A test asks every catalogue for every message.
    let template: @Sendable (Message) -> Template
    /// Which form of a counted sentence belongs to a number.
    let pluralForm: @Sendable (Int) -> PluralForm
    let figures: Figures

    /// The sentence for `message` with every place filled.
    ///
    /// - Parameters:
    ///   - count: Chooses the plural form, and fills `{count}`.
    ///   - places: What stands in the other places, by name.
    func say(_ message: Message, count: Int? = nil, _ places: [String: String] = [:]) -> String {
        var text = ""
        for part in parts(of: message, count: count) {
            switch part {
            case .text(let words): text += words
            case .place("count"): text += count.map(figures.number) ?? ""
            case .place(let name): text += places[name] ?? ""
            }
        }
        return text
    }

    /// The same sentence as markup: words are escaped, places are markup already.
    func html(_ message: Message, count: Int? = nil, _ places: [String: HTML] = [:]) -> HTML {
        var markup = HTML()
        for part in parts(of: message, count: count) {
            switch part {
            case .text(let words): markup.append(.text(words))
            case .place("count"): markup.append(.text(count.map(figures.number) ?? ""))
            case .place(let name): markup.append(places[name] ?? HTML())
            }
        }
        return markup
    }

    private func parts(of message: Message, count: Int?) -> [Template.Part] {
        let template = template(message)
        return template.parts(count.map(pluralForm) ?? .other)
    }
}

/// The plural categories of Unicode CLDR.
enum PluralForm: Sendable {
    case zero, one, two, few, many, other
}

/// One sentence, perhaps in several plural forms.
struct Template: Sendable, ExpressibleByStringLiteral {
    enum Part: Equatable {
        case text(String)
        case place(String)
    }

    let forms: [PluralForm: String]

    init(stringLiteral text: String) {
        forms = [.other: text]
    }

    /// A sentence that changes with its `{count}`.
    static func counted(one: String, other: String) -> Template {
        Template(forms: [.one: one, .other: other])
    }

    init(forms: [PluralForm: String]) {
        self.forms = forms
    }

    func parts(_ form: PluralForm) -> [Part] {
        let text = forms[form] ?? forms[.other] ?? ""
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            parts.append(.place(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        return parts
    }
}
