// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// The parts of a JPEG file from the first scan to EOI, entropy-coded data included.
///
/// This reads the whole image data. Only a binding that covers it by parts needs that.
/// Source: ITU-T T.81, B.1.1.5.
public struct JPEGScanWalk: Sendable {
    /// In the order of the file: each SOS with its entropy-coded data and restart markers, tables between scans, EOI last.
    public private(set) var segments: [JPEGSegment] = []
    /// First byte behind EOI, or where the walk stopped.
    public private(set) var end: Int
    /// Whether EOI was reached.
    public private(set) var isComplete = false
    /// `jpeg.no-end`, `jpeg.segment-beyond-end`, `jpeg.segment-length`, `jpeg.segments`.
    public var faults: [ContainerFault] { list.faults }
    private var list = FaultList()

    /// Walks on where the walk over the header segments ended.
    ///
    /// - Parameters:
    ///   - source: the same that was walked.
    ///   - walk: whose last segment is the first SOS. One that did not come so far gives an empty walk.
    /// - Throws: ``ReadFailure`` when bytes cannot be had.
    public init(_ source: any ByteSource, after walk: JPEGSegmentWalk) throws(ReadFailure) {
        end = walk.end
        guard walk.isComplete, var current = walk.segments.last else { return }
        if current.marker == 0xd9 {
            isComplete = true
            return
        }
        let reader = ByteReader(source)
        var window = EntropyWindow(source)
        while true {
            guard segments.count < ProvenanceLimits.segments else {
                list.add(.overLimit, "jpeg.segments", "more than \(ProvenanceLimits.segments) segments")
                return
            }
            if current.marker == 0xda {
                guard let marker = try window.nextMarker(from: current.payload.upperBound) else {
                    segments.append(
                        JPEGSegment(
                            marker: 0xda, range: current.range.lowerBound..<reader.count, payload: current.payload))
                    end = reader.count
                    list.add(.malformed, "jpeg.no-end", "the file ends at \(reader.count) without FF D9")
                    return
                }
                current.range = current.range.lowerBound..<marker
            }
            segments.append(current)
            end = current.range.upperBound
            // Between scans markers follow each other; anything else there is taken for entropy-coded data by decoders.
            guard let start = try window.nextMarker(from: end) else {
                list.add(.malformed, "jpeg.no-end", "the file ends at \(reader.count) without FF D9")
                return
            }
            var body = start + 1
            while body < reader.count, try reader.byte(at: body) == 0xff { body += 1 }
            guard body < reader.count else {
                list.add(.malformed, "jpeg.no-end", "the file ends at \(reader.count) without FF D9")
                return
            }
            let code = try reader.byte(at: body)
            body += 1
            if code == 0xd9 {
                segments.append(JPEGSegment(marker: code, range: start..<body, payload: body..<body))
                end = body
                isComplete = true
                return
            }
            if JPEGSegment.standsAlone(code) {
                current = JPEGSegment(marker: code, range: start..<body, payload: body..<body)
                continue
            }
            guard reader.count - body >= 2 else {
                list.add(.malformed, "jpeg.no-end", "the file ends at \(reader.count) inside a segment")
                return
            }
            let length = Int(try reader.uint16(at: body))
            guard length >= 2, length <= reader.count - body else {
                list.add(
                    .malformed, length < 2 ? "jpeg.segment-length" : "jpeg.segment-beyond-end",
                    "segment \(hex(code)) at \(start) of \(length) bytes; the file ends at \(reader.count)")
                return
            }
            current = JPEGSegment(marker: code, range: start..<body + length, payload: body + 2..<body + length)
        }
    }
}

/// Image data a piece at a time, so that it is searched without being held.
private struct EntropyWindow {
    private let source: any ByteSource
    private var start = 0
    private var bytes: [UInt8] = []

    private static let length = 64 << 10

    init(_ source: any ByteSource) {
        self.source = source
    }

    /// Where the next marker begins that is neither a stuffed zero nor a restart marker.
    mutating func nextMarker(from offset: Int) throws(ReadFailure) -> Int? {
        var offset = offset
        while offset + 1 < source.count {
            if offset < start || offset + 1 >= start + bytes.count {
                bytes = try source.bytes(offset..<min(offset + Self.length, source.count))
                start = offset
            }
            var index = offset - start
            let last = bytes.count - 1
            while index < last {
                if bytes[index] == 0xff {
                    let next = bytes[index + 1]
                    if next != 0, !(0xd0...0xd7).contains(next) { return start + index }
                }
                index += 1
            }
            offset = start + last
        }
        return nil
    }
}
