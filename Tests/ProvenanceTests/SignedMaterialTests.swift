// SPDX-License-Identifier: Apache-2.0

import Foundation
import Provenance
import ProvenanceVocabulary
import TestSupport
import Testing

/// Pictures and films that c2pa-python signs for the test, and what it says of them itself.
@Suite("Material signed by c2pa-python")
struct SignedMaterialTests {
    private struct Line: Decodable {
        var file: String
        var kind: String
        var level: String
        var claim: String
        var level_without_lists: String
        var note: String
        var disagreement: String
        var oracle_state: String
    }

    @Test(
        "has the level and claim it was made for, and c2pa-python agrees or a clause says why not",
        .enabled(if: Repository.python != nil, "the peers are not installed: make test"))
    func material() throws {
        let scratch = try TemporaryFolder()
        let made = try Execution.peer("signed_material.py", [scratch.path])
        try #require(made.status == 0, "\(made.errors)")
        let text = try String(contentsOfFile: scratch.path + "/material.json", encoding: .utf8)
        let lines = try text.split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
        #expect(lines.count > 100)
        let listed = try Inspecting([
            (.signers, scratch.path + "/trust.pem"), (.timeStamps, scratch.path + "/tsa.pem"),
            (.allowed, scratch.path + "/allowed.pem"),
        ])
        let unlisted = try Inspecting([])
        for line in lines {
            let record = try listed.record(scratch.path + "/" + line.file)
            #expect(record.words == line.level + " " + line.claim, "\(line.file): \(line.note)")
            #expect(
                try unlisted.record(scratch.path + "/" + line.file).level.rawValue == line.level_without_lists,
                "\(line.file) without lists")
            guard line.disagreement.isEmpty else { continue }
            let agreed: Set<String> =
                switch line.oracle_state {
                case "Trusted": ["signed-trusted"]
                case "Valid": ["signed-intact-signer-unlisted"]
                case "Invalid": ["credentials-failed", "signed-intact-but-expired", "unreadable-or-hostile"]
                case "NoManifest": ["none", "remote-reference-only", "declared-unsigned"]
                default: ["unreadable-or-hostile", "credentials-failed", "none", "remote-reference-only"]
                }
            #expect(agreed.contains(record.level.rawValue), "\(line.file): c2pa-python says \(line.oracle_state)")
        }
    }
}
