// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// China's implicit label for generated content, at every place where the standard or practice puts it.
///
/// Source: GB 45438-2025, annexes E and F; TC260-PG-20257A (video: MP4 keys, Matroska SimpleTag, AVI INFO, FLV onMetaData),
/// TC260-PG-20258A (images: XMP, PNG text, EXIF). Doubao writes PNG text, Tencent's cloud EXIF with `ServiceProvider`.
enum TC260Recogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        var found: [Marker] = []
        // Places that are meant for the label, or whose JSON names it.
        let named: [FieldPlace] = [.xmp(.aigc), .png(.aigc), .tag(.aigc)]
        for field in metadata[named] {
            guard let label = TC260Text.label(field, isNamed: true) else { continue }
            found.append(marker(field, label))
        }
        let general: [FieldPlace] = [
            .exif(.userComment), .exif(.imageDescription), .exif(.commentOfWindows), .png(.comment), .png(.description),
            .xmp(.userComment), .xmp(.description), .comment, .tag(.comment), .tag(.description),
        ]
        for field in metadata[general] {
            guard let label = TC260Text.label(field, isNamed: false) else { continue }
            found.append(marker(field, label))
        }
        for field in metadata.applications + metadata[.trailer] {
            guard let label = TC260Text.labelInside(field) else { continue }
            found.append(marker(field, label))
        }
        return found + ofStructures(in: metadata)
    }

    private static func marker(_ field: Field, _ label: TC260Label) -> Marker {
        Marker(.tc260, claim(label), in: field, value: value(label), label: label)
    }

    private static func claim(_ label: TC260Label) -> Claim {
        // 2 (possibly) and 3 (suspected) are set by platforms; other values occur and are no clear word.
        label.label?.description == "1" ? .aiGenerated : .aiPossible
    }

    private static func value(_ label: TC260Label) -> QuotedText {
        QuotedText(label.label.map { "Label=\($0.description)" } ?? "no Label")
    }

    /// The label as a structure of XMP instead of JSON.
    private static func ofStructures(in metadata: Metadata) -> [Marker] {
        var labels: [(structure: Int, offset: Int, label: TC260Label)] = []
        for nested in metadata.nested where nested.property.parents.first == .aigc {
            let (property, offset) = (nested.property, nested.offset)
            if labels.last?.structure != property.structure || labels.last?.offset != offset {
                guard labels.count < ProvenanceLimits.findings else { break }
                labels.append((property.structure, offset, TC260Label()))
            }
            let value = Quotation.name(property.value)
            let last = labels.count - 1
            switch property.name {
            case .label: labels[last].label.label = value
            case .contentProducer: labels[last].label.contentProducer = value
            case .produceID: labels[last].label.produceID = value
            case .contentPropagator: labels[last].label.contentPropagator = value
            case .propagateID: labels[last].label.propagateID = value
            default: continue
            }
        }
        return labels.map { entry in
            Marker(
                source: .tc260, claim: claim(entry.label), place: FieldPlace.xmp(.aigc).description,
                offset: entry.offset,
                value: value(entry.label), label: entry.label)
        }
    }
}
