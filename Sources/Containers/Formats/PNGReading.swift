// SPDX-License-Identifier: Apache-2.0

/// Stores and metadata of a PNG file.
enum PNGReading {
    static func read(into draft: inout ReadingDraft) throws(ReadFailure) {
        let walk = try PNGChunkWalk(draft.reader)
        draft.faults.add(walk.faults)
        for chunk in walk.chunks {
            switch chunk.type {
            case "eXIf": try EXIFFields.addEmbedded(draft.reader, in: chunk.data, to: &draft)
            case "tEXt", "zTXt", "iTXt":
                guard let data = try draft.take(chunk.data) else { continue }
                try checkCRC(chunk, data, &draft)
                PNGText.add(data, chunk, to: &draft)
            default: continue
            }
        }
        for chunk in walk.chunks where chunk.type == "caBX" {
            try draft.addStore(pieces: [chunk.data], ranges: [chunk.range])
        }
        if walk.isComplete { try Trailer.add(from: walk.end, to: &draft) }
    }

    /// Decoders leave out a text whose checksum is wrong; here it is read all the same.
    private static func checkCRC(
        _ chunk: PNGChunk, _ data: [UInt8], _ draft: inout ReadingDraft
    ) throws(ReadFailure) {
        let type = try draft.reader.bytes(chunk.data.lowerBound - 4..<chunk.data.lowerBound)
        let checksum = CRC32.checksum(data.span, from: CRC32.checksum(type.span))
        guard checksum != (try draft.reader.uint32(at: chunk.data.upperBound)) else { return }
        draft.faults.add(
            .oddity, "png.checksum", "chunk \(chunk.type) at \(chunk.range.lowerBound) has a wrong checksum")
    }
}
