// SPDX-License-Identifier: Apache-2.0

/// Stores and metadata of WebP, AVI and WAV files.
enum RIFFReading {
    static func read(into draft: inout ReadingDraft) throws(ReadFailure) {
        let walk = try RIFFChunkWalk(draft.reader)
        draft.faults.add(walk.faults)
        for chunk in walk.chunks where chunk.depth > 0 && chunk.form == nil {
            let parent = chunk.parent.map { walk.chunks[$0] }
            switch chunk.type {
            case "EXIF" where chunk.depth == 1: try addEXIF(chunk, &draft)
            case "XMP " where chunk.depth == 1, "_PMX" where chunk.depth == 1: try draft.add(.xmp, chunk.data)
            case _ where parent?.form == "INFO":
                guard let bytes = try draft.take(chunk.data) else { continue }
                let start = chunk.data.lowerBound
                guard let text = draft.text(MetadataText.untilZero(bytes), at: start) else { continue }
                draft.add(.tag(name: MetadataText.name(chunk.type)), text, at: start)
            default: continue
            }
        }
        for chunk in walk.chunks where chunk.depth == 1 && chunk.type == "C2PA" {
            try draft.addStore(pieces: [chunk.data], ranges: [chunk.range])
        }
        try Trailer.add(from: walk.end, to: &draft)
    }

    /// Some programs write the chunk with JPEG's name before the TIFF header.
    private static func addEXIF(_ chunk: RIFFChunk, _ draft: inout ReadingDraft) throws(ReadFailure) {
        let range = chunk.data
        let hasName = try draft.reader.has("Exif\0\0", at: range.lowerBound, before: range.upperBound)
        try EXIFFields.addEmbedded(
            draft.reader, in: range.lowerBound + (hasName ? 6 : 0)..<range.upperBound, to: &draft)
    }
}
