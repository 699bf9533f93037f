// SPDX-License-Identifier: Apache-2.0

extension RangeSet<Int> {
    /// One range.
    init(_ range: Range<Int>) { self.init(CollectionOfOne(range)) }

    /// How many offsets it holds.
    var bytes: Int { ranges.reduce(0) { $0 + $1.count } }

    /// Whether it holds any offset of a range.
    func intersects(_ range: Range<Int>) -> Bool {
        let ranges = ranges
        var low = ranges.startIndex
        var high = ranges.endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if ranges[middle].upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < ranges.endIndex && ranges[low].lowerBound < range.upperBound && !range.isEmpty
    }
}
