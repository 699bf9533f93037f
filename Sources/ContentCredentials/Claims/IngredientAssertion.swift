// SPDX-License-Identifier: Apache-2.0

/// Something that the asset was made from.
///
/// Source: C2PA specification, "Ingredient", versions 1 to 3.
public struct IngredientAssertion: Sendable, Hashable {
    /// What the ingredient is to the asset.
    public enum Relationship: String, Sendable, Hashable {
        /// The asset is an altered form of it.
        case parentOf
        /// The asset contains it.
        case componentOf
        /// It was fed to a process that made the asset.
        case inputTo
    }

    /// 1, 2 or 3.
    public var version: Int
    /// What the ingredient is to the asset; `nil`: not stated, or not known.
    public var relationship: Relationship?
    /// `dc:title`.
    public var title: String?
    /// `dc:format`.
    public var format: String?
    /// The ingredient's own manifest: `activeManifest`, or `c2pa_manifest` of versions 1 and 2.
    public var manifest: HashedReference?
    /// Something stands where the manifest belongs, and is no hashed address.
    public var hasMalformedManifest: Bool
    /// The ingredient's claim signature, version 3.
    public var claimSignature: HashedReference?
    /// `validationResults` of version 3 is there.
    public var hasValidationResults: Bool
    /// What already failed when the ingredient was taken in: status code and JUMBF address, as recorded.
    public var recordedFailures: Set<RecordedFailure>

    /// A failure that the claim generator saw and recorded.
    public struct RecordedFailure: Sendable, Hashable {
        /// Status code.
        public var code: String
        /// What it is about.
        public var url: String?
    }

    /// Reads an assertion of any version.
    public init(_ value: CBORValue, version: Int) {
        self.version = version
        relationship = value["relationship"]?.text.flatMap(Relationship.init)
        title = value["dc:title"]?.text
        format = value["dc:format"]?.text
        let manifestValue = [value["activeManifest"], value["c2pa_manifest"]].compactMap { $0 }
            .first(where: \.isPresent)
        manifest = manifestValue.flatMap(HashedReference.init)
        hasMalformedManifest = manifestValue != nil && manifest == nil
        claimSignature = value["claimSignature"].flatMap(HashedReference.init)
        hasValidationResults = value["validationResults"]?.map != nil
        recordedFailures = []
        // Of old files: no entry says whether it is a failure, except by its code; successes do no harm here.
        record(value["validationStatus"])
        let results = value["validationResults"]
        record(results?["activeManifest"]?["failure"])
        for delta in results?["ingredientDeltas"]?.array ?? [] {
            record(delta["validationDeltas"]?["failure"])
        }
    }

    private mutating func record(_ list: CBORValue?) {
        for entry in list?.array ?? [] {
            guard let code = entry["code"]?.text else { continue }
            recordedFailures.insert(RecordedFailure(code: code, url: entry["url"]?.untagged.text))
        }
    }
}
