// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Easy Diffusion: one PNG text for each setting, or all of them as JSON in EXIF.
///
/// Source: easydiffusion/easydiffusion, `ui/easydiffusion/utils/save_utils.py`: labels such as `Stable Diffusion model` and
/// `Seed`, in older versions the internal names.
enum EasyDiffusionRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        var found: [Marker] = []
        let pairs: [(PNGKeyword, PNGKeyword)] = [(.easyModel, .easySeed), (.easyOlderModel, .easyOlderSeed)]
        for (model, seed) in pairs {
            guard let field = metadata[.png(model)].first, metadata[.png(seed)].contains(where: { isNumber($0.text) })
            else { continue }
            found.append(Marker(.easyDiffusion, .aiGenerated, in: field, generator: Quotation.name(field.text)))
        }
        for field in metadata[.exif(.userComment)] {
            guard let json = field.json,
                let model = json["Stable Diffusion model"] ?? json["use_stable_diffusion_model"],
                json["Seed"] ?? json["seed"] != nil
            else { continue }
            found.append(Marker(.easyDiffusion, .aiGenerated, in: field, generator: Quotation.name(model)))
        }
        return found
    }

    private static func isNumber(_ text: [UInt8]) -> Bool {
        text.count <= 20 && text.allSatisfy { $0.isDigit }
    }
}
