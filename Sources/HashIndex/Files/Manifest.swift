// SPDX-License-Identifier: Apache-2.0

/// The one small file that says what an index consists of. It is swapped as a whole, so there is always the old index or the new one.
struct Manifest: Sendable, Equatable {
    struct Entry: Sendable, Equatable {
        var file: SegmentFile
        /// States that differ from the file, by owner number.
        var overrides: [UInt32: UInt8]
    }

    var stamp: HashIndex.Stamp
    var entries: [Entry]

    private static let mostBytes = 1 << 30

    func write(to folder: IndexFolder) throws(IndexError) {
        var writer = ByteWriter()
        writer.put(SegmentFormat.manifestMagic)
        writer.put(SegmentFormat.version)
        writer.put(SegmentFormat.byteOrder)
        writer.put(stamp.position)
        writer.put(stamp.database.high)
        writer.put(stamp.database.low)
        writer.put(UInt32(entries.count))
        for entry in entries {
            writer.put(entry.file.identity)
            writer.put(UInt64(entry.file.bytes))
            writer.put(entry.file.headerChecksum)
            writer.put(UInt32(entry.overrides.count))
            for (number, flags) in entry.overrides.sorted(by: { $0.key < $1.key }) {
                writer.put(number)
                writer.put(flags)
            }
        }
        writer.seal()
        let bytes = Column<UInt8>(writer.bytes.count)
        for (index, byte) in writer.bytes.enumerated() { bytes[index] = byte }
        try folder.replace(IndexFolder.manifestName) { descriptor throws(IndexError) in
            try folder.willWrite(IndexFolder.manifestName)
            try descriptor.write(bytes.bytes)
        }
    }

    static func read(from folder: IndexFolder) throws(IndexError) -> Manifest {
        let path = folder.file(IndexFolder.manifestName)
        guard let descriptor = try FileDescriptor.reading(path) else {
            throw IndexError(.absent, "\(folder.path) holds no index")
        }
        let size = try descriptor.size()
        guard size >= 48, size <= mostBytes else { throw IndexError(.damaged, "\(path) has an impossible length") }
        let memory = Memory(zeroed: size)
        try descriptor.read(into: memory.bytes(0, size), at: 0)
        let bytes = UnsafeRawBufferPointer(memory.bytes(0, size))
        var reader = ByteReader(UnsafeRawBufferPointer(rebasing: bytes.dropLast(4)), file: path)
        guard try reader.get(UInt64.self) == SegmentFormat.manifestMagic else {
            throw IndexError(.foreign, "\(path) is not the manifest of an index")
        }
        let version = try reader.get(UInt32.self)
        guard version <= SegmentFormat.version else {
            throw IndexError(.newer, "\(path) has version \(version), this program reads \(SegmentFormat.version)")
        }
        guard try reader.get(UInt32.self) == SegmentFormat.byteOrder, version == SegmentFormat.version else {
            throw IndexError(.foreign, "\(path) was written by another kind of machine or program")
        }
        let covered = UnsafeRawBufferPointer(rebasing: bytes.dropLast(4))
        let seal = bytes.loadUnaligned(fromByteOffset: covered.count, as: UInt32.self)
        guard checksum(of: covered) == UInt32(littleEndian: seal) else {
            throw IndexError(.damaged, "\(path) does not match its checksum")
        }
        let position = try reader.get(UInt64.self)
        let database = (high: try reader.get(UInt64.self), low: try reader.get(UInt64.self))
        var manifest = Manifest(stamp: HashIndex.Stamp(position: position, database: database), entries: [])
        for _ in 0..<(try reader.count(UInt32.self, most: 1 << 16)) {
            let identity = try reader.get(UInt64.self)
            let bytes = try reader.count(UInt64.self, most: Int.max)
            let file = SegmentFile(identity: identity, bytes: bytes, headerChecksum: try reader.get(UInt32.self))
            var overrides: [UInt32: UInt8] = [:]
            for _ in 0..<(try reader.count(UInt32.self, most: size / 5)) {
                let number = try reader.get(UInt32.self)
                overrides[number] = try reader.get(UInt8.self)
            }
            manifest.entries.append(Entry(file: file, overrides: overrides))
        }
        return manifest
    }
}
