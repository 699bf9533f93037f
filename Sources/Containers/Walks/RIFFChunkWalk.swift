// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// A chunk of a RIFF file: WebP, AVI, WAV.
public struct RIFFChunk: Sendable, Hashable {
    /// `RIFF`, `LIST`, `VP8 `, `EXIF`, …
    public var type: FourCC
    /// The form of a `RIFF` or `LIST` chunk: `WEBP`, `INFO`, …
    public var form: FourCC?
    /// Header, data, and the byte that makes its length even.
    public var range: Range<Int>
    /// The data alone; for a chunk with a form what follows it.
    public var data: Range<Int>
    /// 0 for the chunk that is the file.
    public var depth: Int
    /// Index of the chunk that holds this one.
    public var parent: Int?
}

/// The chunks of a RIFF file, in the order of the file, each before those inside it. Only their headers are read.
///
/// Source: Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0 (1991); WebP container
/// specification; EBU Tech 3306 for `RF64`.
public struct RIFFChunkWalk: Sendable {
    /// Each chunk before those inside it.
    public private(set) var chunks: [RIFFChunk] = []
    /// First byte behind the last `RIFF` chunk.
    public private(set) var end = 0
    /// `RIFX` writes its lengths with the most significant byte first.
    public private(set) var order = ByteOrder.little
    /// `riff.no-start`, `riff.beyond-end`, `riff.chunk-beyond-end`, `riff.chunk-cut`, `riff.no-padding`,
    /// `riff.no-length`, `riff.depth`, `riff.chunks`.
    public var faults: [ContainerFault] { list.faults }
    private var list = FaultList()

    /// The form of the file: `WEBP`, `AVI `, `WAVE`.
    public var form: FourCC? { chunks.first?.form }

    /// Whether the chunks of a list are looked at: all but the pictures and sounds of a film.
    public static func isStructure(_ chunk: RIFFChunk) -> Bool {
        chunk.form != nil && chunk.form != "movi"
    }

    /// Walks over the chunks of a source.
    ///
    /// - Parameters:
    ///   - source: a RIFF file.
    ///   - descending: whether the chunks inside a `RIFF` or `LIST` chunk are wanted.
    /// - Throws: ``ReadFailure`` when bytes cannot be had. Content never throws.
    public init(
        _ source: any ByteSource, descending: (RIFFChunk) -> Bool = RIFFChunkWalk.isStructure
    ) throws(ReadFailure) {
        try self.init(ByteReader(source), descending: descending)
    }

    init(
        _ reader: ByteReader, descending: (RIFFChunk) -> Bool = RIFFChunkWalk.isStructure
    ) throws(ReadFailure) {
        guard reader.count >= 12, Self.isStart(try reader.fourCC(at: 0)) else {
            list.add(.malformed, "riff.no-start", "does not begin with a RIFF chunk")
            return
        }
        order = try reader.fourCC(at: 0) == "RIFX" ? .big : .little
        // A film of more than 1 GiB goes on in further RIFF chunks (OpenDML).
        while reader.count - end >= 12, Self.isStart(try reader.fourCC(at: end)) {
            guard try walk(reader, end..<reader.count, depth: 0, parent: nil, descending) else { return }
        }
    }

    private mutating func tellBeyondEnd(_ type: FourCC, _ offset: Int, _ stated: Int, _ room: Int, isFile: Bool) {
        if stated == 0xffff_ffff {
            // RF64 states its lengths elsewhere; programs that write into a pipe do not know them.
            if type == "RF64" || type == "BW64" || isLong { return }
            list.add(.oddity, "riff.no-length", "chunk \(type) at \(offset) does not state its length")
        } else if isFile, stated == room + 1 {
            list.add(.oddity, "riff.no-padding", "the file ends before the byte that makes its length even")
        } else {
            list.add(
                .malformed, isFile ? "riff.beyond-end" : "riff.chunk-beyond-end",
                "chunk \(type) at \(offset) of \(stated) bytes; there is room for \(room)")
        }
    }

    /// Whether the lengths of the file's largest chunks stand in its `ds64` chunk.
    private var isLong: Bool { chunks.first?.type == "RF64" || chunks.first?.type == "BW64" }

    private static func isStart(_ type: FourCC) -> Bool {
        type == "RIFF" || type == "RIFX" || type == "RF64" || type == "BW64"
    }

    /// Walks over the chunks of a range; at depth 0 over one. `false`: a limit was reached.
    private mutating func walk(
        _ reader: ByteReader, _ range: Range<Int>, depth: Int, parent: Int?, _ descending: (RIFFChunk) -> Bool
    ) throws(ReadFailure) -> Bool {
        var offset = range.lowerBound
        while range.upperBound - offset >= 8 {
            guard chunks.count < ProvenanceLimits.boxes else {
                list.add(.overLimit, "riff.chunks", "more than \(ProvenanceLimits.boxes) chunks")
                return false
            }
            let type = try reader.fourCC(at: offset)
            let stated = Int(try reader.uint32(at: offset + 4, order))
            let room = range.upperBound - offset - 8
            let length = min(stated, room)
            if length < stated { tellBeyondEnd(type, offset, stated, room, isFile: depth == 0) }
            var next = offset + 8 + length
            if length & 1 == 1 {
                if next < range.upperBound {
                    next += 1
                } else {
                    list.add(.oddity, "riff.no-padding", "chunk \(type) at \(offset) has an odd length and no padding")
                }
            }
            var chunk = RIFFChunk(
                type: type, form: nil, range: offset..<next, data: offset + 8..<offset + 8 + length, depth: depth,
                parent: parent)
            if depth == 0 || type == "LIST", length >= 4 {
                chunk.form = try reader.fourCC(at: offset + 8)
                chunk.data = offset + 12..<offset + 8 + length
            }
            let index = chunks.count
            chunks.append(chunk)
            if chunk.form != nil, descending(chunk) {
                guard depth < ProvenanceLimits.boxDepth else {
                    list.add(
                        .overLimit, "riff.depth",
                        "chunks nested deeper than \(ProvenanceLimits.boxDepth) at \(offset)")
                    return false
                }
                guard try walk(reader, chunk.data, depth: depth + 1, parent: index, descending) else { return false }
            }
            offset = next
            if depth == 0 {
                end = next
                return true
            }
        }
        if offset < range.upperBound {
            list.add(
                .oddity, "riff.chunk-cut", "\(range.upperBound - offset) bytes at \(offset) are too few for a chunk")
        }
        return true
    }
}
