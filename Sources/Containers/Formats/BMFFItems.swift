// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// The EXIF and XMP items of HEIC and AVIF files.
///
/// Source: ISO/IEC 14496-12, 8.11.3 (`iloc`) and 8.11.6 (`iinf`); ISO/IEC 23008-12, annex A, for EXIF and XMP.
struct BMFFItems {
    private enum Kind {
        case exif
        case xmp
    }

    /// Items of interest by number.
    private var wanted: [UInt32: Kind] = [:]
    /// Payload of `idat`, in which items may lie.
    private var idat: Range<Int>?

    /// More items with metadata than this no real file has.
    private static let mostItems = 64
    private static let longestName = 128

    /// Adds the items of the file's `meta` box.
    ///
    /// - Parameters:
    ///   - children: boxes directly inside it.
    ///   - draft: gets blocks and faults.
    static func add(_ children: [BMFFBox], to draft: inout ReadingDraft) throws(ReadFailure) {
        var items = BMFFItems()
        for box in children where box.type == "iinf" { try items.readInformation(box, &draft) }
        guard !items.wanted.isEmpty else { return }
        items.idat = children.first { $0.type == "idat" }?.payload
        for box in children where box.type == "iloc" { try items.readLocations(box, &draft) }
    }

    private mutating func readInformation(_ box: BMFFBox, _ draft: inout ReadingDraft) throws(ReadFailure) {
        guard box.payload.count >= 6 else { return }
        let isShort = try draft.reader.byte(at: box.payload.lowerBound) == 0
        let start = min(box.payload.lowerBound + (isShort ? 6 : 8), box.range.upperBound)
        let walk = try BMFFBoxWalk(
            draft.reader, in: start..<box.range.upperBound, depth: box.depth + 1, limit: draft.stepsLeft,
            descending: { _ in false })
        draft.faults.add(walk.faults)
        guard draft.step(walk.boxes.count, at: box.range.lowerBound) else { return }
        for entry in walk.boxes where entry.type == "infe" {
            guard wanted.count < Self.mostItems else {
                draft.faults.add(.overLimit, "bmff.items", "more than \(Self.mostItems) items of metadata")
                return
            }
            try readEntry(entry, draft.reader)
        }
    }

    private mutating func readEntry(_ box: BMFFBox, _ reader: ByteReader) throws(ReadFailure) {
        let payload = box.payload
        guard payload.count >= 12 else { return }
        let version = try reader.byte(at: payload.lowerBound)
        guard version >= 2 else { return }
        let idWidth = version == 2 ? 2 : 4
        let id = UInt32(truncatingIfNeeded: try reader.number(of: idWidth, at: payload.lowerBound + 4, .big))
        // Behind the number: index of its protection, then what it is.
        let typeOffset = payload.lowerBound + 4 + idWidth + 2
        guard payload.upperBound - typeOffset >= 4 else { return }
        switch try reader.fourCC(at: typeOffset) {
        case "Exif": wanted[id] = .exif
        case "mime":
            var offset = typeOffset + 4
            let name = try reader.bytes(offset..<min(payload.upperBound, offset + Self.longestName))
            offset += name.firstIndex(of: 0) ?? name.count
            if try reader.has("application/rdf+xml\0", at: offset + 1, before: payload.upperBound) { wanted[id] = .xmp }
        default: return
        }
    }

    private mutating func readLocations(_ box: BMFFBox, _ draft: inout ReadingDraft) throws(ReadFailure) {
        let reader = draft.reader
        var cursor = Cursor(reader: reader, offset: box.payload.lowerBound, end: box.range.upperBound)
        guard let version = try cursor.number(1), version <= 2, try cursor.number(3) != nil,
            let sizes = try cursor.number(2),
            let count = try cursor.number(version < 2 ? 2 : 4)
        else { return cut(box, &draft) }
        let offsetSize = Int(sizes >> 12)
        let lengthSize = Int(sizes >> 8 & 15)
        let baseSize = Int(sizes >> 4 & 15)
        let indexSize = version == 0 ? 0 : Int(sizes & 15)
        guard [offsetSize, lengthSize, baseSize, indexSize].allSatisfy({ $0 == 0 || $0 == 4 || $0 == 8 }) else {
            return cut(box, &draft)
        }
        let extentSize = offsetSize + lengthSize + indexSize
        for _ in 0..<count {
            guard draft.step(at: cursor.offset) else { return }
            guard let id = try cursor.number(version < 2 ? 2 : 4),
                let method = try version == 0 ? 0 : cursor.number(2),
                try cursor.number(2) != nil,
                let base = try cursor.number(baseSize),
                let extentCount = try cursor.number(2)
            else { return cut(box, &draft) }
            // Extents that take no room could be any number; one is the whole file.
            guard extentSize > 0 || extentCount <= 1 else { return cut(box, &draft) }
            guard draft.step(Int(extentCount), at: cursor.offset) else { return }
            let kind = wanted[UInt32(truncatingIfNeeded: id)]
            var extents: [Range<Int>] = []
            var isInside = true
            for _ in 0..<extentCount {
                guard try cursor.number(indexSize) != nil, let offset = try cursor.number(offsetSize),
                    let length = try cursor.number(lengthSize)
                else { return cut(box, &draft) }
                guard kind != nil else { continue }
                let space = method & 15 == 1 ? idat : 0..<reader.count
                if let space, let range = Self.extent(base, offset, length, in: space) {
                    extents.append(range)
                } else {
                    isInside = false
                }
            }
            guard let kind else { continue }
            wanted[UInt32(truncatingIfNeeded: id)] = nil
            guard method & 15 <= 1, isInside else {
                draft.faults.add(
                    .oddity, "bmff.item-location", "item \(id) of metadata lies in no place that can be read")
                continue
            }
            try add(kind, extents, &draft)
        }
    }

    private func cut(_ box: BMFFBox, _ draft: inout ReadingDraft) {
        draft.faults.add(.malformed, "bmff.item-locations", "the iloc box at \(box.range.lowerBound) cannot be read")
    }

    /// Where an extent lies; a length of zero means all the rest.
    private static func extent(
        _ base: UInt64, _ offset: UInt64, _ length: UInt64, in space: Range<Int>
    ) -> Range<Int>? {
        let (start, overflow) = base.addingReportingOverflow(offset)
        let size = UInt64(space.count)
        guard !overflow, start <= size, length <= size - start else { return nil }
        let count = length == 0 ? size - start : length
        return space.lowerBound + Int(start)..<space.lowerBound + Int(start + count)
    }

    private func add(_ kind: Kind, _ extents: [Range<Int>], _ draft: inout ReadingDraft) throws(ReadFailure) {
        guard let first = extents.first, let bytes = try draft.take(extents) else { return }
        switch kind {
        case .xmp: draft.add(.xmp, bytes, at: first.lowerBound)
        case .exif:
            let memory = ByteReader(MemoryBytes(bytes))
            guard bytes.count >= 4 else { return }
            // How far behind this number the TIFF header lies.
            let header = Int(try memory.uint32(at: 0)) + 4
            guard header < bytes.count else {
                draft.faults.add(
                    .oddity, "bmff.exif-offset", "the EXIF item at \(first.lowerBound) names a place behind its end")
                return
            }
            try EXIFFields.addEmbedded(memory, in: header..<bytes.count, origin: first.lowerBound, to: &draft)
        }
    }

    /// Numbers of any width one after the other.
    private struct Cursor {
        let reader: ByteReader
        var offset: Int
        let end: Int

        /// The next number; `nil` where the box ends before. Zero bytes are the number zero.
        mutating func number(_ width: Int) throws(ReadFailure) -> UInt64? {
            guard width > 0 else { return 0 }
            guard width <= end - offset else { return nil }
            defer { offset += width }
            return try reader.number(of: width, at: offset, .big)
        }
    }
}
