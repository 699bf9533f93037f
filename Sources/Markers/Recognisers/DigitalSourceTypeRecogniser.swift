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
        for nested in metadata.nested where nested.property.name == .digitalSourceType {
            // Photoshop keeps the XMP of what was placed into a picture, in `xmpMM:Pantry`.
            guard let parent = nested.property.parents.first(where: { holdsIngredients($0) }),
                let type = type(nested.property.value), type.claim.speaksOfAI
            else { continue }
            found.append(
                Marker(
                    source: .digitalSourceType, claim: .aiInIngredients,
                    place: "XMP \(nested.property.name.description) inside \(parent.description)",
                    offset: nested.offset, value: QuotedText(type.code)))
            // The limit of findings reports what is more than that.
            if found.count > ProvenanceLimits.findings * 2 { break }
        }
        return found
    }

    private static func holdsIngredients(_ name: XMPName) -> Bool {
        name == .pantry || name == .ingredients || name == .derivedFrom
    }

    private static func type(_ text: [UInt8]) -> DigitalSourceType? {
        guard text.count <= 200 else { return nil }
        var text = text[...]
        // IPTC's short form of its own addresses.
        if text.startsWithWord("digsrctype:") { text = text.dropFirst(11) }
        return DigitalSourceType(String(decoding: text, as: UTF8.self))
    }
}
