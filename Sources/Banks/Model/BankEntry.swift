// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials

/// One entry of a bank.
public struct BankEntry: Hashable, Sendable {
    /// The operator's id, unique in the bank; generated as `e-000001` when the list has none.
    public var id: String
    /// What it is recognised by; at least one.
    public var fingerprints: FingerprintSet
    /// Its category, a short word; nil means the bank's.
    public var category: String?
    /// Where it comes from; nil means the bank's source.
    public var source: String?
    /// A remark.
    public var note: String?
    /// Whether a person confirmed it.
    public var confirmed: Bool
    /// Whether it takes part in matching.
    public var state: ListingState
    /// From when on it no longer matches, in whole seconds.
    public var expires: Date?
    /// Until when it takes no part in matching, whatever its state, in whole seconds.
    public var disabledUntil: Date?
    /// What the operator's own systems know it by.
    public var metadata: EntryMetadata?

    /// Makes an entry.
    public init(
        id: String, fingerprints: FingerprintSet, category: String? = nil, source: String? = nil,
        note: String? = nil, confirmed: Bool = false, state: ListingState = .active, expires: Date? = nil,
        disabledUntil: Date? = nil, metadata: EntryMetadata? = nil
    ) {
        self.id = id
        self.fingerprints = fingerprints
        self.category = category
        self.source = source
        self.note = note
        self.confirmed = confirmed
        self.state = state
        self.expires = expires
        self.disabledUntil = disabledUntil
        self.metadata = metadata
    }
}
