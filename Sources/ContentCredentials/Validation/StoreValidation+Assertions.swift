// SPDX-License-Identifier: Apache-2.0

internal import Certificates
import ProvenanceVocabulary

extension StoreValidation {
    /// Checks every assertion that a claim names, and that there are no others.
    ///
    /// Source: C2PA specification, "Assertion Validation" and "Validation of References".
    mutating func validateAssertions(
        of manifest: DecodedManifest, claim: ManifestClaim, into findings: inout ManifestFindings
    ) {
        let stored = manifest.stored
        var named: Set<Range<Int>> = []
        for assertion in manifest.assertions {
            if let box = assertion.box { named.insert(box.range) }
            validate(assertion, of: manifest, claim: claim, into: &findings)
        }
        let stores = stored.box.children(.assertionStore)
        for box in stores.flatMap(\.superboxes) where !named.contains(box.range) {
            findings.note(.assertionUndeclared, stored.url(of: box), "the claim does not name the assertion")
        }
    }

    private mutating func validate(
        _ assertion: DeclaredAssertion, of manifest: DecodedManifest, claim: ManifestClaim,
        into findings: inout ManifestFindings
    ) {
        let stored = manifest.stored
        let url = stored.url("c2pa.assertions/\(assertion.name)")
        guard !assertion.isOutside else {
            return findings.note(
                .assertionOutsideManifest, stored.claimURL,
                "\(QuotedText(assertion.reference.url)) is no assertion of this manifest")
        }
        if redactions.contains(assertion.name, of: stored) {
            validateRedacted(assertion, url, into: &findings)
            return
        }
        guard let box = assertion.box else {
            return findings.note(.assertionMissing, url, "no assertion, or more than one, has this label")
        }
        guard let algorithm = algorithm(assertion.reference.algorithm, claim.algorithm) else {
            findings.note(.algorithmUnsupported, url, "no hash algorithm is named, or one that is not allowed")
            return
        }
        guard let digest = contents.digest(of: box, algorithm) else { return }
        guard digest == assertion.reference.hash else {
            return findings.note(
                .assertionHashMismatch, url, "the \(algorithm.rawValue) of the assertion is not the one in the claim")
        }
        findings.note(.assertionHashMatch, url, "the \(algorithm.rawValue) of the assertion is the one in the claim")

        let content = contents.content(of: box)
        if case .malformed(let code, let message) = content,
            assertion.label.isStandard || assertion.name.hasPrefix("stds.")
        {
            findings.note(code, url, message)
        }
        guard let value = content.cbor, assertion.label.isStandard else { return }
        switch assertion.label.base {
        case "c2pa.cloud-data": validateCloudData(value, url, isUpdate: stored.isUpdate, into: &findings)
        case "c2pa.time-stamp":
            if value.map?.isEmpty ?? true {
                findings.note(.timeStampAssertionMalformed, url, "the assertion is no map with an entry")
            }
        default: break
        }
        validateReferences(in: value, url, of: manifest, claim: claim, into: &findings)
    }

    /// The allowed hash algorithm of the innermost structure that names one.
    func algorithm(_ names: String?...) -> HashAlgorithm? {
        names.lazy.compactMap { $0 }.first.flatMap(HashAlgorithm.init(rawValue:))
    }

    private mutating func validateRedacted(
        _ assertion: DeclaredAssertion, _ url: String, into findings: inout ManifestFindings
    ) {
        if assertion.label.isActions {
            findings.note(.actionRedacted, url, "actions must not be redacted")
        } else if HardBinding.Kind(label: assertion.name) != nil {
            findings.note(.dataHashRedacted, url, "the binding to the content must not be redacted")
        }
        guard let box = assertion.box else { return }
        if case .zeros = contents.content(of: box) { return }
        findings.note(.assertionNotRedacted, url, "the assertion is called redacted and is still there")
    }

    private func validateCloudData(
        _ value: CBORValue, _ url: String, isUpdate: Bool, into findings: inout ManifestFindings
    ) {
        guard let label = value["label"]?.text, value["size"]?.integer != nil, value["location"]?.map != nil,
            value["content_type"]?.text != nil
        else { return findings.note(.cloudDataMalformed, url, "label, size, location or content_type is missing") }
        if HardBinding.Kind(label: label) != nil {
            findings.note(.cloudDataHardBinding, url, "a binding to the content must not lie elsewhere")
        }
        if isUpdate, AssertionLabel(label).isActions {
            findings.note(.cloudDataActions, url, "actions of an update manifest must not lie elsewhere")
        }
    }

    /// Hashed addresses inside an assertion: thumbnails, icons, other assertions.
    ///
    /// Those of ingredients' manifests and signatures follow rules of their own.
    private mutating func validateReferences(
        in value: CBORValue, _ url: String, of manifest: DecodedManifest, claim: ManifestClaim,
        into findings: inout ManifestFindings
    ) {
        var references: [HashedReference] = []
        Self.collectReferences(in: value, into: &references)
        for reference in references {
            guard contents.budget.spend(addresses: 1) else { return }
            guard let address = JUMBFAddress(reference.url) else {
                // Another scheme is an external reference, which is never fetched.
                if reference.url.hasPrefix("self#jumbf=") {
                    findings.note(.hashedURIMissing, url, "\(QuotedText(reference.url)) is no address in the store")
                }
                continue
            }
            if redactions.contains(address, from: manifest.stored) { continue }
            guard let box = address.resolve(in: contents.root, from: manifest.stored.box) else {
                findings.note(.hashedURIMissing, url, "nothing lies at \(QuotedText(reference.url))")
                continue
            }
            guard let algorithm = algorithm(reference.algorithm, claim.algorithm) else {
                findings.note(.algorithmUnsupported, url, "no hash algorithm is named, or one that is not allowed")
                continue
            }
            guard let digest = contents.digest(of: box, algorithm) else { return }
            if digest != reference.hash {
                findings.note(
                    .hashedURIMismatch, url,
                    "what lies at \(QuotedText(reference.url)) has another \(algorithm.rawValue)")
            }
        }
    }

    private static func collectReferences(in value: CBORValue, into references: inout [HashedReference]) {
        switch value {
        case .array(let elements):
            for element in elements { collectReferences(in: element, into: &references) }
        case .tagged(_, let inner): collectReferences(in: inner, into: &references)
        case .map(let entries):
            if let reference = HashedReference(value) { references.append(reference) }
            for entry in entries {
                switch entry.key {
                case .text("activeManifest"), .text("c2pa_manifest"), .text("claimSignature"),
                    .text("validationResults"), .text("validationStatus"):
                    continue
                default: collectReferences(in: entry.value, into: &references)
                }
            }
        default: break
        }
    }
}
