// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

extension HashIndex {
    /// Where the bytes of an index on disk are while it is used.
    public enum Residence: Sendable, Hashable {
        /// Mapped: opens fast, and the system may take memory back; reads go through pages of 4 KiB.
        case mapped
        /// Copied into memory on huge pages: faster searches for a process that lives long.
        case resident
    }

    /// Opens the index of a folder. Every byte is compared with its checksum; an index that is not whole is refused, so that the owner
    /// builds it again: there is never a partial answer. What a killed process left behind is removed.
    ///
    /// - Parameters:
    ///   - folder: its path.
    ///   - residence: mapped, or copied into memory.
    /// - Returns: the index, and how far the owner's database is contained: the owner appends what came later.
    /// - Throws: ``IndexError``.
    public static func open(
        folder: String, residence: Residence = .mapped
    ) throws(IndexError) -> (index: HashIndex, stamp: Stamp) {
        try open(IndexFolder(folder, residence: residence, create: false))
    }

    /// Removes an index from the disk. A process that has it open goes on with what it has.
    ///
    /// - Parameter folder: its path; nothing happens when it is not there.
    /// - Throws: ``IndexError``: `busy` while another process uses it, `system` when the system refuses.
    public static func remove(folder: String) throws(IndexError) {
        do {
            try IndexFolder(folder, residence: .mapped, create: false).removeEverything()
        } catch let error where error.code == .absent {
            return
        }
    }

    static func open(_ folder: IndexFolder) throws(IndexError) -> (index: HashIndex, stamp: Stamp) {
        let manifest = try Manifest.read(from: folder)
        var segments: [Segment] = []
        var writer = Writer()
        writer.stamp = manifest.stamp
        for entry in manifest.entries {
            let segment = try entry.file.open(in: folder)
            writer.live += segment.live
            writer.files[ObjectIdentifier(segment)] = entry.file
            for (number, flags) in entry.overrides {
                guard Int(number) < segment.owners.count else {
                    throw IndexError(.damaged, "the manifest in \(folder.path) names a row that is not there")
                }
                writer.live -= segment.owners[Int(number)].isLive ? 1 : 0
                segment.setFlags(Int(number), keeping: 0, setting: flags)
                writer.live += segment.owners[Int(number)].isLive ? 1 : 0
            }
            writer.overrides[ObjectIdentifier(segment)] = entry.overrides
            segments.append(segment)
        }
        try folder.removeAllBut(Set(manifest.entries.map(\.file.name)))
        return (HashIndex(Snapshot(segments: segments), writer, folder: folder), manifest.stamp)
    }

    /// Builds an index of many rows in a folder, beside whatever is there, and puts it in place when it is whole.
    ///
    /// - Parameters:
    ///   - folder: its path; made (mode 0700) when it is not there. Files get mode 0600.
    ///   - stamp: how far the owner's database is contained.
    ///   - residence: how the index is used afterwards.
    ///   - threads: how many build the tables.
    ///   - bytesPerEntry: a ceiling for codes, owners and tables together; `nil` for 220 up to 4 million codes, 170 up
    ///     to 40 million, 90 beyond. Below about 150 tables take less memory and a search twice the time.
    ///   - gather: calls its argument with each row; of rows with the same id the last one stays. What it throws is thrown on.
    /// - Throws: ``IndexError``, or what `gather` throws.
    public static func build(
        folder: String, stamp: Stamp, residence: Residence = .mapped, threads: Int = 1,
        bytesPerEntry: Double? = nil, _ gather: (_ add: (Row) -> Void) throws -> Void
    ) throws -> HashIndex {
        try build(
            IndexFolder(folder, residence: residence, create: true), stamp: stamp, threads: threads,
            bytesPerEntry: bytesPerEntry, gather)
    }

    static func build(
        _ folder: IndexFolder, stamp: Stamp, threads: Int = 1, bytesPerEntry: Double? = nil,
        _ gather: (_ add: (Row) -> Void) throws -> Void
    ) throws -> HashIndex {
        var gathering = RowGathering(expecting: Int.max)
        try gather { gathering.append($0.code, Owner($0)) }
        let built = SegmentBuilder(ceiling: bytesPerEntry, threads: threads)
            .build(consume gathering, uniqueIds: true)
        var entries: [Manifest.Entry] = []
        for segment in built {
            entries.append(Manifest.Entry(file: try SegmentFile.write(segment, to: folder), overrides: [:]))
        }
        try Manifest(stamp: stamp, entries: entries).write(to: folder)
        try folder.removeAllBut(Set(entries.map(\.file.name)))
        guard folder.residence == .resident else { return try open(folder).index }
        var writer = Writer()
        writer.stamp = stamp
        for (segment, entry) in zip(built, entries) {
            writer.live += segment.live
            writer.files[ObjectIdentifier(segment)] = entry.file
        }
        return HashIndex(Snapshot(segments: built), writer, folder: folder)
    }

    /// Builds an index of many rows in memory only.
    ///
    /// - Parameters:
    ///   - threads: how many build the tables.
    ///   - bytesPerEntry: a ceiling for codes, owners and tables together; `nil` for 220 up to 4 million codes, 170 up
    ///     to 40 million, 90 beyond. Below about 150 tables take less memory and a search twice the time.
    ///   - gather: calls its argument with each row; of rows with the same id the last one stays. What it throws is thrown on.
    public convenience init(
        threads: Int = 1, bytesPerEntry: Double? = nil, gathering gather: (_ add: (Row) -> Void) throws -> Void
    ) rethrows {
        var gathering = RowGathering(expecting: Int.max)
        try gather { gathering.append($0.code, Owner($0)) }
        self.init(
            segments: SegmentBuilder(ceiling: bytesPerEntry, threads: threads)
                .build(consume gathering, uniqueIds: true), folder: nil)
    }
}
