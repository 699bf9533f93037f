// SPDX-License-Identifier: Apache-2.0

/// Stores and metadata of a GIF file.
enum GIFReading {
    static func read(into draft: inout ReadingDraft) throws(ReadFailure) {
        let walk = try GIFBlockWalk(draft.reader)
        draft.faults.add(walk.faults)
        for block in walk.blocks {
            switch block.kind {
            case .extension(label: 0xfe):
                guard draft.step(block.subBlocks.count / 256, at: block.range.lowerBound) else { continue }
                let pieces = try subBlocks(block.subBlocks, draft.reader)
                guard let bytes = try draft.take(pieces) else { continue }
                draft.add(.comment, bytes, at: block.range.lowerBound)
            case .extension(label: 0xff): try addApplication(block, &draft)
            default: continue
            }
        }
        if walk.isComplete { try Trailer.add(from: walk.end, to: &draft) }
    }

    private static func addApplication(_ block: GIFBlock, _ draft: inout ReadingDraft) throws(ReadFailure) {
        guard let name = block.application, name.count == 11 else { return }
        let data = name.upperBound..<block.subBlocks.upperBound
        if try draft.reader.has("C2PA_GIF", at: name.lowerBound) {
            try draft.addStore(pieces: try subBlocks(data, draft.reader), ranges: [block.range])
        } else if try draft.reader.has("XMP DataXMP", at: name.lowerBound) {
            try addXMP(from: name.upperBound, block, &draft)
        }
    }

    /// XMP is written without sub-blocks; 258 bytes behind it, 01 FF FE … 01 00 00, bring any decoder to the terminator.
    private static func addXMP(
        from start: Int, _ block: GIFBlock, _ draft: inout ReadingDraft
    ) throws(ReadFailure) {
        let end = block.range.upperBound
        if end - start >= 258, try draft.reader.uint32(at: end - 258) == 0x01ff_fefd,
            try draft.reader.uint32(at: end - 4) == 0x0201_0000
        {
            try draft.add(.xmp, start..<end - 258)
        } else {
            draft.faults.add(
                .oddity, "gif.xmp-trailer", "the XMP at \(start) has no trailer; it is read as sub-blocks")
            let pieces = try subBlocks(start..<block.subBlocks.upperBound, draft.reader)
            guard let bytes = try draft.take(pieces) else { return }
            draft.add(.xmp, bytes, at: start)
        }
    }

    /// The contents of sub-blocks. The walk has seen that all of them are inside the file.
    private static func subBlocks(_ range: Range<Int>, _ reader: ByteReader) throws(ReadFailure) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var offset = range.lowerBound
        while offset < range.upperBound {
            let length = Int(try reader.byte(at: offset))
            guard length > 0, length < range.upperBound - offset else { break }
            pieces.append(offset + 1..<offset + 1 + length)
            offset += 1 + length
        }
        return pieces
    }
}
