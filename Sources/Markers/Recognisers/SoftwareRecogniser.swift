// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// A generator's name in a field for the program that made the file.
enum SoftwareRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        let places: [FieldPlace] = [
            .xmp(.creatorTool), .xmp(.software), .exif(.software), .png(.software), .png(.source), .iim(.program),
            .tag(.software),
        ]
        return metadata[places].compactMap { field in
            guard GeneratorNames.contains(field.text) else { return nil }
            return Marker(.software, .aiGenerated, in: field, generator: Quotation.name(field.text))
        }
    }
}
