// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// The tags of MP4 and MOV files.
///
/// Source: Apple, QuickTime File Format, "Metadata" and "User Data"; ISO/IEC 14496-12, 8.10; ETSI TS 126 244 for 3GPP.
enum BMFFTags {
    /// Adds the tags of a `meta` box: `keys` with `ilst` (handler `mdta`), or `ilst` alone (handler `mdir`).
    ///
    /// - Parameters:
    ///   - index: of the `meta` box.
    ///   - tree: with everything inside it down to the items of `ilst`.
    ///   - draft: gets blocks and faults.
    static func add(meta index: Int, _ tree: BMFFTree, to draft: inout ReadingDraft) throws(ReadFailure) {
        var keys: [Range<Int>] = []
        for box in tree.children(of: index) where box.type == "keys" { keys = try read(keys: box, &draft) }
        for list in tree.indices(of: index) where tree.boxes[list].type == "ilst" {
            for item in tree.children(of: list) {
                let number = Int(item.type.rawValue)
                var name = MetadataText.name(item.type)
                if !keys.isEmpty, number >= 1, number <= keys.count {
                    let range = keys[number - 1]
                    guard range.count <= longestName, draft.charge(range.count, at: range.lowerBound) else { continue }
                    name = MetadataText.name(try draft.reader.bytes(range))
                }
                try add(item: item, name, to: &draft)
            }
        }
    }

    private static let longestName = 1024

    /// Where the names lie that the items of `ilst` count from 1.
    private static func read(keys box: BMFFBox, _ draft: inout ReadingDraft) throws(ReadFailure) -> [Range<Int>] {
        guard box.payload.count >= 8 else { return [] }
        let count = Int(try draft.reader.uint32(at: box.payload.lowerBound + 4))
        var keys: [Range<Int>] = []
        var offset = box.payload.lowerBound + 8
        while keys.count < count, box.range.upperBound - offset >= 8 {
            let size = Int(try draft.reader.uint32(at: offset))
            guard size >= 8, size <= box.range.upperBound - offset, draft.step(at: offset) else { break }
            keys.append(offset + 8..<offset + size)
            offset += size
        }
        if keys.count < count {
            draft.faults.add(
                .oddity, "bmff.keys", "the keys at \(box.range.lowerBound) end after \(keys.count) of \(count)")
        }
        return keys
    }

    /// Adds the values of one item. A freeform item (`----`) says its own name in `mean` and `name`.
    private static func add(
        item: BMFFBox, _ name: String, to draft: inout ReadingDraft
    ) throws(ReadFailure) {
        let parts = try BMFFBoxWalk(
            draft.reader, in: item.payload, depth: item.depth + 1, limit: draft.stepsLeft, descending: { _ in false })
        for fault in parts.faults {
            let gravity = fault.gravity == .malformed ? .oddity : fault.gravity
            draft.faults.add(gravity, fault.code + "-in-tag", fault.message)
        }
        guard draft.step(parts.boxes.count, at: item.range.lowerBound) else { return }
        var name = name
        for part in parts.boxes {
            switch part.type {
            case "name" where part.payload.count > 4 && part.payload.count <= longestName:
                guard draft.charge(part.payload.count, at: part.range.lowerBound) else { return }
                name = MetadataText.name(
                    try draft.reader.bytes(part.payload.lowerBound + 4..<part.payload.upperBound))
            case "data" where part.payload.count >= 8:
                // Type and locale before the value. 0 and 1 are bytes and UTF-8, 2 is UTF-16; others are numbers and pictures.
                let type = try draft.reader.uint32(at: part.payload.lowerBound) & 0xffffff
                guard type <= 2 else { continue }
                let value = part.payload.lowerBound + 8..<part.payload.upperBound
                guard let bytes = try draft.take(value) else { return }
                let isUTF16 = type == 2
                guard let text = isUTF16 ? draft.text(fromUTF16: bytes, at: value.lowerBound) : bytes else { return }
                draft.add(.tag(name: name), text, at: value.lowerBound)
            default: continue
            }
        }
    }

    /// Adds a text of `udta`: QuickTime's (its type begins with ©) or 3GPP's.
    static func add(userData box: BMFFBox, to draft: inout ReadingDraft) throws(ReadFailure) {
        let payload = box.payload
        if box.type.rawValue >> 24 == 0xa9 {
            // Any number of texts: length, language, characters.
            var offset = payload.lowerBound
            while payload.upperBound - offset >= 4, draft.step(at: offset) {
                let length = Int(try draft.reader.uint16(at: offset))
                let start = offset + 4
                let end = min(start + length, payload.upperBound)
                try addText(start..<end, box, to: &draft)
                offset = max(end, start)
            }
        } else if threeGPP.contains(box.type), payload.count > 6 {
            // Version, flags and language before the text.
            try addText(payload.lowerBound + 6..<payload.upperBound, box, to: &draft)
        } else if box.type == "AIGC" {
            // China's label is seen as plain text of a box of its own as well.
            try addText(payload, box, to: &draft)
        }
    }

    private static let threeGPP: Set<FourCC> = [
        "titl", "dscp", "cprt", "perf", "auth", "gnre", "kywd", "albm", "name", "coll", "thmb",
    ]

    private static func addText(
        _ range: Range<Int>, _ box: BMFFBox, to draft: inout ReadingDraft
    ) throws(ReadFailure) {
        guard !range.isEmpty, let bytes = try draft.take(range) else { return }
        let isUTF16 = bytes.count >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff
        let offset = range.lowerBound
        let converted =
            isUTF16
            ? draft.text(fromUTF16: bytes.dropFirst(2), at: offset)
            : draft.text(MetadataText.untilZero(bytes), at: offset)
        guard let converted else { return }
        draft.add(.tag(name: MetadataText.name(box.type)), converted, at: offset)
    }
}
