// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

extension HashIndex {
    /// Takes the tail and the segments that are not much larger into one new segment, and, for an index in a folder, brings everything
    /// that has changed to the disk. Searches and changes go on meanwhile. The owner calls it now and then, from wherever it likes.
    ///
    /// A segment is taken in when it has at most twice the rows gathered so far, so that each row is moved about log₂(rows) times.
    ///
    /// - Parameters:
    ///   - everything: whether to take in all segments, whatever their size.
    ///   - threads: how many build the tables.
    ///   - isCancelled: asked between parts of the work; when it says so nothing has changed.
    /// - Returns: whether the merge took place: false when it was cancelled or another one is under way.
    /// - Throws: ``IndexError`` when the disk refuses; the index goes on as it was.
    @discardableResult
    public func merge(
        everything: Bool = false, threads: Int = 1, unless isCancelled: () -> Bool = { false }
    ) throws(IndexError) -> Bool {
        guard let (segments, blocks) = beginMerge(everything) else { return false }
        let merged: [Segment]
        var files: [SegmentFile] = []
        do {
            guard let built = Self.rebuild(segments, blocks, threads, isCancelled) else {
                writer.withLock { $0.merge = nil }
                return false
            }
            if let folder {
                var opened: [Segment] = []
                for segment in built {
                    let file = try SegmentFile.write(segment, to: folder)
                    files.append(file)
                    opened.append(folder.residence == .mapped ? try file.open(in: folder) : segment)
                }
                merged = opened
            } else {
                merged = built
            }
        } catch {
            writer.withLock { $0.merge = nil }
            throw error
        }
        let manifest = writer.withLock { writer in
            publish(merged, files, instead: segments, blocks, &writer)
        }
        if let folder, let manifest {
            defer { writer.withLock { $0.merge = nil } }
            try manifest.write(to: folder)
            try folder.removeAllBut(Set(manifest.entries.map(\.file.name)))
        }
        return true
    }

    /// Chooses what to merge and closes the tail: rows that come from now on go into new blocks.
    private func beginMerge(_ everything: Bool) -> (segments: [Segment], blocks: [RowBlock])? {
        writer.withLock { writer in
            guard writer.merge == nil else { return nil }
            return current.withLock { snapshot in
                let blocks = snapshot.tail
                var rows = blocks.reduce(0) { $0 + $1.count }
                var segments: [Segment] = []
                for segment in snapshot.segments.sorted(by: { $0.owners.count < $1.owners.count })
                where everything || (rows > 0 && segment.owners.count <= 2 * rows) {
                    segments.append(segment)
                    rows += segment.owners.count
                }
                if !blocks.isEmpty { snapshot.tail.append(RowBlock(capacity: Self.blockRows)) }
                writer.merge = Writer.MergeUnderWay(
                    segments: Set(segments.map { ObjectIdentifier($0) }),
                    blocks: Set(blocks.map { ObjectIdentifier($0) }), stamp: writer.stamp)
                return (segments, blocks)
            }
        }
    }

    private static func rebuild(
        _ segments: [Segment], _ blocks: [RowBlock], _ threads: Int, _ isCancelled: () -> Bool
    ) -> [Segment]? {
        let expected = segments.reduce(0) { $0 + $1.owners.count } + blocks.reduce(0) { $0 + $1.count }
        var gathering = RowGathering(expecting: expected)
        for segment in segments {
            for row in 0..<segment.rows {
                if row % 65_536 == 0, isCancelled() { return nil }
                let code = segment.code(row)
                segment.forEachOwner(of: row) { _, owner in gathering.append(code, owner.alone) }
            }
        }
        for block in blocks {
            if isCancelled() { return nil }
            for row in 0..<block.count { gathering.append(block.code(row), block.owner(row)) }
        }
        let built = SegmentBuilder(threads: threads).build(consume gathering)
        return isCancelled() ? nil : built
    }

    /// Puts the new segments in place of what they contain, with all that changed while they were built.
    private func publish(
        _ merged: [Segment], _ files: [SegmentFile], instead segments: [Segment], _ blocks: [RowBlock],
        _ writer: inout Writer
    ) -> Manifest? {
        guard let merge = writer.merge else { return nil }
        for change in merge.changes {
            for segment in merged {
                guard let number = segment.find(change.id, change.code) else { continue }
                segment.setFlags(number, keeping: change.keeping, setting: change.setting)
                writer.overrides[ObjectIdentifier(segment), default: [:]][UInt32(number)] =
                    segment.owners[number].flags
                break
            }
        }
        for segment in segments {
            writer.overrides[ObjectIdentifier(segment)] = nil
            writer.files[ObjectIdentifier(segment)] = nil
        }
        for (segment, file) in zip(merged, files) { writer.files[ObjectIdentifier(segment)] = file }
        let remaining = current.withLock { snapshot in
            snapshot.segments = snapshot.segments.filter { !merge.segments.contains(ObjectIdentifier($0)) } + merged
            snapshot.tail = snapshot.tail.filter { !merge.blocks.contains(ObjectIdentifier($0)) }
            return snapshot
        }
        writer.places = writer.places.filter { !merge.blocks.contains(ObjectIdentifier($0.value.block)) }
        guard folder != nil else {
            writer.merge = nil
            return nil
        }
        let entries = remaining.segments.compactMap { segment in
            writer.files[ObjectIdentifier(segment)].map {
                Manifest.Entry(file: $0, overrides: writer.overrides[ObjectIdentifier(segment)] ?? [:])
            }
        }
        // The tail since then is not on the disk: the stamp from when it was closed.
        return Manifest(stamp: merge.stamp, entries: entries)
    }
}
