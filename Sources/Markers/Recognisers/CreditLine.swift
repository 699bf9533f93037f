// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Credit lines, which some vendors use to name their generator: `photoshop:Credit` in XMP, dataset 2:110 in IIM.
enum CreditLine {
    /// Markers for credit lines that are wholly one of some texts.
    static func markers(
        in metadata: Metadata, source: MarkerSource, lines: [(StaticString, Claim)]
    ) -> [Marker] {
        metadata[[.xmp(.credit), .iim(.credit)]].compactMap { field in
            guard let line = lines.first(where: { field.text.isWord($0.0) }) else { return nil }
            return Marker(source, line.1, in: field, value: QuotedText(line.0.description))
        }
    }
}
