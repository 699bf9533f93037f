// SPDX-License-Identifier: Apache-2.0

import Foundation
import Policy
import PolicyPacks
import TestSupport
import Testing

@Suite struct RuleSetArchiveTests {
    @Test func everyRuleSetComesBackWithItsDigest() throws {
        let home = try TemporaryFolder()
        let archive = RuleSetArchive(home: home.path)
        let sets = try RoundTripTests.sets()
        for set in sets {
            try archive.keep(set)
            try archive.keep(set)
        }
        #expect(archive.digests == Set(sets.map(\.digest)).sorted())
        for set in sets { #expect(try archive.ruleSet(set.digest)?.canonical == set.canonical) }
    }

    @Test func onlyItsOwnerReadsIt() throws {
        let home = try TemporaryFolder()
        let archive = RuleSetArchive(home: home.path)
        let set = try Sample.ruleSet(Sample.pack)
        try archive.keep(set)
        let names = try FileManager.default.contentsOfDirectory(atPath: archive.folder)
        #expect(names == ["\(set.digest).json"])
        let file = try FileManager.default.attributesOfItem(atPath: "\(archive.folder)/\(names[0])")
        #expect(file[.posixPermissions] as? Int == 0o600)
        let folder = try FileManager.default.attributesOfItem(atPath: archive.folder)
        #expect(folder[.posixPermissions] as? Int == 0o700)
    }

    @Test func whatIsNotThereIsNothing() throws {
        let home = try TemporaryFolder()
        let archive = RuleSetArchive(home: home.path)
        #expect(archive.digests.isEmpty)
        #expect(try archive.ruleSet(String(repeating: "0", count: 64)) == nil)
        // A recorded decision says which digest: it must not lead out of the folder.
        #expect(try archive.ruleSet("../../etc/passwd") == nil)
        #expect(try archive.ruleSet("") == nil)
    }

    @Test func aChangedFileIsRefused() throws {
        let home = try TemporaryFolder()
        let archive = RuleSetArchive(home: home.path)
        let set = try Sample.ruleSet(Sample.pack)
        try archive.keep(set)
        let path = "\(archive.folder)/\(set.digest).json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("PT48H", with: "PT72H").write(toFile: path, atomically: true, encoding: .utf8)
        #expect {
            try archive.ruleSet(set.digest)
        } throws: {
            ($0 as? RuleSetArchiveProblem)?.kind == .damaged
        }
        #expect {
            try archive.keep(set)
        } throws: {
            ($0 as? RuleSetArchiveProblem)?.kind == .damaged
        }
    }

    @Test func aFolderThatCannotBeMadeIsTold() throws {
        let home = try TemporaryFolder()
        _ = try home.write(Data("a file".utf8), to: "policy")
        let set = try Sample.ruleSet(Sample.pack)
        #expect {
            try RuleSetArchive(home: home.path).keep(set)
        } throws: {
            guard let problem = $0 as? RuleSetArchiveProblem else { return false }
            return problem.kind == .unwritable && problem.code == "ARCHIVE-UNWRITABLE" && !problem.remedy.isEmpty
        }
    }
}
