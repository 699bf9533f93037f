// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// What all manifests together say of the asset.
struct RubricConclusion {
    let claim: Claim
    /// The reasons, those that decided first.
    let reasons: [RubricReason]
    let contradictions: [String]

    /// Weighs the statements.
    ///
    /// What the active manifest says of generated content comes first, then what its history says, then the rest. Manifests
    /// in the history that were altered say nothing.
    init(_ manifests: [ManifestReport], _ all: [RubricReason]) {
        let usable = all.filter { manifests[$0.manifest].isUnaltered || $0.manifest == 0 }
        let own = usable.filter { $0.manifest == 0 }
        let history = usable.filter { $0.manifest != 0 }
        func has(_ claim: Claim, _ reasons: [RubricReason]) -> Bool { reasons.contains { $0.outcome.claim == claim } }

        if has(.aiGenerated, own) {
            claim = .aiGenerated
        } else if has(.aiEdited, own) {
            claim = .aiEdited
        } else if has(.aiGenerated, history) || has(.aiEdited, history) {
            claim = .aiInIngredients
        } else if has(.aiPossible, usable) {
            claim = .aiPossible
        } else if has(.captured, own) {
            claim = .captured
        } else if has(.algorithmicNotAI, own) {
            claim = .algorithmicNotAI
        } else {
            claim = .notStated
        }
        let decided = claim
        func weight(_ reason: RubricReason) -> Int {
            if decided == .aiInIngredients { return reason.manifest != 0 && reason.outcome.claim.speaksOfAI ? 0 : 1 }
            return reason.manifest == 0 && reason.outcome.claim == decided ? 0 : 1
        }
        reasons = Array(
            usable.enumerated().sorted { (weight($0.element), $0.offset) < (weight($1.element), $1.offset) }
                .prefix(ProvenanceLimits.findings).map(\.element))
        contradictions = Self.contradictions(own, manifests)
    }

    private static func contradictions(_ own: [RubricReason], _ manifests: [ManifestReport]) -> [String] {
        let captured = own.first { $0.outcome == .captured || $0.outcome == .stitched }
        let generated = own.first { $0.outcome == .fullyGenerated }
        guard let captured, let generated else { return [] }
        return [
            "The manifest calls the asset captured (\(captured.statement)) and generated (\(generated.statement)) at once."
        ]
    }
}
