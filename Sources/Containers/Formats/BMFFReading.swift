// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Stores and metadata of MP4, MOV, HEIC, AVIF and their kin.
enum BMFFReading {
    /// The walk needs to see only where metadata can be: a film in fragments has a hundred thousand other boxes.
    private static func holdsMetadata(_ box: BMFFBox) -> Bool {
        switch box.type {
        case "moov", "trak", "udta", "meta", "ilst": true
        default: false
        }
    }

    static func read(into draft: inout ReadingDraft) throws(ReadFailure) {
        let walk = try BMFFBoxWalk(draft.reader, in: 0..<draft.reader.count, descending: holdsMetadata)
        draft.faults.add(walk.faults)
        let tree = BMFFTree(walk)
        var storeBoxes: [BMFFBox] = []
        var hasItems = false
        for (index, box) in walk.boxes.enumerated() {
            let parent = box.parent.map { walk.boxes[$0] }
            switch box.type {
            case "uuid":
                if box.userType == .c2paBox, box.depth == 0 { storeBoxes.append(box) }
                if box.userType == .xmpBox { try draft.add(.xmp, box.payload) }
            case "XMP_" where parent?.type == "udta": try draft.add(.xmp, box.payload)
            case "meta":
                if box.depth == 0 {
                    if hasItems {
                        draft.faults.add(
                            .oddity, "bmff.second-meta", "a second meta box at \(box.range.lowerBound); items left out")
                    } else {
                        hasItems = true
                        try BMFFItems.add(tree.children(of: index), to: &draft)
                    }
                }
                try BMFFTags.add(meta: index, tree, to: &draft)
            case _ where parent?.type == "udta": try BMFFTags.add(userData: box, to: &draft)
            default: continue
            }
        }
        for box in storeBoxes { try addStore(box, to: &draft) }
    }

    /// The box of a manifest store: version and flags, purpose, offset of the first Merkle box, store, padding.
    ///
    /// Source: C2PA specification, A.5.1.
    private static func addStore(_ box: BMFFBox, to draft: inout ReadingDraft) throws(ReadFailure) {
        let reader = draft.reader
        var offset = box.payload.lowerBound + 4
        let end = box.range.upperBound
        let purposeStart = offset
        while offset < min(end, purposeStart + longestPurpose), try reader.byte(at: offset) != 0 { offset += 1 }
        guard offset < end, try reader.byte(at: offset) == 0 else {
            draft.faults.add(
                .malformed, "c2pa.box-purpose", "the C2PA box at \(box.range.lowerBound) does not say what it is for")
            return
        }
        let purpose = MetadataText.name(try reader.bytes(purposeStart..<offset))
        offset += 1
        switch purpose {
        case "manifest", "original", "update": break
        // A part of a hash tree; bindings look for it.
        case "merkle": return
        default:
            draft.faults.add(
                .oddity, "c2pa.box-purpose", "the C2PA box at \(box.range.lowerBound) is for an unknown purpose")
            return
        }
        var merkleOffset: Int?
        // Not every writer has the offset in a box of updates.
        if try JUMBFStart.length(reader, in: offset..<end) == nil {
            guard end - offset >= 8 else {
                draft.faults.add(
                    .malformed, "c2pa.store-cut", "the C2PA box at \(box.range.lowerBound) ends before its store")
                return
            }
            merkleOffset = Int(clamping: try reader.uint64(at: offset))
            offset += 8
        }
        // Padding is cut off before the store is read: it may be larger than the store may be.
        let length = min(try JUMBFStart.length(reader, in: offset..<end) ?? Int.max, end - offset)
        try draft.addStore(
            pieces: [offset..<offset + length], ranges: [box.range], purpose: purpose, merkleOffset: merkleOffset)
        try checkPadding(offset + length..<end, draft.reader, &draft.faults)
    }

    private static let longestPurpose = 64

    private static func checkPadding(
        _ range: Range<Int>, _ reader: ByteReader, _ faults: inout FaultList
    ) throws(ReadFailure) {
        guard range.count <= ProvenanceLimits.manifestStoreBytes else {
            faults.add(
                .overLimit, "c2pa.padding",
                "\(range.count) bytes of padding behind the C2PA manifest store at \(range.lowerBound); "
                    + "limit \(ProvenanceLimits.manifestStoreBytes)")
            return
        }
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(start + 65536, range.upperBound)
            if let index = try reader.bytes(start..<end).firstIndex(where: { $0 != 0 }) {
                faults.add(
                    .malformed, "c2pa.bytes-after-store",
                    "what lies behind the C2PA manifest store at \(start + index) is no padding")
                return
            }
            start = end
        }
    }
}
