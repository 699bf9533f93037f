// SPDX-License-Identifier: Apache-2.0

/// A manifest with its claim and everything in its assertions that other checks need.
struct DecodedManifest {
    let stored: StoredManifest
    /// Content of the claim box, exactly as stored.
    var claimBytes: Range<Int>?
    var claim: ManifestClaim?
    /// What is wrong with the claim itself.
    var claimFaults: [ValidationStatus] = []
    /// The claim's assertions in its order, those that lie in this manifest.
    var assertions: [DeclaredAssertion] = [] {
        didSet {
            positions = [:]
            for (position, assertion) in assertions.enumerated() {
                if let box = assertion.box { positions[box.range.lowerBound] = position }
            }
        }
    }
    /// Which assertion a box is, by its first byte.
    private var positions: [Int: Int] = [:]

    init(stored: StoredManifest) { self.stored = stored }

    /// The assertion that a box is.
    func assertion(in box: JUMBFSuperbox) -> DeclaredAssertion? {
        positions[box.range.lowerBound].map { assertions[$0] }
    }

    var ingredients: [(assertion: DeclaredAssertion, ingredient: IngredientAssertion)] {
        assertions.compactMap { assertion in assertion.ingredient.map { (assertion, $0) } }
    }
}

/// An assertion that a claim names.
struct DeclaredAssertion {
    var reference: HashedReference
    /// The signer does not vouch for it.
    var isGathered: Bool
    var label: AssertionLabel
    /// The label as stored.
    var name: String
    /// `nil`: nothing lies there.
    var box: JUMBFSuperbox?
    /// The address points into another manifest, or is none.
    var isOutside: Bool
    var ingredient: IngredientAssertion?
}

extension StoreContents {
    /// Decodes the claim of a manifest and finds its assertions. Nothing is judged but the claim's own form.
    mutating func decode(_ manifest: StoredManifest) -> DecodedManifest {
        var decoded = DecodedManifest(stored: manifest)
        let boxes = manifest.box.children(.claim)
        guard let box = boxes.first, box.label == "c2pa.claim" || box.label == "c2pa.claim.v2" else {
            decoded.claimFaults = [ValidationStatus(.claimMissing, manifest.url, "the manifest has no claim")]
            return decoded
        }
        guard boxes.count == 1 else {
            decoded.claimFaults = [
                ValidationStatus(.claimMultiple, manifest.url, "the manifest has \(boxes.count) claims")
            ]
            return decoded
        }
        guard let content = single("cbor", in: box) else {
            decoded.claimFaults = [
                ValidationStatus(.claimCBORInvalid, manifest.claimURL, "the claim box does not hold one CBOR value")
            ]
            return decoded
        }
        decoded.claimBytes = content.indices
        let value: CBORValue
        do {
            value = try cbor(content)
        } catch {
            decoded.claimFaults = [ValidationStatus(.claimCBORInvalid, manifest.claimURL, error.message)]
            return decoded
        }
        do {
            let claim = try ManifestClaim(value, version: box.label == "c2pa.claim" ? 1 : 2)
            guard budget.spend(addresses: claim.assertions.count + claim.redacted.count) else { return decoded }
            decoded.claim = claim
            decoded.assertions =
                claim.created.map { declared($0, isGathered: false, in: manifest) }
                + claim.gathered.map { declared($0, isGathered: true, in: manifest) }
        } catch {
            decoded.claimFaults = [ValidationStatus(.claimMalformed, manifest.claimURL, error.message)]
        }
        return decoded
    }

    private mutating func declared(
        _ reference: HashedReference, isGathered: Bool, in manifest: StoredManifest
    ) -> DeclaredAssertion {
        let address = JUMBFAddress(reference.url)
        let name = address?.labels.last ?? ""
        var assertion = DeclaredAssertion(
            reference: reference, isGathered: isGathered, label: AssertionLabel(name), name: name, box: nil,
            isOutside: false)
        guard let address else {
            assertion.isOutside = true
            return assertion
        }
        let path = address.isAbsolute ? Array(address.labels.dropFirst()) : address.labels
        let isOwn = !address.isAbsolute || address.labels.first == manifest.label
        assertion.isOutside = !isOwn || path.count != 2 || path.first != "c2pa.assertions"
        guard !assertion.isOutside else { return assertion }
        assertion.box = manifest.assertionStore?.child(name)
        if let box = assertion.box, assertion.label.isIngredient, let value = content(of: box).cbor {
            assertion.ingredient = IngredientAssertion(value, version: assertion.label.version)
        }
        return assertion
    }
}
