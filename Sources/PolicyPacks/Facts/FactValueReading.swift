// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy
internal import Spelling

extension Reading {
    /// The fact that a key names.
    func factName(_ entry: DocumentNode.Entry) -> FactName? {
        if let name = FactName(rawValue: entry.key) { return name }
        let guess = Misspelling.nearest(to: entry.key, among: FactName.allCases.map(\.rawValue)).map {
            "did you mean \"\($0)\"?"
        }
        add(
            "FACT-NAME", entry.keyPlace, "there is no fact \"\(Self.short(entry.key))\"",
            guess ?? "docs/facts.md lists all facts")
        return nil
    }

    /// A fact's value.
    ///
    /// - Parameters:
    ///   - node: what stands in the file.
    ///   - name: the fact.
    ///   - what: how messages call it; `nil`: by its name.
    func factValue(_ node: DocumentNode, of name: FactName, what: String? = nil) -> FactValue? {
        let definition = FactRegistry.definition(of: name)
        let what = what ?? name.rawValue
        func refuse(_ hint: String? = nil) -> FactValue? {
            let got: String =
                if case .scalar(let scalar) = node.content, !node.isNull {
                    "\"\(Self.short(scalar.text))\""
                } else {
                    node.inWords
                }
            add(
                "FACT-TYPE", node.place, "\(what) must be \(definition.type.inWords), not \(got)",
                hint ?? Self.hint(definition))
            return nil
        }
        switch node.content {
        case .mapping: return refuse()
        case .list(let elements):
            switch definition.type {
            case .words(let words):
                var mask: UInt32 = 0
                for element in elements {
                    guard let text = element.text, let index = words.firstIndex(of: text) else {
                        unknownWord(element.text ?? element.inWords, element.place, "an element of \(what)", words)
                        return nil
                    }
                    mask |= 1 << UInt32(index)
                }
                return .words(mask)
            case .countries:
                var countries: Set<Country> = []
                for element in elements {
                    guard let text = element.text, let country = Country(text) else {
                        add(
                            "FACT-TYPE", element.place,
                            "\(what) names no country with \"\(Self.short(element.text ?? element.inWords))\"",
                            "write two capitals, such as ES; of the EU, write the member state")
                        return nil
                    }
                    countries.insert(country)
                }
                return .countries(countries.sorted())
            default: return refuse()
            }
        case .scalar(let scalar):
            guard let text = node.text else { return refuse("write unknown for what was asked and has no answer") }
            if text == "unknown" { return .unknown }
            switch definition.type {
            case .tri:
                guard scalar.style == .plain else { return refuse("write true or false without quotes") }
                return text == "true" ? .flag(true) : text == "false" ? .flag(false) : refuse()
            case .word(let words):
                guard let index = words.firstIndex(of: text) else {
                    unknownWord(text, node.place, what, words + ["unknown"])
                    return nil
                }
                return .word(index)
            case .words: return refuse("write a list: [\(Self.short(text))]")
            case .countries: return refuse("write a list in capitals: [\(Self.short(text.uppercased()))]")
            case .number(_, let range):
                guard scalar.style == .plain, let number = Self.number(text), range.contains(number) else {
                    return refuse()
                }
                return .number(number)
            case .integer:
                guard scalar.style == .plain, let number = Self.number(text), number >= 0, number.rounded() == number,
                    number <= 9_007_199_254_740_991
                else { return refuse() }
                return .number(number)
            case .instant: return UTCTime(text).map { .instant($0) } ?? refuse()
            }
        }
    }

    /// A number as JSON writes it. Minus zero is zero, so that it has one form.
    static func number(_ text: String) -> Double? {
        guard text.utf8.count <= 40, JSONDocument.isNumber(text.utf8), let number = Double(text), number.isFinite else {
            return nil
        }
        return number == 0 ? 0 : number
    }

    private static func hint(_ definition: FactDefinition) -> String {
        switch definition.type {
        case .tri: "write true, false or unknown; yes and no are no answers here"
        case .word(let words), .words(let words): "words: \(words.joined(separator: ", "))"
        case .number: "write a number such as 0.85, without quotes"
        case .integer: "write a whole number, without quotes"
        case .countries: "write [ES, KR]"
        case .instant: "write a date that exists"
        }
    }
}
