// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import HTTPTypes
internal import Web

extension Query {
    private func refusal(_ name: String, _ what: String) -> Problem {
        Problem(.badRequest, code: "query-invalid", detail: "“\(name)” is \(what).")
    }

    /// One of the words of a vocabulary.
    func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Word.Type
    ) throws(Problem) -> Word? where Word.RawValue == String {
        guard let text = try string(name) else { return nil }
        if let word = Word(rawValue: text) { return word }
        throw refusal(name, "one of: " + Word.allCases.map(\.rawValue).joined(separator: ", "))
    }

    /// A moment.
    func moment(_ name: String) throws(Problem) -> UTCTime? {
        guard let text = try string(name) else { return nil }
        if let time = Moment.read(text) { return time }
        throw refusal(name, "a time such as 2026-11-24T12:00:00Z")
    }

    /// A text of visible characters.
    func text(_ name: String, most: Int, isWord: Bool = false) throws(Problem) -> String? {
        guard let text = try string(name) else { return nil }
        if Fields.isText(text, most: most, isWord: isWord) { return text }
        throw refusal(name, "a \(isWord ? "word" : "text") of 1 to \(most) bytes")
    }
}
