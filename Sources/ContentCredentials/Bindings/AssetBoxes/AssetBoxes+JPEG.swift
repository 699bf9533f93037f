// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary

extension AssetBoxes {
    /// Segments, named by the symbols of ITU-T T.81, table B.1; SOS with its entropy-coded data.
    static func jpeg(
        _ source: any ByteSource, _ own: RangeSet<Int>, _ wish: Wish
    ) throws(ReadFailure) -> AssetBoxes {
        var found = AssetBoxes()
        for _ in 0..<max(1, wish.images) {
            let start = found.end
            guard start == 0 || source.count - start >= 2, found.obstacle == nil else { break }
            let image = SourceFrom(start, of: source)
            let header = try JPEGSegmentWalk(image)
            let scans = try JPEGScanWalk(image, after: header)
            let reader = ByteReader(image)
            // The scan walk begins with the scan that the header walk ended with.
            let headers = scans.segments.isEmpty ? header.segments[...] : header.segments.dropLast()
            for segment in headers + scans.segments {
                let range = segment.range.lowerBound + start..<segment.range.upperBound + start
                if segment.marker == 0xda, wish.restarts != .inScan {
                    try found.addScan(range, headerEnd: segment.payload.upperBound + start, source, own, wish.restarts)
                } else {
                    found.add(symbol(segment.marker), range, try role(segment, reader), own: own)
                }
            }
            if !header.isComplete || !scans.isComplete { found.stop(header.faults + scans.faults) }
        }
        return found
    }

    /// The segments in front of the first scan only: image data is not touched.
    static func jpegHeader(_ source: any ByteSource) throws(ReadFailure) -> AssetBoxes {
        var found = AssetBoxes()
        let reader = ByteReader(source)
        for segment in try JPEGSegmentWalk(source).segments {
            found.add(symbol(segment.marker), segment.range, try role(segment, reader), own: RangeSet())
        }
        return found
    }

    /// A scan and its restart markers: `SOS`, `RST0`, `RST1`, …
    private mutating func addScan(
        _ range: Range<Int>, headerEnd: Int, _ source: any ByteSource, _ own: RangeSet<Int>, _ restarts: Restarts
    ) throws(ReadFailure) {
        let markers = try Self.restartMarkers(headerEnd..<range.upperBound, source)
        add(
            "SOS", range.lowerBound..<(restarts == .cut ? markers.first ?? range.upperBound : range.upperBound),
            .content, own: own)
        for (number, marker) in markers.enumerated() {
            let next = number + 1 < markers.count ? markers[number + 1] : range.upperBound
            let code = try ByteReader(source).byte(at: marker + 1)
            add("RST\(code & 7)", marker..<(restarts == .cut ? next : marker + 2), .content, own: own)
        }
        end = range.upperBound
    }

    /// Where restart markers stand in entropy-coded data; at most as many as segments are looked at.
    private static func restartMarkers(_ range: Range<Int>, _ source: any ByteSource) throws(ReadFailure) -> [Int] {
        var markers: [Int] = []
        var offset = range.lowerBound
        while range.upperBound - offset >= 2, markers.count < ProvenanceLimits.segments {
            // One byte more than is stepped over: it may be the first of a marker.
            let piece = try source.bytes(offset..<min(range.upperBound, offset + 65_537))
            var index = 0
            while index + 1 < piece.count {
                if piece[index] == 0xff, (0xd0...0xd7).contains(piece[index + 1]) { markers.append(offset + index) }
                index += 1
            }
            offset += piece.count - 1
        }
        return markers
    }

    private static func role(_ segment: JPEGSegment, _ reader: ByteReader) throws(ReadFailure) -> AssetBox.Role {
        let start = segment.payload.lowerBound
        let end = segment.payload.upperBound
        switch segment.marker {
        case 0xe1:
            for text: StaticString in [
                "Exif\0", "http://ns.adobe.com/xap/1.0/\0", "http://ns.adobe.com/xmp/extension/\0",
            ]
            where try reader.has(text, at: start, before: end) {
                return .metadata
            }
            return .content
        case 0xed: return try reader.has("Photoshop 3.0\0", at: start, before: end) ? .metadata : .content
        case 0xfe: return .metadata
        default: return .content
        }
    }

    private static func symbol(_ marker: UInt8) -> String {
        switch marker {
        case 0x01: "TEM"
        case 0x02...0xbf: "RES"
        case 0xc4: "DHT"
        case 0xc8: "JPG"
        case 0xcc: "DAC"
        case 0xc0...0xcf: "SOF\(marker & 15)"
        case 0xd0...0xd7: "RST\(marker & 7)"
        case 0xd8: "SOI"
        case 0xd9: "EOI"
        case 0xda: "SOS"
        case 0xdb: "DQT"
        case 0xdc: "DNL"
        case 0xdd: "DRI"
        case 0xde: "DHP"
        case 0xdf: "EXP"
        case 0xe0...0xef: "APP\(marker & 15)"
        case 0xf0...0xfd: "JPG\(marker & 15)"
        case 0xfe: "COM"
        default: "FF\(String(marker, radix: 16, uppercase: true))"
        }
    }
}

/// A source without its first bytes, so that a second image in a file can be walked like the first.
private struct SourceFrom: ByteSource {
    private let source: any ByteSource
    private let start: Int

    init(_ start: Int, of source: any ByteSource) {
        self.source = source
        self.start = start
    }

    var count: Int { source.count - start }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ReadFailure) {
        guard offset >= 0, offset <= count else {
            throw ReadFailure(code: "beyond-end", message: "\(buffer.count) bytes at \(offset) of \(count)")
        }
        try source.read(into: buffer, at: start + offset)
    }
}
