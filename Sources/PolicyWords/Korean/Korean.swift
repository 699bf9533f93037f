// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

/// Korean, formal (합니다체). Inserted words stand where the particle after them never changes with their last sound: before
/// 에, 에서, 에게, 의, 또는, after a colon, or in brackets.
struct Korean: Wording {
    let yes = "예"
    let no = "아니요"
    let unknown = "알 수 없음"
    let nothing = "없음"
    let always = "다른 조건이 없음"
    let never = "충족하는 경우가 없음"
    let decimalSeparator = "."
    let groupSeparator = ","

    func and(_ parts: [String]) -> String { parts.joined(separator: ", ") }
    func or(_ parts: [String]) -> String { joined(parts, by: "또는") }
    func nor(_ parts: [String]) -> String { joined(parts, by: "또는") }

    func all(_ clauses: [String]) -> String { clauses.joined(separator: ", 그리고 ") }
    func any(_ clauses: [String]) -> String { clauses.joined(separator: ", 또는 ") }

    func isKnown(_ asked: String) -> String { "\(asked) 알려져 있음" }
    func isUnknown(_ asked: String) -> String { "\(asked) 알려져 있지 않음" }

    func orUnknown(_ clause: String) -> String { "\(clause)(알 수 없는 경우 포함)" }

    func sentence(_ words: String) -> String { words + "." }

    func more(_ count: Int) -> String { "외 \(count)개" }
    func confidence(_ figure: String) -> String { "\(figure)(0에서 1까지의 척도)" }
    func rule(_ title: String, id: String) -> String { "‘\(title)’(\(id))" }
    func inEnglish(_ title: String) -> String { "\(title) (영어)" }

    private func joined(_ parts: [String], by word: String) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
        return parts.dropLast().joined(separator: ", ") + " \(word) " + last
    }
}
