// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import HTTPTypes
internal import Web

/// The members of a JSON object, read by name. What nobody reads is refused, so that a misspelt setting is no silence.
struct Fields {
    private let members: [String: JSONValue]
    private let place: String

    /// - Parameters:
    ///   - value: should be an object.
    ///   - place: how messages call it, with a dot behind; empty: the body.
    ///   - names: all there are.
    /// - Throws: ``Problem`` 422.
    init(_ value: JSONValue, _ place: String = "", allowing names: Set<String>) throws(Problem) {
        guard case .object(let members) = value else {
            let what = place.isEmpty ? "The body" : "“\(place.dropLast())”"
            throw Self.invalid("\(what) is \(value.kind) and must be an object.")
        }
        self.place = place
        self.members = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
        for member in members where !names.contains(member.name) {
            let known = names.sorted().joined(separator: ", ")
            throw Self.invalid("“\(place)\(Self.short(member.name))” is not known here. There are: \(known).")
        }
    }

    static func invalid(_ detail: String) -> Problem {
        Problem(.unprocessableContent, code: "field-invalid", detail: detail)
    }

    /// What a client wrote, short and without anything that a terminal would obey.
    static func short(_ text: String) -> String {
        let visible = text.unicodeScalars.prefix(40).map { $0.value < 0x20 || $0.value == 0x7F ? "�" : Character($0) }
        return String(visible)
    }

    func refusal(_ name: String, _ what: String) -> Problem { Self.invalid("“\(place)\(name)” must be \(what).") }

    /// Whether anything was said.
    var isEmpty: Bool { members.isEmpty }
    func has(_ name: String) -> Bool { members[name] != nil }
    func isNull(_ name: String) -> Bool { members[name] == .null }
    func value(_ name: String) -> JSONValue? { members[name] }

    func required<Value>(_ name: String, _ value: Value?) throws(Problem) -> Value {
        guard let value else { throw Self.invalid("“\(place)\(name)” is missing.") }
        return value
    }

    func flag(_ name: String) throws(Problem) -> Bool? {
        switch members[name] {
        case nil: return nil
        case .bool(let flag): return flag
        default: throw refusal(name, "true or false")
        }
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
        switch members[name] {
        case nil: return nil
        case .number(let number):
            guard let whole = Int(exactly: number), range.contains(whole) else { break }
            return whole
        default: break
        }
        throw refusal(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }

    /// A text of visible characters: no control characters, not only spaces.
    func text(_ name: String, most: Int, isWord: Bool = false) throws(Problem) -> String? {
        switch members[name] {
        case nil: return nil
        case .string(let text):
            guard Self.isText(text, most: most, isWord: isWord) else { break }
            return text
        default: break
        }
        let kind = isWord ? "a word without spaces" : "a text without control characters"
        throw refusal(name, "\(kind), 1 to \(most) bytes")
    }

    static func isText(_ text: String, most: Int, isWord: Bool) -> Bool {
        (1...most).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.value >= (isWord ? 0x21 : 0x20) && !(0x7F...0x9F).contains(scalar.value)
                    && !(0x2028...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
            } && text.contains { $0 != " " }
    }

    func word<Word: RawRepresentable & CaseIterable>(_ name: String, _ type: Word.Type) throws(Problem) -> Word?
    where Word.RawValue == String {
        switch members[name] {
        case nil: return nil
        case .string(let text):
            if let word = Word(rawValue: text) { return word }
        default: break
        }
        throw refusal(name, "one of: " + Word.allCases.map(\.rawValue).joined(separator: ", "))
    }

    func words<Word: RawRepresentable & CaseIterable & Hashable>(
        _ name: String, _ type: Word.Type, atLeast least: Int = 0
    ) throws(Problem) -> Set<Word>? where Word.RawValue == String {
        guard let value = members[name] else { return nil }
        let what = "an array of any of: " + Word.allCases.map(\.rawValue).joined(separator: ", ") + "; each once"
        guard case .array(let values) = value else { throw refusal(name, what) }
        var words: Set<Word> = []
        for value in values {
            guard case .string(let text) = value, let word = Word(rawValue: text), words.insert(word).inserted else {
                throw refusal(name, what)
            }
        }
        guard words.count >= least else { throw refusal(name, what) }
        return words
    }

    func moment(_ name: String) throws(Problem) -> UTCTime? {
        switch members[name] {
        case nil: return nil
        case .string(let text):
            if let time = Moment.read(text) { return time }
        default: break
        }
        throw refusal(name, "a time such as 2026-11-24T12:00:00Z")
    }

    func array(_ name: String, _ range: ClosedRange<Int>) throws(Problem) -> [JSONValue]? {
        switch members[name] {
        case nil: return nil
        case .array(let values):
            if range.contains(values.count) { return values }
        default: break
        }
        throw refusal(name, "an array of \(range.lowerBound) to \(range.upperBound) elements")
    }
}

/// A moment as RFC 3339 writes it.
enum Moment {
    /// Reads a date and time with a zone: fractions are dropped, an offset is applied.
    static func read(_ text: String) -> UTCTime? {
        let bytes = Array(text.utf8)
        guard (20...40).contains(bytes.count), bytes[10] | 0x20 == UInt8(ascii: "t"),
            let base = UTCTime(
                String(decoding: bytes[0..<10], as: UTF8.self) + "T"
                    + String(decoding: bytes[11..<19], as: UTF8.self) + "Z")
        else { return nil }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            rest = rest.dropFirst(digits.count)
        }
        if rest.count == 1, rest.first.map({ $0 | 0x20 }) == UInt8(ascii: "z") { return base }
        let zone = Array(rest)
        guard zone.count == 6, zone[3] == UInt8(ascii: ":"),
            zone[0] == UInt8(ascii: "+") || zone[0] == UInt8(ascii: "-")
        else { return nil }
        let digits = [zone[1], zone[2], zone[4], zone[5]]
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        let numbers = digits.map { Int64($0 - 0x30) }
        let (hours, minutes) = (numbers[0] * 10 + numbers[1], numbers[2] * 10 + numbers[3])
        guard hours < 24, minutes < 60 else { return nil }
        let offset = hours * 3_600 + minutes * 60
        return base.adding(seconds: zone[0] == UInt8(ascii: "+") ? -offset : offset)
    }
}
