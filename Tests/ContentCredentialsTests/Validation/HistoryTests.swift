// SPDX-License-Identifier: Apache-2.0

import Certificates
import Containers
import ContentCredentials
import Crypto
import ProvenanceVocabulary
import Testing

/// Ingredients, redaction and update manifests.
@Suite struct HistoryTests {
    private let signer = MadeSigner()

    private func generated(_ label: String = "urn:c2pa:first") -> MadeManifest {
        MadeManifest(
            label, signer: signer, [.created("trainedAlgorithmicMedia"), MadePicture.binding(storeLength: 1_000)]
        ).fixed
    }

    /// A manifest that opens others.
    private func opening(
        _ ingredient: MadeManifest.Assertion, _ binding: MadeManifest.Assertion, label: String = "urn:c2pa:second"
    ) -> MadeManifest {
        MadeManifest(
            label, signer: signer,
            [
                ingredient,
                .actions([
                    .action(
                        "c2pa.opened",
                        ingredients: [
                            .reference("self#jumbf=c2pa.assertions/\(ingredient.label)", ingredient.hash)
                        ])
                ]), binding,
            ])
    }

    private func codes(_ report: CredentialReport?) -> [String] { report?.decidingStatuses.map(\.code) ?? [] }

    @Test func generatedContentIsFoundInTheHistory() {
        let first = generated()
        let report = MadePicture { [first, opening(.ingredient(first), $0)] }.report(listing: signer)
        #expect(report?.state == .trusted)
        #expect(report?.claim == .aiInIngredients)
        #expect(report?.manifests.map(\.depth) == [0, 1])
        #expect(report?.activeManifest?.ingredients.first?.manifest == 1)
        #expect(report?.reasons.first?.manifest == 1)
        #expect(report?.manifests[0].statuses.contains { $0.code == "ingredient.manifest.validated" } == true)
    }

    @Test func anIngredientThatWasExchangedFails() {
        let first = generated()
        let other = generated()
        let report = MadePicture { [other, opening(.ingredient(first), $0)] }.report(listing: signer)
        #expect(report?.state == .failed)
        #expect(codes(report) == ["ingredient.manifest.mismatch"])
    }

    @Test func anIngredientThatIsMissingFails() {
        let first = generated()
        let report = MadePicture { [opening(.ingredient(first), $0)] }.report(listing: signer)
        #expect(codes(report) == ["ingredient.manifest.missing"])
    }

    @Test func whatWasBrokenWhenItWasTakenInIsToldAndFailsNothing() {
        var broken = MadeManifest(
            "urn:c2pa:first", signer: signer,
            [.created("trainedAlgorithmicMedia"), MadePicture.binding(storeLength: 1_000)])
        broken.changeSignature = { $0[3] ^= 1 }
        let first = broken.fixed
        let result = MadePicture {
            [first, opening(.ingredient(first, recorded: ["claimSignature.mismatch"]), $0)]
        }.report(listing: signer)
        #expect(result?.state == .trusted)
        #expect(result?.manifests.last?.isUnaltered == false)
        #expect(result?.manifests.last?.statuses.contains { $0.code == "claimSignature.mismatch" } == true)
        // What a broken manifest says of generation is not used.
        #expect(result?.claim == .notStated)
    }

    @Test func aCycleEndsAndFails() {
        let first = generated("urn:c2pa:a")
        let report = MadePicture { binding in
            let second = opening(
                .ingredient(first, hash: [UInt8](repeating: 1, count: 32)), binding, label: "urn:c2pa:b")
            var loop = opening(
                .ingredient(second, hash: [UInt8](repeating: 2, count: 32)), binding, label: "urn:c2pa:a")
            loop.title = "loop"
            return [loop, second]
        }.report(listing: signer)
        #expect(report?.state == .failed)
        #expect(report?.manifests.count == 2)
        #expect(codes(report).contains("ingredient.manifest.mismatch"))
    }

    @Test func aHistoryBeyondTheDepthIsUnreadable() {
        let report = MadePicture { binding in
            var manifests = [generated()]
            for depth in 0...ProvenanceLimits.ingredientDepth {
                manifests.append(
                    opening(
                        .ingredient(manifests[depth], hash: [UInt8](repeating: 0, count: 32)), binding,
                        label: "urn:c2pa:d\(depth)"))
            }
            return manifests
        }.report(listing: signer)
        #expect(report?.state == .unreadable)
        #expect(report?.decidingStatuses.first?.explanation.contains("ingredientDepth") == true)
    }

    @Test func manifestsThatNothingNamesAreNotLookedAt() {
        let report = MadePicture { binding in
            [generated("urn:c2pa:stray"), MadeManifest("urn:c2pa:1", signer: signer, [.created(), binding])]
        }.report(listing: signer)
        #expect(report?.state == .trusted)
        #expect(report?.claim == .captured)
        #expect(report?.unreferencedManifests.map(\.description) == ["urn:c2pa:stray"])
    }

    @Test func anUpdateIsBoundByItsParent() {
        let report = MadePicture { binding in
            let first = MadeManifest("urn:c2pa:first", signer: signer, [.created(), binding]).fixed
            var update = MadeManifest(
                "urn:c2pa:update", signer: signer,
                [.ingredient(first), .actions([.action("c2pa.edited.metadata")])])
            update.type = .updateManifest
            return [first, update]
        }.report(listing: signer)
        #expect(report?.state == .trusted, "\(codes(report))")
        #expect(report?.activeManifest?.isUpdate == true)
        #expect(report?.activeManifest?.statuses.contains { $0.code == "assertion.dataHash.match" } == true)
    }

    @Test func anUpdateMustNotBindOrEdit() {
        let first = generated()
        func report(_ change: @escaping (inout MadeManifest, MadeManifest.Assertion) -> Void) -> CredentialReport? {
            MadePicture { binding in
                var update = MadeManifest("urn:c2pa:update", signer: signer, [.ingredient(first)])
                update.type = .updateManifest
                change(&update, binding)
                return [first, update]
            }.report(listing: signer)
        }
        #expect(codes(report { $0.assertions.append($1) }).contains("manifest.update.invalid"))
        #expect(
            codes(report { update, _ in update.assertions.append(.actions([.action("c2pa.cropped")])) })
                .contains("manifest.update.invalid"))
        #expect(codes(report { update, _ in update.assertions = [] }).contains("manifest.update.wrongParents"))
        #expect(
            codes(report { update, _ in update.assertions[0] = .ingredient(first, relationship: "componentOf") })
                .contains("manifest.update.wrongParents"))
    }

    @Test func twoParentsFail() {
        let first = generated()
        let report = MadePicture { binding in
            var manifest = opening(.ingredient(first), binding)
            manifest.assertions.append(.ingredient(first, label: "c2pa.ingredient.v3__1"))
            return [first, manifest]
        }.report(listing: signer)
        #expect(codes(report) == ["manifest.multipleParents"])
    }

    @Test func aRedactedAssertionIsMissedByNobody() {
        let extra = MadeManifest.Assertion("org.example.location", .text("somewhere"))
        let whole = MadeManifest(
            "urn:c2pa:first", signer: signer,
            [.created("trainedAlgorithmicMedia"), MadePicture.binding(storeLength: 1_000), extra]
        ).fixed
        let redacted = whole.without(extra.label)
        let address = "self#jumbf=/c2pa/urn:c2pa:first/c2pa.assertions/org.example.location"
        func report(_ signature: [UInt8]?, _ stored: MadeManifest, redacts: Bool = true) -> CredentialReport? {
            MadePicture { binding in
                var second = opening(.ingredient(whole, signature: signature), binding)
                if redacts { second.redacted = [address] }
                return [stored, second]
            }.report(listing: signer)
        }
        #expect(report(whole.signatureHash, redacted)?.state == .trusted)
        #expect(report(whole.signatureHash, redacted)?.claim == .aiInIngredients)
        #expect(codes(report(nil, redacted)) == ["ingredient.claimSignature.missing"])
        #expect(codes(report([UInt8](repeating: 1, count: 32), redacted)) == ["ingredient.claimSignature.mismatch"])
        #expect(codes(report(whole.signatureHash, whole)) == ["assertion.notRedacted"])
        #expect(codes(report(whole.signatureHash, redacted, redacts: false)) == ["ingredient.manifest.mismatch"])
    }

    @Test func actionsMustNotBeRedacted() {
        let whole = generated()
        let report = MadePicture { binding in
            var second = opening(.ingredient(whole, signature: whole.signatureHash), binding)
            second.redacted = ["self#jumbf=/c2pa/urn:c2pa:first/c2pa.assertions/c2pa.actions.v2"]
            return [whole, second]
        }.report(listing: signer)
        #expect(codes(report).contains("assertion.action.redacted"))
    }

    @Test func anUpdateStoreAtTheEndContinuesTheOriginal() {
        let first = generated()
        var update = MadeManifest("urn:c2pa:update", signer: signer, [.ingredient(first)])
        update.type = .updateManifest
        func report(_ second: MadeManifest, _ purposes: [String?]) -> CredentialReport? {
            let stores = [[first.box], [second.box]].map(JUMBFWriter.store)
            let reading = ContainerReading(
                format: .isoBMFF,
                stores: zip(stores, purposes).map { EmbeddedStore(bytes: $0, ranges: [], purpose: $1) })
            return CredentialValidator(trust: TrustConfiguration(), now: MadePicture.now)
                .validate(reading, source: MemoryBytes([]))
        }
        let good = report(update, ["original", "update"])
        #expect(good?.manifests.map(\.label.description) == ["urn:c2pa:update", "urn:c2pa:first"])
        #expect(good?.activeManifest?.statuses.contains { $0.code == "ingredient.manifest.validated" } == true)
        #expect(report(generated("urn:c2pa:x"), ["original", "update"])?.state == .unreadable)
        #expect(report(update, [nil, nil])?.state == .unreadable)
    }
}
