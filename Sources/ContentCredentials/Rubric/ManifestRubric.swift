// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// What the statements of one manifest amount to.
struct ManifestRubric {
    private(set) var reasons: [RubricReason] = []
    private(set) var outcomes: Set<RubricOutcome> = []

    /// Reads actions, and what vendors and metadata declare.
    init(_ manifest: DecodedManifest?, position: Int, contents: inout StoreContents) {
        guard let manifest else { return }
        var hasCreatedActions = false
        var isComplete = true
        var hasUnknownAction = false
        for assertion in manifest.assertions {
            guard let box = assertion.box else { continue }
            if assertion.label.isActions {
                guard let value = contents.content(of: box).cbor, let list = try? ActionList(value) else { continue }
                if !assertion.isGathered { hasCreatedActions = true }
                if !list.allActionsIncluded { isComplete = false }
                for action in list.actions {
                    if !action.name.hasPrefix("c2pa.") { hasUnknownAction = true }
                    guard let outcome = RubricOutcome(of: action) else { continue }
                    add(
                        outcome, position, action.name, action.sourceTypeText, isGathered: assertion.isGathered,
                        isVendorFact: false)
                }
            } else {
                addFact(of: assertion, contents.content(of: box), position)
            }
        }
        if !hasCreatedActions || !isComplete || hasUnknownAction { outcomes.insert(.ambiguous) }
        if manifest.ingredients.contains(where: {
            $0.ingredient.manifest == nil && $0.ingredient.relationship != .inputTo
        }) {
            outcomes.insert(.unknownProvenance)
        }
    }

    private mutating func add(
        _ outcome: RubricOutcome, _ position: Int, _ statement: String, _ value: String?, isGathered: Bool,
        isVendorFact: Bool
    ) {
        outcomes.insert(outcome)
        guard reasons.count < ProvenanceLimits.findings else { return }
        reasons.append(
            RubricReason(
                manifest: position, statement: QuotedText(statement), value: value.map { QuotedText($0) },
                outcome: outcome, isGathered: isGathered, isVendorFact: isVendorFact))
    }

    private static let metadataLabels: Set<String> = [
        "c2pa.metadata", "cawg.metadata", "stds.iptc", "stds.iptc.photo-metadata", "stds.exif",
    ]

    private mutating func addFact(of assertion: DeclaredAssertion, _ content: AssertionContent, _ position: Int) {
        switch content {
        case .cbor(let value) where assertion.label.base == "c2pa.ai_generated_content":
            guard value["ai_generated"]?.boolean == true else { return }
            add(
                .fullyGenerated, position, assertion.name, value["model"]?.text, isGathered: assertion.isGathered,
                isVendorFact: true)
        case .json(let value) where Self.metadataLabels.contains(assertion.label.base):
            var codes: [DigitalSourceType] = []
            value.forEachMember { key, value in
                guard codes.count < ProvenanceLimits.findings,
                    key == "DigitalSourceType" || key.hasSuffix(":DigitalSourceType"), let text = value.text,
                    let code = DigitalSourceType(text)
                else { return }
                codes.append(code)
            }
            for code in codes {
                // Metadata tells the same as an action that made the asset would.
                let action = ManifestAction(name: "c2pa.created", sourceTypeText: code.code)
                guard !code.isC2PA, let outcome = RubricOutcome(of: action) else { continue }
                add(
                    outcome, position, "\(assertion.name) DigitalSourceType", code.code,
                    isGathered: assertion.isGathered, isVendorFact: true)
            }
        default: return
        }
    }
}
