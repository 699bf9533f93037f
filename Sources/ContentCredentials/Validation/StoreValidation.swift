// SPDX-License-Identifier: Apache-2.0

import Certificates
internal import CivilTime
import Containers
import ProvenanceVocabulary

/// Validates the active manifest of a store and everything that its history consists of.
///
/// Each manifest that is reached is decoded once and validated once, however often it is named, so that neither cycles nor
/// a thousand names of one manifest cost more than the store is long.
///
/// Source: C2PA specification, "Validation", in particular "Performing recursive validation".
struct StoreValidation {
    let trust: TrustConfiguration
    let now: UTCTime
    var contents: StoreContents

    /// Manifests that were reached, in the order in which a walk down the ingredients meets them; first the active one.
    private(set) var order: [Int] = []
    private(set) var decoded: [Int: DecodedManifest] = [:]
    private(set) var findings: [Int: ManifestFindings] = [:]
    private(set) var redactions = RedactionList()
    private var selfRedactions: [Int: [String]] = [:]
    /// Failures that claim generators saw in a manifest's history when they took it in.
    /// The manifests from the active one up to the one whose hard binding holds for the file.
    private var bindingChain: Set<Int> = []
    private var recorded: [Int: Set<IngredientAssertion.RecordedFailure>] = [:]
    private(set) var depths: [Int: Int] = [:]
    /// Manifests of which only the claim is covered by whoever took them in.
    var coveredByClaimOnly: Set<Int> = []
    private var stampedLabels: [String: [[UInt8]]] = [:]
    private var revocationAnswers: [[UInt8]] = []

    init(_ contents: StoreContents, trust: TrustConfiguration, now: UTCTime) {
        self.contents = contents
        self.trust = trust
        self.now = now
    }

    /// Validates everything below a manifest, hard bindings left out.
    mutating func run(from active: StoredManifest) {
        walk(from: active)
        for index in order { findSupplements(in: index) }
        for index in order {
            guard contents.budget.exceeded == nil, let manifest = decoded[index] else { break }
            findings[index] = validate(manifest)
        }
    }

    // MARK: The history

    private struct Step {
        var manifest: StoredManifest
        var depth: Int
        var recorded: Set<IngredientAssertion.RecordedFailure>
    }

    private mutating func walk(from active: StoredManifest) {
        var pending = [Step(manifest: active, depth: 0, recorded: [])]
        while let step = pending.popLast() {
            let index = step.manifest.index
            guard decoded[index] == nil else { continue }
            guard step.depth <= ProvenanceLimits.ingredientDepth else {
                contents.budget.exceed("ingredientDepth (\(ProvenanceLimits.ingredientDepth))")
                return
            }
            order.append(index)
            depths[index] = step.depth
            recorded[index] = step.recorded
            let manifest =
                step.manifest.isCompressed ? DecodedManifest(stored: step.manifest) : contents.decode(step.manifest)
            decoded[index] = manifest
            selfRedactions[index] = redactions.add(
                manifest.claim?.redacted ?? [], of: step.manifest, protecting: active.label)
            for (_, ingredient) in manifest.ingredients.reversed() {
                guard let reference = ingredient.manifest,
                    let target = contents.manifest(at: reference.url, from: step.manifest)
                else { continue }
                pending.append(
                    Step(
                        manifest: target, depth: step.depth + 1,
                        recorded: step.recorded.union(ingredient.recordedFailures)))
            }
        }
    }

    private mutating func findSupplements(in index: Int) {
        for assertion in decoded[index]?.assertions ?? [] {
            guard let box = assertion.box else { continue }
            switch assertion.label.base {
            case "c2pa.time-stamp":
                for entry in contents.content(of: box).cbor?.map ?? [] {
                    guard let label = entry.key.text, let token = entry.value.bytes,
                        token.count <= ProvenanceLimits.certificateBytes,
                        stampedLabels[label, default: []].count < ProvenanceLimits.certificates
                    else { continue }
                    stampedLabels[label, default: []].append(token)
                }
            case "c2pa.certificate-status":
                for element in contents.content(of: box).cbor?["ocspVals"]?.array ?? [] {
                    guard let answer = element.bytes, answer.count <= ProvenanceLimits.certificateBytes,
                        revocationAnswers.count < ProvenanceLimits.certificates
                    else { continue }
                    revocationAnswers.append(answer)
                }
            default: break
            }
        }
    }

    // MARK: One manifest

    private mutating func validate(_ manifest: DecodedManifest) -> ManifestFindings {
        var findings = ManifestFindings()
        let stored = manifest.stored
        guard !stored.isCompressed else {
            findings.unsupported = "the manifest is compressed with Brotli, which is not read"
            findings.statuses = [
                ValidationStatus(
                    .informational, CredentialReport.unsupportedManifestCode, url: stored.url,
                    explanation: "the manifest is compressed with Brotli, which is not read")
            ]
            return findings
        }
        findings.statuses = manifest.claimFaults
        guard let claim = manifest.claim, let claimBytes = manifest.claimBytes else { return findings }
        validateSignature(of: manifest, claim: claim, claimBytes, into: &findings)
        validateAssertions(of: manifest, claim: claim, into: &findings)
        for address in selfRedactions[stored.index] ?? [] {
            findings.note(.assertionSelfRedacted, stored.claimURL, "the claim redacts \(QuotedText(address)), its own")
        }
        validateKind(of: manifest, claim: claim, into: &findings)
        validateActions(of: manifest, claim: claim, into: &findings)
        for (assertion, ingredient) in manifest.ingredients {
            validateIngredient(ingredient, assertion, of: manifest, claim: claim, into: &findings)
        }
        return findings
    }

    private mutating func validateSignature(
        of manifest: DecodedManifest, claim: ManifestClaim, _ claimBytes: Range<Int>,
        into findings: inout ManifestFindings
    ) {
        let stored = manifest.stored
        guard let box = contents.resolve(claim.signature, from: stored), box.type == .claimSignature,
            stored.box.superboxes.contains(where: { $0.range == box.range })
        else {
            findings.note(.claimSignatureMissing, stored.claimURL, "the manifest does not hold the signature it names")
            return
        }
        guard let slice = contents.single("cbor", in: box) else {
            findings.note(.claimSignatureMismatch, stored.signatureURL, "the box does not hold exactly one CBOR value")
            return
        }
        let value: CBORValue
        do {
            value = try contents.cbor(slice)
        } catch {
            findings.note(.claimSignatureMismatch, stored.signatureURL, error.message)
            return
        }
        guard contents.budget.spend(hashing: claimBytes.count) else { return }
        var validation = SignatureValidation(trust: trust, now: now, url: stored.signatureURL)
        validation.run(
            value, claim: contents.bytes[claimBytes],
            SignatureValidation.Supplements(
                tokens: stampedLabels[stored.label] ?? [], revocationAnswers: revocationAnswers),
            budget: &contents.budget)
        findings.statuses += validation.statuses
        findings.signature = validation.report
        if validation.isUnsupported { findings.unsupported = "the signature uses something that is not supported" }
    }

    /// Failures that count against the file, although they are of a manifest in its history: what shows that the store is
    /// no longer what the active manifest's signer signed.
    func historyFailures() -> [ValidationStatus] {
        var failures: [ValidationStatus] = []
        for index in order.dropFirst() {
            guard let manifest = decoded[index], let findings = findings[index] else { continue }
            let known = recorded[index] ?? []
            // A hash over the whole manifest vouches for it as it was taken in, faults and all. Where something was
            // redacted, or only the claim was hashed, everything else has to hold by itself.
            let isPartlyCovered = redactions.touches(manifest.stored) || coveredByClaimOnly.contains(index)
            // The file's binding stands in it, and only its own signature vouches for that.
            let bindsFile = isPartlyCovered && bindingChain.contains(index)
            // A recorded fault excuses the same fault at the same place; but not one that lets the binding be replaced.
            func isKnown(_ status: ValidationStatus) -> Bool {
                guard known.contains(where: { $0.code == status.code && $0.url == status.url }) else { return false }
                return !bindsFile || !Self.replaceable(status.code)
            }
            if bindsFile, !findings.statuses.contains(where: { $0.has(.claimSignatureValidated) }) {
                failures.append(
                    ValidationStatus(
                        .claimSignatureMismatch, manifest.stored.signatureURL,
                        "part of the manifest is redacted, and its signature does not vouch for the rest"))
            }
            for status in findings.statuses where status.kind == .failure && !isKnown(status) {
                let isAboutStore =
                    status.code.hasPrefix("ingredient.manifest.") || status.code.hasPrefix("ingredient.claimSignature.")
                if isAboutStore || isPartlyCovered && !Self.aboutCredential.contains(status.code) {
                    failures.append(status)
                }
            }
        }
        return failures
    }

    /// Codes of faults behind which other bytes could stand than those that were signed.
    private static func replaceable(_ code: String) -> Bool {
        code.hasPrefix("claimSignature.") || code == StatusCode.assertionHashMismatch.rawValue
            || code == StatusCode.assertionMissing.rawValue || code == StatusCode.assertionUndeclared.rawValue
    }

    /// Codes that tell of the signer, not of the bytes.
    static let aboutCredential: Set<String> = [
        StatusCode.signingCredentialUntrusted.rawValue, StatusCode.signingCredentialInvalid.rawValue,
        StatusCode.claimSignatureOutsideValidity.rawValue, StatusCode.revoked.rawValue,
    ]

    // MARK: The hard binding

    /// The manifest whose hard binding holds for the file: of update manifests, the first standard one up the chain.
    mutating func bindingManifest(of active: StoredManifest) -> DecodedManifest? {
        var seen: Set<Int> = []
        defer { bindingChain = seen }
        var index = active.index
        while seen.insert(index).inserted, let manifest = decoded[index] {
            if !manifest.stored.isUpdate { return manifest }
            let parents = manifest.ingredients.filter { $0.ingredient.relationship == .parentOf }
            guard parents.count == 1, let reference = parents.first?.ingredient.manifest,
                let target = contents.manifest(at: reference.url, from: manifest.stored)
            else { return nil }
            index = target.index
        }
        return nil
    }
}
