// SPDX-License-Identifier: Apache-2.0

public import Fingerprints
internal import Synchronization

extension HashIndex {
    /// Adds rows; the next search sees them. A row that is there with the same id and code is replaced.
    ///
    /// A row of the tail is replaced by its id alone; a row of a segment is found by its code: to give an id another
    /// code, withdraw the old one first.
    ///
    /// - Parameters:
    ///   - rows: what to add, a few microseconds each.
    ///   - stamp: how far the owner's database is contained with them; `nil` leaves the stamp.
    public func append(_ rows: [Row], stamp: Stamp? = nil) {
        writer.withLock { writer in
            for row in rows { append(row, &writer) }
            if let stamp { writer.stamp = stamp }
        }
    }

    private func append(_ row: Row, _ writer: inout Writer) {
        let snapshot = current.withLock { $0 }
        let replaced = Writer.Change(id: row.id, code: row.code, keeping: 0xFF, setting: Owner.replaced)
        let oldPlace = writer.places[row.id]
        let oldOwner: (Segment, Int)? =
            oldPlace != nil
            ? nil
            : snapshot.segments.lazy.compactMap { segment in
                segment.find(row.id, row.code).map { (segment, $0) }
            }.first
        if oldPlace != nil || oldOwner != nil { replacements.add(1, ordering: .acquiringAndReleasing) }
        let block = room(in: snapshot)
        let number = block.count
        let owner = Owner(row)
        block.write(number, row.code, owner)
        block.publish(number + 1)
        writer.places[row.id] = (block, number)
        if owner.isLive { writer.live += 1 }
        if let (oldBlock, oldRow) = oldPlace {
            var change = replaced
            change.code = oldBlock.code(oldRow)
            writer.apply(change, to: oldBlock, row: oldRow)
        } else if let (segment, number) = oldOwner {
            writer.apply(replaced, to: segment, owner: number)
        }
        if oldPlace != nil || oldOwner != nil { replacements.add(1, ordering: .acquiringAndReleasing) }
    }

    /// The block that takes the next row. Called by one writer at a time.
    private func room(in snapshot: Snapshot) -> RowBlock {
        if let last = snapshot.tail.last, last.count < last.capacity { return last }
        let block = RowBlock(capacity: Self.blockRows)
        current.withLock { $0.tail.append(block) }
        return block
    }

    /// Changes a row's state; the next search sees it.
    ///
    /// - Parameters:
    ///   - state: the new one.
    ///   - id: the row's number.
    ///   - code: the code that the row was added with: the row is found by it.
    ///   - stamp: how far the owner's database is contained with the change; `nil` leaves the stamp.
    /// - Returns: whether the row is there.
    @discardableResult
    public func setState(_ state: State, ofRow id: Int64, code: PDQHash, stamp: Stamp? = nil) -> Bool {
        writer.withLock { writer in
            if let stamp { writer.stamp = stamp }
            let change = Writer.Change(id: id, code: code, keeping: 0xFC, setting: state.rawValue)
            if let (block, row) = writer.places[id], block.code(row) == code {
                writer.apply(change, to: block, row: row)
                return true
            }
            for segment in current.withLock({ $0.segments }) {
                if let number = segment.find(id, code) {
                    writer.apply(change, to: segment, owner: number)
                    return true
                }
            }
            return false
        }
    }
}
