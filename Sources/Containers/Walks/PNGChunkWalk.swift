// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// A chunk of a PNG file.
public struct PNGChunk: Sendable, Hashable {
    /// `IHDR`, `IDAT`, `tEXt`, …
    public var type: FourCC
    /// Length, type, data and CRC.
    public var range: Range<Int>
    /// The data alone.
    public var data: Range<Int>

    /// Makes a chunk.
    public init(type: FourCC, range: Range<Int>, data: Range<Int>) {
        self.type = type
        self.range = range
        self.data = data
    }
}

/// The chunks of a PNG file up to IEND. Only their headers are read.
///
/// Source: W3C, Portable Network Graphics (third edition), section 5.
public struct PNGChunkWalk: Sendable {
    /// The signature that comes before the first chunk.
    public static let signature: Range<Int> = 0..<8

    /// In the order of the file.
    public private(set) var chunks: [PNGChunk] = []
    /// First byte that was not walked over: behind IEND when the file is whole.
    public private(set) var end = 0
    /// Whether IEND was reached.
    public private(set) var isComplete = false
    /// `png.no-signature`, `png.cut`, `png.chunk-beyond-end`, `png.chunk-type`, `png.no-header`, `png.chunks`.
    public var faults: [ContainerFault] { list.faults }
    private var list = FaultList()

    /// Walks over the chunks of a source.
    ///
    /// - Parameter source: a PNG file.
    /// - Throws: ``ReadFailure`` when bytes cannot be had. Content never throws.
    public init(_ source: any ByteSource) throws(ReadFailure) {
        try self.init(ByteReader(source))
    }

    init(_ reader: ByteReader) throws(ReadFailure) {
        guard reader.count >= 8, try reader.uint64(at: 0) == 0x8950_4e47_0d0a_1a0a else {
            list.add(.malformed, "png.no-signature", "does not begin with the PNG signature")
            return
        }
        end = 8
        while true {
            guard reader.count - end >= 12 else {
                list.add(.malformed, "png.cut", "the file ends at \(reader.count) without IEND")
                return
            }
            let length = Int(try reader.uint32(at: end))
            let type = try reader.fourCC(at: end + 4)
            guard Self.isType(type) else {
                list.add(.malformed, "png.chunk-type", "chunk at \(end) of type \(type)")
                return
            }
            guard length <= reader.count - end - 12 else {
                list.add(
                    .malformed, "png.chunk-beyond-end",
                    "chunk \(type) at \(end) of \(length) bytes; the file ends at \(reader.count)")
                return
            }
            if chunks.isEmpty, type != "IHDR" {
                list.add(.malformed, "png.no-header", "the first chunk is \(type), not IHDR")
            }
            guard chunks.count < ProvenanceLimits.segments else {
                list.add(.overLimit, "png.chunks", "more than \(ProvenanceLimits.segments) chunks")
                return
            }
            let next = end + 12 + length
            chunks.append(PNGChunk(type: type, range: end..<next, data: end + 8..<next - 4))
            end = next
            if type == "IEND" {
                isComplete = true
                return
            }
        }
    }

    private static func isType(_ type: FourCC) -> Bool {
        for shift: UInt32 in [24, 16, 8, 0] {
            let letter = UInt8(truncatingIfNeeded: type.rawValue >> shift) | 0x20
            guard (0x61...0x7a).contains(letter) else { return false }
        }
        return true
    }
}
