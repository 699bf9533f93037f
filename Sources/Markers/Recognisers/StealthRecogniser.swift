// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Text in the lowest bits of the pixels: NovelAI's JSON, or the settings that an extension of A1111's web UI hides.
///
/// Source: NovelAI/novelai-image-metadata; ashen-sensored/sd_webui_stealth_pnginfo.
enum StealthRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        metadata[.hidden].map { field in
            if let json = field.json {
                let software = json["Software"]?.stringBytes
                if software?.isWord("NovelAI") == true {
                    return Marker(
                        .novelAIStealth, .aiGenerated, in: field, value: Quotation.own("Software=NovelAI"),
                        generator: json["Source"]?.stringBytes.flatMap { NovelAIRecogniser.model($0) }
                            ?? Quotation.own("NovelAI"))
                }
                if json["Comment"] != nil, json["Description"] != nil {
                    return Marker(.novelAIStealth, .aiGenerated, in: field)
                }
            }
            if let parameters = GenerationParameters(field.text) {
                return Marker(
                    .novelAIStealth, .aiGenerated, in: field, value: parameters.version.flatMap { Quotation.name($0) },
                    generator: parameters.model.flatMap { Quotation.name($0) })
            }
            // Only generators are known to hide text in this way; what it says is not known.
            return Marker(.novelAIStealth, .aiPossible, in: field)
        }
    }
}
