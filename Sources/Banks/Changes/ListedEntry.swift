// SPDX-License-Identifier: Apache-2.0

public import Fingerprints

/// A digest as it is looked up in memory: its first 128 bits, or in a restricted bank the keyed tag of it. Two files whose
/// SHA-256 begin with the same 128 bits have never been made; MD5 has no more bits.
public struct DigestKey: Hashable, Sendable, BitwiseCopyable {
    /// The first eight bytes.
    public let high: UInt64
    /// The next eight bytes.
    public let low: UInt64

    /// All bits clear.
    public static let zero = DigestKey(high: 0, low: 0)

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Takes the first sixteen bytes; fewer are `nil`.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count >= 16 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for (position, byte) in bytes.prefix(16).enumerated() {
            if position < 8 { words.0 = words.0 << 8 | UInt64(byte) } else { words.1 = words.1 << 8 | UInt64(byte) }
        }
        (high, low) = words
    }
}

/// An entry as a live copy of the lists needs it.
public struct ListedEntry: Sendable {
    /// The entry's row.
    public let row: Int64
    /// The bank's number.
    public let bankID: Int64
    /// The operator's id.
    public let id: String
    /// Its state.
    public let state: ListingState
    /// Whether a person confirmed it.
    public let confirmed: Bool
    /// When it stops matching, in seconds since 1970.
    public let expires: Int64?
    /// Until when it takes no part in matching, in seconds since 1970.
    public let disabledUntil: Int64?
    /// Its own category.
    public let category: String?
    /// The hashes to compare with: of the whole picture, then of each view; empty without PDQ.
    public let hashes: [PDQHash]
    /// The names of its views.
    public let views: [String]
    /// Its digests: of an open bank cut, of a restricted bank as tags.
    public let digests: [(kind: FingerprintKind, key: DigestKey)]
}
