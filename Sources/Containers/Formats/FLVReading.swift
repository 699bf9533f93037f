// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// The `onMetaData` of FLV files.
///
/// Source: Adobe, Video File Format Specification 10.1, annex E; Action Message Format AMF 0.
struct FLVReading {
    private var offset: Int
    private let end: Int

    /// Tags that are looked at before `onMetaData`, which stands at the beginning.
    private static let mostTags = 64

    static func read(into draft: inout ReadingDraft) throws(ReadFailure) {
        let reader = draft.reader
        guard reader.count >= 9 else {
            draft.faults.add(.malformed, "flv.cut", "the file ends inside its header")
            return
        }
        let header = Int(try reader.uint32(at: 5))
        // Each tag has the length of the one before it in front.
        var offset = min(header, reader.count) + 4
        for _ in 0..<mostTags {
            guard reader.count - offset >= 11 else { return }
            let type = try reader.byte(at: offset) & 0x1f
            let size = Int(try reader.number(of: 3, at: offset + 1, .big))
            let data = offset + 11
            guard size <= reader.count - data else {
                draft.faults.add(
                    .malformed, "flv.tag-beyond-end",
                    "tag at \(offset) of \(size) bytes; the file ends at \(reader.count)")
                return
            }
            if type == 18 {
                var script = FLVReading(offset: data, end: data + size)
                if try !script.readScript(&draft) {
                    draft.faults.add(.oddity, "flv.script", "the script data at \(data) cannot be read to its end")
                }
            }
            offset = data + size + 4
        }
    }

    private init(offset: Int, end: Int) {
        self.offset = offset
        self.end = end
    }

    /// A name, then its value. `false`: it ends early, or is of a kind that is not known.
    private mutating func readScript(_ draft: inout ReadingDraft) throws(ReadFailure) -> Bool {
        guard try number(1, draft.reader) == 2, let length = try number(2, draft.reader),
            let name = try take(Int(length), &draft)
        else { return false }
        guard name.elementsEqual("onMetaData".utf8) else { return true }
        return try readValue(name: "onMetaData", depth: 0, &draft)
    }

    private mutating func readValue(
        name: String, depth: Int, _ draft: inout ReadingDraft
    ) throws(ReadFailure) -> Bool {
        guard draft.step(at: offset) else { return false }
        guard depth <= ProvenanceLimits.boxDepth else {
            draft.faults.add(
                .overLimit, "flv.depth", "values nested deeper than \(ProvenanceLimits.boxDepth) at \(offset)")
            return false
        }
        let reader = draft.reader
        guard let type = try number(1, reader) else { return false }
        switch type {
        case 0: return try number(8, reader) != nil
        case 1: return try number(1, reader) != nil
        case 2, 12, 15:
            guard let length = try number(type == 2 ? 2 : 4, reader) else { return false }
            let start = offset
            guard let text = try take(Int(length), &draft) else { return false }
            draft.add(.tag(name: name), text, at: start)
            return true
        case 3: return try readMembers(depth, &draft)
        case 5, 6: return true
        case 7: return try number(2, reader) != nil
        case 8:
            guard try number(4, reader) != nil else { return false }
            return try readMembers(depth, &draft)
        case 10:
            guard let count = try number(4, reader) else { return false }
            for _ in 0..<count where try !readValue(name: name, depth: depth + 1, &draft) { return false }
            return true
        case 11: return try number(10, reader) != nil
        default: return false
        }
    }

    /// Names with values, up to an empty name with the end mark.
    private mutating func readMembers(_ depth: Int, _ draft: inout ReadingDraft) throws(ReadFailure) -> Bool {
        while offset < end {
            guard let length = try number(2, draft.reader) else { return false }
            if length == 0 {
                guard let mark = try number(1, draft.reader) else { return false }
                return mark == 9
            }
            guard let name = try take(Int(length), &draft) else { return false }
            guard try readValue(name: MetadataText.name(name), depth: depth + 1, &draft) else { return false }
        }
        // Some writers leave the end mark out.
        return true
    }

    private mutating func number(_ width: Int, _ reader: ByteReader) throws(ReadFailure) -> UInt64? {
        guard width <= end - offset else { return nil }
        defer { offset += width }
        // A date has ten bytes; nobody needs it.
        return try reader.number(of: min(width, 8), at: offset, .big)
    }

    private mutating func take(_ count: Int, _ draft: inout ReadingDraft) throws(ReadFailure) -> [UInt8]? {
        guard count <= end - offset, let bytes = try draft.take(offset..<offset + count) else { return nil }
        offset += count
        return bytes
    }
}
