// SPDX-License-Identifier: Apache-2.0

/// The text chunks of a PNG file.
///
/// Source: W3C, Portable Network Graphics (third edition), 11.3.3.
enum PNGText {
    /// The name that Adobe gave the chunk that holds XMP.
    private static let xmpKeyword = "XML:com.adobe.xmp"

    /// Adds the text of a chunk.
    ///
    /// - Parameters:
    ///   - data: of the chunk; charged for already.
    ///   - chunk: whose data it is.
    ///   - draft: gets the block and faults.
    static func add(_ data: [UInt8], _ chunk: PNGChunk, to draft: inout ReadingDraft) {
        let place = "\(chunk.type) at \(chunk.range.lowerBound)"
        guard let end = data.firstIndex(of: 0), end > 0, end <= 256 else {
            draft.faults.add(.oddity, "png.keyword", "\(place) has no keyword")
            return
        }
        let keyword = MetadataText.name(data[..<end])
        let offset = chunk.data.lowerBound
        let text: [UInt8]
        switch chunk.type {
        case "tEXt":
            guard let converted = draft.text([UInt8](data[(end + 1)...]), at: offset) else { return }
            text = converted
        case "zTXt":
            guard data.count > end + 1, data[end + 1] == 0 else {
                draft.faults.add(.oddity, "png.compression", "\(place) is compressed in no known way")
                return
            }
            let inflated = draft.inflate([UInt8](data[(end + 2)...]), as: .zlib, place)
            guard let converted = draft.text(inflated, at: offset) else { return }
            text = converted
        default:
            guard let international = international(data, after: end, place, &draft) else { return }
            text = international
        }
        if keyword == xmpKeyword {
            draft.add(.xmp, text, at: offset)
        } else if keyword.hasPrefix("Raw profile type ") {
            RawProfile.add(text, named: String(keyword.dropFirst(17)), at: offset, to: &draft)
        } else {
            draft.add(.pngText(keyword: keyword), text, at: offset)
        }
    }

    /// `iTXt`: flag, method, language, translated keyword, text.
    private static func international(
        _ data: [UInt8], after end: Int, _ place: String, _ draft: inout ReadingDraft
    ) -> [UInt8]? {
        guard data.count >= end + 3, let language = data[(end + 3)...].firstIndex(of: 0),
            let translated = data[(language + 1)...].firstIndex(of: 0)
        else {
            draft.faults.add(.oddity, "png.keyword", "\(place) ends before its text")
            return nil
        }
        let text = [UInt8](data[(translated + 1)...])
        switch (data[end + 1], data[end + 2]) {
        case (0, _): return text
        case (1, 0): return draft.inflate(text, as: .zlib, place)
        default:
            draft.faults.add(.oddity, "png.compression", "\(place) is compressed in no known way")
            return nil
        }
    }
}
