// SPDX-License-Identifier: Apache-2.0

import ContentCredentials
import ProvenanceVocabulary
import Testing

/// The official rubric, statement by statement.
@Suite struct RubricTests {
    private let signer = MadeSigner()

    private func report(
        _ actions: [CBORValue], all: Bool = true, isGathered: Bool = false,
        others: [MadeManifest.Assertion] = []
    ) -> CredentialReport? {
        let signer = signer
        return MadePicture { binding in
            var list = MadeManifest.Assertion.actions(actions, all: all)
            list.isGathered = isGathered
            return [MadeManifest("urn:c2pa:1", signer: signer, [list] + others + [binding])]
        }.report()
    }

    @Test(arguments: [
        ("trainedAlgorithmicMedia", Claim.aiGenerated, RubricOutcome.fullyGenerated),
        ("compositeWithTrainedAlgorithmicMedia", .aiEdited, .partlyGenerated),
        ("compositeSynthetic", .aiEdited, .partlyGenerated), ("composite", .aiPossible, .mayContain),
        ("screenCapture", .aiPossible, .mayContain), ("digitalCapture", .captured, .captured),
        ("computationalCapture", .captured, .captured), ("compositeCapture", .captured, .stitched),
        ("algorithmicMedia", .algorithmicNotAI, .algorithmic),
        ("digitalCreation", .notStated, .nonGenerativeCreation),
    ])
    func creation(_ code: String, _ claim: Claim, _ outcome: RubricOutcome) {
        let report = report([.action("c2pa.created", sourceType: code)])
        #expect(report?.claim == claim)
        #expect(report?.activeManifest?.outcomes == [outcome])
        #expect(report?.reasons.first?.statement.description == "c2pa.created")
    }

    @Test(arguments: [
        ("c2pa.edited", "trainedAlgorithmicMedia", Claim.aiEdited),
        ("c2pa.filtered", "compositeWithTrainedAlgorithmicMedia", .aiEdited), ("c2pa.edited", "composite", .aiPossible),
        ("c2pa.edited", "digitalCapture", .captured), ("c2pa.edited", "algorithmicMedia", .captured),
        // Not perceptible.
        ("c2pa.converted", "trainedAlgorithmicMedia", .aiPossible),
        ("c2pa.enhanced", "trainedAlgorithmicMedia", .aiPossible),
        ("c2pa.watermarked.bound", "trainedAlgorithmicMedia", .captured),
    ])
    func transformationOfACapture(_ name: String, _ code: String, _ claim: Claim) {
        let report = report([
            .action("c2pa.created", sourceType: "digitalCapture"), .action(name, sourceType: code),
        ])
        #expect(report?.claim == claim)
    }

    @Test func codesAreReadWithBlanksAndHTTPS() {
        let action = CBORValue.map([
            CBOREntry(key: .text("action"), value: .text("c2pa.created")),
            CBOREntry(
                key: .text("digitalSourceType"),
                value: .text(" https://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia")),
            CBOREntry(key: .text("softwareAgent"), value: .text("Example Model")),
        ])
        let report = report([action])
        #expect(report?.claim == .aiGenerated)
        #expect(report?.activeManifest?.actions.first?.softwareAgent?.description == "Example Model")
    }

    @Test func anIncompleteHistoryIsAmbiguous() {
        let created = CBORValue.action("c2pa.created", sourceType: "digitalCapture")
        #expect(report([created], all: false)?.activeManifest?.outcomes.contains(.ambiguous) == true)
        #expect(report([created, .action("org.example.done")])?.activeManifest?.outcomes.contains(.ambiguous) == true)
        #expect(report([created])?.activeManifest?.outcomes.contains(.ambiguous) == false)
    }

    @Test func whatWasGatheredIsNotAttributedToTheSigner() {
        let report = report([.action("c2pa.created", sourceType: "trainedAlgorithmicMedia")], isGathered: true)
        #expect(report?.claim == .aiGenerated)
        #expect(report?.reasons.first?.isGathered == true)
        #expect(report?.activeManifest?.outcomes.contains(.ambiguous) == true)
    }

    @Test func vendorsAndMetadataDeclareToo() {
        let created = CBORValue.action("c2pa.created")
        let vendor = MadeManifest.Assertion(
            "c2pa.ai_generated_content",
            .map([
                CBOREntry(key: .text("ai_generated"), value: .boolean(true)),
                CBOREntry(key: .text("model"), value: .text("Example")),
            ]))
        let report = report([created], others: [vendor])
        #expect(report?.claim == .aiGenerated)
        #expect(report?.reasons.first?.isVendorFact == true)
        #expect(report?.reasons.first?.value?.description == "Example")
        let metadata = MadeManifest.Assertion(
            "c2pa.metadata",
            json: """
                {"@context": {}, "Iptc4xmpExt:DigitalSourceType": \
                "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"}
                """)
        #expect(self.report([created], others: [metadata])?.claim == .aiEdited)
    }

    @Test func contradictionsAreTold() {
        let vendor = MadeManifest.Assertion(
            "c2pa.ai_generated_content", .map([CBOREntry(key: .text("ai_generated"), value: .boolean(true))]))
        let report = report([.action("c2pa.created", sourceType: "digitalCapture")], others: [vendor])
        #expect(report?.claim == .aiGenerated)
        #expect(report?.contradictions.count == 1)
    }

    @Test func templatesFillWhatActionsLeaveOut() {
        let list = MadeManifest.Assertion(
            "c2pa.actions.v2",
            .map([
                CBOREntry(key: .text("actions"), value: .array([.action("c2pa.created")])),
                CBOREntry(
                    key: .text("templates"),
                    value: .array([.action("c2pa.created", sourceType: "trainedAlgorithmicMedia")])),
            ]))
        let signer = signer
        let report = MadePicture { [MadeManifest("urn:c2pa:1", signer: signer, [list, $0])] }.report()
        #expect(report?.claim == .aiGenerated)
    }

    @Test func softBindingsAreNamed() {
        let binding = MadeManifest.Assertion(
            "c2pa.soft-binding", .map([CBOREntry(key: .text("alg"), value: .text("com.example.mark"))]))
        let report = report([.action("c2pa.created")], others: [binding])
        #expect(report?.activeManifest?.softBindings.map(\.description) == ["com.example.mark"])
        #expect(report?.claim == .notStated)
    }
}
