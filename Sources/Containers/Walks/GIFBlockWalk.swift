// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// A structural part of a GIF file.
public struct GIFBlock: Sendable, Hashable {
    /// What a part is.
    public enum Kind: Sendable, Hashable {
        /// `GIF87a` or `GIF89a`.
        case header
        /// The size of the picture.
        case logicalScreenDescriptor
        /// The colours of the whole file.
        case globalColorTable
        /// One picture's place, 0x2C.
        case imageDescriptor
        /// The colours of one picture.
        case localColorTable
        /// Code size and sub-blocks of one picture.
        case imageData
        /// 0x21 and a label: 0xF9 graphic control, 0xFE comment, 0x01 plain text, 0xFF application.
        case `extension`(label: UInt8)
        /// The end, 0x3B.
        case trailer
    }

    /// What it is.
    public var kind: Kind
    /// All of it, introducer and terminator included.
    public var range: Range<Int>
    /// Its sub-blocks with their lengths, up to the terminator; empty for parts without.
    public var subBlocks: Range<Int>
    /// An application extension's first sub-block: identifier and version, eleven bytes in files that keep to the rules.
    public var application: Range<Int>?
}

/// The parts of a GIF file, one after the other; together they are the file up to its trailer.
///
/// Source: CompuServe, Graphics Interchange Format, version 89a (1990).
public struct GIFBlockWalk: Sendable {
    /// In the order of the file, without gaps.
    public private(set) var blocks: [GIFBlock] = []
    /// First byte that was not walked over: behind the trailer when the file is whole.
    public private(set) var end = 0
    /// Whether the trailer was reached.
    public private(set) var isComplete = false
    /// `gif.no-start`, `gif.cut`, `gif.block-type`, `gif.blocks`, `gif.sub-blocks`.
    public var faults: [ContainerFault] { list.faults }
    private var list = FaultList()
    private var subBlocks = 0

    /// Walks over the parts of a source.
    ///
    /// - Parameter source: a GIF file.
    /// - Throws: ``ReadFailure`` when bytes cannot be had. Content never throws.
    public init(_ source: any ByteSource) throws(ReadFailure) {
        try self.init(ByteReader(source))
    }

    init(_ reader: ByteReader) throws(ReadFailure) {
        try walk(reader)
    }

    private mutating func walk(_ reader: ByteReader) throws(ReadFailure) {
        let isOld = try reader.has("GIF87a", at: 0)
        let isNew = try reader.has("GIF89a", at: 0)
        guard isOld || isNew else {
            list.add(.malformed, "gif.no-start", "does not begin with GIF87a or GIF89a")
            return
        }
        add(.header, length: 6)
        guard reader.count >= 13 else { return cut(reader) }
        let packed = try reader.byte(at: 10)
        add(.logicalScreenDescriptor, length: 7)
        if packed & 0x80 != 0 {
            guard addColors(.globalColorTable, packed, reader) else { return cut(reader) }
        }
        while end < reader.count {
            guard blocks.count < ProvenanceLimits.segments else {
                list.add(.overLimit, "gif.blocks", "more than \(ProvenanceLimits.segments) blocks")
                return
            }
            switch try reader.byte(at: end) {
            case 0x3b:
                add(.trailer, length: 1)
                isComplete = true
                return
            case 0x21:
                guard reader.count - end >= 3 else { return cut(reader) }
                let label = try reader.byte(at: end + 1)
                guard try addSubBlocks(.extension(label: label), after: 2, reader) else { return cut(reader) }
            case 0x2c:
                guard reader.count - end >= 10 else { return cut(reader) }
                let packed = try reader.byte(at: end + 9)
                add(.imageDescriptor, length: 10)
                if packed & 0x80 != 0 {
                    guard addColors(.localColorTable, packed, reader) else { return cut(reader) }
                }
                guard reader.count - end >= 2 else { return cut(reader) }
                guard try addSubBlocks(.imageData, after: 1, reader) else { return cut(reader) }
            case let other:
                list.add(.malformed, "gif.block-type", "block of unknown type \(hex(other)) at \(end)")
                return
            }
        }
        cut(reader)
    }

    private mutating func cut(_ reader: ByteReader) {
        guard subBlocks <= ProvenanceLimits.gifSubBlocks else {
            list.add(.overLimit, "gif.sub-blocks", "more than \(ProvenanceLimits.gifSubBlocks) sub-blocks")
            return
        }
        list.add(.malformed, "gif.cut", "the file ends at \(reader.count) inside the block at \(end)")
    }

    private mutating func add(_ kind: GIFBlock.Kind, length: Int) {
        blocks.append(GIFBlock(kind: kind, range: end..<end + length, subBlocks: end + length..<end + length))
        end += length
    }

    private mutating func addColors(_ kind: GIFBlock.Kind, _ packed: UInt8, _ reader: ByteReader) -> Bool {
        let length = 3 << (Int(packed & 7) + 1)
        guard length <= reader.count - end else { return false }
        add(kind, length: length)
        return true
    }

    private mutating func addSubBlocks(
        _ kind: GIFBlock.Kind, after headerLength: Int, _ reader: ByteReader
    ) throws(ReadFailure) -> Bool {
        let first = end + headerLength
        var offset = first
        while offset < reader.count {
            let length = Int(try reader.byte(at: offset))
            if length == 0 {
                var block = GIFBlock(kind: kind, range: end..<offset + 1, subBlocks: first..<offset)
                if kind == .extension(label: 0xff), offset > first {
                    block.application = first + 1..<first + 1 + Int(try reader.byte(at: first))
                }
                blocks.append(block)
                end = offset + 1
                return true
            }
            subBlocks += 1
            guard subBlocks <= ProvenanceLimits.gifSubBlocks else { return false }
            offset += 1 + length
        }
        return false
    }
}
