// SPDX-License-Identifier: Apache-2.0

internal import Fingerprints
internal import Synchronization

extension HashIndex {
    /// Takes rows out for good: the next search does not find them, and merging their segment forgets their codes. Unlike
    /// withdrawn ones they are not kept.
    ///
    /// Every row is looked at once, a few nanoseconds each, because nothing finds rows by their number alone. Searches go on
    /// meanwhile; other changes wait.
    ///
    /// - Parameters:
    ///   - stamp: how far the owner's database is contained with the removal; `nil` leaves the stamp.
    ///   - isGone: whether the row of a number goes. It must not use the index.
    /// - Returns: how many rows went.
    @discardableResult
    public func remove(stamp: Stamp? = nil, where isGone: (_ id: Int64) -> Bool) -> Int {
        writer.withLock { writer in
            if let stamp { writer.stamp = stamp }
            let snapshot = current.withLock { $0 }
            var removed = 0
            func change(_ id: Int64, _ code: PDQHash) -> Writer.Change {
                removed += 1
                return Writer.Change(id: id, code: code, keeping: 0xFF, setting: Owner.replaced)
            }
            for segment in snapshot.segments {
                for number in 0..<segment.owners.count {
                    let owner = segment.owners[number]
                    guard owner.flags & Owner.replaced == 0, isGone(owner.id) else { continue }
                    let row = number < segment.rows ? number : Int(segment.sharing[number - segment.rows])
                    writer.apply(change(owner.id, segment.code(row)), to: segment, owner: number)
                }
            }
            for block in snapshot.tail {
                for row in 0..<block.count {
                    let owner = block.owner(row)
                    guard owner.flags & Owner.replaced == 0, isGone(owner.id) else { continue }
                    writer.apply(change(owner.id, block.code(row)), to: block, row: row)
                    writer.places[owner.id] = nil
                }
            }
            return removed
        }
    }
}
