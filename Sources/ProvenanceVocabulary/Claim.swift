// SPDX-License-Identifier: Apache-2.0

/// What a finding says about how a picture or video came to be. It says who claims it nowhere: see ``Level``.
public enum Claim: String, Sendable, Hashable, Codable, CaseIterable {
    /// Made by a generative model as a whole.
    case aiGenerated = "ai-generated"
    /// Altered by a generative model: parts are generated.
    case aiEdited = "ai-edited"
    /// Something that it was made from was generated.
    case aiInIngredients = "ai-in-ingredients"
    /// May contain generated parts: composites, screen captures, "suspected" labels.
    case aiPossible = "ai-possible"
    /// Made by an algorithm that is no generative model.
    case algorithmicNotAI = "algorithmic-not-ai"
    /// Captured by a camera or scanned. Never a reason to release an item.
    case captured
    /// Nothing is said of its origin. Not a sign of any origin either.
    case notStated = "not-stated"
    /// What is said cannot be used: the credentials do not belong to this file or are broken.
    case noneUsable = "none-usable"

    /// Whether generative AI had, or may have had, a part in it.
    public var speaksOfAI: Bool {
        switch self {
        case .aiGenerated, .aiEdited, .aiInIngredients, .aiPossible: true
        case .algorithmicNotAI, .captured, .notStated, .noneUsable: false
        }
    }
}
