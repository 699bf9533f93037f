// SPDX-License-Identifier: Apache-2.0

import Foundation
import Provenance
import TestSupport
import Testing

/// 109 real and made files with the level and claim that research expects of them, made mostly from c2pa-rs's answers.
@Suite("The table of expected levels")
struct ExpectedTableTests {
    private static let folder = Repository.material("provenance")

    /// Where this program says something else than the table, on purpose. Each with its reason; a line here that is not
    /// needed fails the test as well.
    private static let disagreements: [String: (says: String, because: String)] = {
        let expired = """
            C2PA 2.2, "Validate the time-stamp": a token whose authority is on no list (timeStamp.untrusted) is not used, \
            so the certificate must be valid now; c2pa-rs believes tokens of version 1 without a list.
            """
        let unbound = """
            C2PA 2.2, "Hard bindings": without one the claim is rejected with claim.hardBindings.missing, so the store is \
            readable and does not fit; c2pa-rs gives an error instead of a code.
            """
        return [
            "fetched/c2pa-rs/legacy.mp4": (
                "credentials-failed none-usable",
                """
                C2PA 2.2, "BMFF-based hash": assertions c2pa.hash.bmff of version 1 shall be ignored, which leaves no hard \
                binding (claim.hardBindings.missing).
                """
            ),
            "fetched/c2pa-rs/video1.mp4": (
                "signed-trusted not-stated",
                """
                C2PA 2.2, "Validation states": the state is that of the active manifest. Its certificates lead to a listed \
                root (openssl verify agrees); it is its ingredient whose signer is on no list.
                """
            ),
            "fetched/c2pa-rs/ocsp.jpg": ("signed-intact-but-expired ai-edited", expired),
            "fetched/c2pa-rs/ocsp_with_assertion.jpg": ("signed-intact-but-expired not-stated", expired),
            "fetched/digimarc/digimarc-genai-picture-validate-protected.jpg": (
                "signed-intact-but-expired ai-generated", expired
            ),
            "fetched/digimarc/digimarc-photo-rddm-validate-protected.jpg": (
                "signed-intact-but-expired not-stated", expired
            ),
            "fetched/wiltodelta-fixtures/firefly-1.png": ("signed-intact-but-expired ai-generated", expired),
            "fetched/encypher-vectors/expired_signer.jpg": ("credentials-failed none-usable", unbound),
            "fetched/encypher-vectors/wrong_eku_signer.jpg": ("credentials-failed none-usable", unbound),
            "fetched/wiltodelta-fixtures/adobe-trustmark-p.png": (
                "none not-stated",
                "TrustMark is decoded by a neural network only, and its payload is a number that says nothing of AI."
            ),
        ]
    }()

    private struct Row {
        var file: String
        var level: String
        var claim: String
    }

    private static func rows() throws -> [Row] {
        let folder = try #require(folder)
        let table = try String(contentsOf: folder.appending(path: "expected.tsv"), encoding: .utf8)
        let lines = table.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
        let head = try #require(lines.first)
        let level = try #require(head.firstIndex(of: "expected_level_test_roots"))
        let claim = try #require(head.firstIndex(of: "expected_claim"))
        return lines.dropFirst().map { line in
            let words = line[claim].hasPrefix("none usable") ? "none-usable" : String(line[claim])
            return Row(file: String(line[0]), level: String(line[level]), claim: words)
        }
    }

    @Test(
        "every file has the expected level and claim, or a reason why not",
        .enabled(if: folder != nil, "the shared material is not here"))
    func table() throws {
        let folder = try #require(Self.folder)
        let trust = folder.path + "/trust/"
        let roots = [trust + "c2pa-rs-test-roots.pem", trust + "local-test-roots.pem"]
        let inspecting = try Inspecting(roots.flatMap { [(.signers, $0), (.timeStamps, $0)] })
        let rows = try Self.rows()
        #expect(rows.count == 109)
        var unneeded = Set(Self.disagreements.keys)
        for row in rows {
            let says = try inspecting.record(folder.path + "/" + row.file).words
            let expected = row.level + " " + row.claim
            if let disagreement = Self.disagreements[row.file] {
                #expect(says == disagreement.says, "\(row.file): \(disagreement.because)")
                if says != expected { unneeded.remove(row.file) }
            } else {
                #expect(says == expected, "\(row.file)")
            }
        }
        #expect(unneeded.isEmpty)
    }
}
