// SPDX-License-Identifier: Apache-2.0

internal import CSearchKernels

/// A segment on disk.
struct SegmentFile: Sendable, Hashable {
    /// Its name, chosen at random, also in its header: a file under another's name is noticed.
    var identity: UInt64
    var bytes: Int
    /// The checksum of its header, which stands for the file in the manifest.
    var headerChecksum: UInt32

    var name: String { IndexFolder.segmentName(identity) }

    // MARK: Writing

    static func write(_ segment: Segment, to folder: IndexFolder) throws(IndexError) -> SegmentFile {
        let identity = UInt64.random(in: 1...UInt64.max)
        var sections: [UnsafeRawBufferPointer] = [
            segment.heads.bytes, segment.tails.bytes, segment.owners.bytes, segment.sharing.bytes,
        ]
        for table in segment.tables { sections += [table.table.bytes, table.entries.bytes] }
        var offset = SegmentFormat.headerBytes
        var places: [(offset: Int, bytes: Int)] = []
        for section in sections {
            places.append((offset, section.count))
            offset += SegmentFormat.padded(section.count)
        }
        let blocks = (offset + SegmentFormat.checksumBlock - 1) / SegmentFormat.checksumBlock
        let length = offset + blocks * 4 + 4
        let header = Self.header(segment, identity, length, offset, places)
        let name = IndexFolder.segmentName(identity)
        try folder.replace(name) { descriptor throws(IndexError) in
            var sums = BlockChecksums()
            func put(_ bytes: UnsafeRawBufferPointer) throws(IndexError) {
                var rest = bytes[...]
                while !rest.isEmpty {
                    let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(16 << 20))
                    try folder.willWrite(name)
                    sums.add(piece)
                    try descriptor.write(piece)
                    rest = rest.dropFirst(piece.count)
                }
            }
            func put(_ bytes: [UInt8]) throws(IndexError) {
                let copy = Column<UInt8>(bytes.count)
                for (index, byte) in bytes.enumerated() { copy[index] = byte }
                try put(copy.bytes)
            }
            try put(header)
            for section in sections {
                try put(section)
                try put([UInt8](repeating: 0, count: SegmentFormat.padded(section.count) - section.count))
            }
            var table = ByteWriter()
            for sum in sums.finished() { table.put(sum) }
            table.seal()
            let copy = Column<UInt8>(table.bytes.count)
            for (index, byte) in table.bytes.enumerated() { copy[index] = byte }
            try folder.willWrite(name)
            try descriptor.write(copy.bytes)
        }
        return SegmentFile(identity: identity, bytes: length, headerChecksum: checksum(of: header))
    }

    private static func header(
        _ segment: Segment, _ identity: UInt64, _ length: Int, _ sumsOffset: Int,
        _ places: [(offset: Int, bytes: Int)]
    ) -> [UInt8] {
        var header = ByteWriter()
        header.put(SegmentFormat.magic)
        header.put(SegmentFormat.version)
        header.put(SegmentFormat.byteOrder)
        header.put(identity)
        header.put(UInt64(length))
        header.put(UInt64(sumsOffset))
        header.put(UInt64(segment.rows))
        header.put(UInt64(segment.owners.count))
        header.put(UInt64(segment.live))
        switch segment.owners {
        case .packed(_, let base):
            header.put(base)
            header.put(UInt32(0))
        case .wide:
            header.put(Int64(0))
            header.put(UInt32(1))
        }
        header.put(UInt32(segment.widest))
        header.put(UInt32(segment.layout.designRadius))
        header.put(UInt32(segment.layout.rowBits))
        header.put(UInt32(segment.tables.count))
        for chunk in segment.layout.chunks {
            header.put(UInt16(chunk.offset))
            header.put(UInt8(chunk.width))
            header.put(chunk.form.rawValue)
            header.put(UInt32(chunk.bucketBits))
        }
        for place in places {
            header.put(UInt64(place.offset))
            header.put(UInt64(place.bytes))
        }
        header.pad(to: SegmentFormat.headerBytes - 4)
        header.seal()
        return header.bytes
    }

    // MARK: Reading

    /// Opens and verifies a segment: every byte of the file is compared with its checksum.
    func open(in folder: IndexFolder) throws(IndexError) -> Segment {
        let path = folder.file(name)
        guard let descriptor = try FileDescriptor.reading(path) else {
            throw IndexError(.damaged, "\(path) is missing")
        }
        guard try descriptor.size() == bytes, bytes > SegmentFormat.headerBytes + 4 else {
            throw IndexError(.damaged, "\(path) has another length than the manifest says")
        }
        let memory: Memory
        switch folder.residence {
        case .mapped:
            guard let mapping = Memory(mapping: descriptor.number, count: bytes) else {
                throw FileDescriptor.failure("mapped", path)
            }
            memory = mapping
        case .resident:
            memory = Memory(zeroed: bytes)
            try descriptor.read(into: memory.bytes(0, SegmentFormat.headerBytes), at: 0)
        }
        var header = Header(path: path)
        try header.read(memory.bytes(0, SegmentFormat.headerBytes), of: self)
        memory.advise(random: false)
        try verify(memory, header.sumsOffset, path) { (offset, count) throws(IndexError) in
            guard folder.residence == .resident else { return }
            try descriptor.read(into: memory.bytes(offset, count), at: offset)
        }
        memory.advise(random: true)
        return try header.segment(in: memory)
    }

    private func verify(
        _ memory: Memory, _ sumsOffset: Int, _ path: String,
        load: (_ offset: Int, _ count: Int) throws(IndexError) -> Void
    ) throws(IndexError) {
        try load(sumsOffset, bytes - sumsOffset)
        let table = UnsafeRawBufferPointer(memory.bytes(sumsOffset, bytes - sumsOffset - 4))
        let seal = UnsafeRawBufferPointer(memory.bytes(bytes - 4, 4)).loadUnaligned(as: UInt32.self)
        guard checksum(of: table) == UInt32(littleEndian: seal) else {
            throw IndexError(.damaged, "\(path): the table of checksums does not match its own")
        }
        var block = 0
        var offset = 0
        while offset < sumsOffset {
            let count = min(SegmentFormat.checksumBlock, sumsOffset - offset)
            try load(offset, count)
            let expected = UInt32(littleEndian: table.loadUnaligned(fromByteOffset: block * 4, as: UInt32.self))
            guard checksum(of: UnsafeRawBufferPointer(memory.bytes(offset, count))) == expected else {
                throw IndexError(.damaged, "\(path): bytes \(offset)..<\(offset + count) do not match their checksum")
            }
            block += 1
            offset += count
        }
    }
}

extension Memory {
    func bytes(_ offset: Int, _ count: Int) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: base + offset, count: count)
    }
}

/// A checksum for each block of a stream.
private struct BlockChecksums {
    private var sums: [UInt32] = []
    private var current: UInt32 = 0
    private var filled = 0

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest.prefix(SegmentFormat.checksumBlock - filled))
            current = checksum(of: piece, from: current)
            filled += piece.count
            if filled == SegmentFormat.checksumBlock {
                sums.append(current)
                current = 0
                filled = 0
            }
            rest = rest.dropFirst(piece.count)
        }
    }

    func finished() -> [UInt32] {
        filled > 0 ? sums + [current] : sums
    }
}

/// What the first page of a segment says, checked before anything is done with it.
private struct Header {
    let path: String
    private(set) var sumsOffset = 0
    private var rows = 0
    private var ownerCount = 0
    private var live = 0
    private var idBase: Int64 = 0
    private var isWide = false
    private var widest = 0
    private var designRadius = 0
    private var rowBits = 0
    private var chunks: [Chunk] = []
    private var sections: [(offset: Int, bytes: Int)] = []

    init(path: String) {
        self.path = path
    }

    private func damaged(_ what: String) -> IndexError { IndexError(.damaged, "\(path): \(what)") }

    mutating func read(_ bytes: UnsafeMutableRawBufferPointer, of file: SegmentFile) throws(IndexError) {
        let page = UnsafeRawBufferPointer(bytes)
        var reader = ByteReader(page, file: path)
        guard try reader.get(UInt64.self) == SegmentFormat.magic else {
            throw IndexError(.foreign, "\(path) is not a segment of an index")
        }
        let version = try reader.get(UInt32.self)
        guard version <= SegmentFormat.version else {
            throw IndexError(.newer, "\(path) has version \(version), this program reads \(SegmentFormat.version)")
        }
        guard try reader.get(UInt32.self) == SegmentFormat.byteOrder, version == SegmentFormat.version else {
            throw IndexError(.foreign, "\(path) was written by another kind of machine or program")
        }
        let covered = UnsafeRawBufferPointer(rebasing: page.dropLast(4))
        let seal = page.loadUnaligned(fromByteOffset: covered.count, as: UInt32.self)
        guard checksum(of: covered) == UInt32(littleEndian: seal), checksum(of: page) == file.headerChecksum else {
            throw damaged("the header does not match its checksum")
        }
        guard try reader.get(UInt64.self) == file.identity, try reader.count(UInt64.self, most: Int.max) == file.bytes
        else { throw damaged("this is another segment's file") }
        sumsOffset = try reader.count(UInt64.self, most: file.bytes)
        rows = try reader.count(UInt64.self, most: Int(UInt32.max))
        ownerCount = try reader.count(UInt64.self, most: Int(UInt32.max))
        live = try reader.count(UInt64.self, most: ownerCount)
        idBase = try reader.get(Int64.self)
        isWide = try reader.count(UInt32.self, most: 1) == 1
        widest = try reader.count(UInt32.self, most: 64)
        designRadius = try reader.count(UInt32.self, most: 64)
        rowBits = try reader.count(UInt32.self, most: 32)
        for _ in 0..<(try reader.count(UInt32.self, most: SegmentFormat.mostChunks)) {
            let offset = try reader.count(UInt16.self, most: 255)
            let width = try reader.count(UInt8.self, most: 30)
            guard let form = Chunk.Form(rawValue: try reader.get(UInt8.self)) else { throw damaged("unknown table") }
            let bucketBits = try reader.count(UInt32.self, most: width)
            chunks.append(Chunk(offset: offset, width: width, form: form, bucketBits: bucketBits))
        }
        for _ in 0..<(4 + 2 * chunks.count) {
            let offset = try reader.count(UInt64.self, most: sumsOffset)
            let count = try reader.count(UInt64.self, most: sumsOffset - offset)
            guard offset % SegmentFormat.alignment == 0, offset >= SegmentFormat.headerBytes,
                SegmentFormat.padded(count) <= sumsOffset - offset
            else { throw damaged("a section lies outside the file") }
            sections.append((offset, count))
        }
        let blocks = (sumsOffset + SegmentFormat.checksumBlock - 1) / SegmentFormat.checksumBlock
        guard sumsOffset + blocks * 4 + 4 == file.bytes else {
            throw damaged("the table of checksums has another size")
        }
    }

    private func column<Element>(
        _ memory: Memory, _ section: Int, _ type: Element.Type, count: Int? = nil
    ) throws(IndexError) -> Column<Element> {
        let (offset, bytes) = sections[section]
        let stride = MemoryLayout<Element>.stride
        guard bytes % stride == 0, count == nil || bytes == count.map({ $0 * stride }) else {
            throw damaged("a section has another size")
        }
        return Column(memory, at: offset, count: bytes / stride)
    }

    func segment(in memory: Memory) throws(IndexError) -> Segment {
        var tables: [Table] = []
        for (index, chunk) in chunks.enumerated() {
            let words = chunk.form == .lines ? chunk.bucketCount * Int(SK_SLOTS) : chunk.bucketCount + 1
            tables.append(
                Table(
                    chunk: chunk, table: try column(memory, 4 + 2 * index, UInt32.self, count: words),
                    entries: try column(memory, 5 + 2 * index, UInt32.self)))
        }
        let owners: Segment.Owners =
            isWide
            ? .wide(try column(memory, 2, Owner.self, count: ownerCount))
            : .packed(try column(memory, 2, PackedOwner.self, count: ownerCount), base: idBase)
        return Segment(
            layout: Layout(rows: rows, designRadius: designRadius, chunks: chunks, rowBits: rowBits),
            heads: try column(memory, 0, UInt64.self, count: rows * 2),
            tails: try column(memory, 1, UInt64.self, count: rows * 2), owners: owners,
            sharing: try column(memory, 3, UInt32.self, count: ownerCount - rows), tables: tables, widest: widest,
            live: live)
    }
}
