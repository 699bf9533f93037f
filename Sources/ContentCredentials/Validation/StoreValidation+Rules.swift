// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

extension StoreValidation {
    /// What a standard or update manifest must and must not hold.
    ///
    /// Source: C2PA specification, "Validate the correct assertions for the type of manifest".
    mutating func validateKind(
        of manifest: DecodedManifest, claim: ManifestClaim, into findings: inout ManifestFindings
    ) {
        let url = manifest.stored.claimURL
        let bindings = manifest.assertions.filter { HardBinding.Kind(label: $0.name) != nil }
        let parents = manifest.ingredients.filter { $0.ingredient.relationship == .parentOf }
        guard manifest.stored.isUpdate else {
            if bindings.isEmpty {
                findings.note(.hardBindingsMissing, url, "no assertion binds the manifest to the content")
            } else if bindings.count > 1 {
                findings.note(
                    .multipleHardBindings, url, "\(bindings.count) assertions bind the manifest to the content")
            }
            if parents.count > 1 {
                findings.note(.manifestMultipleParents, url, "the manifest has \(parents.count) parents")
            }
            return
        }
        if parents.count != 1 || manifest.assertions.filter(\.label.isIngredient).count != 1 {
            findings.note(.manifestUpdateWrongParents, url, "an update manifest has one ingredient, its parent")
        }
        let forbidden = manifest.assertions.first {
            HardBinding.Kind(label: $0.name) != nil || $0.label.isMultiAssetHash || $0.label.isThumbnail
        }
        if let forbidden {
            findings.note(.manifestUpdateInvalid, url, "an update manifest has no \(QuotedText(forbidden.name))")
        }
    }

    private static let actionsOfUpdates: Set<String> = [
        "c2pa.edited.metadata", "c2pa.opened", "c2pa.published", "c2pa.redacted",
    ]

    /// Checks every actions assertion.
    ///
    /// Of claims of version 1 only what their own specification asked for is asked: before 2.0, nothing had to begin with
    /// `c2pa.created` or `c2pa.opened`, and these did not have to name ingredients.
    ///
    /// Source: C2PA specification, "`c2pa.actions` validation".
    mutating func validateActions(
        of manifest: DecodedManifest, claim: ManifestClaim, into findings: inout ManifestFindings
    ) {
        var isFirst = true
        var inceptions = 0
        var lastURL = manifest.stored.claimURL
        for assertion in manifest.assertions where assertion.label.isActions {
            guard let box = assertion.box, let value = contents.content(of: box).cbor else { continue }
            let url = manifest.stored.url(of: box)
            lastURL = url
            let list: ActionList
            do {
                list = try ActionList(value)
            } catch {
                findings.note(.actionMalformed, url, error.message)
                continue
            }
            var hasInception = false
            for (index, action) in list.actions.enumerated() {
                let isInception = action.name == "c2pa.created" || action.name == "c2pa.opened"
                hasInception = hasInception || isInception
                if claim.version > 1, isInception, !isFirst || index > 0 {
                    findings.note(.actionMalformed, url, "\(action.name) is not the first action")
                }
                if manifest.stored.isUpdate, !Self.actionsOfUpdates.contains(action.name) {
                    findings.note(
                        .manifestUpdateInvalid, url, "an update manifest has no action \(QuotedText(action.name))")
                }
                validate(action, of: manifest, claim: claim, url, into: &findings)
            }
            if hasInception { inceptions += 1 }
            isFirst = false
        }
        if claim.version > 1, !manifest.stored.isUpdate, inceptions != 1 {
            findings.note(
                .actionMalformed, lastURL,
                "c2pa.created or c2pa.opened is in \(inceptions) actions assertions, not in one")
        }
    }

    private mutating func validate(
        _ action: ManifestAction, of manifest: DecodedManifest, claim: ManifestClaim, _ url: String,
        into findings: inout ManifestFindings
    ) {
        switch action.name {
        case "c2pa.opened":
            guard claim.version > 1 || !action.ingredients.isEmpty || action.hasMalformedIngredients else { return }
            let isGood =
                action.ingredients.count == 1 && !action.hasMalformedIngredients
                && areIngredients(action.ingredients, .parentOf, of: manifest)
            if !isGood { findings.note(.actionIngredientMismatch, url, "c2pa.opened does not name the parent") }
        case "c2pa.placed":
            guard claim.version > 1 || !action.ingredients.isEmpty || action.hasMalformedIngredients else { return }
            let isGood =
                !action.ingredients.isEmpty && !action.hasMalformedIngredients
                && areIngredients(action.ingredients, .componentOf, of: manifest)
            if !isGood { findings.note(.actionIngredientMismatch, url, "c2pa.placed does not name a component") }
        case "c2pa.removed":
            guard claim.version > 1 || !action.ingredients.isEmpty || action.hasMalformedIngredients else { return }
            let isGood =
                !action.ingredients.isEmpty && !action.hasMalformedIngredients
                && areIngredientsElsewhere(action.ingredients, manifest)
            if !isGood {
                findings.note(
                    .actionIngredientMismatch, url, "c2pa.removed does not name a component of another manifest")
            }
        case "c2pa.transcoded", "c2pa.repackaged":
            let isGood =
                !action.hasMalformedIngredients
                && areIngredients(action.ingredients, .parentOf, of: manifest)
            if !isGood {
                findings.note(.actionIngredientMismatch, url, "\(action.name) names something else than the parent")
            }
        case "c2pa.redacted":
            // The assertion itself may be gone: that is what the action tells. Its manifest has to be there.
            let address = action.redacted.flatMap(JUMBFAddress.init)
            let isGood =
                address.map { address in
                    address.labels.count == 3
                        && address.manifestLabel.flatMap { contents.manifest(labelled: $0) } != nil
                        && redactions.contains(address, from: manifest.stored)
                } ?? false
            if !isGood {
                findings.note(.actionRedactionMismatch, url, "c2pa.redacted does not name a redacted assertion")
            }
        default: break
        }
    }

    private mutating func areIngredients(
        _ references: [HashedReference], _ relationship: IngredientAssertion.Relationship, of manifest: DecodedManifest
    ) -> Bool {
        for reference in references {
            guard let box = contents.resolve(reference.url, from: manifest.stored),
                manifest.assertion(in: box)?.ingredient?.relationship == relationship
            else { return false }
        }
        return true
    }

    private mutating func areIngredientsElsewhere(
        _ references: [HashedReference], _ manifest: DecodedManifest
    ) -> Bool {
        for reference in references {
            guard let box = contents.resolve(reference.url, from: manifest.stored) else { return false }
            let isFound = decoded.contains { index, other in
                index != manifest.stored.index
                    && other.assertion(in: box)?.ingredient?.relationship == .componentOf
            }
            guard isFound else { return false }
        }
        return true
    }

    /// Checks an ingredient, and that its manifest is the one that was taken in.
    ///
    /// Source: C2PA specification, "Ingredient Assertion Validation".
    mutating func validateIngredient(
        _ ingredient: IngredientAssertion, _ assertion: DeclaredAssertion, of manifest: DecodedManifest,
        claim: ManifestClaim, into findings: inout ManifestFindings
    ) {
        let url = manifest.stored.url("c2pa.assertions/\(assertion.name)")
        if redactions.contains(assertion.name, of: manifest.stored) { return }
        guard ingredient.relationship != nil else {
            return findings.note(.ingredientMalformed, url, "the relationship is missing or unknown")
        }
        guard !ingredient.hasMalformedManifest else {
            return findings.note(.ingredientMalformed, url, "the ingredient's manifest is no hashed address")
        }
        guard let reference = ingredient.manifest else {
            if ingredient.relationship != .inputTo {
                findings.note(.ingredientUnknownProvenance, url, "the ingredient has no manifest")
            }
            return
        }
        if ingredient.version >= 3, !ingredient.hasValidationResults {
            findings.note(.ingredientMalformed, url, "the ingredient has a manifest and no validation results")
        }
        guard let target = contents.manifest(at: reference.url, from: manifest.stored) else {
            return findings.note(
                .ingredientManifestMissing, url, "no manifest lies at \(QuotedText(reference.url))")
        }
        if redactions.touches(target) {
            validateClaimSignature(ingredient, of: target, manifest, claim: claim, url, into: &findings)
            return
        }
        guard let algorithm = algorithm(reference.algorithm, claim.algorithm) else {
            return findings.note(.algorithmUnsupported, url, "no hash algorithm is named, or one that is not allowed")
        }
        guard let digest = contents.digest(of: target.box, algorithm) else { return }
        var isSame = digest == reference.hash
        // Specification 1.0 hashed the ingredient's claim instead of its manifest.
        if !isSame, ingredient.version == 1, let claimBytes = decoded[target.index]?.claimBytes {
            isSame = contents.digest(of: claimBytes, algorithm) == reference.hash
            coveredByClaimOnly.insert(target.index)
        }
        if isSame {
            findings.note(.ingredientManifestValidated, url, "the ingredient's manifest is the one that was taken in")
        } else {
            findings.note(
                .ingredientManifestMismatch, url, "the ingredient's manifest is not the one that was taken in")
        }
    }

    private mutating func validateClaimSignature(
        _ ingredient: IngredientAssertion, of target: StoredManifest, _ manifest: DecodedManifest, claim: ManifestClaim,
        _ url: String, into findings: inout ManifestFindings
    ) {
        guard let reference = ingredient.claimSignature,
            let box = contents.resolve(reference.url, from: manifest.stored),
            target.box.superboxes.contains(where: { $0.range == box.range && $0.type == .claimSignature })
        else {
            return findings.note(
                .ingredientClaimSignatureMissing, url, "something was redacted, and the claim's signature is not named")
        }
        guard let algorithm = algorithm(reference.algorithm, claim.algorithm) else {
            return findings.note(.algorithmUnsupported, url, "no hash algorithm is named, or one that is not allowed")
        }
        guard let digest = contents.digest(of: box, algorithm) else { return }
        if digest == reference.hash {
            findings.note(
                .ingredientClaimSignatureValidated, url, "the signature of the ingredient's claim is the one taken in")
        } else {
            findings.note(
                .ingredientClaimSignatureMismatch, url, "the signature of the ingredient's claim is another one")
        }
    }
}
