// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

/// Reads `*.policytest.yaml`.
public enum PolicyTestReader {
    static let keys = ["policytest", "context", "jurisdictions", "platforms", "cases"]
    static let caseKeys = ["name", "cites", "at", "jurisdictions", "platforms", "facts", "concerns", "expect", "note"]
    static let expectationKeys = [
        "category", "categories", "possible", "action", "fires", "does-not-fire", "nearly", "unsigned", "obligations",
        "no-obligations", "processing-denied",
    ]
    static let obligationKeys = [
        "do", "to", "within", "from", "deadline", "rule", "status", "execution", "until", "form", "for", "at-most",
        "what",
        "modality", "format", "by",
    ]

    /// Reads a suite.
    ///
    /// - Parameters:
    ///   - file: YAML.
    ///   - limits: how much is read.
    /// - Throws: ``PackProblems`` with every mistake.
    public static func read(_ file: PolicyFile, limits: ReadingLimits = .file) throws(PackProblems) -> PolicyTest {
        let (reading, root) = try Reading.open(file, limits: limits)
        let test = PolicyTestReading(reading).test(root)
        try reading.finish()
        guard let test else {
            throw PackProblems([
                PackProblem(
                    code: "PACK-TYPE", file: file.path, line: 1, column: 1, message: "this is no suite of tests",
                    hint: "begin with policytest: and a title")
            ])
        }
        return test
    }
}

/// Makes a suite of a document.
private struct PolicyTestReading {
    let reading: Reading

    init(_ reading: Reading) {
        self.reading = reading
    }

    func test(_ root: DocumentNode) -> PolicyTest? {
        guard let fields = reading.fields(root, "a suite of tests", PolicyTestReader.keys) else { return nil }
        let title = reading.required(fields, "policytest", "Take It Down").flatMap { reading.text($0, "the title") }
        let context = fields.given("context").map { reading.facts($0) } ?? FactSet()
        let jurisdictions = jurisdictions(fields)
        let platforms = platforms(fields)
        guard let list = reading.required(fields, "cases", "a list").flatMap({ reading.list($0, "\"cases\"") }) else {
            return nil
        }
        if list.isEmpty { reading.add("PACK-TYPE", fields.place, "a suite without cases tests nothing", "add a case") }
        var names: Set<String> = []
        var cases: [PolicyTest.Case] = []
        for node in list {
            guard let made = self.case(node, context, jurisdictions, platforms) else { continue }
            if !names.insert(made.name).inserted {
                reading.add(
                    "PACK-TWICE", node.place, "two cases are called \"\(Reading.short(made.name))\"", "rename one")
            }
            cases.append(made)
        }
        return title.map { PolicyTest(file: reading.file, title: $0, cases: cases) }
    }

    private func `case`(
        _ node: DocumentNode, _ context: FactSet, _ jurisdictions: [Jurisdiction], _ platforms: Set<String>
    ) -> PolicyTest.Case? {
        guard let fields = reading.fields(node, "a case", PolicyTestReader.caseKeys) else { return nil }
        let name = reading.required(fields, "name", "\"what it shows\"").flatMap { reading.text($0, "the name") }
        let cites = reading.required(fields, "cites", "[us.tida.removal]").flatMap { ids($0, "\"cites\"") }
        if let node = fields["cites"], case .list(let elements) = node.content, elements.isEmpty {
            reading.add("PACK-TYPE", node.place, "a case cites at least one rule", "write cites: [us.tida.removal]")
        }
        let at = reading.required(fields, "at", "2026-06-01T12:00:00Z").flatMap { reading.moment($0, "\"at\"") }
        let own = reading.required(fields, "facts", "{origin: real}").map { $0.isNull ? FactSet() : reading.facts($0) }
        var isService = false
        if let concern: Rule.Concern = fields.given("concerns").flatMap({ reading.word($0, "\"concerns\"") }) {
            isService = concern == .service
        }
        guard let expectNode = reading.required(fields, "expect", "{action: review}"),
            var expectation = expectation(expectNode), let name, let cites, let at, let own
        else { return nil }
        expectation.isService = isService
        var facts = context
        for name in own.names { facts.remove(name) }
        return PolicyTest.Case(
            name: name, line: node.place.line, cites: cites, at: at,
            jurisdictions: fields.given("jurisdictions") == nil ? jurisdictions : self.jurisdictions(fields),
            platforms: fields.given("platforms") == nil ? platforms : self.platforms(fields), facts: facts.adding(own),
            expectation: expectation)
    }

    private func jurisdictions(_ fields: Reading.Fields) -> [Jurisdiction] {
        (fields.given("jurisdictions").flatMap { reading.list($0, "\"jurisdictions\"") } ?? []).compactMap {
            reading.jurisdiction($0, "an element of \"jurisdictions\"")
        }
    }

    private func platforms(_ fields: Reading.Fields) -> Set<String> {
        Set(
            (fields.given("platforms").flatMap { reading.list($0, "\"platforms\"") } ?? []).compactMap {
                reading.text($0, "an element of \"platforms\"", limit: 100)?.lowercased()
            })
    }

    private func ids(_ node: DocumentNode, _ what: String) -> [String]? {
        reading.list(node, what)?.compactMap { reading.identifier($0, "an element of \(what)") }
    }

    private func ids(_ fields: Reading.Fields, _ key: String) -> [String] {
        fields.given(key).flatMap { ids($0, "\"\(key)\"") } ?? []
    }

    /// Words of a list, which may be empty.
    private func words<Word: RawRepresentable & CaseIterable>(_ fields: Reading.Fields, _ key: String) -> [Word]?
    where Word.RawValue == String {
        fields.given(key).flatMap { reading.list($0, "\"\(key)\"") }?.compactMap {
            reading.word($0, "an element of \"\(key)\"")
        }
    }

    private func expectation(_ node: DocumentNode) -> PolicyTest.Expectation? {
        guard let fields = reading.fields(node, "\"expect\"", PolicyTestReader.expectationKeys) else { return nil }
        if fields.entries.isEmpty {
            reading.add(
                "PACK-TYPE", node.place, "\"expect\" expects nothing", "write what must follow, at least one key")
        }
        var expected = PolicyTest.Expectation()
        if let node = fields["category"] {
            if node.isNull {
                expected.category = .some(nil)
            } else if let category: Category = reading.word(node, "\"category\"") {
                expected.category = .some(category)
            }
        }
        if let categories: [Category] = words(fields, "categories") { expected.categories = Set(categories) }
        expected.possible = words(fields, "possible")
        expected.action = fields.given("action").flatMap { reading.word($0, "\"action\"") }
        expected.fires = ids(fields, "fires")
        expected.doesNotFire = ids(fields, "does-not-fire")
        expected.nearly = ids(fields, "nearly")
        expected.unsigned = ids(fields, "unsigned")
        expected.obligations = obligations(fields, "obligations")
        expected.absentObligations = obligations(fields, "no-obligations")
        expected.processingDenied = words(fields, "processing-denied") ?? []
        return expected
    }

    private func obligations(_ fields: Reading.Fields, _ key: String) -> [PolicyTest.ExpectedObligation] {
        (fields.given(key).flatMap { reading.list($0, "\"\(key)\"") } ?? []).compactMap { obligation($0, key) }
    }

    private func obligation(_ node: DocumentNode, _ key: String) -> PolicyTest.ExpectedObligation? {
        guard let fields = reading.fields(node, "an obligation of \"\(key)\"", PolicyTestReader.obligationKeys) else {
            return nil
        }
        if fields.entries.isEmpty {
            reading.add("PACK-TYPE", node.place, "an obligation without keys says nothing", "write {do: remove}")
        }
        var expected = PolicyTest.ExpectedObligation()
        expected.verb = fields.given("do").flatMap { reading.word($0, "\"do\"") }
        expected.recipient = fields.given("to").flatMap { reading.word($0, "\"to\"") }
        expected.clock = fields.given("from").flatMap { reading.word($0, "\"from\"") }
        if let node = fields["deadline"] {
            expected.deadline = node.isNull ? .some(nil) : reading.moment(node, "\"deadline\"").map { .some($0) }
        }
        expected.rule = fields.given("rule").flatMap { reading.identifier($0, "\"rule\"") }
        expected.status = fields.given("status").flatMap { reading.word($0, "\"status\"") }
        expected.execution = fields.given("execution").flatMap { reading.word($0, "\"execution\"") }
        expected.until = fields.given("until").flatMap { reading.moment($0, "\"until\"") }
        if let node = fields.given("form") {
            if node.text == "neutral" {
                expected.isNeutral = true
            } else {
                reading.unknownWord(node.text ?? node.inWords, node.place, "\"form\"", ["neutral"])
            }
        }
        expected.keepFor = fields.given("for").flatMap { reading.duration($0, "\"for\"") }
        expected.atMost = fields.given("at-most").flatMap { reading.duration($0, "\"at-most\"") }
        expected.what = words(fields, "what") ?? []
        expected.modality = fields.given("modality").flatMap { reading.word($0, "\"modality\"") }
        expected.format = reading.optionalText(fields, "format", limit: 200)
        expected.by = reading.optionalText(fields, "by", limit: 200)
        if let node = fields.given("within") {
            var parts = [node]
            if case .list(let several) = node.content { parts = several }
            for part in parts {
                if let text = part.text, let word = Urgency(rawValue: text) {
                    expected.urgency = word
                } else {
                    expected.limit = reading.duration(part, "\"within\"")
                }
            }
        }
        return expected
    }
}
