// SPDX-License-Identifier: Apache-2.0

internal import Fingerprints

/// What only writers look at, one at a time.
struct Writer: Sendable {
    /// Where each row of the tail lies.
    var places: [Int64: (block: RowBlock, row: Int)] = [:]
    /// Rows neither replaced nor withdrawn.
    var live = 0
    /// The newest stamp that an owner gave.
    var stamp = HashIndex.Stamp(position: 0)
    /// States that differ from the segment's file, by owner number.
    var overrides: [ObjectIdentifier: [UInt32: UInt8]] = [:]
    /// The files of segments, for an index in a folder.
    var files: [ObjectIdentifier: SegmentFile] = [:]
    /// What is being merged, and which changes its rows saw meanwhile.
    var merge: MergeUnderWay?

    struct MergeUnderWay: Sendable {
        var segments: Set<ObjectIdentifier>
        var blocks: Set<ObjectIdentifier>
        var stamp: HashIndex.Stamp
        var changes: [Change] = []
    }

    /// A change of one row's flags, told by what the row is, because a merge moves it.
    struct Change: Sendable {
        var id: Int64
        var code: PDQHash
        var keeping: UInt8
        var setting: UInt8
    }

    /// Changes a row of a segment, and remembers it for the next manifest and the merge under way.
    mutating func apply(_ change: Change, to segment: Segment, owner number: Int) {
        let identity = ObjectIdentifier(segment)
        let before = segment.owners[number]
        segment.setFlags(number, keeping: change.keeping, setting: change.setting)
        let after = segment.owners[number]
        live += (after.isLive ? 1 : 0) - (before.isLive ? 1 : 0)
        overrides[identity, default: [:]][UInt32(number)] = after.flags
        if merge?.segments.contains(identity) == true { merge?.changes.append(change) }
    }

    /// Changes a row of the tail.
    mutating func apply(_ change: Change, to block: RowBlock, row: Int) {
        let before = block.owner(row)
        block.setFlags(row, keeping: change.keeping, setting: change.setting)
        let after = block.owner(row)
        live += (after.isLive ? 1 : 0) - (before.isLive ? 1 : 0)
        if merge?.blocks.contains(ObjectIdentifier(block)) == true { merge?.changes.append(change) }
    }
}
