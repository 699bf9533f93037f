// SPDX-License-Identifier: Apache-2.0

public import Fingerprints

/// A PDQ entry that takes part in matching: what an index needs to know of it, and no more.
public struct SearchableEntry: Sendable {
    /// The entry's row, never used again after the entry is removed.
    public let rowID: Int64
    /// The bank's number.
    public let bankID: Int64
    /// The hash to compare with.
    public let pdq: PDQHash
    /// The largest distance that is a match, in bits.
    public let radius: Int
    /// 0 for the picture as a whole, *n* for the entry's *n*-th view.
    public let view: Int
    /// When the entry stops matching, in seconds since 1970.
    public let expires: Int64?
    /// Whether its bank is sealed at rest, so that the hash must never reach a disk in the clear.
    public let isRestricted: Bool
}

/// What is known about an entry that matched. It carries no fingerprint.
public struct MatchedEntry: Hashable, Sendable {
    /// The entry's row.
    public let rowID: Int64
    /// The bank's number.
    public let bankID: Int64
    /// The bank's name.
    public let bank: String
    /// What a match with the bank means.
    public let purpose: BankPurpose
    /// How far the bank is trusted.
    public let tier: TrustTier
    /// How many independent parties contribute to the bank.
    public let contributors: Int
    /// The largest PDQ distance that is a match, in bits.
    public let radius: Int
    /// The operator's id of the entry.
    public let entry: String
    /// Whether a person confirmed the entry.
    public let confirmed: Bool
    /// The category of the entry, or of its bank.
    public let category: String?
    /// The source of the entry, or of its bank.
    public let source: String?
    /// Which fingerprints the entry has.
    public let kinds: FingerprintKinds
    /// The names of the entry's views, in the order in which they are numbered from 1.
    public let views: [String]

    /// The name of the entry's view of this number; `nil` for 0, which is the picture as a whole.
    public func name(ofView number: Int) -> String? {
        guard number > 0 else { return nil }
        return number <= views.count ? views[number - 1] : "view \(number)"
    }
}

/// An entry found by an exact digest.
public struct DigestMatch: Hashable, Sendable {
    /// The entry.
    public let entry: MatchedEntry
    /// The digests that are equal. MD5 and SHA-1 alone can be forged by somebody who makes both files.
    public let matched: FingerprintKinds
}
