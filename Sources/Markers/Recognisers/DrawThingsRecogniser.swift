// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Draw Things: its name as tool in XMP, and JSON with short names as comment.
///
/// Source: receyuki/stable-diffusion-prompt-reader, `sd_prompt_reader/format/drawthings.py`, which reads `c` (the prompt),
/// `uc`, `model`, `sampler` from `exif:UserComment`. No file of the app was at hand.
enum DrawThingsRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        let named = metadata[.xmp(.creatorTool)].filter { $0.text.isWord("Draw Things") }
        let settings = metadata[[.xmp(.userComment), .exif(.userComment)]].filter { isSettings($0.json) }
        let model = settings.first.flatMap { Quotation.name($0.json?["model"]) }
        guard let field = settings.first ?? named.first else { return [] }
        let tool = named.isEmpty ? nil : Quotation.own("Draw Things")
        return [Marker(.drawThings, .aiGenerated, in: field, value: tool, generator: model ?? tool)]
    }

    private static func isSettings(_ json: JSONValue?) -> Bool {
        guard let json else { return false }
        return json["c"] != nil && json["uc"] != nil && json["model"]?.isString == true && json["sampler"] != nil
    }
}
