// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

/// English, as plain as law allows.
struct English: Wording {
    let yes = "yes"
    let no = "no"
    let unknown = "not known"
    let nothing = "none"
    let always = "nothing else is needed"
    let never = "no case meets it"
    let decimalSeparator = "."
    let groupSeparator = ","

    func and(_ parts: [String]) -> String { joined(parts, by: "and") }
    func or(_ parts: [String]) -> String { joined(parts, by: "or") }
    func nor(_ parts: [String]) -> String { joined(parts, by: "or") }

    func all(_ clauses: [String]) -> String { clauses.joined(separator: ", and ") }
    func any(_ clauses: [String]) -> String { clauses.joined(separator: ", or ") }

    func isKnown(_ asked: String) -> String { "it is known \(asked)" }
    func isUnknown(_ asked: String) -> String { "it is not known \(asked)" }

    func orUnknown(_ clause: String) -> String { "\(clause) (or this is not known)" }

    func sentence(_ words: String) -> String { words.capitalizedFirst + "." }

    func more(_ count: Int) -> String { "and \(count) more" }
    func confidence(_ figure: String) -> String { "\(figure) on a scale from 0 to 1" }
    func rule(_ title: String, id: String) -> String { "“\(title)” (\(id))" }
    func inEnglish(_ title: String) -> String { "\(title)" }

    private func joined(_ parts: [String], by word: String) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
        return parts.dropLast().joined(separator: ", ") + " \(word) " + last
    }
}
