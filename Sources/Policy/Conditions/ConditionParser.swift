// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Spelling

/// Reads one line of the condition language.
///
/// ```
/// condition  = alternative *( "or" alternative )
/// alternative = factor *( "and" factor )
/// factor     = "not" factor / "(" condition ")" / comparison
/// comparison = fact [ operator value ]
/// ```
///
/// There are no calls, no loops and no names for other conditions: what is read is a tree no deeper than
/// ``Condition/maxDepth``, so reading it and deciding it always end.
public struct ConditionParser {
    /// Why a text is no condition.
    public struct Failure: Error, Sendable, Hashable {
        /// Where, in characters from the start of the text.
        public var offset: Int
        /// What is wrong.
        public var message: String
        /// What to write instead.
        public var hint: String
    }

    private let lexemes: [Lexeme]
    private var position = 0
    private var depth = 0
    private let end: Int

    /// Reads a condition.
    ///
    /// - Parameter text: one line, at most 16,000 characters.
    /// - Throws: ``Failure`` with the place of the first mistake.
    public static func parse(_ text: String) throws(Failure) -> Condition {
        guard text.count <= 16_000 else {
            throw Failure(
                offset: 16_000, message: "a condition has at most 16,000 characters",
                hint: "write a list under \"when:\", one condition a line")
        }
        var parser = ConditionParser(lexemes: try Lexeme.all(of: text), end: text.count)
        let condition = try parser.condition()
        if let rest = parser.peek {
            throw Failure(
                offset: rest.offset, message: "\"\(rest.text)\" is one word too many",
                hint: "join conditions with \"and\" or \"or\"")
        }
        guard condition.tests <= Condition.maxTests else {
            throw Failure(
                offset: 0, message: "a condition has at most \(Condition.maxTests) comparisons",
                hint: "split the rule")
        }
        return condition
    }

    private init(lexemes: [Lexeme], end: Int) {
        self.lexemes = lexemes
        self.end = end
    }

    private var peek: Lexeme? { position < lexemes.count ? lexemes[position] : nil }

    private mutating func take(_ word: String) -> Bool {
        guard let next = peek, next.text == word else { return false }
        position += 1
        return true
    }

    private mutating func condition() throws(Failure) -> Condition {
        depth += 1
        defer { depth -= 1 }
        if depth > Condition.maxDepth {
            throw Failure(
                offset: peek?.offset ?? end, message: "conditions nest at most \(Condition.maxDepth) deep",
                hint: "write the condition flatter")
        }
        var parts = [try alternative()]
        while take("or") { parts.append(try alternative()) }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func alternative() throws(Failure) -> Condition {
        var parts = [try factor()]
        while take("and") { parts.append(try factor()) }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func factor() throws(Failure) -> Condition {
        if take("not") {
            depth += 1
            defer { depth -= 1 }
            guard depth <= Condition.maxDepth else {
                throw Failure(
                    offset: peek?.offset ?? end, message: "conditions nest at most \(Condition.maxDepth) deep",
                    hint: "write the condition flatter")
            }
            return .not(try factor())
        }
        if take("(") {
            let inner = try condition()
            guard take(")") else {
                throw Failure(
                    offset: peek?.offset ?? end, message: "a closing parenthesis is missing", hint: "add \")\"")
            }
            return inner
        }
        if take("always") { return .all([]) }
        if take("never") { return .any([]) }
        return try comparison()
    }

    private mutating func comparison() throws(Failure) -> Condition {
        guard let subject = peek else {
            throw Failure(
                offset: end, message: "the name of a fact is missing", hint: "for example: request.valid is true")
        }
        position += 1
        if subject.text.hasPrefix("signal.") { return .signal(subject.text) }
        guard let name = FactName(rawValue: subject.text) else {
            let known = FactName.allCases.map(\.rawValue)
            let guess = Misspelling.nearest(to: subject.text, among: known).map { "did you mean \"\($0)\"? " } ?? ""
            throw Failure(
                offset: subject.offset, message: "there is no fact \"\(subject.text)\"",
                hint: guess + "docs/facts.md lists all facts")
        }
        return try ComparisonReading(FactRegistry.definition(of: name)).read(&self)
    }

    /// What may follow the name of a fact.
    private struct ComparisonReading {
        let fact: FactDefinition

        init(_ fact: FactDefinition) { self.fact = fact }

        func read(_ parser: inout ConditionParser) throws(Failure) -> Condition {
            let name = fact.name
            let start = parser.position
            if parser.take("is") {
                if parser.take("known") { return .test(name, .isKnown) }
                if parser.take("unknown") { return .test(name, .isUnknown) }
                if parser.take("not") { return .not(try equal(&parser)) }
                return try equal(&parser)
            }
            if parser.take("in") { return try member(&parser) }
            if parser.take("not") {
                guard parser.take("in") else {
                    throw parser.expected("\"in\" after \"not\"", hint: "write \"not in [a, b]\"")
                }
                return .not(try member(&parser))
            }
            if parser.take("contains") {
                let isList = parser.take("any")
                if isList, !parser.take("of") {
                    throw parser.expected("\"of\"", hint: "write \"contains any of [a, b]\"")
                }
                return try contains(&parser, isList: isList)
            }
            if parser.take("<") { return .test(name, .less(try number(&parser))) }
            if parser.take("<=") { return .test(name, .atMost(try number(&parser))) }
            if parser.take(">") { return .test(name, .greater(try number(&parser))) }
            if parser.take(">=") { return .test(name, .atLeast(try number(&parser))) }
            if parser.take("before") { return .test(name, .before(try moment(&parser))) }
            if parser.take("after") { return .test(name, .after(try moment(&parser))) }
            parser.position = start
            guard case .tri = fact.type else {
                throw parser.expected(
                    "a comparison after \"\(name.rawValue)\", which is \(fact.type.inWords)", hint: example)
            }
            return .test(name, .isFlag(true))
        }

        private func equal(_ parser: inout ConditionParser) throws(Failure) -> Condition {
            switch fact.type {
            case .tri:
                if parser.take("true") { return .test(fact.name, .isFlag(true)) }
                if parser.take("false") { return .test(fact.name, .isFlag(false)) }
                throw parser.expected("true or false", hint: example)
            case .word: return .test(fact.name, .isIn(try word(&parser)))
            case .words, .countries:
                throw parser.mistake(
                    "\(fact.name.rawValue) is a list, which is not compared with \"is\"", hint: example)
            case .number, .integer:
                throw parser.mistake("numbers are compared with <, <=, > or >=", hint: example)
            case .instant: throw parser.mistake("moments are compared with \"before\" or \"after\"", hint: example)
            }
        }

        private func member(_ parser: inout ConditionParser) throws(Failure) -> Condition {
            guard case .word = fact.type else {
                throw parser.mistake("\"in\" compares a fact that is one word", hint: example)
            }
            return .test(fact.name, .isIn(try words(&parser)))
        }

        private func contains(_ parser: inout ConditionParser, isList: Bool) throws(Failure) -> Condition {
            switch fact.type {
            case .words:
                return .test(fact.name, .intersects(isList ? try words(&parser) : try word(&parser)))
            case .countries:
                let places = isList ? try list(&parser, Self.place) : [try Self.place(&parser)]
                return .test(fact.name, .reaches(Array(Set(places)).sorted()))
            default: throw parser.mistake("\"contains\" compares a fact that is a list", hint: example)
            }
        }

        private func words(_ parser: inout ConditionParser) throws(Failure) -> UInt32 {
            try list(&parser, word).reduce(0, |)
        }

        private func word(_ parser: inout ConditionParser) throws(Failure) -> UInt32 {
            guard let next = parser.peek else { throw parser.expected("a word", hint: example) }
            guard let index = fact.words.firstIndex(of: next.text) else {
                let guess =
                    Misspelling.nearest(to: next.text, among: fact.words).map { "did you mean \"\($0)\"? " } ?? ""
                throw Failure(
                    offset: next.offset, message: "\(fact.name.rawValue) is never \"\(next.text)\"",
                    hint: guess + "it is \(fact.type.inWords)")
            }
            parser.position += 1
            return 1 << UInt32(index)
        }

        private static func place(_ parser: inout ConditionParser) throws(Failure) -> Jurisdiction {
            guard let next = parser.peek else { throw parser.expected("a country", hint: "for example ES") }
            guard let place = Jurisdiction(next.text), !place.isState, place != .everywhere else {
                throw Failure(
                    offset: next.offset, message: "\"\(next.text)\" is no country", hint: "write two capitals, or EU")
            }
            parser.position += 1
            return place
        }

        private func list<Element>(
            _ parser: inout ConditionParser, _ element: (inout ConditionParser) throws(Failure) -> Element
        ) throws(Failure) -> [Element] {
            guard parser.take("[") else { throw parser.expected("a list in square brackets", hint: example) }
            var elements = [try element(&parser)]
            while parser.take(",") { elements.append(try element(&parser)) }
            guard parser.take("]") else { throw parser.expected("\",\" or \"]\"", hint: example) }
            return elements
        }

        private func number(_ parser: inout ConditionParser) throws(Failure) -> Double {
            switch fact.type {
            case .number, .integer: break
            default: throw parser.mistake("\(fact.name.rawValue) is not a number", hint: example)
            }
            guard let next = parser.peek, let value = Double(next.text), value.isFinite else {
                throw parser.expected("a number", hint: example)
            }
            guard fact.type.admits(.number(value)) else {
                throw Failure(
                    offset: next.offset, message: "\(fact.name.rawValue) is never \(next.text)",
                    hint: "it is \(fact.type.inWords)")
            }
            parser.position += 1
            return value
        }

        private func moment(_ parser: inout ConditionParser) throws(Failure) -> Int64 {
            guard case .instant = fact.type else {
                throw parser.mistake("\(fact.name.rawValue) is not a date", hint: example)
            }
            guard let next = parser.peek, let time = UTCTime(next.text) else {
                throw parser.expected("a date that exists", hint: "for example 2026-08-02 or 2026-08-02T12:00:00Z")
            }
            parser.position += 1
            return time.seconds
        }

        /// A comparison that would be right for the fact.
        private var example: String {
            let name = fact.name.rawValue
            return switch fact.type {
            case .tri: "for example: \(name) is true"
            case .word(let words): "for example: \(name) in [\(words.prefix(2).joined(separator: ", "))]"
            case .words(let words): "for example: \(name) contains \(words[0])"
            case .number, .integer: "for example: \(name) >= 1"
            case .countries: "for example: \(name) contains ES"
            case .instant: "for example: \(name) before 2026-08-02"
            }
        }
    }

    private func expected(_ what: String, hint: String) -> Failure {
        if let next = peek {
            return Failure(offset: next.offset, message: "expected \(what), not \"\(next.text)\"", hint: hint)
        }
        return Failure(offset: end, message: "expected \(what), but the condition ends here", hint: hint)
    }

    private func mistake(_ message: String, hint: String) -> Failure {
        Failure(offset: position > 0 ? lexemes[position - 1].offset : 0, message: message, hint: hint)
    }

    /// A word, number or sign, and where it stands.
    private struct Lexeme {
        var text: String
        var offset: Int

        static func all(of text: String) throws(Failure) -> [Lexeme] {
            let characters = Array(text)
            var lexemes: [Lexeme] = []
            var index = 0
            while index < characters.count {
                let character = characters[index]
                if character == " " || character == "\t" || character == "\n" {
                    index += 1
                    continue
                }
                if "()[],".contains(character) {
                    lexemes.append(Lexeme(text: String(character), offset: index))
                    index += 1
                    continue
                }
                if "<>".contains(character) {
                    let isEqualToo = index + 1 < characters.count && characters[index + 1] == "="
                    lexemes.append(Lexeme(text: String(character) + (isEqualToo ? "=" : ""), offset: index))
                    index += isEqualToo ? 2 : 1
                    continue
                }
                let start = index
                while index < characters.count, isWord(characters[index]) { index += 1 }
                guard index > start else {
                    throw Failure(
                        offset: start, message: "\"\(character)\" has no meaning in a condition",
                        hint: character == "=" || character == "!"
                            ? "write \"is\" or \"is not\"" : "write words, numbers, ( ) [ ] , < <= > >=")
                }
                lexemes.append(Lexeme(text: String(characters[start..<index]), offset: start))
            }
            return lexemes
        }

        private static func isWord(_ character: Character) -> Bool {
            character.isASCII && (character.isLetter || character.isNumber || "._-:+".contains(character))
        }
    }
}
