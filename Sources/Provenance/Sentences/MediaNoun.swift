// SPDX-License-Identifier: Apache-2.0

internal import Containers
internal import ProvenanceVocabulary

/// What the item is called in a sentence.
enum MediaNoun: String {
    case picture, video, file

    /// - Parameters:
    ///   - format: what the bytes say.
    ///   - brand: the major brand of an ISO-BMFF file, which alone tells a picture from a video.
    init(_ format: ContainerFormat, brand: [UInt8]) {
        switch format {
        case .jpeg, .png, .webp, .gif, .tiff: self = .picture
        case .avi, .matroska, .flv: self = .video
        case .isoBMFF:
            let name = String(decoding: brand, as: UTF8.self)
            self = ["heic", "heix", "mif1", "msf1", "avif", "avis", "heim", "heis"].contains(name) ? .picture : .video
        case .wav, .manifestStore, .unknown: self = .file
        }
    }

    /// "this picture".
    var this: String { "this \(rawValue)" }
}

extension Claim {
    /// What is said of the item, as the end of a sentence: "this picture was completely AI-generated". `nil` where nothing is
    /// said of its origin.
    ///
    /// The words for AI are those of the C2PA UX guidance 2.0, 7.3.
    func clause(_ noun: MediaNoun) -> String? {
        switch self {
        case .aiGenerated: "\(noun.this) was completely AI-generated"
        case .aiEdited: "\(noun.this) contains AI-generated content, but was not completely AI-generated"
        case .aiInIngredients: "\(noun.this) was made from something that was AI-generated"
        case .aiPossible: "\(noun.this) may contain AI-generated content"
        case .algorithmicNotAI: "\(noun.this) was made by an algorithm that is no generative AI"
        case .captured: "\(noun.this) was captured by a camera or scanned"
        case .notStated, .noneUsable: nil
        }
    }
}
