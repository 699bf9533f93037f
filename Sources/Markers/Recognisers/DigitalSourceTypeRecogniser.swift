// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// IPTC's Digital Source Type in XMP.
///
/// Source: IPTC Photo Metadata Standard 2024.1, property `DigitalSourceType`; IPTC NewsCodes. A code that is not known is no
/// marker, and is not quoted: anything may stand there.
enum DigitalSourceTypeRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        var found: [Marker] = []
        for field in metadata[.xmp(.digitalSourceType)] {
            guard let type = type(field.text) else { continue }
            found.append(Marker(.digitalSourceType, type.claim, in: field, value: QuotedText(type.code)))
        }
        for (property, offset) in metadata.nested.map({ ($0.property, $0.offset) })
        where property.name == .digitalSourceType {
            // Photoshop keeps the XMP of what was placed into a picture, in `xmpMM:Pantry`.
            guard let parent = property.parents.first(where: { [.pantry, .ingredients, .derivedFrom].contains($0) }),
                let type = type(property.value), type.claim.speaksOfAI
            else { continue }
            found.append(
                Marker(
                    source: .digitalSourceType, claim: .aiInIngredients,
                    place: "XMP \(property.name.description) inside \(parent.description)", offset: offset,
                    value: QuotedText(type.code)))
        }
        return found
    }

    private static func type(_ text: [UInt8]) -> DigitalSourceType? {
        guard text.count <= 200 else { return nil }
        var text = text[...]
        // IPTC's short form of its own addresses.
        if text.startsWithWord("digsrctype:") { text = text.dropFirst(11) }
        return DigitalSourceType(String(decoding: text, as: UTF8.self))
    }
}
