// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// The credit line of Gemini, Imagen and Google Photos' generative editors.
///
/// Source: 9to5google.com, 2024-10-24, and Google's announcement of that day on IPTC metadata in Google Photos; files on
/// Wikimedia Commons.
enum GoogleCreditRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        CreditLine.markers(
            in: metadata, source: .googleCredit,
            lines: [
                ("Made with Google AI", .aiGenerated), ("AI-Generated with Google Photos", .aiGenerated),
                ("AI Generated with Google Photos", .aiGenerated), ("Edited with Google AI", .aiEdited),
            ])
    }
}
