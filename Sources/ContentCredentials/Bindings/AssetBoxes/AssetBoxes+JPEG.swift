// SPDX-License-Identifier: Apache-2.0

import Containers

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
                if segment.marker == 0xda, wish.separatesRestarts {
                    try found.addScan(range, headerEnd: segment.payload.upperBound + start, source, own)
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

    /// A scan cut at its restart markers: `SOS`, `RST0`, `RST1`, …
    private mutating func addScan(
        _ range: Range<Int>, headerEnd: Int, _ source: any ByteSource, _ own: RangeSet<Int>
    ) throws(ReadFailure) {
        var name = "SOS"
        var start = range.lowerBound
        var offset = headerEnd
        while offset < range.upperBound {
            let piece = try source.bytes(offset..<min(range.upperBound, offset + 65_536))
            var index = 0
            while index + 1 < piece.count {
                if piece[index] == 0xff, (0xd0...0xd7).contains(piece[index + 1]) {
                    add(name, start..<offset + index, .content, own: own)
                    name = "RST\(piece[index + 1] & 7)"
                    start = offset + index
                    index += 2
                } else {
                    index += 1
                }
            }
            // The last byte may be the first of a marker.
            offset += max(1, offset + piece.count < range.upperBound ? piece.count - 1 : piece.count)
        }
        add(name, start..<range.upperBound, .content, own: own)
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
