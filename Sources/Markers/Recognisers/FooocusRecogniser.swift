// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Fooocus: settings as JSON, or in A1111's form, and the name of the form beside them.
///
/// Source: lllyasviel/Fooocus, `modules/meta_parser.py` and `modules/private_logger.py`: PNG `parameters` and
/// `fooocus_scheme`; EXIF `Software` with the version, `UserComment` with the settings, `MakerNote` with the form.
enum FooocusRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        var found: [Marker] = []
        for field in metadata[[.png(.parameters), .exif(.userComment)]] {
            guard let json = field.json, let version = json["version"]?.stringBytes, isFooocus(version) else {
                continue
            }
            found.append(
                Marker(
                    .fooocus, .aiGenerated, in: field, value: Quotation.name(json["base_model"]),
                    generator: Quotation.name(version)))
        }
        if !found.isEmpty { return found }
        for field in metadata[.png(.parameters)] where isForm(metadata[.png(.fooocusScheme)]) {
            guard let parameters = GenerationParameters(field.text) else { continue }
            found.append(
                Marker(
                    .fooocus, .aiGenerated, in: field, value: parameters.model.flatMap { Quotation.name($0) },
                    generator: parameters.version.flatMap { Quotation.name($0) }))
        }
        for field in metadata[.exif(.software)] where isFooocus(field.text) {
            found.append(Marker(.fooocus, .aiGenerated, in: field, generator: Quotation.name(field.text)))
        }
        return found
    }

    private static func isForm(_ fields: [Field]) -> Bool {
        fields.contains { $0.text.isWord("fooocus") || $0.text.isWord("a1111") }
    }

    /// `Fooocus v2.5.5`; forks write `RuinedFooocus …`, `Fooocus-MRE v…`.
    private static func isFooocus(_ text: [UInt8]) -> Bool {
        text.count <= 60 && (text.starts(with: "Fooocus v") || text.starts(with: "Fooocus-MRE v"))
    }
}
