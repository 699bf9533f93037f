// SPDX-License-Identifier: Apache-2.0

internal import Certificates
import Containers

/// Hashes boxes of the file itself: each that is not left out as a whole as its offset in eight bytes, the most
/// significant first, and its bytes without what is left out.
///
/// Source: C2PA specification 2.4, 18.6.2.
struct RootBoxHasher {
    private let roots: [BMFFBox]
    private let excluded: [Range<Int>]
    private let end: Int
    private var hasher: RangeHasher

    /// - Parameters:
    ///   - roots: the boxes of the file itself, in its order.
    ///   - excluded: what is left out.
    ///   - source: the file.
    init(roots: [BMFFBox], excluded: RangeSet<Int>, source: any ByteSource) {
        self.roots = roots
        self.excluded = Array(excluded.ranges)
        end = source.count
        hasher = RangeHasher(source)
    }

    /// Adds the boxes that begin in a range to a digest; at the end of the file also the bytes that are too few for a box.
    ///
    /// - Parameters:
    ///   - range: begins and ends with a box.
    ///   - hasOffsets: whether each box is preceded by its offset.
    ///   - digest: to which it is added.
    mutating func add(_ range: Range<Int>, hasOffsets: Bool, to digest: inout RunningDigest) throws(ReadFailure) {
        var exclusion = Self.first(excluded.count) { excluded[$0].upperBound > range.lowerBound }
        var offset = range.lowerBound
        for index in Self.first(roots.count, where: { roots[$0].range.lowerBound >= range.lowerBound })..<roots.count {
            let box = roots[index].range
            guard box.lowerBound < range.upperBound else { break }
            while exclusion < excluded.count, excluded[exclusion].upperBound <= box.lowerBound { exclusion += 1 }
            offset = box.upperBound
            let isHidden =
                exclusion < excluded.count && excluded[exclusion].lowerBound <= box.lowerBound
                && excluded[exclusion].upperBound >= box.upperBound
            if isHidden { continue }
            if hasOffsets { digest.update(Self.bytes(box.lowerBound)) }
            try add(box, from: &exclusion, to: &digest)
        }
        if range.upperBound == end { try hasher.add(offset..<end, to: &digest) }
    }

    private mutating func add(
        _ box: Range<Int>, from exclusion: inout Int, to digest: inout RunningDigest
    ) throws(ReadFailure) {
        var offset = box.lowerBound
        while exclusion < excluded.count, excluded[exclusion].lowerBound < box.upperBound {
            let range = excluded[exclusion]
            if range.lowerBound > offset { try hasher.add(offset..<range.lowerBound, to: &digest) }
            offset = min(range.upperBound, box.upperBound)
            guard range.upperBound <= box.upperBound else { break }
            exclusion += 1
        }
        try hasher.add(offset..<box.upperBound, to: &digest)
    }

    /// The digest of one piece of a media box, which is hashed without an offset.
    mutating func digest(of range: Range<Int>, _ algorithm: HashAlgorithm) throws(ReadFailure) -> [UInt8] {
        try hasher.digest(of: range, algorithm)
    }

    private static func bytes(_ offset: Int) -> [UInt8] {
        withUnsafeBytes(of: UInt64(offset).bigEndian) { Array($0) }
    }

    /// The first of `count` numbers from 0 on for which something holds that holds for all behind it.
    private static func first(_ count: Int, where holds: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
