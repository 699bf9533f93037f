// SPDX-License-Identifier: Apache-2.0

internal import CSearchKernels
internal import Fingerprints

/// Rows in the order in which they come, in blocks, so that gathering many millions copies none of them.
///
/// A block's rows may be read up to its count while more are added: that is how the newest rows are searched. Unchecked because
/// rows are written before the count that covers them is published, and never again after that, states excepted.
final class RowBlock: @unchecked Sendable {
    let heads: Column<UInt64>
    let tails: Column<UInt64>
    let owners: Column<Owner>
    let capacity: Int
    private let published = Published()
    private let farthest = Published()

    init(capacity: Int) {
        self.capacity = capacity
        heads = Column(capacity * 2)
        tails = Column(capacity * 2)
        owners = Column(capacity)
    }

    /// Rows that may be read.
    var count: Int { published.value }

    /// The largest radius of any row. Read it after the count: it then covers all of them.
    var widest: Int { farthest.value }

    /// Writes a row that nobody sees until `publish`.
    @inline(__always)
    func write(_ row: Int, _ code: PDQHash, _ owner: Owner) {
        heads[row * 2] = code.words.0
        heads[row * 2 + 1] = code.words.1
        tails[row * 2] = code.words.2
        tails[row * 2 + 1] = code.words.3
        owners[row] = owner
        if Int(owner.radius) > farthest.value { farthest.value = Int(owner.radius) }
    }

    func publish(_ count: Int) {
        published.value = count
    }

    func code(_ row: Int) -> PDQHash {
        PDQHash(words: (heads[row * 2], heads[row * 2 + 1], tails[row * 2], tails[row * 2 + 1]))
    }

    func owner(_ row: Int) -> Owner {
        var owner = owners[row]
        owner.flags = sk_load(flags(row))
        return owner
    }

    func setFlags(_ row: Int, keeping kept: UInt8, setting set: UInt8) {
        sk_store(flags(row), sk_load(flags(row)) & kept | set)
    }

    private func flags(_ row: Int) -> UnsafeMutablePointer<UInt8> {
        UnsafeMutableRawPointer(owners.base + row).assumingMemoryBound(to: UInt8.self) + 15
    }
}
