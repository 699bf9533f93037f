// SPDX-License-Identifier: Apache-2.0

public import FoundationEssentials

/// An entry as the database has it: with its row, its bank, and where it comes from. It carries fingerprints: show them
/// only to roles that need them.
public struct StoredEntry: Hashable, Sendable {
    /// The entry's number: unique over all banks, never used again after the entry is removed. The "content id" of the
    /// surface compatible with Hasher-Matcher-Actioner.
    public let row: Int64
    /// The bank's number.
    public let bankID: Int64
    /// The entry.
    public var entry: BankEntry
    /// Who added it, and when.
    public var provenance: EntryProvenance
}

/// Who brought an entry into a bank, and when.
public struct EntryProvenance: Hashable, Sendable {
    /// When it was added; nil for entries from before this was recorded.
    public var added: Date?
    /// Who added it, for example `key:k7f3`; nil when nobody was named.
    public var addedBy: String?
    /// When it last changed; nil when it never did since this was recorded.
    public var changed: Date?

    /// Says who and when.
    ///
    /// - Parameters:
    ///   - added: when it was added.
    ///   - addedBy: who added it.
    ///   - changed: when it last changed.
    public init(added: Date? = nil, addedBy: String? = nil, changed: Date? = nil) {
        self.added = added
        self.addedBy = addedBy
        self.changed = changed
    }
}

/// How an entry of a bank is named.
public enum EntryKey: Hashable, Sendable {
    /// By the operator's id, unique in the bank.
    case id(String)
    /// By its row, unique over all banks.
    case row(Int64)
}

/// What adding an entry came to.
public struct AddedEntry: Hashable, Sendable {
    /// The entry as it is in the bank now.
    public var stored: StoredEntry
    /// False when the bank had an entry with the same fingerprints, which is then the one that is told of: whatever else was
    /// to be added about it was not.
    public var isNew: Bool
}

/// Which entries of a bank to show.
public struct EntryQuery: Hashable, Sendable {
    /// Ids that begin so; letter case counts.
    public var idPrefix: String?
    /// In this state.
    public var state: ListingState?
    /// Of this category, its bank's included where an entry names none.
    public var category: String?
    /// From this source, its bank's included where an entry names none.
    public var source: String?
    /// With this text in the note; letter case does not count.
    public var note: String?
    /// Added at this time or later.
    public var addedFrom: Date?
    /// Added before this time.
    public var addedBefore: Date?
    /// With every one of these fingerprints. A PDQ hash is compared bit by bit, with the whole picture's only.
    public var fingerprints: FingerprintSet?

    /// Asks for all entries.
    public init() {}
}

/// A part of an answer.
public struct EntryPage: Sendable {
    /// The entries, in the order of their rows.
    public var entries: [StoredEntry]
    /// Where the next part begins; nil when this was the last.
    public var next: String?
}
