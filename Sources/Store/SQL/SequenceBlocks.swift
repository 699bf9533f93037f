// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Numbers of sequences that this process took from the database and has not handed out yet.
///
/// They are taken in blocks: a transaction that takes a number must not wait for one that took the number before.
public final class SequenceBlocks: Sendable {
    /// How many numbers are taken at once.
    public static let size = 1_024

    private let rest = Mutex<[String: Range<Int64>]>([:])

    init() {}

    /// Hands out numbers of the block that is open, if it has enough.
    func take(_ count: Int, of sequence: String) -> Int64? {
        rest.withLock { rest in
            guard let block = rest[sequence], block.count >= count else { return nil }
            rest[sequence] = block.lowerBound + Int64(count)..<block.upperBound
            return block.lowerBound
        }
    }

    /// Hands out the first numbers of a new block and keeps whichever rest is larger; the other is lost.
    func take(_ count: Int, of sequence: String, from first: Int64) -> Int64 {
        let added = first + Int64(count)..<first + Int64(Self.size)
        rest.withLock { rest in
            if (rest[sequence]?.count ?? 0) < added.count { rest[sequence] = added }
        }
        return first
    }
}
