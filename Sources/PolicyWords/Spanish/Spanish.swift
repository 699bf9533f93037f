// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

/// Spanish of Europe, formal, without a grammatical gender for people where the language has another way.
struct Spanish: Wording {
    let yes = "sí"
    let no = "no"
    let unknown = "no se sabe"
    let nothing = "ninguno"
    let always = "no hace falta nada más"
    let never = "ningún caso la cumple"
    let decimalSeparator = ","
    let groupSeparator = "."

    func and(_ parts: [String]) -> String { joined(parts, by: Self.and(before: parts.last ?? "")) }
    func or(_ parts: [String]) -> String { joined(parts, by: Self.or(before: parts.last ?? "")) }
    func nor(_ parts: [String]) -> String { joined(parts, by: "ni") }

    func all(_ clauses: [String]) -> String {
        clauses.enumerated().map { $0.offset == 0 ? $0.element : ", \(Self.and(before: $0.element)) " + $0.element }
            .joined()
    }

    func any(_ clauses: [String]) -> String {
        clauses.enumerated().map { $0.offset == 0 ? $0.element : ", \(Self.or(before: $0.element)) " + $0.element }
            .joined()
    }

    func isKnown(_ asked: String) -> String { "se sabe \(asked)" }
    func isUnknown(_ asked: String) -> String { "no se sabe \(asked)" }

    func orUnknown(_ clause: String) -> String { "\(clause) (o no se sabe)" }

    func sentence(_ words: String) -> String { words.capitalizedFirst + "." }

    func more(_ count: Int) -> String { "y \(count) más" }
    func confidence(_ figure: String) -> String { "\(figure) en una escala de 0 a 1" }
    func rule(_ title: String, id: String) -> String { "«\(title)» (\(id))" }
    func inEnglish(_ title: String) -> String { "\(title) (en inglés)" }

    private func joined(_ parts: [String], by word: String) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
        return parts.dropLast().joined(separator: ", ") + " \(word) " + last
    }

    /// *y* becomes *e* before the sound of *i*, but not before *hie*.
    static func and(before word: String) -> String {
        let word = word.lowercased()
        let hasSound = ["i", "í", "hi", "hí"].contains { word.hasPrefix($0) } && !word.hasPrefix("hie")
        return hasSound ? "e" : "y"
    }

    /// *o* becomes *u* before the sound of *o*.
    static func or(before word: String) -> String {
        let word = word.lowercased()
        return ["o", "ó", "ho", "hó"].contains { word.hasPrefix($0) } ? "u" : "o"
    }

    /// A noun with its article after *a*: *a* and *el* become *al*.
    static func to(_ noun: String) -> String { noun.hasPrefix("el ") ? "al " + noun.dropFirst(3) : "a " + noun }
}
