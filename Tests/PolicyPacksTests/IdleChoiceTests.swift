// SPDX-License-Identifier: Apache-2.0

import Foundation
import Policy
import PolicyPacks
import TestSupport
import Testing

/// What an operator chooses must have rules: choosing one place drops the law of all others.
@Suite struct IdleChoiceTests {
    private static func pack(_ line: String) -> String {
        """
        pack: own.policy
        title: {en: "Own"}
        jurisdiction: "*"
        kind: operator
        compiled: 2026-11-24
        \(line)
        rules: []

        """
    }

    private func problems(_ line: String) -> [PackProblem] {
        do throws(PackProblems) {
            _ = try LawBooks.ruleSet(adding: [PolicyFile(path: "own.yaml", text: Self.pack(line))])
            return []
        } catch {
            return error.problems
        }
    }

    @Test(arguments: [
        ("jurisdictions: [US, KO]", "no pack has law of KO", "did you mean KR?", 21),
        ("jurisdictions: [NO]", "no pack has law of NO", "there is law of:", 17),
        ("jurisdictions: [XX]", "no pack has law of XX", "there is law of:", 17),
        ("platforms: [reddit]", "platform \"reddit\"", "there are:", 13),
        ("platforms: [Twich]", "platform \"twich\"", "did you mean twitch?", 13),
    ])
    func whatNoPackHasRulesOfIsRefusedWhereItStands(line: String, message: String, hint: String, column: Int) {
        let found = problems(line)
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.message.contains(message) == true, "\(found)")
        #expect(found.first?.hint.contains(hint) == true, "\(found)")
        #expect(found.first?.line == 6 && found.first?.column == column && found.first?.file == "own.yaml", "\(found)")
        let lint = PolicyLint.check([PolicyFile(path: "own.yaml", text: Self.pack(line))])
        #expect(lint.problems == found)
    }

    @Test(arguments: [
        "jurisdictions: [IE]", "jurisdictions: [EU, KR, US-CA]", "jurisdictions: [US-NY]", "platforms: [Twitch]",
    ])
    func whatIsCoveredIsTaken(line: String) { #expect(problems(line).isEmpty, "\(problems(line))") }

    @Test func aByteOrderMarkIsSkipped() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let pack = PolicyFile(path: "own.yaml", bytes: mark + Array(Self.pack("jurisdictions: [KR]").utf8))
        #expect(try LawBooks.ruleSet(adding: [pack]).chosenJurisdictions.map(\.code) == ["KR"])
        let facts = PolicyFile(path: "facts", bytes: mark + Array("{\"origin\": \"real\"}".utf8))
        #expect(try FactReader.read(facts).isSet(.origin))
    }

    @Test func deviceAndFolderAreRefusedAndAPipeIsRead() throws {
        let folder = try TemporaryFolder()
        for path in ["/dev/null", folder.path] {
            #expect(throws: PackProblems.self, "\(path)") { try LawBooks.file(at: path) }
        }
        let pipe = Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("origin: real".utf8))
        try pipe.fileHandleForWriting.close()
        let path = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
        #expect(try LawBooks.files(at: [path]).map(\.bytes) == [Array("origin: real".utf8)])
    }
}
