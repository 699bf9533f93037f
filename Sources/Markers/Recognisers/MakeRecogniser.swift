// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// A generator's name in the field for the maker of the camera, as Ideogram writes it.
enum MakeRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        metadata[[.exif(.make), .xmp(.make)]].compactMap { field in
            guard GeneratorNames.contains(field.text) else { return nil }
            return Marker(.make, .aiGenerated, in: field, generator: Quotation.name(field.text))
        }
    }
}
