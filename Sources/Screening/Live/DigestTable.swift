// SPDX-License-Identifier: Apache-2.0

internal import Banks

/// Which rows have a digest: 24 bytes a digest in open addressing.
///
/// Many small tables instead of one: growing one moves few digests, so that nobody waits for it. Places are mixed with
/// numbers drawn at random, so that no list can be made whose digests all want the same one.
struct DigestTable: ~Copyable {
    fileprivate struct Slot: BitwiseCopyable {
        var key: DigestKey
        /// The row and, in the lowest two bits, the kind from 1; 0 for an empty slot.
        var owner: Int64
    }

    fileprivate struct Shard {
        /// A power of two, or empty.
        var slots: [Slot] = []
        var used = 0
    }

    /// Mixes keys into places.
    fileprivate struct Mixing {
        let seeds = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))

        func place(of key: DigestKey) -> UInt64 {
            var mixed = (key.high ^ seeds.0) &* 0x9E37_79B9_7F4A_7C15
            mixed ^= mixed >> 32
            mixed = (mixed ^ key.low ^ seeds.1) &* 0xC2B2_AE3D_27D4_EB4F
            return mixed ^ mixed >> 29
        }
    }

    private static let shardBits = 10
    private var shards = [Shard](repeating: Shard(), count: 1 << shardBits)
    private let mixing = Mixing()
    private(set) var count = 0

    /// Notes that a row has a digest. Noting it twice changes nothing.
    mutating func insert(_ key: DigestKey, _ kind: FingerprintKind, row: Int64) {
        let place = mixing.place(of: key)
        let number = Int(place >> UInt64(64 - Self.shardBits))
        if shards[number].insert(Slot(key: key, owner: row << 2 | Self.number(of: kind)), mixing) { count += 1 }
    }

    /// Hands out the rows that have a digest.
    func forEachRow(_ key: DigestKey, _ kind: FingerprintKind, _ body: (Int64) -> Void) {
        let place = mixing.place(of: key)
        let shard = shards[Int(place >> UInt64(64 - Self.shardBits))]
        guard !shard.slots.isEmpty else { return }
        let mask = shard.slots.count - 1
        var index = Int(truncatingIfNeeded: place) & mask
        while shard.slots[index].owner != 0 {
            let slot = shard.slots[index]
            if slot.key == key, slot.owner & 3 == Self.number(of: kind) { body(slot.owner >> 2) }
            index = (index + 1) & mask
        }
    }

    /// How many parts the table has.
    static var parts: Int { 1 << shardBits }

    /// The rows that digests in one part of the table belong to.
    func rows(in part: Int) -> [Int64] {
        shards[part].slots.compactMap { $0.owner == 0 ? nil : $0.owner >> 2 }
    }

    /// Forgets, in one part of the table, the digests of some rows.
    mutating func forget(_ rows: Set<Int64>, in part: Int) {
        let before = shards[part]
        shards[part] = Shard()
        for slot in before.slots where slot.owner != 0 && !rows.contains(slot.owner >> 2) {
            _ = shards[part].insert(slot, mixing)
        }
        count -= before.used - shards[part].used
    }

    private static func number(of kind: FingerprintKind) -> Int64 {
        switch kind {
        case .md5: 1
        case .sha1: 2
        case .sha256, .pdq: 3
        }
    }

}

extension DigestTable.Shard {
    /// - Returns: whether it was not there before.
    fileprivate mutating func insert(_ slot: DigestTable.Slot, _ mixing: DigestTable.Mixing) -> Bool {
        if used * 4 >= slots.count * 3 { grow(mixing) }
        let mask = slots.count - 1
        var index = Int(truncatingIfNeeded: mixing.place(of: slot.key)) & mask
        while slots[index].owner != 0 {
            if slots[index].owner == slot.owner, slots[index].key == slot.key { return false }
            index = (index + 1) & mask
        }
        slots[index] = slot
        used += 1
        return true
    }

    private mutating func grow(_ mixing: DigestTable.Mixing) {
        let before = slots
        let empty = DigestTable.Slot(key: .zero, owner: 0)
        slots = [DigestTable.Slot](repeating: empty, count: max(4, before.count * 2))
        used = 0
        for slot in before where slot.owner != 0 { _ = insert(slot, mixing) }
    }
}
