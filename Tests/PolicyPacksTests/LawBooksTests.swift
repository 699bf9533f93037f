// SPDX-License-Identifier: Apache-2.0

import Foundation
import Policy
import PolicyPacks
import TestSupport
import Testing

@Suite struct LawBooksTests {
    static let suites: [PolicyTest] = LawBooks.builtInTests.compactMap { try? PolicyTestReader.read($0) }
    static let books = Result { try LawBooks.ruleSet() }

    /// A case by its suite's file and its position.
    struct Position: Sendable, CustomTestStringConvertible {
        var suite: Int
        var index: Int
        var testDescription: String
    }

    static let cases = suites.indices.flatMap { suite in
        suites[suite].cases.indices.map {
            Position(
                suite: suite, index: $0,
                testDescription:
                    "\(suites[suite].file):\(suites[suite].cases[$0].line): \(suites[suite].cases[$0].name)")
        }
    }

    @Test(arguments: cases)
    func theLawDecidesAsItsTestsSay(position: Position) throws {
        let set = try Self.books.get()
        let suite = Self.suites[position.suite]
        let result = suite.run(suite.cases[position.index], under: set)
        #expect(result.holds, "\(result.differences.joined(separator: "\n"))")
    }

    @Test func everySuiteIsRead() throws {
        for file in LawBooks.builtInTests { _ = try PolicyTestReader.read(file) }
        #expect(Self.cases.count >= 120)
    }

    @Test func theFolderAndTheProgramHoldTheSame() throws {
        let folder = Repository.root.appending(path: "law").path
        let files = try LawBooks.files(at: [folder]).filter { !$0.path.contains("/examples/") }
        let relative = files.map { PolicyFile(path: "law" + $0.path.dropFirst(folder.count), bytes: $0.bytes) }
        #expect(relative.filter { !$0.isPolicyTest } == LawBooks.builtIn)
        #expect(relative.filter(\.isPolicyTest) == LawBooks.builtInTests)
        #expect(LawBooks.builtIn.count >= 10)
    }

    @Test func everyPackIsCleanAndEverythingIsCited() throws {
        let report = PolicyLint.check(LawBooks.builtIn + LawBooks.builtInTests)
        #expect(report.problems.isEmpty, "\(report.problems)")
        #expect(report.isClean)
        #expect(report.digest == (try Self.books.get().digest))
        let titles = report.warnings.filter { $0.code == "LINT-TITLE" }
        #expect(titles.isEmpty, "\(titles.map { "\($0.file): \($0.subject): \($0.message)" })")
    }

    @Test func everyExampleIsCleanOnTopOfTheBooks() throws {
        let folder = Repository.root.appending(path: "law/examples").path
        let files = try LawBooks.files(at: [folder])
        for pack in files where !pack.isPolicyTest {
            let stem = pack.path.dropLast(".yaml".count)
            let report = PolicyLint.check([pack] + files.filter { $0.isPolicyTest && $0.path.hasPrefix(stem + ".") })
            #expect(report.isClean, "\(report.problems) \(report.failures.flatMap(\.differences))")
            #expect(!report.results.isEmpty, "no test of \(pack.path)")
        }
    }

    @Test func filesComeInOneOrderAndLinksAreNotFollowed() throws {
        let folder = try TemporaryFolder()
        for name in ["b/z.yaml", "b/a.yml", "a.yaml", "Z.yaml", "c.txt", ".hidden/x.yaml", "d/e/f.policytest.yaml"] {
            try folder.write("x: 1\n", to: name)
        }
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link.yaml", withDestinationPath: folder.path + "/a.yaml")
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/loop", withDestinationPath: folder.path)
        let names = try LawBooks.files(at: [folder.path]).map { String($0.path.dropFirst(folder.path.count + 1)) }
        #expect(names == ["Z.yaml", "a.yaml", "b/a.yml", "b/z.yaml", "d/e/f.policytest.yaml"])
        // What a person names is read, link or not.
        #expect(try LawBooks.files(at: [folder.path + "/link.yaml", folder.path + "/c.txt"]).count == 2)
    }

    @Test func whatIsNotThereOrTooLargeIsTold() throws {
        let folder = try TemporaryFolder()
        try folder.write([UInt8](repeating: 0x20, count: 512 * 1_024 + 1), to: "large.yaml")
        do throws(PackProblems) {
            _ = try LawBooks.files(at: [folder.path, folder.path + "/none.yaml"])
            Issue.record("it was read")
        } catch {
            #expect(Set(error.problems.map(\.code)) == ["PACK-SIZE", "PACK-UNREADABLE"])
        }
    }
}
