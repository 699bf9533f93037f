// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// A marker segment of a JPEG file.
public struct JPEGSegment: Sendable, Hashable {
    /// The byte after 0xFF: 0xD8 SOI, 0xE0…0xEF APP0…APP15, 0xFE COM, 0xDA SOS, 0xD9 EOI, …
    public var marker: UInt8
    /// The whole segment: fill bytes before it, marker, length, payload. For SOS in a ``JPEGScanWalk`` with the
    /// entropy-coded data that follows.
    public var range: Range<Int>
    /// What follows the length; empty for markers without one.
    public var payload: Range<Int>

    /// Makes a segment.
    public init(marker: UInt8, range: Range<Int>, payload: Range<Int>) {
        self.marker = marker
        self.range = range
        self.payload = payload
    }

    /// Whether a marker stands alone, without length and payload: SOI, EOI, RSTn, TEM.
    static func standsAlone(_ marker: UInt8) -> Bool {
        marker == 0x01 || (0xd0...0xd9).contains(marker)
    }
}

/// The segments of a JPEG file from SOI to the header of the first scan. Image data is never touched, so a segment that
/// stands between two scans is not among them.
///
/// Source: ITU-T T.81, annex B.
public struct JPEGSegmentWalk: Sendable {
    /// In the order of the file: SOI first; last the first SOS (its header only), or EOI, or what came before a fault.
    public private(set) var segments: [JPEGSegment] = []
    /// First byte that was not walked over.
    public private(set) var end = 0
    /// Whether the first SOS or EOI was reached.
    public private(set) var isComplete = false
    /// What is not as T.81 wants it: `jpeg.no-start`, `jpeg.bytes-between-segments`, `jpeg.cut`,
    /// `jpeg.segment-beyond-end`, `jpeg.segment-length`, `jpeg.second-start`, `jpeg.no-image`, `jpeg.segments`.
    public var faults: [ContainerFault] { list.faults }
    private var list = FaultList()
    /// How many bytes between segments may still be passed over, in the whole file.
    private var gapRoom = ProvenanceLimits.trailerBytes

    /// Walks over the segments of a source.
    ///
    /// - Parameter source: a JPEG file.
    /// - Throws: ``ReadFailure`` when bytes cannot be had. Content never throws.
    public init(_ source: any ByteSource) throws(ReadFailure) {
        try self.init(ByteReader(source))
    }

    init(_ reader: ByteReader) throws(ReadFailure) {
        guard reader.count >= 2, try reader.uint16(at: 0) == 0xffd8 else {
            list.add(.malformed, "jpeg.no-start", "does not begin with FF D8")
            return
        }
        segments.append(JPEGSegment(marker: 0xd8, range: 0..<2, payload: 2..<2))
        end = 2
        while !isComplete {
            guard let marker = try nextMarker(reader) else { return }
            let start = end
            let body = marker.after
            if JPEGSegment.standsAlone(marker.code) {
                segments.append(JPEGSegment(marker: marker.code, range: start..<body, payload: body..<body))
                end = body
                if marker.code == 0xd8 { list.add(.malformed, "jpeg.second-start", "a second FF D8 at \(body - 2)") }
                if marker.code == 0xd9 {
                    isComplete = true
                    list.add(.oddity, "jpeg.no-image", "the image ends at \(start) before any image data")
                }
            } else {
                guard reader.count - body >= 2 else {
                    list.add(.malformed, "jpeg.cut", "the file ends inside the segment at \(start)")
                    return
                }
                let length = Int(try reader.uint16(at: body))
                guard length >= 2 else {
                    list.add(.malformed, "jpeg.segment-length", "segment at \(start) of length \(length); least is 2")
                    return
                }
                guard length <= reader.count - body else {
                    list.add(
                        .malformed, "jpeg.segment-beyond-end",
                        "segment \(hex(marker.code)) at \(start) of \(length) bytes; the file ends at \(reader.count)")
                    return
                }
                end = body + length
                segments.append(JPEGSegment(marker: marker.code, range: start..<end, payload: body + 2..<end))
                isComplete = marker.code == 0xda
            }
            if !isComplete, segments.count >= ProvenanceLimits.segments {
                list.add(
                    .overLimit, "jpeg.segments",
                    "more than \(ProvenanceLimits.segments) segments before the image data")
                return
            }
        }
    }

    /// The next marker from ``end`` on; moves ``end`` over bytes that belong to no segment, as decoders do.
    private mutating func nextMarker(_ reader: ByteReader) throws(ReadFailure) -> (code: UInt8, after: Int)? {
        let start = end
        // Decoders skip what they do not understand; a marker could hide behind it.
        let limit = min(reader.count, start + gapRoom)
        var offset = start
        while offset < limit {
            guard try reader.byte(at: offset) == 0xff else {
                offset += 1
                continue
            }
            var after = offset + 1
            while after < limit, try reader.byte(at: after) == 0xff { after += 1 }
            guard after < limit else { break }
            let code = try reader.byte(at: after)
            if code == 0 {
                offset = after + 1
                continue
            }
            if offset > start {
                gapRoom -= offset - start
                list.add(
                    .oddity, "jpeg.bytes-between-segments", "\(offset - start) bytes at \(start) belong to no segment")
            }
            end = offset
            return (code, after + 1)
        }
        if limit < reader.count {
            list.add(
                .overLimit, "jpeg.bytes-between-segments",
                "no marker in the \(gapRoom) bytes from \(start) on; limit \(ProvenanceLimits.trailerBytes)")
        } else {
            list.add(.malformed, "jpeg.cut", "the file ends at \(reader.count) before any image data")
        }
        return nil
    }
}

/// A byte for a message, as `0xE1`.
func hex(_ byte: UInt8) -> String {
    "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
}
