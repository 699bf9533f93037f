// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// NovelAI: its name as software, `Source` with the model, `Comment` with the settings and a signature of its own.
///
/// Source: NovelAI/novelai-image-metadata (`nai_meta.py`, `nai_sig.py`). The signature there is Ed25519 over the picture and
/// the settings; it is not verified here, so this stays an unsigned statement.
enum NovelAIRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        var found: [Marker] = []
        for field in metadata[[.png(.software), .exif(.software), .xmp(.creatorTool), .xmp(.software)]]
        where field.text.isWord("NovelAI") {
            let source = field.place == .png(.software) ? metadata[.png(.source)].first : nil
            found.append(
                Marker(
                    .novelAI, .aiGenerated, in: field, value: Quotation.own("Software=NovelAI"),
                    generator: source.flatMap { model($0.text) } ?? Quotation.own("NovelAI")))
        }
        // WebP has the PNG texts as one JSON object in the comment; a converted PNG may have lost all but its own comment.
        for field in metadata[[.exif(.userComment), .png(.comment), .exif(.imageDescription)]] {
            guard let json = field.json else { continue }
            if let software = json["Software"]?.stringBytes, software.isWord("NovelAI") {
                found.append(
                    Marker(
                        .novelAI, .aiGenerated, in: field, value: Quotation.own("Software=NovelAI"),
                        generator: json["Source"]?.stringBytes.flatMap { model($0) } ?? Quotation.own("NovelAI")))
            } else if found.isEmpty, json["uc"] != nil, json["signed_hash"]?.isString == true {
                found.append(
                    Marker(.novelAI, .aiGenerated, in: field, value: Quotation.own("settings with signed_hash")))
            }
        }
        return found
    }

    /// `NovelAI Diffusion V4 79F47848`, earlier `Stable Diffusion …`.
    static func model(_ source: [UInt8]) -> QuotedText? {
        guard source.startsWithWord("NovelAI") || source.startsWithWord("Stable Diffusion") else { return nil }
        return Quotation.name(source)
    }
}
