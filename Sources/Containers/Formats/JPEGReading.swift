// SPDX-License-Identifier: Apache-2.0

/// Stores and metadata of a JPEG file.
enum JPEGReading {
    static func read(into draft: inout ReadingDraft) throws(ReadFailure) {
        let walk = try JPEGSegmentWalk(draft.reader)
        draft.faults.add(walk.faults)
        var boxes = JPEGXTBoxes()
        var extended = ExtendedXMP()
        var packet: [UInt8]?
        var resources: [Range<Int>] = []
        for segment in walk.segments {
            let payload = segment.payload
            switch segment.marker {
            case 0xe1:
                if let range = try body(payload, after: "Exif\0", in: draft), !range.isEmpty {
                    // The sixth byte is padding, zero or not.
                    try EXIFFields.addEmbedded(
                        draft.reader, in: range.lowerBound + 1..<range.upperBound, to: &draft)
                } else if let range = try body(payload, after: "http://ns.adobe.com/xap/1.0/\0", in: draft) {
                    guard let bytes = try draft.take(range) else { continue }
                    packet = packet ?? bytes
                    draft.add(.xmp, bytes, at: range.lowerBound)
                } else if let range = try body(payload, after: "http://ns.adobe.com/xmp/extension/\0", in: draft) {
                    try extended.note(range, in: &draft)
                } else {
                    try draft.add(.application(marker: segment.marker), payload)
                }
            case 0xeb:
                if try !boxes.note(segment, in: &draft) {
                    try draft.add(.application(marker: segment.marker), payload)
                }
            case 0xed:
                if let range = try body(payload, after: "Photoshop 3.0\0", in: draft) {
                    resources.append(range)
                } else {
                    try draft.add(.application(marker: segment.marker), payload)
                }
            case 0xfe: try draft.add(.comment, payload)
            case 0xe0...0xef:
                if try !isWithoutText(segment, draft) {
                    try draft.add(.application(marker: segment.marker), payload)
                }
            default: continue
            }
        }
        try extended.add(namedBy: packet, to: &draft)
        // Photoshop's resources go on over segments, also in the middle of one.
        if let first = resources.first, let bytes = try draft.take(resources) {
            PhotoshopResources.add(bytes, at: first.lowerBound, to: &draft)
        }
        try boxes.addStores(to: &draft)
        if walk.isComplete { try readEnd(walk, &draft) }
    }

    /// What follows a name at the beginning of a segment.
    private static func body(
        _ payload: Range<Int>, after name: StaticString, in draft: ReadingDraft
    ) throws(ReadFailure) -> Range<Int>? {
        guard try draft.reader.has(name, at: payload.lowerBound, before: payload.upperBound) else { return nil }
        return payload.lowerBound + name.utf8CodeUnitCount..<payload.upperBound
    }

    /// Segments that hold numbers and pictures only, often many of them: JFIF, colour profiles, indices of further
    /// pictures, Adobe's transform flag.
    private static func isWithoutText(_ segment: JPEGSegment, _ draft: ReadingDraft) throws(ReadFailure) -> Bool {
        let names: [StaticString]
        switch segment.marker {
        case 0xe0: names = ["JFIF\0", "JFXX\0"]
        case 0xe2: names = ["ICC_PROFILE\0", "MPF\0"]
        case 0xee: names = ["Adobe\0"]
        default: return false
        }
        for name in names where try body(segment.payload, after: name, in: draft) != nil { return true }
        return segment.marker == 0xee ? try draft.reader.has("Adobe", at: segment.payload.lowerBound) : false
    }

    private static func readEnd(_ walk: JPEGSegmentWalk, _ draft: inout ReadingDraft) throws(ReadFailure) {
        guard walk.segments.last?.marker == 0xda else { return try Trailer.add(from: walk.end, to: &draft) }
        switch try Trailer.ofJPEG(draft.reader, from: walk.end) {
        case .image: break
        case .trailer(let range): try draft.add(.trailer, range)
        case .missing:
            // Decoders show what there is of a picture. Signed credentials, though, cover all of it.
            let gravity = draft.stores.isEmpty ? ContainerFault.Gravity.oddity : .malformed
            let count = draft.reader.count
            draft.faults.add(
                gravity, "jpeg.no-end", "the file ends at \(count) inside image data, without FF D9")
        }
    }
}
