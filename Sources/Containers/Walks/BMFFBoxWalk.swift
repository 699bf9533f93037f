// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// A box of an ISO base media file: MP4, MOV, HEIC, AVIF.
public struct BMFFBox: Sendable, Hashable {
    /// `ftyp`, `moov`, `uuid`, …
    public var type: FourCC
    /// The sixteen bytes that name a `uuid` box.
    public var userType: UUIDBytes?
    /// The whole box, header included.
    public var range: Range<Int>
    /// Bytes of size, type, large size and user type.
    public var headerLength: Int
    /// 0 for a box of the file itself.
    public var depth: Int
    /// Index of the box that holds this one, in the same walk.
    public var parent: Int?

    /// What follows the header. A FullBox begins with a byte of version and three of flags.
    public var payload: Range<Int> { range.lowerBound + headerLength..<range.upperBound }
}

/// The boxes of an ISO base media file, each before those inside it. Only headers are read; media data never is.
///
/// Source: ISO/IEC 14496-12, section 4.2; Apple, QuickTime File Format, for `meta` without version and flags.
public struct BMFFBoxWalk: Sendable {
    /// Each box before those inside it.
    public private(set) var boxes: [BMFFBox] = []
    /// First byte that was not walked over at the top.
    public private(set) var end: Int
    /// `bmff.box-size`, `bmff.box-beyond-end`, `bmff.cut`, `bmff.size-zero-inside`, `bmff.depth`, `bmff.boxes`.
    public var faults: [ContainerFault] { list.faults }
    private var list = FaultList()
    private let limit: Int

    /// Whether boxes of this type hold nothing but boxes (`meta` after version and flags).
    public static func isContainer(_ box: BMFFBox) -> Bool {
        switch box.type {
        case "moov", "trak", "edts", "mdia", "minf", "dinf", "stbl", "mvex", "moof", "traf", "mfra", "udta", "meta",
            "ilst", "iprp", "ipco", "sinf", "schi", "meco", "strk", "gmhd", "tref", "clip", "matt", "tapt":
            true
        default: false
        }
    }

    /// Walks over boxes.
    ///
    /// - Parameters:
    ///   - source: that holds them.
    ///   - range: where they lie; all of the source when left out.
    ///   - depth: nesting of `range` in the file: 0 for the file itself.
    ///   - descending: whether the boxes inside a box are wanted. Only boxes that hold boxes may be named.
    /// - Throws: ``ReadFailure`` when bytes cannot be had. Content never throws.
    public init(
        _ source: any ByteSource, in range: Range<Int>? = nil, depth: Int = 0,
        descending: (BMFFBox) -> Bool = BMFFBoxWalk.isContainer
    ) throws(ReadFailure) {
        try self.init(ByteReader(source), in: range ?? 0..<source.count, depth: depth, descending: descending)
    }

    init(
        _ reader: ByteReader, in range: Range<Int>, depth: Int = 0, limit: Int = ProvenanceLimits.boxes,
        descending: (BMFFBox) -> Bool = BMFFBoxWalk.isContainer
    ) throws(ReadFailure) {
        self.limit = limit
        end = range.lowerBound
        let clamped = max(0, range.lowerBound)..<max(0, range.lowerBound, min(range.upperBound, reader.count))
        end = try walk(reader, clamped, depth: depth, parent: nil, descending)
    }

    /// Indices of the boxes directly inside a box; `nil`: at the top.
    public func children(of parent: Int?) -> [Int] {
        boxes.indices.filter { boxes[$0].parent == parent }
    }

    /// Walks over the boxes of a range, and returns where it stopped.
    private mutating func walk(
        _ reader: ByteReader, _ range: Range<Int>, depth: Int, parent: Int?, _ descending: (BMFFBox) -> Bool
    ) throws(ReadFailure) -> Int {
        var offset = range.lowerBound
        while range.upperBound - offset >= 8 {
            guard boxes.count < limit else {
                list.add(
                    .overLimit, "bmff.boxes", "more boxes than may be looked at; limit \(ProvenanceLimits.boxes)")
                return offset
            }
            guard let box = try box(reader, at: offset, in: range, depth: depth, parent: parent) else { return offset }
            let index = boxes.count
            boxes.append(box)
            if descending(box) {
                guard depth < ProvenanceLimits.boxDepth else {
                    list.add(
                        .overLimit, "bmff.depth", "boxes nested deeper than \(ProvenanceLimits.boxDepth) at \(offset)")
                    return offset
                }
                let skipped = box.type == "meta" ? try Self.versionLength(reader, box) : 0
                _ = try walk(
                    reader, box.payload.lowerBound + skipped..<box.range.upperBound, depth: depth + 1, parent: index,
                    descending)
                // What is inside may have used up the boxes.
                if boxes.count >= limit { continue }
            }
            offset = box.range.upperBound
        }
        if offset < range.upperBound {
            try checkRest(reader, offset..<range.upperBound, parent: parent)
        }
        return offset
    }

    private mutating func box(
        _ reader: ByteReader, at offset: Int, in range: Range<Int>, depth: Int, parent: Int?
    ) throws(ReadFailure) -> BMFFBox? {
        let room = range.upperBound - offset
        var size = UInt64(try reader.uint32(at: offset))
        let type = try reader.fourCC(at: offset + 4)
        var header = 8
        if size == 1 {
            guard room >= 16 else {
                list.add(.malformed, "bmff.cut", "box \(type) at \(offset) ends inside its header")
                return nil
            }
            size = try reader.uint64(at: offset + 8)
            header = 16
        } else if size == 0 {
            // To the end of the file; only its last box may say so.
            if parent != nil {
                list.add(.oddity, "bmff.size-zero-inside", "box \(type) at \(offset) inside another has no size")
            }
            size = UInt64(room)
        }
        var userType: UUIDBytes?
        if type == "uuid" {
            guard room >= header + 16 else {
                list.add(.malformed, "bmff.cut", "box uuid at \(offset) ends inside its header")
                return nil
            }
            userType = UUIDBytes(
                try reader.uint64(at: offset + header), try reader.uint64(at: offset + header + 8))
            header += 16
        }
        guard size >= UInt64(header) else {
            list.add(.malformed, "bmff.box-size", "box \(type) at \(offset) of size \(size), less than its header")
            return nil
        }
        guard size <= UInt64(room) else {
            list.add(
                .malformed, "bmff.box-beyond-end",
                "box \(type) at \(offset) of \(size) bytes; there is room for \(room)")
            return nil
        }
        return BMFFBox(
            type: type, userType: userType, range: offset..<offset + Int(size), headerLength: header, depth: depth,
            parent: parent)
    }

    /// QuickTime's `meta` begins with a box where ISO's begins with version and flags.
    static func versionLength(_ reader: ByteReader, _ box: BMFFBox) throws(ReadFailure) -> Int {
        guard box.payload.count >= 4 else { return 0 }
        if box.payload.count >= 8, try reader.fourCC(at: box.payload.lowerBound + 4) == "hdlr" { return 0 }
        return 4
    }

    /// Fewer than eight bytes behind the last box: QuickTime ends `udta` with four zero bytes.
    private mutating func checkRest(
        _ reader: ByteReader, _ rest: Range<Int>, parent: Int?
    ) throws(ReadFailure) {
        if let parent, boxes[parent].type == "udta", rest.count == 4, try reader.uint32(at: rest.lowerBound) == 0 {
            return
        }
        list.add(
            parent == nil ? .malformed : .oddity, parent == nil ? "bmff.cut" : "bmff.bytes-left",
            "\(rest.count) bytes at \(rest.lowerBound) are too few for a box")
    }
}
