// SPDX-License-Identifier: Apache-2.0

import Foundation
import Policy
import PolicyPacks
import TestSupport
import Testing

@Suite struct PolicySchemaTests {
    private static let folder = Repository.root.appending(path: "law/schema")

    /// With `TUTELA_WRITE_SCHEMAS` set, this writes them.
    @Test(arguments: PolicySchema.allCases)
    func theKeptSchemaIsThatOfTheProgram(schema: PolicySchema) throws {
        let file = Self.folder.appending(path: schema.fileName)
        if ProcessInfo.processInfo.environment["TUTELA_WRITE_SCHEMAS"] != nil {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            try Data(schema.text.utf8).write(to: file)
        }
        let kept = try String(contentsOf: file, encoding: .utf8)
        #expect(kept == schema.text, "run TUTELA_WRITE_SCHEMAS=1 swift test --filter PolicySchemaTests")
    }

    @Test func everyWordOfTheVocabularyIsInTheSchema() {
        let text = PolicySchema.pack.json.text
        let words =
            Verb.allCases.map(\.rawValue) + Recipient.allCases.map(\.rawValue) + Category.allCases.map(\.rawValue)
            + ClockEvent.allCases.map(\.rawValue) + Matter.allCases.map(\.rawValue) + FactName.allCases.map(\.rawValue)
        for word in words { #expect(text.contains("\"\(word)\""), "\(word)") }
    }

    @Test(.enabled(if: hasPeer, "the Python packages jsonschema and PyYAML are not in .venv: scripts/install-peers"))
    func everyBookOfLawIsValidAndMalformedPacksAreNot() throws {
        let folder = try TemporaryFolder()
        let good =
            LawBooks.builtIn + LawBooks.builtInTests + [
                Sample.file(Sample.pack, "sample.yaml"), Sample.file(RoundTripTests.everything, "everything.yaml"),
                Sample.file(Sample.house, "house.yaml"),
            ]
        var paths: [String] = []
        for file in good { paths.append(try folder.write(file.bytes, to: "good/" + file.path)) }
        // What a schema can see: keys, types, words, the shape of dates.
        let visible: Set = [
            "FACT-NAME", "FACT-TYPE", "PACK-DIGEST", "PACK-DURATION", "PACK-ID", "PACK-JURISDICTION", "PACK-KEY",
            "PACK-MISSING", "PACK-TWICE", "PACK-TYPE", "PACK-URL", "PACK-WORD",
        ]
        let invisible: Set = ["a key that is a list", "a key with a question mark", "two durations"]
        let bad = MalformedPack.all.filter { visible.contains($0.code) && !invisible.contains($0.what) }
        #expect(bad.count >= 40)
        for (index, pack) in bad.enumerated() { paths.append(try folder.write(pack.bytes, to: "bad/\(index).yaml")) }
        let run = try Execution.run(
            try #require(Repository.python),
            [Repository.root.appending(path: "Tests/Peers/policy_schema.py").path, Self.folder.path],
            input: Data(paths.joined(separator: "\n").utf8))
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.count == paths.count)
        for line in run.lines where line.contains("/good/") { #expect(line.hasPrefix("ok "), "\(line)") }
        for line in run.lines where line.contains("/bad/") {
            let index = line.split(separator: "/bad/").last?.prefix { $0.isNumber }
            #expect(line.hasPrefix("no "), "\(index.flatMap { Int($0) }.map { bad[$0].what } ?? "") is valid: \(line)")
        }
    }

    private static let hasPeer: Bool = {
        guard let python = Repository.python,
            let run = try? Execution.run(python, ["-c", "import jsonschema, yaml"])
        else { return false }
        return run.status == 0
    }()
}
