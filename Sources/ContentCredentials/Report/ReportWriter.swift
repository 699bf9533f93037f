// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Puts together what validation found out, and draws the conclusion.
struct ReportWriter {
    private var validation: StoreValidation
    private let active: StoredManifest
    private let binding: [ValidationStatus]
    /// Position in the report of each manifest that was reached.
    private let positions: [Int: Int]

    init(_ validation: StoreValidation, active: StoredManifest, binding: [ValidationStatus]) {
        self.validation = validation
        self.active = active
        self.binding = binding
        positions = Dictionary(
            validation.order.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    consuming func report() -> CredentialReport {
        if let limit = validation.contents.budget.exceeded {
            return CredentialReport(
                .unreadable, [ValidationStatus(.generalError, nil, "not read to the end; the limit is \(limit)")])
        }
        var manifests: [ManifestReport] = []
        var reasons: [RubricReason] = []
        for (position, index) in validation.order.enumerated() {
            var manifest = manifestReport(index)
            if position == 0 { manifest.statuses += binding }
            let rubric = ManifestRubric(
                validation.decoded[index], position: position, contents: &validation.contents)
            manifest.outcomes = rubric.outcomes
            reasons += rubric.reasons
            manifests.append(manifest)
        }
        var report = verdict(on: manifests[0])
        report.manifests = manifests
        report.unreferencedManifests = validation.contents.manifests
            .filter { positions[$0.index] == nil }.prefix(ProvenanceLimits.findings).map { QuotedText($0.label) }
        switch report.state {
        case .trusted, .intactSignerUnlisted, .intactButExpired:
            let conclusion = RubricConclusion(manifests, reasons)
            report.claim = conclusion.claim
            report.contradictions = conclusion.contradictions
            report.reasons = conclusion.reasons
        case .failed, .unsupported, .unreadable:
            report.claim = .noneUsable
            report.reasons = Array(reasons.prefix(ProvenanceLimits.findings))
        }
        return report
    }

    // MARK: The state

    private static let unreadableCodes: Set<String> = [
        StatusCode.claimCBORInvalid.rawValue, StatusCode.claimMissing.rawValue, StatusCode.claimMultiple.rawValue,
        StatusCode.claimMalformed.rawValue,
    ]

    private func verdict(on manifest: ManifestReport) -> CredentialReport {
        let own = manifest.statuses.filter { $0.kind == .failure && !isRecorded($0) }
        let failures = own + validation.historyFailures()
        let hard = failures.filter {
            !$0.has(.signingCredentialUntrusted) && !$0.has(.claimSignatureOutsideValidity)
        }
        let unchecked = binding.filter { $0.code == HardBinding.uncheckedCode }
        let findings = validation.findings[active.index]
        func report(_ state: CredentialReport.State, _ statuses: [ValidationStatus]) -> CredentialReport {
            CredentialReport(state, Array(statuses.prefix(ProvenanceLimits.findings)))
        }
        if active.isCompressed { return report(.unsupported, manifest.statuses) }
        let unreadable = hard.filter { Self.unreadableCodes.contains($0.code) }
        if !unreadable.isEmpty { return report(.unreadable, unreadable) }
        // What is altered stays altered, whatever else is not understood; only the rest may be called unsupported.
        let altered = hard.filter { !($0.has(.algorithmUnsupported) || $0.has(.generalError)) }
        if !altered.isEmpty { return report(.failed, altered) }
        if !hard.isEmpty || findings?.unsupported != nil { return report(.unsupported, hard) }
        if !unchecked.isEmpty { return report(.unsupported, unchecked) }
        // Nothing failed; but only what was checked and found good may be called intact.
        let isBound = binding.contains { $0.kind == .success }
        let isSigned = manifest.statuses.contains { $0.has(.claimSignatureValidated) }
        guard isBound, isSigned else {
            let code: StatusCode = isSigned ? .hardBindingsMissing : .claimSignatureMissing
            return report(.failed, [ValidationStatus(code, manifest.statuses.first?.url, "nothing vouches for it")])
        }
        let late = own.filter { $0.has(.claimSignatureOutsideValidity) }
        let unlisted = own.filter { $0.has(.signingCredentialUntrusted) }
        if !late.isEmpty { return report(.intactButExpired, late + unlisted) }
        if !unlisted.isEmpty { return report(.intactSignerUnlisted, unlisted) }
        let listed = manifest.statuses.filter { $0.has(.signingCredentialTrusted) }
        return listed.isEmpty
            ? report(.failed, [ValidationStatus(.generalError, nil, "the signer was not looked at")])
            : report(.trusted, listed)
    }

    /// Never excused: an ingredient's manifest is the one that was taken in, with whatever faults it had then, or another
    /// one was put into its place.
    private static let substitution: Set = [
        "ingredient.manifest.mismatch", "ingredient.claimSignature.mismatch", "ingredient.claimSignature.missing",
    ]

    /// The active manifest's own claim generator saw and recorded that an ingredient's manifest does not fit.
    private func isRecorded(_ status: ValidationStatus) -> Bool {
        guard status.code.hasPrefix("ingredient."), !Self.substitution.contains(status.code) else { return false }
        let manifest = validation.decoded[active.index]
        return manifest?.ingredients.contains { assertion, ingredient in
            status.url == active.url("c2pa.assertions/\(assertion.name)")
                && ingredient.recordedFailures.contains { $0.code == status.code }
        } ?? false
    }

    // MARK: One manifest

    private mutating func manifestReport(_ index: Int) -> ManifestReport {
        let stored = validation.contents.manifests[index]
        var report = ManifestReport(
            label: QuotedText(stored.label), depth: validation.depths[index] ?? 0, isUpdate: stored.isUpdate,
            claimVersion: nil)
        if let findings = validation.findings[index] {
            report.statuses = findings.statuses
            report.signature = findings.signature
        }
        guard let manifest = validation.decoded[index] else { return report }
        if let claim = manifest.claim {
            report.claimVersion = claim.version
            report.title = claim.title.map { QuotedText($0) }
            report.format = claim.format.map { QuotedText($0) }
            report.generators = claim.generators.map { generator in
                QuotedText(generator.name + (generator.version.map { " \($0)" } ?? ""))
            }
        }
        addActions(of: manifest, to: &report)
        let ingredients = manifest.ingredients
        report.omittedIngredients = max(0, ingredients.count - ProvenanceLimits.findings)
        report.ingredients = ingredients.prefix(ProvenanceLimits.findings).map { assertion, ingredient in
            let target = ingredient.manifest.flatMap {
                validation.contents.shownManifest(at: $0.url, from: stored)
            }
            return ManifestReport.Ingredient(
                relationship: ingredient.relationship?.rawValue, title: ingredient.title.map { QuotedText($0) },
                manifest: target.flatMap { positions[$0.index] }, namesManifest: ingredient.manifest != nil,
                recordedFailures: ingredient.recordedFailures.map(\.code).sorted()
                    .prefix(ProvenanceLimits.findings).map { QuotedText($0) },
                isGathered: assertion.isGathered)
        }
        addOthers(of: manifest, to: &report)
        return report
    }

    private mutating func addActions(of manifest: DecodedManifest, to report: inout ManifestReport) {
        var lists = 0
        var complete = 0
        for assertion in manifest.assertions where assertion.label.isActions {
            guard let box = assertion.box, let value = validation.contents.content(of: box).cbor,
                let list = try? ActionList(value)
            else { continue }
            lists += 1
            if list.allActionsIncluded { complete += 1 }
            for action in list.actions {
                guard report.actions.count < ProvenanceLimits.findings else {
                    report.omittedActions += 1
                    continue
                }
                report.actions.append(
                    ManifestReport.Action(
                        name: QuotedText(action.name), sourceType: action.sourceTypeText.map { QuotedText($0) },
                        knownSourceType: action.sourceType, softwareAgent: action.softwareAgent.map { QuotedText($0) },
                        when: action.when.map { QuotedText($0) }, isGathered: assertion.isGathered))
            }
        }
        report.allActionsIncluded = lists > 0 && complete == lists
    }

    private mutating func addOthers(of manifest: DecodedManifest, to report: inout ManifestReport) {
        for assertion in manifest.assertions {
            let label = assertion.label
            if label.base == "c2pa.soft-binding", report.softBindings.count < ProvenanceLimits.findings,
                let box = assertion.box, let name = validation.contents.content(of: box).cbor?["alg"]?.text
            {
                report.softBindings.append(QuotedText(name))
            } else if !label.isActions, !label.isIngredient, !label.isThumbnail,
                HardBinding.Kind(label: assertion.name) == nil, report.otherAssertions.count < ProvenanceLimits.findings
            {
                report.otherAssertions.append(QuotedText(assertion.name))
            }
        }
    }
}
