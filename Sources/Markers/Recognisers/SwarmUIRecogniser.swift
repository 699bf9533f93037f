// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// SwarmUI: JSON with `sui_image_params`.
///
/// Source: mcmonkeyprojects/SwarmUI, docs "Image Metadata Format": PNG `parameters`, EXIF UserComment otherwise.
enum SwarmUIRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        let places: [FieldPlace] = [
            .png(.parameters), .exif(.userComment), .tag(.comment), .tag(.parameters), .comment,
        ]
        return metadata[places].compactMap { field in
            guard let parameters = field.json?["sui_image_params"], parameters.isObject else { return nil }
            return Marker(
                .swarmUI, .aiGenerated, in: field, value: Quotation.name(parameters["swarm_version"]),
                generator: Quotation.name(parameters["model"]))
        }
    }
}
