// SPDX-License-Identifier: Apache-2.0

internal import ProvenanceVocabulary

/// Findings that cannot both be true of one picture. They are shown beside each other; nobody decides between them here.
enum Contradictions {
    static func sentences(_ statements: [Statement]) -> [String] {
        let captured = statements.filter { $0.claim == .captured }
        let algorithmic = statements.filter { $0.claim == .algorithmicNotAI }
        let generated = statements.filter { [.aiGenerated, .aiEdited, .aiInIngredients].contains($0.claim) }
        var sentences: [String] = []
        if let one = captured.first, let other = generated.first {
            sentences.append(sentence(one, other))
        }
        if let one = algorithmic.first, let other = generated.first(where: { $0.claim == .aiGenerated }) {
            sentences.append(sentence(one, other))
        }
        if let failed = statements.first(where: { $0.level == .credentialsFailed }),
            let other = statements.first(where: { $0.claim.speaksOfAI })
        {
            sentences.append(
                "The attached credentials (\(failed.source)) are not valid for this file; \(other.source) "
                    + "(\(other.level.rawValue)) says \(other.claim.words) all the same.")
        }
        return sentences
    }

    private static func sentence(_ one: Statement, _ other: Statement) -> String {
        "These findings do not fit together: \(one.source) (\(one.level.rawValue)) says \(one.claim.words), "
            + "\(other.source) (\(other.level.rawValue)) says \(other.claim.words)."
    }
}

extension Claim {
    /// The claim inside a sentence that begins "… says".
    var words: String {
        switch self {
        case .aiGenerated: "“AI-generated”"
        case .aiEdited: "“edited with AI”"
        case .aiInIngredients: "“made from something AI-generated”"
        case .aiPossible: "“may contain AI-generated parts”"
        case .algorithmicNotAI: "“made by an algorithm that is not AI”"
        case .captured: "“captured by a camera”"
        case .notStated: "nothing of its origin"
        case .noneUsable: "nothing that can be used"
        }
    }
}
