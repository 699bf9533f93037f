// SPDX-License-Identifier: Apache-2.0

public import ProvenanceVocabulary

/// What one statement of a manifest says about how the asset came to be, in the words of the official rubric.
///
/// Source: C2PA conformance programme, asset rubrics (2026-08-06); names as there.
public enum RubricOutcome: String, Sendable, Hashable, CaseIterable {
    /// Created by a generative model as a whole.
    case fullyGenerated = "Fully GenAI media"
    /// Created with parts of a generative model.
    case partlyGenerated = "Partly GenAI creation"
    /// Altered by a generative model in a way that can be perceived.
    case perceptibleTransformation = "Perceptible GenAI transformation"
    /// May contain generated parts.
    case mayContain = "May contain GenAI"
    /// Captured by a camera or scanned.
    case captured = "Captured"
    /// Captured in several pieces.
    case stitched = "Captured and stitched"
    /// Created by an algorithm that is no generative model.
    case algorithmic = "Algorithmic, not GenAI"
    /// Created by a person with a program.
    case nonGenerativeCreation = "Non-GenAI creation"
    /// Began with an empty canvas.
    case blank = "Blank"
    /// The history is incomplete or says nothing that can be used.
    case ambiguous = "Ambiguous"
    /// Something that it was made from has no manifest.
    case unknownProvenance = "Unknown provenance"

    /// What the outcome says of the whole asset.
    public var claim: Claim {
        switch self {
        case .fullyGenerated: .aiGenerated
        case .partlyGenerated, .perceptibleTransformation: .aiEdited
        case .mayContain: .aiPossible
        case .captured, .stitched: .captured
        case .algorithmic: .algorithmicNotAI
        case .nonGenerativeCreation, .blank, .ambiguous, .unknownProvenance: .notStated
        }
    }

    /// The outcome of one action.
    ///
    /// - Returns: `nil` when the action says nothing of origin.
    init?(of action: ManifestAction) {
        guard let source = action.sourceType else { return nil }
        if action.name == "c2pa.created" || action.name == "c2pa.opened" {
            self.init(inception: source)
        } else {
            guard !Self.isNonEditorial(action.name) else {
                // The rubric passes these over. One that names a generative model is not passed over in silence; of a
                // watermark the source describes the mark.
                guard !action.name.hasPrefix("c2pa.watermarked"), source.claim.speaksOfAI else { return nil }
                self = .mayContain
                return
            }
            self.init(transformation: source)
        }
    }

    private init?(inception source: DigitalSourceType) {
        switch source.code {
        case "trainedAlgorithmicMedia": self = .fullyGenerated
        // IPTC: a composite of which at least one element is generated; the rubric does not name it for creation.
        case "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic": self = .partlyGenerated
        case "composite", "screenCapture", "trainedAlgorithmicData": self = .mayContain
        case "digitalCapture", "computationalCapture", "negativeFilm", "positiveFilm", "print": self = .captured
        case "compositeCapture": self = .stitched
        case "algorithmicMedia", "algorithmicallyEnhanced", "dataDrivenMedia": self = .algorithmic
        case "digitalCreation", "digitalArt", "softwareImage", "humanEdits", "minorHumanEdits", "virtualRecording":
            self = .nonGenerativeCreation
        case "empty": self = .blank
        default: return nil
        }
    }

    private init?(transformation source: DigitalSourceType) {
        switch source.code {
        case "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic",
            "trainedAlgorithmicData":
            self = .perceptibleTransformation
        case "digitalArt", "composite": self = .mayContain
        default: return nil
        }
    }

    /// Actions that do not change what is perceived.
    static func isNonEditorial(_ name: String) -> Bool {
        switch name {
        case "c2pa.converted", "c2pa.published", "c2pa.repackaged", "c2pa.transcoded", "c2pa.resized.proportional",
            "c2pa.enhanced", "c2pa.edited.metadata", "c2pa.redacted":
            true
        default: name == "c2pa.watermarked" || name.hasPrefix("c2pa.watermarked.")
        }
    }
}
