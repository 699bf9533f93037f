// SPDX-License-Identifier: Apache-2.0

internal import Certificates
internal import ContentCredentials
internal import ProvenanceVocabulary

/// The tree of manifests with every check, for `--explain`.
enum CredentialExplanation {
    static func nodes(_ report: CredentialReport) -> [ExplanationNode] {
        guard !report.manifests.isEmpty else { return report.decidingStatuses.map(node) }
        var shown: Set<Int> = []
        var nodes = [manifest(0, in: report, shown: &shown)]
        for index in report.manifests.indices where !shown.contains(index) {
            nodes.append(manifest(index, in: report, shown: &shown))
        }
        for label in report.unreferencedManifests {
            nodes.append(ExplanationNode(.noted, "manifest “\(label)”: nothing refers to it, so it was not looked at"))
        }
        return nodes
    }

    private static func manifest(_ index: Int, in report: CredentialReport, shown: inout Set<Int>) -> ExplanationNode {
        let manifest = report.manifests[index]
        guard shown.insert(index).inserted else {
            return ExplanationNode(.heading, "manifest “\(manifest.label)”, shown above")
        }
        var children: [ExplanationNode] = []
        if let title = manifest.title { children.append(ExplanationNode(.heading, "title “\(title)”")) }
        if let signature = manifest.signature {
            children += CredentialFacts.signature(signature).map { ExplanationNode(.heading, $0) }
        }
        children += manifest.statuses.map(node)
        children += manifest.actions.map(action)
        if manifest.omittedActions > 0 {
            children.append(ExplanationNode(.noted, "\(manifest.omittedActions) more actions are left out here"))
        }
        let outcomes = RubricOutcome.allCases.filter(manifest.outcomes.contains).map(\.rawValue)
        if !outcomes.isEmpty {
            children.append(ExplanationNode(.heading, "rubric: " + outcomes.joined(separator: ", ")))
        }
        for ingredient in manifest.ingredients {
            children.append(self.ingredient(ingredient, in: report, shown: &shown))
        }
        if manifest.omittedIngredients > 0 {
            children.append(
                ExplanationNode(.noted, "\(manifest.omittedIngredients) more ingredients are left out here"))
        }
        let kind = manifest.isUpdate ? "update " : ""
        return ExplanationNode(.heading, kind + CredentialFacts.manifest(manifest), children: children)
    }

    private static func ingredient(
        _ ingredient: ManifestReport.Ingredient, in report: CredentialReport, shown: inout Set<Int>
    ) -> ExplanationNode {
        let title = ingredient.title.map { " “\($0)”" } ?? ""
        let voucher = ingredient.isGathered ? ", gathered" : ""
        var node = ExplanationNode(
            .heading, "ingredient\(title), \(ingredient.relationship ?? "no relationship")\(voucher)")
        if !ingredient.recordedFailures.isEmpty {
            let codes = ingredient.recordedFailures.map(\.description).joined(separator: ", ")
            node.children.append(ExplanationNode(.noted, "failed already when it was taken in: \(codes)"))
        }
        if let index = ingredient.manifest {
            node.children.append(manifest(index, in: report, shown: &shown))
        } else {
            node.children.append(
                ExplanationNode(
                    .noted,
                    ingredient.namesManifest ? "its manifest is not there" : "it has no manifest: origin unknown"))
        }
        return node
    }

    private static func action(_ action: ManifestReport.Action) -> ExplanationNode {
        var text = "action \(action.name)"
        if let source = action.sourceType { text += ", digital source type “\(source)”" }
        if let agent = action.softwareAgent { text += ", by “\(agent)”" }
        if let when = action.when { text += ", on \(when)" }
        if action.isGathered { text += " (gathered: the signer does not vouch for it)" }
        return ExplanationNode(.heading, text)
    }

    /// The part of the manifest that an address names; the manifest itself stands above it.
    private static func tail(_ url: String) -> String {
        url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: true).dropFirst(3).first.map(String.init)
            ?? url
    }

    private static func node(_ status: ValidationStatus) -> ExplanationNode {
        let mark: ExplanationNode.Mark =
            switch status.kind {
            case .success: .passed
            case .informational: .noted
            case .failure: .failed
            }
        let place = status.url.map { "\(QuotedText(tail($0), limit: 100)): " } ?? ""
        return ExplanationNode(mark, code: status.code, place + status.explanation)
    }
}
