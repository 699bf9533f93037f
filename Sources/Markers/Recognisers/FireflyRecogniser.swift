// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Adobe Firefly as the program of a step in XMP's history of the file.
///
/// Source: XMP specification part 2, `xmpMM:History` with `stEvt:action` and `stEvt:softwareAgent`. Firefly's own properties
/// stand in its Content Credentials, which are read elsewhere.
enum FireflyRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        var ofFirefly: [Metadata.NestedProperty] = []
        for step in metadata.nested where step.property.name == .softwareAgent {
            guard step.property.parents.first == .history, isFirefly(step.property.value) else { continue }
            ofFirefly.append(step)
            if ofFirefly.count == ProvenanceLimits.findings { break }
        }
        guard !ofFirefly.isEmpty else { return [] }
        let creations = Set(
            metadata.nested.lazy.filter { $0.property.name == .action && $0.property.value.isWord("created") }
                .map(Step.init))
        return ofFirefly.map { step in
            Marker(
                source: .firefly, claim: creations.contains(Step(step)) ? .aiGenerated : .aiEdited,
                place: "XMP \(XMPName.softwareAgent.description) inside \(XMPName.history.description)",
                offset: step.offset, generator: Quotation.name(step.property.value))
        }
    }

    /// One entry of one packet's history.
    private struct Step: Hashable {
        var packet: Int
        var structure: Int

        init(_ nested: Metadata.NestedProperty) {
            packet = nested.offset
            structure = nested.property.structure
        }
    }

    private static func isFirefly(_ name: [UInt8]) -> Bool {
        name.startsWithWord("Adobe Firefly") && GeneratorNames.contains(name)
    }
}
