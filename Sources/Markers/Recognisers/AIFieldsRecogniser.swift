// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// The four properties for AI that IPTC's Photo Metadata Standard 2025.1 added to its extension schema.
///
/// Source: IPTC Photo Metadata Standard 2025.1: `AISystemUsed`, `AISystemVersionUsed`, `AIPromptInformation`,
/// `AIPromptWriterName`. The last two are never quoted: a prompt, and a person's name.
enum AIFieldsRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        let system = metadata[.xmp(.aiSystemUsed)].first
        let version = metadata[.xmp(.aiSystemVersionUsed)].first
        let others = metadata[[.xmp(.aiPromptInformation), .xmp(.aiPromptWriterName)]]
        guard let field = system ?? version ?? others.first else { return [] }
        let name = system.flatMap { Quotation.name($0.text) }
        let number = version.flatMap { Quotation.name($0.text) }
        let words = [name, number].compactMap { $0?.description }
        return [
            Marker(
                .aiFields, .aiGenerated, in: field, value: number,
                generator: words.isEmpty ? nil : QuotedText(words.joined(separator: " ")))
        ]
    }
}
