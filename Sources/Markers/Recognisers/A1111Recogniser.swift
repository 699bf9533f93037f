// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// AUTOMATIC1111's web UI and what writes its format: Forge, SD.Next, Civitai's generator, many scripts.
///
/// Source: AUTOMATIC1111/stable-diffusion-webui, `modules/images.py` (`save_image_with_geninfo`): PNG text `parameters`,
/// EXIF UserComment for JPEG, WebP and AVIF, the comment of GIF; `postprocessing` and `extras` for enlarged pictures.
enum A1111Recogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        let places: [FieldPlace] = [
            .png(.parameters), .png(.comment), .png(.description), .exif(.userComment), .exif(.imageDescription),
            .exif(.commentOfWindows), .xmp(.userComment), .xmp(.description), .comment, .tag(.parameters),
            .tag(.comment),
            .tag(.description),
        ]
        let generated = metadata[places].compactMap { field -> Marker? in
            guard field.json == nil, let parameters = GenerationParameters(field.text) else { return nil }
            return Marker(
                .a1111, .aiGenerated, in: field, value: parameters.version.flatMap { Quotation.name($0) },
                generator: parameters.model.flatMap { Quotation.name($0) })
        }
        // Enlarging and restoring work on any picture, a photograph as well.
        let enlarged = metadata[[.png(.postprocessing), .png(.extras)]].filter { isEnlargement($0.text) }.map { field in
            Marker(.a1111, .aiPossible, in: field, value: QuotedText("enlarged or restored"))
        }
        return generated + enlarged
    }

    private static func isEnlargement(_ text: [UInt8]) -> Bool {
        let words: [StaticString] = ["Postprocess upscale", "GFPGAN visibility: ", "CodeFormer visibility: "]
        if words.contains(where: { text.firstIndex(of: $0) != nil }) { return true }
        // Before 2023: `Upscale: 4, visibility: 1.0, model:R-ESRGAN 4x+`.
        return text.firstIndex(of: "Upscale: ") != nil && text.firstIndex(of: "model:") != nil
    }
}
