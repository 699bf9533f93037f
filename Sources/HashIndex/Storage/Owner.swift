// SPDX-License-Identifier: Apache-2.0

/// What an index keeps of a row beside its code.
struct Owner: BitwiseCopyable, Sendable {
    var id: Int64
    /// Minutes since 1970, rounded up; 0 = never.
    var expires: UInt32
    var bank: UInt16
    var radius: UInt8
    /// `HashIndex.State` in the low bits, and the flags below.
    var flags: UInt8

    /// The row was replaced by a later one with the same id: it exists for nobody.
    static let replaced: UInt8 = 0x40
    /// The code has further owners.
    static let shared: UInt8 = 0x80

    init(id: Int64, expires: UInt32, bank: UInt16, radius: UInt8, flags: UInt8) {
        self.id = id
        self.expires = expires
        self.bank = bank
        self.radius = radius
        self.flags = flags
    }

    init(_ row: HashIndex.Row) {
        id = row.id
        expires = Self.minutes(row.expires)
        bank = row.bank
        radius = min(row.radius, 64)
        flags = row.state.rawValue
    }

    /// Whether the row counts: neither replaced nor withdrawn.
    var isLive: Bool { flags & Self.replaced == 0 && Self.state(flags) != .withdrawn }

    /// The same owner on its way into another segment, which finds out by itself who shares a code.
    var alone: Owner {
        var copy = self
        copy.flags &= ~Self.shared
        return copy
    }

    static func minutes(_ seconds: Int64?) -> UInt32 {
        guard let seconds else { return 0 }
        // A time before 1970 has passed: the first minute stands for it.
        guard seconds > 0 else { return 1 }
        let (minutes, rest) = seconds.quotientAndRemainder(dividingBy: 60)
        return UInt32(clamping: minutes + (rest > 0 ? 1 : 0))
    }

    static func state(_ flags: UInt8) -> HashIndex.State {
        HashIndex.State(rawValue: flags & 3) ?? .withdrawn
    }
}

/// The same in twelve bytes: ids count from a segment's base.
struct PackedOwner: BitwiseCopyable, Sendable {
    var id: UInt32
    var expires: UInt32
    var bank: UInt16
    var radius: UInt8
    var flags: UInt8
}

/// What a search asks of a row that lies near.
struct Question: Sendable {
    var reach: HashIndex.Reach
    var states: HashIndex.States
    /// Minutes since 1970, `nil` to find what has expired, too.
    var now: Int64?

    init(reach: HashIndex.Reach, states: HashIndex.States, now: Int64?) {
        self.reach = reach
        self.states = states
        // Rounded down: a row lives through its last minute.
        self.now = now.map { $0 < 0 ? 0 : $0 / 60 }
    }

    @inline(__always)
    func accepts(_ owner: Owner, distance: Int) -> HashIndex.Neighbor? {
        guard owner.flags & Owner.replaced == 0 else { return nil }
        if case .ofEachRow = reach, distance > Int(owner.radius) { return nil }
        let state = Owner.state(owner.flags)
        guard states.contains(state) else { return nil }
        if let now, owner.expires != 0, now >= Int64(owner.expires) { return nil }
        return HashIndex.Neighbor(id: owner.id, bank: owner.bank, distance: distance, state: state)
    }

    /// Bits that a search of rows up to some radius must reach.
    func radius(atMost widest: Int) -> Int {
        switch reach {
        case .ofEachRow: widest
        case .within(let radius): max(-1, min(radius, 256))
        }
    }
}
