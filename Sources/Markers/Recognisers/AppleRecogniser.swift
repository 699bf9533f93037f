// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// The credit line of Apple's Clean Up, and the name of Image Playground as credit or as the device.
///
/// Source: the text and the source type that Apple's photo framework sets, found in its published disassemblies; for Image
/// Playground Apple's announcement that it stands in place of the camera (AppleInsider, June 2024). No file was at hand.
enum AppleRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        let credits = CreditLine.markers(
            in: metadata, source: .apple,
            lines: [("Apple Photos Clean Up", .aiEdited), ("Apple Image Playground", .aiGenerated)])
        let places: [FieldPlace] = [
            .exif(.make), .exif(.model), .exif(.software), .xmp(.make), .xmp(.software), .xmp(.creatorTool),
        ]
        let devices = metadata[places].filter { $0.text.isWord("Apple Image Playground") }.map { field in
            Marker(.apple, .aiGenerated, in: field, generator: Quotation.own("Apple Image Playground"))
        }
        return credits + devices
    }
}
