// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Samsung's photo editor keeps what it did in a block `PhotoEditor_Re_Edit_Data` after the picture; `genAIType` in it tells
/// that a generative tool was used.
///
/// Source: ExifTool's Samsung trailer, tag 0x0ba1, for the block; for `genAIType`, files of Galaxy S23 to S25 as described
/// by public detectors. Samsung documents neither.
enum SamsungRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        metadata[.trailer].compactMap { field in
            var start = field.text.startIndex
            // The name stands before the block and may stand inside of it too.
            for _ in 0..<8 {
                let name: StaticString = "PhotoEditor_Re_Edit_Data"
                guard let place = field.text.firstIndex(of: name, from: start) else { return nil }
                start = place + name.utf8CodeUnitCount
                guard let type = type(in: field.text, from: start) else { continue }
                return Marker(.samsung, .aiEdited, in: field, value: QuotedText("genAIType=\(type)"))
            }
            return nil
        }
    }

    /// The number, if the JSON object right after the block's name has one above zero.
    private static func type(in text: [UInt8], from start: Int) -> Int? {
        guard start < text.count, text[start] == UInt8(ascii: "{") || text.has("\0{", at: start) else { return nil }
        let first = text[start] == 0 ? start + 1 : start
        let json = try? JSONText.parse(
            text, from: first, isWhole: false, nodeLimit: ProvenanceLimits.textNodes,
            depthLimit: ProvenanceLimits.textDepth)
        guard let value = json?.root.descendant("genAIType")?.scalar, let type = Int(value), type > 0 else {
            return nil
        }
        return type
    }
}
