// SPDX-License-Identifier: Apache-2.0

import Containers

extension AssetBoxes {
    /// Twelve bytes for each `RIFF` chunk, named by its form, then the chunks in it; a `LIST` is named by its type and is
    /// one box with all it holds. A byte of padding belongs to the chunk in front of it.
    static func riff(_ source: any ByteSource, _ own: RangeSet<Int>) throws(ReadFailure) -> AssetBoxes {
        var found = AssetBoxes()
        let walk = try RIFFChunkWalk(source, descending: { $0.depth == 0 })
        for chunk in walk.chunks {
            if chunk.depth == 0 {
                let start = chunk.range.lowerBound
                found.add(
                    chunk.form?.description ?? "", start..<min(start + 12, chunk.range.upperBound), .content, own: own)
            } else {
                found.add((chunk.form ?? chunk.type).description, chunk.range, role(chunk), own: own)
            }
        }
        if walk.faults.contains(where: { $0.gravity != .oddity }) { found.stop(walk.faults) }
        return found
    }

    private static func role(_ chunk: RIFFChunk) -> AssetBox.Role {
        switch chunk.type {
        case "JUNK", "PAD ", "FLLR": .padding
        case "EXIF", "XMP ", "_PMX", "bext", "iXML", "aXML", "id3 ", "ID3 ", "IDIT": .metadata
        case "LIST": chunk.form == "INFO" ? .metadata : .content
        default: .content
        }
    }
}
