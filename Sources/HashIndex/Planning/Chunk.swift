// SPDX-License-Identifier: Apache-2.0

/// A run of bits of the code, and the kind of table that finds rows by it.
struct Chunk: Sendable, Hashable {
    /// How a table is laid out.
    enum Form: UInt8, Sendable {
        /// One cache line a bucket: one fetch, more memory.
        case lines = 0
        /// All entries in one array: two fetches, least memory.
        case runs = 1
        /// The rows themselves lie in this order: no entries.
        case rows = 2
    }

    /// The first bit.
    var offset: Int
    /// Bits.
    var width: Int
    var form: Form
    /// High bits that number the buckets. The rest, the tag, is kept in the entries.
    var bucketBits: Int

    var tagBits: Int { width - bucketBits }
    var bucketCount: Int { 1 << bucketBits }

    /// The bits of a code, as a number. A chunk may lie across two words.
    @inline(__always)
    func value(_ first: UInt64, _ second: UInt64) -> Int {
        let shift = UInt64(offset & 63)
        let bits = first &>> shift | (second &<< 1) &<< (63 &- shift)
        return Int(truncatingIfNeeded: bits & (1 &<< UInt64(width) &- 1))
    }
}
