// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// The credit line of Apple's Clean Up, and that of Image Playground.
///
/// Source: the text and the source type that Apple's photo framework sets, found in its published disassemblies. The text of
/// Image Playground is as reported of its files; no file was at hand.
enum AppleRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        CreditLine.markers(
            in: metadata, source: .apple,
            lines: [
                ("Apple Photos Clean Up", .aiEdited), ("Apple Image Playground", .aiGenerated),
                ("Image Playground", .aiGenerated),
            ])
    }
}
