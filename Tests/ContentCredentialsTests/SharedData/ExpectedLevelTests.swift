// SPDX-License-Identifier: Apache-2.0

import Containers
import ContentCredentials
import ProvenanceVocabulary
import Testing

/// Level and claim of every file that carries a manifest, under the test roots.
@Suite struct ExpectedLevelTests {
    /// A file of which this validator says something else than the expectation, which comes from c2pa-rs.
    struct Disagreement {
        var level: String
        var claim: String
        /// Clause of the C2PA specification 2.2, and why.
        var clause: String
    }

    static let disagreements: [String: Disagreement] = [
        "fetched/c2pa-rs/legacy.mp4": Disagreement(
            level: "credentials-failed", claim: "none-usable",
            clause: """
                18.6.1: validators shall ignore c2pa.hash.bmff without a version; 15.10.1.2: without another hard binding \
                the manifest is rejected with claim.hardBindings.missing
                """),
        "fetched/c2pa-rs/video1.mp4": Disagreement(
            level: "signed-trusted", claim: "not-stated",
            clause: """
                15.7: the active manifest's own chain leads to a listed root, so signingCredential.trusted; c2pa-rs lowers \
                the whole file because an ingredient's signer is unlisted, which 15.11 reports for the ingredient
                """),
        "fetched/encypher-vectors/expired_signer.jpg": Disagreement(
            level: "credentials-failed", claim: "none-usable",
            clause: "15.10.1.2: readable, and rejected with claim.hardBindings.missing; c2pa-rs gives up reading"),
        "fetched/encypher-vectors/wrong_eku_signer.jpg": Disagreement(
            level: "credentials-failed", claim: "none-usable",
            clause:
                "15.7 and 15.10.1.2: readable, and rejected with signingCredential.invalid; c2pa-rs gives up reading"),
        "fetched/c2pa-rs/ocsp.jpg": unlistedAuthority("ai-edited"),
        "fetched/c2pa-rs/ocsp_with_assertion.jpg": unlistedAuthority("not-stated"),
        "fetched/digimarc/digimarc-genai-picture-validate-protected.jpg": unlistedAuthority("ai-generated"),
        "fetched/digimarc/digimarc-photo-rddm-validate-protected.jpg": unlistedAuthority("not-stated"),
        "fetched/wiltodelta-fixtures/firefly-1.png": unlistedAuthority("ai-generated"),
    ]

    private static func unlistedAuthority(_ claim: String) -> Disagreement {
        Disagreement(
            level: "signed-intact-but-expired", claim: claim,
            clause: """
                15.8.2: a time stamp whose authority no TSA list names is untrusted and ignored, and then the present time \
                counts; c2pa-rs believes sigTst of any authority. The certificate has expired
                """)
    }

    @Test func everyFileHasItsLevelAndClaim() throws {
        guard let material = SharedMaterial() else {
            print(SharedMaterial.absence)
            return
        }
        let validator = CredentialValidator(trust: try material.trust(), now: SharedMaterial.time)
        var seen: Set<String> = []
        for row in try material.rows() {
            let source = MemoryBytes(try material.bytes(of: row.file))
            guard let report = validator.validate(try ContainerReader.read(source), source: source) else { continue }
            seen.insert(row.file)
            let disagreement = Self.disagreements[row.file]
            let why = report.decidingStatuses.map { "\($0.code): \($0.explanation)" }.prefix(3).joined(separator: "; ")
            #expect(report.state.level == disagreement?.level ?? row.level, "\(row.file) \(why)")
            #expect(report.claim.rawValue == disagreement?.claim ?? row.claim, "\(row.file) \(report.reasons)")
            if let disagreement {
                // An entry that no longer disagrees is to be taken out.
                #expect(disagreement.level != row.level || disagreement.claim != row.claim, "\(row.file)")
            }
        }
        #expect(seen.count >= 50, "only \(seen.count) files with a manifest were found")
        #expect(seen.isSuperset(of: Self.disagreements.keys))
    }
}
