// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// The tags of Matroska and WebM files.
///
/// Source: RFC 8794 (EBML) and RFC 9559 (Matroska), 5.1.8.
struct MatroskaReading {
    private enum ID {
        static let segment: UInt32 = 0x1853_8067
        static let cluster: UInt32 = 0x1f43_b675
        static let tags: UInt32 = 0x1254_c367
        static let tag: UInt32 = 0x7373
        static let simpleTag: UInt32 = 0x67c8
        static let tagName: UInt32 = 0x45a3
        static let tagString: UInt32 = 0x4487
        static let tagBinary: UInt32 = 0x4485
        /// Elements that end a cluster of unknown length: what else stands directly in a segment.
        static let inSegment: Set<UInt32> = [
            0x114d_9b74, 0x1549_a966, 0x1654_ae6b, 0x1c53_bb6b, 0x1941_a469, 0x1043_a770, tags, cluster, segment,
        ]
    }

    private struct Element {
        var id: UInt32
        var data: Range<Int>
        var hasLength: Bool
        var start: Int
    }

    private var elements = 0

    static func read(into draft: inout ReadingDraft) throws(ReadFailure) {
        var reading = MatroskaReading()
        try reading.readFile(&draft)
    }

    private mutating func readFile(_ draft: inout ReadingDraft) throws(ReadFailure) {
        var offset = 0
        while offset < draft.reader.count {
            guard let element = try element(at: offset, before: draft.reader.count, &draft) else { return }
            if element.id == ID.segment {
                try readSegment(element.data, &draft)
            }
            offset = element.data.upperBound
        }
    }

    /// The elements of a segment; clusters are passed over.
    private mutating func readSegment(_ range: Range<Int>, _ draft: inout ReadingDraft) throws(ReadFailure) {
        var offset = range.lowerBound
        var isInOpenCluster = false
        while offset < range.upperBound {
            guard let element = try element(at: offset, before: range.upperBound, &draft) else { return }
            if isInOpenCluster, !ID.inSegment.contains(element.id) {
                offset = element.data.upperBound
                continue
            }
            // A cluster of unknown length: what is inside is passed over until something ends it.
            isInOpenCluster = element.id == ID.cluster && !element.hasLength
            if element.id == ID.tags { try readTags(element.data, name: nil, depth: 1, &draft) }
            offset = isInOpenCluster ? element.data.lowerBound : element.data.upperBound
        }
    }

    private mutating func readTags(
        _ range: Range<Int>, name: String?, depth: Int, _ draft: inout ReadingDraft
    ) throws(ReadFailure) {
        guard depth <= ProvenanceLimits.boxDepth else {
            draft.faults.add(
                .overLimit, "matroska.depth",
                "tags nested deeper than \(ProvenanceLimits.boxDepth) at \(range.lowerBound)")
            return
        }
        var name = name
        var value: Range<Int>?
        var offset = range.lowerBound
        while offset < range.upperBound {
            guard let element = try element(at: offset, before: range.upperBound, &draft) else { break }
            switch element.id {
            case ID.tag, ID.simpleTag: try readTags(element.data, name: nil, depth: depth + 1, &draft)
            case ID.tagName where element.data.count <= 1024:
                guard let bytes = try draft.take(element.data) else { return }
                name = MetadataText.name(MetadataText.untilZero(bytes))
            case ID.tagString, ID.tagBinary: value = element.data
            default: break
            }
            offset = element.data.upperBound
        }
        guard let name, let value, let bytes = try draft.take(value) else { return }
        draft.add(.tag(name: name), MetadataText.untilZero(bytes), at: value.lowerBound)
    }

    /// The element at an offset; `nil` with a fault when there is none, or too many were looked at.
    private mutating func element(
        at start: Int, before end: Int, _ draft: inout ReadingDraft
    ) throws(ReadFailure) -> Element? {
        elements += 1
        guard elements <= ProvenanceLimits.boxes else {
            draft.faults.add(.overLimit, "matroska.elements", "more than \(ProvenanceLimits.boxes) elements")
            return nil
        }
        let reader = draft.reader
        let idLength = try reader.byte(at: start).leadingZeroBitCount + 1
        guard idLength <= 4, idLength < end - start else {
            draft.faults.add(.malformed, "matroska.element", "no element at \(start), where one was expected")
            return nil
        }
        let id = UInt32(truncatingIfNeeded: try reader.number(of: idLength, at: start, .big))
        let sizeStart = start + idLength
        let sizeLength = try reader.byte(at: sizeStart).leadingZeroBitCount + 1
        guard sizeLength <= 8, sizeLength <= end - sizeStart else {
            draft.faults.add(.malformed, "matroska.element", "no length of the element at \(start)")
            return nil
        }
        let mask = UInt64(1) << UInt64(7 * sizeLength) - 1
        let size = try reader.number(of: sizeLength, at: sizeStart, .big) & mask
        let data = sizeStart + sizeLength
        // All ones: unknown, until something ends it.
        guard size != mask else {
            return Element(id: id, data: data..<end, hasLength: false, start: start)
        }
        guard size <= UInt64(end - data) else {
            draft.faults.add(
                .malformed, "matroska.element-beyond-end",
                "element at \(start) of \(size) bytes; there is room for \(end - data)")
            // Live recordings are cut; what is inside is still there.
            return Element(id: id, data: data..<end, hasLength: true, start: start)
        }
        return Element(id: id, data: data..<data + Int(size), hasLength: true, start: start)
    }
}
