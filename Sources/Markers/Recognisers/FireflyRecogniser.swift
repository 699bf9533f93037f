// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Adobe Firefly as the program of a step in XMP's history of the file.
///
/// Source: XMP specification part 2, `xmpMM:History` with `stEvt:action` and `stEvt:softwareAgent`. Firefly's own properties
/// stand in its Content Credentials, which are read elsewhere.
enum FireflyRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        let steps = metadata.nested.filter { $0.property.parents.first == .history }
        let ofFirefly = steps.filter { $0.property.name == .softwareAgent && isFirefly($0.property.value) }
            .prefix(ProvenanceLimits.findings)
        guard !ofFirefly.isEmpty else { return [] }
        let creations = Set(
            steps.filter { $0.property.name == .action && $0.property.value.isWord("created") }
                .map(\.property.structure))
        return ofFirefly.map { step in
            Marker(
                source: .firefly, claim: creations.contains(step.property.structure) ? .aiGenerated : .aiEdited,
                place: "XMP \(XMPName.softwareAgent.description) inside \(XMPName.history.description)",
                offset: step.offset, generator: Quotation.name(step.property.value))
        }
    }

    private static func isFirefly(_ name: [UInt8]) -> Bool {
        name.startsWithWord("Adobe Firefly") && GeneratorNames.contains(name)
    }
}
