// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary

/// An entry of the list of boxes that a BMFF hash leaves out: where they lie, what they must be like, and which of their
/// bytes are left out.
///
/// Source: C2PA specification 2.4, 18.6.3, `exclusions-map`.
struct BoxExclusion: Hashable {
    /// Bytes that a box must have at an offset from its start.
    struct Content: Hashable {
        var offset: Int
        var bytes: [UInt8]
    }

    var path: BoxPath
    /// Bytes that the box must have, header included.
    var length: Int?
    var contents: [Content] = []
    /// Which bytes of the box are left out; `nil`: all. Offsets count from the start of the box; a length of 0 reaches to
    /// its end.
    var subset: [ByteExclusion]?
    var version: UInt8?
    /// Three bytes.
    var flags: [UInt8]?
    /// Whether the box may have no other flags than ``flags``.
    var isExact = true

    init(path: BoxPath) {
        self.path = path
    }

    init(_ content: CBORValue, _ number: Int) throws(BindingFault) {
        let place = "exclusion \(number)"
        let fields = try AssertionFields(content, place)
        let text = try fields.required("xpath", fields.text("xpath"))
        guard let path = BoxPath(text) else {
            throw BindingFault(.malformed, "\(place): “\(QuotedText(text))” is no path of boxes")
        }
        self.path = path
        length = try fields.size("length")
        for entry in try fields.array("data", limit: ProvenanceLimits.boxExclusions) ?? [] {
            let fields = try AssertionFields(entry, "\(place), `data`")
            contents.append(
                Content(
                    offset: try fields.required("offset", fields.size("offset")),
                    bytes: try fields.required("value", fields.bytes("value"))))
        }
        if let version = try fields.size("version") {
            guard let version = UInt8(exactly: version) else {
                throw BindingFault(.malformed, "\(place): no box has version \(version)")
            }
            self.version = version
        }
        flags = try fields.bytes("flags")
        guard flags == nil || flags?.count == 3 else {
            throw BindingFault(.malformed, "\(place): `flags` has \(flags?.count ?? 0) bytes, not 3")
        }
        isExact = try fields.boolean("exact") ?? true
        if let entries = try fields.array("subset", limit: ProvenanceLimits.boxExclusions) {
            subset = try Self.subset(entries, place)
        }
    }

    private static func subset(_ entries: [CBORValue], _ place: String) throws(BindingFault) -> [ByteExclusion] {
        var ranges: [ByteExclusion] = []
        for entry in entries {
            let fields = try AssertionFields(entry, "\(place), `subset`")
            let range = ByteExclusion(
                start: try fields.required("offset", fields.size("offset")),
                length: try fields.required("length", fields.size("length")))
            if let last = ranges.last, last.length == 0 || last.end > range.start {
                throw BindingFault(
                    .malformed, "\(place): the subset at \(range.start) begins before the one in front of it ends")
            }
            ranges.append(range)
        }
        return ranges
    }

    /// The bytes of a box that this leaves out, as ranges of the file. Ranges beyond the box are cut off.
    func hidden(in box: Range<Int>) -> [Range<Int>] {
        guard let subset else { return [box] }
        return subset.compactMap { range in
            let start = min(range.start, box.count)
            let end = range.length == 0 ? box.count : min(range.end, box.count)
            return start < end ? box.lowerBound + start..<box.lowerBound + end : nil
        }
    }

    /// Whether a box that lies where ``path`` says is one that this leaves out.
    func matches(_ box: BMFFBox, _ reader: ByteReader) throws(ReadFailure) -> Bool {
        if let length, length != box.range.count { return false }
        if version != nil || flags != nil {
            // A FullBox begins with them. What has not even room for them is none.
            guard box.payload.count >= 4 else { return false }
            let word = try reader.uint32(at: box.payload.lowerBound)
            if let version, version != UInt8(truncatingIfNeeded: word >> 24) { return false }
            if let flags {
                let wanted = flags.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                guard isExact ? word & 0xff_ffff == wanted : word & wanted == wanted else { return false }
            }
        }
        for content in contents {
            guard content.offset <= box.range.count, content.bytes.count <= box.range.count - content.offset else {
                return false
            }
            let start = box.range.lowerBound + content.offset
            // Most differ in the first byte.
            if let first = content.bytes.first, try reader.byte(at: start) != first { return false }
            guard try reader.bytes(start..<start + content.bytes.count) == content.bytes else { return false }
        }
        return true
    }
}
