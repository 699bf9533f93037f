// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy
internal import Spelling

/// One file while it is read: takes typed values out of nodes and collects every mistake.
final class Reading {
    let file: String
    let limits: ReadingLimits
    /// Lines of YAML, to find places inside of texts; empty for JSON.
    private let lines: [[Unicode.Scalar]]
    private(set) var problems: [PackProblem] = []

    init(file: String, lines: [[Unicode.Scalar]], limits: ReadingLimits) {
        self.file = file
        self.lines = lines
        self.limits = limits
    }

    /// Reads a file as YAML, or as JSON if its name ends so.
    ///
    /// - Throws: ``PackProblems`` when it is not even a document.
    static func open(
        _ file: PolicyFile, limits: ReadingLimits, asJSON: Bool = false
    ) throws(PackProblems) -> (reading: Reading, root: DocumentNode) {
        if asJSON || file.path.hasSuffix(".json") {
            let root = try JSONDocument.read(file, limits: limits)
            return (Reading(file: file.path, lines: [], limits: limits), root)
        }
        let source = try SourceText(file, limits: limits)
        let root = try YAMLDocument.read(source, limits: limits)
        return (Reading(file: file.path, lines: source.lines, limits: limits), root)
    }

    var hasRoom: Bool { problems.count < limits.problems }

    func add(_ code: String, _ place: Place, _ message: String, _ hint: String) {
        guard hasRoom else { return }
        problems.append(
            PackProblem(code: code, file: file, line: place.line, column: place.column, message: message, hint: hint))
    }

    /// Ends the reading if there is any mistake.
    func finish() throws(PackProblems) {
        if !problems.isEmpty { throw PackProblems(problems) }
    }

    // MARK: - Mappings

    /// A mapping's entries, once unknown keys are reported.
    struct Fields {
        var entries: [String: DocumentNode.Entry]
        var place: Place
        var what: String

        subscript(key: String) -> DocumentNode? { entries[key]?.value }
        /// The value of a key, unless it is null.
        func given(_ key: String) -> DocumentNode? { entries[key]?.value.isNull == false ? entries[key]?.value : nil }
    }

    func fields(_ node: DocumentNode, _ what: String, _ known: [String]) -> Fields? {
        guard case .mapping(let entries) = node.content else {
            add(
                "PACK-TYPE", node.place, "\(what) must be a mapping of keys, not \(node.inWords)",
                "keys: \(known.joined(separator: ", "))")
            return nil
        }
        for entry in entries where !known.contains(entry.key) {
            let guess = Misspelling.nearest(to: entry.key, among: known).map { "did you mean \"\($0)\"?" }
            add(
                "PACK-KEY", entry.keyPlace, "\(what) has no key \"\(Self.short(entry.key))\"",
                guess ?? "its keys are: \(known.joined(separator: ", "))")
        }
        return Fields(
            entries: Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }, place: node.place, what: what)
    }

    func required(_ fields: Fields, _ key: String, _ example: String) -> DocumentNode? {
        if let node = fields[key] { return node }
        add("PACK-MISSING", fields.place, "\(fields.what) has no \"\(key)\"", "add \(key): \(example)")
        return nil
    }

    /// A list's elements; `nil` when the node is none.
    func list(_ node: DocumentNode, _ what: String) -> [DocumentNode]? {
        if case .list(let elements) = node.content { return elements }
        add(
            "PACK-TYPE", node.place, "\(what) must be a list, not \(node.inWords)",
            "write [a, b], or one line with \"- \" each")
        return nil
    }

    // MARK: - Scalars

    func text(_ node: DocumentNode, _ what: String, limit: Int? = nil) -> String? {
        guard let text = node.text else {
            add("PACK-TYPE", node.place, "\(what) must be a text, not \(node.inWords)", "write it in quotes")
            return nil
        }
        guard !text.isEmpty else {
            add("PACK-TYPE", node.place, "\(what) is empty", "write it, or leave the key out")
            return nil
        }
        let limit = limit ?? limits.characters
        guard text.utf8.count <= limit || text.count <= limit else {
            add(
                "PACK-LENGTH", node.place, "\(what) has \(text.count) characters; at most \(limit) are read",
                "shorten it")
            return nil
        }
        for scalar in text.unicodeScalars {
            if let name = SourceText.refused(scalar) {
                add("PACK-CHARACTER", node.place, "\(what) contains \(name)", "remove it; it is not visible")
                return nil
            }
        }
        return text
    }

    /// A text that may be null.
    func optionalText(_ fields: Fields, _ key: String, limit: Int? = nil) -> String? {
        fields.given(key).flatMap { text($0, "\"\(key)\"", limit: limit) }
    }

    func identifier(_ node: DocumentNode, _ what: String, prefix: String? = nil) -> String? {
        guard let id = text(node, what, limit: 200) else { return nil }
        guard Self.isIdentifier(id) else {
            add(
                "PACK-ID", node.place, "\"\(Self.short(id))\" is no id",
                "an id is lower-case words and digits joined by . and -, such as us.tida.removal, of at most 100 characters"
            )
            return nil
        }
        if let prefix, !id.hasPrefix(prefix) {
            add("PACK-ID", node.place, "\(what) must begin with \"\(prefix)\"", "write \(prefix)\(id)")
            return nil
        }
        return id
    }

    static func isIdentifier(_ id: String) -> Bool {
        guard id.utf8.count <= 100 else { return false }
        return id.utf8.split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
            .allSatisfy { part in
                !part.isEmpty && part.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
            }
    }

    func word<Word: RawRepresentable & CaseIterable>(_ node: DocumentNode, _ what: String) -> Word?
    where Word.RawValue == String {
        guard let text = text(node, what) else { return nil }
        if let word = Word(rawValue: text) { return word }
        unknownWord(text, node.place, what, Word.allCases.map(\.rawValue))
        return nil
    }

    func words<Word: RawRepresentable & CaseIterable & Hashable>(_ node: DocumentNode, _ what: String) -> [Word]?
    where Word.RawValue == String {
        guard let elements = list(node, what) else { return nil }
        guard !elements.isEmpty else {
            add("PACK-TYPE", node.place, "\(what) is an empty list", "leave the key out, or name at least one")
            return nil
        }
        var words: [Word] = []
        for element in elements {
            guard let word: Word = word(element, "an element of \(what)") else { continue }
            if words.contains(word) {
                add("PACK-TWICE", element.place, "\(what) names \"\(word.rawValue)\" twice", "remove one")
            }
            words.append(word)
        }
        return words.count == elements.count ? words : nil
    }

    func unknownWord(_ text: String, _ place: Place, _ what: String, _ known: [String]) {
        let guess = Misspelling.nearest(to: text, among: known).map { "did you mean \"\($0)\"? " } ?? ""
        add(
            "PACK-WORD", place, "\(what) is never \"\(Self.short(text))\"",
            guess + "it is one of \(known.joined(separator: ", "))")
    }

    /// A day, which is its first second in Greenwich, or a moment.
    func moment(_ node: DocumentNode, _ what: String) -> UTCTime? {
        guard let text = node.text, let time = UTCTime(text) else {
            let text = node.text.map { "\"\(Self.short($0))\"" } ?? node.inWords
            add(
                "PACK-DATE", node.place, "\(what) must be a date that exists, not \(text)",
                "write year-month-day: 2025-06-01, or with a time: 2025-06-01T12:00:00Z")
            return nil
        }
        return time
    }

    func duration(_ node: DocumentNode, _ what: String) -> CalendarDuration? {
        guard let text = node.text, let duration = CalendarDuration(text) else {
            let text = node.text.map { "\"\(Self.short($0))\"" } ?? node.inWords
            add(
                "PACK-DURATION", node.place, "\(what) must be a duration, not \(text)",
                "ISO 8601: PT48H is 48 hours, P7D seven days, P6M six months, P1Y a year")
            return nil
        }
        return duration
    }

    func jurisdiction(_ node: DocumentNode, _ what: String) -> Jurisdiction? {
        guard let text = node.text, let jurisdiction = Jurisdiction(text) else {
            let capitals = node.text.map { $0.uppercased() }.flatMap { Jurisdiction($0) }?.code
            let text = node.text.map { "\"\(Self.short($0))\"" } ?? node.inWords
            add(
                "PACK-JURISDICTION", node.place, "\(what) must be a jurisdiction, not \(text)",
                (capitals.map { "write \($0); " } ?? "")
                    + "two capitals such as KR, EU, a state such as US-CA, or \"*\" in quotes")
            return nil
        }
        return jurisdiction
    }

    func localText(_ node: DocumentNode, _ what: String) -> LocalText? {
        if case .scalar = node.content, node.text != nil {
            add(
                "PACK-TYPE", node.place, "\(what) must say in which language it is",
                "write {en: \"…\", ko: \"…\", es: \"…\"}")
            return nil
        }
        guard let fields = fields(node, what, ["en", "ko", "es"]),
            let english = required(fields, "en", "\"…\"").flatMap({ text($0, "the English of \(what)") })
        else { return nil }
        return LocalText(en: english, ko: optionalText(fields, "ko"), es: optionalText(fields, "es"))
    }

    // MARK: - Conditions

    private static let longestCondition = 16_000

    /// A text; a list, of which all must hold; or `{all: […]}`, `{any: […]}`, `{not: …}`.
    func condition(_ node: DocumentNode, _ what: String) -> Condition? {
        let before = problems.count
        guard let condition = part(node, what), problems.count == before else { return nil }
        // The canonical form is one text, so what is written as a tree must fit into one, too.
        do throws(ConditionParser.Failure) {
            _ = try ConditionParser.parse(condition.description)
        } catch {
            add("PACK-CONDITION", node.place, error.message, error.hint)
            return nil
        }
        return condition
    }

    private func part(_ node: DocumentNode, _ what: String) -> Condition? {
        switch node.content {
        case .scalar(let scalar): return parse(scalar, node, what)
        case .list(let parts): return parts.isEmpty ? empty(node, what) : all(parts, what).map { .all($0) }
        case .mapping(let entries):
            guard entries.count == 1, let entry = entries.first, ["all", "any", "not"].contains(entry.key) else {
                add(
                    "PACK-CONDITION", node.place, "\(what) must be a text, a list, or one of all, any, not",
                    "write {any: [\"request.valid is true\", \"legal.hold is true\"]}")
                return nil
            }
            if entry.key == "not" { return part(entry.value, what).map { .not($0) } }
            guard case .list(let parts) = entry.value.content else {
                add(
                    "PACK-CONDITION", entry.value.place, "\"\(entry.key)\" holds a list of conditions",
                    "one line with \"- \" each")
                return nil
            }
            if parts.isEmpty { return empty(entry.value, what) }
            return all(parts, what).map { entry.key == "all" ? .all($0) : .any($0) }
        }
    }

    private func empty(_ node: DocumentNode, _ what: String) -> Condition? {
        add(
            "PACK-CONDITION", node.place, "\(what) is an empty list",
            "leave the key out, or write \"always\" or \"never\"")
        return nil
    }

    private func all(_ parts: [DocumentNode], _ what: String) -> [Condition]? {
        let conditions = parts.compactMap { part($0, what) }
        return conditions.count == parts.count ? conditions : nil
    }

    private func parse(_ scalar: DocumentNode.Scalar, _ node: DocumentNode, _ what: String) -> Condition? {
        guard !node.isNull, let text = text(node, what, limit: Self.longestCondition) else {
            if node.isNull {
                add("PACK-CONDITION", node.place, "\(what) is empty", "leave the key out, or write a condition")
            }
            return nil
        }
        // A text over several lines is one line to the parser.
        let line = String(text.map { $0 == "\n" || $0 == "\t" ? " " : $0 })
        do throws(ConditionParser.Failure) {
            return try ConditionParser.parse(line)
        } catch {
            let skipped = scalar.text.unicodeScalars.prefix { $0 == " " || $0 == "\n" || $0 == "\t" }.count
            let offset = skipped + line.prefix(error.offset).unicodeScalars.count
            let place =
                lines.isEmpty
                ? node.place : ScalarPlace.place(of: offset, in: scalar, from: node.place, lines: lines)
            add("PACK-CONDITION", place, error.message, error.hint)
            return nil
        }
    }

    /// At most as much as a line of a message takes.
    static func short(_ text: String) -> String {
        text.count > 60 ? text.prefix(57) + "…" : text
    }
}
