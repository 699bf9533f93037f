// SPDX-License-Identifier: Apache-2.0

/// An entry that a fingerprint matches, as the live lists tell it. It carries no fingerprint.
public struct ListMatch: Sendable, Hashable {
    /// The entry's row, never used again after the entry is removed: the "content id" of the surface compatible with
    /// Hasher-Matcher-Actioner.
    public var rowID: Int64
    /// The bank's number.
    public var bankID: Int64
    /// The bank's name, as who asks sees it.
    public var bank: String
    /// The operator's id of the entry.
    public var entry: String
    /// What agreed.
    public var kind: ScanRecord.Match.Kind
    /// Bits that differ; 0 for exact digests.
    public var distance: Int
    /// How the *known* picture was seen when it agreed: 0 as a whole, *n* as the entry's *n*-th view.
    public var view: Int
    /// The name of that view, for example `crop-90`; `nil` for the whole.
    public var knownView: String?
    /// Trust tier of the bank: `A`, `B`, `C`.
    public var tier: String
    /// How many independent parties contribute to the bank.
    public var contributors: Int
    /// A person confirmed the entry.
    public var isConfirmed: Bool
    /// The category of the entry, or of its bank.
    public var category: String?
    /// The bank lists known-good files.
    public var isKnownGood: Bool
    /// The bank is a tenant's own, not the house's.
    public var isOfTenant: Bool
    /// The share of look-ups, 0 to 1, that the bank answers on the compatible surface.
    public var enabledRatio: Double
}
